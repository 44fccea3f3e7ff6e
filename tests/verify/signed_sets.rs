//! Headers of one name are covered together or not at all, and long lists of names are looked up.

use polysign::verify::{Policy, Reason};
use polysign::{ErrorKind, Request};

use super::requests::{TIME, context};
use super::wire::{Wire, is_rejected};
use crate::common::verifiers::{Settings, settings, signer, verifier};

const HUAWEI: &str = "huawei/sdk-hmac-sha256";
const BAIDU: &str = "baidu/bce-auth-v1";

fn key(scheme: &str, options: &[(&str, &str)]) -> Settings {
    let key: &[_] = match scheme {
        HUAWEI => &[("access_key", "AK"), ("secret_key", "SK")],
        _ => &[("access_key_id", "AK"), ("secret_access_key", "SK")],
    };
    settings(&[key, options].concat())
}

fn get(headers: &[(&str, &str)]) -> Wire {
    Wire::new("GET", "https://example.com/a", headers, b"")
}

#[cfg(feature = "huawei")]
#[test]
fn every_content_type_is_left_out_when_one_is_multipart() {
    let key = key(HUAWEI, &[]);
    let verifier = verifier(HUAWEI, &key, Policy::new());
    let names = |headers: &[(&str, &str)]| {
        let signed = get(headers).signed(&*signer(HUAWEI, &key), &context());
        signed.verify(&*verifier, TIME).expect("verifies");
        let authorization = signed.header("authorization");
        let (_, names) = authorization.split_once("SignedHeaders=").expect("a list");
        names.split_once(',').expect("a signature").0.to_owned()
    };
    let (plain, multipart) = (("content-type", "a"), ("Content-Type", " Multipart/x"));
    for headers in
        [&[plain, multipart][..], &[multipart, plain], &[multipart], &[plain, plain, multipart]]
    {
        assert_eq!(names(headers), "host;x-sdk-date", "{headers:?}");
    }
    for headers in [&[plain, plain][..], &[plain, ("content-type", "multipart")]] {
        assert_eq!(names(headers), "content-type;host;x-sdk-date", "{headers:?}");
    }
}

#[cfg(feature = "huawei")]
#[test]
fn content_type_is_covered_when_it_is_asked_for_by_name() {
    let headers = [("content-type", "a"), ("content-type", "multipart/x")];
    for options in
        [("add_signed_headers", "content-type"), ("signed_headers", "content-type;host;x-sdk-date")]
    {
        let key = key(HUAWEI, &[options]);
        let signed = get(&headers).signed(&*signer(HUAWEI, &key), &context());
        let list = "SignedHeaders=content-type;host;x-sdk-date,";
        assert!(signed.header("authorization").contains(list), "{options:?}");
        let verifier = verifier(HUAWEI, &key, Policy::new());
        signed.verify(&*verifier, TIME).expect("verifies");
        let other = signed.replace("content-type", "a", "b");
        is_rejected(other.verify(&*verifier, TIME), Reason::BadSignature, "");
    }
}

#[cfg(feature = "baidu")]
#[test]
fn an_empty_header_next_to_another_of_its_name_is_not_signed() {
    let (empty, value) = (("X-Bce-Meta", " "), ("x-bce-meta", "a"));
    for options in [&[][..], &[("signed_headers", "host;x-bce-meta")]] {
        let signer = signer(BAIDU, &key(BAIDU, options));
        for headers in [&[empty, value][..], &[value, empty], &[empty, empty, value]] {
            let request = Request::new("GET", "https://example.com/a").expect("a request");
            let request = request.with_headers(headers);
            let error = signer.sign_with(&request, &context()).expect_err("hidden");
            assert_eq!(error.kind(), ErrorKind::ConflictingHeader, "{headers:?}");
            assert_eq!(error.field(), "x-bce-meta", "{headers:?}");
            let explained = signer.explain(&request, &context());
            assert_eq!(explained.expect_err("hidden").kind(), error.kind());
        }
    }
}

#[cfg(feature = "baidu")]
#[test]
fn empty_headers_of_other_names_are_dropped() {
    let key = key(BAIDU, &[]);
    let headers = [
        ("x-bce-a-b", "1"),
        ("x-bce-a", ""),
        ("x-bce-b", "2"),
        ("x-bce", ""),
        ("x-bce-c", "\t"),
        ("x-bce-c", ""),
        ("x-bce-b", "1"),
    ];
    let signed = get(&headers).signed(&*signer(BAIDU, &key), &context());
    let list = "/host;x-bce-a-b;x-bce-b;x-bce-date/";
    assert!(signed.header("authorization").contains(list));
    let verifier = verifier(BAIDU, &key, Policy::new().allow_any_order());
    signed.verify(&*verifier, TIME).expect("verifies");
}

/// In time that grows with the square of the list this would take minutes.
#[cfg(all(feature = "baidu", feature = "huawei"))]
#[test]
fn a_list_of_100_000_headers() {
    let names: Vec<_> = (0..100_000).map(|n| format!("h{n:06}")).collect();
    let headers: Vec<_> = names.iter().rev().map(|name| (name.as_str(), "v")).collect();
    for (scheme, date) in [(HUAWEI, "x-sdk-date"), (BAIDU, "x-bce-date")] {
        let list = format!("host;{date};{}", names.join(";"));
        let key = key(scheme, &[("signed_headers", &list)]);
        let signer = signer(scheme, &key);
        let request = Request::new("GET", "https://example.com/a").expect("a request");
        let explanation = signer.explain(&request.with_headers(&headers), &context());
        let explanation = explanation.expect("an explanation");
        assert_eq!(explanation.signed_headers().len(), 100_002, "{scheme}");
        assert_eq!(explanation.uncovered_headers().next(), None, "{scheme}");

        let policy = Policy::new().with_covered_headers(&names).expect("names");
        let signed = get(&headers).signed(&*signer, &context());
        let verified = signed.verify(&*verifier(scheme, &key, policy), TIME);
        verified.expect("verifies");

        let error = signer.sign_with(&request.with_headers(&headers[1..]), &context());
        let error = error.expect_err("one is missing");
        assert_eq!(error.kind(), ErrorKind::MissingHeader, "{scheme}");
        assert_eq!(error.field(), "h099999", "{scheme}");
    }
}
