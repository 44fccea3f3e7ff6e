//! H7 to H14, the table of further requests.

use polysign::Payload;
use polysign::huawei::{SdkHmacSha256, SignedHeaders};

use super::{
    Expected, GUIDE_KEY, HOST, JSON, RESOURCE, SDK_KEY, TIME, credential, request, signer,
};
use crate::common::stages::{Stages, sign};

#[track_caller]
fn holds(stages: &Stages, access_key: &str, expected: [&str; 3]) {
    let [canonical_request, canonical_hash, signature] = expected;
    let expected = Expected { canonical_request, canonical_hash, signature };
    super::holds(stages, access_key, "20191115T033655Z", &expected);
}

#[test]
fn h7_security_token() {
    let token = "gQpzaGFuZ2hhaQ+/=";
    let credential = credential(GUIDE_KEY).with_security_token(token).expect("a token");
    let request = request("GET", RESOURCE).with_headers(&JSON);
    let gaps = [("security_token", token)];
    let stages = sign(&SdkHmacSha256::new(credential), &request, TIME, &gaps);
    holds(
        &stages,
        GUIDE_KEY.0,
        [
            "GET\n/v1/resource/\n\ncontent-type:application/json\n\
             host:service.region.example.com\nx-sdk-date:20191115T033655Z\n\
             x-security-token:gQpzaGFuZ2hhaQ+/=\n\n\
             content-type;host;x-sdk-date;x-security-token\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "7e86acf814bfbb43b164f19631ec08ba99b26f9a49ca65d0464aa6e778eddf03",
            "33d89ed45a04a9f3601046b2946da018f1665ea7420d0a60e6151404652ee5d5",
        ],
    );
    assert_eq!(stages.header("x-security-token"), token);
    assert!(stages.shown.contains("x-security-token:[security_token]\n"));
    assert!(!stages.shown.contains("gQpza"));
}

#[test]
fn h8_unsigned_payload() {
    let request = request("POST", RESOURCE).with_headers(&JSON).with_payload(Payload::Unsigned);
    let stages = sign(&signer(GUIDE_KEY), &request, TIME, &[]);
    holds(
        &stages,
        GUIDE_KEY.0,
        [
            "POST\n/v1/resource/\n\ncontent-type:application/json\n\
             host:service.region.example.com\nx-sdk-content-sha256:UNSIGNED-PAYLOAD\n\
             x-sdk-date:20191115T033655Z\n\n\
             content-type;host;x-sdk-content-sha256;x-sdk-date\nUNSIGNED-PAYLOAD",
            "f54cbfa249fce9ba039c43834f818347089b97c91184dd4594d05e35d4c75569",
            "0c25b117ddd1a92705f572d57e26e3ee126668819168e1d1c2ba4f4a32af8d1f",
        ],
    );
    assert_eq!(stages.header("x-sdk-content-sha256"), "UNSIGNED-PAYLOAD");
}

#[test]
fn h9_unsigned_payload_of_an_empty_body() {
    let headers = [("Content-Type", "text/plain")];
    let request = request("POST", RESOURCE).with_headers(&headers).with_payload(Payload::Unsigned);
    let stages = sign(&signer(SDK_KEY), &request, TIME, &[]);
    holds(
        &stages,
        SDK_KEY.0,
        [
            "POST\n/v1/resource/\n\ncontent-type:text/plain\n\
             host:service.region.example.com\nx-sdk-content-sha256:UNSIGNED-PAYLOAD\n\
             x-sdk-date:20191115T033655Z\n\n\
             content-type;host;x-sdk-content-sha256;x-sdk-date\nUNSIGNED-PAYLOAD",
            "a25511663d0b94e6b88af0e8e8ee686a3cfd7ca554c9a7bbe7d7f65e9f73c8b1",
            "bc57e57b19f171fd76c3dc48dd513e20d5aaa8d8a5cbecd314f6cb6f5cca0632",
        ],
    );
}

