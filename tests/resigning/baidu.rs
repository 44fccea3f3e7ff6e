//! Baidu: three placements, with and without a session token.

use polysign::baidu::{AccessKey, BceAuthV1, Expiration, Placement, SignedHeaders};
use polysign::{Context, Payload, UnixTime};

use crate::common::sending::{Message, Way, replaces};

const CONTEXT: Context<'static> = Context::new(UnixTime::new(1430123029));

fn signer(id: &str, token: Option<&str>) -> BceAuthV1 {
    let credential = AccessKey::new(id, "secret").expect("a credential");
    BceAuthV1::new(match token {
        Some(token) => credential.with_session_token(token).expect("a token"),
        None => credential,
    })
}

fn ways() -> Vec<Way<'static>> {
    let mut ways = Vec::new();
    for placement in [Placement::Authorization, Placement::XBceSignature, Placement::Query] {
        for token in [None, Some("tok+/=")] {
            let name = format!("{placement:?} {token:?}");
            ways.push(Way::new(&name, signer("id", token).with_placement(placement), CONTEXT));
        }
        let other = signer("other-id", None)
            .with_placement(placement)
            .with_expiration(Expiration::seconds(1).expect("a validity"))
            .with_signed_headers(SignedHeaders::document_default());
        let name = format!("other {placement:?}");
        ways.push(Way::new(&name, other, Context::at(0)).payload(Payload::Bytes(b"x")));
    }
    let never =
        signer("id", None).with_placement(Placement::Query).with_expiration(Expiration::Never);
    ways.push(Way::new("never", never, CONTEXT));
    let exact = SignedHeaders::exact(["host", "accept"]).expect("a choice");
    ways.push(Way::new("exact", signer("id", None).with_signed_headers(exact), CONTEXT));
    ways
}

const HEADERS: [(&str, &str); 4] = [
    ("Accept", "*/*"),
    ("Content-Type", "text/plain"),
    ("X-Bce-Meta-A", " b "),
    ("x-bce-meta-a", "a"),
];

#[test]
fn every_way_after_every_other() {
    let messages = [
        ("PUT", "https://bj.bcebos.com"),
        ("PUT", "https://bj.bcebos.com/v1//b;c/?b=2&a=%e4+%2B&b=1&k&=v"),
        // With `PUT` a fragment is refused.
        ("POST", "https://BJ.bcebos.com:443/?&&a#fragment"),
    ]
    .map(|(method, url)| Message::new(method, url, &HEADERS));
    replaces(&messages, &ways());
}

#[test]
fn stale_fields_in_the_query_in_any_number_and_case() {
    let message = |url: &str| Message::new("GET", url, &HEADERS);
    for way in ways() {
        let once = way.sign(&message("https://h.bcebos.com/o?a=1"));
        for stale in [
            "https://h.bcebos.com/o?authorization=old&a=1&authorization=older",
            "https://h.bcebos.com/o?Authorization=old&a=1&AUTHORIZATION&aUTHORIZATION=",
            "https://h.bcebos.com/o?%41uthorization=old&a=1&x-bce-security-token=old",
            "https://h.bcebos.com/o?a=1&x-bce-security%2Dtoken=old&x-bce-security-token=older",
        ] {
            assert_eq!(way.sign(&message(stale)), once, "{} of {stale}", way.name);
        }
    }
}

#[test]
fn stale_headers_in_any_number_and_case() {
    let stale = [
        ("AUTHORIZATION", "bce-auth-v1/former"),
        ("authorization", "bce-auth-v1/older"),
        ("X-Bce-Date", "2000-01-01T00:00:00Z"),
        ("x-bce-date", "2000-01-01T00:00:01Z"),
        ("X-BCE-Security-Token", "former"),
        ("X-Bce-Signature", "bce-auth-v1/former"),
    ];
    let url = "https://h.bcebos.com/o?a=1";
    for way in ways() {
        let once = way.sign(&Message::new("GET", url, &HEADERS));
        let with_stale = Message::new("GET", url, &[&HEADERS[..], &stale].concat());
        assert_eq!(way.sign(&with_stale), once, "{}", way.name);
        for (name, _) in stale {
            assert!(once.header(name).len() <= 1, "{name}");
        }
    }
}
