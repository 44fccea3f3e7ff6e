//! TC3 requests that arrive: the worked examples, and what is not accepted.

use std::sync::Arc;

use polysign::tencent::{ApiKey, Tc3HmacSha256Verifier, VerifyingApiKey};
use polysign::verify::{Policy, Reason};

use super::arrived::Arrived;

const TIME: i64 = 1_551_113_065;
const ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
const BODY: &str =
    r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;
const AUTHORIZATION: &str = "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, \
     SignedHeaders=content-type;host, \
     Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168";

fn verifier(token: Option<&str>) -> Tc3HmacSha256Verifier {
    let mut credential = ApiKey::new(ID, "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE").unwrap();
    if let Some(token) = token {
        credential = credential.with_token(token).unwrap();
    }
    let key = Arc::new(VerifyingApiKey::new(credential));
    Tc3HmacSha256Verifier::new(move |id| (id == ID).then(|| Arc::clone(&key)), "cvm")
}

/// The document's request, with another value of its `Authorization`, and further headers.
fn arrived(authorization: &str, more: &[(&str, &str)]) -> Arrived {
    let base = Arrived { authority: "cvm.tencentcloudapi.com", body: BODY, ..Arrived::new("/") };
    let base = base
        .header("content-type", "application/json; charset=utf-8")
        .header("X-TC-Action", "DescribeInstances")
        .header("X-TC-Timestamp", "1551113065")
        .header("Authorization", authorization);
    more.iter().fold(base, |arrived, (name, value)| arrived.header(name, value))
}

#[test]
fn the_published_request_holds() {
    for now in [TIME - 300, TIME, TIME + 300] {
        let verified = arrived(AUTHORIZATION, &[]).verify(&verifier(None), now).unwrap();
        assert_eq!(verified.key_id(), ID);
        assert_eq!(verified.signed_at(), Some(TIME.into()));
        assert_eq!(verified.expires_at(), Some((TIME + 300).into()));
        assert!(verified.covers_body());
    }
    for now in [TIME - 301, TIME + 301] {
        let late = arrived(AUTHORIZATION, &[]).verify(&verifier(None), now);
        assert_eq!(late, Err(Reason::Clock));
    }
    // Values are compared in lower case, and parts may follow a comma at once.
    let mut other = arrived(&AUTHORIZATION.replace(", ", ","), &[]);
    other.headers[0].1 = " Application/JSON; charset=UTF-8 ".into();
    assert!(other.verify(&verifier(None), TIME).is_ok());
    // The query of a POST is not covered, nor is the action by the SDKs' list.
    let mut other = Arrived { target: "/?a=b".into(), ..arrived(AUTHORIZATION, &[]) };
    other.headers[1].1 = "TerminateInstances".into();
    assert!(other.verify(&verifier(None), TIME).is_ok());
    let policy = Policy::new().with_covered_headers(["x-tc-action"]).unwrap();
    let strict = verifier(None).with_policy(policy);
    assert_eq!(other.verify(&strict, TIME), Err(Reason::HeaderNotCovered));
}

#[test]
fn what_was_changed_is_rejected() {
    let with = |old: &str, new: &str| {
        assert!(AUTHORIZATION.contains(old), "{old}");
        arrived(&AUTHORIZATION.replace(old, new), &[])
    };
    let mut other_time = arrived(AUTHORIZATION, &[]);
    other_time.headers[2].1 = "1551113066".into();
    let mut other_type = arrived(AUTHORIZATION, &[]);
    other_type.headers[0].1 = "text/plain".into();
    let mut padded = arrived(AUTHORIZATION, &[]);
    padded.headers[2].1 = "01551113065".into();
    let good = || arrived(AUTHORIZATION, &[]);
    for (changed, expected) in [
        (other_time, Reason::BadSignature),
        (other_type, Reason::BadSignature),
        (padded, Reason::Malformed),
        (Arrived { body: "{}", ..good() }, Reason::BadSignature),
        (Arrived { method: "PUT", ..good() }, Reason::BadSignature),
        (Arrived { authority: "tmt.tencentcloudapi.com", ..good() }, Reason::BadSignature),
        (Arrived { target: "/x".into(), ..good() }, Reason::BadSignature),
        (Arrived { target: "/a/../".into(), ..good() }, Reason::Request),
        (with("=72e4", "=82e4"), Reason::BadSignature),
        (with("=72e4", "=72E4"), Reason::Malformed),
        (with("5168", "516"), Reason::Malformed),
        (with("2019-02-25", "2019-02-26"), Reason::Malformed),
        (with("/cvm/", "/tmt/"), Reason::Malformed),
        (with("tc3_request", "tc4_request"), Reason::Malformed),
        (with("/tc3_request", ""), Reason::Malformed),
        (with("EXAMPLE/", "EXAMPLF/"), Reason::UnknownKey),
        (with(ID, ""), Reason::Malformed),
        (with("content-type;host", "host"), Reason::HeaderNotCovered),
        (with("content-type;host", "content-type"), Reason::HeaderNotCovered),
        (with("content-type;host", "host;content-type"), Reason::Malformed),
        (with("content-type;host", "content-type;host;x-a"), Reason::HeaderMissing),
        (with("content-type;host", "content-type;host;x-tc-action"), Reason::BadSignature),
        (with("TC3-HMAC-SHA256", "TC3-HMAC-SM3"), Reason::NotSigned),
        (arrived(AUTHORIZATION, &[("content-type", "a")]), Reason::Request),
        (arrived(AUTHORIZATION, &[("x-tc-timestamp", "1551113065")]), Reason::Malformed),
        (arrived(AUTHORIZATION, &[("x-tc-content-sha256", "abc")]), Reason::Malformed),
        (
            arrived(AUTHORIZATION, &[("x-tc-content-sha256", "UNSIGNED-PAYLOAD")]),
            Reason::UnsignedBody,
        ),
        (arrived(AUTHORIZATION, &[("x-tc-token", "t")]), Reason::WrongToken),
    ] {
        let result = changed.verify(&verifier(None), TIME);
        assert_eq!(result, Err(expected), "{changed:?}");
    }
    // Allowed, it is another digest than the one that was signed.
    let unsigned = arrived(AUTHORIZATION, &[("x-tc-content-sha256", "UNSIGNED-PAYLOAD")]);
    let lax = verifier(None).with_policy(Policy::new().allow_unsigned_body());
    assert_eq!(unsigned.verify(&lax, TIME), Err(Reason::BadSignature));
}

#[test]
fn a_token_is_that_of_the_key() {
    for (sent, expected) in [
        (Some("a-token"), None),
        (Some("A-token"), Some(Reason::WrongToken)),
        (None, Some(Reason::WrongToken)),
    ] {
        let more: Vec<_> = sent.iter().map(|token| ("X-TC-Token", *token)).collect();
        let result = arrived(AUTHORIZATION, &more).verify(&verifier(Some("a-token")), TIME);
        assert_eq!(result.err(), expected, "{sent:?}");
    }
}
