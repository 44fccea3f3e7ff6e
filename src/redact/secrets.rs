//! Finding the values of secrets in a text.
//!
//! The text is read once, from front to end. A name is kept until a separator follows, which decides
//! where the value ends, or until something else shows that it was no name.

use alloc::vec::Vec;
use core::ops::Range;

use super::SecretNames;
use super::extent::{Letter, end_of_bare, end_of_element, end_of_json, end_of_line, end_of_quoted};

/// A value that must not be shown.
#[derive(Debug, Clone)]
pub(super) struct SecretValue {
    /// The end of its name.
    pub(super) name_end: usize,
    /// The sign between name and value: `=`, `:`, `>` or `,`.
    pub(super) separator: char,
    /// The place of the value, without its quotes.
    pub(super) value: Range<usize>,
}

/// An iterator over the secrets in a text.
pub(super) struct Secrets<'t> {
    text: &'t [u8],
    at: usize,
    names: SecretNames,
    /// The name that was read last, unescaped, if only blanks and quotes follow it.
    name: Vec<u8>,
    name_start: usize,
    name_end: usize,
    after_name: AfterName,
    /// The quote that was opened in this line.
    open: Option<Letter>,
}

/// The characters that were read after a name.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct AfterName {
    blank: bool,
    quote: bool,
}

impl AfterName {
    const NOTHING: Self = Self { blank: false, quote: false };
}

