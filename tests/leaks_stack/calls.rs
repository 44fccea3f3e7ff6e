//! Everything that is done with a secret, as calls without arguments.

use std::hint::black_box;
use std::sync::Arc;

use polysign::verify::Verifier;
use polysign::{Context, Request, Signed, Signer, UnixTime, baidu, huawei, iflytek, tencent, zego};

use crate::common::drawn::{Secrets, signers};

pub(crate) type Call = Box<dyn FnMut()>;

const NOW: UnixTime = UnixTime::new(1_700_000_000);
const CONTEXT: Context<'static> = Context::new(NOW).with_random_nonce([7; 16]);
const HEADERS: [(&str, &str); 1] = [("content-type", "text/plain")];
const URL: &str = "https://api.example.com/v1/tasks?b=2&a=1%2B1";
/// What Baidu's signing key is derived from, in these requests.
pub(crate) const BAIDU_PREFIXES: [&str; 3] = [
    "bce-auth-v1/public-ak/2023-11-14T22:13:20Z/1800",
    "bce-auth-v1/my_ak/2023-11-14T22:13:20Z/1800",
    "bce-auth-v1/my_ak/2023-11-14T22:13:20Z/600",
];

fn request() -> Request<'static> {
    Request::new("GET", URL).unwrap().with_headers(&HEADERS).with_body("")
}

pub(crate) fn all(secrets: &Secrets) -> Vec<(String, Call)> {
    let mut all = Vec::new();
    for (name, signer) in signers(secrets) {
        add_signing(name, signer, &mut all);
    }
    add_verifying(secrets, &mut all);
    add_making(secrets, &mut all);
    all
}

fn add_signing(name: &str, signer: Box<dyn Signer>, all: &mut Vec<(String, Call)>) {
    let signer: Arc<dyn Signer> = signer.into();
    let again = Arc::clone(&signer);
    let mut kept = Signed::new();
    all.push((
        format!("{name}, sign_into"),
        Box::new(move || again.sign_into(&request(), &CONTEXT, &mut kept).unwrap()),
    ));
    let again = Arc::clone(&signer);
    all.push((
        format!("{name}, sign_with"),
        Box::new(move || drop(black_box(again.sign_with(&request(), &CONTEXT).unwrap()))),
    ));
    all.push((
        format!("{name}, explain"),
        Box::new(move || drop(black_box(signer.explain(&request(), &CONTEXT).unwrap()))),
    ));
}

/// A request that `signer` signed, to be verified as often as is wanted.
fn verifying(
    name: &'static str,
    signer: impl Signer,
    verifier: impl Verifier + 'static,
) -> (String, Call) {
    let request = request();
    let signed = signer.sign_with(&request, &CONTEXT).unwrap();
    let url = signed.url(&request).unwrap().into_exposed();
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let headers = HEADERS.into_iter().chain(signed.headers());
    let headers: Vec<(String, String)> = headers.map(owned).collect();
    let call = move || {
        let request = Request::new("GET", &url).unwrap().with_headers(&headers).with_body("");
        drop(black_box(verifier.verify(&request, NOW).unwrap()));
    };
    (format!("{name}, verify"), Box::new(call))
}

fn known<K: Send + Sync + 'static>(key: K) -> impl Fn(&str) -> Option<Arc<K>> {
    let key = Arc::new(key);
    move |_| Some(Arc::clone(&key))
}

