//! The worked examples, tables and rulings of Huawei Cloud's `SDK-HMAC-SHA256` and `X-Auth-Token`,
//! after the "API Request Signing Guide", the MetaStudio API reference and the vendor's unit tests.
#![cfg(feature = "huawei")]

mod canonical;
mod environment;
mod guide;
mod identity;
mod options;
mod payload;
mod table;
mod token;

use crate::common::stages::Stages;
use polysign::Request;
use polysign::huawei::{AccessKey, SdkHmacSha256};

/// 20191115T033655Z
const TIME: i64 = 1573789015;
const HOST: &str = "https://service.region.example.com";
const RESOURCE: &str = "https://service.region.example.com/v1/resource";
const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const JSON: [(&str, &str); 1] = [("Content-Type", "application/json")];

/// The key of the Guide's example.
const GUIDE_KEY: (&str, &str) =
    ("QTWAOYTTINDUT2QVKYUC", "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc");
/// The key of the unit tests of the vendor's SDKs.
const SDK_KEY: (&str, &str) = ("AccessKey", "SecretKey");

fn credential((access_key, secret_key): (&str, &str)) -> AccessKey {
    AccessKey::new(access_key, secret_key).expect("a credential")
}

fn signer(key: (&str, &str)) -> SdkHmacSha256 {
    SdkHmacSha256::new(credential(key))
}

fn request<'a>(method: &'a str, url: &'a str) -> Request<'a> {
    Request::new(method, url).expect(url)
}

/// What an example gives for each stage.
struct Expected<'a> {
    canonical_request: &'a str,
    canonical_hash: &'a str,
    signature: &'a str,
}

/// Compares each stage on its own; the list of signed headers is the last but one line of the
/// canonical request.
#[track_caller]
fn holds(stages: &Stages, access_key: &str, date: &str, expected: &Expected<'_>) {
    let list = expected.canonical_request.lines().nth_back(1).expect("a list");
    assert_eq!(stages.canonical_request, expected.canonical_request);
    assert_eq!(stages.signed_headers, list);
    assert_eq!(
        stages.string_to_sign,
        format!("SDK-HMAC-SHA256\n{date}\n{}", expected.canonical_hash)
    );
    assert_eq!(stages.signature, expected.signature);
    assert_eq!(stages.header("x-sdk-date"), date);
    assert_eq!(
        stages.header("authorization"),
        format!(
            "SDK-HMAC-SHA256 Access={access_key}, SignedHeaders={list}, Signature={}",
            expected.signature
        )
    );
    assert!(stages.query.is_empty(), "nothing goes into the query");
}
