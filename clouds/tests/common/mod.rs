//! A verifier for the settings of a signer, for all suites that sign with these schemes.

use std::sync::Arc;

use polysign::verify::{Policy, Verifier};
use polysign_clouds::{aliyun, aws, volcengine};

/// The verifier of what a signer of `scheme` signs whose credential and options `setting` returns.
pub(crate) fn verifier(
    scheme: &str,
    setting: &dyn Fn(&str) -> Option<String>,
    policy: Policy,
) -> Box<dyn Verifier> {
    let text = |key: &str| setting(key).unwrap_or_default();
    let id = text("access_key_id");
    let (region, service) = (text("region"), text("service"));
    match scheme {
        "aws/sigv4" => {
            let mut key = aws::AccessKey::new(&*id, text("secret_access_key")).expect("a key");
            if let Some(token) = setting("session_token") {
                key = key.with_session_token(token).expect("a token");
            }
            let key = Arc::new(aws::VerifyingAccessKey::new(key));
            let lookup = move |other: &str| (other == id).then(|| Arc::clone(&key));
            let verifier = aws::SigV4Verifier::new(region, service, lookup);
            Box::new(verifier.expect("a scope").with_policy(policy))
        }
        "volcengine/hmac-sha256" => {
            let mut key =
                volcengine::AccessKey::new(&*id, text("secret_access_key")).expect("a key");
            if let Some(token) = setting("session_token") {
                key = key.with_session_token(token).expect("a token");
            }
            let key = Arc::new(volcengine::VerifyingAccessKey::new(key));
            let lookup = move |other: &str| (other == id).then(|| Arc::clone(&key));
            let verifier = volcengine::HmacSha256Verifier::new(region, service, lookup);
            Box::new(verifier.expect("a scope").with_policy(policy))
        }
        "aliyun/acs3-hmac-sha256" | "aliyun/rpc-hmac-sha1" => {
            let mut key = aliyun::AccessKey::new(&*id, text("access_key_secret")).expect("a key");
            if let Some(token) = setting("security_token") {
                key = key.with_security_token(token).expect("a token");
            }
            let key = Arc::new(aliyun::VerifyingAccessKey::new(key));
            let lookup = move |other: &str| (other == id).then(|| Arc::clone(&key));
            match scheme {
                "aliyun/rpc-hmac-sha1" => {
                    Box::new(aliyun::RpcHmacSha1Verifier::new(lookup).with_policy(policy))
                }
                _ => Box::new(aliyun::Acs3HmacSha256Verifier::new(lookup).with_policy(policy)),
            }
        }
        other => panic!("{other}: no verifier for this scheme"),
    }
}
