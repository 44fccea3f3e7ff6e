//! The worked examples of the cloud API's signature, C1 to C4, from "Signature Method v3" and the
//! vendor's Python SDK, and what is refused.
#![cfg(feature = "tencent")]

use crate::common::stages::{self, Stages, fault, refused};
use polysign::tencent::{ApiKey, Tc3HmacSha256};
use polysign::{BodyHasher, Context, ErrorKind, Payload, Request, Signer};

const BODY: &str =
    r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;
const BODY_HASH: &str = "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064";
const UNSIGNED_HASH: &str = "438d4109ef0d676b8c2c7ed13cdfcb418e494d53b843d4634ce3b1085f07bb96";
const URL: &str = "https://cvm.tencentcloudapi.com/";
const TIME: i64 = 1_551_113_065;
const HEADERS: [(&str, &str); 2] =
    [("Content-Type", "application/json; charset=utf-8"), ("X-TC-Action", "DescribeInstances")];
const TYPE: [(&str, &str); 1] = [("content-type", "application/json")];

fn signer(id: &str, key: &str, service: &str) -> Tc3HmacSha256 {
    let credential = ApiKey::new(id, key).expect("a credential");
    Tc3HmacSha256::new(credential, service).expect("a service")
}

fn exact(signer: Tc3HmacSha256, names: &[&str]) -> Tc3HmacSha256 {
    signer.with_signed_headers(names).expect("a list")
}

#[track_caller]
fn example(signer: &Tc3HmacSha256, canonical_hash: &str, signature: &str) -> Stages {
    let request = Request::new("POST", URL).expect(URL).with_headers(&HEADERS).with_body(BODY);
    let stages = stages::sign(signer, &request, TIME, &[]);
    assert_eq!(
        stages.string_to_sign,
        format!("TC3-HMAC-SHA256\n1551113065\n2019-02-25/cvm/tc3_request\n{canonical_hash}")
    );
    assert_eq!(stages.signature, signature);
    assert_eq!(stages.header("x-tc-timestamp"), "1551113065");
    assert_eq!(stages.header_names(), ["authorization", "x-tc-timestamp"]);
    assert_eq!(stages.expires_at, Some(TIME + 300));
    stages
}

#[test]
fn c1_original_document() {
    let key = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
    let signer = signer("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", key, "cvm");
    let stages = example(
        &exact(signer, &["Host", "Content-Type"]),
        "5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031",
        "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168",
    );
    assert_eq!(
        stages.header("authorization"),
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, \
         SignedHeaders=content-type;host, \
         Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    );
}

#[test]
fn c2_current_document() {
    let masked = "*".repeat(32);
    let stages = example(
        &signer(&format!("AKID{masked}"), &masked, "cvm"),
        "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84",
        "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
    );
    assert_eq!(
        stages.canonical_request,
        format!(
            "POST\n/\n\ncontent-type:application/json; charset=utf-8\n\
             host:cvm.tencentcloudapi.com\nx-tc-action:describeinstances\n\n\
             content-type;host;x-tc-action\n{BODY_HASH}"
        )
    );
    assert_eq!(stages.signed_headers, "content-type;host;x-tc-action");
}

#[test]
fn c3_document_of_2023() {
    example(
        &signer("AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******", "Gu5t9xGARNpq86cd98joQYCN3*******", "cvm"),
        "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84",
        "be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3",
    );
}

#[test]
fn c4_python_sdk_with_get() {
    let key = "pqgb20ToQhRLVlskKZBVpvv2hD5QFcPGai8J";
    let signer =
        exact(signer("id-a7T0F4Pe126F5GEmlqmdZiDl", key, "lkeap"), &["content-type", "host"]);
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("x-tc-action", "A")];
    let url = "https://lkeap.tencentcloudapi.com/?Z=last&A=first&m=mid+dle%2Bplus%2Fslash";
    let request = Request::new("GET", url).expect(url).with_headers(&headers);
    let stages = stages::sign(&signer, &request, 1_623_044_727, &[]);
    assert_eq!(
        stages.canonical_request,
        "GET\n/\nZ=last&A=first&m=mid+dle%2Bplus%2Fslash\n\
         content-type:application/x-www-form-urlencoded\nhost:lkeap.tencentcloudapi.com\n\n\
         content-type;host\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(
        stages.signature,
        "ec1a3bb69e1c1ccd5f1662c7eb389a5a73f903025a36a87bd5a6386e6ba43692"
    );
}

