//! The worked examples of the digital-human gateway, and what is not accepted.

use std::sync::Arc;

use polysign::tencent::{AppKey, IvhApaasVerifier, VerifyingAppKey};
use polysign::verify::{Policy, Reason, Verifier};

use super::arrived::{Arrived, remembering};

/// The printed URLs and those that follow from the printed signatures: accesstoken, appkey, query.
const PUBLISHED: [(&str, &str, &str); 4] = [
    (
        "f68f2d10ae9e4604b76fb05cf46bccec",
        "e38267c0e86411ebb02aed82acb0ed99",
        "appkey=e38267c0e86411ebb02aed82acb0ed99&timestamp=1646636485\
         &signature=BfWuaC9kmaicCggXc693uK%2BsZQ8qe88O4HVQNTdwZuo%3D",
    ),
    (
        "example_accesstoken",
        "example_appkey",
        "appkey=example_appkey&timestamp=1717639699\
         &signature=aCNWYzZdplxWVo%2BJsqzZc9%2BJ9XrwWWITfX3eQpsLVno%3D",
    ),
    (
        "example_accesstoken",
        "example_appkey",
        "appkey=example_appkey&requestid=example_requestid&timestamp=1717639699\
         &signature=QVenICk0VHtHGYZKXM6IC%2BW1CjZC1joSr%2Fx0gfKKYT4%3D",
    ),
    (
        "tok",
        "k",
        "appkey=k&requestid=a%2Bb%2Fc%3Dd%20e%26f%2520&timestamp=1717639699\
         &signature=Z33vlCKbKMjaE0HAPCN5X3x27kg9solXainXLQ3BPG8%3D",
    ),
];

const TIME: i64 = 1_717_639_699;

fn verifier_of(appkey: &'static str, access_token: &str) -> IvhApaasVerifier {
    let key = VerifyingAppKey::new(AppKey::new(appkey, access_token).unwrap());
    let key = Arc::new(key);
    IvhApaasVerifier::new(move |id| (id == appkey).then(|| Arc::clone(&key)))
}

fn verifier() -> IvhApaasVerifier {
    verifier_of("example_appkey", "example_accesstoken")
}

/// The third example.
fn arrived() -> Arrived {
    Arrived::new(&format!("/v2/ws/ivh/example_uri?{}", PUBLISHED[2].2))
}

#[test]
fn worked_examples_hold() {
    for (access_token, appkey, query) in PUBLISHED {
        let arrived = Arrived::new(&format!("/v2/ivh?{query}"));
        let time = if query.contains("1646636485") { 1_646_636_485 } else { TIME };
        // One has an `&` in its requestid.
        let verifier = verifier_of(appkey, access_token)
            .with_policy(Policy::new().allow_ambiguous_parameters());
        let verified = arrived.verify(&verifier, time);
        let verified = verified.unwrap_or_else(|reason| panic!("{query}: {reason:?}"));
        assert_eq!(verified.key_id(), appkey);
        assert_eq!(verified.signed_at(), Some(time.into()));
        assert_eq!(verified.expires_at(), Some((time + 300).into()));
        assert!(!verified.covers_body());
    }
}

#[test]
fn ids_and_tokens_are_any_text() {
    let arrived = Arrived::new(
        "/?appkey=%E5%BA%94%E7%94%A8&timestamp=1717639699\
         &signature=GHPjLpRc%2Fv7Z6CtHohwRRl93%2BQvVjDtRmdG0mTQiAzU%3D",
    );
    let verified = arrived.verify(&verifier_of("应用", "密钥"), TIME).unwrap();
    assert_eq!(verified.key_id(), "应用");
}

