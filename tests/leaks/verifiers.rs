//! Every verifier, with a secret in its keys, and all that it says of requests that it rejects.

use std::sync::Arc;

use polysign::verify::{Reason, Verifier};
use polysign::{Request, Signer, baidu, huawei, iflytek, tencent, zego};

use super::shown::Shown;
use super::values::{CONTEXT, OF_A_SIGNATURE, URL};
use crate::common::drawn::Secrets;
use crate::common::pieces::Pieces;
use crate::common::verifiers::DIALECTS;

const OTHER: &str = "another secret";

/// Signs with two secrets and shows the verifier of the first what the second signed: the right
/// signature is computed then, and is nowhere to be seen.
fn show_verifier<V: Verifier, S: Signer>(
    verifier: &V,
    (secret, signer_of): (&str, impl Fn(&str) -> S),
    shown: &mut Shown,
    pieces: &mut Pieces,
) {
    shown.debug(verifier);
    let own = [("content-type", "application/json")];
    let request = Request::new("POST", URL).unwrap().with_headers(&own).with_body("{}");
    for (secret, expected) in [(secret, None), (OTHER, Some(Reason::BadSignature))] {
        let signed = signer_of(secret).sign_with(&request, &CONTEXT).unwrap();
        if expected.is_none() {
            pieces.add(signed.signature().unwrap(), OF_A_SIGNATURE);
        }
        let url = signed.url(&request).unwrap();
        let headers: Vec<_> = own.into_iter().chain(signed.headers()).collect();
        let arrived = Request::new("POST", url.expose()).unwrap();
        let arrived = arrived.with_headers(&headers).with_body("{}");
        match verifier.verify(&arrived, CONTEXT.time()) {
            Ok(verified) => {
                assert_eq!(expected, None);
                shown.debug(&verified);
            }
            Err(rejection) => {
                assert_eq!(Some(rejection.reason()), expected, "{}", rejection.detail());
                shown.error(&rejection);
                shown.text("Rejection::detail", rejection.detail());
            }
        }
    }
}

