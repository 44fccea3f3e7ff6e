//! Stores objects on a server that verifies Signature Version 4, and reads them: with a signature in the
//! header and with a presigned URL. `tests/s3/run` starts the server, whose address is the argument.
//!
//! First the server has to refuse what was changed after it was signed.

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;

use polysign::{BodyHasher, Payload, Request, Signed, Signer};
use polysign_clouds::aws;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn signer(placement: aws::Placement) -> Result<aws::SigV4> {
    let key = aws::AccessKey::new("S3RVER", "S3RVER")?;
    Ok(aws::SigV4::new(key, "us-east-1", "s3")?.with_placement(placement))
}

/// A request, as it is sent.
#[derive(Clone)]
struct Sent {
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Sent {
    /// Sends the request as it is, without an own opinion on its path, and returns status and body.
    fn send(&self, address: &str) -> Result<(u16, Vec<u8>)> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\nconnection: close\r\n\r\n", self.body.len());
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(head.as_bytes())?;
        stream.write_all(&self.body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or("no head")?;
        let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
        let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
        let body = &answer[end + 4..];
        let is_chunked = head.contains("\r\ntransfer-encoding: chunked");
        Ok((status, if is_chunked { dechunked(body)? } else { body.to_vec() }))
    }
}

fn dechunked(mut rest: &[u8]) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n").ok_or("no chunk")?;
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..end])?, 16)?;
        if length == 0 {
            return Ok(body);
        }
        body.extend_from_slice(&rest[end + 2..][..length]);
        rest = &rest[end + 2 + length + 2..];
    }
}

/// The server, and the two signers.
struct Store {
    address: String,
    in_header: aws::SigV4,
    in_query: aws::SigV4,
}

impl Store {
    fn url(&self, path: &str) -> String {
        format!("http://{}/bucket/{path}", self.address)
    }

    /// Signs a request. `body` is sent; `payload` says what of it is signed.
    fn signed(
        &self,
        signer: &aws::SigV4,
        method: &'static str,
        url: &str,
        payload: Payload<'_>,
        body: &[u8],
    ) -> Result<Sent> {
        let headers = [("x-amz-meta-kind", "a test")];
        let headers = if method == "PUT" { &headers[..] } else { &[] };
        let request = Request::new(method, url)?.with_headers(headers).with_payload(payload);
        let mut signed = Signed::new();
        signer.sign_into(&request, &polysign::Context::now()?, &mut signed)?;
        let url = signed.url(&request)?;
        let target = url.expose().split_once(&*self.address).ok_or("another host")?.1;
        let own = signed.headers();
        let mut headers: Vec<_> =
            headers.iter().copied().chain(own).map(|(a, b)| (a.into(), b.into())).collect();
        headers.push(("host".to_owned(), self.address.clone()));
        Ok(Sent { method, target: target.to_owned(), headers, body: body.to_vec() })
    }
}

/// Keys as they stand in a URL: Unicode, `+`, empty and dot segments, and what has to be escaped.
const KEYS: [&str; 11] = [
    "plain.txt",
    "%E6%95%B0%E5%AD%97%E4%BA%BA/%C3%A9%20%F0%9F%98%80",
    "a%2Bb",
    "a//b",
    "/leading",
    "trailing//",
    "a/./b",
    "a/../c",
    "~-_.",
    "%21%27%28%29%2A%25",
    "a=b&c;d,e:@$",
];

fn main() -> Result<()> {
    let lifetime = aws::Placement::query(60)?;
    let store = Store {
        address: std::env::args().nth(1).ok_or("the address of the server is missing")?,
        in_header: signer(aws::Placement::Header)?.keep_dot_segments(),
        in_query: signer(lifetime)?.keep_dot_segments(),
    };
    let changed = refuses_what_was_changed(&store)?;
    for key in KEYS {
        keeps_an_object(&store, key, key.as_bytes())?;
    }
    let large: Vec<u8> = (0..5 << 20).map(|at: u32| (at % 251) as u8).collect();
    keeps_an_object(&store, "large", &large)?;
    keeps_a_streamed_object(&store, &large)?;
    let differs = what_the_server_signs_otherwise(&store)?;
    println!(
        "{} objects were kept and {changed} changed requests refused; {differs} requests are signed in \
         another way by this server",
        KEYS.len() + 2
    );
    Ok(())
}

