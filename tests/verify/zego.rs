//! The worked examples of ZEGO's server API, and what is not accepted.

use std::sync::Arc;

use polysign::verify::{Policy, Reason, Verifier};
use polysign::zego::{ServerApiV2Verifier, ServerSecret, VerifyingServerSecret};

use super::arrived::{Arrived, remembering};

const SECRET: &str = "9193cc662a4c0ec135ec71fb57194b38";
const TIME: i64 = 1_615_186_943;

/// AppId, nonce as it is sent, secret, time, signature.
const WORKED: [(u32, &str, &str, i64, &str); 8] = [
    (12345, "4fd24687296dd9f3", SECRET, TIME, "43e5cfcca828314675f91b001390566a"),
    (1_234_567_890, "15215528852396", SECRET, 1_234_567_890, "fd073df96353db811d9c650aa3fd93d8"),
    (12345, "a%20b%2Bc%2Fd%3De%26f", SECRET, TIME, "827da47225caf61fd3a5da9836d4d3c1"),
    (
        4_294_967_295,
        "0123456789abcdef",
        "ffffffffffffffffffffffffffffffff",
        4_102_444_800,
        "209a26cb40ed869eb04124e364e53455",
    ),
    (12345, "%E9%9A%8F%E6%9C%BA%E4%B8%B2", SECRET, TIME, "c423fcee74bfbd792209e8866a92be05"),
    (
        12345,
        "ABCDEF0123456789",
        "9193CC662A4C0EC135EC71FB57194B38",
        TIME,
        "f56bf471cbb46991fb9a5434721090cd",
    ),
    (1, "23", "4", 5, "827ccb0eea8a706c4c34a16891f84e7b"),
    (12, "3", "4", 5, "827ccb0eea8a706c4c34a16891f84e7b"),
];

fn verifier_of(app_id: u32, secret: &str) -> ServerApiV2Verifier {
    let key = Arc::new(VerifyingServerSecret::new(ServerSecret::new(app_id, secret).unwrap()));
    let app_id = app_id.to_string();
    ServerApiV2Verifier::new(move |id| (id == app_id).then(|| Arc::clone(&key)))
}

fn verifier() -> ServerApiV2Verifier {
    verifier_of(12345, SECRET)
}

fn signed(app_id: u32, nonce: &str, time: i64, signature: &str) -> Arrived {
    Arrived::new(&format!(
        "/?Action=CreateMetaHumanVideo&AppId={app_id}&SignatureNonce={nonce}&Timestamp={time}\
         &Signature={signature}&SignatureVersion=2.0"
    ))
}

/// The published example.
fn arrived() -> Arrived {
    let (app_id, nonce, _, time, signature) = WORKED[0];
    signed(app_id, nonce, time, signature)
}

#[test]
fn worked_examples_hold() {
    for (app_id, nonce, secret, time, signature) in WORKED {
        let arrived = signed(app_id, nonce, time, signature);
        let verified = arrived.verify(&verifier_of(app_id, secret), time);
        let verified = verified.unwrap_or_else(|reason| panic!("{nonce}: {reason:?}"));
        assert_eq!(verified.key_id(), app_id.to_string());
        assert_eq!(verified.signed_at(), Some(time.into()));
        assert_eq!(verified.expires_at(), Some((time + 600).into()));
        assert!(!verified.covers_body());
    }
}

#[test]
fn nothing_of_the_request_is_covered() {
    assert!(verifier().scheme().covers().is_nothing());
    let other = Arrived {
        method: "GET",
        authority: "other.example",
        body: "other",
        ..arrived()
            .with("/?Action=Create", "/other?Action=Delete")
            .with("&Timestamp", "&RoomId[]=room1&Timestamp")
            .header("x-other", "x")
    };
    assert!(other.verify(&verifier(), TIME).is_ok());
}

#[test]
fn other_spellings_of_the_same_values_hold() {
    let arrived = signed(12345, "a%20b%2Bc%2Fd%3De%26f", TIME, WORKED[2].4);
    for (rule, respelled) in [
        ("a space as a plus sign", arrived.with("%20", "+")),
        ("escapes in lower case", arrived.with("%2B", "%2b")),
        ("an escape that is not needed", arrived.with("AppId", "%41ppId")),
        ("an equals sign is part of a value", arrived.with("%3D", "=")),
    ] {
        let result = respelled.verify(&verifier(), TIME);
        assert!(result.is_ok(), "{rule}: {result:?}");
    }
}

#[test]
fn what_was_changed_is_rejected() {
    let arrived = arrived();
    for (changed, expected) in [
        (arrived.with("4fd24687", "5fd24687"), Reason::BadSignature),
        (arrived.with("Timestamp=1615186943", "Timestamp=1615186944"), Reason::BadSignature),
        (arrived.with("=43e5", "=53e5"), Reason::BadSignature),
        (arrived.with("AppId=12345", "AppId=12346"), Reason::UnknownKey),
        (arrived.with("AppId=12345", "AppId=012345"), Reason::Malformed),
        (arrived.with("AppId=12345", "AppId=%2B12345"), Reason::Malformed),
        (arrived.with("AppId=12345", "AppId=4294967296"), Reason::Malformed),
        (arrived.with("AppId=12345", "AppId="), Reason::Malformed),
        (arrived.with("AppId=12345&", ""), Reason::Malformed),
        (arrived.with("AppId", "appid"), Reason::Malformed),
        (arrived.with("SignatureNonce=4fd24687296dd9f3&", ""), Reason::Malformed),
        (arrived.with("4fd24687296dd9f3", ""), Reason::Malformed),
        (arrived.with("4fd24687296dd9f3", "%00"), Reason::Malformed),
        (arrived.with("4fd24687296dd9f3", "%C2%80"), Reason::Malformed),
        (arrived.with("4fd24687296dd9f3", "%FF"), Reason::Malformed),
        (arrived.with("&Timestamp=1615186943", ""), Reason::Malformed),
        (arrived.with("=1615186943", "=01615186943"), Reason::Malformed),
        (arrived.with("=1615186943", "=1615186943000"), Reason::Malformed),
        (arrived.with("=43e5", "=43E5"), Reason::Malformed),
        (arrived.with("=43e5", "="), Reason::Malformed),
        (arrived.with("&Signature=43e5cfcca828314675f91b001390566a", ""), Reason::NotSigned),
        (arrived.with("=2.0", "=1.0"), Reason::Malformed),
        (arrived.with("=2.0", "=2"), Reason::Malformed),
        (arrived.with("&SignatureVersion=2.0", ""), Reason::Malformed),
    ] {
        let target = &changed.target;
        assert_eq!(changed.verify(&verifier(), TIME), Err(expected), "{target}");
    }
}

