//! Credentials from serialised configuration, by way of a value that cannot complain.
//!
//! Formats quote what they find: "invalid type: integer `123`, expected a string". So nothing is
//! asked of them but "any value", every value is accepted, and what is wrong with it is said here,
//! by the field's name.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroizing;

use super::unknown_name::unknown_key;

/// Whatever stood there.
enum Value {
    Text(Zeroizing<String>),
    Number(u64),
    Absent,
    Map(Vec<(Value, Value)>),
    Other,
}

/// Reads a map into one text for each of `names`. `number` is the field that may be a number.
pub(crate) fn fields<'de, D: Deserializer<'de>, const N: usize>(
    deserializer: D,
    names: &[&'static str; N],
    number: Option<&str>,
) -> Result<[Option<Zeroizing<String>>; N], D::Error> {
    let Value::Map(map) = Value::deserialize(deserializer)? else {
        let names = names.join(", ");
        let expected = format_args!("expected a map with the fields {names}");
        return Err(Error::custom(expected));
    };
    let mut texts = [const { None }; N];
    for (key, value) in map {
        let key = match key {
            Value::Text(key) => key,
            _ => return Err(Error::custom(unknown_key("", names))),
        };
        let place = names.iter().position(|name| *name == key.as_str());
        let Some((name, slot)) = place.and_then(|at| names.get(at).zip(texts.get_mut(at))) else {
            return Err(Error::custom(unknown_key(&key, names)));
        };
        if slot.is_some() {
            return Err(Error::custom(format_args!("`{name}` is there twice")));
        }
        *slot = value.into_text(name, number == Some(*name))?;
    }
    Ok(texts)
}

impl Value {
    /// The text of the field `name`; `None` where it is absent.
    fn into_text<E: Error>(
        self,
        name: &str,
        can_be_number: bool,
    ) -> Result<Option<Zeroizing<String>>, E> {
        match self {
            Self::Text(text) => Ok(Some(text)),
            Self::Number(digits) if can_be_number => Ok(Some(Zeroizing::new(digits.to_string()))),
            Self::Absent => Ok(None),
            _ => Err(Error::custom(format_args!("`{name}` is of another type; write it as text"))),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

macro_rules! accept {
    ($($visit:ident($of:ty) => $value:expr;)*) => {
        $(fn $visit<E: Error>(self, _: $of) -> Result<Value, E> {
            Ok($value)
        })*
    };
}

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(Zeroizing::new(text.into())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(Zeroizing::new(text)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(u64::try_from(number).map_or(Value::Other, Value::Number))
    }

    // Bytes are never what a field takes, but they are a secret all the same.
    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Value, E> {
        drop(Zeroizing::new(bytes));
        Ok(Value::Other)
    }

    accept! {
        visit_bool(bool) => Value::Other;
        visit_i128(i128) => Value::Other;
        visit_u128(u128) => Value::Other;
        visit_f64(f64) => Value::Other;
        visit_bytes(&[u8]) => Value::Other;
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
        while items.next_element::<Value>()?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Value::Map(map))
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
                let names = <$type>::FIELDS;
                let texts = $crate::config::fields(deserializer, names, $number)?;
                let lookup = |name: &str| {
                    let at = names.iter().position(|other| *other == name)?;
                    let text = texts.get(at)?.as_deref()?;
                    Some(alloc::string::String::from(text.as_str()))
                };
                <$type>::from_config(&$crate::config::Config::new(&lookup))
                    .map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use deserialize;
