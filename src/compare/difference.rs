//! A place in which the two texts differ, and the report that collects such places.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::named::Both;
use super::{Cause, Ours, is_gap};
use crate::redact::redact;
use crate::sign::Text;
use crate::text::write_escaped;

/// A component of a text in which it can differ from another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Component {
    /// The method.
    Method,
    /// The path.
    Path,
    /// The order of the query, or a part of it that may belong to a secret.
    Query,
    /// A query parameter, by its name as it stands in the text.
    Parameter(String),
    /// The host.
    Host,
    /// A header, by its name in lower case.
    Header(String),
    /// The order of the headers.
    Headers,
    /// The list of signed headers.
    SignedHeaders,
    /// The digest of the body, or its placeholder.
    BodyHash,
    /// The time.
    Time,
    /// The public id of the key.
    KeyId,
    /// The name of the algorithm.
    Algorithm,
    /// The digest of the stage before.
    Digest,
    /// A line that has no name, counted from 1.
    Line(usize),
}

impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (label, name) = match self {
            Self::Method => ("method", ""),
            Self::Path => ("path", ""),
            Self::Query => ("query", ""),
            Self::Parameter(name) => ("parameter ", name.as_str()),
            Self::Host => ("host", ""),
            Self::Header(name) => ("header ", name.as_str()),
            Self::Headers => ("headers", ""),
            Self::SignedHeaders => ("signed headers", ""),
            Self::BodyHash => ("body hash", ""),
            Self::Time => ("time", ""),
            Self::KeyId => ("key id", ""),
            Self::Algorithm => ("algorithm", ""),
            Self::Digest => ("digest", ""),
            Self::Line(number) => return write!(f, "line {number}"),
        };
        f.write_str(label)?;
        write_escaped(f, name.as_bytes())
    }
}

/// A place in which the two texts differ, and the usual cause.
///
/// Long values are cut down to where they differ. Values of secrets, tokens and signatures are gaps
/// on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub(super) component: Component,
    pub(super) ours: Option<Text>,
    pub(super) theirs: Option<Text>,
    pub(super) cause: Option<Cause>,
}

impl Difference {
    /// Returns the component that differs.
    #[must_use]
    pub fn component(&self) -> &Component {
        &self.component
    }

    /// Returns the text that was signed. `None` if our text does not have the component.
    #[must_use]
    pub fn ours(&self) -> Option<&Text> {
        self.ours.as_ref()
    }

    /// Returns the text that the server has. `None` if its text does not have the component.
    #[must_use]
    pub fn theirs(&self) -> Option<&Text> {
        self.theirs.as_ref()
    }

    /// Returns the usual cause. `None` where none is known.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        self.cause
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.component)?;
        if let Some(cause) = self.cause {
            write!(f, ": {cause}")?;
        }
        if self.ours.is_some() && self.ours == self.theirs {
            return f.write_str("\n  (what differs is secret, and not shown)");
        }
        for (side, text) in [("ours", &self.ours), ("theirs", &self.theirs)] {
            match text {
                Some(text) => write!(f, "\n  {side:6} {text}")?,
                None => write!(f, "\n  {side:6} (not there)")?,
            }
        }
        Ok(())
    }
}

/// The number of differences that are kept. The others are counted.
const MOST: usize = 64;
/// The number of bytes of a value that are shown.
const SHOWN: usize = 240;

/// Collects differences, within bounds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) differences: Vec<Difference>,
    pub(super) omitted: usize,
    /// In the order in which they were found, each once.
    pub(super) causes: Vec<Cause>,
}

impl Report {
    /// Adds a difference. A side is `None` if its text does not have the component.
    ///
    /// `gap` hides both sides. Without one they hold no secret, except for parameters of a URL, in a
    /// header or in a path with its query; those are redacted.
    pub(super) fn add(
        &mut self,
        component: Component,
        cause: Option<Cause>,
        sides: Both<&str>,
        gap: Option<&'static str>,
    ) {
        if let Some(cause) = cause.filter(|cause| !self.causes.contains(cause)) {
            self.causes.push(cause);
        }
        if self.differences.len() >= MOST {
            self.omitted += 1;
            return;
        }
        let sides = sides.map(|side| Some(redact(side?).replace(is_gap, "")));
        let [ours, theirs] = sides.each_ref().map(|side| side.as_deref().unwrap_or_default());
        let same = ours.bytes().zip(theirs.bytes()).take_while(|(a, b)| a == b).count();
        let shown = |text: String| gap.map_or_else(|| clipped(&text, same), hidden);
        let [ours, theirs] = sides.map(|side| side.map(shown));
        self.differences.push(Difference { component, ours, theirs, cause });
    }

    /// Adds a difference of two texts if there is a cause.
    pub(super) fn add_texts(
        &mut self,
        component: Component,
        cause: Option<Cause>,
        ours: &str,
        theirs: &str,
    ) {
        if cause.is_some() {
            self.add(component, cause, [Some(ours), Some(theirs)], None);
        }
    }

    /// Adds a difference of a parameter or header, which is hidden if it is a gap of ours or secret
    /// by its name.
    pub(super) fn add_named(
        &mut self,
        component: Component,
        cause: Cause,
        name: &str,
        sides: Both<String>,
        known: &Ours<'_>,
    ) {
        let [ours, theirs] = sides.each_ref().map(Option::as_deref);
        let gap = ours.and_then(|text| known.gap_in(text)).or_else(|| known.hides(name));
        self.add(component, Some(cause), [ours, theirs], gap);
    }

    /// Returns a rank by which the best of several reports comes first: few differences, and causes
    /// that say what happened rather than that something did.
    pub(super) fn rank(&self) -> (usize, usize) {
        let vague = self.causes.iter().filter(|cause| cause.is_vague());
        (self.count(), vague.count())
    }

    /// Returns the number of differences, those that are omitted included.
    pub(super) fn count(&self) -> usize {
        self.differences.len() + self.omitted
    }
}

/// Returns a text that is nothing but a gap.
fn hidden(name: &'static str) -> Text {
    let mut text = Text::new();
    text.push_gap(name, false);
    text
}

/// Returns a value, or the part around its byte `at` if it is long.
fn clipped(value: &str, at: usize) -> Text {
    let is_short = value.len() <= SHOWN;
    let start = if is_short { 0 } else { at.saturating_sub(SHOWN / 2) };
    let end = value.len().min(start + SHOWN);
    let mark = |is_cut| if is_cut { "…" } else { "" };
    let mut text = Text::new();
    text.push(mark(start > 0));
    text.push(value.as_bytes().get(start..end).unwrap_or_default());
    text.push(mark(end < value.len()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn what_is_hidden_on_both_sides_is_said_to_be() {
        let mut gap = Text::new();
        gap.push_gap("hidden", false);
        let mut difference = Difference {
            component: Component::Time,
            ours: Some(gap.clone()),
            theirs: Some(gap),
            cause: None,
        };
        assert_eq!(difference.to_string(), "time\n  (what differs is secret, and not shown)");
        difference.theirs = None;
        assert_eq!(difference.to_string(), "time\n  ours   [hidden]\n  theirs (not there)");
    }
}
