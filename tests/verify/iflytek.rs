//! The worked examples of `signa` in every dialect, and what is not accepted.

use std::sync::Arc;

use polysign::iflytek::{AppSecret, Dialect, SignaVerifier, VerifyingAppSecret};
use polysign::verify::{Policy, Reason, Verifier};

use super::arrived::{Arrived, remembering};

/// App id, time, secret, signature.
const WORKED: [(&str, i64, &str, &str); 8] = [
    ("595f23df", 1_512_041_814, "d9f4aa7ea6d94faca62cd88a28fd5234", "IrrzsJeOFk1NGfJHW6SkHUoN9CU="),
    ("zmeet", TIME, SECRET, "zOeIe/zVMA9DugfB/IEXL5m7e2k="),
    ("xxx", 1_674_496_098, "xxx", "06xprL749yJv+obr31CRCBZ44N8="),
    ("your_app_id", 1_700_000_000, "your_app_secret", "7/J+dLRc5Aft7QJwpqZKc2DaNbA="),
    ("应用", 1_700_000_000, "密钥", "BPqKvgRKCnw7JsViqGWHC1ex9wU="),
    ("a+b/c=d&e?f#g%h", 1_700_000_000, "p@$$w0rd!*'()~", "1PXnVNYr2NQn9+RnU7LAwPXirb0="),
    ("\u{e9}", 1_700_000_000, "\u{e9}", "+y45DNq8qj0sMVCqtKLvrGrNm64="),
    ("e\u{301}", 1_700_000_000, "e\u{301}", "8XyR+CKcYLhWIH20hrWhQu+k18g="),
];

const SECRET: &str = "ba9e07dc-1d79-4f7a-ab49-0205d3c0e073";
const TIME: i64 = 1_529_223_702;

/// Each with the names of its fields as the vendor writes them.
const IN_HEADERS: [(Dialect, [&str; 3]); 2] = [
    (Dialect::AbcPenHeaders, ["X-App-Key", "X-Timestamp", "X-App-Signature"]),
    (Dialect::AiPptV2, ["appId", "timestamp", "signature"]),
];
const IN_QUERY: [(Dialect, [&str; 3]); 3] = [
    (Dialect::AbcPenQuery, ["appid", "ts", "signa"]),
    (Dialect::Rtasr, ["appid", "ts", "signa"]),
    (Dialect::LfasrV2, ["appId", "ts", "signa"]),
];

fn verifier_of(app_id: &'static str, secret: &str, dialect: Dialect) -> SignaVerifier {
    let key = Arc::new(VerifyingAppSecret::new(AppSecret::new(app_id, secret).unwrap()));
    SignaVerifier::new(move |id| (id == app_id).then(|| Arc::clone(&key)), dialect)
}

fn verifier(dialect: Dialect) -> SignaVerifier {
    verifier_of("zmeet", SECRET, dialect)
}

fn in_headers(names: [&str; 3], id: &str, time: i64, signature: &str) -> Arrived {
    let [id_name, time_name, signature_name] = names;
    Arrived::new("/v1/asr?lang=zh")
        .header(id_name, id)
        .header(time_name, &time.to_string())
        .header(signature_name, signature)
}

fn in_query(names: [&str; 3], id: &str, time: i64, signature: &str) -> Arrived {
    let [id_name, time_name, signature_name] = names;
    let target = polysign::UrlBuilder::new("https://h/v1/ws?lang=zh")
        .unwrap()
        .with_pair(id_name, id)
        .with_pair(time_name, &time.to_string())
        .with_pair(signature_name, signature)
        .build();
    Arrived::new(target.strip_prefix("https://h").unwrap())
}

/// The second example as ABCPen's documentation has it.
fn published() -> Arrived {
    Arrived::new("/v1/ws?appid=zmeet&ts=1529223702&signa=zOeIe%2FzVMA9DugfB%2FIEXL5m7e2k%3D")
}

