//! The explanation is what was signed: whoever fills its gaps computes the same signature from it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use polysign::explain::Text;
use polysign::{Context, Explanation, Payload, Request};
use proptest::prelude::*;
use sha1::Sha1;
use sha2::Sha256;

use crate::common::arbitrary::{wire_path, wire_query};
use crate::common::every_signer::{TIME, signer};
use crate::common::schemes::{Row, rows};

fn filled(text: Option<&Text>, row: &Row) -> Vec<u8> {
    let lookup = |name: &str| {
        let value = row.setting(name);
        Some(value.unwrap_or_else(|| panic!("nothing is known for the gap {name}")))
    };
    text.expect("the scheme has the stage").fill(lookup)
}

fn sha256_mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length is a key");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn sha1_mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("any length is a key");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

/// By the vendors' formulas, from the stages alone. `None` for a scheme that signs nothing.
fn recomputed(explanation: &Explanation, row: &Row) -> Option<String> {
    let filled = |text| filled(text, row);
    let string_to_sign = || filled(explanation.string_to_sign());
    let secret = |field| row.setting(field).expect(field).as_bytes();
    Some(match explanation.scheme().name() {
        "zego/server-api-v2" => hex::encode(Md5::digest(string_to_sign())),
        "tencent/ivh-apaas" => {
            STANDARD.encode(sha256_mac(secret("access_token"), &string_to_sign()))
        }
        "tencent/tc3-hmac-sha256" => {
            let string_to_sign = string_to_sign();
            let digest = hex::encode(Sha256::digest(filled(explanation.canonical_request())));
            assert!(string_to_sign.ends_with(digest.as_bytes()));
            let text = std::str::from_utf8(&string_to_sign).expect("ASCII");
            let scope = text.lines().nth(2).expect("a scope");
            let key = [b"TC3", secret("secret_key")].concat();
            let key = scope.split('/').fold(key, |key, part| sha256_mac(&key, part.as_bytes()));
            hex::encode(sha256_mac(&key, text.as_bytes()))
        }
        "tencent/speech-hmac-sha1" => {
            STANDARD.encode(sha1_mac(secret("secret_key"), &string_to_sign()))
        }
        "baidu/bce-auth-v1" => {
            let prefix = filled(explanation.stage("auth_string_prefix"));
            let signing_key = hex::encode(sha256_mac(secret("secret_access_key"), &prefix));
            let canonical_request = filled(explanation.canonical_request());
            hex::encode(sha256_mac(signing_key.as_bytes(), &canonical_request))
        }
        "huawei/sdk-hmac-sha256" => {
            let canonical_request = filled(explanation.canonical_request());
            let digest = hex::encode(Sha256::digest(canonical_request));
            assert!(string_to_sign().ends_with(digest.as_bytes()));
            hex::encode(sha256_mac(secret("secret_key"), &string_to_sign()))
        }
        "iflytek/hmac-url" | "iflytek/http-digest" => {
            STANDARD.encode(sha256_mac(secret("api_secret"), &string_to_sign()))
        }
        "iflytek/access-key" => STANDARD.encode(sha1_mac(secret("api_secret"), &string_to_sign())),
        "baidu/xiling" => hex::encode(sha256_mac(secret("app_key"), &string_to_sign())),
        "iflytek/signa" => {
            let base = hex::encode(Md5::digest(filled(explanation.stage("base_text"))));
            assert_eq!(string_to_sign(), base.as_bytes());
            STANDARD.encode(sha1_mac(secret("secret"), base.as_bytes()))
        }
        "huawei/auth-token" => return None,
        other => panic!("no formula for {other}"),
    })
}

/// The last line of Huawei's canonical request, from the body alone.
fn payload_hash(payload: Payload<'_>) -> String {
    match payload {
        Payload::Bytes(body) => hex::encode(Sha256::digest(body)),
        _ => "UNSIGNED-PAYLOAD".into(),
    }
}

proptest! {
    #[test]
    fn a_signature_follows_from_its_explanation(
        method in "GET|POST|DELETE",
        path in wire_path(),
        query in wire_query(),
        headers in prop::collection::vec(("(x-bce-|X-|)[a-z]{1,4}", "[ -~]{0,6}"), 0..4),
        body in prop::option::of("[ -~]{0,20}"),
        time in 0..4 * TIME,
        nonce in "[ -~]{1,16}",
    ) {
        let url = format!("https://H.example.com:8443{path}?{query}");
        let Ok(request) = Request::new(&method, &url) else {
            return Ok(());
        };
        let payload = match &body {
            Some(body) => Payload::Bytes(body.as_bytes()),
            None => Payload::Unsigned,
        };
        let request = request.with_headers(&headers).with_payload(payload);
        let context = Context::at(time).with_nonce(&nonce);
        for row in rows() {
            let (case, signer) = (row.name, signer(row.name));
            let Ok(explanation) = signer.explain(&request, &context) else {
                continue;
            };
            let signed = signer.sign_with(&request, &context).expect(case);
            let signature = signed.signature().map(str::to_owned);
            prop_assert_eq!(signature, recomputed(&explanation, row), "{}", case);
            if case == "huawei" {
                let canonical_request = filled(explanation.canonical_request(), row);
                prop_assert!(canonical_request.ends_with(payload_hash(payload).as_bytes()));
                prop_assert_eq!(explanation.covers().body(), body.is_some());
            }
        }
    }
}
