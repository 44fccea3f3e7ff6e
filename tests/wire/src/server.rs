//! A server on loopback that keeps the bytes of each request.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// A request as it arrived. HTTP/2 has no text of its own; its head is written as that of
/// HTTP/1.1, with the pseudo-header in the place of `Host`.
pub struct Received {
    pub head: Vec<u8>,
    pub body: Vec<u8>,
    pub is_http2: bool,
}

pub struct Server {
    pub address: SocketAddr,
    requests: Receiver<Received>,
}

impl Server {
    /// Speaks HTTP/1.1 and makes WebSockets, one request on each connection. `answer` makes the
    /// head of the answer from that of the request.
    pub fn http1(answer: impl Fn(&str) -> String + Send + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (sender, requests) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                match stream.and_then(|stream| serve(stream, &answer)) {
                    Ok(Some(request)) => drop(sender.send(request)),
                    // A client that connects before it refuses its request.
                    Ok(None) => {}
                    Err(error) => eprintln!("wire: a connection failed: {error}"),
                }
            }
        });
        Ok(Self { address, requests })
    }

    /// Speaks HTTP/2 without TLS and without a word before.
    pub fn http2() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (sender, requests) = mpsc::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::spawn(move || {
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                loop {
                    let (stream, _) = listener.accept().await?;
                    let sender = sender.clone();
                    tokio::spawn(async move {
                        if let Err(error) = serve_http2(stream, &sender).await {
                            eprintln!("wire: a connection failed: {error}");
                        }
                    });
                }
                #[allow(unreachable_code, reason = "says what the block returns")]
                Ok::<(), io::Error>(())
            })
        });
        Ok(Self { address, requests })
    }

    /// Everything that has arrived, and at least one request.
    pub fn received(&self) -> Result<Received, String> {
        let timeout = Duration::from_secs(10);
        self.requests.recv_timeout(timeout).map_err(|error| format!("nothing arrived: {error}"))
    }

    pub fn received_nothing(&self) -> bool {
        self.requests.recv_timeout(Duration::from_millis(50)).is_err()
    }
}

pub fn no_content(head: &str) -> String {
    let key = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("sec-websocket-key").then_some(value.trim())
    });
    match key {
        None => "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_owned(),
        Some(key) => format!(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Accept: {}\r\n\r\n",
            derive_accept_key(key.as_bytes()),
        ),
    }
}

fn serve(mut stream: TcpStream, answer: impl Fn(&str) -> String) -> io::Result<Option<Received>> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if reader.read_until(b'\n', &mut head)? == 0 {
            return match head.is_empty() {
                true => Ok(None),
                false => Err(io::ErrorKind::UnexpectedEof.into()),
            };
        }
    }
    let text = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
    let mut body = Vec::new();
    if text.contains("\r\ntransfer-encoding: chunked\r\n") {
        body = read_chunks(&mut reader)?;
    } else if let Some(length) = length {
        body.resize(length.trim().parse().map_err(io::Error::other)?, 0);
        reader.read_exact(&mut body)?;
    }
    stream.write_all(answer(&String::from_utf8_lossy(&head)).as_bytes())?;
    Ok(Some(Received { head, body, is_http2: false }))
}

fn read_chunks(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let size = u64::from_str_radix(line.trim(), 16).map_err(io::Error::other)?;
        io::copy(&mut reader.take(size), &mut body)?;
        reader.read_line(&mut String::new())?;
        if size == 0 {
            return Ok(body);
        }
    }
}

async fn serve_http2(
    stream: tokio::net::TcpStream,
    sender: &Sender<Received>,
) -> Result<(), h2::Error> {
    let mut connection = h2::server::handshake(stream).await?;
    while let Some(request) = connection.accept().await {
        let (request, mut respond) = request?;
        let sender = sender.clone();
        tokio::spawn(async move {
            let (parts, mut stream) = request.into_parts();
            let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
            let authority = parts.uri.authority().map_or("", |authority| authority.as_str());
            let mut head =
                format!("{} {target} HTTP/2\r\n:authority: {authority}\r\n", parts.method)
                    .into_bytes();
            for (name, value) in &parts.headers {
                head.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
            }
            head.extend(b"\r\n");
            let mut body = Vec::new();
            while let Some(piece) = stream.data().await {
                let piece = piece?;
                stream.flow_control().release_capacity(piece.len())?;
                body.extend(piece);
            }
            let answer = http::Response::builder().status(http::StatusCode::NO_CONTENT).body(());
            drop(sender.send(Received { head, body, is_http2: true }));
            respond.send_response(answer.expect("is a response"), true)?;
            Ok::<(), h2::Error>(())
        });
    }
    Ok(())
}
