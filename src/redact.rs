//! Taking signatures out of text that goes to a log.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::canonical::{Decoded, Form};
use crate::registry::schemes;

/// Replaces, in any text, the values of query parameters that carry a signature or a token.
///
/// The text may be a URL, an error message with URLs in it, or a whole log line. Names are
/// recognised in any case and any percent-spelling, also within a URL that is itself a
/// parameter of another.
///
/// ```
/// # #[cfg(feature = "tencent")]
/// assert_eq!(
///     polysign::redact("GET https://gw.tvs.qq.com/v2?appkey=k&timestamp=1&signature=BfWu%3D failed"),
///     "GET https://gw.tvs.qq.com/v2?appkey=k&timestamp=1&signature=[redacted] failed",
/// );
/// ```
#[must_use]
pub fn redact(text: &str) -> Cow<'_, str> {
    redact_with(text, &[])
}

/// [`redact`], and the same for the parameters of a scheme that is not one of this crate.
pub(crate) fn redact_with<'a>(text: &'a str, names: &[&str]) -> Cow<'a, str> {
    let mut redacted = String::new();
    let mut rest = text;
    while let Some((front, value)) = next_secret(rest, names) {
        redacted.push_str(front);
        redacted.push_str("[redacted]");
        rest = value.trim_start_matches(is_of_value);
    }
    match rest.len() == text.len() {
        true => Cow::Borrowed(text),
        false => {
            redacted.push_str(rest);
            Cow::Owned(redacted)
        }
    }
}

/// Splits before the next value that is a secret. `=` may be escaped, once or more often, where
/// the URL is a parameter itself.
fn next_secret<'a>(text: &'a str, names: &[&str]) -> Option<(&'a str, &'a str)> {
    let bytes = text.as_bytes();
    (0..bytes.len()).find_map(|at| {
        let tail = bytes.get(at..)?;
        let width = match tail {
            [b'=', ..] => 1,
            [b'%', escaped @ ..] => 1 + escaped_equals(escaped)?,
            _ => return None,
        };
        let (front, _) = text.split_at_checked(at)?;
        let (front_and_equals, value) = text.split_at_checked(at + width)?;
        (ends_in_secret_name(front, names) && value.starts_with(is_of_value))
            .then_some((front_and_equals, value))
    })
}

/// `3D` behind any number of `25`.
fn escaped_equals(mut text: &[u8]) -> Option<usize> {
    let mut width = 0;
    while let [b'2', b'5', rest @ ..] = text {
        text = rest;
        width += 2;
    }
    matches!(text, [b'3', b'D' | b'd', ..]).then_some(width + 2)
}

fn ends_in_secret_name(front: &str, names: &[&str]) -> bool {
    schemes()
        .flat_map(|scheme| scheme.secret_query())
        .chain(names)
        .any(|name| ends_in_name(front, name))
}

/// Whether `front` ends in `name`, in any case and with any of its letters escaped, and not merely
/// in a longer name.
fn ends_in_name(front: &str, name: &str) -> bool {
    // The shortest spelling is the name itself, the longest has three bytes for each letter.
    (name.len()..=3 * name.len()).any(|width| {
        let spelled = front
            .len()
            .checked_sub(width)
            .and_then(|start| front.split_at_checked(start));
        spelled.is_some_and(|(before, spelled)| {
            let lower = |byte: u8| byte.to_ascii_lowercase();
            !before.ends_with(|letter: char| letter.is_ascii_alphanumeric() && !ends_in_escape(before))
                && Decoded::new(spelled, Form::Path)
                    .map(lower)
                    .eq(name.bytes().map(lower))
        })
    })
}

/// Whether what stands before a name is an escaped `&` or `?`.
fn ends_in_escape(before: &str) -> bool {
    before
        .len()
        .checked_sub(2)
        .and_then(|start| before.split_at_checked(start))
        .is_some_and(|(_, digits)| {
            ["26", "3F", "3f", "20", "22", "27"].contains(&digits)
        })
}

/// What a signature or a token consists of, encoded or not.
fn is_of_value(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-._~%+/=:;*!".contains(letter)
}
