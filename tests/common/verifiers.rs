//! The verifier of each scheme, by the scheme's name and the settings that its signer has.

use std::collections::BTreeMap;
use std::sync::Arc;

use polysign::Signer;
use polysign::verify::{Policy, Verifier};

use super::schemes::Row;

pub(crate) type Settings = BTreeMap<String, String>;

pub(crate) fn settings(pairs: &[(&str, &str)]) -> Settings {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    pairs.iter().map(owned).collect()
}

pub(crate) fn signer(scheme: &str, settings: &Settings) -> Box<dyn Signer> {
    polysign::signer(scheme, |key| settings.get(key).cloned())
        .unwrap_or_else(|error| panic!("{scheme}: {error}"))
}

/// The verifier for what a row's signer signs.
pub(crate) fn verifier_of(row: &Row, policy: Policy) -> Box<dyn Verifier> {
    verifier_with(row, &[], policy)
}

/// The same where `more` replaces settings of the row.
pub(crate) fn verifier_with(row: &Row, more: &[(&str, &str)], policy: Policy) -> Box<dyn Verifier> {
    let mut settings: Settings = settings(row.credential);
    settings.extend(self::settings(row.options));
    settings.extend(self::settings(more));
    // Some rows have `&` in their ids.
    settings.insert("allow_ambiguous_parameters".into(), "true".into());
    verifier(row.scheme, &settings, policy)
}

/// A verifier that knows one key, that of `settings`.
pub(crate) fn verifier(scheme: &str, settings: &Settings, policy: Policy) -> Box<dyn Verifier> {
    let policy = match settings.get("allow_ambiguous_parameters").map(String::as_str) {
        Some("true") => policy.allow_ambiguous_parameters(),
        _ => policy,
    };
    match scheme {
        #[cfg(feature = "huawei")]
        "huawei/sdk-hmac-sha256" => huawei(settings, policy),
        #[cfg(feature = "huawei")]
        "huawei/auth-token" => huawei_token(settings),
        #[cfg(feature = "baidu")]
        "baidu/bce-auth-v1" => baidu(settings, policy),
        #[cfg(feature = "baidu")]
        "baidu/xiling" => xiling(settings, policy),
        #[cfg(feature = "tencent")]
        "tencent/ivh-apaas" => tencent(settings, policy),
        #[cfg(feature = "tencent")]
        "tencent/tc3-hmac-sha256" => tc3(settings, policy),
        #[cfg(feature = "tencent")]
        "tencent/speech-hmac-sha1" => speech(settings, policy),
        #[cfg(feature = "zego")]
        "zego/server-api-v2" => zego(settings, policy),
        #[cfg(feature = "iflytek")]
        "iflytek/hmac-url" => {
            let verifier = polysign::iflytek::HmacUrlVerifier::new(iflytek_key(settings));
            Box::new(verifier.with_policy(policy))
        }
        #[cfg(feature = "iflytek")]
        "iflytek/http-digest" => {
            let verifier = polysign::iflytek::HttpDigestVerifier::new(iflytek_key(settings));
            Box::new(verifier.with_policy(policy))
        }
        #[cfg(feature = "iflytek")]
        "iflytek/access-key" => {
            let api = text(settings, "api").parse().expect("a product");
            let verifier = polysign::iflytek::AccessKeyVerifier::new(iflytek_key(settings), api);
            Box::new(verifier.with_policy(policy))
        }
        #[cfg(feature = "iflytek")]
        "iflytek/signa" => iflytek(settings, policy),
        _ => panic!("no verifier of {scheme}, {policy:?}, {settings:?}"),
    }
}

/// Accepts what a signature does not distinguish.
pub(crate) fn lenient() -> Policy {
    Policy::new()
        .allow_escaped_slashes()
        .allow_trailing_slash()
        .allow_any_order()
        .allow_uncovered_overrides()
        .allow_any_expiry()
}

fn text<'s>(settings: &'s Settings, key: &str) -> &'s str {
    settings.get(key).map(String::as_str).unwrap_or_default()
}

#[cfg(feature = "huawei")]
fn huawei(settings: &Settings, policy: Policy) -> Box<dyn Verifier> {
    use polysign::huawei::{AccessKey, SdkHmacSha256Verifier, VerifyingAccessKey};

    let id = text(settings, "access_key");
    let mut credential = AccessKey::new(id, text(settings, "secret_key")).expect("a credential");
    if let Some(token) = settings.get("security_token") {
        credential = credential.with_security_token(token).expect("a token");
    }
    let lookup = known(id, VerifyingAccessKey::new(credential));
    Box::new(SdkHmacSha256Verifier::new(lookup).with_policy(policy))
}

#[cfg(feature = "huawei")]
fn huawei_token(settings: &Settings) -> Box<dyn Verifier> {
    use polysign::huawei::{AuthTokenVerifier, Token};

    let token = Arc::new(Token::new(text(settings, "token")).expect("a token"));
    let lookup = move |_: &_| Some(Arc::clone(&token));
    Box::new(AuthTokenVerifier::new(lookup))
}

#[cfg(feature = "baidu")]
fn baidu(settings: &Settings, policy: Policy) -> Box<dyn Verifier> {
    use polysign::baidu::{AccessKey, BceAuthV1Verifier, VerifyingAccessKey};

    let id = text(settings, "access_key_id");
    let credential = AccessKey::new(id, text(settings, "secret_access_key"));
    let mut credential = credential.expect("a credential");
    if let Some(token) = settings.get("session_token") {
        credential = credential.with_session_token(token).expect("a token");
    }
    let lookup = known(id, VerifyingAccessKey::new(credential));
    Box::new(BceAuthV1Verifier::new(lookup).with_policy(policy))
}