#[test]
fn worked_examples_hold_in_every_dialect() {
    let mut count = 0;
    for (id, time, secret, signature) in WORKED {
        let headers = IN_HEADERS.into_iter().filter(|_| id.is_ascii());
        let headers =
            headers.map(|(dialect, names)| (dialect, in_headers(names, id, time, signature)));
        let query =
            IN_QUERY.map(|(dialect, names)| (dialect, in_query(names, id, time, signature)));
        for (dialect, arrived) in headers.chain(query) {
            let verified = arrived.verify(&verifier_of(id, secret, dialect), time);
            let verified = verified.unwrap_or_else(|reason| panic!("{id} {dialect:?}: {reason:?}"));
            assert_eq!(verified.key_id(), id);
            assert_eq!(verified.signed_at(), Some(time.into()));
            assert_eq!(verified.expires_at(), Some((time + 300).into()));
            assert!(!verified.covers_body());
            count += 1;
        }
    }
    assert_eq!(count, 8 * 3 + 5 * 2);
    assert!(published().verify(&verifier(Dialect::AbcPenQuery), TIME).is_ok());
}

#[test]
fn nothing_of_the_request_is_covered() {
    for (dialect, names) in IN_HEADERS {
        assert!(verifier(dialect).scheme().covers().is_nothing());
        let other = Arrived {
            method: "DELETE",
            authority: "other.example",
            target: "/other?a=b".to_owned(),
            body: "other",
            ..in_headers(names, "zmeet", TIME, WORKED[1].3)
        };
        assert!(other.verify(&verifier(dialect), TIME).is_ok());
    }
}

#[test]
fn one_dialect_is_not_another() {
    let all = [Dialect::AbcPenHeaders, Dialect::AbcPenQuery, Dialect::LfasrV2, Dialect::AiPptV2];
    for dialect in all {
        for (other, names) in IN_HEADERS {
            let arrived = in_headers(names, "zmeet", TIME, WORKED[1].3);
            let is_accepted = arrived.verify(&verifier(dialect), TIME).is_ok();
            assert_eq!(is_accepted, dialect == other, "{dialect:?} {other:?}");
        }
        for (other, names) in [IN_QUERY[0], IN_QUERY[2]] {
            let arrived = in_query(names, "zmeet", TIME, WORKED[1].3);
            let is_accepted = arrived.verify(&verifier(dialect), TIME).is_ok();
            assert_eq!(is_accepted, dialect == other, "{dialect:?} {other:?}");
        }
    }
}

#[test]
fn what_was_changed_is_rejected_in_the_query() {
    let arrived = published();
    for (changed, expected) in [
        (arrived.with("ts=1529223702", "ts=1529223703"), Reason::BadSignature),
        (arrived.with("signa=z", "signa=a"), Reason::BadSignature),
        (arrived.with("appid=zmeet", "appid=zmeeT"), Reason::UnknownKey),
        (arrived.with("appid=zmeet", "appid="), Reason::Malformed),
        (arrived.with("appid=zmeet&", ""), Reason::Malformed),
        (arrived.with("appid", "appId"), Reason::Malformed),
        (arrived.with("ts=", "TS="), Reason::Malformed),
        (arrived.with("ts=", "ts=0"), Reason::Malformed),
        (arrived.with("ts=1529223702", "ts=1529223702000"), Reason::Malformed),
        (arrived.with("ts=1529223702", "ts=1529223702.0"), Reason::Malformed),
        (arrived.with("e2k%3D", "e2l%3D"), Reason::Malformed),
        (arrived.with("e2k%3D", "e2k"), Reason::Malformed),
        (arrived.with("&signa=", "&Signa="), Reason::NotSigned),
        (arrived.with("appid=zmeet", "appid=zmeet&app%69d=zmeet"), Reason::Malformed),
        (arrived.with("&signa", "&signa&signa"), Reason::Malformed),
        (arrived.with("&ts", "&ts=1&ts"), Reason::Malformed),
    ] {
        let result = changed.verify(&verifier(Dialect::AbcPenQuery), TIME);
        assert_eq!(result, Err(expected), "{}", changed.target);
    }
}

