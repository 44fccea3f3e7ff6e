//! Forms of `bce-auth-v1` that are not what was signed, each rejected by its name.

use polysign::verify::{Policy, Reason, Rejection, Verified};

use super::requests::{TIME, context};
use super::wire::{Wire, is_rejected};
use crate::common::verifiers::{Settings, settings, signer, verifier};

const SCHEME: &str = "baidu/bce-auth-v1";

fn key(more: &[(&str, &str)]) -> Settings {
    let base = [("access_key_id", "a/k"), ("secret_access_key", "0123456789abcdef")];
    settings(&[&base, more].concat())
}

fn signed_by(settings: &Settings) -> Wire {
    let headers = [("x-bce-meta", "a b"), ("accept", "*/*")];
    let wire = Wire::new("GET", "https://bj.bcebos.com/v1/site?acl", &headers, b"");
    wire.signed(&*signer(SCHEME, settings), &context())
}

fn signed() -> Wire {
    signed_by(&key(&[]))
}

fn presigned() -> Wire {
    signed_by(&key(&[("placement", "query")]))
}

fn verify(wire: &Wire) -> Result<Verified, Rejection> {
    wire.verify(&*verifier(SCHEME, &key(&[]), Policy::new()), TIME)
}

#[test]
fn what_was_signed_verifies_in_each_place() {
    for placement in ["header", "x-bce-signature", "query"] {
        for token in [None, Some(("session_token", "tok+/="))] {
            let mut more = vec![("placement", placement)];
            more.extend(token);
            let wire = signed_by(&key(&more));
            let verifier = verifier(SCHEME, &key(&more), Policy::new());
            let verified = wire.verify(&*verifier, TIME).expect(placement);
            // An access key id may have a slash in it.
            assert_eq!(verified.key_id(), "a/k");
            assert_eq!(verified.signed_at(), Some(TIME.into()));
            assert_eq!(verified.expires_at(), Some((TIME + 1800).into()));
            assert!(!verified.covers_body());
        }
    }
}

#[test]
fn auth_string_in_other_forms() {
    let edit = |from, to| signed().replace("authorization", from, to);
    let text = signed().header("authorization");
    let (_, signature) = text.rsplit_once('/').expect("a signature");
    let upper = signature.to_ascii_uppercase();
    for (wire, reason, says) in [
        (signed().set("authorization", None), Reason::NotSigned, "bce-auth-v1"),
        (signed().set("authorization", Some("Basic YTpi")), Reason::NotSigned, "bce-auth-v1"),
        (edit("bce-auth-v1", "bce-auth-v2"), Reason::NotSigned, "bce-auth-v1"),
        (signed().set("authorization", Some("bce-auth-v1/")), Reason::Malformed, "form"),
        (signed().add("authorization", &text), Reason::Malformed, "is there twice"),
        (signed().add("x-bce-signature", &text), Reason::Malformed, "more than one"),
        (signed().retarget("?acl", "?acl&Authorization=x"), Reason::Malformed, "more than one"),
        (edit("/a/k/", "//"), Reason::Malformed, "form"),
        (edit("03:36:55Z", "03:36:55"), Reason::Malformed, "form"),
        (edit("/1800/", "//"), Reason::Malformed, "form"),
        (edit("/1800/", "/0/"), Reason::Malformed, "form"),
        (edit("/1800/", "/x/"), Reason::Malformed, "form"),
        (edit("/1800/", "/4294967296/"), Reason::Malformed, "form"),
        (edit("/1800/", "/-1/"), Reason::Malformed, "never expires"),
        (edit("/1800/", "/1801/"), Reason::BadSignature, "this request"),
        (edit("/1800/", "/01800/"), Reason::BadSignature, "this request"),
        (edit("2019-11-15T03:36:55Z", "2019-11-15T03:36:54Z"), Reason::BadSignature, "this"),
        (edit(signature, &upper), Reason::Malformed, "lower case"),
        (edit(signature, &signature[2..]), Reason::Malformed, "form"),
        (edit(signature, &"0".repeat(64)), Reason::BadSignature, "this request"),
        (edit("/a/k/", "/k/a/"), Reason::UnknownKey, "lookup"),
    ] {
        is_rejected(verify(&wire), reason, says);
    }
}