pub(crate) fn show_verifiers(secrets: &Secrets, shown: &mut Shown, pieces: &mut Pieces) {
    let huawei = |secret: &str| {
        let credential = huawei::AccessKey::new("k", secret).unwrap();
        credential.with_security_token(&secrets["huawei/security_token"]).unwrap()
    };
    let key = Arc::new(huawei::VerifyingAccessKey::new(huawei(&secrets["huawei/secret_key"])));
    shown.debug(&*key);
    show_verifier(
        &huawei::SdkHmacSha256Verifier::new(move |_| Some(Arc::clone(&key))),
        (&secrets["huawei/secret_key"], |secret: &str| huawei::SdkHmacSha256::new(huawei(secret))),
        shown,
        pieces,
    );

    let baidu = |secret: &str| {
        let credential = baidu::AccessKey::new("k", secret).unwrap();
        credential.with_session_token(&secrets["baidu/session_token"]).unwrap()
    };
    let key = Arc::new(baidu::VerifyingAccessKey::new(baidu(&secrets["baidu/secret_access_key"])));
    shown.debug(&*key);
    show_verifier(
        &baidu::BceAuthV1Verifier::new(move |_| Some(Arc::clone(&key))),
        (&secrets["baidu/secret_access_key"], |secret: &str| baidu::BceAuthV1::new(baidu(secret))),
        shown,
        pieces,
    );

    let tencent = |secret: &str| tencent::AppKey::new("k", secret).unwrap();
    let key = Arc::new(tencent::VerifyingAppKey::new(tencent(&secrets["tencent/access_token"])));
    shown.debug(&*key);
    show_verifier(
        &tencent::IvhApaasVerifier::new(move |_| Some(Arc::clone(&key))),
        (&secrets["tencent/access_token"], |secret: &str| tencent::IvhApaas::new(tencent(secret))),
        shown,
        pieces,
    );

    let tencent = |secret: &str| {
        let credential = tencent::ApiKey::new("k", secret).unwrap().with_app_id("1").unwrap();
        credential.with_token(&secrets["tencent/token"]).unwrap()
    };
    let key = Arc::new(tencent::VerifyingApiKey::new(tencent(&secrets["tencent/secret_key"])));
    shown.debug(&*key);
    let again = Arc::clone(&key);
    show_verifier(
        &tencent::Tc3HmacSha256Verifier::new(move |_| Some(Arc::clone(&again)), "cvm"),
        (&secrets["tencent/secret_key"], |secret: &str| {
            tencent::Tc3HmacSha256::new(tencent(secret), "cvm").unwrap()
        }),
        shown,
        pieces,
    );
    let api = tencent::SpeechApi::AsrV2;
    show_verifier(
        &tencent::SpeechHmacSha1Verifier::new(move |_| Some(Arc::clone(&key)), api)
            .allow_ambiguous_parameters(),
        (&secrets["tencent/secret_key"], |secret: &str| {
            tencent::SpeechHmacSha1::new(tencent(secret), api).unwrap()
        }),
        shown,
        pieces,
    );

    let zego = |secret: &str| zego::ServerSecret::new(1, secret).unwrap();
    let key = Arc::new(zego::VerifyingServerSecret::new(zego(&secrets["zego/server_secret"])));
    shown.debug(&*key);
    show_verifier(
        &zego::ServerApiV2Verifier::new(move |_| Some(Arc::clone(&key))),
        (&secrets["zego/server_secret"], |secret: &str| zego::ServerApiV2::new(zego(secret))),
        shown,
        pieces,
    );
    show_callback(&secrets["zego/server_secret"], shown, pieces);
    show_mss_callbacks(&secrets["huawei/secret_key"], shown, pieces);
    show_auth_token(&secrets["huawei/token"], shown);

    let xiling = |secret: &str| baidu::XilingApp::new("k", secret).unwrap();
    let key = Arc::new(baidu::VerifyingXilingApp::new(xiling(&secrets["baidu/app_key"])));
    shown.debug(&*key);
    show_verifier(
        &baidu::XilingVerifier::new(move |_| Some(Arc::clone(&key)), Default::default()),
        (&secrets["baidu/app_key"], |secret: &str| baidu::Xiling::new(xiling(secret))),
        shown,
        pieces,
    );

    let iflytek = |secret: &str| iflytek::ApiKey::new("k", secret).unwrap();
    let key = Arc::new(iflytek::VerifyingApiKey::new(iflytek(&secrets["iflytek/api_secret"])));
    shown.debug(&*key);
    let known = || {
        let key = Arc::clone(&key);
        move |_: &str| Some(Arc::clone(&key))
    };
    show_verifier(
        &iflytek::HmacUrlVerifier::new(known()),
        (&secrets["iflytek/api_secret"], |secret: &str| iflytek::HmacUrl::new(iflytek(secret))),
        shown,
        pieces,
    );
    show_verifier(
        &iflytek::HttpDigestVerifier::new(known()),
        (&secrets["iflytek/api_secret"], |secret: &str| iflytek::HttpDigest::new(iflytek(secret))),
        shown,
        pieces,
    );
    let api = iflytek::AccessKeyApi::Compliance;
    show_verifier(
        &iflytek::AccessKeyVerifier::new(known(), api),
        (&secrets["iflytek/api_secret"], |secret: &str| {
            let credential = iflytek(secret).with_app_id("a").unwrap();
            iflytek::AccessKeyHmacSha1::new(credential, api).unwrap()
        }),
        shown,
        pieces,
    );

    for (_, _, dialect) in DIALECTS {
        let iflytek = |secret: &str| iflytek::AppSecret::new("k", secret).unwrap();
        let key = Arc::new(iflytek::VerifyingAppSecret::new(iflytek(&secrets["iflytek/secret"])));
        shown.debug(&*key);
        show_verifier(
            &iflytek::SignaVerifier::new(move |_| Some(Arc::clone(&key)), dialect),
            (&secrets["iflytek/secret"], |secret: &str| {
                iflytek::Signa::new(iflytek(secret), dialect).unwrap()
            }),
            shown,
            pieces,
        );
    }
}

