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

use crate::common::every_signer::context;
use crate::common::schemes::{first_row, first_rows};
use crate::common::stages::{fault, variables};
use polysign::{ErrorKind, Request, Signer};

type Settings<'a> = &'a [(&'a str, &'a str)];

fn make(scheme: &str, settings: Settings<'_>) -> Result<Box<dyn Signer>, polysign::Error> {
    polysign::signer(scheme, variables(settings))
}

/// A signer with the fields that it needs, and these.
fn with(scheme: &str, more: Settings<'_>) -> Result<Box<dyn Signer>, polysign::Error> {
    make(scheme, &[more, &first_row(scheme).needed()].concat())
}

/// Everything that is set, as one text.
fn signed(signer: &dyn Signer, url: &str, headers: &[(&str, &str)]) -> String {
    let request = Request::new("GET", url).expect(url).with_headers(headers);
    let signed = signer.sign_with(&request, &context()).expect("signed");
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
    for row in first_rows() {
        let (scheme, needed) = (row.scheme, row.needed());
        let signer = make(scheme, &needed).expect(scheme);
        assert_eq!(signer.scheme().name(), scheme);
        let listed: Vec<_> = polysign::schemes().filter(|facts| facts.name() == scheme).collect();
        assert!(listed.contains(&signer.scheme()), "{scheme}");
    }
    for facts in polysign::schemes() {
        assert_eq!(first_row(facts.name()).scheme, facts.name());
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
    for row in first_rows() {
        let (scheme, needed) = (row.scheme, row.needed());
        for (missing, _) in &needed {
            let rest: Vec<_> = needed.iter().filter(|(name, _)| name != missing).copied().collect();
            let error = make(scheme, &rest).expect_err(missing);
            assert_eq!(fault(&error), (ErrorKind::MissingCredential, *missing), "{scheme}");
        }
    }
}

#[test]
fn fields_are_checked_as_in_code() {
    for row in first_rows() {
        for (field, _) in row.needed().into_iter().filter(|(key, _)| row.has_field(key)) {
            refused(row.scheme, &[(field, "")], (ErrorKind::InvalidCredential, field));
            refused(row.scheme, &[(field, "k ")], (ErrorKind::InvalidCredential, field));
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
    let settings = [("access_key", "k"), ("secret_key", "s")];
    let by_name = make("huawei/sdk-hmac-sha256", &settings).expect("a signer");
    let credential = polysign::huawei::AccessKey::new("k", "s").expect("a credential");
    let by_type = polysign::huawei::SdkHmacSha256::new(credential);
    assert_eq!(signed(&by_name, url, &[]), signed(&by_type, url, &[]));
    assert_eq!(by_name.scheme(), by_type.scheme());
}
