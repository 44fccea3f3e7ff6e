//! Texts of one line: parameters, parts joined with `/`, or parts without anything between them.

use super::difference::{Part, Report, Sides};
use super::line::Span;
use super::reading::{Reading, trimmed};
use super::spelling::{are_milliseconds, cause_of_times, find, is_digest, is_time};
use super::{Cause, Hidden, query};

/// The place in the readings that is most like our line.
pub(super) fn compare(
    ours: Span<'_>,
    readings: &[Reading],
    whole: &[u8],
    hidden: &Hidden<'_>,
) -> Option<Report> {
    let lines = readings
        .iter()
        .filter(|reading| !reading.has_bars)
        .flat_map(|reading| &reading.lines)
        .map(|line| Span::of(trimmed(line.span().bytes)))
        // What is much shorter is not worth the look.
        .filter(|line| line.bytes.len() * 4 + 64 >= ours.bytes.len());
    let reports: &mut dyn Iterator<Item = Report> = match form_of(ours) {
        Form::Parameters => &mut lines.filter_map(|line| parameters(ours, line, hidden)),
        Form::Digest => &mut lines.filter_map(|line| digest(ours, line, whole)),
        Form::Fields => &mut lines.filter_map(|line| fields(ours, line, hidden)),
        Form::Joined => &mut lines.filter_map(|line| joined(ours, line, whole, hidden)),
    };
    reports.min_by_key(Report::rank)
}

enum Form {
    /// `k=v&k=v`
    Parameters,
    /// A digest of the stage before, alone.
    Digest,
    /// `a/b/c`
    Fields,
    /// Parts without anything between them.
    Joined,
}

fn form_of(ours: Span<'_>) -> Form {
    let has = |byte| ours.bytes.contains(&byte);
    if is_digest(ours.bytes) {
        Form::Digest
    } else if ours.parts(b'&').all(|part| part.cut(b'=').is_some()) {
        Form::Parameters
    } else if has(b'/') && ours.gap().is_none() && !has(b' ') {
        Form::Fields
    } else {
        Form::Joined
    }
}

fn parameters(ours: Span<'_>, line: Span<'_>, hidden: &Hidden<'_>) -> Option<Report> {
    // A key has nothing of a URL, and no word in front.
    let (first_key, _) = line.cut(b'=')?;
    let is_before_key = |byte: &u8| matches!(byte, b' ' | b':' | b'"' | b'\'' | b'/' | b'?');
    let start = match first_key.bytes.iter().rposition(is_before_key) {
        Some(at) if matches!(first_key.bytes.get(at)?, b'/' | b'?') => return None,
        Some(at) => at + 1,
        None => 0,
    };
    let theirs = Span::of(line.bytes.get(start..)?);
    let (same, all, same_time) = query::kinship(ours, theirs);
    if !same_time && same * 2 < all {
        return None;
    }
    let mut report = Report::default();
    query::compare(ours, theirs, hidden, &mut report);
    Some(report)
}

fn digest(ours: Span<'_>, line: Span<'_>, whole: &[u8]) -> Option<Report> {
    let mut report = Report::default();
    if words(line.bytes).any(|word| word == ours.bytes) {
        return Some(report);
    }
    // A digest of something stands in many an answer.
    if line.bytes != whole || !is_digest(whole) || whole.len() != ours.bytes.len() {
        return None;
    }
    let sides = Sides::of(Some(ours.bytes), Some(whole));
    report.add(Part::Digest, sides, Cause::EarlierStage);
    Some(report)
}

