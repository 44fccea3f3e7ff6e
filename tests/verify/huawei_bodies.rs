//! Bodies under `SDK-HMAC-SHA256`: declared, unsigned, and not given to the verifier.

use polysign::verify::{Policy, Reason};
use polysign::{BodyHasher, Payload};

use super::huawei::{SCHEME, key, signed, unsigned, verify};
use super::requests::{TIME, context};
use super::wire::{Wire, is_rejected};
use crate::common::verifiers::{signer, verifier};

#[test]
fn declared_digests() {
    let digest = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
    let declaring = |value: &str| {
        let wire = unsigned().set("x-sdk-content-sha256", Some(value));
        wire.signed(&*signer(SCHEME, &key()), &context())
    };
    verify(&declaring(digest)).expect("verifies");
    verify(&declaring(&digest.to_ascii_uppercase())).expect("verifies");
    // A blank one declares nothing; the body is covered all the same.
    for blank in ["", " \t"] {
        let verified = verify(&declaring(blank)).expect("verifies");
        assert!(verified.covers_body());
        let mut other_body = declaring(blank);
        other_body.body.push(b' ');
        is_rejected(verify(&other_body), Reason::BadSignature, "this request");
    }
    let mut other_body = declaring(digest);
    other_body.body.push(b' ');
    for wire in [other_body, declaring(&"0".repeat(64)), declaring("x")] {
        is_rejected(verify(&wire), Reason::BodyMismatch, "x-sdk-content-sha256");
    }
    // Not signed as such, and the digest that was signed all the same.
    verify(&signed().set("x-sdk-content-sha256", Some(digest))).expect("verifies");
    let mut other_body = signed().set("x-sdk-content-sha256", Some(digest));
    other_body.body.push(b' ');
    is_rejected(verify(&other_body), Reason::BodyMismatch, "digest");
    let twice = declaring(digest).add("x-sdk-content-sha256", digest);
    is_rejected(verify(&twice), Reason::Malformed, "x-sdk-content-sha256: is there twice");
}

#[test]
fn unsigned_bodies() {
    let declaring = |wire: Wire| wire.set("x-sdk-content-sha256", Some("UNSIGNED-PAYLOAD"));
    let wire = declaring(unsigned()).signed(&*signer(SCHEME, &key()), &context());
    is_rejected(verify(&wire), Reason::UnsignedBody, "policy");
    let lenient = verifier(SCHEME, &key(), Policy::new().allow_unsigned_body());
    let verified = wire.verify(&*lenient, TIME).expect("verifies");
    assert!(!verified.covers_body());
    // The body does not matter then, nor whether it was read.
    for payload in [None, Some(Payload::Unsigned), Some(Payload::Bytes(b"x"))] {
        let verified = wire.with_payload(payload, |request| lenient.verify(&request, TIME.into()));
        verified.expect("a request").expect("verifies");
    }
    // Allowed is not the same as assumed.
    let result = declaring(signed()).verify(&*lenient, TIME);
    is_rejected(result, Reason::BadSignature, "this request");
}

#[test]
fn payloads_that_the_verifier_is_not_given() {
    let verifier = verifier(SCHEME, &key(), Policy::new());
    let bodiless = Wire::new("GET", "https://example.com/", &[], b"");
    let bodiless = bodiless.signed(&*signer(SCHEME, &key()), &context());
    for wire in [signed(), bodiless] {
        for payload in [None, Some(Payload::Unsigned)] {
            let result =
                wire.with_payload(payload, |request| verifier.verify(&request, TIME.into()));
            is_rejected(result.expect("a request"), Reason::Request, "payload: ");
        }
        let mut hasher = BodyHasher::sha256();
        hasher.update(&wire.body);
        let digest = Some(hasher.finish());
        let result = wire.with_payload(digest, |request| verifier.verify(&request, TIME.into()));
        result.expect("a request").expect("verifies");
    }
    let mut too_large = signed();
    too_large.body = vec![b'a'; 12 * 1024 * 1024 + 1];
    is_rejected(verify(&too_large), Reason::Request, "12 MB");
}
