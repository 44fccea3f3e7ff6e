//! The explanation is what was signed: whoever fills its gaps computes the same signature from it.

use polysign::{Context, Payload, Request};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::common::arbitrary::{wire_path, wire_query};
use crate::common::every_signer::{TIME, signer};
use crate::common::formulas::Filled;
use crate::common::schemes::{Explained, rows};

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
            let explained = Filled::new(&explanation, row, &[]);
            prop_assert_eq!(signature, explained.signature(), "{}", case);
            if case == "huawei" {
                let canonical_request = explained.stage("canonical_request");
                prop_assert!(canonical_request.ends_with(payload_hash(payload).as_bytes()));
                prop_assert_eq!(explanation.covers().body(), body.is_some());
            }
        }
    }
}
