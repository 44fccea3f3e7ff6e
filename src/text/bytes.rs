//! Classes of bytes, and numbers as text.
//!
//! Signing looks at every byte of a URL several times. A table of 256 entries answers all questions
//! about a byte with one load, and the standards' names for the classes keep them apart.

use super::{Found, UnixTime};

/// The classes of bytes. Each is a bit, and a byte can be in several.
pub(crate) mod class {
    /// RFC 3986: `ALPHA / DIGIT / "-" / "." / "_" / "~"`
    pub(crate) const UNRESERVED: u8 = 1;
    /// RFC 9110: `tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" /
    /// "`" / "|" / "~" / DIGIT / ALPHA`
    pub(crate) const TOKEN: u8 = 2;
    /// RFC 3986: `HEXDIG`, in either case.
    pub(crate) const HEX: u8 = 4;
    /// The characters of most host names: lower-case letters, digits, `-` and `.`.
    pub(crate) const LOWER_NAME: u8 = 16;
    /// `%` and `+`, which mean another character in a query.
    pub(crate) const ESCAPE: u8 = 8;
    /// The characters of most paths, without a dot.
    pub(crate) const UNDOTTED_PATH: u8 = 32;

    /// Characters that end the path of a URL or need another check: `?`, `#`, `%`, and those that no
    /// URL has.
    pub(crate) const NOT_IN_PATH: u8 = 64;

    /// Characters of a URL that some clients percent-encode when they send it.
    pub(crate) const REWRITTEN: u8 = 128;

    const fn of_byte(byte: u8) -> u8 {
        let mut class = 0;
        if matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}') {
            class |= REWRITTEN;
        }
        if byte.is_ascii_alphanumeric() {
            class |= UNRESERVED | TOKEN;
        }
        if matches!(byte, b'-' | b'.' | b'_' | b'~') {
            class |= UNRESERVED | TOKEN;
        }
        if matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'^' | b'`' | b'|'
        ) {
            class |= TOKEN;
        }
        if matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.') {
            class |= LOWER_NAME;
        }
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'/') {
            class |= UNDOTTED_PATH;
        }
        if matches!(byte, 0..=b' ' | b'?' | b'#' | b'%' | b'\\' | 0x7f..) {
            class |= NOT_IN_PATH;
        }
        if byte.is_ascii_hexdigit() {
            class |= HEX;
        }
        if matches!(byte, b'%' | b'+') {
            class |= ESCAPE;
        }
        class
    }

    #[allow(
        clippy::indexing_slicing,
        reason = "evaluated when compiling, where a fault is an error"
    )]
    const TABLE: [u8; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] = of_byte(byte as u8);
            byte += 1;
        }
        table
    };

    /// Returns the classes of a byte.
    #[inline]
    #[allow(clippy::indexing_slicing, reason = "the table has an entry for every u8")]
    pub(crate) fn of(byte: u8) -> u8 {
        TABLE[usize::from(byte)]
    }

    /// Returns whether a byte is in one of the classes.
    #[inline]
    pub(crate) fn is(byte: u8, classes: u8) -> bool {
        of(byte) & classes != 0
    }
}

/// Returns whether a text is a token, as methods and header names are. RFC 9110: `token = 1*tchar`
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| class::is(byte, class::TOKEN))
}

/// A number in decimal digits without padding, on the stack, so that writing it allocates nothing.
#[derive(Debug)]
pub struct Decimal {
    digits: [u8; 20],
    start: usize,
}

impl Decimal {
    /// Writes a number in decimal, without a sign and leading zeros.
    #[must_use]
    pub fn new(number: u64) -> Self {
        let mut digits = [b'0'; 20];
        let mut start = digits.len();
        let mut rest = number;
        for pair in digits.as_chunks_mut::<2>().0.iter_mut().rev() {
            let two = (rest % 100) as u8;
            *pair = [b'0' + two / 10, b'0' + two % 10];
            start -= if rest < 10 { 1 } else { 2 };
            rest /= 100;
            if rest == 0 {
                break;
            }
        }
        Self { digits, start }
    }

