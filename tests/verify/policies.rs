//! What a policy accepts, to the second, and what a replay cache is told.

use std::sync::{Arc, Mutex};

#[cfg(feature = "huawei")]
use polysign::huawei::{AuthTokenVerifier, Token};
use polysign::verify::{MemoryReplayCache, Policy, Reason, ReplayCache, Seen, Verified, Verifier};
use polysign::{Context, ErrorKind, UnixTime};

use super::requests::{TIME, context};
use super::wire::{Wire, is_rejected};
use crate::common::verifiers::{Settings, settings, signer, verifier};

const HUAWEI: &str = "huawei/sdk-hmac-sha256";
const BAIDU: &str = "baidu/bce-auth-v1";

/// Settings that both schemes' signers find theirs in.
fn key(more: &[(&str, &str)]) -> Settings {
    let base = [
        ("access_key", "AK"),
        ("secret_key", "MFyfvK41ba2giqM7"),
        ("access_key_id", "AK"),
        ("secret_access_key", "MFyfvK41ba2giqM7"),
    ];
    settings(&[&base, more].concat())
}

fn signed(scheme: &str, more: &[(&str, &str)]) -> Wire {
    let headers = [("x-forwarded-for", "10.0.0.1"), ("accept", "*/*")];
    let wire = Wire::new("POST", "https://example.com/v1?a=1", &headers, b"{}");
    wire.signed(&*signer(scheme, &key(more)), &context())
}

fn reason(wire: &Wire, scheme: &str, policy: Policy, now: i64) -> Option<Reason> {
    let result = wire.verify(&*verifier(scheme, &key(&[]), policy), now);
    result.err().map(|rejection| rejection.reason())
}

#[cfg(feature = "huawei")]
#[test]
fn clock_windows_to_the_second() {
    let wire = signed(HUAWEI, &[]);
    for (policy, window) in [
        (Policy::new(), 900),
        (Policy::new().with_clock_window(5), 5),
        (Policy::new().with_clock_window(0), 0),
        (Policy::new().with_clock_window(100_000), 100_000),
    ] {
        for (offset, expected) in [
            (0, None),
            (window, None),
            (-window, None),
            (window + 1, Some(Reason::Clock)),
            (-window - 1, Some(Reason::Clock)),
        ] {
            let found = reason(&wire, HUAWEI, policy.clone(), TIME + offset);
            assert_eq!(found, expected, "{window} {offset}");
        }
    }
    for now in [i64::MIN, -1, i64::MAX] {
        assert_eq!(reason(&wire, HUAWEI, Policy::new(), now), Some(Reason::Clock));
    }
}

#[cfg(feature = "baidu")]
#[test]
fn validities_to_the_second() {
    let wire = signed(BAIDU, &[("expires_in", "60")]);
    for (now, expected) in [
        (TIME, None),
        (TIME + 60, None),
        (TIME + 61, Some(Reason::Expired)),
        (i64::MAX, Some(Reason::Expired)),
        (TIME - 1800, None),
        (TIME - 1801, Some(Reason::Clock)),
        (i64::MIN, Some(Reason::Clock)),
    ] {
        assert_eq!(reason(&wire, BAIDU, Policy::new(), now), expected, "{now}");
    }
    // The window is for the clock alone.
    let narrow = || Policy::new().with_clock_window(5);
    assert_eq!(reason(&wire, BAIDU, narrow(), TIME + 60), None);
    assert_eq!(reason(&wire, BAIDU, narrow(), TIME - 6), Some(Reason::Clock));
}

#[cfg(feature = "baidu")]
#[test]
fn longest_validity() {
    let wire = signed(BAIDU, &[("expires_in", "3600")]);
    for (longest, expected) in [(3600, None), (3599, Some(Reason::ExpiryTooLong))] {
        let policy = Policy::new().with_longest_expiry(longest);
        assert_eq!(reason(&wire, BAIDU, policy, TIME), expected);
    }
    let forever = signed(BAIDU, &[("expires_in", "-1"), ("placement", "query")]);
    let in_a_century = TIME + 100 * 365 * 86_400;
    let any = Policy::new().allow_any_expiry();
    assert_eq!(reason(&forever, BAIDU, any.clone(), in_a_century), None);
    assert_eq!(reason(&forever, BAIDU, Policy::new(), TIME), Some(Reason::ExpiryTooLong));
    for (seconds, expected) in [("604800", None), ("604801", Some(Reason::ExpiryTooLong))] {
        let wire = signed(BAIDU, &[("expires_in", seconds)]);
        assert_eq!(reason(&wire, BAIDU, Policy::new(), TIME), expected);
        assert_eq!(reason(&wire, BAIDU, any.clone(), TIME), None);
    }
    let policy = Policy::new().with_longest_expiry(u32::MAX);
    assert_eq!(reason(&forever, BAIDU, policy, TIME), Some(Reason::ExpiryTooLong));
}

