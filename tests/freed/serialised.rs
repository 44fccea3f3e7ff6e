//! Reading credentials from JSON, and from a format that hands over bytes.

use polysign::{baidu, huawei, iflytek, tencent, zego};
use serde::de::DeserializeOwned;
use serde::de::value::{Error as PlainError, MapDeserializer};
use serde_json::{Value, json};

use super::detector::none_is_freed;
use super::{Subject, subject};
use crate::common::drawn::Secrets;
use crate::common::pieces::Pieces;

/// Reads what was made before in every way in which JSON is handed over.
fn read<T: DeserializeOwned>(json: &'static str, value: Value, pieces: &'static Pieces) {
    none_is_freed(json, pieces, || drop(serde_json::from_str::<T>(json)));
    none_is_freed(json, pieces, || drop(serde_json::from_slice::<T>(json.as_bytes())));
    none_is_freed(json, pieces, || drop(serde_json::from_value::<T>(value)));
}

fn read_all<T: DeserializeOwned>(names: &[&str], secrets: &Secrets, pieces: &'static Pieces) {
    let secret = secrets["huawei/token"].as_str();
    let ids = [
        "app_id", "appkey", "access_key_id", "access_key", "api_key", "secret_id", "project_id",
        "expires_at",
    ];
    let mut good = json!({});
    for name in names {
        good[name] = match *name {
            "app_id" => json!(12345),
            name if ids.contains(&name) => json!("12345"),
            _ => json!(secret),
        };
    }
    let mut all = vec![
        good.clone(),
        json!(secret),
        json!([secret, [secret], { "x": secret }]),
        json!({ "unknown": secret }),
        json!({ secret: secret }),
    ];
    for name in names {
        for value in [
            json!(7),
            json!(null),
            json!([secret]),
            json!({ secret: secret }),
            json!(format!("{secret} ")),
        ] {
            // An id is no secret and is not wiped.
            if ids.contains(name) && value.is_string() {
                continue;
            }
            let mut fields = good.clone();
            fields[name] = value;
            all.push(fields);
        }
    }
    for value in all {
        read::<T>(value.to_string().leak(), value, pieces);
    }
    for name in names {
        if ids.contains(name) {
            continue;
        }
        let twice = format!("{{\"{name}\":\"{secret}\",\"{name}\":\"{secret}\"}}").leak();
        let broken = format!("{{\"{name}\":\"{secret}\",\"{secret}\":\"{secret}\",").leak();
        for json in [&*twice, &*broken] {
            none_is_freed(json, pieces, || drop(serde_json::from_str::<T>(json)));
        }
        // Formats with bytes of their own hand them over.
        none_is_freed("bytes", pieces, || {
            let pairs = [(*name, OwnedBytes(secret.as_bytes()))].into_iter();
            drop(T::deserialize(MapDeserializer::<_, PlainError>::new(pairs)));
        });
    }
}

#[derive(Clone, Copy)]
struct OwnedBytes<'a>(&'a [u8]);

impl<'de> serde::de::IntoDeserializer<'de, PlainError> for OwnedBytes<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> serde::Deserializer<'de> for OwnedBytes<'_> {
    type Error = PlainError;

    fn deserialize_any<V: serde::de::Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, PlainError> {
        visitor.visit_byte_buf(self.0.to_vec())
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

#[test]
fn serialised() {
    let Subject { secrets, pieces } = subject();
    read_all::<zego::ServerSecret>(&["app_id", "server_secret"], secrets, pieces);
    read_all::<tencent::AppKey>(&["appkey", "access_token"], secrets, pieces);
    read_all::<tencent::ApiKey>(&["secret_id", "secret_key", "token", "app_id"], secrets, pieces);
    let names = ["access_key_id", "secret_access_key", "session_token"];
    read_all::<baidu::AccessKey>(&names, secrets, pieces);
    let names = ["access_key", "secret_key", "security_token", "project_id"];
    read_all::<huawei::AccessKey>(&names, secrets, pieces);
    read_all::<huawei::Token>(&["token", "expires_at"], secrets, pieces);
    read_all::<baidu::XilingApp>(&["app_id", "app_key"], secrets, pieces);
    read_all::<iflytek::ApiKey>(&["api_key", "api_secret", "app_id"], secrets, pieces);
    read_all::<iflytek::AppSecret>(&["app_id", "secret"], secrets, pieces);
}
