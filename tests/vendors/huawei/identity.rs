//! The headers that say who is asking, and those of a former signature: what is replaced, kept,
//! removed.

use polysign::huawei::SdkHmacSha256;
use polysign::{Context, Signer};

use super::{RESOURCE, SDK_KEY, TIME, credential, request, signer};
use crate::common::stages::{Stages, sign};

const ALL: [(&str, &str); 3] = [
    ("X-Project-Id", "callers-project"),
    ("X-Domain-Id", "callers-domain"),
    ("X-Security-Token", "former-token"),
];

fn full_signer() -> SdkHmacSha256 {
    let credential = credential(SDK_KEY)
        .with_project_id("project")
        .and_then(|credential| credential.with_domain_id("domain"))
        .and_then(|credential| credential.with_security_token("token"));
    SdkHmacSha256::new(credential.expect("ids"))
}

fn stages(signer: &SdkHmacSha256, headers: &[(&str, &str)]) -> Stages {
    let request = request("GET", RESOURCE).with_headers(headers);
    sign(signer, &request, TIME, &[("security_token", "token")])
}

fn removed(signer: &SdkHmacSha256, headers: &[(&str, &str)]) -> Vec<&'static str> {
    let request = request("GET", RESOURCE).with_headers(headers);
    let signed = signer.sign_with(&request, &Context::at(TIME)).expect("signed");
    signed.removed_headers().collect()
}

fn header_block(stages: &Stages) -> &str {
    let (_, rest) = stages.canonical_request.split_once("\n\n").expect("no query");
    rest.split_once("\n\n").expect("an end of the block").0
}

#[test]
fn ids_and_token_of_the_credential_are_sent_and_signed() {
    let without = stages(&full_signer(), &[]);
    assert_eq!(
        header_block(&without),
        "host:service.region.example.com\nx-domain-id:domain\nx-project-id:project\n\
         x-sdk-date:20191115T033655Z\nx-security-token:token"
    );
    for (name, value) in [
        ("x-project-id", "project"),
        ("x-domain-id", "domain"),
        ("x-security-token", "token"),
        ("x-sdk-date", "20191115T033655Z"),
    ] {
        assert_eq!(without.header(name), value);
    }
}

#[test]
fn they_replace_those_on_the_request() {
    let (without, with) = (stages(&full_signer(), &[]), stages(&full_signer(), &ALL));
    assert_eq!(with.canonical_request, without.canonical_request);
    assert_eq!(with.headers, without.headers);
}

#[test]
fn ids_on_the_request_are_kept_and_signed() {
    let stages = stages(&signer(SDK_KEY), &ALL);
    assert_eq!(
        header_block(&stages),
        "host:service.region.example.com\nx-domain-id:callers-domain\n\
         x-project-id:callers-project\nx-sdk-date:20191115T033655Z"
    );
    assert_eq!(stages.header_names(), ["authorization", "x-sdk-date"]);
    let removed = removed(&signer(SDK_KEY), &ALL);
    assert!(!removed.contains(&"x-project-id") && !removed.contains(&"x-domain-id"));
}

#[test]
fn token_on_the_request_is_removed() {
    assert!(removed(&signer(SDK_KEY), &ALL).contains(&"x-security-token"));
    assert!(!removed(&full_signer(), &ALL).contains(&"x-security-token"));
}

#[test]
fn fields_of_a_former_signature_are_replaced_and_never_signed() {
    let former = [
        ("Authorization", "SDK-HMAC-SHA256 Access=old, SignedHeaders=host, Signature=0"),
        ("X-Sdk-Date", "20000101T000000Z"),
        ("X-Auth-Token", "old"),
    ];
    let (without, with) = (stages(&signer(SDK_KEY), &[]), stages(&signer(SDK_KEY), &former));
    assert_eq!(with.canonical_request, without.canonical_request);
    assert_eq!(with.headers, without.headers);
    assert!(removed(&signer(SDK_KEY), &former).contains(&"x-auth-token"));
}
