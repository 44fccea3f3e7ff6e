//! A whole signer in serialised configuration: each scheme, each key, each misspelling.

use std::collections::BTreeMap;

use polysign::Signer;
use polysign::registry::SignerConfig;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::common::every_signer::context;
use crate::common::schemes::{Row, first_rows, rows};

fn read(config: &Value) -> Result<SignerConfig, String> {
    serde_json::from_str(&config.to_string()).map_err(|error| error.to_string())
}

fn config(scheme: &str, credential: Value, options: Value) -> Value {
    json!({ "scheme": scheme, "credential": credential, "options": options })
}

/// The keys that the error for one that is not there lists.
fn listed(config: &Value) -> Vec<String> {
    let error = read(config).expect_err("an unknown key");
    if error.contains("; there are none") {
        return Vec::new();
    }
    let (_, listed) = error.split_once("write one of ").expect(&error);
    listed.split(", ").map(str::to_owned).collect()
}

fn fields(scheme: &str) -> Vec<String> {
    listed(&config(scheme, json!({ "zzzzz": "" }), json!({})))
}

fn options(scheme: &str) -> Vec<String> {
    listed(&config(scheme, json!("environment"), json!({ "zzzzz": "" })))
}

/// What a scheme needs as credential and options.
fn needed(row: &Row) -> (Value, Value) {
    let (fields, options): (Vec<_>, Vec<_>) =
        row.needed().into_iter().partition(|(key, _)| row.has_field(key));
    (map(&fields), map(&options))
}

fn map<'a>(pairs: impl IntoIterator<Item = &'a (&'a str, &'a str)>) -> Value {
    pairs.into_iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect()
}

/// A value as a person would write it: a number, a flag or a list where it is one.
fn native(text: &str) -> Value {
    match (text.parse::<i64>(), text.parse::<bool>()) {
        (Ok(number), _) => json!(number),
        (_, Ok(flag)) => json!(flag),
        _ if text.contains(';') => text.split(';').collect(),
        _ => json!(text),
    }
}

fn signature(signer: &dyn Signer, request: &polysign::Request<'_>) -> String {
    let signed = signer.sign_with(request, &context()).expect("signed");
    let (headers, query): (Vec<_>, Vec<_>) = (signed.headers().collect(), signed.query().collect());
    format!("{headers:?} {query:?}")
}

/// The table of schemes knows what each field is.
#[test]
fn every_field_is_in_the_table() {
    for row in rows() {
        let known: Vec<_> = row.facts.fields.iter().map(|(field, _)| *field).collect();
        assert_eq!(known, fields(row.scheme), "{}", row.scheme);
    }
}

#[test]
fn every_row_is_a_configuration() {
    for row in rows() {
        let expected = signature(&*row.signer(&[]).expect(row.name), &row.sample.request());
        for options in [
            map(row.options),
            row.options.iter().map(|(key, value)| ((*key).to_owned(), native(value))).collect(),
        ] {
            let config = read(&config(row.scheme, map(row.credential), options)).expect(row.name);
            assert_eq!(config.scheme(), row.scheme);
            let signer = config.signer_from_vars(|_| None).expect(row.name);
            assert_eq!(signature(&*signer, &row.sample.request()), expected, "{}", row.name);
        }
    }
}

/// A value that the option does not take may be refused, but the key is not.
#[test]
fn every_key_can_be_set() {
    for row in first_rows() {
        let scheme = row.scheme;
        let (credential, needed) = needed(row);
        let values = [json!("default"), json!(true), json!(600), json!(-1), json!(["host"])];
        for option in options(scheme) {
            for value in &values {
                let mut options = needed.clone();
                options[&*option] = value.clone();
                if let Err(error) = read(&config(scheme, credential.clone(), options)) {
                    assert!(!error.contains("is not a setting"), "{scheme} {option}: {error}");
                }
            }
        }
        for field in fields(scheme) {
            let mut credential = credential.clone();
            credential[&*field] = json!("1234");
            if let Err(error) = read(&config(scheme, credential, needed.clone())) {
                assert!(!error.contains("is not a setting"), "{scheme} {field}: {error}");
            }
        }
    }
}

