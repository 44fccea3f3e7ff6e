//! The layer for servers, with a verifier that says a secret to the operator.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body_util::Full;
use polysign::UnixTime;
use polysign::tower::VerifyLayer;
use polysign::verify::{Reason, Rejection, Verified, Verifier};
use polysign::{Request, Scheme};
use tower_layer::Layer;
use tower_service::Service;

use super::shown::Shown;
use crate::common::drawn::Secrets;

/// Rejects everything, in words that no client is to see.
struct Talkative(String);

impl std::fmt::Debug for Talkative {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Talkative")
    }
}

impl Verifier for Talkative {
    fn scheme(&self) -> &'static Scheme {
        polysign::schemes().next().expect("there is a first one")
    }

    fn verify(&self, _: &Request<'_>, _: UnixTime) -> Result<Verified, Rejection> {
        Err(Rejection::new(Reason::BadSignature, self.0.clone()))
    }
}

/// A service that no request reaches.
#[derive(Debug, Clone)]
struct Unreached;

impl Service<http::Request<Full<Bytes>>> for Unreached {
    type Response = http::Response<String>;
    type Error = polysign::Error;
    type Future = Ready<Result<http::Response<String>, polysign::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), polysign::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Request<Full<Bytes>>) -> Self::Future {
        ready(Ok(http::Response::new(String::new())))
    }
}

pub(crate) fn show_gateway(secrets: &Secrets, shown: &mut Shown) {
    let verifier = Arc::new(Talkative(secrets["huawei/secret_key"].clone()));
    let secret = secrets["zego/server_secret"].clone();
    let clock = move |_: &Request<'_>| Ok(secret.len() as i64);
    let layer = VerifyLayer::new(verifier, "https://ex.com").unwrap();
    let layer = layer.with_clock(clock);
    shown.debug(&layer);
    let mut service = layer.layer(Unreached);
    shown.debug(&service);
    let request = http::Request::get("/")
        .header("x-auth-token", &secrets["huawei/token"])
        .body(Full::default())
        .unwrap();
    let mut future = Box::pin(service.call(request));
    shown.debug(&*future);
    let answer = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(Ok(answer)) = answer else {
        panic!("the layer answers at once");
    };
    assert_eq!(answer.status(), http::StatusCode::FORBIDDEN);
    shown.text("the answer", format!("{answer:?}"));
}