#[test]
fn a_field_that_is_there_twice_is_malformed() {
    for more in [
        "&AppId=12345",
        "&SignatureNonce=4fd24687296dd9f3",
        "&Timestamp=1615186943",
        "&Signature=43e5cfcca828314675f91b001390566a",
        "&%53ignature=",
        "&SignatureVersion=2.0",
    ] {
        let mut twice = arrived();
        twice.target.push_str(more);
        assert_eq!(twice.verify(&verifier(), TIME), Err(Reason::Malformed), "{more}");
    }
}

#[test]
fn the_clock_may_be_off_by_ten_minutes() {
    for (off, expected) in [(600, Ok(())), (601, Err(Reason::Clock))] {
        for now in [TIME + off, TIME - off] {
            assert_eq!(arrived().verify(&verifier(), now).map(drop), expected, "{off}");
        }
    }
    let wide = verifier().with_policy(Policy::new().with_clock_window(601));
    assert!(arrived().verify(&wide, TIME + 601).is_ok());
}

#[test]
fn unknown_key_and_other_secret_differ_for_the_operator_alone() {
    let other_secret = verifier_of(12345, "8193cc662a4c0ec135ec71fb57194b38");
    assert_eq!(arrived().verify(&other_secret, TIME), Err(Reason::BadSignature));
    let unknown = verifier_of(12346, SECRET);
    assert_eq!(arrived().verify(&unknown, TIME), Err(Reason::UnknownKey));
}

#[test]
fn a_signature_is_accepted_once() {
    let verifier = verifier().with_policy(remembering());
    assert!(arrived().verify(&verifier, TIME).is_ok());
    assert_eq!(arrived().verify(&verifier, TIME), Err(Reason::Replayed));
    // The same nonce, signed again at another time, is another text.
    let again = signed(12345, "4fd24687296dd9f3", TIME + 1, "75443138cb69c5aa17d947df555b5f83");
    assert!(again.verify(&verifier, TIME).is_ok());
    let other = signed(12345, "a+b%2bc/d=e%26f", TIME, WORKED[2].4);
    assert!(other.verify(&verifier, TIME).is_ok());
    let respelled = signed(12345, "a%20b%2Bc%2Fd%3De%26f", TIME, WORKED[2].4);
    assert_eq!(respelled.verify(&verifier, TIME), Err(Reason::Replayed));
}

/// AppId 1 with the nonce 23 and AppId 12 with the nonce 3 sign one text.
#[test]
fn what_one_id_signed_is_no_second_request_of_another_id_with_its_secret() {
    let key =
        |id| Arc::new(VerifyingServerSecret::new(ServerSecret::new(id, WORKED[6].2).unwrap()));
    let keys = [("1", key(1)), ("12", key(12))];
    let lookup = move |asked: &str| {
        let known = keys.iter().find(|(id, _)| *id == asked);
        known.map(|(_, key)| Arc::clone(key))
    };
    let verifier = ServerApiV2Verifier::new(lookup).with_policy(remembering());
    for (at, expected) in [(6, Ok(())), (7, Err(Reason::Replayed))] {
        let (app_id, nonce, _, time, signature) = WORKED[at];
        let result = signed(app_id, nonce, time, signature).verify(&verifier, time);
        assert_eq!(result.map(drop), expected, "{app_id}");
    }
}

/// Takes the shortest of many times, in turns, so that what else runs tells least.
#[test]
fn an_unknown_key_takes_as_long_as_one_with_a_long_secret() {
    use std::time::{Duration, Instant};
    for length in [1, 32, 1000, 100_000] {
        let secret = "s".repeat(length);
        let known = verifier_of(12345, &secret);
        let ids = [12345, 12346].map(|id| signed(id, "4fd24687296dd9f3", TIME, WORKED[0].4));
        let mut shortest = [Duration::MAX; 2];
        for _ in 0..300 {
            for (arrived, shortest) in ids.iter().zip(&mut shortest) {
                let started = Instant::now();
                assert!(arrived.verify(&known, TIME).is_err());
                *shortest = started.elapsed().min(*shortest);
            }
        }
        let [known, unknown] = shortest.map(|time| time.as_secs_f64());
        assert!((0.5..2.0).contains(&(unknown / known)), "{length}: {known} s, {unknown} s");
    }
}

#[test]
fn a_header_that_has_to_be_covered_cannot_be() {
    let policy = Policy::new().with_covered_headers(["content-type"]).unwrap();
    let with_header = arrived().header("Content-Type", "application/json");
    let result = with_header.verify(&verifier().with_policy(policy), TIME);
    assert_eq!(result, Err(Reason::HeaderNotCovered));
}
