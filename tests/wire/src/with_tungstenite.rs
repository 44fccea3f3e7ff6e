//! The handshake of `tungstenite`, blocking and with tokio.

use std::net::TcpStream;

use http::Request;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::cases::Way;
use crate::order::{Order, Stop, client};

fn check(order: &Order<'_>) -> Result<(), Stop> {
    match order.case.method != "GET"
        || order.case.has_body()
        || order.case.way == Way::DefaultHeaders
    {
        true => Err(Stop::HasNone), // A handshake is a GET; its own headers are in every case.
        false => Ok(()),
    }
}

/// The signed URL as text, and the headers set on the request that the client makes of it.
fn text(order: &Order<'_>) -> Result<Request<()>, Stop> {
    check(order)?;
    let (url, headers) = order.signed_text(b"")?;
    let mut request = url.into_client_request().map_err(client)?;
    for name in headers.keys() {
        request.headers_mut().remove(name);
    }
    for (name, value) in headers.iter() {
        request.headers_mut().append(name, value.clone());
    }
    Ok(request)
}

/// The client's own request, with a `Host` header as the URL was typed, signed as a whole.
fn http(order: &Order<'_>) -> Result<Request<()>, Stop> {
    check(order)?;
    let mut request = order.url.as_str().into_client_request().map_err(client)?;
    let own = order.header_map()?;
    for name in own.keys() {
        request.headers_mut().remove(name);
    }
    for (name, value) in own.iter() {
        request.headers_mut().append(name, value.clone());
    }
    let parts = request.into_parts().0;
    let parts = order.signed(parts, Clone::clone, |signing, parts| {
        Ok(signing.parts(parts, order.payload(b""))?)
    })?;
    Ok(Request::from_parts(parts, ()))
}

async fn connect(order: &Order<'_>, request: Request<()>) -> Result<(), Stop> {
    let stream = tokio::net::TcpStream::connect(order.server).await.map_err(client)?;
    client_async(request, stream).await.map_err(client).map(drop)
}

fn connect_blocking(order: &Order<'_>, request: Request<()>) -> Result<(), Stop> {
    let stream = TcpStream::connect(order.server).map_err(client)?;
    match tungstenite::client(request, stream) {
        Ok(_) => Ok(()),
        Err(tungstenite::HandshakeError::Failure(error)) => Err(client(error)),
        Err(error) => Err(client(error)),
    }
}

pub async fn tokio_text(order: &Order<'_>) -> Result<(), Stop> {
    connect(order, text(order)?).await
}

pub async fn tokio_http(order: &Order<'_>) -> Result<(), Stop> {
    connect(order, http(order)?).await
}

pub fn blocking_text(order: &Order<'_>) -> Result<(), Stop> {
    connect_blocking(order, text(order)?)
}

pub fn blocking_http(order: &Order<'_>) -> Result<(), Stop> {
    connect_blocking(order, http(order)?)
}
