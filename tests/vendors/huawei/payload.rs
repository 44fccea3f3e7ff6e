//! The forms of the payload, the limit of 12 MB, and the caller's own `X-Sdk-Content-Sha256`.

use polysign::request::BodyDigest;
use polysign::{BodyHasher, Context, ErrorKind, Payload, Request, Signer};

use super::{EMPTY_HASH, RESOURCE, SDK_KEY, TIME, request, signer};
use crate::common::stages::{fault, refused, sign};

const BODY: &str = r#"{"key":"value"}"#;
const BODY_HASH: &str = "e43abcf3375244839c012f9633f95862d232a95b00d5bc7348b3098b9fed7f32";
const LIMIT: usize = 12 * 1024 * 1024;

/// The last line of the canonical request.
fn payload_hash(request: &Request<'_>) -> String {
    let stages = sign(&signer(SDK_KEY), request, TIME, &[]);
    let (_, last) = stages.canonical_request.rsplit_once('\n').expect("lines");
    last.to_owned()
}

#[track_caller]
fn is_refused(request: &Request<'_>, expected: (ErrorKind, &str)) {
    let error = refused(&signer(SDK_KEY), request, &Context::at(TIME));
    assert_eq!(fault(&error), expected);
}

fn digest(hex_digest: &str, length: u64) -> Payload<'static> {
    let mut digest = [0; 32];
    hex::decode_to_slice(hex_digest, &mut digest).expect("64 digits");
    Payload::Digest(BodyDigest::sha256(digest, length))
}

#[test]
fn bytes_and_their_digest_are_signed_alike() {
    let mut hasher = BodyHasher::sha256();
    hasher.update(&BODY[..5]);
    hasher.update(&BODY[5..]);
    let bare = request("POST", RESOURCE);
    let bytes = bare.with_body(BODY);
    assert_eq!(payload_hash(&bytes), BODY_HASH);
    let signed = sign(&signer(SDK_KEY), &bytes, TIME, &[]);
    for payload in [hasher.finish(), digest(BODY_HASH, BODY.len() as u64)] {
        let stages = sign(&signer(SDK_KEY), &bare.with_payload(payload), TIME, &[]);
        assert_eq!(stages.canonical_request, signed.canonical_request);
        assert_eq!(stages.headers, signed.headers, "no header tells them apart");
    }
}

#[test]
fn body_that_is_not_text_is_hashed_as_it_is() {
    let request = request("PUT", RESOURCE).with_body(&[0xff, 0x00, 0x0a]);
    let mut hasher = BodyHasher::sha256();
    hasher.update([0xff, 0x00, 0x0a]);
    let Payload::Digest(digest) = hasher.finish() else {
        panic!("a hasher gives a digest");
    };
    assert_eq!(payload_hash(&request), hex::encode(digest.as_bytes()));
}

#[test]
fn empty_body() {
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        assert_eq!(payload_hash(&request(method, RESOURCE).with_body("")), EMPTY_HASH);
    }
    let empty = request("POST", RESOURCE).with_payload(BodyHasher::sha256().finish());
    assert_eq!(payload_hash(&empty), EMPTY_HASH);
}

#[test]
fn what_can_be_stated_is_named() {
    let unstated = request("POST", RESOURCE);
    let error = signer(SDK_KEY).sign_with(&unstated, &Context::at(TIME)).expect_err("refused");
    let text = error.to_string();
    for name in ["`with_body`", "`Payload::Bytes`", "`BodyHasher`", "`Payload::Unsigned`"] {
        assert!(text.contains(name), "{text}");
    }
}

#[test]
fn body_that_is_not_stated() {
    for method in ["POST", "PUT", "PATCH"] {
        is_refused(&request(method, RESOURCE), (ErrorKind::MissingPayload, "payload"));
    }
    for method in ["GET", "HEAD", "DELETE", "OPTIONS"] {
        assert_eq!(payload_hash(&request(method, RESOURCE)), EMPTY_HASH, "{method}");
    }
}

#[test]
fn body_over_12_mb_is_refused_with_the_way_out() {
    let over = vec![b'x'; LIMIT + 1];
    let post = request("POST", RESOURCE);
    for payload in
        [Payload::Bytes(&over), digest(BODY_HASH, LIMIT as u64 + 1), digest(BODY_HASH, u64::MAX)]
    {
        let request = post.with_payload(payload);
        is_refused(&request, (ErrorKind::BodyTooLarge, "payload"));
        let error = refused(&signer(SDK_KEY), &request, &Context::at(TIME)).to_string();
        for part in ["token authentication", "Payload::Unsigned", "not verified"] {
            assert!(error.contains(part), "{part} in {error}");
        }
    }
    // The caller's own hash does not make the body smaller.
    let headers = [("X-Sdk-Content-Sha256", BODY_HASH)];
    is_refused(&post.with_headers(&headers).with_body(&over), (ErrorKind::BodyTooLarge, "payload"));
}

#[test]
fn body_of_12_mb_is_signed() {
    let most = vec![b'x'; LIMIT];
    let post = request("POST", RESOURCE);
    assert_ne!(payload_hash(&post.with_body(&most)), EMPTY_HASH);
    assert_eq!(payload_hash(&post.with_payload(digest(BODY_HASH, LIMIT as u64))), BODY_HASH);
    assert_eq!(payload_hash(&post.with_payload(Payload::Unsigned)), "UNSIGNED-PAYLOAD");
}

#[test]
fn callers_hash_stands_for_that_of_bytes() {
    for (name, value) in [("X-Sdk-Content-Sha256", BODY_HASH), ("x-sdk-content-sha256", "wrong")] {
        let headers = [(name, value)];
        let request = request("POST", RESOURCE).with_headers(&headers).with_body("something else");
        let stages = sign(&signer(SDK_KEY), &request, TIME, &[]);
        assert_eq!(payload_hash(&request), value);
        assert_eq!(stages.signed_headers, "host;x-sdk-content-sha256;x-sdk-date");
        assert_eq!(stages.header_names(), ["authorization", "x-sdk-date"], "it stays as it is");
    }
}

