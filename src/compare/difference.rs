//! One place in which the two texts differ.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{Cause, SECRET_WORDS};
use crate::redact::redact_with;
use crate::sign::Text;
use crate::text::write_escaped;

/// Which part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The method.
    Method,
    /// The path.
    Path,
    /// The query as a whole: its order.
    Query,
    /// A query parameter, by its name as it stands in the text.
    Parameter(String),
    /// The host.
    Host,
    /// A header, by its name in lower case.
    Header(String),
    /// The headers as a whole: their order.
    Headers,
    /// The list of signed headers.
    SignedHeaders,
    /// The digest of the body, or what stands for it.
    BodyHash,
    /// The time.
    Time,
    /// The public id of the key.
    KeyId,
    /// The nonce.
    Nonce,
    /// How long the signature is valid.
    Expiry,
    /// The name of the algorithm.
    Algorithm,
    /// The digest of the stage before.
    Digest,
    /// A line that has no name, counted from 1.
    Line(usize),
}

impl fmt::Display for Part {
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
            Self::Nonce => ("nonce", ""),
            Self::Expiry => ("expiry", ""),
            Self::Algorithm => ("algorithm", ""),
            Self::Digest => ("digest", ""),
            Self::Line(number) => return write!(f, "line {number}"),
        };
        f.write_str(label)?;
        write_escaped(f, name.as_bytes())
    }
}

/// One place in which the two texts differ, and what usually causes that.
///
/// Long values are cut down to where they differ. Values of secrets, tokens and signatures are gaps
/// on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub(super) part: Part,
    pub(super) ours: Option<Text>,
    pub(super) theirs: Option<Text>,
    pub(super) cause: Option<Cause>,
}

impl Difference {
    /// Which part it is.
    #[must_use]
    pub fn part(&self) -> &Part {
        &self.part
    }

    /// What was signed; `None` if it is not in our text.
    #[must_use]
    pub fn ours(&self) -> Option<&Text> {
        self.ours.as_ref()
    }

    /// What the server has; `None` if it is not in its text.
    #[must_use]
    pub fn theirs(&self) -> Option<&Text> {
        self.theirs.as_ref()
    }

    /// What usually causes this, where it is known.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        self.cause
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.part)?;
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

/// How many differences are kept; the rest is counted.
const MOST: usize = 64;
/// How many bytes of a value are shown.
const SHOWN: usize = 240;

/// Collects differences, within bounds.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) differences: Vec<Difference>,
    pub(super) omitted: usize,
    /// In the order in which they were found, each once.
    pub(super) causes: Vec<Cause>,
}

impl Report {
    pub(super) fn add(&mut self, part: Part, sides: Sides, cause: impl Into<Option<Cause>>) {
        let cause = cause.into();
        if let Some(cause) = cause.filter(|cause| !self.causes.contains(cause)) {
            self.causes.push(cause);
        }
        if self.differences.len() >= MOST {
            self.omitted += 1;
            return;
        }
        let Sides { ours, theirs } = sides;
        self.differences.push(Difference {
            part,
            ours,
            theirs,
            cause,
        });
    }

    /// The fewer differences the better, and those that say what happened before those that do not.
    pub(super) fn rank(&self) -> (usize, usize) {
        let vague = self.causes.iter().filter(|cause| cause.is_vague());
        (self.count(), vague.count())
    }

    pub(super) fn count(&self) -> usize {
        self.differences.len() + self.omitted
    }
}

/// What both sides have, fit to be shown.
#[derive(Debug, Default)]
pub(super) struct Sides {
    ours: Option<Text>,
    theirs: Option<Text>,
}

impl Sides {
    /// Two values that hold no secret, but for parameters of a URL that stands in them: in a path
    /// that its query was left in, or in a header.
    pub(super) fn of(ours: Option<&[u8]>, theirs: Option<&[u8]>) -> Self {
        let (ours, theirs) = (ours.map(without_secrets), theirs.map(without_secrets));
        let same = match (&ours, &theirs) {
            (Some(ours), Some(theirs)) => {
                let both = ours.iter().zip(theirs.iter());
                both.take_while(|(a, b)| a == b).count()
            }
            _ => 0,
        };
        Self {
            ours: ours.map(|value| clipped(&value, same)),
            theirs: theirs.map(|value| clipped(&value, same)),
        }
    }

    /// Values that must not be shown: whether they are there, and the name of the gap.
    pub(super) fn hidden(ours: bool, theirs: bool, name: &'static str) -> Self {
        let gap = || {
            let mut text = Text::new();
            text.push_gap(name, false);
            text
        };
        Self {
            ours: ours.then(gap),
            theirs: theirs.then(gap),
        }
    }
}

/// With `[redacted]` for the parameters that are secret by their names.
fn without_secrets(value: &[u8]) -> Cow<'_, [u8]> {
    match redact_with(&String::from_utf8_lossy(value), &SECRET_WORDS) {
        // What is no UTF-8 is shown as it is.
        Cow::Borrowed(_) => Cow::Borrowed(value),
        Cow::Owned(redacted) => Cow::Owned(redacted.into_bytes()),
    }
}

/// A value, or what is around its byte `at`.
fn clipped(value: &[u8], at: usize) -> Text {
    let mut text = Text::new();
    let start = match value.len() <= SHOWN {
        true => 0,
        false => at.saturating_sub(SHOWN / 2),
    };
    let rest = value.get(start..).unwrap_or_default();
    let shown = rest.get(..SHOWN).unwrap_or(rest);
    if start > 0 {
        text.push("…".as_bytes());
    }
    text.push(shown);
    if shown.len() < rest.len() {
        text.push("…".as_bytes());
    }
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
            part: Part::Time,
            ours: Some(gap.clone()),
            theirs: Some(gap),
            cause: None,
        };
        assert_eq!(
            difference.to_string(),
            "time\n  (what differs is secret, and not shown)"
        );
        difference.theirs = None;
        assert_eq!(
            difference.to_string(),
            "time\n  ours   [hidden]\n  theirs (not there)"
        );
    }
}
