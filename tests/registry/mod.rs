//! Signers by name: which names there are, what each has to be given, and what is refused.
#![cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

mod from_variables;
mod hosts;
mod options;
mod pairs;
mod readme;
#[cfg(feature = "serde")]
mod signer_config;

use crate::common::stages::{fault, variables};
use polysign::{Context, ErrorKind, Request, Signer};

type Settings<'a> = &'a [(&'a str, &'a str)];

/// Each scheme with the fields that it needs.
const NEEDED: [(&str, Settings<'_>); 12] = [
    ("zego/server-api-v2", &[("app_id", "12345"), ("server_secret", "s")]),
    ("tencent/ivh-apaas", &[("appkey", "k"), ("access_token", "s")]),
    ("tencent/tc3-hmac-sha256", &[("secret_id", "k"), ("secret_key", "s"), ("service", "cvm")]),
    (
        "tencent/speech-hmac-sha1",
        &[("secret_id", "k"), ("secret_key", "s"), ("app_id", "1"), ("api", "vc-stream")],
    ),
    ("baidu/bce-auth-v1", &[("access_key_id", "k"), ("secret_access_key", "s")]),
    ("baidu/xiling", &[("app_id", "k"), ("app_key", "s")]),
    ("huawei/sdk-hmac-sha256", &[("access_key", "k"), ("secret_key", "s")]),
    ("huawei/auth-token", &[("token", "t")]),
    ("iflytek/hmac-url", &[("api_key", "k"), ("api_secret", "s")]),
    ("iflytek/http-digest", &[("api_key", "k"), ("api_secret", "s")]),
    (
        "iflytek/access-key",
        &[("app_id", "a"), ("api_key", "k"), ("api_secret", "s"), ("api", "compliance")],
    ),
    ("iflytek/signa", &[("app_id", "k"), ("secret", "s")]),
];

fn make(scheme: &str, settings: Settings<'_>) -> Result<Box<dyn Signer>, polysign::Error> {
    polysign::signer(scheme, variables(settings))
}

/// A signer with the fields that it needs, and these.
fn with(scheme: &str, more: Settings<'_>) -> Result<Box<dyn Signer>, polysign::Error> {
    let needed = NEEDED.iter().find(|(name, _)| *name == scheme);
    make(scheme, &[more, needed.expect(scheme).1].concat())
}

/// Everything that is set, as one text.
fn signed(signer: &dyn Signer, url: &str, headers: &[(&str, &str)]) -> String {
    let request = Request::new("GET", url).expect(url).with_headers(headers);
    let context = Context::at(1573789015).with_nonce("nonce");
    let signed = signer.sign_with(&request, &context).expect("signed");
    let headers: Vec<_> = signed.headers().collect();
    let query: Vec<_> = signed.query().collect();
    format!("{headers:?} {query:?}")
}

#[track_caller]
fn refused(scheme: &str, more: Settings<'_>, expected: (ErrorKind, &str)) {
    let error = with(scheme, more).expect_err(scheme);
    assert_eq!(fault(&error), expected, "{scheme} {more:?}");
}

#[test]
fn names() {
    for (scheme, needed) in NEEDED {
        let signer = make(scheme, needed).expect(scheme);
        assert_eq!(signer.scheme().name(), scheme);
        let listed: Vec<_> = polysign::schemes().filter(|facts| facts.name() == scheme).collect();
        assert!(listed.contains(&signer.scheme()), "{scheme}");
    }
    for facts in polysign::schemes() {
        assert!(NEEDED.iter().any(|(name, _)| *name == facts.name()), "{}", facts.name());
    }
}

#[test]
fn unknown_names() {
    for name in
        ["", "huawei", "huawei/", "HUAWEI/sdk-hmac-sha256", "huawei/sdk-hmac-sha256 ", "aws/v4"]
    {
        let error = polysign::signer(name, |_| Some("x".to_owned())).expect_err(name);
        assert_eq!(fault(&error), (ErrorKind::UnknownScheme, "scheme"), "{name}");
    }
}

#[test]
fn missing_fields_are_named() {
    for (scheme, needed) in NEEDED {
        for (missing, _) in needed {
            let rest: Vec<_> = needed.iter().filter(|(name, _)| name != missing).copied().collect();
            let error = make(scheme, &rest).expect_err(missing);
            assert_eq!(fault(&error), (ErrorKind::MissingCredential, *missing), "{scheme}");
        }
    }
}

#[test]
fn fields_are_checked_as_in_code() {
    for (scheme, needed) in NEEDED {
        for (field, _) in needed.iter().filter(|(field, _)| !["api", "service"].contains(field)) {
            refused(scheme, &[(field, "")], (ErrorKind::InvalidCredential, field));
            refused(scheme, &[(field, "k ")], (ErrorKind::InvalidCredential, field));
        }
    }
    refused(
        "zego/server-api-v2",
        &[("app_id", "4294967296")],
        (ErrorKind::InvalidCredential, "app_id"),
    );
}

#[test]
fn same_as_the_type() {
    let url = "https://service.example.com/a?b=c";
    let by_name = with("huawei/sdk-hmac-sha256", &[]).expect("a signer");
    let credential = polysign::huawei::AccessKey::new("k", "s").expect("a credential");
    let by_type = polysign::huawei::SdkHmacSha256::new(credential);
    assert_eq!(signed(&by_name, url, &[]), signed(&by_type, url, &[]));
    assert_eq!(by_name.scheme(), by_type.scheme());
}