#[test]
fn other_spellings_of_the_same_values_hold() {
    let arrived = arrived();
    for (rule, respelled) in [
        ("the Python demo leaves the slash", arrived.with("%2F", "/")),
        ("escapes in lower case", arrived.with("%2F", "%2f")),
        ("an equals sign is part of a value", arrived.with("%3D", "=")),
        ("an escape that is not needed", arrived.with("timestamp", "%74imestamp")),
        ("an escape in an id", arrived.with("=example_appkey", "=example%5Fappkey")),
        ("an empty piece", arrived.with("?", "?&&")),
        (
            "another order",
            arrived.with(
                "appkey=example_appkey&requestid=example_requestid",
                "requestid=example_requestid&appkey=example_appkey",
            ),
        ),
    ] {
        let result = respelled.verify(&verifier(), TIME);
        assert!(result.is_ok(), "{rule}: {result:?}");
    }
}

#[test]
fn what_is_not_covered_may_be_anything() {
    let other = Arrived {
        method: "DELETE",
        authority: "other.example:8443",
        body: "other",
        ..arrived().with("example_uri", "other_uri").header("x-other", "x")
    };
    let verified = other.verify(&verifier(), TIME).unwrap();
    assert!(!verified.covers_body());
    assert!(!verifier().scheme().covers().path());
}

#[test]
fn what_was_changed_is_rejected() {
    let arrived = arrived();
    for (changed, expected) in [
        (arrived.with("requestid=example", "requestid=Example"), Reason::BadSignature),
        (arrived.with("requestid", "Requestid"), Reason::BadSignature),
        (arrived.with("&timestamp", "&a=1&timestamp"), Reason::BadSignature),
        (arrived.with("&requestid=example_requestid", ""), Reason::BadSignature),
        (arrived.with("1717639699", "1717639698"), Reason::BadSignature),
        (arrived.with("signature=Q", "signature=R"), Reason::BadSignature),
        (arrived.with("=example_appkey", "=example_appkez"), Reason::UnknownKey),
        (arrived.with("=example_appkey", "="), Reason::Malformed),
        (arrived.with("appkey", "Appkey"), Reason::Malformed),
        (arrived.with("timestamp", "Timestamp"), Reason::Malformed),
        (arrived.with("&signature", "&Signature"), Reason::NotSigned),
        (arrived.with("=1717639699", "=01717639699"), Reason::Malformed),
        (arrived.with("=1717639699", "=%2B1717639699"), Reason::Malformed),
        (arrived.with("=1717639699", "=-1"), Reason::Malformed),
        (arrived.with("=1717639699", "=1717639699000"), Reason::Malformed),
        (arrived.with("=1717639699", "="), Reason::Malformed),
        (arrived.with("%2B", "+"), Reason::Malformed),
        (arrived.with("%3D", ""), Reason::Malformed),
        (arrived.with("%3D", "%3D%3D"), Reason::Malformed),
        // The last letter before the padding has bits to spare.
        (arrived.with("YT4%3D", "YT5%3D"), Reason::Malformed),
        (arrived.with("signature=Q", "signature="), Reason::Malformed),
        (arrived.with("=example_appkey", "=%FF"), Reason::Malformed),
    ] {
        let target = &changed.target;
        assert_eq!(changed.verify(&verifier(), TIME), Err(expected), "{target}");
    }
}

#[test]
fn a_field_that_is_there_twice_is_malformed() {
    let arrived = arrived();
    for more in [
        "&signature=QVenICk0VHtHGYZKXM6IC%2BW1CjZC1joSr%2Fx0gfKKYT4%3D",
        "&%73ignature=",
        "&appkey=example_appkey",
        "&appke%79=other",
        "&timestamp=1717639699",
        "&timestamp",
    ] {
        let mut twice = arrived.clone();
        twice.target.push_str(more);
        assert_eq!(twice.verify(&verifier(), TIME), Err(Reason::Malformed), "{more}");
    }
}

