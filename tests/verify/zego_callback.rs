//! ZEGO's callbacks: the worked examples, those of the vendor's sample, and what is not accepted.

use polysign::verify::{Policy, Reason, TimeUnit};
use polysign::zego::{Callback, CallbackVerifier};
use serde_json::Value;

use super::arrived::remembering;
use super::changing::changes;

/// Made by the vendor's sample for receivers.
const VECTORS: &str = include_str!("zego_callback.jsonl");

const TIME: i64 = 1_470_820_198;

/// Secret, timestamp, nonce, signature.
const WORKED: [(&str, &str, &str, &str); 4] = [
    ("secret", "1470820198", "123412", "5bd59fd62953a8059fb7eaba95720f66d19e4517"),
    ("0000", "1470820198", "99999", "179de9024a18e15155eac1cddfef590fa6c51deb"),
    ("Zsecret", "1470820198", "aNonce", "6dded66c1f0320f19b54d7ba51aa1ba3b3dbbf2f"),
    ("9", "1470820198", "10", "2a8b3d0087bef9dcce7bf020806ad0f14cfd4335"),
];

/// The values of a callback: signature, timestamp, nonce.
#[derive(Clone, Copy, Debug)]
struct Values<'a> {
    signature: &'a str,
    timestamp: &'a str,
    nonce: &'a str,
}

const CALLBACK: Values<'static> =
    Values { signature: WORKED[0].3, timestamp: WORKED[0].1, nonce: WORKED[0].2 };

fn verifier() -> CallbackVerifier {
    CallbackVerifier::new("secret").unwrap()
}

fn verify(verifier: &CallbackVerifier, values: &Values<'_>, now: i64) -> Result<(), Reason> {
    let callback = Callback::new(values.signature, values.timestamp, values.nonce);
    let verified = verifier.verify(&callback, now).map_err(|rejection| {
        assert_eq!(rejection.to_string(), "the request was not accepted");
        rejection.reason()
    })?;
    assert_eq!((verified.key_id(), verified.covers_body()), ("", false));
    Ok(())
}

/// Why a body is not read, and what the operator is told.
fn refused(body: &[u8]) -> (Reason, String) {
    let rejection = Callback::from_json(body).expect_err("no callback");
    (rejection.reason(), rejection.detail().to_owned())
}

#[test]
fn worked_examples_hold() {
    for (secret, timestamp, nonce, signature) in WORKED {
        let values = Values { signature, timestamp, nonce };
        let verifier = CallbackVerifier::new(secret).unwrap();
        assert_eq!(verify(&verifier, &values, TIME), Ok(()), "{secret}");
    }
}

#[test]
fn every_vector_holds_and_no_other_signature() {
    let mut signatures = Vec::new();
    for line in VECTORS.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let secret = text(&line["credential"]["server_secret"]);
        let (time, nonce) = (line["time"].as_i64().unwrap(), text(&line["nonce"]));
        let timestamp = time.to_string();
        signatures.push(text(&line["expect"]["signature"]));
        let verifier = CallbackVerifier::new(secret).unwrap();
        let at = signatures.len() - 1;
        for (other, signature) in signatures.iter().enumerate() {
            let callback = Values { signature, timestamp: &timestamp, nonce: &nonce };
            let expected = if other == at { Ok(()) } else { Err(Reason::BadSignature) };
            assert_eq!(verify(&verifier, &callback, time), expected, "{}", line["id"]);
        }
    }
    assert_eq!(signatures.len(), 20);
}

#[test]
fn hexadecimal_digits_are_in_either_case() {
    let upper = CALLBACK.signature.to_ascii_uppercase();
    let callback = Values { signature: &upper, ..CALLBACK };
    assert_eq!(verify(&verifier(), &callback, TIME), Ok(()));
}

#[test]
fn what_was_changed_is_rejected() {
    let signature = CALLBACK.signature;
    let too_long = format!("{signature}00");
    for (changed, expected) in [
        (Values { nonce: "123413", ..CALLBACK }, Reason::BadSignature),
        (Values { nonce: "", ..CALLBACK }, Reason::BadSignature),
        (Values { timestamp: "1470820199", ..CALLBACK }, Reason::BadSignature),
        (Values { signature: WORKED[1].3, ..CALLBACK }, Reason::BadSignature),
        (Values { signature: "", ..CALLBACK }, Reason::Malformed),
        (Values { signature: &signature[1..], ..CALLBACK }, Reason::Malformed),
        (Values { signature: &signature[2..], ..CALLBACK }, Reason::Malformed),
        (Values { signature: &too_long, ..CALLBACK }, Reason::Malformed),
        (
            Values { signature: "zbd59fd62953a8059fb7eaba95720f66d19e4517", ..CALLBACK },
            Reason::Malformed,
        ),
        (Values { timestamp: "", ..CALLBACK }, Reason::Malformed),
        (Values { timestamp: "01470820198", ..CALLBACK }, Reason::Malformed),
        (Values { timestamp: "+1470820198", ..CALLBACK }, Reason::Malformed),
        (Values { timestamp: "-1", ..CALLBACK }, Reason::Malformed),
        (Values { timestamp: "1470820198.0", ..CALLBACK }, Reason::Malformed),
        (Values { timestamp: "1470820198000", ..CALLBACK }, Reason::BadSignature),
        (Values { timestamp: "18446744073709551615", ..CALLBACK }, Reason::Clock),
        (Values { timestamp: "18446744073709551616", ..CALLBACK }, Reason::Clock),
        (Values { timestamp: &"9".repeat(400), ..CALLBACK }, Reason::Clock),
    ] {
        assert_eq!(verify(&verifier(), &changed, TIME), Err(expected), "{changed:?}");
    }
    let other = CallbackVerifier::new("Secret").unwrap();
    assert_eq!(verify(&other, &CALLBACK, TIME), Err(Reason::BadSignature));
}

