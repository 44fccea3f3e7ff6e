//! Recognising escaped forms of one text, and the kinds of values that canonical texts have: times,
//! digests, placeholders.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use percent_encoding::{PercentDecode, percent_decode, percent_decode_str};

use super::Cause;

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
    let has_plus = |text: &str| text.contains('+') || text.contains("%2B");
    let spaces = |text: &str| text.replace("%20", " ").replace("%2B", " ").replace('+', " ");
    let is_less = decoded(ours).eq(theirs.bytes());
    let either_has_plus = has_plus(&our_upper) || has_plus(&their_upper);
    if either_has_plus && !is_less && spaces(&our_upper) == spaces(&their_upper) {
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
pub(super) fn decoded(text: &str) -> PercentDecode<'_> {
    percent_decode_str(text)
}

/// Returns bytes that are equal for all escaped forms of a text: once or twice, with `+` or `%20`.
pub(super) fn loosely(text: &str) -> Cow<'_, [u8]> {
    if !text.contains(['%', '+']) {
        return text.as_bytes().into();
    }
    let once: Vec<u8> = decoded(text).collect();
    percent_decode(&once).map(|byte| if byte == b'+' { b' ' } else { byte }).collect()
}

/// Returns the text with the digits of all escapes in upper case.
fn upper_escapes(text: &str) -> String {
    let mut since_percent = 2;
    let upper = text.chars().map(|letter| {
        since_percent = if letter == '%' { 0 } else { since_percent + 1 };
        if since_percent <= 2 { letter.to_ascii_uppercase() } else { letter }
    });
    upper.collect()
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

/// Returns the cause if both texts are times, and not equal.
pub(super) fn cause_of_times(ours: &str, theirs: &str) -> Option<Cause> {
    if !is_time(ours) || !is_time(theirs) || decoded(ours).eq(decoded(theirs)) {
        return None;
    }
    let has_millis =
        |long: &str, short: &str| long.strip_prefix(short).is_some_and(|it| it.len() == 3);
    let is_unit = has_millis(ours, theirs) || has_millis(theirs, ours);
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
    line.split(is_other).next().unwrap_or_default()
}

/// Returns the end of a line that is `word`, after whatever introduces it. `None` if it is a part of a
/// longer word.
pub(super) fn last_word<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let front = line.strip_suffix(word)?;
    let is_longer = front.ends_with(|letter: char| letter.is_ascii_alphanumeric());
    (!is_longer).then(|| line.get(front.len()..))?
}

/// Splits a line at blanks, quotes, brackets and the like.
pub(super) fn words(line: &str) -> impl Iterator<Item = &str> {
    let is_between =
        |letter: char| letter.is_ascii_whitespace() || "\"'`,;:=<>()[]{}".contains(letter);
    line.split(is_between).filter(|word| !word.is_empty())
}