#[test]
fn values_of_toml() {
    let text = r#"
        ["metastudio.cn-north-4.myhuaweicloud.com"]
        scheme = "huawei/sdk-hmac-sha256"
        credential = "environment"
        ["metastudio.cn-north-4.myhuaweicloud.com".options]
        signed_headers = ["X-Sdk-Date", "accept"]

        ["aipage.baidubce.com"]
        scheme = "baidu/bce-auth-v1"
        credential = { access_key_id = "k", secret_access_key = "s" }
        options = { expires_in = -1, placement = "query", keep_dot_segments = true }

        ["aigc-digitalhuman-api.zegotech.cn"]
        scheme = "zego/server-api-v2"
        credential = { app_id = 12345, server_secret = "s" }
    "#;
    let hosts: BTreeMap<String, SignerConfig> = toml::from_str(text).expect("a configuration");
    let variables = |name: &str| match name {
        "HUAWEICLOUD_SDK_AK" => Some("ak".to_owned()),
        "HUAWEICLOUD_SDK_SK" => Some("sk".to_owned()),
        _ => None,
    };
    let headers = [("accept", "*/*")];
    for (host, expected) in [
        ("metastudio.cn-north-4.myhuaweicloud.com", "SignedHeaders=accept;x-sdk-date,"),
        ("aipage.baidubce.com", "2019-11-15T03:36:55Z/-1/host"),
        ("aigc-digitalhuman-api.zegotech.cn", r#"("AppId", "12345")"#),
    ] {
        let signer = hosts[host].signer_from_vars(variables).expect(host);
        let url = format!("https://{host}/");
        let request = polysign::Request::new("GET", &url).expect(host).with_headers(&headers);
        let signed = signature(&*signer, &request);
        assert!(signed.contains(expected), "{signed}");
    }
    #[cfg(feature = "tower")]
    {
        let complete = hosts.iter().filter(|(host, _)| !host.starts_with("metastudio"));
        polysign::tower::SignLayer::from_config(complete).expect("a layer");
    }
}

#[cfg(feature = "tower")]
#[test]
fn a_host_is_named_in_the_error_of_its_signer() {
    let token = read(&config("huawei/auth-token", json!("environment"), json!({}))).expect("ok");
    let hosts = BTreeMap::from([("h.example.com", token)]);
    let error = polysign::tower::SignLayer::from_config(&hosts).expect_err("no credential");
    assert_eq!(error.field(), "HW_AUTH_TOKEN");
    assert!(error.to_string().contains("(for the host h.example.com)"), "{error}");
}

#[test]
fn what_is_wrong_is_named() {
    let credential = json!({ "access_key": "k", "secret_key": "s" });
    let scheme = json!("huawei/sdk-hmac-sha256");
    for (config, expected) in [
        (json!("huawei/sdk-hmac-sha256"), "expected a map with the fields scheme, credential"),
        (json!({ "credential": credential }), "missing field `scheme`"),
        (json!({ "scheme": "huawei", "credential": credential }), "scheme: is not known"),
        (json!({ "scheme": 5, "credential": credential }), "`scheme` is of another type"),
        (json!({ "scheme": scheme }), "`credential` has to be the text `environment`, or a map"),
        (json!({ "scheme": scheme, "credential": "hunter2" }), "`credential` has to be"),
        (json!({ "scheme": scheme, "credential": [credential] }), "`credential` has to be"),
        (json!({ "scheme": scheme, "credential": {} }), "access_key: is not in the configuration"),
        (
            json!({ "scheme": scheme, "credential": { "access_key": "k", "secret_key": 55 } }),
            "`secret_key` is of another type; write it as text",
        ),
        (
            json!({ "scheme": scheme, "credential": { "access_key": "k", "secret_key": "hunter2 " } }),
            "secret_key: ",
        ),
        (
            json!({ "scheme": scheme, "credential": credential, "options": "hunter2" }),
            "expected a map with the fields signed_headers",
        ),
        (
            json!({ "scheme": scheme, "credential": credential,
                "options": { "signed_headers": [true] } }),
            "`signed_headers` has to be a list of one name each",
        ),
        (
            json!({ "scheme": scheme, "credential": credential,
                "options": { "signed_headers": ["x-sdk-date host"] } }),
            "`signed_headers` has to be a list of one name each",
        ),
        (
            json!({ "scheme": scheme, "credential": credential,
                "options": { "signed_headers": { "hunter2": 1.5 } } }),
            "`signed_headers` is of another type",
        ),
        (
            json!({ "scheme": scheme, "credential": credential, "option": {} }),
            "option: is not a setting here; did you mean `options`?",
        ),
    ] {
        let error = read(&config).expect_err(expected);
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

/// Every key of a configuration: its place, and those that are next to it.
fn keys() -> Vec<(&'static Row, &'static str, String, Vec<String>)> {
    let outer = ["scheme", "credential", "options"].map(String::from).to_vec();
    let mut keys = Vec::new();
    for row in first_rows() {
        let scheme = row.scheme;
        for (place, names) in
            [("", outer.clone()), ("credential", fields(scheme)), ("options", options(scheme))]
        {
            keys.extend(names.iter().map(|name| (row, place, name.clone(), names.clone())));
        }
    }
    keys
}

/// One letter is missing, doubled, replaced, added, or swapped with the next.
fn misspelled(name: &str, kind: usize, at: usize, letter: char) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = at % letters.len();
    match kind % 4 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letter),
        2 => letters[at] = letter,
        _ => letters.swap(at, (at + 1) % name.len()),
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_misspelling_is_rejected_by_name(
        key in proptest::sample::select(keys()),
        (kind, at, letter) in (0usize..4, 0usize..40, "[a-zA-Z0-9_-]"),
    ) {
        let (row, place, name, names) = key;
        let wrong = misspelled(&name, kind, at, letter.chars().next().expect("one"));
        prop_assume!(!names.contains(&wrong));
        let (credential, options) = needed(row);
        let mut config = config(row.scheme, credential, options);
        let table = match place {
            "" => config.as_object_mut(),
            place => config[place].as_object_mut(),
        };
        let table: &mut Map<String, Value> = table.expect("a table");
        let value = table.remove(&name).unwrap_or(json!("hunter2"));
        table.insert(wrong.clone(), value);
        let error = read(&config).expect_err(&wrong);
        prop_assert!(error.starts_with(&format!("{wrong}: is not a setting here;")), "{}", error);
        prop_assert!(!error.contains("hunter2"), "{}", error);
        // Of a name of three letters, a third is one: no two that were swapped.
        prop_assert!(name.len() < 6 || error.contains("did you mean `"), "{}", error);
    }
}
