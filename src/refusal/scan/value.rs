//! Values without marks around them, and strings.

use super::{DEPTH, LEVELS, Scanner, scan};
use crate::refusal::fields::Kind;
use crate::text::{Quoted, is_end_of_token, is_of_word, length_of_word, without_escapes};

impl<'t> Scanner<'t, '_, '_> {
    /// Reads a value without quotation marks: a code or an id is one word, a message goes on to the
    /// next field or to the end of the line.
    pub(super) fn bare(&mut self, name: &'t str, kind: Kind) {
        let rest = self.rest();
        let length = match kind {
            Kind::Message => self.length_of_message(rest),
            // The next field, where this one is empty.
            _ if self.start_of_field(self.at, length_of_word(rest)).is_some() => 0,
            _ => rest.find(is_end_of_token).unwrap_or(rest.len()),
        };
        self.at += length;
        // PHP gives the length of a string before it.
        if self.rest().starts_with(") \"") {
            return;
        }
        self.pending = None;
        let value = rest.get(..length).unwrap_or_default();
        // Of what a cut leaves, letters may be missing.
        let is_whole = !self.rest().is_empty() || self.frames.is_empty();
        self.see(
            name,
            value.trim_matches([',', ';', ':', '"', '\'', '`', '\\', '“', '”', ' ']),
            is_whole,
        );
    }

    fn length_of_message(&self, message: &str) -> usize {
        let mut open = 0_usize;
        let mut at = 0;
        while let Some(letter) = message.get(at..).and_then(|rest| rest.chars().next()) {
            let mut width = letter.len_utf8();
            let next = message.get(at + width..).unwrap_or_default();
            match letter {
                '\n' => return at,
                '{' if next.starts_with(['"', '\'', '\\']) => return at,
                '{' | '[' | '(' => open += 1,
                '}' | ']' | ')' if open == 0 => return at,
                '}' | ']' | ')' => open -= 1,
                _ if is_of_word(letter) => {
                    width += length_of_word(next);
                    if let Some(start) = self.start_of_field(self.at + at, width) {
                        return start.saturating_sub(self.at);
                    }
                }
                _ => {}
            }
            at += width;
        }
        message.len()
    }

    /// Returns where the name begins that ends in this word, if it is that of a field that is
    /// looked for.
    fn start_of_field(&self, start: usize, width: usize) -> Option<usize> {
        let end = start + width;
        self.separator(end)?;
        let name = self.name_that_ends(start, end);
        self.answer.rules.kind(name).map(|_| end - name.len())
    }

    /// Returns whether an apostrophe opens a string: after a letter, it is one of English.
    pub(super) fn may_open(&self, start: usize) -> bool {
        let before = self.text.get(..start).unwrap_or_default();
        let outside = before.strip_suffix(['b', 'u', 'r', 'f']).unwrap_or(before);
        !outside.ends_with(char::is_alphanumeric)
    }

    /// Reads a string, which is a name when a separator follows.
    pub(super) fn quote(&mut self, start: usize) {
        let rest = self.text.get(start..).unwrap_or_default();
        let quoted = rest.trim_start_matches('\\');
        let level = rest.len() - quoted.len();
        self.at = start + level.max(1);
        let Some(mark @ ('"' | '\'')) = quoted.chars().next() else {
            return;
        };
        let string = Quoted::read(quoted.get(1..).unwrap_or_default(), mark, level);
        self.at = start + level + 1 + string.width;
        let is_value = self.pending.is_some_and(|name| self.answer.rules.kind(name).is_some());
        if !is_value && let Some(value) = self.separator(self.at) {
            return self.name(string.raw, value);
        }
        let text = without_escapes(string.raw);
        let name = self.pending.take();
        if let Some(name) = name {
            self.see(name, &text, string.is_whole);
        }
        self.scan_inside(name, &text);
    }

    /// Reads what is in a text that is a value itself: JSON in JSON, an exception in a log.
    pub(super) fn scan_inside(&mut self, name: Option<&'t str>, text: &str) {
        let levels = self.frames.iter().filter(|frame| frame.mark == '"').count();
        if levels < LEVELS && self.frames.len() < DEPTH && text.contains([':', '=', '<']) {
            self.push(name, '"', false);
            scan(text, &self.frames, self.answer);
            self.frames.pop();
        }
    }
}
