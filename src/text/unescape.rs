//! Reading the escapes of JSON, HTML and URLs in text from elsewhere.
//!
//! One reader serves three purposes: reading answers, comparing texts, and finding secrets that must
//! not be shown. A secret that is escaped twice in a log is still a secret, so [`Unescaped::any`]
//! reads every form at any depth.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// A character that is written as an escape, and the number of bytes of the escape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unescaped {
    /// The character that is meant.
    pub(crate) letter: char,
    /// The number of bytes of the text that it takes.
    pub(crate) width: usize,
}

impl Unescaped {
    const fn new(letter: char, width: usize) -> Self {
        Self { letter, width }
    }

    /// Reads the escape of JSON or a programming language at the front of a text, once.
    ///
    /// That is `\n`, `\"`, `\u003d`, a surrogate pair, `\u{3d}`, or the bytes of one character as in
    /// `\xe4\xb8\xad`. Of an escape that is not known, the backslash is left out.
    pub(crate) fn json(text: &[u8]) -> Option<Self> {
        let [b'\\', escape @ ..] = text else {
            return None;
        };
        let front = escape.get(..4).unwrap_or(escape);
        let letter = front.utf8_chunks().next()?.valid().chars().next()?;
        let meant = match letter {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\u{8}',
            'f' => '\u{c}',
            other => other,
        };
        let long = match letter {
            'u' => Self::utf16(text),
            'x' => Self::bytes(text),
            _ => None,
        };
        if long.is_some() {
            return long;
        }
        Some(Self::new(meant, 1 + letter.len_utf8()))
    }

    /// Reads the entity of HTML or XML at the front of a text: `&amp;`, `&#61;` or `&#x3d;`.
    pub(crate) fn html(text: &[u8]) -> Option<Self> {
        let (letter, width) = entity(text.strip_prefix(b"&")?)?;
        Some(Self::new(letter, 1 + width))
    }

    /// Reads the escape at the front of a text in any of these forms, escaped once or more often:
    /// `%3D`, `%253D`, `%u003d`, `\u003d`, `\\u003d`, `\x3d`, `\u{3d}`, `\/`, `&#61;`, `&amp;#61;`.
    pub(crate) fn any(text: &[u8]) -> Option<Self> {
        match text.first()? {
            b'%' => Self::percent(text),
            b'\\' => Some(Self::backslash(text)),
            b'&' => Self::ampersand(text),
            _ => None,
        }
    }

    /// Reads `%3D` or `%u003d`, escaped once or more often.
    fn percent(text: &[u8]) -> Option<Self> {
        let levels = repeats(text.get(1..)?, b"25");
        let front = 1 + 2 * levels;
        let rest = text.get(front..)?;
        let escape = match rest {
            [b'u' | b'U', digits @ ..] => fixed(digits, 4).map(|letter| (letter, 5)),
            digits => fixed(digits, 2).map(|letter| (letter, 2)),
        };
        match escape {
            Some((letter, width)) => Some(Self::new(letter, front + width)),
            None => (levels > 0).then_some(Self::new('%', front)),
        }
    }

    /// Reads backslashes and the character that they escape. A run of backslashes that escape nothing
    /// counts as one.
    fn backslash(text: &[u8]) -> Self {
        let front = repeats(text, b"\\");
        let rest = text.get(front..).unwrap_or_default();
        let escape = match rest {
            [b'u', b'{', digits @ ..] => in_braces(digits),
            [b'u', digits @ ..] => fixed(digits, 4).map(|letter| (letter, 5)),
            [b'x', digits @ ..] => fixed(digits, 2).map(|letter| (letter, 3)),
            [b'n', ..] => Some(('\n', 1)),
            [b'r', ..] => Some(('\r', 1)),
            [b't', ..] => Some(('\t', 1)),
            [mark @ (b'/' | b'"' | b'\''), ..] => Some((char::from(*mark), 1)),
            _ => None,
        };
        let (letter, width) = escape.unwrap_or(('\\', 0));
        Self::new(letter, front + width)
    }

    /// Reads an entity, whose `&` may be escaped, too.
    fn ampersand(text: &[u8]) -> Option<Self> {
        let name = text.get(1..)?;
        let levels = repeats(name, b"amp;");
        let front = 1 + 4 * levels;
        match entity(name.get(4 * levels..)?) {
            Some((letter, width)) => Some(Self::new(letter, front + width)),
            None => (levels > 0).then_some(Self::new('&', front)),
        }
    }

    /// Reads `\u{4e2d}`, `\u4e2d`, or two of them for a character beyond 16 bits. Half a pair becomes
    /// a replacement character.
    fn utf16(text: &[u8]) -> Option<Self> {
        if let Some(digits) = text.strip_prefix(b"\\u{") {
            let (letter, width) = in_braces(digits)?;
            return Some(Self::new(letter, 1 + width));
        }
        let unit = |text: &[u8]| {
            let digits = text.strip_prefix(b"\\u")?.get(..4)?;
            u16::try_from(number_of(digits, 16)?).ok()
        };
        let next = text.get(6..).and_then(unit);
        let units = [unit(text)?, next.unwrap_or_default()];
        let letter = char::decode_utf16(units).next()?;
        Some(match letter {
            Ok(letter) => Self::new(letter, 6 * letter.len_utf16()),
            Err(_) => Self::new(char::REPLACEMENT_CHARACTER, 6),
        })
    }

