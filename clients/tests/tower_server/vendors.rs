//! Signed by each vendor's signer as a client does it, verified by the same vendor's verifier.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, header};
use http_body_util::Full;
use polysign::clock::Clocked;
use polysign::huawei as vendor;
use polysign::sign::Covers;
use polysign::verify::{MemoryReplayCache, Policy, Reason};

use crate::tower_server::{NOW, send};

pub(crate) mod cases;

use cases::{Case, SECRET, URL, cases, huawei};

#[test]
fn what_our_signer_signs_passes() {
    for case in cases() {
        let text = send(case.layer(), case.signed_at(NOW)).passed();
        let expected = format!("{} Some({NOW}) {{\"text\":\"hello\"}}", case.key_id);
        assert_eq!(text, expected, "{}", case.name);
    }
}

/// One part of a request, whether a scheme covers it, and how it is tampered with.
type Tampering = (&'static str, fn(&Covers) -> bool, fn(&mut Request<Full<Bytes>>));

const TAMPERINGS: [Tampering; 5] = [
    (
        "method",
        |covers| covers.method(),
        |request| {
            *request.method_mut() = Method::PUT;
        },
    ),
    (
        "path",
        |covers| covers.path(),
        |request| {
            replace_in_target(request, "/v1/tasks", "/v1/tasku");
        },
    ),
    (
        "query",
        |covers| covers.query(),
        |request| {
            replace_in_target(request, "lang=zh", "lang=zi");
        },
    ),
    (
        "header",
        |covers| covers.headers(),
        |request| {
            let other = HeaderValue::from_static("application/jsom");
            request.headers_mut().insert(header::CONTENT_TYPE, other);
        },
    ),
    (
        "body",
        |covers| covers.body(),
        |request| {
            *request.body_mut() = Full::from("{\"text\":\"hellp\"}");
        },
    ),
];

fn replace_in_target(request: &mut Request<Full<Bytes>>, from: &str, to: &str) {
    let target = request.uri().to_string();
    assert!(target.contains(from), "{target}");
    *request.uri_mut() = target.replace(from, to).parse().unwrap();
}

#[test]
fn tampering_is_seen_where_the_scheme_covers_it_and_nowhere_else() {
    for case in cases() {
        for (part, covers, tamper) in TAMPERINGS {
            let mut request = case.signed_at(NOW);
            tamper(&mut request);
            let outcome = send(case.layer(), request);
            println!("{}: {part}: {}", case.name, outcome.status);
            match covers(&case.covers()) {
                true => drop(outcome.refused(Reason::BadSignature)),
                false => drop(outcome.passed()),
            }
        }
    }
}

#[test]
fn another_host_is_another_request() {
    for case in cases() {
        let layer = || case.layer().with_host("other.example.com").unwrap();
        send(layer(), case.signed_at(NOW)).passed();
        let mut request = case.signed_at(NOW);
        let other = HeaderValue::from_static("other.example.com");
        request.headers_mut().insert(header::HOST, other.clone());
        let outcome = send(layer(), request);
        match case.covers().host() {
            true => drop(outcome.refused(Reason::BadSignature)),
            false => drop(outcome.passed()),
        }
        // One that is none of the layer's is refused whatever is covered.
        let mut request = case.signed_at(NOW);
        request.headers_mut().insert(header::HOST, other);
        send(case.layer(), request).refused(Reason::Request);
    }
}

#[test]
fn a_host_that_a_proxy_wrote_can_be_ignored() {
    for case in cases() {
        let mut request = case.signed_at(NOW);
        let backend = HeaderValue::from_static("backend:8080");
        request.headers_mut().insert(header::HOST, backend);
        send(case.layer().ignore_host(), request).passed();
    }
}

#[test]
fn a_clock_that_is_off_is_refused_from_the_window_on() {
    for case in cases() {
        // The dialects whose vendor names no window have that of `Signa`.
        let window = i64::from(case.signer.scheme().clock_window().unwrap_or(300));
        for within in [-window, window] {
            send(case.layer(), case.signed_at(NOW + within)).passed();
        }
        send(case.layer(), case.signed_at(NOW + window + 1)).refused(Reason::Clock);
        let is_baidu = case.name.starts_with("baidu");
        let late = if is_baidu { Reason::Expired } else { Reason::Clock };
        send(case.layer(), case.signed_at(NOW - window - 1)).refused(late);
        // Twenty minutes are more than any window but Baidu's.
        let outcome = send(case.layer(), case.signed_at(NOW - 1200));
        match is_baidu {
            true => drop(outcome.passed()),
            false => drop(outcome.refused(Reason::Clock)),
        }
    }
}

#[test]
fn what_was_accepted_is_not_accepted_again() {
    for case in cases() {
        let replay = Arc::new(MemoryReplayCache::new(100_000));
        let layer = case.layer_with(Policy::new().with_replay_cache(replay));
        let request = case.signed_at(NOW);
        // What does not hold is not remembered.
        let mut tampered = request.clone();
        tampered.headers_mut().insert(header::HOST, HeaderValue::from_static("stranger.example"));
        send(layer.clone(), tampered).refused(Reason::Request);
        send(layer.clone(), request.clone()).passed();
        send(layer.clone(), request).refused(Reason::Replayed);
        send(layer, case.signed_at(NOW + 1)).passed();
    }
}

#[test]
fn what_is_not_signed_and_by_whom_nobody_knows() {
    for case in cases() {
        let unsigned = Request::get("/v1/tasks").body(Full::<Bytes>::default());
        send(case.layer(), unsigned.unwrap()).refused(Reason::NotSigned);
    }
    let stranger = vendor::AccessKey::new("Stranger", SECRET).unwrap();
    let stranger = Case { signer: Box::new(vendor::SdkHmacSha256::new(stranger)), ..huawei() };
    send(stranger.layer(), stranger.signed_at(NOW)).refused(Reason::UnknownKey);
    let guess = vendor::AccessKey::new("AccessKey", "not the secret").unwrap();
    let guess = Case { signer: Box::new(vendor::SdkHmacSha256::new(guess)), ..huawei() };
    send(guess.layer(), guess.signed_at(NOW)).refused(Reason::BadSignature);
}

#[test]
fn a_body_that_is_declared_unsigned_needs_the_operators_leave() {
    let case = huawei();
    let view = Request::post(URL).body("").unwrap();
    let (mut parts, _) = view.into_parts();
    let signer = Clocked::new(&*case.signer, |_: &polysign::Request<'_>| Ok(NOW));
    polysign::http::sign_parts(&signer, &mut parts, polysign::Payload::Unsigned).unwrap();
    parts.headers.insert(header::HOST, HeaderValue::from_static("api.example.com"));
    let request = || Request::from_parts(parts.clone(), Full::<Bytes>::from("whatever"));
    send(case.layer(), request()).refused(Reason::UnsignedBody);
    send(case.layer_with(Policy::new().allow_unsigned_body()), request()).passed();
}
