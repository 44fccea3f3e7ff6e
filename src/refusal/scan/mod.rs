//! Names and values in any text.
//!
//! JSON, XML, YAML, the print-outs of a dozen languages, exceptions, logs and headers differ in
//! their marks, and agree in this: a name, then `:` or `=`, then a value, with brackets or tags
//! around what belongs together. One pass finds those wherever they are, whatever is in between,
//! and goes on where a text is cut off or breaks its own rules.

mod tag;
mod value;

use alloc::vec::Vec;

use super::answer::{Answer, Frame};
use super::fields::is_same;
use super::words;
use crate::text::{is_of_word, length_of_word};

/// The number of frames that are kept. Fields that are deeper are skipped.
const DEPTH: usize = 24;

/// The number of texts in texts that are read.
const LEVELS: usize = 4;

/// The longest name of two words, and the most that stands between a name and its separator.
const LONGEST_NAME: usize = 24;
const LONGEST_END: usize = 16;

/// Hands the fields of a text to `answer`; `frames` are those around the text.
pub(super) fn scan(text: &str, frames: &[Frame<'_>], answer: &mut Answer<'_>) {
    let mut scanner = Scanner {
        text,
        at: 0,
        frames: frames.to_vec(),
        outer: frames.len(),
        deeper: 0,
        pending: None,
        has_tags: text.contains("</"),
        answer,
    };
    while let Some(letter) = scanner.rest().chars().next() {
        scanner.step(letter);
    }
}

struct Scanner<'t, 'a, 'r> {
    text: &'t str,
    at: usize,
    frames: Vec<Frame<'t>>,
    /// The number of frames around the text, which stay.
    outer: usize,
    /// The number of frames below the deepest that is kept.
    deeper: usize,
    /// The name of the value that comes next.
    pending: Option<&'t str>,
    has_tags: bool,
    answer: &'a mut Answer<'r>,
}

impl<'t> Scanner<'t, '_, '_> {
    /// Returns the text that is not read yet.
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Moves on by a letter.
    fn step(&mut self, letter: char) {
        let start = self.at;
        self.at += letter.len_utf8();
        match letter {
            '{' | '[' | '(' => self.open(letter, start),
            '}' => self.close('{'),
            ']' => self.close('['),
            ')' => self.close('('),
            '"' | '\\' => self.quote(start),
            '\'' if self.may_open(start) => self.quote(start),
            '<' => self.tag(),
            ',' | ';' => self.pending = None,
            _ if is_of_word(letter) => self.word(start),
            _ => {}
        }
    }

    fn open(&mut self, bracket: char, start: usize) {
        let name = self.pending;
        // `Some("x")`: what is in parentheses is the value itself.
        self.pending = name.filter(|_| bracket == '(');
        let is_map = self.text.get(..start).unwrap_or_default().ends_with("map");
        self.push(name, bracket, bracket == '[' && !is_map);
    }

    /// Opens something that has a name, perhaps, and a mark that tells how it ends.
    fn push(&mut self, name: Option<&'t str>, mark: char, is_list: bool) {
        let at = self.at;
        let frame = Frame { name, mark, is_list, at };
        if self.frames.len() < DEPTH {
            self.frames.push(frame);
        } else {
            self.deeper += 1;
        }
    }

    /// Leaves the innermost bracket of that kind, with whatever was left open in it.
    fn close(&mut self, bracket: char) {
        let last = self.frames.last().map(|frame| (frame.mark, frame.name));
        // `array(3) {`: what was waited for is still to come.
        self.pending =
            self.pending.filter(|name| last == Some(('(', Some(name))) && bracket == '(');
        match self.deeper.checked_sub(1) {
            Some(deeper) => self.deeper = deeper,
            None => self.leave(|frame| frame.mark == bracket),
        }
    }