    /// Reads the bytes of a character, as in `\xe4\xb8\xad`. A byte that begins no character
    /// becomes a replacement character.
    fn bytes(text: &[u8]) -> Option<Self> {
        let escapes = text.as_chunks::<4>().0.iter().take(4);
        let byte = |escape: &[u8; 4]| {
            let number = number_of(escape.strip_prefix(b"\\x")?, 16)?;
            u8::try_from(number).ok()
        };
        let bytes: Vec<u8> = escapes.map_while(byte).collect();
        let chunk = bytes.utf8_chunks().next()?;
        let letter = chunk.valid().chars().next();
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        let is_readable = !chunk.valid().is_empty();
        let width = if is_readable { letter.len_utf8() } else { 1 };
        Some(Self::new(letter, 4 * width))
    }
}

/// Replaces each escape that `read` knows by its character. `read` is [`Unescaped::json`], for
/// example.
pub(crate) fn unescape(text: &str, read: fn(&[u8]) -> Option<Unescaped>) -> Cow<'_, str> {
    let mut plain = String::new();
    let mut rest = text;
    let mut from = 0;
    while let Some((front, escape)) = next_mark(rest, from) {
        let Some(Unescaped { letter, width }) = read(escape.as_bytes()) else {
            from = front.len() + 1;
            continue;
        };
        // At once, so that no block with the beginning of a secret in it is left behind.
        plain.reserve_exact(text.len().saturating_sub(plain.len()));
        plain.push_str(front);
        plain.push(letter);
        rest = escape.get(width..).unwrap_or_default();
        from = 0;
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Splits before the next byte with which an escape can begin, at `from` or after it.
fn next_mark(text: &str, from: usize) -> Option<(&str, &str)> {
    let tail = text.as_bytes().get(from..)?;
    let at = tail.iter().position(|byte| matches!(byte, b'\\' | b'&' | b'%'))?;
    text.split_at_checked(from + at)
}

/// Returns how often `word` is repeated at the front of a text.
fn repeats(text: &[u8], word: &[u8]) -> usize {
    let mut rest = text;
    let mut count = 0;
    while let Some(tail) = rest.strip_prefix(word) {
        rest = tail;
        count += 1;
    }
    count
}

/// Returns the character of an entity, whose `&` was read, and the width of the rest of it.
fn entity(text: &[u8]) -> Option<(char, usize)> {
    // Longer ones have no meaning here, apart from zeros in front.
    let end = text.iter().take(12).position(|byte| *byte == b';')?;
    let letter = match text.get(..end)? {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        b"equals" => '=',
        b"plus" => '+',
        b"sol" => '/',
        b"colon" => ':',
        [b'#', b'x' | b'X', digits @ ..] => letter_of(digits, 16)?,
        [b'#', digits @ ..] => letter_of(digits, 10)?,
        _ => return None,
    };
    Some((letter, end + 1))
}

/// Returns the character whose number has exactly `digits` hexadecimal digits.
fn fixed(text: &[u8], digits: usize) -> Option<char> {
    letter_of(text.get(..digits)?, 16)
}

/// Returns the character of `26}`, and the width of `u{26}`.
fn in_braces(text: &[u8]) -> Option<(char, usize)> {
    let end = text.iter().take(7).position(|byte| *byte == b'}')?;
    Some((letter_of(text.get(..end)?, 16)?, end + 3))
}

/// Returns the character whose number these digits are.
fn letter_of(digits: &[u8], base: u32) -> Option<char> {
    char::from_u32(number_of(digits, base)?)
}

/// Reads all digits as one number. `None` for no digit, another letter, or too large a number.
fn number_of(digits: &[u8], base: u32) -> Option<u32> {
    // `from_str_radix` alone would take a plus sign.
    let digits = str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
    u32::from_str_radix(digits, base).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_one_form_are_replaced_once() {
        for (text, json, html) in [
            ("plain 中", "plain 中", "plain 中"),
            (r#"a\n\"\/\\u0041\é"#, "a\n\"/\\u0041é", r#"a\n\"\/\\u0041\é"#),
            (
                r"\u4e2d\ud83d\ude00\ud83dx\u12",
                "中😀\u{fffd}xu12",
                r"\u4e2d\ud83d\ude00\ud83dx\u12",
            ),
            ("&amp;lt;&#61;&#x3D;&bad;&", "&amp;lt;&#61;&#x3D;&bad;&", "&lt;==&bad;&"),
            ("\\", "\\", "\\"),
            (r"\xe4\xb8\xad\x3d\xff\u{3d}\q", "中=\u{fffd}=q", r"\xe4\xb8\xad\x3d\xff\u{3d}\q"),
        ] {
            assert_eq!(unescape(text, Unescaped::json), json);
            assert_eq!(unescape(text, Unescaped::html), html);
        }
    }

    #[test]
    fn every_form_of_an_equals_sign_is_read() {
        for text in [
            "%3D", "%3d", "%253D", "%25253D", "%u003d", "%U003D", "%25u003d", r"\u003d",
            r"\\u003D", r"\\\\u003d", r"\x3d", r"\\x3D", r"\u{3d}", "&#61;", "&#x3d;", "&#X3D;",
            "&#0061;", "&equals;", "&amp;#61;", "&amp;amp;equals;",
        ] {
            let read = Unescaped::any(text.as_bytes());
            assert_eq!(read, Some(Unescaped::new('=', text.len())), "{text}");
        }
        for (text, letter, width) in [
            ("%25zz", '%', 3),
            (r"\\\\q", '\\', 4),
            (r"\\ntoken", '\n', 3),
            ("&amp;amp;x=1", '&', 9),
        ] {
            let read = Unescaped::any(text.as_bytes());
            assert_eq!(read, Some(Unescaped::new(letter, width)), "{text}");
        }
        for text in ["", "%", "%4", "%zz", "&", "&amp", "&nosuchname;", "a"] {
            assert_eq!(Unescaped::any(text.as_bytes()), None, "{text}");
        }
    }
}