#[test]
fn list_of_signed_headers_in_other_forms() {
    let edit = |to| signed().replace("authorization", "host;x-bce-date;x-bce-meta", to);
    for (wire, reason, says) in [
        (edit("host;host"), Reason::Malformed, "twice"),
        (edit("x-bce-date"), Reason::HeaderNotCovered, "host"),
        (edit("host;host;x-bce-date;x-bce-meta"), Reason::Malformed, "twice"),
        (edit("Host;x-bce-date;x-bce-meta"), Reason::Malformed, "lower case"),
        (edit("host;x-bce-date;x-bce-meta;"), Reason::Malformed, "token"),
        (edit("host;x-bce-date"), Reason::BadSignature, "this request"),
        (edit("accept;host;x-bce-date;x-bce-meta"), Reason::BadSignature, "this request"),
        (signed().set("x-bce-meta", None), Reason::HeaderMissing, "x-bce-meta: "),
        (signed().set("x-bce-meta", Some(" ")), Reason::HeaderMissing, "without a value"),
    ] {
        is_rejected(verify(&wire), reason, says);
    }
}

#[test]
fn dates_in_other_forms() {
    for (date, reason, says) in [
        (Some("2019-11-15"), Reason::Malformed, "x-bce-date: is not a time"),
        (Some("20191115T033655Z"), Reason::Malformed, "x-bce-date: is not a time"),
        (Some("2019-11-15T03:36:56Z"), Reason::BadSignature, "this request"),
        (Some("2019-11-15T02:36:55Z"), Reason::Expired, "was valid until"),
        (Some("2019-11-15T04:36:55Z"), Reason::Clock, "1800 seconds"),
        (None, Reason::HeaderMissing, "x-bce-date"),
    ] {
        is_rejected(verify(&signed().set("x-bce-date", date)), reason, says);
    }
    // Without it the auth string's own time counts.
    let without = signed_by(&key(&[("signed_headers", "host")])).set("x-bce-date", None);
    assert_eq!(verify(&without).expect("verifies").signed_at(), Some(TIME.into()));
    let twice = signed().add("X-Bce-Date", "2019-11-15T03:36:55Z");
    is_rejected(verify(&twice), Reason::Malformed, "x-bce-date: is there twice");
}

#[test]
fn session_tokens() {
    for placement in ["header", "query"] {
        let with = |token: Option<&'static str>| {
            let mut more = vec![("placement", placement)];
            more.extend(token.map(|token| ("session_token", token)));
            key(&more)
        };
        for (sent, known, reason) in [
            (Some("tok+/="), Some("tok+/="), None),
            (Some("tok+/="), Some("tok+/"), Some(Reason::WrongToken)),
            (Some("tok+/="), None, Some(Reason::WrongToken)),
            (None, Some("tok+/="), Some(Reason::WrongToken)),
            (None, None, None),
        ] {
            let wire = signed_by(&with(sent));
            let verifier = verifier(SCHEME, &with(known), Policy::new());
            let result = wire.verify(&*verifier, TIME);
            assert_eq!(result.err().map(|rejection| rejection.reason()), reason);
        }
        let twice = signed_by(&with(Some("t")));
        let twice = match placement {
            "query" => twice.add("x-bce-security-token", "t"),
            _ => twice.retarget("?acl", "?acl&x-bce-security%2dtoken=t"),
        };
        let verifier = verifier(SCHEME, &with(Some("t")), Policy::new());
        let result = twice.verify(&*verifier, TIME);
        is_rejected(result, Reason::Malformed, "in the headers and in the query");
    }
}