    fn leave(&mut self, is_it: impl FnMut(&Frame<'t>) -> bool) {
        let inner = self.frames.get(self.outer..).unwrap_or_default();
        if let Some(place) = inner.iter().rposition(is_it) {
            self.frames.truncate(self.outer + place);
        }
    }

    /// Reads a word: a name when a separator follows, or the value that was waited for.
    fn word(&mut self, start: usize) {
        self.at = start + length_of_word(self.text.get(start..).unwrap_or_default());
        // Not in the query of a URL.
        let is_parameter = self.text.get(..start).is_some_and(|text| text.ends_with(['?', '&']));
        if let Some(value) = self.separator(self.at).filter(|_| !is_parameter) {
            return self.name(self.name_that_ends(start, self.at), value);
        }
        let is_type = self.rest().starts_with(['(', '{', '[', '"', '\'']);
        if let Some(name) = self.pending
            && let Some(kind) = self.answer.rules.kind(name)
            && !is_type
        {
            self.at = start;
            self.bare(name, kind);
        }
    }

    /// Returns the text after `:`, `=` or `=>`, which makes a name of what is before; that may be
    /// quoted, or in square brackets.
    fn separator(&self, end: usize) -> Option<&'t str> {
        let rest = self.text.get(end..)?;
        let ends = rest.bytes().take(LONGEST_END).take_while(|byte| b" \t\"'\\]".contains(byte));
        let sign = rest.get(ends.count()..)?;
        let width = match sign.as_bytes() {
            [b'=', b'>', ..] => 2,
            [b'=', b'=', ..] | [b':', b':', ..] | [b':', b'/', b'/', ..] => return None,
            [b'=' | b':', ..] => 1,
            _ if sign.starts_with('：') => '：'.len_utf8(),
            _ => return None,
        };
        let value = sign.get(width..)?.trim_start_matches([' ', '\t', '\r']);
        // After an arrow it may stand on the next line.
        Some(if width == 2 { value.trim_start() } else { value })
    }

    /// Reads on from the value of a field. `self.at` is where its name ends.
    fn name(&mut self, name: &'t str, value: &'t str) {
        let end = self.text.len() - value.len();
        if self.text.get(self.at..end).is_some_and(|separator| separator.contains(']')) {
            self.close('[');
        }
        self.at = end;
        let kind = self.answer.rules.kind(name);
        // Outside of any bracket a name before one is a word of a sentence, unless of what was sent.
        let is_inside = self.frames.len() > self.outer || kind.is_some() || value.starts_with('"');
        let is_inside = is_inside || words::SENT.iter().any(|word| is_same(word, name));
        self.pending = Some(name).filter(|_| is_inside && !value.starts_with('\n'));
        let word = length_of_word(value);
        let next = value.get(word..).unwrap_or_default();
        let is_structure = match word {
            0 => next.starts_with(['"', '\'', '\\', '{', '[', '(', '<', '&', '\n']),
            1 | 2 => next.starts_with(['"', '\'', '{']),
            _ => {
                next.starts_with('{')
                    || words::CONSTRUCTORS.iter().any(|wrapper| value.starts_with(wrapper))
            }
        };
        if let Some(kind) = kind.filter(|_| !is_structure) {
            self.bare(name, kind);
        }
    }

    /// Returns the name that ends in a word: `Status Code` and `Request ID` are one, but
    /// `level=error msg=`.
    fn name_that_ends(&self, start: usize, end: usize) -> &'t str {
        let before = self.text.get(..start).unwrap_or_default();
        let first = before
            .trim_end_matches(' ')
            .trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let both = self.text.get(first.len()..end).unwrap_or_default();
        let is_name = both.len() < LONGEST_NAME && self.answer.rules.kind(both).is_some();
        if is_name && !first.ends_with(['=', ':']) {
            return both;
        }
        self.text.get(start..end).unwrap_or_default()
    }

    fn see(&mut self, name: &str, text: &str, is_whole: bool) {
        if self.deeper == 0 {
            self.answer.see(&self.frames, name, text, is_whole);
        }
    }
}