fn add_verifying(secrets: &Secrets, all: &mut Vec<(String, Call)>) {
    let credential =
        || zego::ServerSecret::new(4_000_000_000, &secrets["zego/server_secret"]).unwrap();
    let lookup = known(zego::VerifyingServerSecret::new(credential()));
    let verifier = zego::ServerApiV2Verifier::new(lookup);
    all.push(verifying("zego", zego::ServerApiV2::new(credential()), verifier));

    let credential =
        || tencent::AppKey::new("public-appkey", &secrets["tencent/access_token"]).unwrap();
    let lookup = known(tencent::VerifyingAppKey::new(credential()));
    let verifier = tencent::IvhApaasVerifier::new(lookup);
    all.push(verifying("ivh", tencent::IvhApaas::new(credential()), verifier));

    let credential = || {
        let credential = tencent::ApiKey::new("public-id", &secrets["tencent/secret_key"]).unwrap();
        let credential = credential.with_token(&secrets["tencent/token"]).unwrap();
        credential.with_app_id("1").unwrap()
    };
    let api = tencent::SpeechApi::AsrV2;
    let lookup = known(tencent::VerifyingApiKey::new(credential()));
    let verifier = tencent::SpeechHmacSha1Verifier::new(lookup, api);
    let verifier = verifier.allow_ambiguous_parameters();
    let signer = tencent::SpeechHmacSha1::new(credential(), api).unwrap();
    all.push(verifying("speech", signer, verifier));
    let lookup = known(tencent::VerifyingApiKey::new(credential()));
    let verifier = tencent::Tc3HmacSha256Verifier::new(lookup, "cvm");
    let signer = tencent::Tc3HmacSha256::new(credential(), "cvm").unwrap();
    all.push(verifying("tc3", signer, verifier));

    let credential = || {
        let credential =
            baidu::AccessKey::new("public-ak", &secrets["baidu/secret_access_key"]).unwrap();
        credential.with_session_token(&secrets["baidu/session_token"]).unwrap()
    };
    let lookup = known(baidu::VerifyingAccessKey::new(credential()));
    let verifier = baidu::BceAuthV1Verifier::new(lookup);
    all.push(verifying("bce", baidu::BceAuthV1::new(credential()), verifier));

    let credential = || {
        let credential =
            huawei::AccessKey::new("public-ak", &secrets["huawei/secret_key"]).unwrap();
        credential.with_security_token(&secrets["huawei/security_token"]).unwrap()
    };
    let lookup = known(huawei::VerifyingAccessKey::new(credential()));
    let verifier = huawei::SdkHmacSha256Verifier::new(lookup);
    all.push(verifying("sdk", huawei::SdkHmacSha256::new(credential()), verifier));

    let token = || huawei::Token::new(&secrets["huawei/token"]).unwrap();
    let verifier = huawei::AuthTokenVerifier::new(known(token()));
    all.push(verifying("auth token", huawei::AuthToken::new(token()), verifier));

    let app = || baidu::XilingApp::new("public-app", &secrets["baidu/app_key"]).unwrap();
    let lookup = known(baidu::VerifyingXilingApp::new(app()));
    let verifier = baidu::XilingVerifier::new(lookup, baidu::XilingPlacement::Header);
    all.push(verifying("xiling", baidu::Xiling::new(app()), verifier));

    let credential = || {
        let credential =
            iflytek::ApiKey::new("public-key", &secrets["iflytek/api_secret"]).unwrap();
        credential.with_app_id("public-app").unwrap()
    };
    let lookup = || known(iflytek::VerifyingApiKey::new(credential()));
    let verifier = iflytek::HmacUrlVerifier::new(lookup());
    all.push(verifying("hmac url", iflytek::HmacUrl::new(credential()), verifier));
    let verifier = iflytek::HttpDigestVerifier::new(lookup());
    all.push(verifying("digest", iflytek::HttpDigest::new(credential()), verifier));
    let api = iflytek::AccessKeyApi::IfasrLlm;
    let verifier = iflytek::AccessKeyVerifier::new(lookup(), api);
    let signer = iflytek::AccessKeyHmacSha1::new(credential(), api).unwrap();
    all.push(verifying("accessKeyId", signer, verifier));

    let credential = || iflytek::AppSecret::new("public-app", &secrets["iflytek/secret"]).unwrap();
    let dialect = iflytek::Dialect::AbcPenHeaders;
    let lookup = known(iflytek::VerifyingAppSecret::new(credential()));
    let verifier = iflytek::SignaVerifier::new(lookup, dialect);
    let signer = iflytek::Signa::new(credential(), dialect).unwrap();
    all.push(verifying("signa", signer, verifier));

    let key = || {
        let url = "https://example.com/";
        huawei::CallbackKey::new(huawei::CallbackForm::LiveHead, &secrets["huawei/secret_key"], url)
            .unwrap()
    };
    let (reading, unit) = (huawei::UrlReading::WithoutScheme, polysign::verify::TimeUnit::Seconds);
    let signer = huawei::MssCallback::new(key(), reading, unit).unwrap();
    all.push(verifying("mss callback", signer, huawei::MssCallbackVerifier::new(key())));

    all.push(("zego, callback".to_owned(), callback(secrets)));
}

fn callback(secrets: &Secrets) -> Call {
    use sha1::{Digest, Sha1};
    let mut parts = [&*secrets["zego/server_secret"], "1700000000", "123412"];
    parts.sort_unstable();
    let signature = hex::encode(Sha1::digest(parts.concat()));
    let verifier = zego::CallbackVerifier::new(&secrets["zego/server_secret"]).unwrap();
    Box::new(move || {
        let callback = zego::Callback::new(signature.as_str(), "1700000000", "123412");
        verifier.verify(&callback, NOW).unwrap();
    })
}

