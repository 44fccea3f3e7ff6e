//! The choices of signed headers and of the validity, and the credential's rules.

use polysign::baidu::{AccessKey, Expiration, Placement, SignedHeaders};
use polysign::{Context, ErrorKind};

use super::{AK, BUCKET, TIME, request, signer};
use crate::common::stages::{Stages, fault, refused, sign};

const HEADERS: [(&str, &str); 6] = [
    ("Content-Type", "text/plain"),
    ("content-md5", "x"),
    ("Content-Length", "8"),
    ("Accept", "*/*"),
    ("X-BCE-Request-Id", "1"),
    ("x-amz-a", "2"),
];

fn signed(choice: SignedHeaders) -> Stages {
    let request = request("PUT", BUCKET).with_headers(&HEADERS);
    sign(&signer().with_signed_headers(choice), &request, TIME, &[])
}

#[test]
fn sets_of_signed_headers() {
    let own = "host;x-bce-date;x-bce-request-id";
    assert_eq!(signed(SignedHeaders::standard()).signed_headers, own);
    assert_eq!(signed(SignedHeaders::default()).signed_headers, own);
    assert_eq!(
        signed(SignedHeaders::document_default()).signed_headers,
        "content-length;content-md5;content-type;host;x-bce-date;x-bce-request-id"
    );
    let exact = SignedHeaders::exact(["x-amz-a", "HOST", "accept", "host"]).expect("a choice");
    assert_eq!(signed(exact).signed_headers, "accept;host;x-amz-a");
}

#[test]
fn exact_lists_that_cannot_be() {
    for (names, expected) in [
        (&["x-bce-date"][..], (ErrorKind::MissingHeader, "host")),
        (&[], (ErrorKind::MissingHeader, "host")),
        (&["host", "a b"], (ErrorKind::InvalidHeader, "signed_headers")),
        (&["host", ""], (ErrorKind::InvalidHeader, "signed_headers")),
    ] {
        let error = SignedHeaders::exact(names).expect_err("not a choice");
        assert_eq!(fault(&error), expected, "{names:?}");
    }
}

#[test]
fn name_of_an_exact_list_has_to_be_on_the_request() {
    // The last two are there, as leftovers that are going to be removed.
    let headers = [("authorization", "former"), ("x-bce-security-token", "former")];
    for name in ["x-bce-a", "content-type", "authorization", "x-bce-security-token"] {
        let exact = SignedHeaders::exact(["host", name]).expect("a choice");
        let request = request("GET", BUCKET).with_headers(&headers);
        let error = refused(&signer().with_signed_headers(exact), &request, &Context::at(TIME));
        assert_eq!(fault(&error), (ErrorKind::MissingHeader, name));
    }
    // A presigned URL adds no date.
    let exact = SignedHeaders::exact(["host", "x-bce-date"]).expect("a choice");
    let signer = signer().with_signed_headers(exact).with_placement(Placement::Query);
    let error = refused(&signer, &request("GET", BUCKET), &Context::at(TIME));
    assert_eq!(fault(&error), (ErrorKind::MissingHeader, "x-bce-date"));
}

#[test]
fn validity() {
    for (seconds, written) in [(1, "/1/"), (1800, "/1800/"), (u32::MAX, "/4294967295/")] {
        let expiration = Expiration::seconds(seconds).expect("a validity");
        let signer = signer().with_expiration(expiration);
        let stages = sign(&signer, &request("GET", BUCKET), TIME, &[]);
        assert!(stages.header("authorization").contains(written), "{seconds}");
        assert_eq!(stages.expires_at, Some(TIME + i64::from(seconds)));
    }
    let default = Expiration::seconds(1800).expect("a validity");
    assert_eq!(Expiration::DEFAULT, default);
    let error = Expiration::seconds(0).expect_err("no validity");
    assert_eq!(fault(&error), (ErrorKind::InvalidExpiration, "expires_in"));
}

#[test]
fn never_is_for_presigned_urls() {
    for placement in [Placement::Authorization, Placement::XBceSignature] {
        let signer = signer().with_expiration(Expiration::Never).with_placement(placement);
        let error = refused(&signer, &request("GET", BUCKET), &Context::at(TIME));
        assert_eq!(fault(&error), (ErrorKind::InvalidExpiration, "expires_in"));
    }
}

#[test]
fn date_on_the_request_is_replaced() {
    let headers = [("X-Bce-Date", "2000-01-01T00:00:00Z"), ("Date", "x")];
    let bare = sign(&signer(), &request("GET", BUCKET), TIME, &[]);
    let stages = sign(&signer(), &request("GET", BUCKET).with_headers(&headers), TIME, &[]);
    assert_eq!(stages.canonical_request, bare.canonical_request);
    assert_eq!(stages.header("x-bce-date"), "2015-04-27T08:23:49Z");
}

#[test]
fn credential_is_checked_by_field() {
    for (id, secret, expected) in [
        ("", "s", (ErrorKind::InvalidCredential, "access_key_id")),
        ("a\n", "s", (ErrorKind::InvalidCredential, "access_key_id")),
        ("é", "s", (ErrorKind::NonAsciiHeader, "access_key_id")),
        (AK, "", (ErrorKind::InvalidCredential, "secret_access_key")),
        (AK, " s", (ErrorKind::InvalidCredential, "secret_access_key")),
    ] {
        let error = AccessKey::new(id, secret).expect_err(expected.1);
        assert_eq!(fault(&error), expected);
    }
    let credential = || AccessKey::new(AK, "密钥").expect("any text is a secret");
    for (token, kind) in [("", ErrorKind::InvalidCredential), ("é", ErrorKind::NonAsciiHeader)] {
        let error = credential().with_session_token(token).expect_err(token);
        assert_eq!(fault(&error), (kind, "session_token"));
    }
}

#[test]
fn header_with_and_without_a_value_is_refused_in_all_sets() {
    let exact = SignedHeaders::exact(["host", "x-bce-a"]).expect("a choice");
    for choice in [SignedHeaders::standard(), SignedHeaders::document_default(), exact] {
        let signer = signer().with_signed_headers(choice);
        for values in [["", "1"], ["1", ""], [" \t", "1"]] {
            let headers = [("x-bce-a", values[0]), ("X-Bce-A", values[1])];
            let request = request("GET", BUCKET).with_headers(&headers);
            let error = refused(&signer, &request, &Context::at(TIME));
            assert_eq!(fault(&error), (ErrorKind::ConflictingHeader, "x-bce-a"));
        }
    }
}
