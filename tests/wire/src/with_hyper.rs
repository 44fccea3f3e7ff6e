//! `hyper-util`'s client, over HTTP/1.1, over HTTP/2, and beneath the layer of feature `tower`.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::iter;
use std::net::SocketAddr;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::stream;
use http::Version;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::rt::TokioExecutor;
use polysign::Signer;
use polysign::tower::{SignError, SignLayer, StatedPayload};
use tower::{Layer, Service, ServiceExt};

use crate::cases::Way;
use crate::order::{Order, Stop, client};

type Body = BoxBody<Bytes, Infallible>;

/// Finds every name at the server.
#[derive(Clone)]
struct To(SocketAddr);

impl Service<Name> for To {
    type Response = iter::Once<SocketAddr>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Name) -> Self::Future {
        ready(Ok(iter::once(self.0)))
    }
}

fn hyper(order: &Order<'_>, http2: bool) -> Client<HttpConnector<To>, Body> {
    Client::builder(TokioExecutor::new())
        .http2_only(http2)
        .build(HttpConnector::new_with_resolver(To(order.server)))
}

fn body_of(order: &Order<'_>, bytes: Vec<u8>) -> Body {
    if !order.is_streamed() {
        return BoxBody::new(Full::from(bytes));
    }
    let pieces: Vec<_> = bytes
        .chunks(3)
        .map(|piece| Ok(http_body::Frame::data(Bytes::copy_from_slice(piece))))
        .collect();
    StreamBody::new(stream::iter(pieces)).boxed()
}

/// The head signed, the body beside it.
pub async fn send(order: &Order<'_>, http2: bool) -> Result<(), Stop> {
    if order.case.way == Way::DefaultHeaders {
        return Err(Stop::HasNone);
    }
    let body = order.body();
    let parts = match http2 {
        // The version tells the crate that there is no `Host` header beside the URL's authority.
        true => order.signed_parts_of(Version::HTTP_2, &body)?,
        false => order.signed_parts(&body)?,
    };
    let request = http::Request::from_parts(parts, body_of(order, body));
    hyper(order, http2).request(request).await.map_err(client).map(drop)
}

/// The layer, told the hosts that it is to sign for.
pub async fn layer(order: &Order<'_>, signer: &Arc<dyn Signer>) -> Result<(), Stop> {
    if matches!(order.case.way, Way::DefaultHeaders | Way::OtherHost) {
        return Err(Stop::HasNone);
    }
    let mut layer = SignLayer::new();
    for host in ["127.0.0.1:", "localhost:", "wire.localhost.:"] {
        let host = format!("{host}{}", order.server.port());
        layer = layer.with_host(&host, Arc::clone(signer))?;
    }
    layer = layer.with_host("Wire.localhost", Arc::clone(signer))?;
    let body = order.body();
    let mut parts = order.parts()?;
    if order.case.way == Way::SignedAgain {
        parts = order.signed_parts(&body)?;
    }
    if let Some(payload) = order.payload(&body) {
        parts.extensions.insert(match payload {
            polysign::Payload::Unsigned => StatedPayload(polysign::Payload::Unsigned),
            _ => StatedPayload::of_bytes(&body),
        });
    }
    let request = http::Request::from_parts(parts, body_of(order, body));
    match layer.layer(hyper(order, false)).oneshot(request).await {
        Ok(_) => Ok(()),
        Err(SignError::NotSigned(error)) => Err(Stop::Refused(error)),
        Err(SignError::Client(error)) => Err(client(error)),
        Err(error) => Err(client(error)),
    }
}