/// The next signature would take the header for one of the former.
#[test]
fn callers_opt_out_needs_an_unsigned_payload() {
    for value in ["UNSIGNED-PAYLOAD", "\t UNSIGNED-PAYLOAD "] {
        let headers = [("X-SDK-CONTENT-SHA256", value)];
        let post = request("POST", RESOURCE).with_headers(&headers);
        let expected = (ErrorKind::ConflictingHeader, "x-sdk-content-sha256");
        is_refused(&post.with_body(BODY), expected);
        is_refused(&post.with_body(""), expected);
        is_refused(&post.with_payload(digest(BODY_HASH, 15)), expected);
        let get = request("GET", RESOURCE).with_headers(&headers);
        is_refused(&get, expected);
        let error = signer(SDK_KEY).sign_with(&get, &Context::at(TIME));
        let error = error.expect_err("contradicts the payload").to_string();
        assert!(error.contains("`Payload::Unsigned`"), "{error}");

        let unsigned = post.with_payload(Payload::Unsigned);
        assert_eq!(payload_hash(&unsigned), "UNSIGNED-PAYLOAD");
        let stages = sign(&signer(SDK_KEY), &unsigned, TIME, &[]);
        assert_eq!(stages.signed_headers, "host;x-sdk-content-sha256;x-sdk-date");
        assert_eq!(stages.header_names(), ["authorization", "x-sdk-date"], "it stays as it is");
    }
}

#[test]
fn unsigned_overwrites_the_callers_hash() {
    let headers = [("X-Sdk-Content-Sha256", BODY_HASH)];
    let request = request("POST", RESOURCE).with_headers(&headers).with_payload(Payload::Unsigned);
    let stages = sign(&signer(SDK_KEY), &request, TIME, &[]);
    assert_eq!(payload_hash(&request), "UNSIGNED-PAYLOAD");
    assert_eq!(stages.header("x-sdk-content-sha256"), "UNSIGNED-PAYLOAD");
    let line = "x-sdk-content-sha256:UNSIGNED-PAYLOAD\n";
    assert!(stages.canonical_request.contains(line));
    assert!(!stages.canonical_request.contains(BODY_HASH));
}

#[test]
fn callers_hash_beside_a_digest_has_to_be_the_same() {
    let with = |value: &str| {
        let headers = [("X-Sdk-Content-Sha256", value)];
        let request = request("POST", RESOURCE).with_headers(&headers);
        let request = request.with_payload(digest(BODY_HASH, 15));
        match value == BODY_HASH || value.trim_ascii().is_empty() {
            true => assert_eq!(payload_hash(&request), BODY_HASH),
            false => {
                let expected = (ErrorKind::ConflictingHeader, "x-sdk-content-sha256");
                is_refused(&request, expected);
            }
        }
    };
    for value in [BODY_HASH, EMPTY_HASH, "UNSIGNED-PAYLOAD", "", " \t"] {
        with(value);
    }
}

#[test]
fn callers_hash_can_be_there_once() {
    let headers = [("X-Sdk-Content-Sha256", BODY_HASH), ("x-sdk-content-sha256", BODY_HASH)];
    let request = request("POST", RESOURCE).with_headers(&headers).with_body(BODY);
    is_refused(&request, (ErrorKind::ConflictingHeader, "x-sdk-content-sha256"));
}

#[test]
fn callers_hash_that_is_blank_stands_for_nothing() {
    for value in ["", " ", "\t \t"] {
        let headers = [("X-Sdk-Content-Sha256", value)];
        let post = request("POST", RESOURCE).with_headers(&headers).with_body(BODY);
        assert_eq!(payload_hash(&post), BODY_HASH, "{value:?}");
        let get = request("GET", RESOURCE).with_headers(&headers);
        assert_eq!(payload_hash(&get), EMPTY_HASH, "{value:?}");
        let stages = sign(&signer(SDK_KEY), &post, TIME, &[]);
        // It is an `x-*` header that is sent, so its line is signed as those of others are.
        let line = "x-sdk-content-sha256:\n";
        assert!(stages.canonical_request.contains(line), "{value:?}");
    }
}

#[test]
fn callers_hash_of_another_body_does_not_cover_the_body() {
    let upper = BODY_HASH.to_ascii_uppercase();
    for (value, is_covered) in [
        (BODY_HASH, true),
        (upper.as_str(), true),
        ("", true),
        (EMPTY_HASH, false),
        ("wrong", false),
    ] {
        let headers = [("X-Sdk-Content-Sha256", value)];
        let request = request("POST", RESOURCE).with_headers(&headers).with_body(BODY);
        let explanation = signer(SDK_KEY).explain(&request, &Context::at(TIME));
        let explanation = explanation.expect("an explanation");
        assert_eq!(explanation.covers().body(), is_covered, "{value:?}");
        let text = explanation.to_string();
        let says = text.lines().any(|line| line == "not covered: body");
        assert_eq!(says, !is_covered, "{value:?}: {text}");
    }
    // Without a body it is the hash of none that would be right.
    for (value, is_covered) in [(EMPTY_HASH, true), (BODY_HASH, false)] {
        let headers = [("X-Sdk-Content-Sha256", value)];
        let request = request("GET", RESOURCE).with_headers(&headers);
        let explanation = signer(SDK_KEY).explain(&request, &Context::at(TIME));
        let covers = explanation.expect("an explanation").covers();
        assert_eq!(covers.body(), is_covered, "{value:?}");
    }
}