#[cfg(feature = "baidu")]
fn xiling(settings: &Settings, policy: Policy) -> Box<dyn Verifier> {
    use polysign::baidu::{VerifyingXilingApp, XilingApp, XilingPlacement, XilingVerifier};

    let id = text(settings, "app_id");
    let app = XilingApp::new(id, text(settings, "app_key")).expect("a credential");
    let placement = match text(settings, "placement") {
        "query" => XilingPlacement::Query,
        _ => XilingPlacement::Header,
    };
    let lookup = known(id, VerifyingXilingApp::new(app));
    Box::new(XilingVerifier::new(lookup, placement).with_policy(policy))
}

#[cfg(feature = "tencent")]
fn tencent(settings: &Settings, policy: Policy) -> Box<dyn Verifier> {
    use polysign::tencent::{AppKey, IvhApaasVerifier, VerifyingAppKey};

    let id = text(settings, "appkey");
    let credential = AppKey::new(id, text(settings, "access_token")).expect("a credential");
    let lookup = known(id, VerifyingAppKey::new(credential));
    let verifier = IvhApaasVerifier::new(lookup).with_policy(policy);
    Box::new(verifier)
}

#[cfg(feature = "tencent")]
fn api_key(settings: &Settings) -> polysign::tencent::VerifyingApiKey {
    use polysign::tencent::{ApiKey, VerifyingApiKey};

    let credential = ApiKey::new(text(settings, "secret_id"), text(settings, "secret_key"));
    let mut credential = credential.expect("a credential");
    if let Some(token) = settings.get("token") {
        credential = credential.with_token(token).expect("a token");
    }
    VerifyingApiKey::new(credential)
}

#[cfg(feature = "tencent")]
fn tc3(settings: &Settings, policy: Policy) -> Box<dyn Verifier> {
    use polysign::tencent::Tc3HmacSha256Verifier;

    let lookup = known(text(settings, "secret_id"), api_key(settings));
    let verifier = Tc3HmacSha256Verifier::new(lookup, text(settings, "service"));
    Box::new(verifier.with_policy(policy))
}

#[cfg(feature = "tencent")]
fn speech(settings: &Settings, policy: Policy) -> Box<dyn Verifier> {
    use polysign::tencent::SpeechHmacSha1Verifier;

    let lookup = known(text(settings, "secret_id"), api_key(settings));
    let api = text(settings, "api").parse().expect("a service");
    let verifier = SpeechHmacSha1Verifier::new(lookup, api).with_policy(policy);
    Box::new(verifier)
}

#[cfg(feature = "zego")]
fn zego(settings: &Settings, policy: Policy) -> Box<dyn Verifier> {
    use polysign::zego::{ServerApiV2Verifier, ServerSecret, VerifyingServerSecret};

    let id = text(settings, "app_id");
    let number = id.parse().expect("a number");
    let secret = ServerSecret::new(number, text(settings, "server_secret"));
    let lookup = known(id, VerifyingServerSecret::new(secret.expect("a credential")));
    Box::new(ServerApiV2Verifier::new(lookup).with_policy(policy))
}

#[cfg(feature = "iflytek")]
fn iflytek_key(
    settings: &Settings,
) -> impl Fn(&str) -> Option<Arc<polysign::iflytek::VerifyingApiKey>> + Send + Sync + 'static {
    use polysign::iflytek::{ApiKey, VerifyingApiKey};

    let id = text(settings, "api_key");
    let credential = ApiKey::new(id, text(settings, "api_secret")).expect("a credential");
    known(id, VerifyingApiKey::new(credential))
}

/// The dialects of `signa` by name and placement.
#[cfg(feature = "iflytek")]
pub(crate) const DIALECTS: [(&str, &str, polysign::iflytek::Dialect); 5] = {
    use polysign::iflytek::Dialect;
    [
        ("abcpen", "header", Dialect::AbcPenHeaders),
        ("abcpen", "query", Dialect::AbcPenQuery),
        ("rtasr", "query", Dialect::Rtasr),
        ("lfasr-v2", "query", Dialect::LfasrV2),
        ("aippt-v2", "header", Dialect::AiPptV2),
    ]
};

#[cfg(feature = "iflytek")]
fn iflytek(settings: &Settings, policy: Policy) -> Box<dyn Verifier> {
    use polysign::iflytek::{AppSecret, SignaVerifier, VerifyingAppSecret};

    let named = (text(settings, "dialect"), text(settings, "placement"));
    // One dialect has two placements.
    let is_it = |(name, placement, _): &&(&str, &str, _)| {
        *name == named.0 && (*name != "abcpen" || *placement == named.1)
    };
    let dialect = DIALECTS.iter().find(is_it);
    let (_, _, dialect) = *dialect.unwrap_or_else(|| panic!("no dialect {named:?}"));
    let id = text(settings, "app_id");
    let credential = AppSecret::new(id, text(settings, "secret")).expect("a credential");
    let lookup = known(id, VerifyingAppSecret::new(credential));
    Box::new(SignaVerifier::new(lookup, dialect).with_policy(policy))
}

/// A lookup that knows one key.
pub(crate) fn known<K: Send + Sync + 'static>(
    id: &str,
    key: K,
) -> impl Fn(&str) -> Option<Arc<K>> + Send + Sync + 'static {
    let (id, key) = (id.to_owned(), Arc::new(key));
    move |asked| (asked == id).then(|| Arc::clone(&key))
}
