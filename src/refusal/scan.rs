//! Names and values in any text.
//!
//! JSON, XML, YAML, the print-outs of a dozen languages, exceptions, logs and headers differ in their
//! marks, and agree in this: a name, then `:` or `=`, then a value; brackets, tags or indentation
//! around what belongs together. One pass finds those wherever they are, whatever is in between, and
//! goes on where a text is cut off or breaks its own rules.

use alloc::vec::Vec;

use super::decode::{without_entities, without_escapes};
use super::found::{Field, Found, Frame, Kind};

/// How many frames are kept. Fields that are deeper are skipped.
const DEPTH: usize = 24;

/// How often a text in a text is read.
const LEVELS: usize = 4;

/// HTML's elements without an end.
const EMPTY_ELEMENTS: [&str; 6] = ["meta", "hr", "br", "img", "link", "input"];

/// What wraps a value in the print-outs of Rust, PHP and Java.
const WRAPPERS: [&str; 5] = ["Some(", "int(", "float(", "bool(", "Optional["];

/// Hands what stands in `text` to `found`; `frames` are those around the text.
pub(super) fn scan(text: &str, frames: &[Frame<'_>], found: &mut Found<'_>) {
    let mut scanner = Scanner {
        text,
        at: 0,
        frames: frames.to_vec(),
        outer: frames.len(),
        deeper: 0,
        pending: None,
        indent: text.len() - text.trim_start_matches(' ').len(),
        has_tags: text.contains("</"),
        found,
    };
    while let Some(letter) = scanner.rest().chars().next() {
        scanner.step(letter);
    }
}

struct Scanner<'t, 'f, 'r> {
    text: &'t str,
    at: usize,
    frames: Vec<Frame<'t>>,
    /// How many frames are around the text, and stay.
    outer: usize,
    /// How many there are below the deepest that is kept.
    deeper: usize,
    /// The name of the value that comes next.
    pending: Option<&'t str>,
    /// Of the line that is read.
    indent: usize,
    has_tags: bool,
    found: &'f mut Found<'r>,
}

/// What follows a name.
struct Separator {
    /// Where the value begins.
    end: usize,
    /// Whether a square bracket was around the name.
    closes: bool,
    /// Whether the value may stand on the next line.
    is_arrow: bool,
}

