//! Serialised credentials that are not what they should be, in a format that quotes what it finds.

use std::fmt;

use polysign::registry::SignerConfig;
use polysign::{baidu, huawei, iflytek, tencent, zego};
use serde::de::value::{BytesDeserializer, Error as PlainError, MapDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::{Value, json};

use super::shown::Shown;

/// A credential and its fields.
pub(crate) trait Fields: DeserializeOwned + fmt::Debug {
    const NEEDED: &'static [&'static str];
    const OPTIONAL: &'static [&'static str] = &[];
}

impl Fields for zego::ServerSecret {
    const NEEDED: &'static [&'static str] = &["app_id", "server_secret"];
}

impl Fields for tencent::AppKey {
    const NEEDED: &'static [&'static str] = &["appkey", "access_token"];
}

impl Fields for tencent::ApiKey {
    const NEEDED: &'static [&'static str] = &["secret_id", "secret_key"];
    const OPTIONAL: &'static [&'static str] = &["token", "app_id"];
}

impl Fields for baidu::AccessKey {
    const NEEDED: &'static [&'static str] = &["access_key_id", "secret_access_key"];
    const OPTIONAL: &'static [&'static str] = &["session_token"];
}

impl Fields for huawei::AccessKey {
    const NEEDED: &'static [&'static str] = &["access_key", "secret_key"];
    const OPTIONAL: &'static [&'static str] = &["security_token", "project_id", "domain_id"];
}

impl Fields for huawei::Token {
    const NEEDED: &'static [&'static str] = &["token"];
    const OPTIONAL: &'static [&'static str] = &["expires_at"];
}

impl Fields for huawei::PasswordLogin {
    const NEEDED: &'static [&'static str] = &["password", "user_name", "domain_name"];
    const OPTIONAL: &'static [&'static str] =
        &["user_id", "domain_id", "project_name", "project_id"];
}

impl Fields for baidu::XilingApp {
    const NEEDED: &'static [&'static str] = &["app_id", "app_key"];
}

impl Fields for iflytek::ApiKey {
    const NEEDED: &'static [&'static str] = &["api_key", "api_secret"];
    const OPTIONAL: &'static [&'static str] = &["app_id"];
}

impl Fields for iflytek::AppSecret {
    const NEEDED: &'static [&'static str] = &["app_id", "secret"];
}

/// Puts `secret`, as text and as `number`, where it does not belong, and shows every error.
pub(crate) fn refuse<T: Fields>(secret: &str, number: u64, shown: &mut Shown) {
    let mut good: Value = json!({});
    for name in T::NEEDED {
        good[name] = json!("12345");
    }
    let credential = T::deserialize(&good).unwrap_or_else(|error| panic!("{good}: {error}"));
    shown.debug(&credential);

    let wrong = [
        json!(number),
        json!(-(number as i64)),
        json!(number as f64 * 1e9),
        json!(true),
        json!([secret, number]),
        json!({ secret: secret, "number": number }),
        json!([[{ secret: [secret] }]]),
    ];
    for value in &wrong {
        refuse_json::<T>(value, shown);
        for name in T::NEEDED.iter().chain(T::OPTIONAL) {
            let mut fields = good.clone();
            fields[name] = value.clone();
            // Every credential but the application's number is text.
            let is_number = *name == "app_id" && T::NEEDED.contains(&"server_secret");
            match is_number && value.is_u64() && number <= u64::from(u32::MAX) {
                true => panic!("the number is too small to be refused"),
                false => refuse_json::<T>(&fields, shown),
            }
        }
    }
    for value in [json!(secret), json!(null)] {
        refuse_json::<T>(&value, shown);
    }
    for name in T::NEEDED {
        let mut fields = good.clone();
        fields[name] = json!(null);
        refuse_json::<T>(&fields, shown);
        fields[name] = json!(format!("{secret}\n{secret}"));
        refuse_json::<T>(&fields, shown);
    }
    let mut unknown = good.clone();
    unknown[secret] = json!(secret);
    refuse_json::<T>(&unknown, shown);
    let mut unknown = good.clone();
    unknown[number.to_string()] = json!(number);
    refuse_json::<T>(&unknown, shown);
    refuse_text::<T>(secret, number, shown);
    refuse_other_formats::<T>(secret, number, shown);
}