/// Checks that one byte more or less makes a signature wrong. Else nothing else here would show anything.
fn refuses_what_was_changed(store: &Store) -> Result<usize> {
    let url = store.url("changed?x-id=PutObject");
    let mut refused = 0;
    for signer in [&store.in_header, &store.in_query] {
        let body = b"body";
        let sent = store.signed(signer, "PUT", &url, Payload::Bytes(body), body)?;
        expect(&sent, store, 200)?;
        for other in changed(&sent) {
            expect(&other, store, 403)?;
            refused += 1;
        }
    }
    Ok(refused)
}

/// Changes one byte of the path, the query, the method, each header that is signed, and the signature.
fn changed(sent: &Sent) -> Vec<Sent> {
    let mut all = Vec::new();
    for (from, to) in [("changed", "chanfed"), ("PutObject", "PutObjecu")] {
        all.push(Sent { target: sent.target.replacen(from, to, 1), ..sent.clone() });
    }
    all.push(Sent { method: "GET", body: Vec::new(), ..sent.clone() });
    for name in ["x-amz-meta-kind", "x-amz-date", "x-amz-content-sha256", "authorization"] {
        let mut other = sent.clone();
        if let Some((_, value)) = other.headers.iter_mut().find(|(own, _)| own == name) {
            *value = turned(value);
            all.push(other);
        }
    }
    if sent.target.contains("X-Amz-Signature") {
        all.push(Sent { target: turned(&sent.target), ..sent.clone() });
        all.push(Sent {
            target: sent.target.replacen("Expires=60", "Expires=61", 1),
            ..sent.clone()
        });
    }
    all
}

/// Changes the last byte, and the second in which a time ends.
fn turned(text: &str) -> String {
    let front = text.trim_end_matches('Z');
    let (rest, last) = front.split_at(front.len() - 1);
    let other = if last == "1" { "2" } else { "1" };
    format!("{rest}{other}{}", &text[front.len()..])
}

fn expect(sent: &Sent, store: &Store, status: u16) -> Result<Vec<u8>> {
    let (found, body) = sent.send(&store.address)?;
    if found == status {
        return Ok(body);
    }
    let body = String::from_utf8_lossy(&body);
    Err(format!("{} {}: {found} in place of {status}: {body}", sent.method, sent.target).into())
}

/// Puts an object, and gets it in both forms.
fn keeps_an_object(store: &Store, key: &str, body: &[u8]) -> Result<()> {
    let url = store.url(key);
    let put = store.signed(&store.in_header, "PUT", &url, Payload::Bytes(body), body)?;
    expect(&put, store, 200)?;
    for signer in [&store.in_header, &store.in_query] {
        let get = store.signed(signer, "GET", &url, Payload::Bytes(b""), b"")?;
        if expect(&get, store, 200)? != body {
            return Err(format!("{key}: another body").into());
        }
    }
    Ok(())
}

/// Puts an object whose body was hashed in pieces, and is not there when the request is signed.
fn keeps_a_streamed_object(store: &Store, body: &[u8]) -> Result<()> {
    let url = store.url("streamed");
    let mut hasher = BodyHasher::sha256();
    body.chunks(64 << 10).for_each(|piece| hasher.update(piece));
    let put = store.signed(&store.in_header, "PUT", &url, hasher.finish(), body)?;
    let digest = put.headers.iter().find(|(name, _)| name == "x-amz-content-sha256");
    assert!(digest.is_some_and(|(_, value)| value.len() == 64), "the digest is sent");
    expect(&put, store, 200)?;
    let get = store.signed(&store.in_query, "GET", &url, Payload::Unsigned, b"")?;
    if expect(&get, store, 200)? == body { Ok(()) } else { Err("another body".into()) }
}

/// Shows what this server does not sign as the specification says. The documentation of `aws::SigV4` is
/// what AWS does.
fn what_the_server_signs_otherwise(store: &Store) -> Result<usize> {
    let with_reserved = store.url("plain.txt?x-id=%21%28%29");
    let get = store.signed(&store.in_header, "GET", &with_reserved, Payload::Bytes(b""), b"")?;
    expect(&get, store, 403)?;
    Ok(1)
}
