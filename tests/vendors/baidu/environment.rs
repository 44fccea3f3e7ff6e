//! Credentials from the variables of two families.

use polysign::ErrorKind;
use polysign::baidu::{AccessKey, BceAuthV1};

use super::{AK, BUCKET, SK, TIME, request};
use crate::common::stages::{Stages, fault, sign, variables};

const ID: (&str, &str) = ("BCE_ACCESS_KEY_ID", AK);
const SECRET: (&str, &str) = ("BCE_SECRET_ACCESS_KEY", SK);
const TOKEN: (&str, &str) = ("BCE_SESSION_TOKEN", "tok");
const OTHER_ID: (&str, &str) = ("BAIDUCLOUD_ACCESS_KEY", "other-id");
const OTHER_SECRET: (&str, &str) = ("BAIDUCLOUD_SECRET_KEY", "other-secret");

#[track_caller]
fn signed_with(set: &[(&str, &str)]) -> Stages {
    let credential = AccessKey::from_vars(variables(set)).expect("valid").expect("set");
    let gaps = [("session_token", "tok")];
    sign(&BceAuthV1::new(credential), &request("GET", BUCKET), TIME, &gaps)
}

#[test]
fn b10_from_the_environment() {
    let stages = signed_with(&[ID, SECRET, TOKEN]);
    assert_eq!(
        stages.signature,
        "396eade6f7ba50eb27cb3501b7091d3cfe72f54f5503fd5ae4354c171ba89549"
    );
}

#[test]
fn families() {
    let first = signed_with(&[ID, SECRET]);
    assert!(first.header("authorization").contains(AK));
    let second = signed_with(&[OTHER_ID, OTHER_SECRET]);
    assert!(second.header("authorization").contains("/other-id/"));
    let both = signed_with(&[OTHER_ID, OTHER_SECRET, ID, SECRET]);
    assert_eq!(both.headers, first.headers, "the first family counts");
    let blank = [(ID.0, ""), (SECRET.0, " "), (TOKEN.0, "\t"), OTHER_ID, OTHER_SECRET];
    assert_eq!(signed_with(&blank).headers, second.headers, "blank is unset");
}

#[test]
fn no_variable_gives_none() {
    let third_family = [("BAIDUCLOUD_ACCESS_KEY_ID", "a"), ("BAIDUCLOUD_SECRET_ACCESS_KEY", "b")];
    for set in [&[][..], &[(ID.0, " "), (OTHER_SECRET.0, "")], &third_family] {
        let read = AccessKey::from_vars(variables(set));
        assert!(read.expect("nothing wrong").is_none(), "{set:?}");
    }
}

#[test]
fn half_a_family_names_what_is_missing() {
    for (set, missing) in [
        (&[ID][..], SECRET.0),
        (&[SECRET], ID.0),
        (&[TOKEN], ID.0),
        (&[ID, (SECRET.0, " ")], SECRET.0),
        (&[OTHER_ID], OTHER_SECRET.0),
        (&[OTHER_SECRET], OTHER_ID.0),
        // A pair is taken from one family.
        (&[ID, OTHER_SECRET], SECRET.0),
        (&[ID, OTHER_ID, OTHER_SECRET], SECRET.0),
    ] {
        let error = AccessKey::from_vars(variables(set)).expect_err(missing);
        assert_eq!(fault(&error), (ErrorKind::MissingCredential, missing));
        assert!(error.to_string().contains(missing));
    }
}
