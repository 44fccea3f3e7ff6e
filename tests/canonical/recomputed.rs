//! The explanation is what was signed: whoever fills its gaps computes the same signature from it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use polysign::{Context, Explanation, Payload, Request};
use proptest::prelude::*;
use sha1::Sha1;
use sha2::Sha256;

use crate::common::arbitrary::{wire_path, wire_query};
use crate::common::every_signer::{TIME, signer};
use crate::common::schemes::{Explained, Row, Signature, rows};

/// An explanation and the row that signed. What stands in its gaps is what the row has.
struct Filled<'e> {
    explanation: &'e Explanation,
    row: &'static Row,
}

impl Explained for Filled<'_> {
    fn stage(&self, name: &str) -> Vec<u8> {
        let stage = self.explanation.stage(name);
        stage.unwrap_or_else(|| panic!("no {name}")).fill(|gap| Some(self.setting(gap)))
    }

    fn setting(&self, key: &str) -> &'static str {
        let value = self.row.setting(key);
        value.unwrap_or_else(|| panic!("{}: nothing is known of {key}", self.row.name))
    }

    fn md5(&self, text: &[u8]) -> Vec<u8> {
        Md5::digest(text).to_vec()
    }

    fn sha256(&self, text: &[u8]) -> Vec<u8> {
        Sha256::digest(text).to_vec()
    }

    fn hmac_sha1(&self, key: &[u8], text: &[u8]) -> Vec<u8> {
        let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("any length is a key");
        mac.update(text);
        mac.finalize().into_bytes().to_vec()
    }

    fn hmac_sha256(&self, key: &[u8], text: &[u8]) -> Vec<u8> {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length is a key");
        mac.update(text);
        mac.finalize().into_bytes().to_vec()
    }

    fn hex(&self, bytes: &[u8]) -> String {
        hex::encode(bytes)
    }
}

/// By the vendor's formula, from the stages alone. `None` for a scheme that signs nothing.
fn recomputed(explained: &Filled<'_>) -> Option<String> {
    match (explained.row.facts.formula)(explained) {
        Signature::Hex(bytes) => Some(hex::encode(bytes)),
        Signature::Base64(bytes) => Some(STANDARD.encode(bytes)),
        Signature::None => None,
    }
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
            let explained = Filled { explanation: &explanation, row };
            prop_assert_eq!(signature, recomputed(&explained), "{}", case);
            if case == "huawei" {
                let canonical_request = explained.stage("canonical_request");
                prop_assert!(canonical_request.ends_with(payload_hash(payload).as_bytes()));
                prop_assert_eq!(explanation.covers().body(), body.is_some());
            }
        }
    }
}
