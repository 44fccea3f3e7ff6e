//! The layer for client stacks, with signers and requests that hold secrets.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::task::{Context, Poll};

use polysign::clock::ServerClock;
use polysign::tower::{SignBy, SignError, SignLayer, StatedPayload};
use polysign::{Payload, Signer, huawei};
use tower_layer::Layer;
use tower_service::Service;

use super::shown::Shown;
use crate::common::drawn::Secrets;

/// A client that answers nothing.
#[derive(Debug, Clone)]
struct Silent;

impl Service<http::Request<&'static str>> for Silent {
    type Response = http::Response<()>;
    type Error = polysign::Error;
    type Future = Ready<Result<http::Response<()>, polysign::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), polysign::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Request<&'static str>) -> Self::Future {
        ready(Ok(http::Response::new(())))
    }
}

pub(crate) fn show_layer(secrets: &Secrets, shown: &mut Shown) {
    let signer = || -> Arc<dyn Signer> {
        let token = huawei::Token::new(&secrets["huawei/token"]).unwrap();
        Arc::new(huawei::AuthToken::new(token))
    };
    let layer = SignLayer::new().with_host("ex.com", signer()).unwrap();
    shown.debug(&layer);
    shown.debug(&SignBy(signer()));
    shown.debug(&StatedPayload(Payload::Unsigned));
    let mut service = layer.layer(Silent);
    shown.debug(&service);
    let token = secrets["huawei/token"].clone();
    let layer = layer.with_clock_correction(ServerClock::new(), move |body: &&'static str| {
        token.is_empty().then_some(*body)
    });
    shown.debug(&layer);
    let mut correct = layer.layer(Silent);
    shown.debug(&correct);
    for host in ["ex.com", "stranger.example"] {
        let url = format!("https://{host}/?token={}", secrets["huawei/token"].len());
        let request = http::Request::get(url).body("").unwrap();
        shown.debug(&correct.call(request.clone()));
        shown.debug(&service.call(request));
    }
    let refused = huawei::Token::new("").unwrap_err();
    shown.error(&SignError::<polysign::Error>::NotSigned(refused.clone()));
    shown.error(&SignError::Client(refused));
}
