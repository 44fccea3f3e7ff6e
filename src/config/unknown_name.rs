//! Errors for names that nobody knows: a key of the configuration, a scheme.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::{Error, ErrorKind};

/// Returns the error for a key that is none of `known`. It suggests the nearest one, or else lists them.
#[cold]
pub(crate) fn unknown_key(key: &str, known: &[&str]) -> Error {
    let nearest = nearest(key, known);
    let advice = match nearest {
        Some(name) => format!("is not a setting here; did you mean `{name}`?"),
        None if known.is_empty() => String::from("is not a setting here; there are none"),
        None => format!("is not a setting here; write one of {}", known.join(", ")),
    };
    let field = if nearest.is_some() || reads_as_a_name(key) {
        Cow::Owned(String::from(key))
    } else {
        Cow::Borrowed("a key of the settings")
    };
    Error::new(ErrorKind::InvalidOption, field, advice)
}

/// Returns the error for a scheme that is not there. `own` are the names of this crate, each with its
/// feature, and `on` those that are there. It lists them, and suggests the nearest one.
#[cold]
pub(crate) fn unknown_scheme(scheme: &str, own: &[(&str, &str)], on: &[&str]) -> Error {
    let advice = match own.iter().find(|(name, _)| *name == scheme) {
        Some((name, feature)) => {
            format!("is {name}, which is not compiled in; turn on the feature `{feature}`")
        }
        None => {
            let off: Vec<_> = own.iter().filter(|(name, _)| !on.contains(name)).collect();
            let known = on.iter().copied().chain(off.iter().map(|(name, _)| *name));
            let meant = nearest(scheme, &known.collect::<Vec<_>>());
            let meant = meant.map(|name| format!(" (did you mean {name}?)")).unwrap_or_default();
            let off = off
                .iter()
                .map(|(name, feature)| format!("{name} (the feature `{feature}` is off)"));
            let names: Vec<String> = on.iter().map(|name| String::from(*name)).chain(off).collect();
            format!("is not known{meant}; write one of {}", names.join(", "))
        }
    };
    Error::new(ErrorKind::UnknownScheme, "scheme", advice)
}

/// Returns whether a key can be shown. If key and value are swapped, the key is a secret. Secrets
/// are longer than 15 bytes and have digits or capital letters.
fn reads_as_a_name(key: &str) -> bool {
    let is_separator = |byte| matches!(byte, b'_' | b'-' | b'.');
    match key.len() {
        0 => false,
        1..=15 => key.bytes().all(|byte| byte.is_ascii_alphanumeric() || is_separator(byte)),
        16..=40 => key.bytes().all(|byte| byte.is_ascii_lowercase() || is_separator(byte)),
        _ => false,
    }
}

/// Returns the name that `key` is most likely meant to be: at most a third of its letters differ, or
/// two of five, as when two are swapped.
fn nearest<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    let key = letters(key)?;
    let near = known.iter().filter_map(|name| {
        let letters = letters(name)?;
        let distance = distance(&key, &letters);
        (distance * 3 <= letters.len() + 1).then_some((distance, *name))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// Returns the letters in lower case, without separators: `accessKey` and `access-key` are one name.
/// `None` for what cannot be a name. The letters are wiped, since the name is a secret if key and
/// value are swapped.
fn letters(name: &str) -> Option<Zeroizing<Vec<u8>>> {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/');
    (name.len() <= 40 && name.bytes().all(is_plain)).then(|| {
        let mut letters = Zeroizing::new(Vec::with_capacity(name.len()));
        letters.extend(name.bytes().filter(u8::is_ascii_alphanumeric));
        letters.make_ascii_lowercase();
        letters
    })
}

/// Returns the number of letters to insert, delete or replace (Levenshtein).
fn distance(from: &[u8], to: &[u8]) -> usize {
    // The distances of what was read of `from` to each beginning of `to` that is not empty.
    let mut row: Vec<usize> = (1..=to.len()).collect();
    for (at, letter) in from.iter().enumerate() {
        let (mut diagonal, mut left) = (at, at + 1);
        for (cell, other) in row.iter_mut().zip(to) {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = *cell;
            left = replaced.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(from.len())
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_feature_that_is_off_is_named() {
        let all = [("zego/server-api-v2", "zego"), ("huawei/auth-token", "huawei")];
        let on = ["zego/server-api-v2"];
        let off = unknown_scheme("huawei/auth-token", &all, &on);
        assert_eq!(
            off.to_string(),
            "scheme: is huawei/auth-token, which is not compiled in; turn on the feature `huawei`",
        );
        let near = unknown_scheme("huawei/token", &all, &on);
        assert_eq!(
            near.to_string(),
            "scheme: is not known (did you mean huawei/auth-token?); write one of \
             zego/server-api-v2, huawei/auth-token (the feature `huawei` is off)",
        );
        let unknown = unknown_scheme("sigv4", &all, &on);
        assert_eq!(
            unknown.to_string(),
            "scheme: is not known; write one of zego/server-api-v2, huawei/auth-token (the \
             feature `huawei` is off)",
        );
    }

    #[test]
    fn distances() {
        for (from, to, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("accesskey", "acceskey", 1),
            ("expiresin", "expireson", 1),
        ] {
            assert_eq!(distance(from.as_bytes(), to.as_bytes()), expected, "{from} {to}");
        }
    }

    #[test]
    fn a_third_of_the_letters_may_differ() {
        let known = ["access_key", "secret_key", "project_id"];
        for (key, expected) in [
            ("access_kye", Some("access_key")),
            ("SecretKey", Some("secret_key")),
            ("project-id", Some("project_id")),
            ("region", None),
            ("", None),
            ("é", None),
        ] {
            assert_eq!(nearest(key, &known), expected, "{key}");
        }
    }
}
