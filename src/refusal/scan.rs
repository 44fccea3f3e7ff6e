//! Names and values in any text.
//!
//! JSON, XML, YAML, the print-outs of a dozen languages, exceptions, logs and headers differ in their
//! marks, and agree in this: a name, then `:` or `=`, then a value, with brackets or tags around what
//! belongs together. One pass finds those wherever they are, whatever is in between, and goes on where a
//! text is cut off or breaks its own rules.

use alloc::vec::Vec;

use super::answer::{Answer, Frame};
use super::fields::{Kind, is_same};
use super::words;
use crate::text::{
    Quoted, is_end_of_token, is_of_word, length_of_word, without_entities, without_escapes,
};

/// How many frames are kept. Fields that are deeper are skipped.
const DEPTH: usize = 24;

/// How often a text in a text is read.
const LEVELS: usize = 4;

/// The longest name of two words, and the most that stands between a name and its separator.
const LONGEST_NAME: usize = 24;
const LONGEST_END: usize = 16;

/// What wraps a value in the print-outs of Rust, PHP and Java.
const WRAPPERS: [&str; 6] = ["Some(", "int(", "float(", "bool(", "string(", "Optional["];

/// Hands what stands in `text` to `answer`; `frames` are those around the text.
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
    /// How many frames are around the text, and stay.
    outer: usize,
    /// How many there are below the deepest that is kept.
    deeper: usize,
    /// The name of the value that comes next.
    pending: Option<&'t str>,
    has_tags: bool,
    answer: &'a mut Answer<'r>,
}

