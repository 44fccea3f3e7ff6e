//! Classes of bytes, and numbers as text.
//!
//! Signing looks at every byte of a URL several times. A table of 256 entries answers all questions
//! about a byte with one load, and the standards' names for the classes keep them apart.

use super::{Found, UnixTime};

/// The classes of bytes. Each is a bit, and a byte can be in several.
pub(crate) mod class {
    /// RFC 3986: `ALPHA / DIGIT / "-" / "." / "_" / "~"`
    pub(crate) const UNRESERVED: u16 = 1;
    /// RFC 9110: `tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" /
    /// "`" / "|" / "~" / DIGIT / ALPHA`
    pub(crate) const TOKEN: u16 = 2;
    /// The characters of a path that is canonical: the unreserved ones, and `/`.
    pub(crate) const PATH: u16 = 4;
    /// All others, which are not canonical in a path, or begin an escape.
    pub(crate) const RECODED_IN_PATH: u16 = 8;
    /// The characters of most host names: lower-case letters, digits, `-` and `.`.
    pub(crate) const LOWER_NAME: u16 = 16;
    /// Characters that no URL has.
    pub(crate) const FORBIDDEN: u16 = 64;
    /// Characters of a URL that some clients percent-encode when they send it.
    pub(crate) const REWRITTEN: u16 = 128;
    /// `%`
    pub(crate) const PERCENT: u16 = 256;
    /// `#`
    pub(crate) const HASH: u16 = 512;
    /// Upper-case letters.
    pub(crate) const UPPER: u16 = 2048;
    /// `.`
    pub(crate) const DOT: u16 = 4096;
    /// `?` and `#`, which end a path.
    pub(crate) const PATH_END: u16 = 8192;

    const fn of_byte(byte: u8) -> u16 {
        let is_unreserved =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        let is_token_mark = matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'^' | b'`' | b'|'
        );
        let is_lower_name = matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
        let is_rewritten =
            matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}');
        bit(UNRESERVED, is_unreserved)
            | bit(TOKEN, is_unreserved || is_token_mark)
            | bit(PATH, is_unreserved || byte == b'/')
            | bit(RECODED_IN_PATH, !is_unreserved && byte != b'/')
            | bit(LOWER_NAME, is_lower_name)
            | bit(FORBIDDEN, matches!(byte, 0..=b' ' | b'\\' | 0x7f..))
            | bit(REWRITTEN, is_rewritten)
            | bit(PERCENT, byte == b'%')
            | bit(HASH, byte == b'#')
            | bit(UPPER, byte.is_ascii_uppercase())
            | bit(DOT, byte == b'.')
            | bit(PATH_END, matches!(byte, b'?' | b'#'))
    }

    const fn bit(class: u16, is_in: bool) -> u16 {
        if is_in { class } else { 0 }
    }

    #[allow(
        clippy::indexing_slicing,
        reason = "evaluated when compiling, where a fault is an error"
    )]
    const TABLE: [u16; 256] = {
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
    pub(crate) fn of(byte: u8) -> u16 {
        TABLE[usize::from(byte)]
    }

    /// Returns whether a byte is in the class.
    #[inline]
    pub(crate) fn is(byte: u8, class: u16) -> bool {
        of(byte) & class != 0
    }

    /// Returns the number of bytes at the front that are all in the class.
    ///
    /// Eight bytes are looked up without a branch, which takes half as long as one after the other.
    #[inline]
    pub(crate) fn run(text: &[u8], class: u16) -> usize {
        let (blocks, mut rest) = text.as_chunks::<8>();
        let mut length = 0;
        for block in blocks {
            if block.iter().fold(class, |all, byte| all & of(*byte)) == 0 {
                rest = block;
                break;
            }
            length += block.len();
        }
        let end = rest.iter().position(|byte| !is(*byte, class));
        length + end.unwrap_or(rest.len())
    }

    /// Returns the classes of all bytes together.
    #[inline]
    pub(crate) fn union(text: &[u8]) -> u16 {
        let (blocks, rest) = text.as_chunks::<8>();
        let of_all =
            |classes, bytes: &[u8]| bytes.iter().fold(classes, |all, byte| all | of(*byte));
        of_all(blocks.iter().fold(0, |classes, block| of_all(classes, block)), rest)
    }

    /// Returns the classes of all bytes before the first that is in the class `end`, and their number.
    #[inline]
    pub(crate) fn union_before(text: &[u8], end: u16) -> (u16, usize) {
        let (blocks, mut rest) = text.as_chunks::<8>();
        let (mut classes, mut length) = (0, 0);
        for block in blocks {
            let of_block = block.iter().fold(0, |all, byte| all | of(*byte));
            if of_block & end != 0 {
                rest = block;
                break;
            }
            classes |= of_block;
            length += block.len();
        }
        for byte in rest.iter().take_while(|byte| !is(**byte, end)) {
            classes |= of(*byte);
            length += 1;
        }
        (classes, length)
    }

    /// Returns whether all bytes are in the class.
    #[inline]
    pub(crate) fn has_all(text: &[u8], class: u16) -> bool {
        let (blocks, rest) = text.as_chunks::<8>();
        let all_of = |all, bytes: &[u8]| bytes.iter().fold(all, |all, byte| all & of(*byte));
        all_of(blocks.iter().fold(class, |all, block| all_of(all, block)), rest) != 0
    }
}