#[test]
fn presigned_urls() {
    verify(&presigned()).expect("verifies");
    // Escapes and the case of the name are free.
    let respelled = presigned()
        .retarget("authorization=bce-auth-v1%2Fa%2Fk", "AUTHORIZATI%4fN=bce-auth-v1/a%2fk");
    verify(&respelled).expect("verifies");
    let mut put = presigned();
    put.method = b"PUT".into();
    is_rejected(verify(&put), Reason::BadSignature, "this request");
    let twice = presigned().retarget("?acl", "?acl&AUTHORIZATION=x");
    is_rejected(verify(&twice), Reason::Malformed, "is there twice");
    let not_text = presigned().retarget("bce-auth-v1", "bce-auth-v1%FF");
    is_rejected(verify(&not_text), Reason::Malformed, "is not UTF-8");
    let without_header = presigned().set("x-bce-meta", None);
    is_rejected(verify(&without_header), Reason::HeaderMissing, "x-bce-meta");
}

#[test]
fn the_list_is_in_any_order() {
    let names = "host;x-bce-date;x-bce-meta";
    for list in ["x-bce-date;host;x-bce-meta", "x-bce-meta;x-bce-date;host", names] {
        let wire = signed().replace("authorization", names, list);
        let verified = verify(&wire).expect(list);
        assert!(verified.covered_headers().eq(names.split(';')), "{list}");
        assert!(!verified.covers_header("accept"));
    }
}

#[test]
fn an_empty_list_is_the_default_set() {
    let body = [("content-type", "text/plain"), ("content-length", "2"), ("accept", "*/*")];
    let wire = Wire::new("PUT", "https://bj.bcebos.com/v1/site?acl", &body, b"{}");
    let settings = key(&[("signed_headers", "document-default")]);
    let wire = wire.signed(&*signer(SCHEME, &settings), &context());
    let names = "content-length;content-type;host;x-bce-date";
    let wire = wire.replace("authorization", names, "");
    let verified = verify(&wire).expect("verifies");
    assert!(verified.covered_headers().eq(names.split(';')));
    for (changed, reason) in [
        (wire.clone().add("content-md5", "x"), Reason::BadSignature),
        (wire.clone().add("x-bce-acl", "public-read"), Reason::BadSignature),
        (wire.clone().add("x-bce-acl", ""), Reason::HeaderMissing),
        (wire.clone().set("content-type", None), Reason::BadSignature),
        (wire.clone().set("content-length", Some("3")), Reason::BadSignature),
    ] {
        let result = verify(&changed).map_err(|rejection| rejection.reason());
        assert_eq!(result, Err(reason));
    }
    // The set is of what arrives, and the list is not signed.
    verify(&wire.clone().add("accept-language", "de")).expect("is not of the set");
    let fewer = signed().replace("authorization", "host;x-bce-date;x-bce-meta", "");
    assert!(verify(&fewer).expect("verifies").covers_header("x-bce-meta"));
}

#[test]
fn placements_that_are_not_accepted() {
    use crate::common::verifiers::known;
    use polysign::baidu::{AccessKey, BceAuthV1Verifier, Placement, VerifyingAccessKey};

    let verifier = |placements: &[Placement]| {
        let key = AccessKey::new("a/k", "0123456789abcdef").expect("a credential");
        let verifier = BceAuthV1Verifier::new(known("a/k", VerifyingAccessKey::new(key)));
        verifier.with_placements(placements.iter().copied())
    };
    let in_header = verifier(&[Placement::Authorization, Placement::XBceSignature]);
    signed().verify(&in_header, TIME).expect("verifies");
    is_rejected(presigned().verify(&in_header, TIME), Reason::Placement, "place");
    // What was signed for a header, as a presigned URL.
    let moved = signed();
    let url = moved.header("authorization");
    let moved = moved.set("authorization", None);
    let moved = moved.retarget("?acl", &format!("?acl&authorization={url}"));
    moved.verify(&verifier(&[Placement::Query]), TIME).expect("is a presigned URL, too");
    is_rejected(moved.verify(&in_header, TIME), Reason::Placement, "place");
    is_rejected(moved.verify(&verifier(&[]), TIME), Reason::Placement, "place");
}