    /// Writes the seconds of a time that was checked to lie in the years 1970 to 9999.
    ///
    /// # Panics
    ///
    /// For a time before 1970. A draft has no such time.
    #[must_use]
    #[allow(
        clippy::expect_used,
        reason = "all times were checked before; with another one something else would be signed"
    )]
    /// Writes a time as a number of seconds since 1970.
    pub fn of_time(time: UnixTime) -> Self {
        Self::new(
            u64::try_from(time.seconds()).expect("a time that was checked not to be negative"),
        )
    }

    /// Returns the digits.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.digits.found(self.start..)
    }

    /// Returns the digits as text.
    #[must_use]
    #[allow(clippy::expect_used, reason = "no text is no number")]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).expect("decimal digits are ASCII")
    }
}

/// Splits at the first `byte`, which has to be ASCII, and drops it.
///
/// `str::split_once` is made for long texts, and takes longer to start than these texts take to
/// read.
#[inline]
pub(crate) fn cut(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = position(text.as_bytes(), byte)?;
    Some((text.found(..at), text.found(at + 1..)))
}

/// Finds a byte, eight at once: in a word, `x - 1` borrows from the bytes that are 0, of which the first
/// one is exact.
#[inline]
fn position(text: &[u8], byte: u8) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH_BITS: u64 = u64::from_le_bytes([0x80; 8]);
    let (words, rest) = text.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let differs = u64::from_le_bytes(*word) ^ (ONES * u64::from(byte));
        let same = differs.wrapping_sub(ONES) & !differs & HIGH_BITS;
        if same != 0 {
            return Some(8 * at + same.trailing_zeros() as usize / 8);
        }
    }
    rest.iter().position(|other| *other == byte).map(|at| 8 * words.len() + at)
}

/// Splits at each `byte`, which has to be ASCII, as fast as [`cut`].
pub(crate) fn split(text: &str, byte: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    core::iter::from_fn(move || match cut(rest?, byte) {
        Some((piece, after)) => {
            rest = Some(after);
            Some(piece)
        }
        None => rest.take(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn a_byte_is_found_in_any_place() {
        let text: Vec<u8> = (0..=u8::MAX).collect();
        for at in 0..text.len() {
            for length in [0, 1, 7, 8, 9, 40] {
                let rest = text.found(at..).get(..length).unwrap_or_default();
                for byte in [0, 1, at as u8, 0x7f, 0x80, 0xff] {
                    let expected = rest.iter().position(|other| *other == byte);
                    assert_eq!(position(rest, byte), expected, "{byte} in {rest:?}");
                }
            }
        }
        assert_eq!(position(&[0x3d, 0x3c, 0x3d, 0x3e, 0x3d, 0x3d, 0x3c, 0x3d], 0x3c), Some(1));
    }

    #[test]
    fn decimal_has_no_padding() {
        for (number, expected) in [
            (0, "0"),
            (9, "9"),
            (10, "10"),
            (1_615_186_943, "1615186943"),
            (u64::MAX, "18446744073709551615"),
        ] {
            assert_eq!(Decimal::new(number).as_str(), expected);
        }
    }

    #[test]
    #[should_panic(expected = "a time that was checked")]
    fn a_negative_time_is_not_written_without_its_sign() {
        let _ = Decimal::of_time(UnixTime::new(-1));
    }

    #[test]
    fn token_is_not_empty_and_has_no_separator() {
        for (text, expected) in [
            ("GET", true),
            ("x-a_b.c~!#$%&'*+^`|", true),
            ("", false),
            ("GET\r\nX", false),
            ("a b", false),
            ("a:b", false),
            ("é", false),
        ] {
            assert_eq!(is_token(text), expected, "{text:?}");
        }
    }
}
