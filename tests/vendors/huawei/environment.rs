//! Credentials from the variables that the vendor's SDKs read.

use polysign::ErrorKind;
use polysign::huawei::{AccessKey, SdkHmacSha256};

use super::{JSON, RESOURCE, TIME, request};
use crate::common::stages::{Stages, fault, sign, variables};

const AK: (&str, &str) = ("HUAWEICLOUD_SDK_AK", "QTWAOYTTINDUT2QVKYUC");
const SK: (&str, &str) = ("HUAWEICLOUD_SDK_SK", "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc");
const TOKEN: (&str, &str) = ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "gQpzaGFuZ2hhaQ+/=");
const PROJECT: (&str, &str) = ("HUAWEICLOUD_SDK_PROJECT_ID", "project");
const DOMAIN: (&str, &str) = ("HUAWEICLOUD_SDK_DOMAIN_ID", "domain");

fn signed_with(set: &[(&str, &str)]) -> Stages {
    let credential = AccessKey::from_vars(variables(set)).expect("valid").expect("set");
    let request = request("GET", RESOURCE).with_headers(&JSON);
    sign(&SdkHmacSha256::new(credential), &request, TIME, &[("security_token", TOKEN.1)])
}

#[test]
fn key_alone() {
    let blank = [AK, SK, (TOKEN.0, " "), (PROJECT.0, ""), (DOMAIN.0, "\t")];
    for set in [&[AK, SK][..], &blank] {
        let stages = signed_with(set);
        assert_eq!(stages.header_names(), ["authorization", "x-sdk-date"]);
    }
}

#[test]
fn h7_from_the_environment() {
    assert_eq!(
        signed_with(&[AK, SK, TOKEN]).signature,
        "33d89ed45a04a9f3601046b2946da018f1665ea7420d0a60e6151404652ee5d5"
    );
}

#[test]
fn all_variables() {
    let stages = signed_with(&[AK, SK, TOKEN, PROJECT, DOMAIN]);
    assert_eq!(stages.header("x-security-token"), TOKEN.1);
    assert_eq!(stages.header("x-project-id"), "project");
    assert_eq!(stages.header("x-domain-id"), "domain");
}

#[test]
fn no_variable_gives_none() {
    for set in [
        &[][..],
        &[(AK.0, ""), (SK.0, " "), (TOKEN.0, "\t")],
        &[("HUAWEICLOUD_SDK_CREDENTIALS_FILE", "/somewhere")],
    ] {
        let read = AccessKey::from_vars(variables(set));
        assert!(read.expect("nothing wrong").is_none(), "{set:?}");
    }
}

#[test]
fn half_a_family_names_what_is_missing() {
    for (set, missing) in [
        (&[AK][..], SK.0),
        (&[SK], AK.0),
        (&[AK, (SK.0, "  ")], SK.0),
        (&[TOKEN], AK.0),
        (&[PROJECT], AK.0),
        (&[AK, DOMAIN], SK.0),
    ] {
        let error = AccessKey::from_vars(variables(set)).expect_err(missing);
        assert_eq!(fault(&error), (ErrorKind::MissingCredential, missing));
        assert!(error.to_string().contains(missing));
    }
}

#[test]
fn a_padded_value_is_refused_by_field() {
    for (set, field) in [([(AK.0, "a "), SK], "access_key"), ([AK, (SK.0, "s\n")], "secret_key")] {
        let error = AccessKey::from_vars(variables(&set)).expect_err(field);
        assert_eq!(fault(&error), (ErrorKind::InvalidCredential, field));
    }
}