/// Of a body the three values alone are covered: with other values, in whatever body, nothing holds.
#[test]
fn every_change_of_a_body_leaves_its_three_values_or_is_rejected() {
    let values = |body: &[u8]| {
        let body: Value = serde_json::from_slice(body).expect("what is accepted is JSON");
        let members = body.as_object().expect("an object").iter();
        let mut covered: Vec<_> = members
            .map(|(name, value)| (name.to_ascii_lowercase(), value.clone()))
            .filter(|(name, _)| ["signature", "timestamp", "nonce"].contains(&&**name))
            .map(|(name, value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                (name, text.to_ascii_lowercase())
            })
            .collect();
        covered.sort();
        covered
    };
    let Values { signature, timestamp, nonce } = CALLBACK;
    let body = format!(
        r#"{{"event":"a","Timestamp":{timestamp},"nonce":"{nonce}","signature":"{signature}"}}"#
    );
    let accepts = |body: &[u8]| {
        let callback = Callback::from_json(body);
        callback.is_ok_and(|callback| verifier().verify(&callback, TIME).is_ok())
    };
    assert!(accepts(body.as_bytes()));
    let mut accepted = 0;
    let changes = changes(body.as_bytes());
    for changed in changes.iter().filter(|changed| accepts(changed)) {
        assert_eq!(values(changed), values(body.as_bytes()), "{}", changed.escape_ascii());
        println!("zego/callback: {}: the rest of the body is not covered", changed.escape_ascii());
        accepted += 1;
    }
    assert!((50..changes.len() / 4).contains(&accepted), "{accepted} of {}", changes.len());
}

#[test]
fn the_clock_may_be_off_by_ten_minutes_unless_the_policy_says_otherwise() {
    for (off, expected) in [(600, Ok(())), (601, Err(Reason::Clock))] {
        assert_eq!(verify(&verifier(), &CALLBACK, TIME + off), expected);
        assert_eq!(verify(&verifier(), &CALLBACK, TIME - off), expected);
    }
    let any_time = verifier().with_policy(Policy::new().with_clock_window(u32::MAX));
    assert_eq!(verify(&any_time, &CALLBACK, TIME + 100_000_000), Ok(()));
}

/// Signed with "secret": SHA-1 of the nonce 123412, then 1470820198123, then the secret.
#[test]
fn timestamps_can_be_in_milliseconds() {
    let milliseconds = Values {
        signature: "dd88b7a5b0517fd10ed947484eaf399ad93b6b80",
        timestamp: "1470820198123",
        nonce: "123412",
    };
    assert_eq!(verify(&verifier(), &milliseconds, TIME), Ok(()));
    assert_eq!(verify(&verifier(), &milliseconds, TIME + 600), Ok(()));
    assert_eq!(verify(&verifier(), &milliseconds, TIME + 601), Err(Reason::Clock));
    let in_seconds = verifier().with_time_unit(TimeUnit::Seconds);
    assert_eq!(verify(&in_seconds, &milliseconds, TIME), Err(Reason::Clock));
    assert_eq!(verify(&in_seconds, &CALLBACK, TIME), Ok(()));
    let in_milliseconds = verifier().with_time_unit(TimeUnit::Milliseconds);
    assert_eq!(verify(&in_milliseconds, &milliseconds, TIME), Ok(()));
    assert_eq!(verify(&in_milliseconds, &CALLBACK, TIME), Err(Reason::Clock));
}

#[test]
fn times_that_are_not_of_this_century_are_rejected_with_any_window() {
    let wide = || verifier().with_policy(Policy::new().with_clock_window(u32::MAX));
    for timestamp in ["0", "1", "147082019", "14708201981", "147082019812", "18446744073709551615"]
    {
        let signature = wide().signature(timestamp, "n");
        let values = Values { signature: &signature, timestamp, nonce: "n" };
        assert_eq!(verify(&wide(), &values, 0), Err(Reason::Clock), "{timestamp}");
        let seconds = wide().with_time_unit(TimeUnit::Seconds);
        assert_eq!(verify(&seconds, &values, 0), Err(Reason::Clock), "{timestamp}");
    }
}

