//! Reading text leniently: bytes of any encoding as text, and escaped text as plain text.
//!
//! Answers of servers reach a program through proxies, logs, consoles and chats. Each changes them in
//! a way that can be undone far enough to find a code and a message.

use alloc::borrow::Cow;
use alloc::string::String;

use super::{Unescaped, unescape};

/// Reads UTF-8, UTF-16 with or without a byte order mark, and the ASCII characters of any other
/// encoding.
///
/// Quotation marks that a web page or a word processor changed become plain ones. Of a transcript of
/// `curl -v` the request is left out.
pub(crate) fn to_text(body: &[u8]) -> Cow<'_, str> {
    let text = match body {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [first, 0, _, 0, ..] if *first != 0 => utf16(body, u16::from_le_bytes),
        [0, second, 0, _, ..] if *second != 0 => utf16(body, u16::from_be_bytes),
        _ => utf8(body),
    };
    let text = if text.contains("&quot;") && !text.contains('"') {
        Cow::Owned(without_entities(&text).into_owned())
    } else {
        text
    };
    // What curl sent comes before what it received.
    let text = if text.contains("\n< HTTP/") {
        let lines = text.split_inclusive('\n');
        Cow::Owned(lines.filter(|line| !line.starts_with("> ")).collect())
    } else {
        text
    };
    let curly = ["{\u{201c}", "\u{201d}\u{ff1a}", "\u{201c}\u{ff1a}"];
    if curly.iter().any(|mark| text.contains(mark)) {
        return Cow::Owned(text.chars().map(straight).collect());
    }
    text
}

/// Returns the plain mark for a typographic one.
const fn straight(letter: char) -> char {
    match letter {
        '\u{201c}'..='\u{201f}' => '"',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{ff1a}' => ':',
        '\u{ff0c}' => ',',
        _ => letter,
    }
}

/// Reads UTF-16, whose units `unit` makes of two bytes. Half a pair is replaced.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'_, str> {
    let units = bytes.as_chunks().0.iter().map(|pair| unit(*pair));
    let letters = char::decode_utf16(units);
    Cow::Owned(letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Replaces bytes that are not UTF-8 by replacement characters.
///
/// They are replaced two at a time, as GBK has them, so that the second, which may be a letter or a
/// bracket of ASCII, is not read by itself.
fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(chunk) = rest.utf8_chunks().next() {
        text.push_str(chunk.valid());
        let invalid = chunk.invalid();
        if !invalid.is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        let read = chunk.valid().len() + invalid.len();
        let is_pair = invalid.len() == 1 && matches!(rest.get(read), Some(0x40..=0xfe));
        rest = rest.get(read + usize::from(is_pair)..).unwrap_or_default();
    }
    Cow::Owned(text)
}

/// Replaces the escapes of JSON, Python, Rust and other languages by the characters that they mean.
/// Of an escape that is not known, the backslash is left out.
pub(crate) fn without_escapes(text: &str) -> Cow<'_, str> {
    unescape(text, Unescaped::json)
}

/// Replaces the entities of XML and HTML by the characters that they mean.
pub(crate) fn without_entities(text: &str) -> Cow<'_, str> {
    unescape(text, Unescaped::html)
}

/// Returns at most the first `limit` bytes of a text, cut between characters.
pub(crate) fn up_to(limit: usize, text: &str) -> &str {
    let mut ends = (0..=text.len().min(limit)).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or_default()
}

/// Returns the status of an error in a line like `HTTP/1.1 403 Forbidden`. Of several, the last
/// counts, since redirects come before it.
pub(crate) fn status_line(text: &str) -> Option<u16> {
    let mut statuses = text.rmatch_indices("HTTP/").filter_map(|(at, sign)| {
        let version = text.get(at + sign.len()..)?.trim_start_matches(['0', '1', '2', '3', '.']);
        version.strip_prefix(' ')?.get(..3)?.parse().ok()
    });
    statuses.find(|status| (400..600).contains(status))
}

/// Returns whether a text is a page for a browser.
pub(crate) fn is_html(text: &str) -> bool {
    let starts = |tag: &str| {
        let front = text.get(..tag.len());
        front.is_some_and(|front| front.eq_ignore_ascii_case(tag))
    };
    starts("<!doctype") || starts("<html")
}
