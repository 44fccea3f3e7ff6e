//! Readiness, cancellation, and errors of the inner service.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body, Frame};
use http_body_util::Full;
use polysign::tower::Verify;
use polysign::verify::{Rejection, Verified, Verifier};
use polysign::{Scheme, UnixTime};
use tower::{Layer, Service};

use crate::tower_server::mock::{Mock, WHOLE};
use crate::tower_server::{layer, layer_of, signed};

const URL: &str = "https://api.example.com/v1";

/// A service that has to be asked whether it is ready before each call, by the clone that is called.
#[derive(Default)]
struct Strict {
    is_ready: bool,
    asked: usize,
    calls: Arc<AtomicUsize>,
}

impl Clone for Strict {
    fn clone(&self) -> Self {
        Self { is_ready: false, asked: 0, calls: Arc::clone(&self.calls) }
    }
}

#[derive(Debug, PartialEq)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the service is broken")
    }
}

impl<B> Service<Request<B>> for Strict {
    type Response = Response<String>;
    type Error = Broken;
    type Future = std::future::Ready<Result<Response<String>, Broken>>;

    /// Ready when asked for the second time.
    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Broken>> {
        self.asked += 1;
        self.is_ready = self.asked > 1;
        match self.is_ready {
            true => Poll::Ready(Ok(())),
            false => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }

    fn call(&mut self, _: Request<B>) -> Self::Future {
        assert!(self.is_ready, "was called without being ready");
        self.is_ready = false;
        self.calls.fetch_add(1, Ordering::Relaxed);
        std::future::ready(Err(Broken))
    }
}

/// A body whose end does not come before it is asked for the second time.
struct Slow(Full<Bytes>, usize);

impl Body for Slow {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.1 += 1;
        match self.1 {
            1 => Poll::Pending,
            _ => Pin::new(&mut self.0).poll_frame(context),
        }
    }
}

impl From<Bytes> for Slow {
    fn from(bytes: Bytes) -> Self {
        Self(Full::from(bytes), 1)
    }
}

fn context() -> Context<'static> {
    Context::from_waker(Waker::noop())
}

fn slow_request() -> Request<Slow> {
    signed("POST", URL, "{}").map(|body| Slow(body, 0))
}

#[test]
fn it_is_as_ready_as_the_inner_service() {
    let mut service = layer().layer(Strict::default());
    let mut ready = || Service::<Request<Slow>>::poll_ready(&mut service, &mut context());
    assert_eq!(ready(), Poll::Pending);
    assert_eq!(ready(), Poll::Ready(Ok(())));
}

fn make_ready(service: &mut Verify<Strict>) {
    while Service::<Request<Slow>>::poll_ready(service, &mut context()).is_pending() {}
}

fn finish<F: Future>(mut future: Pin<Box<F>>) -> F::Output {
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context()) {
            return output;
        }
    }
}

#[test]
fn the_instance_that_is_ready_is_called_when_the_body_is_read() {
    let inner = Strict::default();
    let calls = Arc::clone(&inner.calls);
    let mut service = layer().layer(inner);
    make_ready(&mut service);
    let mut first = Box::pin(service.call(slow_request()));
    assert!(first.as_mut().poll(&mut context()).is_pending());
    // The next request comes in while the body of the first is being read.
    make_ready(&mut service);
    let second = Box::pin(service.call(slow_request()));
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    for future in [first, second] {
        assert_eq!(finish(future).unwrap_err(), Broken);
    }
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[test]
fn a_request_that_is_dropped_while_it_is_read_is_not_verified() {
    let inner = Strict::default();
    let calls = Arc::clone(&inner.calls);
    let verifier = Arc::new(Counting(AtomicUsize::new(0)));
    let mut service = layer_of(verifier.clone()).layer(inner);
    make_ready(&mut service);
    let mut dropped = Box::pin(service.call(slow_request()));
    assert!(dropped.as_mut().poll(&mut context()).is_pending());
    drop(dropped);
    assert_eq!(verifier.0.load(Ordering::Relaxed), 0);
    make_ready(&mut service);
    finish(Box::pin(service.call(slow_request()))).unwrap_err();
    assert_eq!(verifier.0.load(Ordering::Relaxed), 1);
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

/// Counts how often it verifies, as a replay cache would.
#[derive(Debug)]
struct Counting(AtomicUsize);

impl Verifier for Counting {
    fn scheme(&self) -> &'static Scheme {
        &WHOLE
    }

    fn verify(
        &self,
        request: &polysign::Request<'_>,
        now: UnixTime,
    ) -> Result<Verified, Rejection> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Mock(&WHOLE).verify(request, now)
    }
}