fn words(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_between = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`,;:=<>()[]{}".contains(byte);
    line.split(is_between).filter(|word| !word.is_empty())
}

fn fields(ours: Span<'_>, line: Span<'_>, hidden: &Hidden<'_>) -> Option<Report> {
    let (first, _) = ours.cut(b'/')?;
    let front = [first.bytes, b"/"].concat();
    let start = find(line.bytes, &front)?;
    let theirs = line.bytes.get(start..)?;
    let mut report = Report::default();
    let mut same = 0;
    let their_fields = theirs.split(|byte| matches!(byte, b'/' | b' ' | b'"' | b'\'' | b','));
    let our_fields = ours.bytes.split(|byte| *byte == b'/');
    let mut both = our_fields.zip(their_fields).skip(1);
    for (ours, theirs) in &mut both {
        let is_id = hidden.key_id == Some(ours);
        if ours == theirs {
            same += usize::from(is_id || is_time(ours));
            continue;
        }
        let (part, cause) = match ours {
            _ if is_id => (Part::KeyId, Cause::OtherKeyId),
            _ if is_time(ours) => (Part::Time, cause_of_times(ours, theirs)?),
            _ if is_number(ours) && is_number(theirs) => (Part::Expiry, Cause::OtherExpiry),
            _ => return None,
        };
        report.add(part, Sides::of(Some(ours), Some(theirs)), cause);
    }
    (same > 0).then_some(report)
}

/// Seconds, or -1.
fn is_number(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// An id, perhaps a nonce, perhaps a secret, and a time. Nothing of the server's is shown where a
/// secret stands somewhere in it.
fn joined(ours: Span<'_>, line: Span<'_>, whole: &[u8], hidden: &Hidden<'_>) -> Option<Report> {
    let (front, back) = match ours.around_gaps() {
        // A secret alone at the end, a token as it is sent: that is no text that a server computes.
        Some((_, [])) => return None,
        Some(around) => around,
        None => split_time(ours.bytes)?,
    };
    let has_gap = ours.gap().is_some();
    let is_same = |theirs: &[u8]| match has_gap {
        true => {
            let inner = theirs
                .strip_prefix(front)
                .and_then(|rest| rest.strip_suffix(back));
            inner.is_some_and(|secret| !secret.is_empty())
        }
        false => theirs == ours.bytes,
    };
    let mut report = Report::default();
    if is_same(line.bytes) || words(line.bytes).any(is_same) {
        return Some(report);
    }
    let mut candidates = core::iter::once(line.bytes).chain(words(line.bytes));
    let (theirs, (part, cause)) = candidates.find_map(|theirs| {
        // Where the front differs it has to be all that there is: many an id ends in a time.
        let least = if has_gap { front.len() } else { 0 } + back.len();
        let is_all = theirs == whole && words(whole).count() == 1 && whole.len() > least;
        Some((theirs, difference(front, back, theirs, is_all, hidden)?))
    })?;
    let sides = match ours.gap() {
        Some(name) => Sides::hidden(true, true, name),
        None => Sides::of(Some(ours.bytes), Some(theirs)),
    };
    report.add(part, sides, cause);
    Some(report)
}

fn difference(
    front: &[u8],
    back: &[u8],
    theirs: &[u8],
    is_all: bool,
    hidden: &Hidden<'_>,
) -> Option<(Part, Cause)> {
    let contains = |part: &[u8]| find(theirs, part).is_some();
    let (id, nonce) = match hidden.key_id {
        Some(id) => (id, front.strip_prefix(id).unwrap_or_default()),
        None => (front, &[][..]),
    };
    match (theirs.strip_prefix(front), theirs.strip_suffix(back)) {
        (Some(rest), None) if !front.is_empty() => Some((Part::Time, cause_of_rest(back, rest)?)),
        _ if !is_all => None,
        (None, Some(_)) if theirs.starts_with(id) => Some((Part::Nonce, Cause::OtherNonce)),
        (None, _) if contains(id) && contains(nonce) && contains(back) => {
            Some((Part::Line(1), Cause::SortOrder))
        }
        (None, Some(_)) => Some((Part::KeyId, Cause::OtherKeyId)),
        _ => None,
    }
}

/// What differs where the front is the same and the end is not.
fn cause_of_rest(time: &[u8], rest: &[u8]) -> Option<Cause> {
    if find(rest, time).is_some() {
        let end = rest.len().checked_sub(13).and_then(|at| rest.get(at..));
        return Some(match end.is_some_and(|end| are_milliseconds(time, end)) {
            true => Cause::Milliseconds,
            false => Cause::SortOrder,
        });
    }
    let end = rest
        .len()
        .checked_sub(time.len())
        .and_then(|at| rest.get(at..))?;
    cause_of_times(time, end)
}

/// Splits before ten digits at the end.
fn split_time(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (front, time) = text.split_at_checked(text.len().checked_sub(10)?)?;
    is_time(time).then_some((front, time))
}
