//! A value in an answer, and where it stands.

use alloc::string::String;
use alloc::vec::Vec;

use crate::text::{Unescaped, unescape};

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
            Spelling::Json => unescape(&text, Unescaped::json),
            Spelling::Xml => unescape(&text, Unescaped::html),
        };
        Some(text.trim())
            .filter(|text| !text.is_empty())
            .map(String::from)
    }
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
