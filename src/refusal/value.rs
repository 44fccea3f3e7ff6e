//! A value in an answer, and where it stands.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// How deep a field may stand. What is deeper is skipped.
pub(super) const DEPTH: usize = 3;

/// How much of a text is kept, in bytes: an answer may echo a request of any size.
const LIMIT: usize = 16 * 1024;

/// A text as it stands in the body.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) raw: &'a [u8],
    pub(super) spelling: Spelling,
    /// Whether the body goes on behind it. Of a number that was cut off, digits may be missing.
    pub(super) is_whole: bool,
}

#[derive(Clone, Copy)]
pub(super) enum Spelling {
    Plain,
    Json,
    Xml,
}

impl Value<'_> {
    /// The text without white space at its ends, if there is any.
    pub(super) fn text(self) -> Option<String> {
        let raw = self.raw.get(..LIMIT).unwrap_or(self.raw);
        let text = String::from_utf8_lossy(raw);
        let text = match self.spelling {
            Spelling::Plain => text,
            Spelling::Json => unescaped(&text, '\\', json_escape),
            Spelling::Xml => unescaped(&text, '&', xml_entity),
        };
        Some(text.trim())
            .filter(|text| !text.is_empty())
            .map(String::from)
    }
}

/// Replaces each escape that `read` knows; it gives the letter and the number of bytes read.
fn unescaped<'a>(
    text: &'a str,
    mark: char,
    read: fn(&str) -> Option<(char, usize)>,
) -> Cow<'a, str> {
    if !text.contains(mark) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((front, escape)) = rest.find(mark).and_then(|at| rest.split_at_checked(at)) {
        plain.push_str(front);
        let (letter, width) = read(escape).unwrap_or((mark, mark.len_utf8()));
        plain.push(letter);
        rest = escape.get(width..).unwrap_or_default();
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn json_escape(text: &str) -> Option<(char, usize)> {
    let letter = match text.as_bytes().get(1)? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'u' => return utf16_escape(text),
        _ => {
            let letter = text.chars().nth(1)?;
            return Some((letter, 1 + letter.len_utf8()));
        }
    };
    Some((letter, 2))
}

/// `\u4e2d`, or two of them for a letter beyond 16 bits.
fn utf16_escape(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let first = unit(0)?;
    let units = [first, unit(6).unwrap_or_default()];
    let letter = char::decode_utf16(units).next()?;
    Some(match letter {
        Ok(letter) => (letter, 6 * letter.len_utf16()),
        Err(_) => (char::REPLACEMENT_CHARACTER, 6),
    })
}

fn xml_entity(text: &str) -> Option<(char, usize)> {
    // The longest that has a meaning, `&#x10ffff;`, has 10 bytes.
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let letter = match text.get(1..end)? {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        number => {
            let number = number.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((letter, end + 1))
}

/// The names from the outermost field to a value.
#[derive(Default)]
pub(super) struct Path<'a> {
    /// `None` for an element of a list, which has no name.
    names: Vec<Option<&'a [u8]>>,
    /// How many levels there are below the deepest that is kept.
    deeper: usize,
}

impl<'a> Path<'a> {
    pub(super) fn enter(&mut self, name: Option<&'a [u8]>) {
        match self.names.len() < DEPTH {
            true => self.names.push(name),
            false => self.deeper += 1,
        }
    }

    pub(super) fn leave(&mut self) {
        match self.deeper.checked_sub(1) {
            Some(deeper) => self.deeper = deeper,
            None => {
                self.names.pop();
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The innermost level, if it is one that is kept.
    pub(super) fn last(&mut self) -> Option<&mut Option<&'a [u8]>> {
        self.names.last_mut().filter(|_| self.deeper == 0)
    }

    /// Whether this is the path `Header.Code`, in any case.
    pub(super) fn is(&self, dotted: &str) -> bool {
        let same = |(name, expected): (&Option<&[u8]>, &str)| {
            name.is_some_and(|name| name.eq_ignore_ascii_case(expected.as_bytes()))
        };
        self.deeper == 0
            && self.names.len() == dotted.split('.').count()
            && self.names.iter().zip(dotted.split('.')).all(same)
    }
}