/// Shows a configuration that has a secret, and one that has it where it does not belong.
pub(crate) fn show_config(secret: &str, shown: &mut Shown) {
    for (scheme, field, more) in [
        ("huawei/auth-token", "token", None),
        ("tencent/ivh-apaas", "access_token", Some("appkey")),
        ("iflytek/signa", "secret", Some("app_id")),
    ] {
        let mut credential = json!({ field: secret });
        if let Some(id) = more {
            credential[id] = json!("id");
        }
        let config = json!({ "scheme": scheme, "credential": credential });
        match serde_json::from_value::<SignerConfig>(config.clone()) {
            Ok(config) => shown.debug(&config),
            Err(error) => shown.error(&error),
        }
        let mut names = credential.clone();
        names[secret] = json!(secret);
        for (key, value) in [
            ("scheme", json!(secret)),
            ("credential", json!(secret)),
            ("credential", json!([secret])),
            ("credential", json!({ field: [secret], secret: secret })),
            ("credential", names),
            ("options", json!({ secret: secret })),
            ("options", json!({ "allow_clear_text": [secret], secret: { secret: secret } })),
            ("options", json!({ "signed_headers": [[secret]], secret: [{ secret: secret }] })),
            (secret, json!(secret)),
        ] {
            let mut wrong = config.clone();
            wrong[key] = value;
            shown.refused(key, serde_json::from_value::<SignerConfig>(wrong));
        }
    }
}

fn refuse_json<T: Fields>(value: &Value, shown: &mut Shown) {
    let text = value.to_string();
    let input = std::any::type_name::<T>();
    shown.refused(input, serde_json::from_str::<T>(&text));
    shown.refused(input, serde_json::from_slice::<T>(text.as_bytes()));
    shown.refused(input, serde_json::from_reader::<_, T>(text.as_bytes()));
    shown.refused(input, T::deserialize(value));
    shown.refused(input, serde_json::from_value::<T>(value.clone()));
    shown.refused(input, serde_json::from_value::<Option<Vec<T>>>(json!([value])));
}

/// What only text can be: fields that are there twice, and broken JSON.
fn refuse_text<T: Fields>(secret: &str, number: u64, shown: &mut Shown) {
    let quoted = json!(secret).to_string();
    let name = T::NEEDED[0];
    for text in [
        format!("{{\"{name}\": {quoted}, \"{name}\": {quoted}}}"),
        format!("{{\"{name}\": {number}, \"{name}\": {number}}}"),
        format!("{{\"{name}\": {quoted}, {quoted}}}"),
        format!("{{\"{name}\": {quoted}"),
        format!("{{{quoted}: {quoted}"),
        format!("{{{number}: {quoted}}}"),
        format!("{{\"{name}\": {number}{number}{number}{number}"),
        format!("{quoted}{quoted}"),
        format!("{{}}{quoted}"),
        secret.to_owned(),
        format!("\"{secret}\u{1}\""),
    ] {
        shown.refused(&text, serde_json::from_str::<T>(&text));
        shown.refused(&text, serde_json::from_reader::<_, T>(text.as_bytes()));
    }
}

/// Formats that have bytes, and keys that are not text.
fn refuse_other_formats<T: Fields>(secret: &str, number: u64, shown: &mut Shown) {
    let input = std::any::type_name::<T>();
    let bytes = BytesDeserializer::<PlainError>::new(secret.as_bytes());
    shown.refused(input, T::deserialize(bytes));
    let text: serde::de::value::StrDeserializer<'_, PlainError> = secret.into_deserializer();
    shown.refused(input, T::deserialize(text));
    let pairs = [(number, secret)].into_iter();
    let map = MapDeserializer::<_, PlainError>::new(pairs);
    shown.refused(input, T::deserialize(map));
    let pairs = [(T::NEEDED[0], secret.as_bytes())].into_iter();
    let map = MapDeserializer::<_, PlainError>::new(pairs);
    shown.refused(input, T::deserialize(map));
    let pairs = [(T::NEEDED[0], number as f64), (secret, 0.0)].into_iter();
    let map = MapDeserializer::<_, PlainError>::new(pairs);
    shown.refused(input, T::deserialize(map));
}
