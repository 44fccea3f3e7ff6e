//! What someone on the way, without the secret, makes of a request that was signed.

use polysign::Context;
use polysign::verify::{Policy, Reason};

use super::arrived::remembering;
use super::requests::{TIME, context};
use super::wire::{Wire, is_rejected};
use crate::common::verifiers::{Settings, lenient, settings, signer, verifier};

fn baidu() -> Settings {
    settings(&[("access_key_id", "ak"), ("secret_access_key", "0123456789abcdef")])
}

fn huawei() -> Settings {
    settings(&[("access_key", "QTWAOYTTINDUT2QVKYUC"), ("secret_key", "MFyfvK41ba2giqM7")])
}

/// The lines of `bce-auth-v1` have none for an empty header, so that a second one changes no line.
#[cfg(feature = "baidu")]
#[test]
fn an_empty_header_beside_a_covered_one_is_rejected() {
    const SCHEME: &str = "baidu/bce-auth-v1";
    let wire = Wire::new("GET", "https://bj.bcebos.com/", &[("x-bce-acl", "private")], b"");
    let signed = wire.signed(&*signer(SCHEME, &baidu()), &context());
    let verifier = verifier(SCHEME, &baidu(), Policy::new());
    signed.verify(&*verifier, TIME).expect("verifies");
    for empty in ["", "  \t"] {
        let mut in_front = signed.clone();
        in_front.headers.insert(0, (b"X-Bce-Acl".to_vec(), empty.into()));
        let behind = signed.clone().add("x-bce-acl", empty);
        for changed in [in_front, behind] {
            let result = changed.verify(&*verifier, TIME);
            is_rejected(result, Reason::HeaderMissing, "x-bce-acl");
        }
    }
    // It is nobody's business what is not covered.
    let uncovered = signed.add("x-bce-other", "");
    uncovered.verify(&*verifier, TIME).expect("verifies");
}

/// A server that was sent one has the whole target in its hands, and would go by it.
#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn a_fragment_behind_the_target_is_rejected() {
    for (scheme, settings) in [("baidu/bce-auth-v1", baidu()), ("huawei/sdk-hmac-sha256", huawei())]
    {
        for url in [
            "https://bj.bcebos.com/public?a=1",
            "https://bj.bcebos.com/public",
            "https://[::1]/public",
        ] {
            let wire = Wire::new("GET", url, &[], b"");
            let signed = wire.signed(&*signer(scheme, &settings), &context());
            let verifier = verifier(scheme, &settings, Policy::new());
            signed.verify(&*verifier, TIME).expect("verifies");
            for more in ["#", "#/../admin", "#?a=2"] {
                let mut changed = signed.clone();
                changed.target.extend(more.bytes());
                is_rejected(changed.verify(&*verifier, TIME), Reason::Request, "fragment");
            }
        }
    }
}

/// What stands in the query in another spelling is the same signature, and no other one.
#[cfg(all(feature = "zego", feature = "tencent", feature = "baidu", feature = "iflytek"))]
#[test]
fn a_respelt_signature_is_a_replay() {
    for (scheme, key) in [
        (
            "baidu/bce-auth-v1",
            vec![("access_key_id", "ak"), ("secret_access_key", "s"), ("placement", "query")],
        ),
        ("tencent/ivh-apaas", vec![("appkey", "ak"), ("access_token", "s")]),
        ("zego/server-api-v2", vec![("app_id", "12345"), ("server_secret", "9193cc662a4c0ec1")]),
        ("iflytek/signa", vec![("app_id", "ak"), ("secret", "s"), ("dialect", "rtasr")]),
    ] {
        let key = settings(&key);
        let wire = Wire::new("GET", "https://api.example.com/a?q=x", &[], b"");
        let signed = wire.signed(&*signer(scheme, &key), &context());
        let verifier = verifier(scheme, &key, remembering());
        signed.verify(&*verifier, TIME).expect(scheme);
        let target = String::from_utf8(signed.target.clone()).expect(scheme);
        for again in [target.clone(), respelt(&target), format!("{target}&&"), backwards(&target)] {
            let again = Wire { target: again.into(), ..signed.clone() };
            let result = again.verify(&*verifier, TIME);
            is_rejected(result, Reason::Replayed, "before");
        }
    }
}

