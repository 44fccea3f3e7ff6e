//! The layer of feature `tower`: which signer signs, what is refused before it reaches the client,
//! and that each attempt has a signature of its own.

use std::fmt;
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Poll};

use futures_util::FutureExt;
use http::Request;
use polysign::clock::Clocked;
use polysign::tower::{Sign, SignError, SignLayer};
use polysign::{Error, Signer, baidu, huawei};
use tower::{Layer, Service};

mod attempts;
#[cfg(target_has_atomic = "64")]
mod clock;
mod errors;
#[cfg(target_has_atomic = "64")]
mod gateway;
mod hosts;

const SECRET: &str = "9193cc662a4c0ec135ec71fb57194b38";
const BODY: &[u8] = b"{\"a\":1}";
const NOW: i64 = 1_700_000_000;

/// A client that keeps what it is given, or fails.
#[derive(Clone, Default)]
struct Client {
    sent: Arc<Mutex<Vec<Request<&'static [u8]>>>>,
    is_ready: Option<Broken>,
}

#[derive(Clone, Debug)]
pub(crate) struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the client is broken")
    }
}

impl std::error::Error for Broken {}

impl Service<Request<&'static [u8]>> for Client {
    type Response = ();
    type Error = Broken;
    type Future = Ready<Result<(), Broken>>;

    fn poll_ready(&mut self, _: &mut TaskContext<'_>) -> Poll<Result<(), Broken>> {
        Poll::Ready(self.is_ready.clone().map_or(Ok(()), Err))
    }

    fn call(&mut self, request: Request<&'static [u8]>) -> Self::Future {
        self.sent.lock().unwrap().push(request);
        ready(Ok(()))
    }
}

fn huawei() -> huawei::SdkHmacSha256 {
    huawei::SdkHmacSha256::new(huawei::AccessKey::new("huawei-id", SECRET).unwrap())
}

fn baidu() -> baidu::BceAuthV1 {
    baidu::BceAuthV1::new(baidu::AccessKey::new("baidu-id", SECRET).unwrap())
}

/// Signs at `NOW`.
fn still(signer: impl Signer + 'static) -> Arc<dyn Signer> {
    Arc::new(Clocked::new(signer, |_: &polysign::Request<'_>| Ok(NOW)))
}

fn layer() -> SignLayer {
    SignLayer::new()
        .with_host("huawei.example", still(huawei()))
        .and_then(|layer| layer.with_host("Baidu.Example:8443", still(baidu())))
        .unwrap()
}

fn call(
    client: &mut Sign<Client>,
    request: Request<&'static [u8]>,
) -> Result<(), SignError<Broken>> {
    client.call(request).now_or_never().expect("is ready at once")
}

/// What the client was sent when the layer let `request` pass.
fn passed(layer: &SignLayer, request: Request<&'static [u8]>) -> Request<&'static [u8]> {
    let client = Client::default();
    call(&mut layer.layer(client.clone()), request).expect("is signed");
    let mut sent = client.sent.lock().unwrap();
    assert_eq!(sent.len(), 1);
    sent.remove(0)
}

/// Why the layer refused `request`, which did not reach the client.
fn refused(layer: &SignLayer, request: Request<&'static [u8]>) -> Error {
    let client = Client::default();
    let result = call(&mut layer.layer(client.clone()), request);
    assert!(client.sent.lock().unwrap().is_empty(), "it was sent");
    match result {
        Err(SignError::NotSigned(error)) => error,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

fn get(url: &str) -> Request<&'static [u8]> {
    Request::get(url).body(&b""[..]).unwrap()
}

fn authorization<'a>(request: &'a Request<&'static [u8]>) -> &'a str {
    let mut values = request.headers().get_all("authorization").iter();
    let value = values.next().expect("there is one").to_str().unwrap();
    assert!(values.next().is_none(), "there is a second one");
    value
}
