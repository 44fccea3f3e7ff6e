//! How often signing allocates: once for a new result, never for one that is signed into again.
//! Beyond 72 parameters or 40 headers, sorting allocates at every signature, too.
//!
//! The counts are exact. Each thread counts for itself, since the test harness allocates at any
//! time.
#![cfg(feature = "http")]

mod counting;
mod hostile;
mod replay_store;
use crate::common::drawn::{Secrets, signers};
use counting::{Counting, count, peak};
use http::{HeaderMap, HeaderName, HeaderValue};
use polysign::UnixTime;
use polysign::request::Headers;
use polysign::{Context, Request, Signed, Signer};

#[global_allocator]
static COUNTING: Counting = Counting;

/// A request's parts.
struct Parts {
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Parts {
    fn new(parameters: usize, headers: usize, body: usize) -> Self {
        let origin = "https://api.example.com/v1/tasks";
        Self::to(origin, parameters, headers, body)
    }

    /// Parameters are not sorted and have Chinese and reserved characters in every spelling.
    fn to(origin: &str, parameters: usize, headers: usize, body: usize) -> Self {
        let mut url = origin.to_owned();
        for at in 0..parameters {
            url.push(if at == 0 { '?' } else { '&' });
            match at % 4 {
                0 => url.push_str(&format!("k{}=%E6%95%B0%e5%ad%97", parameters - at)),
                1 => url.push_str(&format!("%E5%90%8D{at}=a+b%2Fc%26")),
                2 => url.push_str(&format!("p.{at}=-._~%7e!*'()")),
                _ => url.push_str(&format!("Action{at}")),
            }
        }
        let headers = (0..headers).map(|at| match at {
            0 => ("Content-Type".to_owned(), "application/json".to_owned()),
            1 => ("X-Bce-Meta-Name".to_owned(), " 数字人\t".to_owned()),
            2 => ("X-Request-Id".to_owned(), "a  b".to_owned()),
            3 => ("cookie".to_owned(), "a=b".to_owned()),
            _ => (format!("x-bce-meta-{}", at % 97), format!("value {at}")),
        });
        Self { url, headers: headers.collect(), body: vec![b'x'; body] }
    }

    /// The same for a signer, with plain parameters where it refuses others.
    fn suited(&self, signer: &dyn Signer) -> Self {
        let Self { url, headers, body } = self;
        let url = match signer.scheme().name() {
            "iflytek/access-key" => {
                url.replace("%7e", "-").replace(['~', '*', '+'], "-").replace("%E5%90%8D", "name")
            }
            _ => url.clone(),
        };
        Self { url, headers: headers.clone(), body: body.clone() }
    }

    fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn map(&self) -> HeaderMap {
        let pairs = self.headers.iter().map(|(name, value)| {
            let value = HeaderValue::from_bytes(value.trim().as_bytes()).unwrap();
            (HeaderName::from_bytes(name.as_bytes()).unwrap(), value)
        });
        pairs.collect()
    }

    fn request<'a>(&'a self, headers: impl Into<Headers<'a>>) -> Request<'a> {
        let request = Request::new("POST", &self.url).unwrap();
        request.with_headers(headers).with_body(&self.body)
    }
}

/// How often sorting allocates: once for all parameters, and each time that headers outgrow a power of
/// two.
#[derive(Clone, Copy, Default)]
struct Over {
    parameters: usize,
    headers: usize,
}

impl Over {
    fn blocks(self, signer: &dyn Signer) -> usize {
        // It sorts no parameters, and three headers.
        if signer.scheme().name() == "tencent/tc3-hmac-sha256" {
            return 0;
        }
        let covers = signer.scheme().covers();
        self.parameters * usize::from(covers.query()) + self.headers * usize::from(covers.headers())
    }
}

fn all_signers() -> Vec<(&'static str, Box<dyn Signer>)> {
    let secret = || "0123456789abcdef0123456789abcdef".to_owned();
    let signers = signers(&Secrets::draw(secret, secret));
    signers.iter().for_each(|(_, signer)| warm_up(&**signer));
    signers
}

/// Signs for the days that the tests sign for: a key that is derived for a day is kept.
fn warm_up(signer: &dyn Signer) {
    let request = Request::new("GET", "https://h/").unwrap().with_body("");
    signer.sign_with(&request, &CONTEXT).unwrap();
    signer.sign(&request).unwrap();
}

const CONTEXT: Context<'static> =
    Context::new(UnixTime::new(1_700_000_000)).with_random_nonce([7; 16]);

/// Counts for every scheme and placement, with the headers as pairs and as a map, and says what is
/// not as it should be.
fn check(parts: &Parts, over: Over) {
    let map = parts.map();
    let (of_pairs, _) = count(|| parts.request(&parts.headers));
    let (of_map, _) = count(|| parts.request(&map));
    let mut faults = Vec::new();
    let mut expect = |what: String, found: usize, expected: usize| {
        if found != expected {
            faults.push(format!("{what}: {found} allocations, not {expected}"));
        }
    };
    expect("a view of pairs".into(), of_pairs, 0);
    expect("a view of a map".into(), of_map, 0);
    for (name, signer) in all_signers() {
        let signer = &*signer;
        let parts = parts.suited(signer);
        let (pairs, mapped) = (parts.request(&parts.headers), parts.request(&map));
        for (headers, request) in [("pairs", &pairs), ("map", &mapped)] {
            let mut is = |what: &str, found, expected| {
                expect(format!("{name}, {headers}, {what}"), found, expected);
            };
            let sorting = over.blocks(signer);
            let first = 1 + sorting;
            let (found, signed) = count(|| signer.sign_with(request, &CONTEXT));
            is("sign_with", found, first);
            let mut signed = signed.unwrap();
            for _ in 0..2 {
                let again = || signer.sign_into(request, &CONTEXT, &mut signed);
                let (found, result) = count(again);
                result.unwrap();
                is("sign_into again", found, sorting);
            }
            let (found, url) = count(|| signed.url(request));
            url.unwrap();
            is("url", found, 1);
            let (found, signed) = count(|| signer.sign(request));
            signed.unwrap();
            is("sign", found, first);

            let (found, mut signed) = count(Signed::new);
            is("Signed::new", found, 0);
            let (found, result) = count(|| signer.sign_into(request, &CONTEXT, &mut signed));
            result.unwrap();
            is("the first sign_into", found, first);
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn tiny() {
    check(&Parts::new(0, 1, 0), Over::default());
    check(&Parts::to("https://h", 1, 1, 2), Over::default());
}

#[test]
fn typical() {
    check(&Parts::new(6, 6, 1024), Over::default());
}

#[test]
fn large() {
    check(&Parts::new(60, 20, 1 << 20), Over::default());
}

#[test]
fn as_large_as_the_stack_has_room_for() {
    for (parameters, headers) in [(8, 8), (9, 9), (63, 31), (64, 32), (67, 36)] {
        check(&Parts::new(parameters, headers, 16), Over::default());
    }
}

#[test]
fn more_parameters_than_the_stack_has_room_for() {
    for parameters in [100, 200, 10_000] {
        let over = Over { parameters: 1, ..Over::default() };
        check(&Parts::new(parameters, 6, 16), over);
    }
}

#[test]
fn more_headers_than_the_stack_has_room_for() {
    let over = Over { headers: 2, ..Over::default() };
    check(&Parts::new(6, 100, 16), over);
    let over = Over { parameters: 1, headers: 2 };
    check(&Parts::new(200, 100, 16), over);
}

#[test]
fn hosts_to_be_rewritten() {
    for origin in [
        "HTTPS://API.Example.COM:443",
        "https://api.example.com:08443/x",
        "wss://127.0.0.1:8443/",
        "https://[2001:DB8::1]:8443/",
        "https://[2001:db8::1]/",
    ] {
        check(&Parts::to(origin, 6, 6, 16), Over::default());
        for host in ["API.example.com:8443", "[2001:DB8::2]", "127.0.0.1"] {
            let parts = Parts::to(origin, 6, 6, 16).with_header("Host", host);
            check(&parts, Over::default());
        }
    }
    let long = format!("https://{}EXAMPLE.com:8443/", "label.".repeat(40));
    check(&Parts::to(&long, 1, 1, 0), Over::default());
}

/// The parts of a server's request, and the rest of what a view is made of.
#[test]
fn views() {
    let parts = Parts::new(6, 6, 16);
    let text: Vec<(&str, &str)> = parts.headers.iter().map(|(n, v)| (&**n, &**v)).collect();
    let bytes: Vec<(&str, &[u8])> = text.iter().map(|(n, v)| (*n, v.as_bytes())).collect();
    let (found, ()) = count(|| {
        let from_parts = Request::from_parts("POST", "https", "API.example.com:80", "/x?y=z");
        let request = from_parts.unwrap().with_headers(&text).with_body("body");
        let request = request.with_headers(&bytes).with_payload(polysign::Payload::Unsigned);
        request.check_headers().unwrap();
        request.covered_payload().unwrap();
        assert_eq!(request.query_pairs().count(), 1);
        assert!(request.headers().get("X-request-ID").is_some());
    });
    assert_eq!(found, 0);
}

#[test]
fn requests_that_are_signed_already() {
    for (name, signer) in all_signers() {
        let parts = Parts::new(6, 6, 16).suited(&*signer);
        let request = parts.request(&parts.headers);
        let mut signed = signer.sign_with(&request, &CONTEXT).unwrap();
        let url = signed.url(&request).unwrap();
        let mut headers = parts.headers.clone();
        let set = signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
        headers.extend(set);
        let again = Request::new("POST", url.expose()).unwrap();
        let again = again.with_headers(&headers).with_body(&parts.body);
        let (found, result) = count(|| signer.sign_with(&again, &CONTEXT));
        result.unwrap();
        assert_eq!(found, 1, "{name}");
        let (found, result) = count(|| signer.sign_into(&again, &CONTEXT, &mut signed));
        result.unwrap();
        assert_eq!(found, 0, "{name}");
    }
}

/// Tokens, ids and nonces of 4 KiB are counted in before anything is written.
#[test]
fn long_texts() {
    let long = || "t".repeat(4096);
    let nonce = long();
    let parts = Parts::to("https://API.example.com/", 6, 6, 16);
    let secrets = Secrets::draw(long, long);
    assert!(secrets.all().all(|text| text.len() == 4096));
    for (name, signer) in signers(&secrets) {
        warm_up(&*signer);
        let parts = parts.suited(&*signer);
        let request = parts.request(&parts.headers);
        let context = match signer.scheme().name() {
            "tencent/speech-hmac-sha1" => CONTEXT.with_nonce("2147483647"),
            "iflytek/access-key" => CONTEXT.with_nonce("0123456789abcdef"),
            _ => CONTEXT.with_nonce(&nonce),
        };
        let (found, result) = count(|| signer.sign_with(&request, &context));
        assert_eq!(found, 1, "{name}");
        let signed = result.unwrap();
        let (found, url) = count(|| signed.url(&request));
        url.unwrap();
        assert_eq!(found, 1, "{name}, url");
    }
}

/// A value that has held the largest of all requests has room for every other. Only sorting
/// allocates.
#[test]
fn one_value_for_all() {
    let sizes = [(200, 100, 2), (6, 6, 0), (0, 1, 0), (64, 32, 0), (150, 80, 2)];
    let all = sizes.map(|(parameters, headers, _)| Parts::new(parameters, headers, 16));
    let mut signed = Signed::new();
    let signers = all_signers();
    for round in 0..2 {
        for (name, signer) in &signers {
            for (parts, size) in all.iter().zip(sizes) {
                let parts = parts.suited(&**signer);
                let request = parts.request(&parts.headers);
                let (found, result) = count(|| signer.sign_into(&request, &CONTEXT, &mut signed));
                result.unwrap();
                let (parameters, headers) = (size.2.min(1), size.2);
                let sorting = Over { parameters, headers };
                assert!(
                    round == 0 || found == sorting.blocks(&**signer),
                    "{name}, {size:?}: {found} allocations"
                );
            }
        }
    }
}

/// A server's text is read without a copy of each of its lines.
#[test]
fn comparing_takes_memory_in_proportion_to_the_text() {
    const LENGTH: usize = 1 << 16;
    let request = Request::new("GET", "https://h.example.com/v1?a=b").unwrap();
    let headers = [("x-a", "b")];
    let request = request.with_headers(&headers).with_body("");
    let context = Context::at(1_573_789_015).with_nonce("4fd24687296dd9f3");
    let mut most = (0, "", "");
    let mut signers = all_signers();
    signers.dedup_by_key(|(_, signer)| signer.scheme().name());
    for (case, signer) in signers {
        let Ok(explanation) = signer.explain(&request, &context) else {
            continue;
        };
        let front = "GET|/v1|";
        for piece in [
            "|", "\n", "&", "a&", "a=&", "=", ";", "a;", "/", "a:|", "a:b\n", "\"", "\\n", "\\",
            "%25", "é", "\u{1}", "GET|/|", "GET\n/v1\n", "x-a:b|x-b:c|",
        ] {
            for text in [
                piece.repeat(LENGTH / piece.len()),
                front.to_owned() + &piece.repeat(LENGTH / piece.len()),
            ] {
                let (bytes, _) = peak(|| explanation.compare(&text));
                most = most.max((bytes / text.len() as isize, case, piece));
            }
        }
    }
    println!("at most {most:?}");
    assert!(most.0 < 48, "{most:?}");
}
