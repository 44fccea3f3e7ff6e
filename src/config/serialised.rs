//! Credentials from serialised configuration, by way of a value that cannot complain.
//!
//! Formats quote what they find: "invalid type: integer `123`, expected a string". So nothing is
//! asked of them but "any value", every value is accepted, and what is wrong with it is said here,
//! by the field's name.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::iter::from_fn;

use serde::de::{Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroizing;

use super::unknown_name::unknown_key;
use super::{Config, Credential, text_of};

/// Whatever stood there.
pub(crate) enum Value {
    Text(Zeroizing<String>),
    Number(i128),
    Flag(bool),
    Absent,
    List(Vec<Value>),
    Map(Vec<(Value, Value)>),
    Other,
}

/// Reads the credential of a scheme from a map with its fields, for its `Deserialize`. No error quotes a
/// value.
///
/// The format has to describe itself, as TOML and JSON do. A field that is not text is refused: a secret
/// that is a number has lost its zeros in front, if it had some.
///
/// # Errors
///
/// Those of the format and of the credential; an unknown field, with the nearest known one.
pub fn deserialize_credential<'de, D: Deserializer<'de>, C: Credential>(
    deserializer: D,
) -> Result<C, D::Error> {
    credential_with_number(deserializer, None)
}

/// Reads a credential whose field `number` may be a number.
pub(crate) fn credential_with_number<'de, D: Deserializer<'de>, C: Credential>(
    deserializer: D,
    number: Option<&str>,
) -> Result<C, D::Error> {
    let mut texts = Vec::new();
    for (name, value) in Value::deserialize(deserializer)?.entries(C::FIELDS)? {
        let text = value.into_text(name, number == Some(name))?;
        texts.extend(text.map(|text| (name, text)));
    }
    let lookup = |name: &str| text_of(&texts, name);
    C::from_config(&Config::new(&lookup)).map_err(D::Error::custom)
}

impl Value {
    /// Returns the entries of a map, each of whose keys has to be one of `names`. What is absent has
    /// none.
    pub(crate) fn entries<E: Error>(
        self,
        names: &[&'static str],
    ) -> Result<Vec<(&'static str, Self)>, E> {
        let map = match self {
            Self::Map(map) => map,
            Self::Absent => Vec::new(),
            _ => {
                let names = names.join(", ");
                return Err(E::custom(format_args!("expected a map with the fields {names}")));
            }
        };
        let mut entries: Vec<(&'static str, Self)> = Vec::with_capacity(map.len());
        for (key, value) in map {
            let Self::Text(key) = key else {
                return Err(E::custom(unknown_key("", names)));
            };
            let Some(name) = names.iter().find(|name| **name == key.as_str()) else {
                return Err(E::custom(unknown_key(&key, names)));
            };
            if entries.iter().any(|(other, _)| other == name) {
                return Err(E::custom(format_args!("`{name}` is there twice")));
            }
            entries.push((name, value));
        }
        Ok(entries)
    }

    /// Returns the text of the field `name`; `None` where it is absent.
    pub(crate) fn into_text<E: Error>(
        self,
        name: &str,
        can_be_number: bool,
    ) -> Result<Option<Zeroizing<String>>, E> {
        match self {
            Self::Text(text) => Ok(Some(text)),
            Self::Number(digits) if can_be_number => Ok(Some(Zeroizing::new(digits.to_string()))),
            Self::Absent => Ok(None),
            _ => Err(E::custom(format_args!("`{name}` is of another type; write it as text"))),
        }
    }

    /// Returns the option `name` as text: a number, a flag, or a list of names too.
    pub(crate) fn into_option<E: Error>(self, name: &str) -> Result<Option<Zeroizing<String>>, E> {
        let is_one = |text: &str| !text.contains([';', ',', ' ']);
        let names = match self {
            Self::Flag(flag) => return Ok(Some(Zeroizing::new(flag.to_string()))),
            Self::List(names) => names,
            _ => return self.into_text(name, true),
        };
        let names = names.into_iter().map(|item| match item {
            Self::Text(text) if is_one(&text) => Some(text),
            _ => None,
        });
        let names: Option<Vec<_>> = names.collect();
        let Some(names) = names else {
            return Err(E::custom(format_args!("`{name}` has to be a list of one name each")));
        };
        let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
        Ok(Some(Zeroizing::new(names.join(";"))))
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

/// Declares the functions that take a value as it is.
macro_rules! accept {
    ($($visit:ident($found:tt: $of:ty) => $value:expr;)*) => {
        $(fn $visit<E: Error>(self, $found: $of) -> Result<Value, E> {
            Ok($value)
        })*
    };
}

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    accept! {
        visit_bool(flag: bool) => Value::Flag(flag);
        visit_u64(number: u64) => Value::Number(number.into());
        visit_i64(number: i64) => Value::Number(number.into());
        visit_i128(_: i128) => Value::Other;
        visit_u128(_: u128) => Value::Other;
        visit_f64(_: f64) => Value::Other;
        visit_str(text: &str) => Value::Text(Zeroizing::new(text.into()));
        visit_string(text: String) => Value::Text(Zeroizing::new(text));
        visit_bytes(_: &[u8]) => Value::Other;
        // Bytes are never what a field takes, but they are a secret all the same.
        visit_byte_buf(bytes: Vec<u8>) => {
            drop(Zeroizing::new(bytes));
            Value::Other
        };
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Absent)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Absent)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        Value::deserialize(inner)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        Value::deserialize(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let items = from_fn(|| items.next_element().transpose());
        items.collect::<Result<_, _>>().map(Value::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let entries = from_fn(|| entries.next_entry().transpose());
        entries.collect::<Result<_, _>>().map(Value::Map)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Value, A::Error> {
        Ok(Value::Other)
    }
}

/// `Deserialize` for a credential by way of its fields as text.
macro_rules! deserialize {
    ($type:ty, $number:expr) => {
        /// Reads a map with the fields of the credential, from formats that describe themselves.
        /// No error quotes a value.
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::config::credential_with_number(deserializer, $number)
            }
        }
    };
}
pub(crate) use deserialize;