#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn headers_that_have_to_be_covered() {
    let require = |names: &[&str]| Policy::new().with_covered_headers(names).expect("names");
    for scheme in [HUAWEI, BAIDU] {
        let wire = signed(scheme, &[]);
        for (names, expected) in [
            (&["Host"][..], None),
            (&["accept"], Some(Reason::HeaderNotCovered)),
            (&["ACCEPT"], Some(Reason::HeaderNotCovered)),
            (&["x-absent", "host"], None),
        ] {
            assert_eq!(reason(&wire, scheme, require(names), TIME), expected, "{names:?}");
        }
    }
    let wire = signed(HUAWEI, &[]);
    assert_eq!(reason(&wire, HUAWEI, require(&["X-Forwarded-For"]), TIME), None);
    let added = wire.add("x-project-id", "another");
    assert_eq!(reason(&added, HUAWEI, Policy::new(), TIME), None);
    let found = reason(&added, HUAWEI, require(&["x-project-id"]), TIME);
    assert_eq!(found, Some(Reason::HeaderNotCovered));
    let error = Policy::new().with_covered_headers(["no token"]);
    let error = error.expect_err("is no token");
    let fault = (error.kind(), error.field());
    assert_eq!(fault, (ErrorKind::InvalidHeader, "covered_headers"));
}

#[cfg(feature = "huawei")]
#[test]
fn hosts_that_are_not_covered() {
    let wire = signed(HUAWEI, &[("signed_headers", "x-sdk-date")]);
    let found = reason(&wire, HUAWEI, Policy::new(), TIME);
    assert_eq!(found, Some(Reason::HeaderNotCovered));
    let lenient = || Policy::new().allow_uncovered_host();
    assert_eq!(reason(&wire, HUAWEI, lenient(), TIME), None);
    // A policy that names it still gets it.
    let strict = lenient().with_covered_headers(["host"]).expect("a name");
    assert_eq!(reason(&wire, HUAWEI, strict, TIME), Some(Reason::HeaderNotCovered));
}

/// Key id, replay key, until when, and when.
type Told = (String, Vec<u8>, Option<UnixTime>, UnixTime);

/// Keeps what it was told, and answers as it was made to.
#[derive(Debug)]
struct Witness {
    told: Mutex<Vec<Told>>,
    answer: Seen,
}

impl ReplayCache for Witness {
    fn remember(
        &self,
        key_id: &str,
        replay_key: &[u8],
        until: Option<UnixTime>,
        now: UnixTime,
    ) -> Seen {
        let told = (key_id.to_owned(), replay_key.to_vec(), until, now);
        self.told.lock().expect("no poison").push(told);
        self.answer
    }
}

fn witness(answer: Seen) -> (Arc<Witness>, Policy) {
    let told = Mutex::new(Vec::new());
    let witness = Arc::new(Witness { told, answer });
    let policy = Policy::new().with_replay_cache(Arc::clone(&witness) as Arc<dyn ReplayCache>);
    (witness, policy)
}

#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn memory_is_told_of_what_holds_and_of_nothing_else() {
    for (scheme, window) in [(HUAWEI, 900), (BAIDU, 1800)] {
        let (witness, policy) = witness(Seen::New);
        let wire = signed(scheme, &[]);
        let signature = wire.header("authorization");
        let signature = hex::decode(&signature[signature.len() - 64..]).expect("hexadecimal");
        let mut refused = vec![
            wire.clone().set("authorization", None),
            wire.clone().retarget("a=1", "a=2"),
            wire.clone().replace("authorization", "AK", "KA"),
            wire.clone().add("x-security-token", "t").add("x-bce-security-token", "t"),
        ];
        if scheme == HUAWEI {
            let digest = "0".repeat(64);
            let declaring =
                Wire::new("GET", "https://example.com/", &[("x-sdk-content-sha256", &digest)], b"");
            refused.push(declaring.signed(&*signer(scheme, &key(&[])), &context()));
        }
        for wire in &refused {
            assert!(reason(wire, scheme, policy.clone(), TIME).is_some());
        }
        assert_eq!(reason(&wire, scheme, policy.clone(), TIME + 100_000).map(|_| ()), Some(()));
        assert_eq!(reason(&wire, scheme, policy, TIME + 1), None);
        let told = witness.told.lock().expect("no poison");
        let until = Some((TIME + window).into());
        let once = ("AK".to_owned(), signature, until, (TIME + 1).into());
        assert_eq!(*told, [once], "{scheme}");
    }
}

