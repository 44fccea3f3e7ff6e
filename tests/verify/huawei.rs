//! Forms of `SDK-HMAC-SHA256` that are not what was signed, each rejected by its name.

use std::sync::Arc;

use polysign::huawei;
use polysign::verify::{Policy, Reason, Rejection, Verified};

use super::requests::{TIME, context};
use super::wire::{Wire, is_rejected};
use crate::common::verifiers::{Settings, lenient, settings, signer, verifier};

pub(crate) const SCHEME: &str = "huawei/sdk-hmac-sha256";

pub(crate) fn key() -> Settings {
    settings(&[("access_key", "AK"), ("secret_key", "MFyfvK41ba2giqM7")])
}

fn with_token() -> Settings {
    let mut settings = key();
    settings.insert("security_token".into(), "tok+/=".into());
    settings
}

pub(crate) fn unsigned() -> Wire {
    let headers = [("content-type", "application/json"), ("accept", "*/*")];
    let url = "https://service.example.com/v1/tasks?limit=2";
    Wire::new("POST", url, &headers, br#"{"a":1}"#)
}

pub(crate) fn signed() -> Wire {
    unsigned().signed(&*signer(SCHEME, &key()), &context())
}

pub(crate) fn verify(wire: &Wire) -> Result<Verified, Rejection> {
    wire.verify(&*verifier(SCHEME, &key(), Policy::new()), TIME)
}

#[test]
fn what_was_signed_verifies() {
    let verified = verify(&signed()).expect("verifies");
    assert_eq!(verified.key_id(), "AK");
    assert_eq!(verified.signed_at(), Some(TIME.into()));
    assert_eq!(verified.expires_at(), Some((TIME + 900).into()));
    assert!(verified.covers_body());
}

#[test]
fn authorization_in_other_forms() {
    let edit = |from, to| signed().replace("authorization", from, to);
    let signature = signed().header("authorization");
    let (_, signature) = signature.rsplit_once('=').expect("a signature");
    let upper = signature.to_ascii_uppercase();
    for (wire, reason, says) in [
        (signed().set("authorization", None), Reason::NotSigned, "SDK-HMAC-SHA256"),
        (signed().set("authorization", Some("")), Reason::NotSigned, "SDK-HMAC-SHA256"),
        (signed().set("authorization", Some("Basic YTpi")), Reason::NotSigned, "SDK-HMAC-SHA256"),
        (signed().set("authorization", Some("SDK-HMAC-SHA256")), Reason::NotSigned, "SDK-"),
        (signed().set("authorization", Some("SDK-HMAC-SHA256 ")), Reason::NotSigned, "SDK-"),
        (signed().set("authorization", Some("SDK-HMAC-SHA256 é")), Reason::Malformed, "not ASCII"),
        (signed().add("Authorization", "Basic YTpi"), Reason::Malformed, "is there twice"),
        (edit("SDK-HMAC-SHA256", "SDK-HMAC-SM3"), Reason::NotSigned, "SDK-HMAC-SHA256"),
        (edit("Access=AK, ", ""), Reason::Malformed, "authorization"),
        (edit("Access=AK", "Access="), Reason::Malformed, "authorization"),
        (edit("Access=AK", "access=AK"), Reason::Malformed, "authorization"),
        (edit("Access=AK", "Access=AK,Access=AK"), Reason::Malformed, "authorization"),
        (edit(", Signed", ",  Signed"), Reason::Malformed, "authorization"),
        (
            edit("SignedHeaders=", "Signature=00, SignedHeaders="),
            Reason::Malformed,
            "authorization",
        ),
        (edit(signature, ""), Reason::Malformed, "authorization"),
        (edit(signature, &upper), Reason::Malformed, "lower case"),
        (edit(signature, &signature[1..]), Reason::Malformed, "authorization"),
        (edit(signature, &format!("{signature}00")), Reason::Malformed, "authorization"),
        (edit(signature, &format!("{signature}, X=1")), Reason::Malformed, "authorization"),
        (edit(signature, &"0".repeat(64)), Reason::BadSignature, "not that of this request"),
        (edit("Access=AK", "Access=KA"), Reason::UnknownKey, "lookup"),
    ] {
        is_rejected(verify(&wire), reason, says);
    }
}

#[test]
fn list_of_signed_headers_in_other_forms() {
    let edit = |to| signed().replace("authorization", "content-type;host;x-sdk-date", to);
    for (wire, reason, says) in [
        (edit(""), Reason::HeaderNotCovered, "host"),
        (edit("content-type;x-sdk-date"), Reason::HeaderNotCovered, "host"),
        (edit("content-type;host"), Reason::HeaderNotCovered, "x-sdk-date"),
        (edit("host;content-type;x-sdk-date"), Reason::Malformed, "sorted"),
        (edit("content-type;host;host;x-sdk-date"), Reason::Malformed, "twice"),
        (edit("content-type;Host;x-sdk-date"), Reason::Malformed, "lower case"),
        (edit(";content-type;host;x-sdk-date"), Reason::Malformed, "token"),
        (edit("content-type;host;x-sdk-date;"), Reason::Malformed, "token"),
        (edit("content-type;host;x sdk-date"), Reason::Malformed, "token"),
        (edit("content-type;host;x-b;x-sdk-date"), Reason::HeaderMissing, "x-b: "),
        (edit("accept;host;x-sdk-date"), Reason::BadSignature, "this request"),
        (edit("authorization;host;x-sdk-date"), Reason::BadSignature, "this request"),
        (signed().set("content-type", None), Reason::HeaderMissing, "content-type: "),
    ] {
        is_rejected(verify(&wire), reason, says);
    }
}

#[test]
fn dates_in_other_forms() {
    for (date, reason, says) in [
        (None, Reason::Malformed, "x-sdk-date: is missing"),
        (Some(""), Reason::Malformed, "x-sdk-date: is not a time"),
        (Some("2019-11-15T03:36:55Z"), Reason::Malformed, "x-sdk-date: is not a time"),
        (Some("1573789015"), Reason::Malformed, "x-sdk-date: is not a time"),
        (Some("20191115T033655"), Reason::Malformed, "x-sdk-date: is not a time"),
        (Some("20191115T033656Z"), Reason::BadSignature, "this request"),
        (Some("99991231T235959Z"), Reason::Clock, "900 seconds"),
    ] {
        is_rejected(verify(&signed().set("x-sdk-date", date)), reason, says);
    }
    let twice = signed().add("X-Sdk-Date", "20191115T033655Z");
    is_rejected(verify(&twice), Reason::Malformed, "x-sdk-date: is there twice");
}

#[test]
fn security_tokens() {
    let sign = |settings: &Settings| unsigned().signed(&*signer(SCHEME, settings), &context());
    let verify = |wire: &Wire, settings: &Settings| {
        wire.verify(&*verifier(SCHEME, settings, Policy::new()), TIME)
    };
    verify(&sign(&with_token()), &with_token()).expect("verifies");
    is_rejected(verify(&sign(&with_token()), &key()), Reason::WrongToken, "token");
    is_rejected(verify(&sign(&key()), &with_token()), Reason::WrongToken, "token");
    let mut other = with_token();
    other.insert("security_token".into(), "another".into());
    is_rejected(verify(&sign(&other), &with_token()), Reason::WrongToken, "token");
    let twice = sign(&with_token()).add("x-security-token", "tok+/=");
    is_rejected(verify(&twice, &with_token()), Reason::Malformed, "x-security-token");
}

#[test]
fn requests_that_cannot_be_covered() {
    let mut lower = signed();
    lower.method = b"post".into();
    is_rejected(verify(&lower), Reason::Request, "method: ");
    for (from, to) in [("/v1/", "/v1/../"), ("/v1/", "/v1/%2e%2E/"), ("/v1/", "/v1%2F./")] {
        let lenient = verifier(SCHEME, &key(), lenient());
        let wire = signed().retarget(from, to);
        is_rejected(wire.verify(&*lenient, TIME), Reason::Request, "segment");
    }
    is_rejected(verify(&signed().retarget("limit=2", "limit=%4")), Reason::Request, "%");
    let two_hosts = signed().add("host", "a").add("Host", "a");
    is_rejected(verify(&two_hosts), Reason::Request, "host: is there twice");
    is_rejected(verify(&signed().add("x-a", "\0")), Reason::Request, "control character");
}

#[test]
fn the_host_header_counts_where_there_is_one() {
    let wire = signed().add("Host", "SERVICE.example.com:443");
    verify(&wire).expect("verifies");
    let mut elsewhere = wire.clone();
    elsewhere.authority = b"internal:8080".into();
    verify(&elsewhere).expect("verifies");
    let other = signed().add("Host", "service.example.com:80");
    is_rejected(verify(&other), Reason::BadSignature, "this request");
}

#[test]
fn lookup_is_asked_for_the_key_as_it_stands() {
    let key = Arc::new(huawei::VerifyingAccessKey::new(
        huawei::AccessKey::new("any", "MFyfvK41ba2giqM7").expect("a credential"),
    ));
    let lookup = move |id: &str| {
        assert_eq!(id, "AK");
        Some(Arc::clone(&key))
    };
    let verifier = huawei::SdkHmacSha256Verifier::new(lookup);
    signed().verify(&verifier, TIME).expect("verifies");
}
