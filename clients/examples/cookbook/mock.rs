//! The vendors on loopback: servers that check signatures with the crate's verifiers, and answer as
//! the vendors' documents say. Nothing of it is needed in a program of your own.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::SystemTime;

use polysign::refusal::Response;
use polysign::verify::{Rejection, Verifier};
use polysign::{Request, Scheme, UnixTime};
use tungstenite::handshake::derive_accept_key;
use tungstenite::protocol::Role;
use tungstenite::{Message, WebSocket};

#[path = "../common/mod.rs"]
mod common;

use super::{Host, Result};
use common::Received;

type Check = dyn Fn(&Request<'_>, UnixTime) -> std::result::Result<(), Rejection> + Send + Sync;

/// What happens at paths that end in a certain way.
pub(crate) struct Route {
    path: &'static str,
    scheme: Option<&'static Scheme>,
    check: Option<Box<Check>>,
    refusal: Reply,
    answer: fn(&str) -> Reply,
}

/// An answer, or a message of a WebSocket.
#[derive(Clone)]
pub(crate) struct Reply {
    status: u16,
    header: &'static str,
    body: String,
}

impl Reply {
    pub(crate) fn ok(body: impl ToString) -> Self {
        Self::with_status(200, body)
    }

    pub(crate) fn with_status(status: u16, body: impl ToString) -> Self {
        Self { status, header: "content-type: application/json", body: body.to_string() }
    }

    pub(crate) fn with_header(self, header: &'static str) -> Self {
        Self { header, ..self }
    }
}

impl Route {
    /// `answer` gets the body of each request. Of a WebSocket it gets an empty text when it is opened,
    /// then each message; an empty reply is not sent.
    pub(crate) fn new(path: &'static str, answer: fn(&str) -> Reply) -> Self {
        Self { path, scheme: None, check: None, refusal: Reply::ok(""), answer }
    }

    /// Sends `refusal` to requests that are not signed as they should be.
    pub(crate) fn verified_by(self, verifier: impl Verifier + 'static, refusal: Reply) -> Self {
        let scheme = Some(verifier.scheme());
        let check = move |request: &Request<'_>, now| verifier.verify(request, now).map(drop);
        Self { scheme, ..self.checked_by(check, refusal) }
    }

    /// As `verified_by`, for schemes that the crate does not have.
    pub(crate) fn checked_by(
        self,
        check: impl Fn(&Request<'_>, UnixTime) -> std::result::Result<(), Rejection>
        + Send
        + Sync
        + 'static,
        refusal: Reply,
    ) -> Self {
        Self { check: Some(Box::new(check)), refusal, ..self }
    }
}

impl Route {
    fn check(&self, request: &Request<'_>) -> std::result::Result<(), Rejection> {
        self.check.as_ref().map_or(Ok(()), |check| check(request, SystemTime::now().into()))
    }

    /// Fails where a request without a signature would be taken, or where the crate would not see that
    /// it was refused: such a mock would show nothing.
    fn check_that_it_checks(&self) -> Result<()> {
        let request = Request::from_parts("POST", "http", "127.0.0.1", self.path)?.with_body("{}");
        if self.check.is_some() && self.check(&request).is_ok() {
            return Err(format!("{} takes anything", self.path).into());
        }
        let refusal = Response::new(&self.refusal.body).with_status(self.refusal.status);
        match self.scheme.map(|scheme| scheme.read_refusal(&refusal)) {
            Some(None) => Err(format!("the refusal of {} reads as none", self.path).into()),
            _ => Ok(()),
        }
    }
}

/// A lookup that knows one key.
pub(crate) fn only<K>(id: &'static str, key: K) -> impl Fn(&str) -> Option<Arc<K>> {
    let key = Arc::new(key);
    move |asked| (asked == id).then(|| Arc::clone(&key))
}

/// Serves until the program ends.
pub(crate) fn start(routes: Vec<Route>) -> Result<Host> {
    routes.iter().try_for_each(Route::check_that_it_checks)?;
    println!(
        "a mock on this machine answers; with the variables that the file names, the real host does"
    );
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let authority = listener.local_addr()?.to_string();
    let routes = Arc::new(routes);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let routes = Arc::clone(&routes);
            // A client that goes away is its own matter.
            thread::spawn(move || serve(stream, &routes).map_err(|error| eprintln!("{error}")));
        }
    });
    Ok(Host { https: format!("http://{authority}"), wss: format!("ws://{authority}") })
}

fn serve(mut stream: TcpStream, routes: &[Route]) -> Result<()> {
    let received = common::read(&stream)?;
    let mut line = received.line.split(' ');
    let (method, target) = (line.next().unwrap_or_default(), line.next().unwrap_or_default());
    let path = target.split('?').next().unwrap_or_default();
    let Some(route) = routes.iter().find(|route| path.ends_with(route.path)) else {
        return write(&mut stream, &Reply::with_status(404, format!("no route for {path}")));
    };
    let request = Request::from_parts(method, "http", received.only("host"), target)?
        .with_headers(&received.headers)
        .with_body(&received.body);
    if let Err(rejection) = route.check(&request) {
        eprintln!("the mock rejects {path}: {}", rejection.detail());
        return write(&mut stream, &route.refusal);
    }
    if received.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-key")) {
        return talk(stream, &received, route.answer);
    }
    write(&mut stream, &(route.answer)(&String::from_utf8(received.body)?))
}

fn write(stream: &mut TcpStream, reply: &Reply) -> Result<()> {
    let Reply { status, header, body } = reply;
    let length = body.len();
    let head = format!("HTTP/1.1 {status} Mock\r\n{header}\r\nContent-Length: {length}\r\n");
    Ok(stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes())?)
}

fn talk(mut stream: TcpStream, received: &Received, answer: fn(&str) -> Reply) -> Result<()> {
    let accept = derive_accept_key(received.only("sec-websocket-key").as_bytes());
    let head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket";
    stream.write_all(format!("{head}\r\nSec-WebSocket-Accept: {accept}\r\n\r\n").as_bytes())?;
    let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    let mut heard = String::new();
    loop {
        let reply = answer(&heard).body;
        if !reply.is_empty() {
            socket.send(Message::text(reply))?;
        }
        heard = match socket.read() {
            Ok(message) if message.is_close() => return Ok(()),
            Ok(message) => String::from_utf8_lossy(&message.into_data()).into_owned(),
            Err(tungstenite::Error::ConnectionClosed) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
    }
}