#[cfg(feature = "huawei")]
#[test]
fn memory_refuses() {
    for (answer, expected) in
        [(Seen::Before, Reason::Replayed), (Seen::Full, Reason::ReplayCacheFull)]
    {
        let (_, policy) = witness(answer);
        assert_eq!(reason(&signed(HUAWEI, &[]), HUAWEI, policy, TIME), Some(expected));
    }
}

#[cfg(feature = "huawei")]
#[test]
fn respelled_signature_is_the_same_to_the_memory() {
    let store = Arc::new(MemoryReplayCache::new(10_000));
    let policy = Policy::new().with_replay_cache(store);
    let verifier = verifier(HUAWEI, &key(&[]), policy);
    let wire = signed(HUAWEI, &[]);
    wire.verify(&*verifier, TIME).expect("verifies");
    let respelled = wire.clone().replace("authorization", ", ", ",").retarget("a=1", "&%61=1");
    for wire in [&wire, &respelled] {
        is_rejected(wire.verify(&*verifier, TIME + 1), Reason::Replayed, "before");
    }
    let next = Context::at(TIME + 1);
    let unsigned = Wire::new("POST", "https://example.com/v1?a=1", &[], b"{}");
    let next = unsigned.signed(&*signer(HUAWEI, &key(&[])), &next);
    next.verify(&*verifier, TIME + 1).expect("another signature");
}

#[cfg(feature = "huawei")]
#[test]
fn tokens_that_were_given_out() {
    let token = Token::new("MIIDkgYJKoZIhvcN").expect("a token").with_expires_at(TIME + 60);
    let id = AuthTokenVerifier::key_id(&token);
    let (asked, token) = (id.clone(), Arc::new(token));
    let lookup = move |id: &str| (id == asked).then(|| Arc::clone(&token));
    let verifier = AuthTokenVerifier::new(lookup);
    let with = |token: Option<&str>| {
        Wire::new("GET", "https://example.com/", &[], b"").set("X-Auth-Token", token)
    };
    let right = with(Some("MIIDkgYJKoZIhvcN"));
    let verified = right.verify(&verifier, TIME + 59).expect("verifies");
    assert_eq!(verified, Verified::new(id, None, Some((TIME + 60).into()), false));
    is_rejected(right.verify(&verifier, TIME + 60), Reason::Expired, "expired");
    is_rejected(with(None).verify(&verifier, TIME), Reason::NotSigned, "X-Auth-Token");
    for wrong in ["", "MIIDkgYJKoZIhvcM", "MIIDkgYJKoZIhvc", "MIIDkgYJKoZIhvcNN"] {
        let result = with(Some(wrong)).verify(&verifier, TIME);
        is_rejected(result, Reason::UnknownKey, "lookup");
    }
    let twice = right.add("x-auth-token", "MIIDkgYJKoZIhvcN");
    is_rejected(twice.verify(&verifier, TIME), Reason::Malformed, "is there twice");
    // A lookup that gives another token than the one that it was asked for.
    let other = Arc::new(Token::new("another").expect("a token"));
    let careless = AuthTokenVerifier::new(move |_| Some(Arc::clone(&other)));
    let result = with(Some("MIIDkgYJKoZIhvcN")).verify(&careless, TIME);
    is_rejected(result, Reason::BadSignature, "signature");
}

#[cfg(feature = "huawei")]
#[test]
fn verifiers_are_used_behind_any_pointer() {
    let wire = signed(HUAWEI, &[]);
    let boxed: Box<dyn Verifier> = verifier(HUAWEI, &key(&[]), Policy::new());
    assert_eq!(boxed.scheme().name(), HUAWEI);
    let shared: Arc<dyn Verifier> = Arc::from(boxed);
    wire.verify(&Arc::clone(&shared), TIME).expect("verifies");
    wire.verify(&&*shared, TIME).expect("verifies");
}
