//! Whatever arrives: no verifier panics, and none accepts what nobody signed.

use std::sync::Arc;

use polysign::iflytek::{AccessKeyApi, Dialect};
use polysign::verify::{TimeUnit, Verifier};
use polysign::{Request, baidu, huawei, iflytek, tencent, zego};
use proptest::prelude::*;

use super::arrived::remembering;

/// All fields that the verifiers read, in the query or in headers, and some that they do not.
const NAMES: &[&str] = &[
    "AppId", "SignatureNonce", "Timestamp", "Signature", "SignatureVersion", "appkey", "requestid",
    "timestamp", "signature", "%73ignature", "appid", "appId", "ts", "signa", "X-App-Key",
    "X-Timestamp", "X-App-Signature", "Authorization", "X-Bce-Signature", "x-bce-date",
    "x-bce-security-token", "X-Sdk-Date", "x-sdk-content-sha256", "x-security-token", "secret",
    "time_stamp", "hwSecret", "hwTime", "x-hw-mss-secret", "x-hw-mss-time", "Host", "Content-Type",
    "",
];

/// Of the right form for one of the fields, or nearly.
const VALUES: &[&str] = &[
    "12345",
    "012345",
    "4294967296",
    "1700000000",
    "-1",
    "9223372036854775808",
    "253402300799",
    "20231114T221320Z",
    "2023-11-14T22:13:20Z",
    "20231399T256199Z",
    "69296490",
    "19ac9b0d280",
    "acd033c77d59f0a641f79c1fdabd883d97a8ccad4bba580c24d3270fd824faa7",
    "2.0",
    "4fd24687296dd9f3",
    "43e5cfcca828314675f91b001390566a",
    "BfWuaC9kmaicCggXc693uK%2BsZQ8qe88O4HVQNTdwZuo%3D",
    "BfWuaC9kmaicCggXc693uK+sZQ8qe88O4HVQNTdwZuo=",
    "IrrzsJeOFk1NGfJHW6SkHUoN9CU=",
    "IrrzsJeOFk1NGfJHW6SkHUoN9CU%3D",
    "====",
    "%FF%00%26%3D",
    "UNSIGNED-PAYLOAD",
    "SDK-HMAC-SHA256 Access=k, SignedHeaders=host;x-sdk-date, \
     Signature=0000000000000000000000000000000000000000000000000000000000000000",
    "SDK-HMAC-SHA256 Access=,SignedHeaders=,Signature=",
    "bce-auth-v1/k/2023-11-14T22:13:20Z/1800/host/\
     0000000000000000000000000000000000000000000000000000000000000000",
    "bce-auth-v1%2Fk%2F2023-11-14T22%3A13%3A20Z%2F-1%2F%2F",
    "bce-auth-v1//////",
    "",
];

/// A name or a value, in the query or in a header.
fn text(known: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        9 => prop::sample::select(known).prop_map(str::to_owned),
        1 => "[a-zA-Z0-9%+=;/ .-]{0,12}",
    ]
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec((text(NAMES), text(VALUES)), 0..8)
}

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![Just(1_700_000_000), any::<i64>()]
}

/// Each knows every id, with a secret that nobody signed with.
fn verifiers() -> Vec<Box<dyn Verifier>> {
    const SECRET: &str = "of which nobody knows";
    let huawei = huawei::VerifyingAccessKey::new(huawei::AccessKey::new("k", SECRET).unwrap());
    let baidu = baidu::VerifyingAccessKey::new(baidu::AccessKey::new("k", SECRET).unwrap());
    let tencent = tencent::VerifyingAppKey::new(tencent::AppKey::new("k", SECRET).unwrap());
    let zego = zego::VerifyingServerSecret::new(zego::ServerSecret::new(1, SECRET).unwrap());
    let iflytek = iflytek::VerifyingAppSecret::new(iflytek::AppSecret::new("k", SECRET).unwrap());
    let iflytek = Arc::new(iflytek);
    let mut all: Vec<Box<dyn Verifier>> = vec![
        Box::new(huawei::SdkHmacSha256Verifier::new(always(huawei)).with_policy(remembering())),
        Box::new(baidu::BceAuthV1Verifier::new(always(baidu)).with_policy(remembering())),
        Box::new(tencent::IvhApaasVerifier::new(always(tencent)).with_policy(remembering())),
        Box::new(zego::ServerApiV2Verifier::new(always(zego)).with_policy(remembering())),
    ];
    for form in [huawei::CallbackForm::Task, huawei::CallbackForm::Live] {
        let key = huawei::CallbackKey::new(form, SECRET, "https://example.com/").unwrap();
        all.push(Box::new(huawei::MssCallbackVerifier::new(key).with_policy(remembering())));
    }
    let key = huawei::CallbackKey::custom_platform(SECRET).unwrap();
    all.push(Box::new(huawei::MssCallbackVerifier::new(key)));
    let app = baidu::VerifyingXilingApp::new(baidu::XilingApp::new("k", SECRET).unwrap());
    all.push(Box::new(baidu::XilingVerifier::new(always(app), Default::default())));
    let api_key = || iflytek::VerifyingApiKey::new(iflytek::ApiKey::new("k", SECRET).unwrap());
    all.push(Box::new(iflytek::HmacUrlVerifier::new(always(api_key()))));
    all.push(Box::new(iflytek::HttpDigestVerifier::new(always(api_key()))));
    for api in [AccessKeyApi::Compliance, AccessKeyApi::IfasrLlm] {
        all.push(Box::new(iflytek::AccessKeyVerifier::new(always(api_key()), api)));
    }
    for dialect in [
        Dialect::AbcPenHeaders,
        Dialect::AbcPenQuery,
        Dialect::Rtasr,
        Dialect::LfasrV2,
        Dialect::AiPptV2,
    ] {
        let key = Arc::clone(&iflytek);
        let lookup = move |_: &str| Some(Arc::clone(&key));
        all.push(Box::new(iflytek::SignaVerifier::new(lookup, dialect)));
    }
    all
}

fn always<K: Send + Sync + 'static>(key: K) -> impl Fn(&str) -> Option<Arc<K>> + Send + Sync {
    let key = Arc::new(key);
    move |_| Some(Arc::clone(&key))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_nobody_signed_is_rejected(
        method in prop::sample::select(&["GET", "POST", "get", "PUT"][..]),
        query in pairs(),
        headers in pairs(),
        body in prop::option::of("[a-z{}]{0,4}"),
        now in time(),
    ) {
        let query = query.iter().map(|(name, value)| format!("{name}={value}"));
        let target = format!("/v1?{}", query.collect::<Vec<_>>().join("&"));
        if let Ok(request) = Request::from_parts(method, "https", "example.com", &target) {
            let mut request = request.with_headers(&headers);
            if let Some(body) = &body {
                request = request.with_body(body);
            }
            for verifier in verifiers() {
                let result = verifier.verify(&request, now.into());
                prop_assert!(result.is_err(), "{:?} accepts {:?}", verifier, request);
            }
        }
    }

    #[test]
    fn what_no_callback_server_signed_is_rejected(
        signature in text(VALUES),
        timestamp in text(VALUES),
        nonce in any::<String>(),
        now in time(),
    ) {
        let callback = zego::Callback::new(signature, timestamp, nonce);
        let verifier = zego::CallbackVerifier::new("of which nobody knows").unwrap();
        prop_assert!(verifier.verify(&callback, now).is_err());
        let verifier = verifier.with_time_unit(TimeUnit::Milliseconds);
        prop_assert!(verifier.verify(&callback, now).is_err());
    }
}