fn post<'a>(headers: &'a [(&'a str, &'a str)]) -> Request<'a> {
    Request::new("POST", URL).expect(URL).with_headers(headers)
}

#[track_caller]
fn last_line(signer: &Tc3HmacSha256, request: &Request<'_>) -> String {
    let canonical = stages::sign(signer, request, TIME, &[]).canonical_request;
    canonical.lines().last().expect("a line").to_owned()
}

#[test]
fn the_last_line_is_the_digest_of_the_body_or_of_a_word() {
    let signer = signer("k", "s", "cvm");
    assert_eq!(last_line(&signer, &post(&TYPE).with_body(BODY)), BODY_HASH);
    let mut hasher = BodyHasher::sha256();
    hasher.update(BODY);
    assert_eq!(last_line(&signer, &post(&TYPE).with_payload(hasher.finish())), BODY_HASH);
    let unsigned = post(&TYPE).with_payload(Payload::Unsigned);
    assert_eq!(last_line(&signer, &unsigned), UNSIGNED_HASH);
    let stages = stages::sign(&signer, &unsigned, TIME, &[]);
    assert_eq!(stages.header("x-tc-content-sha256"), "UNSIGNED-PAYLOAD");
    // A caller's own header says it, too, and is left as it is.
    let own = [TYPE[0], ("X-TC-Content-SHA256", " UNSIGNED-PAYLOAD")];
    for request in
        [post(&own), post(&own).with_body(BODY), post(&own).with_payload(Payload::Unsigned)]
    {
        let stages = stages::sign(&signer, &request, TIME, &[]);
        assert!(stages.canonical_request.ends_with(UNSIGNED_HASH));
        assert_eq!(stages.header_names(), ["authorization", "x-tc-timestamp"]);
    }
    // Beside a former signature it is left over.
    let former = [own[0], own[1], ("Authorization", "TC3-HMAC-SHA256 Credential=old")];
    let signed = signer.sign_with(&post(&former).with_body(BODY), &Context::at(TIME));
    let signed = signed.expect("a signature");
    assert!(signed.removed_headers().any(|name| name == "x-tc-content-sha256"));
    assert_eq!(last_line(&signer, &post(&former).with_body(BODY)), BODY_HASH);
    let again = post(&former).with_payload(Payload::Unsigned);
    let stages = stages::sign(&signer, &again, TIME, &[]);
    assert_eq!(stages.header("x-tc-content-sha256"), "UNSIGNED-PAYLOAD");
}

#[test]
fn what_is_covered_depends_on_method_and_payload() {
    let signer = signer("k", "s", "cvm");
    let covers = |request: Request<'_>| {
        signer.explain(&request, &Context::at(TIME)).expect("an explanation").covers()
    };
    let get = Request::new("GET", URL).expect(URL).with_headers(&TYPE);
    assert!(covers(get).query() && covers(get).body());
    assert!(!covers(post(&TYPE).with_body("")).query());
    assert!(!covers(post(&TYPE).with_payload(Payload::Unsigned)).body());
}