/// Returns the place of the first `byte`, sixteen bytes at once.
#[inline]
pub(crate) fn find_byte(text: &[u8], byte: u8) -> Option<usize> {
    find(text, [byte])
}

/// Returns the place of the first `byte` or `other`, sixteen bytes at once.
#[inline]
pub(crate) fn find_either(text: &[u8], byte: u8, other: u8) -> Option<usize> {
    find(text, [byte, other])
}

#[inline]
fn find<const N: usize>(text: &[u8], bytes: [u8; N]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let is_one = |byte: u8| bytes.iter().fold(false, |any, own| any | (byte == *own));
    let mut rest = text;
    // Without a branch for each byte, which lets this compare all of a block at once.
    while let Some((block, after)) = rest.split_first_chunk::<16>() {
        if block.iter().fold(false, |any, byte| any | is_one(*byte)) {
            break;
        }
        rest = after;
    }
    while let Some((block, after)) = rest.split_first_chunk::<8>() {
        // A byte of this is zero where the text has what is looked for, and the first zero is found
        // by the bit that borrowing sets.
        let word = |own: u8| u64::from_le_bytes(*block) ^ (ONES * u64::from(own));
        let zeros = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
        let found = bytes.iter().fold(0, |found, own| found | zeros(word(*own)));
        if found != 0 {
            return Some(text.len() - rest.len() + found.trailing_zeros() as usize / 8);
        }
        rest = after;
    }
    let end = rest.iter().position(|byte| is_one(*byte))?;
    Some(text.len() - rest.len() + end)
}

/// Returns whether a text is a token, as methods and header names are. RFC 9110: `token = 1*tchar`
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && class::has_all(text.as_bytes(), class::TOKEN)
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
    let at = find_byte(text.as_bytes(), byte)?;
    Some((text.found(..at), text.found(at + 1..)))
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
                let Some(rest) = text.found(at..).get(..length) else { continue };
                for byte in [0, 1, at as u8, 0x7f, 0x80, 0xff] {
                    let expected = rest.iter().position(|other| *other == byte);
                    assert_eq!(find_byte(rest, byte), expected, "{byte} in {rest:?}");
                    let own = |other: &u8| *other == byte || *other == byte ^ 1;
                    let expected = rest.iter().position(own);
                    assert_eq!(find_either(rest, byte, byte ^ 1), expected, "{byte} in {rest:?}");
                }
            }
        }
        assert_eq!(find_byte(&[0x3d, 0x3c, 0x3d, 0x3e, 0x3d, 0x3d, 0x3c, 0x3d], 0x3c), Some(1));
    }

    #[test]
    fn classes_are_those_of_the_bytes_before_the_end() {
        for length in [0, 1, 7, 8, 9, 40] {
            for at in 0..=length {
                let mut text = [b'a'; 41];
                text[length] = b'%';
                text[at] = b'#';
                let (classes, end) = class::union_before(&text[..length + 1], class::PATH_END);
                assert_eq!((classes, end), (class::union(&text[..at]), at), "{length}");
                let is_all = class::has_all(&text[..length], class::UNRESERVED);
                assert_eq!(is_all, at == length, "{at} of {length}");
            }
        }
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
