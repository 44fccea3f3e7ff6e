//! Every verifier, with a secret in its keys, and all that it says of requests that it rejects.

use std::sync::Arc;

use polysign::verify::{Reason, Verifier};
use polysign::{Request, Signer, baidu, huawei};

use crate::pieces::Pieces;
use crate::shown::Shown;
use crate::signers::Secrets;
use crate::values::{CONTEXT, OF_A_SIGNATURE, URL};

/// Signs with two secrets and shows the verifier of the first what the second signed: the right
/// signature is computed then, and is nowhere to be seen.
fn show_verifier<V: Verifier>(
    verifier: &V,
    [right, wrong]: [&dyn Signer; 2],
    shown: &mut Shown,
    pieces: &mut Pieces,
) {
    shown.debug(verifier);
    let request = Request::new("POST", URL).unwrap().body("{}");
    for (signer, expected) in [(right, None), (wrong, Some(Reason::BadSignature))] {
        let signed = signer.sign_with(&request, &CONTEXT).unwrap();
        if expected.is_none() {
            pieces.add(signed.signature().unwrap(), OF_A_SIGNATURE);
        }
        let url = signed.url(&request).unwrap();
        let headers: Vec<_> = signed.headers().collect();
        let arrived = Request::new("POST", url.expose()).unwrap();
        let arrived = arrived.headers(&headers).body("{}");
        match verifier.verify(&arrived, CONTEXT.unix_seconds()) {
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

const OTHER: &str = "another secret";

pub(crate) fn show_verifiers(secrets: &Secrets, shown: &mut Shown, pieces: &mut Pieces) {
    let huawei = |secret: &str| {
        let credential = huawei::Credential::new("k", secret).unwrap();
        credential.security_token(&secrets.huawei_token).unwrap()
    };
    let key = Arc::new(huawei::VerifyingKey::new(huawei(&secrets.huawei)));
    shown.debug(&*key);
    show_verifier(
        &huawei::SdkHmacSha256Verifier::new(move |_| Some(Arc::clone(&key))),
        [&secrets.huawei, OTHER]
            .map(|secret| huawei::SdkHmacSha256::new(huawei(secret)))
            .each_ref()
            .map(|signer| signer as &dyn Signer),
        shown,
        pieces,
    );

    let baidu = |secret: &str| {
        let credential = baidu::Credential::new("k", secret).unwrap();
        credential.session_token(&secrets.baidu_token).unwrap()
    };
    let key = Arc::new(baidu::VerifyingKey::new(baidu(&secrets.baidu)));
    shown.debug(&*key);
    show_verifier(
        &baidu::BceAuthV1Verifier::new(move |_| Some(Arc::clone(&key))),
        [&secrets.baidu, OTHER]
            .map(|secret| baidu::BceAuthV1::new(baidu(secret)))
            .each_ref()
            .map(|signer| signer as &dyn Signer),
        shown,
        pieces,
    );
}