#[test]
fn values_are_in_lower_case_and_the_token_is_a_gap_where_it_is_signed() {
    let credential = ApiKey::new("k", "s").and_then(|key| key.with_token("a-token"));
    let signer = Tc3HmacSha256::new(credential.expect("a token"), "cvm").expect("a service");
    let signer = exact(signer, &["content-type", "host", "x-tc-token", "x-tc-timestamp", "x-a"]);
    let headers = [
        ("Content-Type", "\tText/PLAIN; a=Ä "),
        ("x-a", "A  LONG Value With 32 Letters And Mooooooore"),
        ("X-TC-Token", "old"),
    ];
    let stages =
        stages::sign(&signer, &post(&headers).with_body(""), TIME, &[("token", "a-token")]);
    assert!(stages.canonical_request.contains(
        "content-type:text/plain; a=Ä\nhost:cvm.tencentcloudapi.com\n\
         x-a:a  long value with 32 letters and mooooooore\nx-tc-timestamp:1551113065\n\
         x-tc-token:a-token\n\ncontent-type;host;x-a;x-tc-timestamp;x-tc-token\n"
    ));
    assert!(stages.shown.contains("x-tc-token:[token]\n"), "{}", stages.shown);
    assert_eq!(stages.header("x-tc-token"), "a-token");
}

#[test]
fn what_cannot_be_signed_is_refused() {
    let signer = signer("k", "s", "cvm");
    let context = Context::at(TIME);
    for (method, url, headers, kind, field) in [
        ("POST", URL, &[][..], ErrorKind::MissingHeader, "content-type"),
        ("GET", URL, &[("x-tc-action", "A")], ErrorKind::MissingHeader, "content-type"),
        ("get", URL, &TYPE, ErrorKind::InvalidMethod, "method"),
        ("POST", "https://h/a/../b", &TYPE, ErrorKind::DotSegments, "url"),
        ("POST", "https://h/a|b", &TYPE, ErrorKind::InvalidUrl, "url"),
        ("GET", "https://h/?a='", &TYPE, ErrorKind::InvalidUrl, "url"),
        (
            "GET",
            URL,
            &[TYPE[0], ("Content-type", "a")],
            ErrorKind::ConflictingHeader,
            "content-type",
        ),
        (
            "POST",
            URL,
            &[TYPE[0], ("X-TC-Content-SHA256", BODY_HASH)],
            ErrorKind::ConflictingHeader,
            "x-tc-content-sha256",
        ),
        (
            "POST",
            URL,
            &[TYPE[0], ("x-tc-content-sha256", "UNSIGNED-PAYLOAD"), ("x-tc-content-sha256", "")],
            ErrorKind::ConflictingHeader,
            "x-tc-content-sha256",
        ),
    ] {
        let request = Request::new(method, url).expect(url).with_headers(headers).with_body("");
        let error = refused(&signer, &request, &context);
        assert_eq!(fault(&error), (kind, field), "{method} {url} {headers:?}");
    }
    // The query of a POST is not signed.
    let request = Request::new("POST", "https://h/?a='").expect("a URL").with_headers(&TYPE);
    assert!(signer.sign_with(&request.with_body(""), &context).is_ok());
    let error = refused(&signer, &request, &context);
    assert_eq!(fault(&error), (ErrorKind::MissingPayload, "payload"));
    let exact = exact(signer, &["content-type", "host", "x-tc-action"]);
    let error = refused(&exact, &request.with_body(""), &context);
    assert_eq!(fault(&error), (ErrorKind::MissingHeader, "x-tc-action"));
}

#[test]
fn options_are_checked() {
    for service in ["", " cvm", "c/vm", "cvm,", "cvm\n", "服务", "c v"] {
        let credential = ApiKey::new("k", "s").expect("a credential");
        let error = Tc3HmacSha256::new(credential, service).expect_err(service);
        assert_eq!(fault(&error), (ErrorKind::InvalidOption, "service"), "{service}");
    }
    for (names, kind, field) in [
        (&["content-type"][..], ErrorKind::MissingHeader, "host"),
        (&["host"], ErrorKind::MissingHeader, "content-type"),
        (&["host", "content-type", "a b"], ErrorKind::InvalidHeader, "signed_headers"),
    ] {
        let error = signer("k", "s", "cvm").with_signed_headers(names).expect_err(field);
        assert_eq!(fault(&error), (kind, field), "{names:?}");
    }
}
