//! Taking signatures out of text that goes to a log.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::text::hex_digit;

/// What names of secrets have in them, whoever's they are.
pub(crate) const SECRET_WORDS: [&str; 8] = [
    "token",
    "secret",
    "signature",
    "password",
    "cookie",
    "authorization",
    "credential",
    "api-key",
];

/// Ends of the names of query parameters that carry a signature or a token.
const SECRET_PARAMETERS: [&str; 4] = ["signature", "signa", "authorization", "security-token"];

/// Replaces, in any text, the values of query parameters that carry a signature or a token.
///
/// The text may be a URL, an error message with URLs in it, or a whole log line. Names are found
/// in any case and spelling: within a URL that is itself a parameter of another, behind the escapes
/// of JSON and HTML, and at the end of a longer name, since too much is better than too little.
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

/// [`redact`] with further names of parameters.
pub(crate) fn redact_with<'a>(text: &'a str, names: &[&str]) -> Cow<'a, str> {
    let mut redacted = String::new();
    let mut rest = text;
    while let Some((front, value)) = next_secret(rest, names) {
        redacted.push_str(front);
        redacted.push_str("[redacted]");
        rest = value.get(length_of_value(value)..).unwrap_or_default();
    }
    match rest.len() == text.len() {
        true => Cow::Borrowed(text),
        false => {
            redacted.push_str(rest);
            Cow::Owned(redacted)
        }
    }
}

/// Splits before the next value that is a secret.
fn next_secret<'a>(text: &'a str, names: &[&str]) -> Option<(&'a str, &'a str)> {
    text.bytes().enumerate().find_map(|(at, byte)| {
        // What an `=` can begin with, in any spelling.
        if !matches!(byte, b'=' | b'%' | b'\\' | b'&') {
            return None;
        }
        let (front, tail) = text.split_at_checked(at)?;
        let width = Spelled::first(tail)
            .filter(|spelled| spelled.byte == b'=')?
            .width;
        let (front_and_equals, value) = text.split_at_checked(at + width)?;
        let is_secret = || {
            SECRET_PARAMETERS
                .iter()
                .chain(names)
                .any(|name| ends_in_name(front.as_bytes(), name))
        };
        // The name first: the length of a value takes as long as the value is.
        (is_secret() && length_of_value(value) > 0).then_some((front_and_equals, value))
    })
}

/// Whether a text ends in `name`, in any case and with any of its letters percent-escaped, once or
/// more often.
fn ends_in_name(text: &[u8], name: &str) -> bool {
    let mut rest = text;
    name.bytes().rev().all(|letter| {
        let Some(front) = strip_last(rest, letter) else {
            return false;
        };
        rest = front;
        true
    })
}

fn strip_last(text: &[u8], letter: u8) -> Option<&[u8]> {
    let same = |byte: u8| byte.eq_ignore_ascii_case(&letter);
    match text {
        // An escape first: its last digit may be the letter itself.
        [front @ .., high, low]
            if hex_digit(*high)
                .zip(hex_digit(*low))
                .is_some_and(|(high, low)| same(high << 4 | low)) =>
        {
            let mut front = front;
            while let [shorter @ .., b'2', b'5'] = front {
                front = shorter;
            }
            match front {
                [front @ .., b'%'] => Some(front),
                _ => text
                    .split_last()
                    .filter(|(last, _)| same(**last))
                    .map(|(_, front)| front),
            }
        }
        [front @ .., last] if same(*last) => Some(front),
        _ => None,
    }
}

/// How many bytes of a signature or a token stand at the front of a text, in any spelling.
fn length_of_value(text: &str) -> usize {
    let mut rest = text;
    while let Some(spelled) = Spelled::first(rest) {
        let is_of_value =
            spelled.byte.is_ascii_alphanumeric() || b"-._~%+/=:;*!".contains(&spelled.byte);
        // A delimiter that is percent-escaped belongs to the value: a scheme may write it so.
        if !(is_of_value || rest.starts_with('%')) {
            break;
        }
        rest = rest.get(spelled.width..).unwrap_or_default();
    }
    text.len() - rest.len()
}

/// A character of ASCII and the number of bytes that spell it.
struct Spelled {
    byte: u8,
    width: usize,
}

impl Spelled {
    /// Reads `%3D` (also `%253D`), `\u003d`, `\/`, `&#61;`, `&#x3d;`, `&equals;`, or a plain byte.
    fn first(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let spelled = match bytes {
            [b'%', rest @ ..] => Self::percent(rest),
            [b'\\', b'u', a, b, c, d, ..] => Self::hex(&[*a, *b, *c, *d], 6),
            [b'\\', b'/', ..] => Some(Self {
                byte: b'/',
                width: 2,
            }),
            [b'&', ..] => Self::entity(text),
            _ => None,
        };
        let plain = || {
            Some(Self {
                byte: *bytes.first()?,
                width: 1,
            })
        };
        spelled.or_else(plain)
    }

    fn percent(mut rest: &[u8]) -> Option<Self> {
        let mut width = 3;
        while let [b'2', b'5', tail @ ..] = rest {
            rest = tail;
            width += 2;
        }
        Self::hex(rest.get(..2)?, width)
    }

    fn entity(text: &str) -> Option<Self> {
        // The longest that is looked for, `&equals;`, has 8 bytes.
        let end = text.bytes().take(8).position(|byte| byte == b';')?;
        let name = text.get(1..end)?;
        let byte = match name.strip_prefix('#') {
            None if name == "equals" => b'=',
            None if name == "plus" => b'+',
            None if name == "sol" => b'/',
            None => return None,
            Some(number) => match number.strip_prefix(['x', 'X']) {
                Some(hex) => u8::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            },
        };
        Some(Self {
            byte,
            width: end + 1,
        })
    }

    fn hex(digits: &[u8], width: usize) -> Option<Self> {
        let number = digits.iter().try_fold(0, |number: u32, digit| {
            Some(number << 4 | u32::from(hex_digit(*digit)?))
        })?;
        let byte = u8::try_from(number).ok()?;
        Some(Self { byte, width })
    }
}
