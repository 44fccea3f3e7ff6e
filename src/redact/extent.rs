//! Finding the end of the value of a secret.
//!
//! A value ends differently in each format: at a quote, a tag, an `&`, or the end of the line. All of
//! these may be escaped, so the text is read by [`Letter`], which is a character with its escape.

use crate::text::Unescaped;

/// A character of a text, escaped or not, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    /// The character that is meant. One that is not ASCII and not escaped is a replacement character.
    pub(super) letter: char,
    /// The place where it begins.
    pub(super) start: usize,
    /// The number of bytes that it takes.
    pub(super) width: usize,
}

impl Letter {
    /// Reads the character at a place.
    pub(super) fn at(text: &[u8], start: usize) -> Option<Self> {
        let rest = text.get(start..)?;
        let byte = *rest.first()?;
        let letter = if byte.is_ascii() { char::from(byte) } else { char::REPLACEMENT_CHARACTER };
        let plain = Unescaped { letter, width: 1 };
        let Unescaped { letter, width } = Unescaped::any(rest).unwrap_or(plain);
        Some(Self { letter, start, width })
    }

    /// Returns the place where the next one begins.
    pub(super) const fn end(self) -> usize {
        self.start + self.width
    }

    /// Returns whether both are the same character, escaped in the same way.
    pub(super) fn is_same(self, other: Self) -> bool {
        self.letter == other.letter && self.width == other.width
    }

    /// Returns whether it is percent-encoded.
    pub(super) fn is_percent(self, text: &[u8]) -> bool {
        self.width > 1 && text.get(self.start) == Some(&b'%')
    }

    /// Returns the last letter of `\n`, `\r` or `\t`. `None` for other characters.
    pub(super) fn last_of_escape(self, text: &[u8]) -> Option<char> {
        let last = *text.get(self.end().checked_sub(1)?)?;
        let is_escape = self.width > 1 && text.get(self.start) == Some(&b'\\');
        (is_escape && matches!(last, b'n' | b'r' | b't')).then_some(char::from(last))
    }

    fn is_line_end(self) -> bool {
        matches!(self.letter, '\n' | '\r')
    }
}

/// Returns the first place from `start` on at which `ends` accepts the character, or the end.
fn end_where(text: &[u8], start: usize, mut ends: impl FnMut(Letter) -> bool) -> usize {
    let mut at = start;
    while let Some(letter) = Letter::at(text, at)
        && !ends(letter)
    {
        at = letter.end();
    }
    at
}

/// Finds the quote that closes a value in quotes, or the end of its line.
pub(super) fn end_of_quoted(text: &[u8], opening: Letter) -> usize {
    end_where(text, opening.end(), |letter| {
        letter.is_same(opening) || (letter.is_line_end() && letter.width == 1)
    })
}

/// Finds the end of a header's line, or of the string around it. In an echoed request a `|` ends a
/// line.
pub(super) fn end_of_line(text: &[u8], start: usize, open: Option<Letter>) -> usize {
    end_where(text, start, |letter| {
        let is_closing = open.is_some_and(|open| letter.is_same(open));
        is_closing || letter.is_line_end() || letter.letter == '|'
    })
}

/// Finds the tag after the text of an element, if there is no blank before it.
pub(super) fn end_of_element(text: &[u8], start: usize) -> Option<usize> {
    let end = end_where(text, start, |letter| {
        letter.letter.is_whitespace() || matches!(letter.letter, '<' | '>')
    });
    Letter::at(text, end).is_some_and(|letter| letter.letter == '<').then_some(end)
}

/// Finds the end of a number, a list or an object in JSON.
pub(super) fn end_of_json(text: &[u8], start: usize) -> usize {
    let mut brackets = Brackets::default();
    end_where(text, start, |letter| {
        let is_outside = brackets.depth == 0;
        brackets.close(letter) || (is_outside && is_end_of_word(letter.letter))
    })
}

fn is_end_of_word(letter: char) -> bool {
    letter == ',' || letter.is_whitespace()
}

/// Finds the end of a parameter: a character that no value has, unless it is percent-encoded.
pub(super) fn end_of_bare(text: &[u8], start: usize) -> usize {
    let mut brackets = Brackets::default();
    end_where(text, start, |letter| {
        if letter.is_percent(text) {
            return false;
        }
        match letter.letter {
            // They end a value, unless it goes on after them.
            ',' | '\'' => !Letter::at(text, letter.end()).is_some_and(goes_on),
            '"' | '`' | '<' | '>' | '#' | '&' | '|' | '\\' => true,
            other if other <= ' ' || other >= '\x7f' => true,
            _ => brackets.close(letter),
        }
    })
}

fn goes_on(next: Letter) -> bool {
    next.letter.is_ascii_alphanumeric() || "+/=%$@(-_~*".contains(next.letter)
}

/// The number of brackets that a value has opened.
#[derive(Default)]
struct Brackets {
    depth: usize,
}

impl Brackets {
    /// Counts a bracket. Returns whether it closes one that was opened before the value.
    fn close(&mut self, letter: Letter) -> bool {
        match letter.letter {
            '(' | '[' | '{' => self.depth += 1,
            ')' | ']' | '}' => match self.depth.checked_sub(1) {
                Some(depth) => self.depth = depth,
                None => return true,
            },
            _ => {}
        }
        false
    }
}
