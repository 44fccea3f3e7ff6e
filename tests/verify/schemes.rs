//! The verifier of each scheme, by the scheme's name and the settings that its signer has.

use std::collections::BTreeMap;
use std::sync::Arc;

use polysign::iflytek::Dialect;
use polysign::verify::{Policy, Verifier};
use polysign::{Signer, baidu, huawei, iflytek, tencent, zego};

pub(crate) type Settings = BTreeMap<String, String>;

pub(crate) fn settings(pairs: &[(&str, &str)]) -> Settings {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    pairs.iter().map(owned).collect()
}

pub(crate) fn signer(scheme: &str, settings: &Settings) -> Box<dyn Signer> {
    polysign::signer(scheme, |key| settings.get(key).cloned())
        .unwrap_or_else(|error| panic!("{scheme}: {error}"))
}

/// A verifier that knows one key, that of `settings`.
pub(crate) fn verifier(scheme: &str, settings: &Settings, policy: Policy) -> Box<dyn Verifier> {
    let text = |key: &str| settings.get(key).map(String::as_str).unwrap_or_default();
    match scheme {
        "huawei/sdk-hmac-sha256" => {
            let credential = huawei::AccessKey::new(text("access_key"), text("secret_key"));
            let mut credential = credential.expect("a credential");
            if let Some(token) = settings.get("security_token") {
                credential = credential.with_security_token(token).expect("a token");
            }
            let key = huawei::VerifyingAccessKey::new(credential);
            let lookup = known(text("access_key"), key);
            Box::new(huawei::SdkHmacSha256Verifier::new(lookup).with_policy(policy))
        }
        "baidu/bce-auth-v1" => {
            let (id, secret) = (text("access_key_id"), text("secret_access_key"));
            let mut credential = baidu::AccessKey::new(id, secret).expect("a credential");
            if let Some(token) = settings.get("session_token") {
                credential = credential.with_session_token(token).expect("a token");
            }
            let key = baidu::VerifyingAccessKey::new(credential);
            Box::new(baidu::BceAuthV1Verifier::new(known(id, key)).with_policy(policy))
        }
        "tencent/ivh-apaas" => {
            let (id, token) = (text("appkey"), text("access_token"));
            let credential = tencent::AppKey::new(id, token).expect("a credential");
            let key = tencent::VerifyingAppKey::new(credential);
            Box::new(tencent::IvhApaasVerifier::new(known(id, key)).with_policy(policy))
        }
        "zego/server-api-v2" => {
            let number = text("app_id").parse().expect("a number");
            let credential = zego::ServerSecret::new(number, text("server_secret"));
            let key = zego::VerifyingServerSecret::new(credential.expect("a credential"));
            let lookup = known(text("app_id"), key);
            Box::new(zego::ServerApiV2Verifier::new(lookup).with_policy(policy))
        }
        "iflytek/signa" => {
            let (id, secret) = (text("app_id"), text("secret"));
            let credential = iflytek::AppSecret::new(id, secret).expect("a credential");
            let lookup = known(id, iflytek::VerifyingAppSecret::new(credential));
            let dialect = dialect(text("dialect"), text("placement"));
            Box::new(iflytek::SignaVerifier::new(lookup, dialect).with_policy(policy))
        }
        _ => panic!("no verifier of {scheme}"),
    }
}

fn dialect(name: &str, placement: &str) -> Dialect {
    match (name, placement) {
        ("abcpen", "header") => Dialect::AbcPenHeaders,
        ("abcpen", "query") => Dialect::AbcPenQuery,
        ("rtasr", _) => Dialect::Rtasr,
        ("lfasr-v2", _) => Dialect::LfasrV2,
        ("aippt-v2", _) => Dialect::AiPptV2,
        _ => panic!("no dialect {name} with placement {placement}"),
    }
}

/// A lookup that knows one key.
pub(crate) fn known<K: Send + Sync + 'static>(
    id: &str,
    key: K,
) -> impl Fn(&str) -> Option<Arc<K>> + Send + Sync + 'static {
    let (id, key) = (id.to_owned(), Arc::new(key));
    move |asked| (asked == id).then(|| Arc::clone(&key))
}