/// The same text is signed for all of these.
#[test]
fn parameters_cannot_be_joined_or_divided_unless_that_is_allowed() {
    use polysign::Signer;
    let credential = AppKey::new("example_appkey", "example_accesstoken").unwrap();
    let signer = polysign::tencent::IvhApaas::new(credential);
    let url = "https://api.example.com/v2/ivh?b=1&c=2=3";
    let request = polysign::Request::new("POST", url).unwrap();
    let context = polysign::Context::at(TIME);
    let signed = signer.sign_with(&request, &context).unwrap();
    let url = signed.url(&request).unwrap().into_exposed();
    let divided = Arrived::new(url.strip_prefix("https://api.example.com").unwrap());
    assert!(divided.verify(&verifier(), TIME).is_ok());
    for joined in [
        divided.with("b=1&c=2=3", "b=1%26c=2=3"),
        divided.with("b=1&c=2=3", "b=1%26c%3D2=3"),
        divided.with("b=1&c=2=3", "b%3D1%26c=2=3"),
        divided.with("b=1&c=2=3", "b%3d1%26c%3D2=3"),
        divided.with("b=1&c=2=3", "b=1&c%3D2=3"),
    ] {
        let target = &joined.target;
        assert_eq!(joined.verify(&verifier(), TIME), Err(Reason::Request), "{target}");
        let verifier = verifier().with_policy(Policy::new().allow_ambiguous_parameters());
        assert!(joined.verify(&verifier, TIME).is_ok(), "{target}");
    }
}

#[test]
fn the_clock_may_be_off_by_five_minutes() {
    let arrived = arrived();
    let at = |verifier: IvhApaasVerifier, now| arrived.verify(&verifier, now).map(drop);
    for (off, expected) in [(300, Ok(())), (301, Err(Reason::Clock))] {
        assert_eq!(at(verifier(), TIME + off), expected, "{off}");
        assert_eq!(at(verifier(), TIME - off), expected, "-{off}");
    }
    let narrow = || verifier().with_policy(Policy::new().with_clock_window(5));
    assert_eq!(at(narrow(), TIME + 5), Ok(()));
    assert_eq!(at(narrow(), TIME + 6), Err(Reason::Clock));
    for now in [i64::MIN, i64::MAX] {
        assert_eq!(at(verifier(), now), Err(Reason::Clock));
    }
}

#[test]
fn unknown_key_and_other_secret_differ_for_the_operator_alone() {
    let other_secret = verifier_of("example_appkey", "another_accesstoken");
    assert_eq!(arrived().verify(&other_secret, TIME), Err(Reason::BadSignature));
    let unknown = verifier_of("another_appkey", "example_accesstoken");
    assert_eq!(arrived().verify(&unknown, TIME), Err(Reason::UnknownKey));
}

#[test]
fn a_signature_is_accepted_once() {
    let verifier = verifier().with_policy(remembering());
    let arrived = arrived();
    // What does not hold is not remembered.
    let changed = arrived.with("requestid=e", "requestid=f");
    assert_eq!(changed.verify(&verifier, TIME), Err(Reason::BadSignature));
    assert!(arrived.verify(&verifier, TIME - 300).is_ok());
    assert_eq!(arrived.verify(&verifier, TIME + 300), Err(Reason::Replayed));
    let respelled = arrived.with("%2F", "/").with("&timestamp", "&&timestamp");
    assert_eq!(respelled.verify(&verifier, TIME), Err(Reason::Replayed));
    let other = Arrived::new(&format!("/v2/ivh?{}", PUBLISHED[1].2));
    assert!(other.verify(&verifier, TIME).is_ok());
}

#[test]
fn a_header_that_has_to_be_covered_cannot_be() {
    let policy = Policy::new().with_covered_headers(["content-type"]).unwrap();
    let verifier = verifier().with_policy(policy);
    assert!(arrived().verify(&verifier, TIME).is_ok());
    let with_header = arrived().header("Content-Type", "application/json");
    assert_eq!(with_header.verify(&verifier, TIME), Err(Reason::HeaderNotCovered));
}

#[test]
fn a_request_that_is_not_signed_says_so() {
    let bare = Arrived::new("/v2/ivh?requestid=1");
    assert_eq!(bare.verify(&verifier(), TIME), Err(Reason::NotSigned));
}