/// One message in the forms in which the products send it.
#[test]
fn every_form_of_a_body_is_read() {
    let signature = CALLBACK.signature;
    let plain = format!(
        r#"{{"Event":"x","Nonce":"123412","Timestamp":1470820198,"Signature":"{signature}"}}"#
    );
    let encoded = |byte: u8| format!("%{byte:02x}");
    for body in [
        plain.clone(),
        plain.replace("Nonce", "nonce").replace("Timestamp", "TIMESTAMP"),
        plain.replace("1470820198", "\"1470820198\""),
        plain.replace("Nonce", "\\u004eonce").replace("123412", "12\\u0033412"),
        plain.replace("\"x\"", r#"{"Signature":1,"Nonce":[{}],"Timestamp":null}"#),
        plain.bytes().map(encoded).collect(),
        format!("\r\n {}", plain.replace(':', ":+").replace('{', "%7B").replace('"', "%22")),
        format!(" {plain}\n"),
    ] {
        let callback = Callback::from_json(body.as_bytes()).unwrap_or_else(|rejection| {
            panic!("{body}: {}", rejection.detail());
        });
        assert_eq!((callback.timestamp(), callback.nonce()), ("1470820198", "123412"), "{body}");
        assert!(verifier().verify(&callback, TIME).is_ok(), "{body}");
    }
    // A number is its digits: neither rounded nor written in another way.
    let body = plain.replace("\"123412\"", "12345678901234567890");
    let callback = Callback::from_json(body.as_bytes()).expect("a callback");
    assert_eq!(callback.nonce(), "12345678901234567890");
    // In JSON that is not encoded, `%` and `+` mean themselves.
    let callback = Callback::from_json(plain.replace("123412", "%31+2").as_bytes());
    assert_eq!(callback.expect("a callback").nonce(), "%31+2");
}

#[test]
fn a_body_with_two_readings_is_read_in_neither() {
    let body = r#"{"Nonce":"1","Timestamp":"1470820198","Signature":"00"}"#;
    let with = |from: &str, to: &str| body.replace(from, to);
    for (body, reason, detail) in [
        (String::new(), Reason::Malformed, "body: is not JSON"),
        ("<xml/>".to_owned(), Reason::Malformed, "body: is not JSON"),
        (format!("[{body}]"), Reason::Malformed, "body: is not JSON"),
        (format!("{body}{body}"), Reason::Malformed, "body: is not JSON"),
        (with("}", ",}"), Reason::Malformed, "body: is not JSON"),
        (with("\"1\"", "1,\"nonce\":1"), Reason::Malformed, "nonce: is there twice"),
        (with("\"1\"", "1,\"n\\u006fnce\":1"), Reason::Malformed, "nonce: is there twice"),
        (with("\"1\"", "{}"), Reason::Malformed, "nonce: is neither text nor a number"),
        (with("\"1\"", "null"), Reason::Malformed, "nonce: is neither text nor a number"),
        (with("Nonce", "N"), Reason::Malformed, "nonce: is missing"),
        (with("Timestamp", "T"), Reason::Malformed, "timestamp: is missing"),
        (with("Signature", "S"), Reason::NotSigned, "has no `signature`"),
        // Of several faults the first of the list is told.
        (with("Signature", "Nonce"), Reason::Malformed, "nonce: is there twice"),
        (with("\"1\"", "1,\"nonce\":[]"), Reason::Malformed, "nonce: is neither text nor a number"),
        (
            format!("%7B{}%", &body[1..]),
            Reason::Malformed,
            "body: has a `%` without two hexadecimal digits, and is not JSON",
        ),
        // Decoded once.
        (with("{", "%257B"), Reason::Malformed, "body: is not JSON"),
    ] {
        assert_eq!(refused(body.as_bytes()), (reason, detail.to_owned()), "{body}");
    }
    assert_eq!(refused(b"{\"Nonce\":\"\xff\"}").0, Reason::Malformed);
    assert_eq!(refused(&[b'['; 100_000]).0, Reason::Malformed);
}

#[test]
fn a_callback_is_accepted_once() {
    let verifier = verifier().with_policy(remembering());
    let wrong = Values { nonce: "123413", ..CALLBACK };
    assert_eq!(verify(&verifier, &wrong, TIME), Err(Reason::BadSignature));
    assert_eq!(verify(&verifier, &CALLBACK, TIME), Ok(()));
    assert_eq!(verify(&verifier, &CALLBACK, TIME + 600), Err(Reason::Replayed));
}

/// The digits of nonce and timestamp, divided otherwise, have the same signature.
#[test]
fn a_callback_is_accepted_once_however_its_digits_are_divided() {
    let wide = Policy::new().with_clock_window(u32::MAX);
    let divided = Values { timestamp: "1234121470", nonce: "820198", ..CALLBACK };
    assert_eq!(verify(&verifier().with_policy(wide), &divided, TIME), Ok(()));
    let remembering = verifier().with_policy(remembering().with_clock_window(u32::MAX));
    assert_eq!(verify(&remembering, &CALLBACK, TIME), Ok(()));
    assert_eq!(verify(&remembering, &divided, TIME), Err(Reason::Replayed));
}

#[test]
fn a_secret_that_cannot_be_one_is_refused() {
    for secret in ["", " secret", "sec\nret"] {
        assert!(CallbackVerifier::new(secret).is_err(), "{secret:?}");
    }
}