/// Every letter and digit as an escape in lower case, and escapes in lower case.
fn respelt(target: &str) -> String {
    let (path, query) = target.split_once('?').expect("a query");
    let mut spelt = String::new();
    let mut rest = query;
    while let Some(first) = rest.chars().next() {
        let (piece, behind) = rest.split_at(if first == '%' { 3 } else { 1 });
        spelt += &match first.is_ascii_alphanumeric() {
            true => format!("%{:02x}", u32::from(first)),
            false => piece.to_ascii_lowercase(),
        };
        rest = behind;
    }
    format!("{path}?{spelt}")
}

fn backwards(target: &str) -> String {
    let (path, query) = target.split_once('?').expect("a query");
    let pieces: Vec<_> = query.split('&').rev().collect();
    format!("{path}?{}", pieces.join("&"))
}

/// Times at the ends of what a number holds, on either side.
#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn a_clock_that_stands_anywhere_takes_nothing_that_is_not_of_its_time() {
    for (scheme, key) in [("baidu/bce-auth-v1", baidu()), ("huawei/sdk-hmac-sha256", huawei())] {
        for signed_at in [0, TIME, 253_402_300_799] {
            let wire = Wire::new("GET", "https://api.example.com/", &[], b"");
            let signed = wire.signed(&*signer(scheme, &key), &Context::at(signed_at));
            for window in [None, Some(0), Some(u32::MAX)] {
                let policy =
                    window.map_or(remembering(), |window| remembering().with_clock_window(window));
                let verifier = verifier(scheme, &key, policy);
                for now in [i64::MIN, i64::MIN + 1, -5_000_000_000, i64::MAX - 1, i64::MAX] {
                    assert!(signed.verify(&*verifier, now).is_err(), "{scheme} {signed_at} {now}");
                }
                signed.verify(&*verifier, signed_at).expect(scheme);
            }
        }
    }
}

/// What would take very long, or much memory, if a step looked at all of the request for each part
/// of it.
#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn huge_requests_are_decided() {
    let names: Vec<String> = (0..10_000).map(|number| format!("h-n{number:05}")).collect();
    let list = names.join(";");
    let pairs: String = (0..10_000).rev().map(|number| format!("parameter{number:05}&")).collect();
    let long = "a".repeat(1 << 20);
    for (scheme, key, field) in [
        ("baidu/bce-auth-v1", baidu(), "authorization"),
        ("huawei/sdk-hmac-sha256", huawei(), "authorization"),
    ] {
        let wire = Wire::new("GET", "https://api.example.com/?q", &[], b"");
        let signed = wire.signed(&*signer(scheme, &key), &context());
        let verifier = verifier(scheme, &key, lenient());
        let mut many = signed.clone();
        many.headers.extend(names.iter().rev().map(|name| (name.clone().into(), b"v".to_vec())));
        many.verify(&*verifier, TIME).expect("is not covered");
        let listing = |list: &str, wire: &Wire| wire.clone().replace(field, "host", list);
        for (number, (wire, reason)) in [
            (listing(&format!("{list};host"), &signed), Reason::HeaderMissing),
            (listing(&format!("{list};host"), &many), Reason::BadSignature),
            (listing(&";".repeat(1 << 20), &many), Reason::Malformed),
            (listing(&format!("{long};host"), &signed), Reason::HeaderMissing),
            (signed.clone().retarget("q", &pairs), Reason::BadSignature),
            (signed.clone().retarget("q", &"&".repeat(1 << 20)), Reason::BadSignature),
            (signed.clone().retarget("q", &long), Reason::BadSignature),
            (signed.clone().retarget("/", &"/%2F".repeat(1 << 18)), Reason::BadSignature),
            (
                signed.clone().add("a-long", &long).replace(field, "host", "a-long;host"),
                Reason::BadSignature,
            ),
        ]
        .into_iter()
        .enumerate()
        {
            let result = wire.verify(&*verifier, TIME);
            let said = result.map_err(|rejection| rejection.reason());
            assert_eq!(said, Err(reason), "{scheme} {number}");
        }
    }
}
