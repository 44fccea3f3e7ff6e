//! What the examples of products share: sending a signed request, opening a signed WebSocket, and
//! reading what a vendor refuses. `mock` has the vendors on loopback.
#![allow(dead_code, reason = "no example uses all of it")]

pub(crate) mod mock;

use std::error::Error;
use std::net::TcpStream;

use http::Request;
use polysign::refusal::Response;
use polysign::{Payload, Signer};
use serde_json::Value;
use tungstenite::WebSocket;
use tungstenite::client::IntoClientRequest;
use tungstenite::stream::MaybeTlsStream;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Where a product is: the vendor's host, or a mock on loopback.
#[derive(Clone)]
pub(crate) struct Host {
    pub(crate) https: String,
    pub(crate) wss: String,
}

impl Host {
    pub(crate) fn real(name: &str) -> Self {
        println!("the real host answers: {name}");
        Self { https: format!("https://{name}"), wss: format!("wss://{name}") }
    }
}

/// What else a product needs besides its credential.
pub(crate) fn setting(name: &str) -> Result<String> {
    std::env::var(name).map_err(|_| format!("{name} is not set; the real host needs it").into())
}

pub(crate) type Socket = WebSocket<MaybeTlsStream<TcpStream>>;

/// Signs a request, sends it, and reads the JSON of the answer. A refusal is an error that says why.
pub(crate) fn send(signer: &dyn Signer, request: Request<String>) -> Result<Value> {
    let (status, text) = send_as_it_is(polysign::http::sign(signer, request)?)?;
    check(signer, Response::new(&text).with_status(status))?;
    Ok(serde_json::from_str(&text)?)
}

/// Sends a request that needs no signature, and returns status and body.
pub(crate) fn send_as_it_is(request: Request<String>) -> Result<(u16, String)> {
    let mut response = agent().run(request)?;
    Ok((response.status().as_u16(), response.body_mut().read_to_string()?))
}

/// A client that follows no redirect: it would take the signature to another host.
pub(crate) fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder();
    config.max_redirects(0).http_status_as_error(false).build().into()
}

/// Signs the handshake of a WebSocket, and connects.
pub(crate) fn connect(signer: &dyn Signer, url: &str) -> Result<Socket> {
    let (mut parts, ()) = url.into_client_request()?.into_parts();
    polysign::http::sign_parts(signer, &mut parts, Payload::Bytes(b""))?;
    let request = Request::from_parts(parts, ());
    // Without redirects, for the same reason.
    let (socket, _) = tungstenite::client::connect_with_config(request, None, 0)?;
    Ok(socket)
}

/// Reads the next text of a WebSocket as JSON. Some vendors refuse a signature that way, too.
pub(crate) fn read(signer: &dyn Signer, socket: &mut Socket) -> Result<Value> {
    loop {
        let message = socket.read()?;
        if message.is_text() {
            check(signer, Response::new(message.to_text()?))?;
            return Ok(serde_json::from_str(message.to_text()?)?);
        }
    }
}

fn check(signer: &dyn Signer, response: Response<'_>) -> Result<()> {
    match signer.scheme().read_refusal(&response) {
        None => Ok(()),
        Some(refusal) => Err(refusal.to_string().into()),
    }
}

/// A request with a JSON body.
pub(crate) fn post(url: &str, json: &Value) -> Result<Request<String>> {
    let request = Request::post(url).header("content-type", "application/json;charset=utf-8");
    Ok(request.body(json.to_string())?)
}

/// A text at a place of an answer, `/Payload/SessionId` for example.
pub(crate) fn text_at(answer: &Value, place: &str) -> Result<String> {
    let text = answer.pointer(place).and_then(Value::as_str);
    Ok(text.ok_or_else(|| format!("{place} is not in the answer {answer}"))?.to_owned())
}

/// 32 hexadecimal digits that nobody has used before.
pub(crate) fn unique_id() -> Result<String> {
    match polysign::Context::now()?.nonce() {
        polysign::sign::Nonce::Random(bytes) => Ok(hex::encode(bytes)),
        _ => Err("the system gave no random bytes".into()),
    }
}