#[test]
fn what_was_changed_is_rejected_in_headers() {
    let signature = WORKED[1].3;
    for (dialect, names) in IN_HEADERS {
        let verifier = verifier(dialect);
        let arrived = in_headers(names, "zmeet", TIME, signature);
        for (at, name) in names.into_iter().enumerate() {
            let mut without = arrived.clone();
            without.headers.remove(at);
            let expected = if at == 2 { Reason::NotSigned } else { Reason::Malformed };
            assert_eq!(without.verify(&verifier, TIME), Err(expected), "{name}");
            let twice = arrived.clone().header(&name.to_ascii_uppercase(), &arrived.headers[at].1);
            assert_eq!(twice.verify(&verifier, TIME), Err(Reason::Malformed), "{name}");
            let mut not_ascii = arrived.clone();
            not_ascii.headers[at].1 = "\u{e9}".to_owned();
            assert_eq!(not_ascii.verify(&verifier, TIME), Err(Reason::Malformed), "{name}");
            let mut padded = arrived.clone();
            padded.headers[at] =
                (name.to_ascii_lowercase(), format!(" {}\t", arrived.headers[at].1));
            assert!(padded.verify(&verifier, TIME).is_ok(), "{name}");
        }
        for (id, time, signature, expected) in [
            ("zmeeT", TIME, signature, Reason::UnknownKey),
            ("", TIME, signature, Reason::Malformed),
            ("zmeet", TIME + 1, signature, Reason::BadSignature),
            ("zmeet", -1, signature, Reason::Malformed),
            ("zmeet", TIME, "aOeIe/zVMA9DugfB/IEXL5m7e2k=", Reason::BadSignature),
            ("zmeet", TIME, "zOeIe%2FzVMA9DugfB%2FIEXL5m7e2k%3D", Reason::Malformed),
            ("zmeet", TIME, "", Reason::Malformed),
        ] {
            let changed = in_headers(names, id, time, signature);
            assert_eq!(changed.verify(&verifier, TIME), Err(expected), "{id} {time} {signature}");
        }
    }
}

#[test]
fn the_clock_may_be_off_by_five_minutes_in_every_dialect() {
    let headers =
        IN_HEADERS.map(|(dialect, names)| (dialect, in_headers(names, "zmeet", TIME, WORKED[1].3)));
    let query =
        IN_QUERY.map(|(dialect, names)| (dialect, in_query(names, "zmeet", TIME, WORKED[1].3)));
    for (dialect, arrived) in headers.into_iter().chain(query) {
        for (off, expected) in [(300, Ok(())), (301, Err(Reason::Clock))] {
            for now in [TIME + off, TIME - off] {
                let result = arrived.verify(&verifier(dialect), now);
                assert_eq!(result.map(drop), expected, "{dialect:?} {off}");
            }
        }
        let wide = verifier(dialect).with_policy(Policy::new().with_clock_window(3600));
        assert!(arrived.verify(&wide, TIME + 3600).is_ok());
    }
}

#[test]
fn other_secrets_and_unknown_keys_are_rejected() {
    let other_secret = verifier_of("zmeet", "another secret", Dialect::AbcPenQuery);
    assert_eq!(published().verify(&other_secret, TIME), Err(Reason::BadSignature));
    let unknown = verifier_of("another", SECRET, Dialect::AbcPenQuery);
    assert_eq!(published().verify(&unknown, TIME), Err(Reason::UnknownKey));
}

#[test]
fn a_signature_is_accepted_once() {
    let verifier = verifier(Dialect::AbcPenQuery).with_policy(remembering());
    assert!(published().verify(&verifier, TIME).is_ok());
    let respelled = published().with("%2F", "/").with("/v1/ws", "/v1/other");
    assert_eq!(respelled.verify(&verifier, TIME), Err(Reason::Replayed));
    let a_second_later = published()
        .with("1529223702", "1529223703")
        .with("zOeIe%2FzVMA9DugfB%2FIEXL5m7e2k%3D", "fr/SVQCPUmB625K866f1n9fwld8=");
    assert!(a_second_later.verify(&verifier, TIME).is_ok());
}

#[test]
fn a_header_that_has_to_be_covered_cannot_be() {
    let policy = Policy::new().with_covered_headers(["content-type"]).unwrap();
    let with_header = published().header("Content-Type", "application/json");
    let result = with_header.verify(&verifier(Dialect::AbcPenQuery).with_policy(policy), TIME);
    assert_eq!(result, Err(Reason::HeaderNotCovered));
}
