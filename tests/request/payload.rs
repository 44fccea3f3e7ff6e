//! Bodies: not stated, too large, unsigned, contradicted.

#[cfg(any(feature = "tencent", feature = "baidu", feature = "huawei"))]
use polysign::BodyHasher;
use polysign::request::BodyDigest;
use polysign::{ErrorKind, Payload, Request};

use crate::common::every_signer::{context, every_signer, signer};
use crate::common::refusing::{assert_refused, sign};

const MIB_12: usize = 12 * 1024 * 1024;

#[test]
fn a_body_that_is_covered_has_to_be_stated() {
    for (case, signer) in every_signer() {
        for method in ["POST", "PUT", "PATCH"] {
            let request = Request::new(method, "https://h/").expect(method);
            let result = sign(signer.as_ref(), &request);
            match signer.scheme().covers().body() {
                true => assert_refused(result, ErrorKind::MissingPayload, "payload", None, case),
                false => assert!(result.is_ok(), "{case} {method}"),
            }
            assert!(sign(signer.as_ref(), &request.with_body("")).is_ok(), "{case} {method}");
        }
        for method in ["GET", "HEAD", "DELETE", "OPTIONS"] {
            let request = Request::new(method, "https://h/").expect(method);
            assert!(sign(signer.as_ref(), &request).is_ok(), "{case} {method}");
        }
    }
}

#[cfg(feature = "huawei")]
#[test]
fn a_body_over_12_mib_is_refused_as_bytes_and_as_a_digest() {
    let huawei = signer("huawei");
    let body = vec![0; MIB_12 + 1];
    let digest = |length| Payload::Digest(BodyDigest::sha256([7; 32], length));
    let with =
        |payload| Request::new("PUT", "https://h/").expect("a request").with_payload(payload);
    for (payload, is_refused) in [
        (Payload::Bytes(&body[..MIB_12]), false),
        (Payload::Bytes(&body), true),
        (digest(MIB_12 as u64), false),
        (digest(MIB_12 as u64 + 1), true),
        (digest(u64::MAX), true),
        (Payload::Unsigned, false),
    ] {
        let result = sign(huawei.as_ref(), &with(payload));
        match is_refused {
            false => assert!(result.is_ok(), "{payload:?}"),
            true => {
                let advice = result.as_ref().expect_err("too large").to_string();
                let case = format!("{payload:?}");
                assert_refused(result, ErrorKind::BodyTooLarge, "payload", None, &case);
                assert!(advice.contains("token authentication"), "{advice}");
                assert!(advice.contains("AuthToken") && advice.contains("Unsigned"), "{advice}");
                assert!(advice.contains("not verified"), "{advice}");
            }
        }
    }
    // The way out that the error names.
    assert!(sign(signer("huawei token").as_ref(), &with(Payload::Bytes(&body))).is_ok());
}

#[cfg(any(feature = "tencent", feature = "baidu", feature = "huawei"))]
#[cfg(feature = "huawei")]
#[test]
fn a_header_that_contradicts_the_digest_is_refused() {
    let mut hasher = BodyHasher::sha256();
    hasher.update("{}");
    let payload = hasher.finish();
    let name = "x-sdk-content-sha256";
    for (values, is_refused) in [
        (&["44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"][..], false),
        (&["UNSIGNED-PAYLOAD"], true),
        (&[""], false),
        (&[" \t "], false),
        (&["44136fa3", "44136fa3"], true),
    ] {
        let headers: Vec<_> = values.iter().map(|value| ("X-Sdk-Content-Sha256", *value)).collect();
        let request = Request::new("POST", "https://h/").expect("a request");
        let result =
            sign(signer("huawei").as_ref(), &request.with_headers(&headers).with_payload(payload));
        match is_refused {
            false => assert!(result.is_ok(), "{values:?}"),
            true => {
                let case = format!("{values:?}");
                assert_refused(result, ErrorKind::ConflictingHeader, name, None, &case);
            }
        }
    }
}

#[cfg(feature = "huawei")]
#[test]
fn unsigned_is_only_what_was_asked_for() {
    let post = Request::new("POST", "https://h/").expect("a request").with_body("{}");
    let last_line = |request: &Request<'_>| {
        let explanation = signer("huawei").explain(request, &context()).expect("an explanation");
        let text = explanation.canonical_request().expect("huawei has one").to_string();
        text.lines().last().expect("a last line").to_owned()
    };
    let hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    assert_eq!(last_line(&post), hash);
    assert_eq!(last_line(&post.with_payload(Payload::Unsigned)), "UNSIGNED-PAYLOAD");
    let own = [("x-sdk-content-sha256", "UNSIGNED-PAYLOAD")];
    let with_own = post.with_headers(&own);
    assert_eq!(
        last_line(&with_own.with_payload(Payload::Unsigned)),
        "UNSIGNED-PAYLOAD",
        "the caller's own header"
    );
    assert_refused(
        sign(signer("huawei").as_ref(), &with_own),
        ErrorKind::ConflictingHeader,
        "x-sdk-content-sha256",
        None,
        "the caller's own header with a body",
    );
    // Beside an `Authorization` of this scheme it is what a former signature left there, also when
    // that is not the first `Authorization`.
    let former = "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=0";
    for authorizations in [&[former][..], &[former, "Bearer x"], &["Bearer x", former]] {
        let mut headers = own.to_vec();
        headers.extend(authorizations.iter().map(|value| ("Authorization", *value)));
        let request = post.with_headers(&headers);
        assert_eq!(last_line(&request), hash, "{authorizations:?}");
        let signed = sign(signer("huawei").as_ref(), &request).expect("a signature");
        let removed: Vec<_> = signed.removed_headers().collect();
        assert!(removed.contains(&"x-sdk-content-sha256"), "{authorizations:?} {removed:?}");
    }
}