/// Signers, keys and what else is made from a secret, and is kept: in a box, as users keep them.
fn add_making(secrets: &Secrets, all: &mut Vec<(String, Call)>) {
    macro_rules! make {
        ($name:literal, $secret:literal, |$text:ident| $made:expr) => {{
            let $text = secrets[$secret].clone();
            let call = move || {
                let made = $made;
                std::mem::forget(black_box(Box::new(made)));
            };
            all.push((concat!($name, ", making").to_owned(), Box::new(call)));
        }};
    }
    make!("zego", "zego/server_secret", |text| {
        zego::ServerApiV2::new(zego::ServerSecret::new(1, &text).unwrap())
    });
    make!("zego key", "zego/server_secret", |text| {
        zego::VerifyingServerSecret::new(zego::ServerSecret::new(1, &text).unwrap())
    });
    make!("ivh", "tencent/access_token", |text| {
        tencent::IvhApaas::new(tencent::AppKey::new("k", &text).unwrap())
    });
    make!("ivh key", "tencent/access_token", |text| {
        tencent::VerifyingAppKey::new(tencent::AppKey::new("k", &text).unwrap())
    });
    make!("tc3", "tencent/secret_key", |text| {
        let credential = tencent::ApiKey::new("k", &text).unwrap();
        tencent::Tc3HmacSha256::new(credential, "cvm").unwrap()
    });
    make!("speech", "tencent/secret_key", |text| {
        let credential = tencent::ApiKey::new("k", &text).unwrap().with_app_id("1").unwrap();
        tencent::SpeechHmacSha1::new(credential, tencent::SpeechApi::VcStream).unwrap()
    });
    make!("tencent cloud key", "tencent/secret_key", |text| {
        tencent::VerifyingApiKey::new(tencent::ApiKey::new("k", &text).unwrap())
    });
    make!("bce", "baidu/secret_access_key", |text| {
        baidu::BceAuthV1::new(baidu::AccessKey::new("k", &text).unwrap())
    });
    make!("bce key", "baidu/secret_access_key", |text| {
        baidu::VerifyingAccessKey::new(baidu::AccessKey::new("k", &text).unwrap())
    });
    make!("sdk", "huawei/secret_key", |text| {
        huawei::SdkHmacSha256::new(huawei::AccessKey::new("k", &text).unwrap())
    });
    make!("sdk key", "huawei/secret_key", |text| {
        huawei::VerifyingAccessKey::new(huawei::AccessKey::new("k", &text).unwrap())
    });
    make!("auth token", "huawei/token", |text| {
        huawei::AuthToken::new(huawei::Token::new(&text).unwrap())
    });
    make!("auth token id", "huawei/token", |text| {
        huawei::AuthTokenVerifier::key_id(&huawei::Token::new(&text).unwrap())
    });
    make!("login", "huawei/token", |text| {
        huawei::PasswordLogin::new("u", &text, "d").unwrap().body()
    });
    make!("callback key", "huawei/secret_key", |text| {
        huawei::CallbackKey::custom_platform(text.as_str()).unwrap()
    });
    make!("xiling", "baidu/app_key", |text| {
        baidu::Xiling::new(baidu::XilingApp::new("k", &text).unwrap())
    });
    make!("xiling key", "baidu/app_key", |text| {
        baidu::VerifyingXilingApp::new(baidu::XilingApp::new("k", &text).unwrap())
    });
    make!("hmac url", "iflytek/api_secret", |text| {
        iflytek::HmacUrl::new(iflytek::ApiKey::new("k", &text).unwrap())
    });
    make!("digest", "iflytek/api_secret", |text| {
        iflytek::HttpDigest::new(iflytek::ApiKey::new("k", &text).unwrap())
    });
    make!("accessKeyId", "iflytek/api_secret", |text| {
        let credential = iflytek::ApiKey::new("k", &text).unwrap().with_app_id("a").unwrap();
        iflytek::AccessKeyHmacSha1::new(credential, iflytek::AccessKeyApi::RtasrLlm).unwrap()
    });
    make!("iflytek key", "iflytek/api_secret", |text| {
        iflytek::VerifyingApiKey::new(iflytek::ApiKey::new("k", &text).unwrap())
    });
    make!("signa", "iflytek/secret", |text| {
        let credential = iflytek::AppSecret::new("k", &text).unwrap();
        iflytek::Signa::new(credential, iflytek::Dialect::AbcPenHeaders).unwrap()
    });
    make!("signa key", "iflytek/secret", |text| {
        iflytek::VerifyingAppSecret::new(iflytek::AppSecret::new("k", &text).unwrap())
    });
    make!("by name", "huawei/secret_key", |text| {
        let lookup = |name: &str| match name {
            "access_key" => Some("k".to_owned()),
            "secret_key" => Some(text.clone()),
            _ => None,
        };
        polysign::signer("huawei/sdk-hmac-sha256", lookup).unwrap()
    });
}
