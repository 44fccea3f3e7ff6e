//! The layer of feature `tower` for servers: what passes, what is answered in its place, what the
//! operator is told, and how far a body is read.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::FutureExt;
use http::request::Parts;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use polysign::tower::VerifyLayer;
use polysign::verify::{Reason, Rejection, Verified, Verifier};
use tower::{Layer, ServiceExt, service_fn};

mod answers;
mod body;
mod hosts;
mod mock;
mod nested;
mod readiness;
mod vendors;
mod wire;

use mock::{MARK, Mock, WHOLE, covered};

const ORIGIN: &str = "https://api.example.com";
const NOW: i64 = 1_700_000_000;
const REFUSAL: &str = "the request was not accepted";

/// Reason and detail of each rejection.
type Told = Vec<(Reason, String)>;

/// What came of a request.
struct Outcome {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
    told: Told,
}

/// A layer of the mock that covers everything, at `NOW`.
fn layer() -> VerifyLayer {
    layer_of(Arc::new(Mock(&WHOLE)))
}

fn layer_of(verifier: Arc<dyn Verifier>) -> VerifyLayer {
    VerifyLayer::new(verifier, ORIGIN).unwrap().with_clock(|_: &polysign::Request<'_>| Ok(NOW))
}

/// With a hook that keeps what the operator is told.
fn telling(layer: VerifyLayer) -> (VerifyLayer, Arc<Mutex<Told>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&told);
    let layer = layer.on_rejection(move |_: &Parts, rejection: &Rejection| {
        let told = (rejection.reason(), rejection.detail().to_owned());
        keep.lock().unwrap().push(told);
    });
    (layer, told)
}

/// Sends `request` through `layer` to a service that says who signed what body.
fn send<B>(layer: VerifyLayer, request: Request<B>) -> Outcome
where
    B: Body + From<Bytes>,
    B::Error: std::fmt::Debug + std::fmt::Display,
{
    let (layer, told) = telling(layer);
    let service = layer.layer(service_fn(greet::<B>));
    let response = service.oneshot(request).now_or_never();
    let (parts, text) = response.expect("is ready").unwrap().into_parts();
    let told = told.lock().unwrap().clone();
    Outcome { status: parts.status, headers: parts.headers, text, told }
}

async fn greet<B>(request: Request<B>) -> Result<Response<String>, Infallible>
where
    B: Body,
    B::Error: std::fmt::Debug,
{
    let (parts, body) = request.into_parts();
    let verified = parts.extensions.get::<Verified>().expect("was verified");
    let whole = body.collect().await.expect("can be read");
    let trailers = whole.trailers().map_or("", |_| " and trailers");
    let bytes = whole.to_bytes();
    let body = str::from_utf8(&bytes).unwrap();
    let (key_id, signed_at) = (verified.key_id(), verified.signed_at().map(i64::from));
    let text = format!("{key_id} {signed_at:?} {body}{trailers}");
    Ok(Response::new(text))
}

/// A request that the mock signed for `url` and that a server sees in origin form.
fn signed(method: &str, url: &str, body: &'static str) -> Request<Full<Bytes>> {
    let view = polysign::Request::new(method, url).unwrap().with_body(body);
    let target = url.splitn(4, '/').nth(3).expect("a URL with a path");
    Request::builder()
        .method(method)
        .uri(format!("/{target}"))
        .header("host", view.host().unwrap().to_string())
        .header(MARK, covered(&view).unwrap())
        .body(Full::from(body))
        .unwrap()
}

impl Outcome {
    /// What the inner service said.
    #[track_caller]
    fn passed(self) -> String {
        assert_eq!(self.told, [], "{}", self.text);
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        self.text
    }

    /// What the operator was told; the client was told nothing.
    #[track_caller]
    fn refused(self, reason: Reason) -> String {
        self.answered(StatusCode::FORBIDDEN, reason)
    }

    #[track_caller]
    fn answered(mut self, status: StatusCode, reason: Reason) -> String {
        assert_eq!((self.status, self.text.as_str()), (status, REFUSAL));
        let (told, detail) = self.told.pop().expect("the operator was told");
        assert_eq!(self.told, [], "was told twice");
        assert_eq!(told, reason, "{detail}");
        detail
    }
}
