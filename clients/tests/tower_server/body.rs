//! How far a body is read, and as what it is handed on.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use http_body::{Body, Frame, SizeHint};
use http_body_util::Full;
use polysign::tower::VerifyLayer;
use polysign::verify::Reason;

use crate::tower_server::mock::{MARK, Mock, WITHOUT_BODY, covered};
use crate::tower_server::vendors::cases::{Case, of_bodies};
use crate::tower_server::{NOW, layer, layer_of, send, signed};

const URL: &str = "https://api.example.com/v1/tasks";

/// A body in pieces that counts how often it is asked.
#[derive(Default)]
struct Pieces {
    frames: VecDeque<Result<Frame<Bytes>, &'static str>>,
    declared: u64,
    asked: Arc<AtomicUsize>,
}

impl Pieces {
    fn of(pieces: &[&'static str]) -> Self {
        let frame = |piece: &&'static str| Ok(Frame::data(Bytes::from_static(piece.as_bytes())));
        Self { frames: pieces.iter().map(frame).collect(), ..Self::default() }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(self.frames.pop_front())
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = SizeHint::new();
        hint.set_lower(self.declared);
        hint
    }
}

impl From<Bytes> for Pieces {
    fn from(bytes: Bytes) -> Self {
        let frames = [Ok(Frame::data(bytes))].into();
        Self { frames, ..Self::default() }
    }
}

/// A request that is signed for the body `{"a":1}` and has another.
fn with(body: Pieces) -> Request<Pieces> {
    signed("POST", URL, "{\"a\":1}").map(|_| body)
}

#[test]
fn pieces_are_put_together() {
    for pieces in [&["{\"a\":1}"][..], &["{\"a\"", ":", "", "1}"], &["", "{\"a\":1}", ""]] {
        let text = send(layer(), with(Pieces::of(pieces))).passed();
        assert!(text.ends_with(" {\"a\":1}"), "{text}");
    }
    let other = send(layer(), with(Pieces::of(&["{\"a\":", "2}"])));
    other.refused(Reason::BadSignature);
}

#[test]
fn the_limit_is_the_last_length_that_passes() {
    for pieces in [&["{\"a\":1}"][..], &["{\"a\"", ":1}"]] {
        send(layer().with_body_limit(7), with(Pieces::of(pieces))).passed();
        for limit in [6, 4, 0] {
            let answer = send(layer().with_body_limit(limit), with(Pieces::of(pieces)));
            let detail = answer.answered(StatusCode::PAYLOAD_TOO_LARGE, Reason::Request);
            assert!(detail.contains(&format!("{limit} bytes")), "{detail}");
        }
    }
    send(layer().with_body_limit(0), signed("GET", URL, "")).passed();
}

#[test]
fn reading_stops_at_the_limit() {
    let body = Pieces::of(&["{\"a\":1}", "more", "and", "more"]);
    let asked = Arc::clone(&body.asked);
    let answer = send(layer().with_body_limit(8), with(body));
    answer.answered(StatusCode::PAYLOAD_TOO_LARGE, Reason::Request);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[test]
fn a_body_that_declares_too_much_is_not_read() {
    let body = Pieces { declared: 8, ..Pieces::of(&["{\"a\":1}"]) };
    let asked = Arc::clone(&body.asked);
    let answer = send(layer().with_body_limit(7), with(body));
    answer.answered(StatusCode::PAYLOAD_TOO_LARGE, Reason::Request);
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[test]
fn no_vendors_verifier_reads_a_body_before_its_head_is_in_order() {
    type Change = fn(&mut HeaderMap);
    let changes: [(Change, Reason); 4] = [
        (|headers| drop(headers.remove("authorization")), Reason::NotSigned),
        (|headers| set(headers, "authorization", "Bearer abc"), Reason::NotSigned),
        (|headers| set(headers, "host", "stranger.example"), Reason::Request),
        (|headers| set(headers, "x-http-method-override", "DELETE"), Reason::HeaderNotCovered),
    ];
    let sent = |case: &Case, request: Request<Full<Bytes>>| {
        let body = Pieces::of(&["{\"text\":", "\"hello\"}"]);
        let asked = Arc::clone(&body.asked);
        let outcome = send(case.layer(), request.map(|_| body));
        (outcome, asked.load(Ordering::Relaxed))
    };
    for case in of_bodies() {
        let (outcome, asked) = sent(&case, case.signed_at(NOW));
        outcome.passed();
        assert_eq!(asked, 3, "{}", case.name);
        let (outcome, asked) = sent(&case, case.signed_at(NOW - 1200));
        outcome.refused(Reason::Clock);
        assert_eq!(asked, 0, "{}", case.name);
        for (change, reason) in changes {
            let mut request = case.signed_at(NOW);
            change(request.headers_mut());
            let (outcome, asked) = sent(&case, request);
            outcome.refused(reason);
            assert_eq!(asked, 0, "{}: {reason:?}", case.name);
        }
    }
}

fn set(headers: &mut HeaderMap, name: &'static str, text: &'static str) {
    headers.insert(name, HeaderValue::from_static(text));
}

#[test]
fn two_mebibytes_are_read_where_no_limit_is_given() {
    let of_length = |length: usize| {
        let body = "a".repeat(length).leak();
        send(layer(), signed("POST", URL, body))
    };
    of_length(2 * 1024 * 1024).passed();
    let answer = of_length(2 * 1024 * 1024 + 1);
    answer.answered(StatusCode::PAYLOAD_TOO_LARGE, Reason::Request);
}

#[test]
fn a_body_that_breaks_off_is_not_verified() {
    let mut body = Pieces::of(&["{\"a\":1}"]);
    body.frames.push_back(Err("reset by peer"));
    let answer = send(layer(), with(body));
    let detail = answer.answered(StatusCode::BAD_REQUEST, Reason::Request);
    assert!(detail.ends_with(": reset by peer"), "{detail}");
}

#[test]
fn trailers_are_not_handed_on_with_what_was_verified() {
    let with_trailers = || {
        let mut body = Pieces::of(&["{\"a\":1}"]);
        let trailers = HeaderMap::from_iter([("x-late".parse().unwrap(), "1".parse().unwrap())]);
        body.frames.push_back(Ok(Frame::trailers(trailers)));
        body
    };
    let text = send(layer(), with(with_trailers())).passed();
    assert!(text.ends_with(" {\"a\":1}"), "{text}");
    let text = send(head_layer(), marked(with_trailers(), &mark())).passed();
    assert!(text.ends_with(" {\"a\":1} and trailers"), "{text}");
}

/// Does not cover the body.
fn head_layer() -> VerifyLayer {
    layer_of(Arc::new(Mock(&WITHOUT_BODY))).with_body_limit(1)
}

fn mark() -> String {
    covered(&polysign::Request::new("POST", URL).unwrap()).unwrap()
}

fn marked(body: Pieces, mark: &str) -> Request<Pieces> {
    let request = Request::post("/v1/tasks").header(MARK, mark);
    request.body(body).unwrap()
}

#[test]
fn a_body_that_is_not_covered_is_handed_on_unread() {
    let body = Pieces { declared: 100, ..Pieces::of(&["large", " and in pieces"]) };
    let text = send(head_layer(), marked(body, &mark())).passed();
    assert!(text.ends_with("large and in pieces"), "{text}");

    let body = Pieces::of(&["large"]);
    let asked = Arc::clone(&body.asked);
    send(head_layer(), marked(body, "another")).refused(Reason::BadSignature);
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[test]
fn nothing_is_read_of_a_body_whose_head_fails() {
    let body = Pieces { declared: 1 << 30, ..Pieces::of(&["{\"a\":1}"]) };
    let asked = Arc::clone(&body.asked);
    let mut request = with(body);
    request.headers_mut().remove(MARK);
    send(layer(), request).refused(Reason::NotSigned);
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}
