//! The choices of signed headers: the standard set, with names added or left out, and exact lists.

use polysign::huawei::SignedHeaders;
use polysign::{Context, ErrorKind};

use super::{RESOURCE, SDK_KEY, TIME, request, signer};
use crate::common::stages::{Stages, fault, refused, sign};

const NONE: [&str; 0] = [];

fn signed(choice: SignedHeaders, headers: &[(&str, &str)]) -> Stages {
    let request = request("GET", RESOURCE).with_headers(headers);
    sign(&signer(SDK_KEY).with_signed_headers(choice), &request, TIME, &[])
}

fn list(choice: SignedHeaders, headers: &[(&str, &str)]) -> String {
    signed(choice, headers).signed_headers
}

fn with(added: &[&str], left_out: &[&str]) -> SignedHeaders {
    SignedHeaders::standard_with(added, left_out).expect("a choice")
}

fn exact(names: &[&str]) -> SignedHeaders {
    SignedHeaders::exact(names).expect("a choice")
}

#[test]
fn standard_set() {
    let headers = [
        ("Accept", "*/*"),
        ("Cookie", "a=b"),
        ("Content-Type", "text/plain"),
        ("X-Request-Id", "1"),
        ("XY", "2"),
        ("x_y", "3"),
        ("X-a_b", "4"),
    ];
    let expected = "content-type;host;x-request-id;x-sdk-date";
    assert_eq!(list(SignedHeaders::standard(), &headers), expected);
    assert_eq!(list(SignedHeaders::default(), &headers), expected);
    assert_eq!(list(with(&[], &[]), &headers), expected);
}

#[test]
fn multipart_content_type_is_signed_on_request_alone() {
    for value in ["multipart/form-data; boundary=x", " Multipart/Mixed", "MULTIPART/x"] {
        let headers = [("content-type", value)];
        assert_eq!(list(SignedHeaders::standard(), &headers), "host;x-sdk-date");
        let exact = exact(&["content-type", "x-sdk-date"]);
        assert_eq!(list(exact, &headers), "content-type;x-sdk-date");
    }
}

#[test]
fn names_added_are_signed_where_present() {
    let choice = with(&["Accept", "User-Agent"], &[]);
    let headers = [("accept", "*/*"), ("x-a", "1")];
    assert_eq!(list(choice, &headers), "accept;host;x-a;x-sdk-date");
}

#[test]
fn names_left_out_are_not_signed() {
    let choice = with(&[], &["X-Request-Id", "x-b3-traceid", "content-type"]);
    let headers = [
        ("x-request-id", "1"),
        ("X-B3-TraceId", "2"),
        ("content-type", "text/plain"),
        ("x-kept", "3"),
    ];
    assert_eq!(list(choice, &headers), "host;x-kept;x-sdk-date");
}

#[test]
fn exact_list_is_exact() {
    let headers = [("content-type", "text/plain"), ("x-a", "1"), ("cookie", "a=b")];
    assert_eq!(list(exact(&["X-Sdk-Date"]), &headers), "x-sdk-date");
    assert_eq!(
        list(exact(&["cookie", "x-sdk-date", "host", "COOKIE"]), &headers),
        "cookie;host;x-sdk-date"
    );
    let stages = signed(exact(&["x-sdk-date"]), &headers);
    let block = stages.canonical_request.split('\n').nth(3);
    assert_eq!(block, Some("x-sdk-date:20191115T033655Z"));
    assert!(!stages.canonical_request.contains("host"));
}

#[test]
fn choices_that_cannot_be_made() {
    let missing = |name| (ErrorKind::MissingHeader, name);
    let invalid = |name| (ErrorKind::InvalidHeader, name);
    for (choice, expected) in [
        (SignedHeaders::exact(["host"]), missing("x-sdk-date")),
        (SignedHeaders::exact(NONE), missing("x-sdk-date")),
        (SignedHeaders::exact(["x-sdk-date", "x_a"]), invalid("x_a")),
        (SignedHeaders::standard_with(["X_A"], NONE), invalid("x_a")),
        (SignedHeaders::standard_with(NONE, ["Host"]), missing("host")),
        (SignedHeaders::standard_with(NONE, ["X-Sdk-Date"]), missing("x-sdk-date")),
        (SignedHeaders::exact(["x-sdk-date", "a b"]), invalid("signed_headers")),
        (SignedHeaders::standard_with([""], NONE), invalid("add_signed_headers")),
        (SignedHeaders::standard_with(NONE, ["a b"]), invalid("leave_out_signed_headers")),
    ] {
        let error = choice.expect_err(expected.1);
        assert_eq!(fault(&error), expected);
    }
}

#[test]
fn name_of_an_exact_list_has_to_be_on_the_request() {
    for name in ["x-a", "content-type", "x-project-id", "x-security-token", "authorization"] {
        let signer = signer(SDK_KEY).with_signed_headers(exact(&["x-sdk-date", name]));
        // The last one is there, as a leftover that is going to be replaced.
        let headers = [("authorization", "Basic x"), ("x-security-token", "former")];
        let request = request("GET", RESOURCE).with_headers(&headers);
        let error = refused(&signer, &request, &Context::at(TIME));
        assert_eq!(fault(&error), (ErrorKind::MissingHeader, name));
        assert!(error.to_string().contains(name));
    }
}