impl<'t> Scanner<'t, '_, '_> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn before(&self) -> &'t str {
        self.text.get(..self.at).unwrap_or_default()
    }

    fn skip(&mut self, letters: &[char]) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(letters).len();
    }

    fn step(&mut self, letter: char) {
        match letter {
            '{' | '[' | '(' => self.open(letter),
            '}' => self.close('{'),
            ']' => self.close('['),
            ')' => self.close('('),
            '"' | '\\' => self.quote(),
            '\'' if self.is_opening_apostrophe() => self.quote(),
            '<' => self.tag(),
            '\n' => self.line(),
            ',' | ';' => {
                self.pending = None;
                self.at += 1;
            }
            _ if is_of_word(letter) => self.word(),
            _ => self.at += letter.len_utf8(),
        }
    }

    fn open(&mut self, bracket: char) {
        let name = self.pending.take();
        // `Some("x")`: what is in parentheses is the value itself.
        self.pending = name.filter(|_| bracket == '(');
        let is_list = bracket == '[' && !self.before().ends_with("map");
        self.push(name, bracket, is_list);
        self.at += 1;
    }

    fn push(&mut self, name: Option<&'t str>, mark: char, is_list: bool) {
        let (indent, at) = (self.indent, self.at);
        match self.frames.len() < DEPTH {
            true => self.frames.push(Frame { name, mark, is_list, indent, at }),
            false => self.deeper += 1,
        }
    }

    /// Leaves the innermost bracket of that kind, with whatever was left open in it.
    fn close(&mut self, bracket: char) {
        // `array(3) {`: what was waited for is still to come.
        let around = self.frames.last().filter(|frame| bracket == '(' && frame.mark == '(');
        self.pending = self.pending.filter(|name| around.is_some_and(|frame| frame.name == Some(name)));
        self.at += 1;
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

    fn line(&mut self) {
        self.at += 1;
        let rest = self.rest();
        self.indent = rest.len() - rest.trim_start_matches(' ').len();
        while self.frames.len() > self.outer
            && let Some(Frame { mark: ' ', indent, .. }) = self.frames.last()
            && *indent >= self.indent
        {
            self.frames.pop();
        }
    }

    /// A word is a name when a separator follows, or the value that was waited for.
    fn word(&mut self) {
        let start = self.at;
        self.at += length_of_word(self.rest());
        let word = self.text.get(start..self.at).unwrap_or_default();
        if let Some(separator) = self.separator(self.at) {
            return self.name(self.name_that_ends(start, self.at), &separator);
        }
        let next = self.rest().chars().next();
        let is_prefix = matches!(next, Some('"' | '\'')) && word.len() <= 2;
        let is_type = matches!(next, Some('(' | '{' | '['));
        if let Some(name) = self.pending
            && let Some(kind) = self.found.kind(name)
            && !is_prefix
            && !is_type
        {
            self.at = start;
            self.bare(name, kind);
        }
    }

    /// Looks for `:`, `=` or `=>` behind a name that may be quoted or in square brackets.
    fn separator(&self, end: usize) -> Option<Separator> {
        let rest = self.text.get(end..)?;
        let mut sign = rest;
        let mut closes = false;
        for _ in 0..6 {
            let next = sign.trim_start_matches([' ', '\t']);
            let Some(inner) = next.strip_prefix(['"', '\'', '\\', ']']) else {
                sign = next;
                break;
            };
            closes |= next.starts_with(']');
            sign = inner;
        }
        let width = match sign.as_bytes() {
            [b'=', b'>', ..] => 2,
            [b'=', b'=', ..] | [b':', b':', ..] | [b':', b'/', b'/', ..] => return None,
            [b'=' | b':', ..] => 1,
            _ if sign.starts_with('：') => '：'.len_utf8(),
            _ => return None,
        };
        Some(Separator {
            end: end + rest.len() - sign.len() + width,
            closes,
            is_arrow: width == 2,
        })
    }

    fn name(&mut self, name: &'t str, separator: &Separator) {
        if separator.closes {
            self.close('[');
        }
        self.at = separator.end;
        self.skip(&[' ', '\t', '\r']);
        if self.rest().starts_with('\n') {
            if !separator.is_arrow {
                return self.open_lines(name);
            }
            self.skip(&[' ', '\t', '\r', '\n']);
        }
        // Outside of any bracket a name before one is a word of a sentence.
        let is_inside = self.frames.len() > self.outer || self.outer > 0;
        let kind = self.found.kind(name);
        let is_quoted = self.rest().starts_with(['"', '\'', '\\']);
        self.pending = Some(name).filter(|_| is_inside || kind.is_some() || is_quoted);
        if let Some(kind) = kind {
            self.value(name, kind);
        }
    }

    /// The lines below a name belong to it where they are indented more.
    fn open_lines(&mut self, name: &'t str) {
        let next = self.rest().trim_start_matches('\n');
        let indent = next.len() - next.trim_start_matches(' ').len();
        self.pending = None;
        if indent > self.indent {
            self.push(Some(name), ' ', false);
        }
    }

    fn value(&mut self, name: &'t str, kind: Kind) {
        let rest = self.rest();
        if let Some(wrapper) = WRAPPERS.iter().find(|wrapper| rest.starts_with(**wrapper)) {
            self.at += wrapper.len() - 1;
            return;
        }
        // PHP gives the length of a string before it.
        if let Some(text) = rest.strip_prefix("string(") {
            let text = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
            if let Some(text) = text.strip_prefix(") ") {
                self.at += rest.len() - text.len();
                return;
            }
        }
        let word = length_of_word(rest);
        let next = rest.get(word..).and_then(|rest| rest.chars().next());
        let is_structure = match next {
            Some('"' | '\'') => word <= 2,
            Some('{') => true,
            Some('[' | '(' | '<' | '\\') => word == 0,
            _ => false,
        };
        if !is_structure {
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
        let value = rest.get(..length).unwrap_or_default().trim_matches(is_around_value);
        let value = if kind == Kind::Code { value.trim_end_matches('.') } else { value };
        self.at += length;
        self.pending = None;
        // Of what a cut leaves, letters may be missing.
        let is_whole = !self.rest().is_empty() || self.frames.is_empty();
        self.see(name, value, is_whole);
    }

    fn length_of_message(&self, message: &str) -> usize {
        let mut open = 0_usize;
        let mut at = 0;
        while let Some(letter) = message.get(at..).and_then(|rest| rest.chars().next()) {
            let mut width = letter.len_utf8();
            match letter {
                '\n' => return at,
                '{' if message.get(at + 1..).unwrap_or_default().starts_with(['"', '\'', '\\']) => return at,
                '{' | '[' | '(' => open += 1,
                '}' | ']' | ')' => match open.checked_sub(1) {
                    Some(outer) => open = outer,
                    None => return at,
                },
                _ if is_of_word(letter) => {
                    width = length_of_word(message.get(at..).unwrap_or_default());
                    if let Some(start) = self.start_of_field(self.at + at, width)
                        && at > 0
                    {
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
        self.found.kind(name)?;
        Some(end - name.len())
    }

    fn name_that_ends(&self, start: usize, end: usize) -> &'t str {
        let name = with_word_before(self.text, start, end);
        match self.found.kind(name) {
            Some(_) => name,
            None => self.text.get(start..end).unwrap_or_default(),
        }
    }

    /// Whether an apostrophe opens a string: after a letter, it is one of English.
    fn is_opening_apostrophe(&self) -> bool {
        let before = self.before();
        let outside = before.trim_end_matches(['b', 'B', 'u', 'r', 'f']);
        !outside.ends_with(char::is_alphanumeric) && before.len() - outside.len() <= 2
    }

    /// Reads a string, which is a name when a separator follows.
    fn quote(&mut self) {
        let rest = self.rest();
        let quoted = rest.trim_start_matches('\\');
        let level = rest.len() - quoted.len();
        let Some(mark @ ('"' | '\'')) = quoted.chars().next() else {
            self.at += level.max(1);
            return;
        };
        let content = quoted.get(1..).unwrap_or_default();
        let string = Quoted::read(content, mark, level);
        let end = self.at + level + 1 + string.width;
        let is_value = self.pending.is_some_and(|name| self.found.kind(name).is_some());
        if !is_value && let Some(separator) = self.separator(end) {
            return self.name(string.raw, &separator);
        }
        self.at = end;
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
            scan(text, &self.frames, self.found);
            self.frames.pop();
        }
    }

    fn see(&mut self, name: &str, text: &str, is_whole: bool) {
        let frames = match self.frames.as_slice() {
            [outer @ .., Frame { mark: '(', name: Some(same), .. }] if *same == name => outer,
            frames => frames,
        };
        if self.deeper == 0 {
            self.found.see(frames, &Field { name, text, is_whole });
        }
    }

    fn tag(&mut self) {
        let inside = self.rest().get(1..).unwrap_or_default();
        if let Some(data) = inside.strip_prefix("![CDATA[") {
            let (data, rest) = data.split_once("]]>").unwrap_or((data, ""));
            self.at = self.text.len() - rest.len();
            if let Some(name) = self.pending.take() {
                self.see(name, data, !rest.is_empty());
            }
            return self.scan_inside(None, data);
        }
        if inside.starts_with("!--") {
            let rest = inside.split_once("-->").map_or("", |(_, rest)| rest);
            self.at = self.text.len() - rest.len();
            return;
        }
        self.at += 1;
        let end = inside.find(['<', '>', '\n', '[']).unwrap_or(inside.len());
        let tag = inside.get(..end).unwrap_or_default();
        let Some(rest) = inside.get(end..).and_then(|rest| rest.strip_prefix('>')) else {
            return;
        };
        let name = tag.get(..length_of_word(tag)).unwrap_or_default();
        if tag.starts_with(['!', '?']) {
            self.at = self.text.len() - rest.len();
        } else if let Some(name) = tag.strip_prefix('/') {
            self.at = self.text.len() - rest.len();
            self.leave(|frame| frame.mark == '<' && frame.name == Some(name.trim()));
        } else if self.has_tags && !name.is_empty() {
            self.at = self.text.len() - rest.len();
            self.element(name, tag.ends_with('/'), rest);
        }
    }

    /// Reads on behind the tag that opens an element.
    fn element(&mut self, name: &'t str, is_empty: bool, rest: &'t str) {
        self.pending = None;
        if is_empty || EMPTY_ELEMENTS.contains(&name) {
            return;
        }
        let content = rest.split('<').next().unwrap_or_default();
        if content.trim().is_empty() {
            self.pending = Some(name);
            self.push(Some(name), '<', false);
        } else if self.found.kind(name).is_some() || content.contains("&quot;") {
            self.at += content.len();
            let text = without_entities(content);
            self.see(name, text.trim(), content.len() < rest.len());
            self.scan_inside(Some(name), &text);
        } else {
            self.push(Some(name), '<', false);
        }
    }
}

/// A string up to its closing mark.
struct Quoted<'t> {
    raw: &'t str,
    /// With the closing mark.
    width: usize,
    is_whole: bool,
}

impl<'t> Quoted<'t> {
    /// `level` is the number of backslashes before the opening mark, and so before the closing one.
    fn read(content: &'t str, mark: char, level: usize) -> Self {
        let mut backslashes = 0;
        for (at, letter) in content.char_indices() {
            let is_end = match letter {
                '\\' => {
                    backslashes += 1;
                    continue;
                }
                _ if letter == mark => match level {
                    0 => backslashes % 2 == 0,
                    _ => backslashes <= level,
                },
                _ => false,
            };
            let next = content.get(at + 1..).unwrap_or_default();
            if is_end && !(mark == '\'' && next.starts_with(char::is_alphanumeric)) {
                let raw = content.get(..at - level.min(backslashes)).unwrap_or_default();
                return Self { raw, width: at + 1, is_whole: true };
            }
            // The mark is missing where the next line begins with another.
            if letter == '\n' && level == 0 && next.trim_start_matches(' ').starts_with(mark) {
                let raw = content.get(..at).unwrap_or_default();
                return Self { raw, width: at, is_whole: false };
            }
            backslashes = 0;
        }
        Self { raw: content, width: content.len(), is_whole: false }
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.')
}

fn length_of_word(text: &str) -> usize {
    text.find(|letter| !is_of_word(letter)).unwrap_or(text.len())
}

/// `Error Code` and `Request ID` are one name.
fn with_word_before(text: &str, start: usize, end: usize) -> &str {
    let word = text.get(start..end).unwrap_or_default();
    let is_half = ["code", "id", "message", "msg"].iter().any(|half| word.eq_ignore_ascii_case(half));
    let before = text.get(..start).and_then(|before| before.strip_suffix(' ')).unwrap_or_default();
    let halves = ["error", "status", "request", "response"];
    let first = halves.iter().find(|first| {
        let place = before.len().checked_sub(first.len());
        let last = place.and_then(|place| before.get(place..));
        last.is_some_and(|last| last.eq_ignore_ascii_case(first))
    });
    let both = first.filter(|_| is_half).map(|first| start - 1 - first.len());
    // Unless the first is a value itself, `level=error msg=..`.
    let is_value = |start: &usize| text.get(..*start).is_some_and(|text| text.ends_with(['=', ':']));
    let both = both.filter(|start| !is_value(start));
    both.and_then(|start| text.get(start..end)).unwrap_or(word)
}

fn is_end_of_token(letter: char) -> bool {
    letter.is_whitespace() || ",;\"'`()[]{}<>&|\\，；、。".contains(letter)
}

fn is_around_value(letter: char) -> bool {
    letter.is_whitespace() || ",;:\"'`\\“”".contains(letter)
}
