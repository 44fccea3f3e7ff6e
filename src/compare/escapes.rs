//! Recognising escaped forms of one text, and the kinds of values that canonical texts have: times,
//! digests, placeholders.

use alloc::borrow::Cow;
use alloc::string::String;

use super::Cause;
use crate::text::hex_digit;

/// Returns the cause if two texts differ in their escapes only.
pub(super) fn cause(ours: &str, theirs: &str) -> Option<Cause> {
    let (our_upper, their_upper) = (upper_escapes(ours), upper_escapes(theirs));
    if our_upper == their_upper {
        return Some(Cause::EscapeCase);
    }
    let slashes = |text: &str| text.replace("%252F", "/").replace("%2F", "/");
    if slashes(&our_upper) == slashes(&their_upper) {
        return Some(Cause::EscapedSlash);
    }
    let has_plus =
        [&our_upper, &their_upper].iter().any(|text| text.contains('+') || text.contains("%2B"));
    let spaces = |text: &str| text.replace("%20", " ").replace("%2B", " ").replace('+', " ");
    let is_less = decoded(ours).eq(theirs.bytes());
    if has_plus && !is_less && spaces(&our_upper) == spaces(&their_upper) {
        return Some(Cause::PlusAndSpace);
    }
    let is_more = |ours: &str| decoded(theirs).eq(ours.bytes());
    if is_more(ours) || (ours.contains('%') && is_more(&our_upper)) {
        return Some(Cause::EncodedOnceMore);
    }
    // Of what the server leaves as it is, some may be escaped all the same.
    (is_less || decoded(ours).eq(decoded(theirs))).then_some(Cause::EncodedOnceLess)
}

/// Returns the bytes of a text, percent-decoded.
pub(super) fn decoded(text: &str) -> impl Iterator<Item = u8> + Clone {
    decoded_bytes(text.bytes())
}

/// Returns bytes that are equal for all escaped forms of a text: once or twice, with `+` or `%20`.
pub(super) fn loosely(text: &str) -> impl Iterator<Item = u8> + Clone {
    let bytes = decoded_bytes(decoded(text));
    bytes.map(|byte| if byte == b'+' { b' ' } else { byte })
}

fn decoded_bytes(bytes: impl Iterator<Item = u8> + Clone) -> impl Iterator<Item = u8> + Clone {
    let mut rest = bytes;
    core::iter::from_fn(move || {
        let byte = rest.next()?;
        if byte != b'%' {
            return Some(byte);
        }
        let mut ahead = rest.clone();
        let mut digit = || ahead.next().and_then(hex_digit);
        let Some((high, low)) = digit().zip(digit()) else {
            return Some(byte);
        };
        rest = ahead;
        Some(high << 4 | low)
    })
}

/// Returns the text with the digits of all escapes in upper case.
fn upper_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut digits = 0;
    let upper = text.chars().map(|letter| {
        if letter == '%' {
            digits = 2;
        } else if digits > 0 {
            digits -= 1;
            return letter.to_ascii_uppercase();
        }
        letter
    });
    Cow::Owned(upper.collect::<String>())
}

/// Returns whether a text is a time in one of the forms that canonical texts have.
pub(super) fn is_time(text: &str) -> bool {
    let is_unix = matches!(text.len(), 10 | 13) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_unix || is_timestamp(text)
}

#[cfg(feature = "_time")]
fn is_timestamp(text: &str) -> bool {
    use crate::text::{read_basic, read_extended};
    let extended = || read_extended(text.replace("%3A", ":").as_bytes());
    matches!(text.len(), 16 | 20 | 24) && read_basic(text.as_bytes()).or_else(extended).is_some()
}

#[cfg(not(feature = "_time"))]
fn is_timestamp(_: &str) -> bool {
    false
}

/// Returns whether one time is the other in milliseconds.
pub(super) fn are_milliseconds(ours: &str, theirs: &str) -> bool {
    let is_longer = |long: &str, short: &str| {
        short.len() == 10 && long.len() == 13 && long.starts_with(short) && is_time(long)
    };
    is_longer(ours, theirs) || is_longer(theirs, ours)
}

/// Returns the cause if both texts are times, and not equal.
pub(super) fn cause_of_times(ours: &str, theirs: &str) -> Option<Cause> {
    if !is_time(ours) || !is_time(theirs) || decoded(ours).eq(decoded(theirs)) {
        return None;
    }
    let is_unit = are_milliseconds(ours, theirs);
    Some(if is_unit { Cause::Milliseconds } else { Cause::Time })
}

/// Returns whether a text is a digest in hexadecimal.
pub(super) fn is_digest(text: &str) -> bool {
    matches!(text.len(), 32 | 40 | 64 | 128) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Returns whether a text is a placeholder for a digest, as some schemes have: words in capitals.
pub(super) fn is_placeholder(text: &str) -> bool {
    let is_of_it = |byte: u8| byte.is_ascii_uppercase() || byte == b'-';
    text.len() > 8 && text.contains('-') && text.bytes().all(is_of_it)
}

/// Returns the letters, digits, `-` and `_` at the front of a line.
pub(super) fn first_word(line: &str) -> &str {
    let is_other = |letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'));
    line.find(is_other).and_then(|end| line.get(..end)).unwrap_or(line)
}
