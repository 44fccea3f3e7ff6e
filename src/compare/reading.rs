//! The ways in which a server's text can be read as lines.
//!
//! An error body quotes a canonical form as JSON does (`\n`, `\"`), with `|` for a line end, or as it
//! is. A person pastes it with another system's line ends, indented, or in quotes. All readings are
//! compared, and the best one counts.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::text::{Unescaped, without_entities};

/// A text, and how it is split into lines.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    text: &'a str,
    /// The start of its first line.
    start: Start,
    /// True if `|` is read as a line end. It may have been part of a value.
    pub(super) has_bars: bool,
}

/// The mark after which a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// A line end, or nothing.
    LineEnd,
    /// An escape or a quote that was read as a line end.
    Escape,
    /// A `|` that was read as a line end.
    Bar,
}

impl<'a> Reading<'a> {
    /// Reads a text as it is.
    pub(super) const fn new(text: &'a str, start: Start) -> Self {
        Self { text, start, has_bars: false }
    }

    /// Returns the lines, which are found one by one and not kept.
    pub(super) const fn lines(&self) -> Lines<'a> {
        Lines { reading: *self, start: self.start, at: Some(0) }
    }

    /// Returns the text from one place to another.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Returns this reading, and the one that splits at bars if there are any.
    fn variants(self) -> impl Iterator<Item = Self> {
        let has_bars = true;
        let split = self.text.contains('|').then_some(Self { has_bars, ..self });
        core::iter::once(self).chain(split)
    }
}

/// A line of a reading.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) start: Start,
    /// The place where it begins in the text of its reading.
    pub(super) at: usize,
}

/// An iterator over the lines of a reading, from a place on.
#[derive(Clone)]
pub(super) struct Lines<'a> {
    pub(super) reading: Reading<'a>,
    start: Start,
    /// The place where the next line begins, if there is one.
    at: Option<usize>,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let at = self.at?;
        let rest = self.reading.text.get(at..)?;
        let is_end = |letter| letter == '\n' || (letter == '|' && self.reading.has_bars);
        let end = rest.find(is_end);
        let whole = rest.get(..end.unwrap_or(rest.len()))?;
        let text = whole.strip_suffix('\r').unwrap_or(whole);
        let start = self.start;
        let is_bar = rest.as_bytes().get(whole.len()) == Some(&b'|');
        self.start = if is_bar { Start::Bar } else { self.reading.start };
        self.at = end.map(|end| at + end + 1);
        Some(Line { text, start, at })
    }
}

/// A server's text as it is, and unescaped as JSON: once, and twice for JSON within JSON.
pub(super) struct Texts<'a> {
    literal: Cow<'a, str>,
    escaped: Vec<String>,
}

impl<'a> Texts<'a> {
    /// Prepares the readings of a text.
    pub(super) fn new(text: &'a str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let literal = dedented(text);
        let mut escaped: Vec<String> = Vec::new();
        for _ in 0..2 {
            let text = escaped.last().map_or(text, String::as_str);
            if text.contains(['\\', '"']) {
                escaped.push(unescaped(text));
            }
        }
        // As in XML. Other texts have a `&amp` of their own, where a parameter has that name.
        if text.contains("&amp;") {
            escaped.push(without_entities(text).into_owned());
        }
        Self { literal, escaped }
    }

    /// Returns all readings, the most literal first.
    pub(super) fn readings(&self) -> impl Iterator<Item = Reading<'_>> {
        let literal = Reading::new(&self.literal, Start::LineEnd);
        let escaped = self.escaped.iter();
        let escaped = escaped.map(|text| Reading::new(text, Start::Escape));
        core::iter::once(literal).chain(escaped).flat_map(Reading::variants)
    }
}

/// Removes the indentation of the first line from all lines.
fn dedented(text: &str) -> Cow<'_, str> {
    let blanks = text.strip_suffix(text.trim_start()).unwrap_or_default();
    match blanks.rsplit('\n').next() {
        Some(indent) if !indent.is_empty() => {
            text.replace(&alloc::format!("\n{indent}"), "\n").into()
        }
        _ => text.into(),
    }
}

/// Returns a text without white space and quotes around it, and without the commas of prose. Those that
/// our own text has at its edges stay.
pub(super) fn trimmed<'a>(text: &'a str, ours: &str) -> &'a str {
    let (front, inner, back) = edges(text);
    let (our_front, _, our_back) = edges(ours);
    let kept = |is_there: bool, edge: &str| if is_there { edge.len() } else { 0 };
    let start = front.len() - kept(front.ends_with(our_front), our_front);
    let end = front.len() + inner.len() + kept(back.starts_with(our_back), our_back);
    text.get(start..end).unwrap_or(inner)
}

/// Splits a text into the marks of a quotation before it, what is quoted, and the marks after it.
fn edges(text: &str) -> (&str, &str, &str) {
    let is_around = |letter: char| letter.is_ascii_whitespace() || "\"'`".contains(letter);
    let rest = text.trim_start_matches(is_around);
    let inner = rest.trim_end_matches(|letter| is_around(letter) || ",;".contains(letter));
    let front = text.strip_suffix(rest).unwrap_or_default();
    (front, inner, rest.strip_prefix(inner).unwrap_or_default())
}

/// Unescapes JSON, and makes each quote, where a string begins or ends, a line end.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '"']) {
        let (front, mark) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let letter = if mark.starts_with('"') { '\n' } else { '\\' };
        let kept = Unescaped { letter, width: 1 };
        let read = Unescaped::json(mark.as_bytes()).unwrap_or(kept);
        plain.push_str(front);
        plain.push(read.letter);
        rest = mark.get(read.width..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}
