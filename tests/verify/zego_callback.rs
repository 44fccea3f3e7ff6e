//! ZEGO's callbacks: the worked examples, those of the vendor's sample, and what is not accepted.

use polysign::verify::{Policy, Reason};
use polysign::zego::{Callback, CallbackVerifier};
use serde_json::Value;

use super::arrived::remembering;

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

const CALLBACK: Callback<'static> =
    Callback { signature: WORKED[0].3, timestamp: WORKED[0].1, nonce: WORKED[0].2 };

fn verifier() -> CallbackVerifier {
    CallbackVerifier::new("secret").unwrap()
}

fn verify(verifier: &CallbackVerifier, callback: &Callback<'_>, now: i64) -> Result<(), Reason> {
    verifier.verify(callback, now).map_err(|rejection| {
        assert_eq!(rejection.to_string(), "the request was not accepted");
        rejection.reason()
    })
}

#[test]
fn worked_examples_hold() {
    for (secret, timestamp, nonce, signature) in WORKED {
        let callback = Callback { signature, timestamp, nonce };
        let verifier = CallbackVerifier::new(secret).unwrap();
        assert_eq!(verify(&verifier, &callback, TIME), Ok(()), "{secret}");
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
            let callback = Callback { signature, timestamp: &timestamp, nonce: &nonce };
            let expected = if other == at { Ok(()) } else { Err(Reason::BadSignature) };
            assert_eq!(verify(&verifier, &callback, time), expected, "{}", line["id"]);
        }
    }
    assert_eq!(signatures.len(), 20);
}

#[test]
fn hexadecimal_digits_are_in_either_case() {
    let upper = CALLBACK.signature.to_ascii_uppercase();
    let callback = Callback { signature: &upper, ..CALLBACK };
    assert_eq!(verify(&verifier(), &callback, TIME), Ok(()));
}

#[test]
fn what_was_changed_is_rejected() {
    let signature = CALLBACK.signature;
    let too_long = format!("{signature}00");
    for (changed, expected) in [
        (Callback { nonce: "123413", ..CALLBACK }, Reason::BadSignature),
        (Callback { nonce: "", ..CALLBACK }, Reason::BadSignature),
        (Callback { timestamp: "1470820199", ..CALLBACK }, Reason::BadSignature),
        (Callback { signature: WORKED[1].3, ..CALLBACK }, Reason::BadSignature),
        (Callback { signature: "", ..CALLBACK }, Reason::Malformed),
        (Callback { signature: &signature[1..], ..CALLBACK }, Reason::Malformed),
        (Callback { signature: &signature[2..], ..CALLBACK }, Reason::Malformed),
        (Callback { signature: &too_long, ..CALLBACK }, Reason::Malformed),
        (
            Callback { signature: "zbd59fd62953a8059fb7eaba95720f66d19e4517", ..CALLBACK },
            Reason::Malformed,
        ),
        (Callback { timestamp: "", ..CALLBACK }, Reason::Malformed),
        (Callback { timestamp: "01470820198", ..CALLBACK }, Reason::Malformed),
        (Callback { timestamp: "+1470820198", ..CALLBACK }, Reason::Malformed),
        (Callback { timestamp: "-1", ..CALLBACK }, Reason::Malformed),
        (Callback { timestamp: "1470820198.0", ..CALLBACK }, Reason::Malformed),
        (Callback { timestamp: "1470820198000", ..CALLBACK }, Reason::Clock),
        (Callback { timestamp: "18446744073709551615", ..CALLBACK }, Reason::Clock),
        (Callback { timestamp: "18446744073709551616", ..CALLBACK }, Reason::Malformed),
    ] {
        assert_eq!(verify(&verifier(), &changed, TIME), Err(expected), "{changed:?}");
    }
    let other = CallbackVerifier::new("Secret").unwrap();
    assert_eq!(verify(&other, &CALLBACK, TIME), Err(Reason::BadSignature));
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
    let callback = Callback {
        signature: "dd88b7a5b0517fd10ed947484eaf399ad93b6b80",
        timestamp: "1470820198123",
        nonce: "123412",
    };
    assert_eq!(verify(&verifier(), &callback, TIME), Err(Reason::Clock));
    let verifier = || verifier().in_milliseconds();
    assert_eq!(verify(&verifier(), &callback, TIME), Ok(()));
    assert_eq!(verify(&verifier(), &callback, TIME + 600), Ok(()));
    assert_eq!(verify(&verifier(), &callback, TIME + 601), Err(Reason::Clock));
    assert_eq!(verify(&verifier(), &CALLBACK, TIME), Err(Reason::Clock));
}

#[test]
fn a_callback_is_accepted_once() {
    let verifier = verifier().with_policy(remembering());
    let wrong = Callback { nonce: "123413", ..CALLBACK };
    assert_eq!(verify(&verifier, &wrong, TIME), Err(Reason::BadSignature));
    assert_eq!(verify(&verifier, &CALLBACK, TIME), Ok(()));
    assert_eq!(verify(&verifier, &CALLBACK, TIME + 600), Err(Reason::Replayed));
}

/// The digits of nonce and timestamp, divided otherwise, have the same signature.
#[test]
fn a_callback_is_accepted_once_however_its_digits_are_divided() {
    let wide = Policy::new().with_clock_window(u32::MAX);
    let divided = Callback { timestamp: "1234121470", nonce: "820198", ..CALLBACK };
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