impl<'t> Secrets<'t> {
    /// Reads a text for secrets by the common names and by `names`.
    pub(super) fn of(text: &'t str, names: SecretNames) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            names,
            name: Vec::new(),
            name_start: 0,
            name_end: 0,
            after_name: AfterName::NOTHING,
            open: None,
        }
    }

    fn read(&mut self, letter: Letter) -> Option<SecretValue> {
        match letter.letter {
            '=' | ':' | '>' => return self.value_after(letter),
            ',' if self.is_in_pair() => return self.value_after(letter),
            ' ' | '\\' => self.after_name.blank = true,
            '\t' | '\n' | '\r' => self.read_control(letter),
            '"' | '\'' | '`' => self.read_quote(letter),
            other if is_of_name(other) => self.push(letter, other),
            _ => self.name.clear(),
        }
        None
    }

    /// Reads a control character. The letter of an escape like `\t` may be the first of a name, as in
    /// `C:\token`.
    fn read_control(&mut self, letter: Letter) {
        match letter.last_of_escape(self.text) {
            Some(last) => self.push(letter, last),
            None if letter.letter == '\t' => self.after_name.blank = true,
            None => {
                self.name.clear();
                self.open = None;
            }
        }
    }

    fn read_quote(&mut self, letter: Letter) {
        self.after_name.quote = true;
        match self.open {
            Some(open) if open.is_same(letter) => self.open = None,
            Some(_) => {}
            // An apostrophe in a word opens nothing.
            None if letter.letter == '\'' && self.is_in_word() => {}
            None => self.open = Some(letter),
        }
    }

    /// Returns whether the name is the first of `("name", "value")`.
    fn is_in_pair(&self) -> bool {
        let before = self.text.get(..self.name_start).unwrap_or_default();
        let is_quote = |byte: &&u8| matches!(byte, b'"' | b'\\');
        let is_quoted = self.after_name.quote && !self.name.is_empty();
        is_quoted && before.iter().rev().find(|byte| !is_quote(byte)) == Some(&b'(')
    }

    fn is_in_word(&self) -> bool {
        let before = self.at.checked_sub(2).and_then(|at| self.text.get(at));
        before.is_some_and(u8::is_ascii_alphanumeric)
    }

    fn push(&mut self, letter: Letter, byte: char) {
        if self.after_name != AfterName::NOTHING {
            self.name.clear();
            self.after_name = AfterName::NOTHING;
        }
        if self.name.is_empty() {
            self.name_start = letter.start;
        }
        self.name.push(byte as u8);
        self.name_end = letter.end();
    }

    /// Reads a separator, and the value that follows if the name before it is secret.
    fn value_after(&mut self, separator: Letter) -> Option<SecretValue> {
        let is_secret = !self.name.is_empty() && self.names.contains(&self.name);
        let after_name = core::mem::take(&mut self.after_name);
        self.name.clear();
        if !is_secret {
            return None;
        }
        let value = self.value(separator, after_name)?;
        self.at = value.end;
        (!value.is_empty() && !is_prose(self.text.get(value.clone())?)).then_some(SecretValue {
            name_end: self.name_end,
            separator: separator.letter,
            value,
        })
    }

    fn value(&mut self, separator: Letter, after_name: AfterName) -> Option<Range<usize>> {
        let is_plain = !separator.is_percent(self.text);
        let start = self.start_of_value(separator);
        let has_blank = start > self.at;
        let opening = Letter::at(self.text, start)?;
        let from = |end: usize| Some(start..end);
        match separator.letter {
            _ if is_quote(opening.letter) && !self.is_in_value(opening, separator) => {
                self.quoted(opening)
            }
            '>' => from(end_of_element(self.text, start)?),
            ',' => None,
            ':' if opening.letter == ':' => None,
            ':' if after_name.quote && is_plain => from(end_of_json(self.text, start)),
            ':' if is_plain => from(end_of_line(self.text, start, self.open)),
            // `signature= x` has no value; `signature = x` has one.
            '=' if has_blank && !after_name.blank => None,
            _ => from(end_of_bare(self.text, start)),
        }
    }

    /// Returns the place after `=>`, `:=` and blanks.
    fn start_of_value(&mut self, separator: Letter) -> usize {
        let second = Letter::at(self.text, self.at).map(|next| next.letter);
        if matches!((separator.letter, second), ('=', Some('>')) | (':', Some('='))) {
            self.at += Letter::at(self.text, self.at).map_or(0, |next| next.width);
        }
        let mut start = self.at;
        while let Some(next) = Letter::at(self.text, start)
            && matches!(next.letter, ' ' | '\t')
            && next.last_of_escape(self.text).is_none()
            && !self.is_in_value(next, separator)
        {
            start = next.end();
        }
        start
    }

    /// Returns whether a quote or a blank is the first character of a parameter's value: it is
    /// percent-encoded, and the `=` before it is not.
    fn is_in_value(&self, letter: Letter, separator: Letter) -> bool {
        let is_plain = separator.letter == '=' && !separator.is_percent(self.text);
        is_plain && letter.is_percent(self.text)
    }

    /// Returns the value in quotes. Its closing quote is read next.
    fn quoted(&mut self, opening: Letter) -> Option<Range<usize>> {
        self.open = Some(opening);
        Some(opening.end()..end_of_quoted(self.text, opening))
    }
}

impl Iterator for Secrets<'_> {
    type Item = SecretValue;

    fn next(&mut self) -> Option<SecretValue> {
        loop {
            let letter = Letter::at(self.text, self.at)?;
            self.at = letter.end();
            if let Some(secret) = self.read(letter) {
                return Some(secret);
            }
        }
    }
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '`')
}

/// The words that say that there is no secret, or what is wrong with it, in the place of a value.
const NO_VALUES: [&str; 24] = [
    "none", "null", "nil", "true", "false", "missing", "absent", "empty", "invalid", "expired",
    "wrong", "unknown", "required", "mismatch", "not", "no", "does", "is", "was", "has", "must",
    "too", "bad", "failed",
];

/// Returns whether a value is such a word, or a sentence in lower case that begins with one.
fn is_prose(value: &[u8]) -> bool {
    let is_of_prose = |byte: &u8| byte.is_ascii_lowercase() || b" .,;".contains(byte);
    let first = value.split(|byte| !byte.is_ascii_lowercase()).next();
    let is_begun = first.is_some_and(|first| NO_VALUES.iter().any(|word| word.as_bytes() == first));
    is_begun && value.iter().all(is_of_prose)
}