impl<'t> Scanner<'t, '_, '_> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

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

    fn push(&mut self, name: Option<&'t str>, mark: char, is_list: bool) {
        let at = self.at;
        match self.frames.len() < DEPTH {
            true => self.frames.push(Frame {
                name,
                mark,
                is_list,
                at,
            }),
            false => self.deeper += 1,
        }
    }

    /// Leaves the innermost bracket of that kind, with whatever was left open in it.
    fn close(&mut self, bracket: char) {
        let last = self.frames.last().map(|frame| (frame.mark, frame.name));
        // `array(3) {`: what was waited for is still to come.
        self.pending = self
            .pending
            .filter(|name| last == Some(('(', Some(name))) && bracket == '(');
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

    /// A word is a name when a separator follows, or the value that was waited for.
    fn word(&mut self, start: usize) {
        self.at = start + length_of_word(self.text.get(start..).unwrap_or_default());
        // Not in the query of a URL.
        let is_parameter = self
            .text
            .get(..start)
            .is_some_and(|text| text.ends_with(['?', '&']));
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

    /// The text after `:`, `=` or `=>`, which makes a name of what is before; that may be quoted, or
    /// in square brackets.
    fn separator(&self, end: usize) -> Option<&'t str> {
        let rest = self.text.get(end..)?;
        let ends = rest
            .bytes()
            .take(LONGEST_END)
            .take_while(|byte| b" \t\"'\\]".contains(byte));
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
        Some(if width == 2 {
            value.trim_start()
        } else {
            value
        })
    }

    /// Reads on from the value of a field. `self.at` is where its name ends.
    fn name(&mut self, name: &'t str, value: &'t str) {
        let end = self.text.len() - value.len();
        if self
            .text
            .get(self.at..end)
            .is_some_and(|separator| separator.contains(']'))
        {
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
            _ => next.starts_with('{') || WRAPPERS.iter().any(|wrapper| value.starts_with(wrapper)),
        };
        if let Some(kind) = kind.filter(|_| !is_structure) {
            self.bare(name, kind);
        }
    }

    /// Reads a value without quotation marks: a code or an id is one word, a message goes on to the
    /// next field or to the end of the line.
    fn bare(&mut self, name: &'t str, kind: Kind) {
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

    /// Where the name begins that ends in this word, if it is that of a field that is looked for.
    fn start_of_field(&self, start: usize, width: usize) -> Option<usize> {
        let end = start + width;
        self.separator(end)?;
        let name = self.name_that_ends(start, end);
        self.answer.rules.kind(name).map(|_| end - name.len())
    }

    /// The name that ends in a word: `Status Code` and `Request ID` are one, but `level=error msg=`.
    fn name_that_ends(&self, start: usize, end: usize) -> &'t str {
        let before = self.text.get(..start).unwrap_or_default();
        let first = before
            .trim_end_matches(' ')
            .trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let both = self.text.get(first.len()..end).unwrap_or_default();
        let is_name = both.len() < LONGEST_NAME && self.answer.rules.kind(both).is_some();
        match is_name && !first.ends_with(['=', ':']) {
            true => both,
            false => self.text.get(start..end).unwrap_or_default(),
        }
    }

    /// Whether an apostrophe opens a string: after a letter, it is one of English.
    fn may_open(&self, start: usize) -> bool {
        let before = self.text.get(..start).unwrap_or_default();
        let outside = before.strip_suffix(['b', 'u', 'r', 'f']).unwrap_or(before);
        !outside.ends_with(char::is_alphanumeric)
    }

    /// Reads a string, which is a name when a separator follows.
    fn quote(&mut self, start: usize) {
        let rest = self.text.get(start..).unwrap_or_default();
        let quoted = rest.trim_start_matches('\\');
        let level = rest.len() - quoted.len();
        self.at = start + level.max(1);
        let Some(mark @ ('"' | '\'')) = quoted.chars().next() else {
            return;
        };
        let string = Quoted::read(quoted.get(1..).unwrap_or_default(), mark, level);
        self.at = start + level + 1 + string.width;
        let is_value = self
            .pending
            .is_some_and(|name| self.answer.rules.kind(name).is_some());
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
    fn scan_inside(&mut self, name: Option<&'t str>, text: &str) {
        let levels = self.frames.iter().filter(|frame| frame.mark == '"').count();
        if levels < LEVELS && self.frames.len() < DEPTH && text.contains([':', '=', '<']) {
            self.push(name, '"', false);
            scan(text, &self.frames, self.answer);
            self.frames.pop();
        }
    }

    fn see(&mut self, name: &str, text: &str, is_whole: bool) {
        if self.deeper == 0 {
            self.answer.see(&self.frames, name, text, is_whole);
        }
    }

    /// Reads on after a `<`, which may open a tag.
    fn tag(&mut self) {
        let inside = self.rest();
        if let Some(comment) = inside.strip_prefix("!--") {
            let rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            self.at = self.text.len() - rest.len();
            return;
        }
        let end = inside.find(['<', '>', '\n', '[']).unwrap_or(inside.len());
        let tag = inside.get(..end).unwrap_or_default();
        let Some(content) = inside.get(end..).and_then(|rest| rest.strip_prefix('>')) else {
            return;
        };
        self.at = self.text.len() - content.len();
        self.pending = None;
        let name = tag.get(..length_of_word(tag)).unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            self.leave(|frame| frame.mark == '<' && frame.name == Some(name.trim()));
        } else if self.has_tags && !name.is_empty() && !tag.ends_with('/') {
            self.element(name, content);
        }
    }

    fn element(&mut self, name: &'t str, content: &'t str) {
        let data = content
            .strip_prefix("<![CDATA[")
            .and_then(|data| data.split_once("]]>"));
        let end = content.find('<').unwrap_or(content.len());
        let (text, rest) = data
            .or_else(|| content.split_at_checked(end))
            .unwrap_or_default();
        if self.answer.rules.kind(name).is_some() || text.contains("&quot;") {
            self.at = self.text.len() - rest.len();
            let text = without_entities(text);
            self.see(name, text.trim(), !rest.is_empty());
            self.scan_inside(Some(name), &text);
        }
        self.push(Some(name), '<', false);
    }
}
