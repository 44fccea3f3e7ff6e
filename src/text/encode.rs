//! Percent-encoding: from the text of a URL to bytes, and to the canonical form.
//!
//! A canonical form has one way to write each byte: unreserved characters as they are, all others as
//! `%XX` in upper case. A URL may have others, such as `%7e` for `~`. Such text is decoded once and
//! encoded again, which leaves text that is canonical as it is.
//!
//! Escapes are known to be well-formed here, since a request with another cannot be made.

use super::Found;
use percent_encoding::percent_encode_byte;

use super::{Sink, class, find_either};

/// The characters that are percent-encoded: all but the unreserved ones of RFC 3986.
pub(crate) const STRICT: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A part of a URL, which decides what `+` and `/` mean in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The path. A `/` is kept, also where it was written `%2F`; a `+` is a plus.
    Path,
    /// The query. A `+` is a space.
    Query,
    /// Text that is not encoded.
    Raw,
}

/// Returns the byte at the front of `wire`, decoded, and the number of bytes that encode it.
#[inline]
fn decode_front(wire: &[u8], form: Form) -> Option<(u8, usize)> {
    match *wire {
        [b'%', high, low, ..] if form != Form::Raw => match (hex_digit(high), hex_digit(low)) {
            (Some(high), Some(low)) => Some((high << 4 | low, 3)),
            _ => Some((b'%', 1)),
        },
        [b'+', ..] if form == Form::Query => Some((b' ', 1)),
        [byte, ..] => Some((byte, 1)),
        [] => None,
    }
}

/// Returns the value of a hexadecimal digit, in either case.
#[inline]
pub(crate) fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

/// Writes `wire` decoded once and encoded again.
///
/// Text that needs no change is passed on in runs that are as long as possible, since each piece
/// costs a call of the hash function.
pub fn recode<S: Sink + ?Sized>(wire: &[u8], form: Form, sink: &mut S) {
    let kept = if form == Form::Path { class::PATH } else { class::UNRESERVED };
    let (mut rest, mut run) = (wire, 0);
    loop {
        run += class::run(rest.found(run..), kept);
        let tail = rest.found(run..);
        let Some((decoded, width)) = decode_front(tail, form) else {
            return sink.text(rest);
        };
        let is_kept = class::is(decoded, kept);
        if !is_kept && form != Form::Raw && is_canonical_escape(tail) {
            run += 3;
            continue;
        }
        sink.text(rest.found(..run));
        if is_kept {
            sink.text(&[decoded]);
        } else {
            sink.text(percent_encode_byte(decoded).as_bytes());
        }
        rest = tail.found(width..);
        run = 0;
    }
}

/// Returns whether the escape at the front is in upper case, for a byte that has to be escaped.
#[inline]
fn is_canonical_escape(wire: &[u8]) -> bool {
    match wire {
        [b'%', high, low, ..] => !(high.is_ascii_lowercase() | low.is_ascii_lowercase()),
        _ => false,
    }
}

/// Returns whether the escape at the front of a query's text is the canonical form of its byte.
#[inline]
pub(crate) fn is_canonical_in_query(wire: &[u8]) -> bool {
    // The digits are known to be hexadecimal: bit 6 is set in letters alone.
    let value = |digit: u8| (digit & 0xf) + 9 * (digit >> 6);
    match wire {
        [b'%', high, low, ..] if is_canonical_escape(wire) => {
            !class::is(value(*high) << 4 | value(*low), class::UNRESERVED)
        }
        _ => false,
    }
}

/// Writes raw bytes percent-encoded: everything but the unreserved characters of RFC 3986 as `%XX`.
pub fn encode<S: Sink + ?Sized>(raw: &[u8], sink: &mut S) {
    recode(raw, Form::Raw, sink);
}

/// Returns whether a text of a query is its decoded form, too.
#[inline]
pub(crate) fn is_literal(text: &[u8]) -> bool {
    find_either(text, b'%', b'+').is_none()
}

/// Writes `wire` decoded once, by the rules of `form`.
pub fn decode<S: Sink + ?Sized>(wire: &[u8], form: Form, sink: &mut S) {
    let mut rest = wire;
    loop {
        let run = find_either(rest, b'%', b'+').unwrap_or(rest.len());
        let tail = rest.found(run..);
        let Some((decoded, width)) = decode_front(tail, form) else {
            return sink.text(rest);
        };
        sink.text(rest.found(..run));
        sink.text(&[decoded]);
        rest = tail.found(width..);
    }
}

/// Returns the one or three bytes that encode a byte.
pub(crate) fn encoded_byte(byte: u8) -> impl Iterator<Item = u8> {
    let is_kept = class::is(byte, class::UNRESERVED);
    let escape = percent_encode_byte(byte).bytes();
    let kept = is_kept.then_some(byte);
    kept.into_iter().chain(escape.take(if is_kept { 0 } else { 3 }))
}

/// An iterator over decoded bytes, which compares texts without a copy.
#[derive(Clone)]
pub(crate) struct Decoded<'a> {
    wire: &'a [u8],
    form: Form,
}

impl<'a> Decoded<'a> {
    /// Iterates over the bytes that an encoded text means.
    pub(crate) fn new(wire: &'a [u8], form: Form) -> Self {
        Self { wire, form }
    }

    /// Iterates over a text that is not encoded.
    pub(crate) fn raw(text: &'a [u8]) -> Self {
        Self::new(text, Form::Raw)
    }
}

impl Iterator for Decoded<'_> {
    type Item = u8;

    #[inline]
    fn next(&mut self) -> Option<u8> {
        let (byte, width) = decode_front(self.wire, self.form)?;
        self.wire = self.wire.found(width..);
        Some(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn with(write: impl Fn(&mut Vec<u8>)) -> alloc::string::String {
        let mut text = Vec::new();
        write(&mut text);
        alloc::string::String::from_utf8_lossy(&text).into_owned()
    }

    #[test]
    fn recoding_gives_one_spelling() {
        for (wire, form, expected) in [
            ("", Form::Query, ""),
            ("a-b._~", Form::Query, "a-b._~"),
            ("x+y", Form::Query, "x%20y"),
            ("x+y", Form::Path, "x%2By"),
            ("x%20y", Form::Query, "x%20y"),
            ("x%2by", Form::Query, "x%2By"),
            ("%7e%41", Form::Query, "~A"),
            ("a/b", Form::Path, "a/b"),
            ("a%2fb", Form::Path, "a/b"),
            ("a/b%2Fc", Form::Query, "a%2Fb%2Fc"),
            ("%252F", Form::Path, "%252F"),
            ("%e4%B8%ad", Form::Path, "%E4%B8%AD"),
            ("-._!'()*", Form::Query, "-._%21%27%28%29%2A"),
            ("%00%FF", Form::Query, "%00%FF"),
        ] {
            let canonical = with(|text| recode(wire.as_bytes(), form, text));
            assert_eq!(canonical, expected, "{wire:?}");
        }
    }

    #[test]
    fn decoding_and_comparing_see_the_same_bytes() {
        for (wire, form, expected) in [
            ("a+b%20c%2B", Form::Query, "a b c+"),
            ("a+b", Form::Path, "a+b"),
            ("%E4%B8%AD", Form::Query, "中"),
            ("%2541", Form::Query, "%41"),
        ] {
            assert_eq!(with(|text| decode(wire.as_bytes(), form, text)), expected);
            assert!(Decoded::new(wire.as_bytes(), form).eq(expected.bytes()), "{wire:?}");
        }
    }
}