#[test]
fn h10_header_values_are_trimmed() {
    let headers = [
        ("Content-Type", "application/json;charset=utf8"),
        ("My-header1", "    a   b   c  "),
        ("My-Header2", "    \"x   y   "),
    ];
    let added = SignedHeaders::standard_with(["My-header1", "my-header2"], [""; 0]);
    let signer = signer(GUIDE_KEY).with_signed_headers(added.expect("a choice"));
    let request = request("GET", RESOURCE).with_headers(&headers);
    let stages = sign(&signer, &request, TIME, &[]);
    holds(
        &stages,
        GUIDE_KEY.0,
        [
            "GET\n/v1/resource/\n\ncontent-type:application/json;charset=utf8\n\
             host:service.region.example.com\nmy-header1:a   b   c\nmy-header2:\"x   y\n\
             x-sdk-date:20191115T033655Z\n\n\
             content-type;host;my-header1;my-header2;x-sdk-date\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "e4d91ee62c1ff45eb1cab5cd046f1ba942323c0fcde2e1ef3cdc36585bddaab6",
            "f2ec5afe3d610f553734936af1463924f5a6f83a2e5d1a247ebd3621a8e34e8c",
        ],
    );
}

#[test]
fn h11_repeated_underscored_and_empty_headers() {
    let headers = [("X-Tag", "b"), ("x-tag", "a"), ("X_Under", "v"), ("X-Empty", "")];
    let request = request("GET", RESOURCE).with_headers(&headers);
    let stages = sign(&signer(SDK_KEY), &request, TIME, &[]);
    holds(
        &stages,
        SDK_KEY.0,
        [
            "GET\n/v1/resource/\n\nhost:service.region.example.com\nx-empty:\n\
             x-sdk-date:20191115T033655Z\nx-tag:a\nx-tag:b\n\n\
             host;x-empty;x-sdk-date;x-tag\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "a88fffda13ee67c454f7a301abce11737b5eb4e05cec05de9ad25dbe6cc8c6bb",
            "02c93000d3ce785154bbc7b9cc72bef7a54be92b20b5e8080ae42f5a89731511",
        ],
    );
}

/// A GET with a JSON content type: path and query are what matters.
#[track_caller]
fn get(url: &str, path: &str, query: &str, canonical_hash: &str, signature: &str) -> Stages {
    let request = request("GET", url).with_headers(&JSON);
    let stages = sign(&signer(GUIDE_KEY), &request, TIME, &[]);
    let canonical_request = format!(
        "GET\n{path}\n{query}\ncontent-type:application/json\n\
         host:service.region.example.com\nx-sdk-date:20191115T033655Z\n\n\
         content-type;host;x-sdk-date\n\
         e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    holds(&stages, GUIDE_KEY.0, [&canonical_request, canonical_hash, signature]);
    stages
}

#[test]
fn h12_sorted_by_decoded_key() {
    get(
        &format!("{RESOURCE}?a%5B0%5D=x&aB=y&a=z"),
        "/v1/resource/",
        "a=z&aB=y&a%5B0%5D=x",
        "8cd66a8fb30932a3ed1f621d0e80e542f8d1e8cf71e7c301b495a14797a804b1",
        "423c9518558160c31eb104efd28b93ef051a076fca4b03acb758b892a3af9c2a",
    );
}

#[test]
fn h13_path_is_encoded() {
    let url = format!("{HOST}/a:b@c!$&'()*,;=");
    let stages = get(
        &url,
        "/a%3Ab%40c%21%24%26%27%28%29%2A%2C%3B%3D/",
        "",
        "21db7937e522d2ada6a6d9af1529252483eec7ac205fca2486403df76493f721",
        "f73bc4ff32ad37c24c1530ef7c81d2cfc1afdca1e8476842faa12f62e62521c9",
    );
    assert_eq!(stages.url(), url);
}

#[test]
fn h14_plus_and_fragment() {
    let url = format!("{RESOURCE}?q=a+b%2Bc%25d%26e%3Df%2Fg%3Fh%23i");
    let stages = get(
        &format!("{url}#frag"),
        "/v1/resource/",
        "q=a%20b%2Bc%25d%26e%3Df%2Fg%3Fh%23i",
        "dfede426920ffc21922cf59dcbb965aa2f8d683a81010707cdaa028ebc03a157",
        "b9bd3b724857ad667dd4e3f79ab3f74d240e0c22b7ae1c7776d8f8cad49ead3d",
    );
    assert_eq!(stages.url(), url);
}