/// The calls of MetaStudio in every form.
fn show_mss_callbacks(secret: &str, shown: &mut Shown, pieces: &mut Pieces) {
    use huawei::{CallbackForm, CallbackKey, MssCallback, MssCallbackVerifier, UrlReading};
    use polysign::verify::TimeUnit;

    for (form, reading, unit) in [
        (CallbackForm::Task, UrlReading::WithScheme, TimeUnit::Milliseconds),
        (CallbackForm::LiveHead, UrlReading::WithoutScheme, TimeUnit::Seconds),
    ] {
        let key = |secret: &str| CallbackKey::new(form, secret, URL).unwrap();
        let signer = |secret: &str| MssCallback::new(key(secret), reading, unit).unwrap();
        shown.debug(&form);
        shown.debug(&reading);
        shown.debug(&unit);
        shown.debug(&key(secret));
        shown.debug(&signer(secret));
        let verifier = MssCallbackVerifier::new(key(secret));
        show_verifier(&verifier, (secret, signer), shown, pieces);
        let request = Request::new("POST", URL).unwrap();
        let signed = signer(secret).sign_with(&request, &CONTEXT).unwrap();
        shown.debug(&signed);
        let explained = signer(secret).explain(&request, &CONTEXT).unwrap();
        shown.text("Explanation", explained.to_string());
        let url = signed.url(&request).unwrap();
        let headers: Vec<_> = signed.headers().collect();
        let arrived = Request::new("POST", url.expose()).unwrap().with_headers(&headers);
        shown.debug(&verifier.accept(&arrived, CONTEXT.time()).unwrap());
    }
}

/// A callback whose signature is wrong, so that the right one is nowhere to be seen.
fn show_callback(secret: &str, shown: &mut Shown, pieces: &mut Pieces) {
    use sha1::Digest;
    let mut parts = [secret, "1700000000", "nonce"];
    parts.sort_unstable();
    let right = hex::encode(sha1::Sha1::digest(parts.concat()));
    pieces.add(&right, OF_A_SIGNATURE);
    let verifier = zego::CallbackVerifier::new(secret).unwrap();
    shown.debug(&verifier);
    let wrong = "0".repeat(40);
    for (signature, expected) in [(&right, None), (&wrong, Some(Reason::BadSignature))] {
        let callback = zego::Callback::new(signature, "1700000000", "nonce");
        shown.debug(&callback);
        match verifier.verify(&callback, 1_700_000_000) {
            Ok(_) => assert_eq!(expected, None),
            Err(rejection) => {
                assert_eq!(Some(rejection.reason()), expected);
                shown.error(&rejection);
                shown.text("Rejection::detail", rejection.detail());
            }
        }
    }
}

/// A token that is known, where another was sent, and where it came too late.
fn show_auth_token(secret: &str, shown: &mut Shown) {
    let token = huawei::Token::new(secret).unwrap();
    let token = Arc::new(token.with_expires_at(CONTEXT.time()));
    let verifier = huawei::AuthTokenVerifier::new(move |_| Some(Arc::clone(&token)));
    shown.debug(&verifier);
    for (sent, reason) in [(OTHER, Reason::BadSignature), (secret, Reason::Expired)] {
        let headers = [("x-auth-token", sent)];
        let request = Request::new("GET", URL).unwrap().with_headers(&headers);
        let rejection = verifier.verify(&request, CONTEXT.time());
        let rejection = rejection.expect_err("is rejected");
        assert_eq!(rejection.reason(), reason);
        shown.error(&rejection);
        shown.text("Rejection::detail", rejection.detail());
    }
}
