//! What the client is told, and what the operator.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode};
use http_body_util::Full;
use polysign::tower::VerifyLayer;
use polysign::verify::Reason;
use polysign::{Error, ErrorKind};

use crate::tower_server::mock::{Mock, WHOLE};
use crate::tower_server::{NOW, ORIGIN, layer, send, signed};

const URL: &str = "https://api.example.com/v1/tasks?lang=zh";

#[test]
fn what_was_signed_passes() {
    for method in ["POST", "PUT", "PATCH", "DELETE", "GET", "HEAD", "OPTIONS"] {
        let text = send(layer(), signed(method, URL, "{}")).passed();
        assert_eq!(text, format!("mock-key Some({NOW}) {{}}"), "{method}");
    }
}

#[test]
fn what_was_changed_does_not() {
    let changes: [fn(&mut Request<Full<Bytes>>); 5] = [
        |request| *request.method_mut() = Method::PUT,
        |request| *request.uri_mut() = "/v1/task?lang=zh".parse().unwrap(),
        |request| *request.uri_mut() = "/v1/tasks?lang=en".parse().unwrap(),
        |request| *request.uri_mut() = "/v1/tasks".parse().unwrap(),
        |request| *request.body_mut() = Full::from("[]"),
    ];
    for change in changes {
        let mut request = signed("POST", URL, "{}");
        change(&mut request);
        send(layer(), request).refused(Reason::BadSignature);
    }
}

#[test]
fn all_values_of_a_header_are_seen() {
    let mut request = signed("GET", URL, "");
    request.headers_mut().append("accept", HeaderValue::from_static("a"));
    request.headers_mut().append("accept", HeaderValue::from_static("b"));
    send(layer(), request).passed();
    let mut request = signed("GET", URL, "");
    let host = HeaderValue::from_static("api.example.com");
    request.headers_mut().append("host", host);
    let detail = send(layer(), request).refused(Reason::Request);
    assert_eq!(detail, "the Host header is there twice");
}

#[test]
fn a_client_cannot_tell_the_reasons_apart() {
    let unsigned = Request::get("/").body(Full::<Bytes>::default()).unwrap();
    let mut tampered = signed("GET", URL, "");
    *tampered.uri_mut() = "/".parse().unwrap();
    let asterisk = Request::options("*").body(Full::default()).unwrap();
    let answers = [unsigned, tampered, asterisk].map(|request| send(layer(), request));
    let [first, rest @ ..] = &answers;
    let reasons = answers.iter().map(|answer| answer.told[0].0);
    let expected = [Reason::NotSigned, Reason::BadSignature, Reason::Request];
    assert!(reasons.eq(expected));
    for other in rest {
        assert_eq!(other.status, first.status);
        assert_eq!(other.headers, first.headers);
        assert_eq!(other.text, first.text);
    }
    assert_eq!(first.headers["content-type"], "text/plain; charset=utf-8");
    assert_eq!(first.headers.len(), 1);
}

#[test]
fn a_target_without_a_path_is_rejected() {
    for (method, uri) in [("OPTIONS", "*"), ("CONNECT", "api.example.com:443")] {
        let request = Request::builder().method(method).uri(uri);
        let request = request.body(Full::<Bytes>::default()).unwrap();
        send(layer(), request).refused(Reason::Request);
    }
}

#[test]
fn a_challenge_goes_with_what_does_not_verify_and_with_nothing_else() {
    let layer = || layer().with_challenge(HeaderValue::from_static("Mock realm=\"tasks\""));
    let unsigned = || Request::get("/").body(Full::<Bytes>::default()).unwrap();
    let answer = send(layer(), unsigned());
    assert_eq!(answer.headers["www-authenticate"], "Mock realm=\"tasks\"");
    answer.answered(StatusCode::UNAUTHORIZED, Reason::NotSigned);

    let too_large = send(layer().with_body_limit(1), signed("POST", URL, "{}"));
    assert_eq!(too_large.headers.get("www-authenticate"), None);
    too_large.answered(StatusCode::PAYLOAD_TOO_LARGE, Reason::Request);
    send(layer(), signed("GET", URL, "")).passed();
}

#[test]
fn a_clock_without_a_time_is_the_servers_fault() {
    let broken = |_: &polysign::Request<'_>| {
        let error = Error::new(ErrorKind::Unavailable, "clock", "stands still");
        Err::<i64, _>(error)
    };
    let answer = send(layer().with_clock(broken), signed("GET", URL, ""));
    let detail = answer.answered(StatusCode::INTERNAL_SERVER_ERROR, Reason::Request);
    assert_eq!(detail, "clock: stands still");
}

#[test]
fn the_clock_is_the_systems_where_no_other_is_given() {
    let now = || {
        let since_1970 = std::time::UNIX_EPOCH.elapsed().unwrap();
        i64::try_from(since_1970.as_secs()).unwrap()
    };
    let before = now();
    let layer = VerifyLayer::new(Arc::new(Mock(&WHOLE)), ORIGIN).unwrap();
    let text = send(layer, signed("GET", URL, "")).passed();
    let time = text.strip_prefix("mock-key Some(").and_then(|rest| rest.split(')').next());
    let time = time.expect("has a time").parse::<i64>().unwrap();
    assert!((before..=now()).contains(&time), "{time}");
}
