//! `reqwest`, in three ways: its own builder, a request of the `http` crate, and plain text.

use std::convert::Infallible;
use std::mem;

use futures_util::stream;
use reqwest::multipart::Form;
use reqwest::{Body as ReqwestBody, Client, Request, RequestBuilder, redirect};

use crate::cases::{Body, Way};
use crate::order::{Order, Stop, client};

fn reqwest(order: &Order<'_>) -> Result<Client, Stop> {
    let mut builder =
        Client::builder().redirect(redirect::Policy::none()).referer(false).no_proxy();
    for name in ["wire.localhost", "wire.localhost.", "localhost"] {
        builder = builder.resolve(name, order.server);
    }
    if order.case.way == Way::DefaultHeaders {
        builder = builder.user_agent("wire/1").default_headers(crate::default_headers());
    }
    builder.build().map_err(client)
}

fn stream_of(bytes: Vec<u8>) -> ReqwestBody {
    let pieces: Vec<_> = bytes.chunks(3).map(|piece| Ok::<_, Infallible>(piece.to_vec())).collect();
    ReqwestBody::wrap_stream(stream::iter(pieces))
}

fn with_body(order: &Order<'_>, request: RequestBuilder) -> RequestBuilder {
    match order.case.body {
        Body::None => request,
        Body::Bytes(bytes) => request.body(bytes),
        Body::Streamed(bytes, _) => request.body(stream_of(bytes.to_vec())),
        Body::Multipart(_) => request.multipart(Form::new().text("a", "数字人").text("b", "2")),
    }
}

/// A clone, also of one whose body is a stream, as somebody does who can make the stream again.
fn cloned(order: &Order<'_>, request: &Request) -> Request {
    request.try_clone().unwrap_or_else(|| {
        let mut clone = Request::new(request.method().clone(), request.url().clone());
        *clone.headers_mut() = request.headers().clone();
        *clone.body_mut() = Some(stream_of(order.body()));
        clone
    })
}

/// Built by the client, then signed as URL and headers.
pub async fn builder(order: &Order<'_>) -> Result<(), Stop> {
    let reqwest = reqwest(order)?;
    let headers = order.with_own_multipart().header_map()?;
    let request = reqwest.request(order.method(), &order.url).headers(headers);
    let request = with_body(order, request).build().map_err(client)?;
    let request = order.signed(
        request,
        |request| cloned(order, request),
        |signing, request| {
            let (method, url) = (request.method().clone(), request.url().clone());
            let mut headers = mem::take(request.headers_mut());
            let body = order.body();
            let payload = order.payload(&body);
            let signed = signing.headers(method.as_str(), url.as_str(), &mut headers, payload);
            *request.headers_mut() = headers;
            *request.url_mut() = signed?.expose().parse().map_err(client)?;
            Ok(())
        },
    )?;
    reqwest.execute(request).await.map_err(client).map(drop)
}

/// A request of the `http` crate, converted after signing.
pub async fn http(order: &Order<'_>) -> Result<(), Stop> {
    let reqwest = reqwest(order)?;
    let request = match order.case.body {
        Body::None | Body::Bytes(_) => order.signed_request()?.map(ReqwestBody::from),
        _ => {
            let body = order.body();
            let parts = order.signed_parts(&body)?;
            http::Request::from_parts(parts, stream_of(body))
        }
    };
    let request: Request = request.try_into().map_err(client)?;
    reqwest.execute(request).await.map_err(client).map(drop)
}

/// The signed URL and the headers as text.
pub async fn text(order: &Order<'_>) -> Result<(), Stop> {
    let body = order.body();
    let (url, headers) = order.signed_text(&body)?;
    let request = reqwest(order)?.request(order.method(), url).headers(headers);
    let request = match order.case.body {
        Body::None => request,
        Body::Streamed(..) => request.body(stream_of(body)),
        _ => request.body(body),
    };
    request.send().await.map_err(client).map(drop)
}
