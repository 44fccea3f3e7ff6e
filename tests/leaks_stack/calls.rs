//! Everything that is done with a secret, as calls without arguments.

use std::hint::black_box;
use std::sync::Arc;

use polysign::verify::{Policy, Verifier};
use polysign::{Context, Request, Signed, Signer, UnixTime, baidu, huawei, iflytek, tencent, zego};

use crate::common::drawn::{Secrets, signers};
use crate::common::schemes::rows;
use crate::common::verifiers::verifier_with;

pub(crate) type Call = Box<dyn FnMut()>;

const NOW: UnixTime = UnixTime::new(1_700_000_000);
pub(crate) const CONTEXT: Context<'static> = Context::new(NOW).with_random_nonce([7; 16]);
const HEADERS: [(&str, &str); 1] = [("content-type", "text/plain")];
const URL: &str = "https://api.example.com/v1/tasks?b=2&a=1%2B1";

pub(crate) fn request() -> Request<'static> {
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
fn verifying(name: &str, signer: &dyn Signer, verifier: Box<dyn Verifier>) -> (String, Call) {
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

fn add_verifying(secrets: &Secrets, all: &mut Vec<(String, Call)>) {
    for row in rows() {
        let drawn = secrets.of(row);
        let verifier = verifier_with(row, &drawn, Policy::new());
        all.push(verifying(row.name, &*row.signer(&drawn).unwrap(), verifier));
    }
    let key = || {
        let url = "https://example.com/";
        let secret = &secrets["huawei/secret_key"];
        huawei::CallbackKey::new(huawei::CallbackForm::LiveHead, secret, url).unwrap()
    };
    let (reading, unit) = (huawei::UrlReading::WithoutScheme, polysign::verify::TimeUnit::Seconds);
    let signer = huawei::MssCallback::new(key(), reading, unit).unwrap();
    let verifier = Box::new(huawei::MssCallbackVerifier::new(key()));
    all.push(verifying("mss callback", &signer, verifier));

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
    for row in rows() {
        let owned = |(field, secret): (&'static str, &str)| (field, secret.to_owned());
        let drawn: Vec<_> = secrets.of(row).into_iter().map(owned).collect();
        let call = move || {
            let drawn: Vec<_> = drawn.iter().map(|(field, secret)| (*field, &**secret)).collect();
            std::mem::forget(black_box(row.signer(&drawn).unwrap()));
        };
        all.push((format!("{}, making", row.name), Box::new(call)));
    }
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
    make!("zego key", "zego/server_secret", |text| {
        zego::VerifyingServerSecret::new(zego::ServerSecret::new(1, &text).unwrap())
    });
    make!("ivh key", "tencent/access_token", |text| {
        tencent::VerifyingAppKey::new(tencent::AppKey::new("k", &text).unwrap())
    });
    make!("tencent cloud key", "tencent/secret_key", |text| {
        tencent::VerifyingApiKey::new(tencent::ApiKey::new("k", &text).unwrap())
    });
    make!("bce key", "baidu/secret_access_key", |text| {
        baidu::VerifyingAccessKey::new(baidu::AccessKey::new("k", &text).unwrap())
    });
    make!("sdk key", "huawei/secret_key", |text| {
        huawei::VerifyingAccessKey::new(huawei::AccessKey::new("k", &text).unwrap())
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
    make!("xiling key", "baidu/app_key", |text| {
        baidu::VerifyingXilingApp::new(baidu::XilingApp::new("k", &text).unwrap())
    });
    make!("iflytek key", "iflytek/api_secret", |text| {
        iflytek::VerifyingApiKey::new(iflytek::ApiKey::new("k", &text).unwrap())
    });
    make!("signa key", "iflytek/secret", |text| {
        iflytek::VerifyingAppSecret::new(iflytek::AppSecret::new("k", &text).unwrap())
    });
}
