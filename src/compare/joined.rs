//! Comparing texts whose parts have no separator: an id, perhaps a nonce, perhaps a secret, and a
//! time.

use super::difference::{Component, Report};
use super::escapes::{are_milliseconds, cause_of_times, is_time};
use super::parts::words;
use super::readable::is_gap;
use super::{Cause, Known};

/// Compares our text with a line of the server's text. A line with a secret in it is not shown.
pub(super) fn compare(known: &Known<'_>, line: &str, whole: &str) -> Option<Report> {
    let joined = Joined::of(known)?;
    let mut report = Report::default();
    let mut candidates = core::iter::once(line).chain(words(line));
    if candidates.clone().any(|theirs| joined.is_same(theirs)) {
        return Some(report);
    }
    let (theirs, (component, cause)) = candidates.find_map(|theirs| {
        // Where the front differs it has to be all that there is: many an id ends in a time.
        let is_all = theirs == whole && words(whole).count() == 1 && whole.len() > joined.least();
        Some((theirs, joined.difference(theirs, is_all)?))
    })?;
    let gap = known.gap_in(known.text());
    report.add(component, Some(cause), Some(known.text()), Some(theirs), gap);
    Some(report)
}

/// The text before a secret, or before the time where there is no secret, and the text after it.
struct Joined<'a> {
    id: &'a str,
    front: &'a str,
    back: &'a str,
    has_gap: bool,
}

impl<'a> Joined<'a> {
    fn of(known: &Known<'a>) -> Option<Self> {
        let ours = known.text();
        let has_gap = ours.contains(is_gap);
        let (front, back) = if has_gap {
            (ours.split(is_gap).next()?, ours.rsplit(is_gap).next()?)
        } else {
            ours.split_at_checked(ours.len().checked_sub(10)?)?
        };
        // A secret alone at the end, a token as it is sent, is no text that a server computes.
        let is_fit = if has_gap { !back.is_empty() } else { is_time(back) };
        let id = known.key_id.unwrap_or(front);
        is_fit.then_some(Self { id, front, back, has_gap })
    }

    /// Returns whether a text is ours, with any secret in place of ours.
    fn is_same(&self, theirs: &str) -> bool {
        let inner = theirs.strip_prefix(self.front);
        let inner = inner.and_then(|rest| rest.strip_suffix(self.back));
        inner.is_some_and(|inner| inner.is_empty() != self.has_gap)
    }

    fn least(&self) -> usize {
        let front = if self.has_gap { self.front.len() } else { 0 };
        front + self.back.len()
    }

    fn difference(&self, theirs: &str, is_all: bool) -> Option<(Component, Cause)> {
        let nonce = self.front.strip_prefix(self.id).unwrap_or_default();
        let has_parts = || [self.id, nonce, self.back].iter().all(|part| theirs.contains(part));
        let has_back = theirs.ends_with(self.back);
        match theirs.strip_prefix(self.front) {
            Some(rest) if !has_back && !self.front.is_empty() => {
                Some((Component::Time, self.cause_of_rest(rest)?))
            }
            None if is_all && has_back && theirs.starts_with(self.id) => {
                Some((Component::Nonce, Cause::OtherNonce))
            }
            None if is_all && has_parts() => Some((Component::Line(1), Cause::SortOrder)),
            None if is_all && has_back => Some((Component::KeyId, Cause::OtherKeyId)),
            _ => None,
        }
    }

    /// Returns the cause of a difference after the front, which is the same.
    fn cause_of_rest(&self, rest: &str) -> Option<Cause> {
        let end = |length: usize| rest.len().checked_sub(length).and_then(|at| rest.get(at..));
        if !rest.contains(self.back) {
            return cause_of_times(self.back, end(self.back.len())?);
        }
        let is_unit = end(13).is_some_and(|end| are_milliseconds(self.back, end));
        Some(if is_unit { Cause::Milliseconds } else { Cause::SortOrder })
    }
}
