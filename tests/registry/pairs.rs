//! Settings as pairs: every key has to be one that the scheme has.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use polysign::{ErrorKind, Signer};

use super::{Settings, make, signed};
use crate::common::keys::keys;
use crate::common::schemes::{Row, first_rows};
use crate::common::stages::{fault, variables};

fn of_pairs(scheme: &str, settings: Settings<'_>) -> Result<Box<dyn Signer>, polysign::Error> {
    polysign::registry::signer_from_pairs(scheme, settings.iter().copied())
}

/// The keys that a scheme asks for.
pub(crate) fn asked(row: &Row) -> BTreeSet<String> {
    let needed = row.needed();
    let asked = RefCell::new(BTreeSet::new());
    let lookup = |key: &str| {
        asked.borrow_mut().insert(key.to_owned());
        variables(&needed)(key)
    };
    polysign::signer(row.scheme, lookup).expect(row.scheme);
    asked.into_inner()
}

#[test]
fn pairs_make_the_signer_that_a_lookup_makes() {
    for row in first_rows() {
        let (scheme, needed) = (row.scheme, row.needed());
        let by_pairs = of_pairs(scheme, &needed).expect(scheme);
        let by_lookup = make(scheme, &needed).expect(scheme);
        let url = "https://h.example.com/a?b=c";
        let headers = [("content-type", "text/plain")];
        let by_pairs = signed(&by_pairs, url, &headers);
        assert_eq!(by_pairs, signed(&by_lookup, url, &headers), "{scheme}");
        let owned: HashMap<String, String> =
            needed.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        polysign::registry::signer_from_pairs(scheme, &owned).expect(scheme);
    }
}

#[test]
fn a_key_that_the_scheme_does_not_have_is_refused_by_name() {
    for row in first_rows() {
        let (scheme, needed) = (row.scheme, row.needed());
        for key in ["region", "Option1", "an_option_that_no_scheme_has"] {
            let error =
                of_pairs(scheme, &[&[(key, "hunter2")], &needed[..]].concat()).expect_err(key);
            assert_eq!(fault(&error), (ErrorKind::InvalidOption, key), "{scheme}");
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
    }
}

/// Before the credential is looked at, whose field may be the one that is misspelled.
#[test]
fn the_nearest_key_is_suggested() {
    for (scheme, key, meant) in [
        ("zego/server-api-v2", "allow_cleartext", "allow_clear_text"),
        ("zego/server-api-v2", "AppId", "app_id"),
        ("tencent/ivh-apaas", "requestId", "requestid"),
        ("tencent/ivh-apaas", "accesstoken", "access_token"),
        ("baidu/bce-auth-v1", "expire_in", "expires_in"),
        ("baidu/bce-auth-v1", "placment", "placement"),
        ("huawei/sdk-hmac-sha256", "acces_key", "access_key"),
        ("huawei/sdk-hmac-sha256", "project-id", "project_id"),
        ("huawei/auth-token", "expires", "expires_at"),
        ("iflytek/signa", "dialects", "dialect"),
    ] {
        let error = of_pairs(scheme, &[(key, "x")]).expect_err(key);
        assert_eq!(fault(&error), (ErrorKind::InvalidOption, key), "{scheme}");
        let suggested = format!("did you mean `{meant}`?");
        assert!(error.to_string().contains(&suggested), "{error}");
    }
}

/// A scheme that asks for a key and does not list it could not be given it.
#[test]
fn the_keys_that_are_listed_are_those_that_are_asked_for() {
    for row in first_rows() {
        let listed: BTreeSet<String> = keys(row).into_iter().collect();
        assert_eq!(listed, asked(row), "{}", row.scheme);
    }
}

#[test]
fn a_key_that_is_given_twice_is_refused() {
    for row in first_rows() {
        let (scheme, needed) = (row.scheme, row.needed());
        let (key, _) = needed[0];
        let error = of_pairs(scheme, &[&needed[..], &[(key, "other")]].concat()).expect_err(scheme);
        assert_eq!(fault(&error), (ErrorKind::InvalidOption, key), "{scheme}");
    }
}

/// Whoever swaps key and value finds no secret in the log, and no forged line.
#[test]
fn what_cannot_be_a_key_is_not_quoted() {
    for key in [
        "",
        "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc",
        "9193cc662a4c0ec135ec71fb57194b38",
        "hunter2\nERROR forged",
        "ключ",
    ] {
        let error = of_pairs("huawei/sdk-hmac-sha256", &[(key, "access_key")]).expect_err(key);
        assert_eq!(error.kind(), ErrorKind::InvalidOption, "{key}");
        let shown = format!("{error} {error:?}");
        assert!(key.is_empty() || !shown.contains(key), "{shown}");
        assert!(!shown.contains('\n') && shown.contains("access_key"), "{shown}");
    }
}

#[test]
fn an_unknown_scheme_is_told_the_names() {
    let error = polysign::signer("huawei/sdk-hmac-sha265", |_| None).expect_err("unknown");
    for facts in polysign::schemes() {
        assert!(error.to_string().contains(facts.name()), "{error}");
    }
    assert!(error.to_string().contains("did you mean huawei/sdk-hmac-sha256?"), "{error}");
    let error = of_pairs("huawei", &[("access_key", "k")]).expect_err("unknown");
    assert_eq!(fault(&error), (ErrorKind::UnknownScheme, "scheme"));
}

#[cfg(feature = "serde")]
#[test]
fn a_serialised_credential_names_the_key_that_it_does_not_have() {
    let text = r#"{"access_key": "k", "secret_key": "hunter2", "project": "p"}"#;
    let error = serde_json::from_str::<polysign::huawei::AccessKey>(text).expect_err("refused");
    let expected = "project: is not a setting here; did you mean `project_id`?";
    assert!(error.to_string().contains(expected), "{error}");
    for (text, expected) in [
        (r#"{"access_key": "k", "secret_key": 5}"#, "`secret_key` is of another type"),
        (r#"{"access_key": "k", "secret_key": "a "}"#, "secret_key: "),
        (r#"{"access_key": "k", "secret_key": null}"#, "secret_key: is not in the configuration"),
        (r#"{"access_key": "k", "access_key": "k"}"#, "`access_key` is there twice"),
    ] {
        let error = serde_json::from_str::<polysign::huawei::AccessKey>(text).expect_err(text);
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    let text = r#"{"token": "hunter2", "region": "p"}"#;
    let error = serde_json::from_str::<polysign::huawei::Token>(text).expect_err("refused");
    let expected = "region: is not a setting here; write one of token, expires_at";
    assert!(error.to_string().contains(expected), "{error}");
}
