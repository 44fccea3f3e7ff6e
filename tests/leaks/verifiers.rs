//! Every verifier, with a secret in its keys, and all that it says of requests that it rejects.

use std::sync::Arc;

use polysign::verify::{Policy, Reason, Verifier};
use polysign::{Request, Signer, baidu, huawei, iflytek, tencent, zego};

use super::shown::Shown;
use super::values::{CONTEXT, OF_A_SIGNATURE, URL};
use crate::common::drawn::Secrets;
use crate::common::pieces::Pieces;
use crate::common::schemes::rows;
use crate::common::verifiers::verifier_with;

const OTHER: &str = "another-secret";

/// Shows the verifier of one secret what two signers signed, that of its secret and that of another
/// one: the right signature is computed then, and is nowhere to be seen.
fn show_verifier(
    verifier: &dyn Verifier,
    [right, wrong]: [&dyn Signer; 2],
    shown: &mut Shown,
    pieces: &mut Pieces,
) {
    shown.of_scheme(verifier.scheme(), verifier);
    let own = [("content-type", "application/json")];
    let request = Request::new("POST", URL).unwrap().with_headers(&own).with_body("{}");
    for (signer, expected) in [(right, None), (wrong, Some(Reason::BadSignature))] {
        let signed = signer.sign_with(&request, &CONTEXT).unwrap();
        if expected.is_none()
            && let Some(signature) = signed.signature()
        {
            pieces.add(signature, OF_A_SIGNATURE);
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
    for row in rows() {
        let drawn = secrets.of(row);
        let mut others = drawn.clone();
        others[0].1 = OTHER;
        let signer = |secrets| row.signer(secrets).unwrap();
        let verifier = verifier_with(row, &drawn, Policy::new());
        show_verifier(&*verifier, [&*signer(&drawn), &*signer(&others)], shown, pieces);
    }
    show_keys(secrets, shown);
    show_callback(&secrets["zego/server_secret"], shown, pieces);
    show_mss_callbacks(&secrets["huawei/secret_key"], shown, pieces);
    show_late_token(&secrets["huawei/token"], shown);
}

/// What the verifiers look up.
fn show_keys(secrets: &Secrets, shown: &mut Shown) {
    let key = zego::ServerSecret::new(1, &secrets["zego/server_secret"]).unwrap();
    shown.debug(&zego::VerifyingServerSecret::new(key));
    let key = tencent::AppKey::new("k", &secrets["tencent/access_token"]).unwrap();
    shown.debug(&tencent::VerifyingAppKey::new(key));
    let key = tencent::ApiKey::new("k", &secrets["tencent/secret_key"]).unwrap();
    let key = key.with_token(&secrets["tencent/token"]).unwrap();
    shown.debug(&tencent::VerifyingApiKey::new(key));
    let key = baidu::AccessKey::new("k", &secrets["baidu/secret_access_key"]).unwrap();
    let key = key.with_session_token(&secrets["baidu/session_token"]).unwrap();
    shown.debug(&baidu::VerifyingAccessKey::new(key));
    let key = baidu::XilingApp::new("k", &secrets["baidu/app_key"]).unwrap();
    shown.debug(&baidu::VerifyingXilingApp::new(key));
    let key = huawei::AccessKey::new("k", &secrets["huawei/secret_key"]).unwrap();
    let key = key.with_security_token(&secrets["huawei/security_token"]).unwrap();
    shown.debug(&huawei::VerifyingAccessKey::new(key));
    let key = iflytek::ApiKey::new("k", &secrets["iflytek/api_secret"]).unwrap();
    shown.debug(&iflytek::VerifyingApiKey::new(key));
    let key = iflytek::AppSecret::new("k", &secrets["iflytek/secret"]).unwrap();
    shown.debug(&iflytek::VerifyingAppSecret::new(key));
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
        let signers: [&dyn Signer; 2] = [&signer(secret), &signer(OTHER)];
        show_verifier(&verifier, signers, shown, pieces);
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

/// A token that is known and comes too late.
fn show_late_token(secret: &str, shown: &mut Shown) {
    let token = huawei::Token::new(secret).unwrap();
    let token = Arc::new(token.with_expires_at(CONTEXT.time()));
    let verifier = huawei::AuthTokenVerifier::new(move |_| Some(Arc::clone(&token)));
    let headers = [("x-auth-token", secret)];
    let request = Request::new("GET", URL).unwrap().with_headers(&headers);
    let rejection = verifier.verify(&request, CONTEXT.time()).expect_err("is rejected");
    assert_eq!(rejection.reason(), Reason::Expired);
    shown.error(&rejection);
    shown.text("Rejection::detail", rejection.detail());
}
