//! A server on loopback for the examples, which tells what it was sent. Nothing of it is needed
//! in a program of your own.
#![allow(dead_code, reason = "no example uses all of it")]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// Answers each request with `204 No Content`, one on each connection.
pub(crate) struct Loopback {
    address: SocketAddr,
    requests: Receiver<Received>,
}

/// A request as it arrived.
pub(crate) struct Received {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Loopback {
    pub(crate) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (sender, requests) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(request) = stream.and_then(take) else {
                    continue;
                };
                if sender.send(request).is_err() {
                    return;
                }
            }
        });
        Ok(Self { address, requests })
    }

    pub(crate) fn authority(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn url(&self, path_and_query: &str) -> String {
        format!("http://{}{path_and_query}", self.address)
    }

    /// The next request; a panic if there is none.
    pub(crate) fn received(&self) -> Received {
        let timeout = Duration::from_secs(10);
        self.requests.recv_timeout(timeout).expect("a request")
    }

    pub(crate) fn received_nothing(&self) -> bool {
        self.requests.try_recv().is_err()
    }
}

impl Received {
    /// The value of a header that has to be there once: one that was added instead of set would
    /// be there twice on a request that is signed again.
    pub(crate) fn only(&self, name: &str) -> &str {
        let is_named = |(own, _): &&(String, String)| own.eq_ignore_ascii_case(name);
        let values: Vec<_> = self.headers.iter().filter(is_named).collect();
        assert_eq!(values.len(), 1, "{name} is there {} times", values.len());
        &values[0].1
    }
}

fn take(mut stream: TcpStream) -> io::Result<Received> {
    let request = read(&stream)?;
    stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")?;
    Ok(request)
}

/// Reads one request. Whoever sent it waits for the answer.
pub(crate) fn read(stream: &TcpStream) -> io::Result<Received> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        match header.trim_end().split_once(':') {
            Some((name, value)) => headers.push((name.to_owned(), value.trim().to_owned())),
            None => break,
        }
    }
    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.map_or(0, |(_, value)| value.parse().unwrap_or(0));
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let line = line.trim_end().to_owned();
    Ok(Received { line, headers, body })
}
