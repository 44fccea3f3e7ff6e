//! Credentials and secrets.

use std::collections::BTreeSet;

use polysign::{ErrorKind, Request, baidu, huawei, iflytek, tencent, zego};

use crate::common::every_signer::signature_of;
use crate::common::every_signer::{context, every_signer, signer, signer_with};
use polysign::Signer;

#[test]
fn a_missing_credential_is_an_error_or_none_and_never_a_signer() {
    let names: BTreeSet<_> = polysign::schemes().map(polysign::Scheme::name).collect();
    for name in names {
        let error = polysign::signer(name, |_| None).map(|_| ()).expect_err(name);
        assert_eq!(error.kind(), ErrorKind::MissingCredential, "{name}");
    }
    let nothing = |_: &str| None;
    assert!(zego::ServerSecret::from_vars(nothing).expect("nothing is wrong").is_none());
    assert!(tencent::AppKey::from_vars(nothing).expect("nothing is wrong").is_none());
    assert!(baidu::AccessKey::from_vars(nothing).expect("nothing is wrong").is_none());
    assert!(huawei::AccessKey::from_vars(nothing).expect("nothing is wrong").is_none());
    let dialect = iflytek::Dialect::Rtasr;
    assert!(iflytek::AppSecret::from_vars(dialect, nothing).expect("nothing is wrong").is_none());
    let half = |name: &str| (name == "HUAWEICLOUD_SDK_AK").then(|| "ak".to_owned());
    let error = huawei::AccessKey::from_vars(half).expect_err("half a credential");
    assert_eq!((error.kind(), error.field()), (ErrorKind::MissingCredential, "HUAWEICLOUD_SDK_SK"));
}

#[test]
fn debug_of_a_credential_shows_no_character_of_the_secret() {
    for secret in ["Zq7#Zq7#Zq7#Zq7#", "密钥密钥密钥密钥密钥", "ñ", "🔑🔑"] {
        let shown = [
            format!("{:?}", zego::ServerSecret::new(1, secret)),
            format!("{:?}", tencent::AppKey::new("k", secret)),
            format!("{:?}", baidu::AccessKey::new("a", secret)),
            format!("{:?}", huawei::AccessKey::new("a", secret)),
            format!("{:?}", iflytek::AppSecret::new("a", secret)),
            format!("{:?}", huawei::PasswordLogin::new("u", secret, "d")),
            format!("{:?}", polysign::Secret::new("secret", secret)),
        ];
        for text in shown {
            assert!(text.contains("[secret]"), "{text}");
            assert!(!secret.chars().any(|letter| text.contains(letter) && letter != 'q'), "{text}");
        }
    }
}

#[test]
fn debug_of_a_signer_and_of_its_result_shows_no_secret() {
    let secrets = [
        "9193cc662a4c0ec1", "f68f2d10ae9e4604", "0123456789abcdef", "tok+/=", "tok%2B",
        "MFyfvK41ba2giqM7", "gQpzaGFuZ2hhaQ", "MIIDkgYJKoZIhvcN", "ba9e07dc",
    ];
    let request = Request::new("GET", "https://h/?x=1").expect("a request");
    for (case, signer) in every_signer() {
        let signed = signer.sign_with(&request, &context()).expect(case);
        let explanation = signer.explain(&request, &context()).expect(case);
        let url = signed.url(&request).expect(case);
        let mut shown = vec![format!("{signer:?}"), format!("{signed:?}"), format!("{url:?}")];
        shown.extend([format!("{explanation:?}"), explanation.to_string()]);
        let signature = signed.signature().into_iter();
        for secret in secrets.into_iter().chain(signature) {
            assert!(
                !shown.iter().any(|text| text.contains(secret)),
                "{case}: {secret} in {shown:#?}"
            );
        }
    }
}

#[test]
fn a_session_token_is_marked_sensitive_and_shown_as_a_gap() {
    for (case, name, gap) in [
        ("baidu in authorization", "x-bce-security-token", "[session_token]"),
        ("huawei", "x-security-token", "[security_token]"),
    ] {
        let signer = signer(case);
        let mut headers = http::HeaderMap::new();
        polysign::http::sign_headers(&signer, "GET", "https://h/", &mut headers, None).expect(case);
        assert!(headers[name].is_sensitive(), "{case}");
        assert!(headers["authorization"].is_sensitive(), "{case}");
        let request = Request::new("GET", "https://h/").expect(case);
        let explanation = signer.explain(&request, &context()).expect(case);
        let canonical = explanation.canonical_request().expect(case).to_string();
        assert!(canonical.contains(&format!("{name}:{gap}")), "{case}: {canonical}");
    }
}

#[test]
fn a_line_end_in_an_access_key_is_an_error() {
    let errors = [
        baidu::AccessKey::new("ak\n", "sk").map(|_| ()),
        huawei::AccessKey::new("ak\r\nX-Evil: 1", "sk").map(|_| ()),
        tencent::AppKey::new("key\n", "token").map(|_| ()),
        iflytek::AppSecret::new("id\n", "secret").map(|_| ()),
        zego::ServerSecret::new(1, "secret\n").map(|_| ()),
        huawei::Token::new("token\n").map(|_| ()),
    ];
    for error in errors {
        assert_eq!(error.expect_err("a line end").kind(), ErrorKind::InvalidCredential);
    }
}

#[test]
fn one_credential_s_key_never_signs_for_another() {
    let sign = |signer: &dyn Signer| {
        let request = Request::new("GET", "https://h/").expect("a request");
        signature_of(&signer.sign_with(&request, &context()).expect("a signature"))
    };
    for (case, field) in [
        ("zego", "server_secret"),
        ("apaas", "access_token"),
        ("baidu in authorization", "secret_access_key"),
        ("huawei", "secret_key"),
        ("abcpen in headers", "secret"),
    ] {
        // The same id, interleaved.
        let (one, other) =
            (signer_with(case, &[(field, "one")]), signer_with(case, &[(field, "two")]));
        let first = sign(&one);
        assert_ne!(first, sign(&other), "{case}");
        assert_eq!(first, sign(&one), "{case}");
        let (again, fresh) = (sign(&other), sign(&signer_with(case, &[(field, "two")])));
        assert_eq!(again, fresh, "{case}");
    }
}
