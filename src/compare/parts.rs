//! Comparing texts of parts that have a form each, on lines or between slashes: an algorithm, an id,
//! a time, a digest. Most strings to sign are such texts.

use super::difference::{Component, Report};
use super::escapes::{cause_of_times, first_word, is_digest, is_time};
use super::reading::{Lines, Reading};
use super::{Cause, Known};

/// The number of parts in which texts of one request can differ.
const MOST: usize = 3;

/// Finds the place in a reading that is most like our lines.
pub(super) fn compare_lines(known: &Known<'_>, reading: &Reading<'_>) -> Option<Report> {
    let mut rest = reading.lines();
    let windows = core::iter::from_fn(|| {
        let window = rest.clone();
        rest.next().map(|_| window)
    });
    { windows.filter_map(|theirs| compare_window(known, theirs)) }.min_by_key(Report::rank)
}

fn compare_window(known: &Known<'_>, theirs: Lines<'_>) -> Option<Report> {
    let (first, _) = known.text().split_once('\n')?;
    let last = known.text().matches('\n').count();
    let theirs = theirs.enumerate().map(|(at, line)| match at {
        0 if ends_in_word(line.text, first) => first,
        _ if at == last => first_word(line.text),
        _ => line.text,
    });
    compare_parts(known, '\n', theirs)
}

fn ends_in_word(line: &str, word: &str) -> bool {
    let front = line.strip_suffix(word);
    front.is_some_and(|front| !front.ends_with(|letter: char| letter.is_ascii_alphanumeric()))
}

/// Compares `a/b/c` with what is in a line of the server's.
pub(super) fn compare_fields(known: &Known<'_>, line: &str) -> Option<Report> {
    let (first, _) = known.text().split_once('/')?;
    let start = line.find(known.text().get(..=first.len())?)?;
    let theirs = line.get(start..)?.split(['/', ' ', '"', '\'', ',']);
    compare_parts(known, '/', theirs)
}

/// Compares part by part. The id, the time or the digest has to be the same: if all differ, it is
/// the text of another request.
fn compare_parts<'t>(
    known: &Known<'_>,
    separator: char,
    mut theirs: impl Iterator<Item = &'t str>,
) -> Option<Report> {
    let mut report = Report::default();
    let mut has_anchor = false;
    for (at, ours) in known.text().split(separator).enumerate() {
        let theirs = theirs.next()?;
        if ours == theirs {
            has_anchor |= known.key_id == Some(ours) || is_time(ours) || is_digest(ours);
            continue;
        }
        let is_line = separator == '\n' && !is_time(ours) && !is_digest(ours);
        let (component, cause) = match judge(known, ours, theirs) {
            Some((component, cause)) => (component, Some(cause)),
            None if at == 0 && is_name(theirs) => {
                (Component::Algorithm, Some(Cause::OtherAlgorithm))
            }
            None if is_line => (Component::Line(at + 1), None),
            None => return None,
        };
        report.add(component, cause, Some(ours), Some(theirs), None);
    }
    (has_anchor && report.count() <= MOST).then_some(report)
}

/// Returns the component and the cause for parts that differ. `None` if our part has no form that is
/// known, or theirs has another.
fn judge(known: &Known<'_>, ours: &str, theirs: &str) -> Option<(Component, Cause)> {
    let is_digests = is_digest(ours) && is_digest(theirs) && ours.len() == theirs.len();
    if known.key_id == Some(ours) {
        Some((Component::KeyId, Cause::OtherKeyId))
    } else if is_time(ours) {
        Some((Component::Time, cause_of_times(ours, theirs)?))
    } else if is_digests {
        Some((Component::Digest, Cause::EarlierStage))
    } else if is_number(ours) && is_number(theirs) {
        Some((Component::Expiry, Cause::OtherExpiry))
    } else {
        None
    }
}

fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Returns whether a text is a number of seconds, or -1.
fn is_number(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

/// Compares the digest of an earlier stage, if that is all of our text, with a line of the server's.
pub(super) fn compare_digest(known: &Known<'_>, line: &str, whole: &str) -> Option<Report> {
    let mut report = Report::default();
    if words(line).any(|word| word == known.text()) {
        return Some(report);
    }
    // A digest of something is in many an answer.
    let (component, cause) = judge(known, known.text(), line).filter(|_| line == whole)?;
    report.add_texts(component, known.text(), line, Some(cause));
    Some(report)
}

/// Splits a line at blanks, quotes, brackets and the like.
pub(super) fn words(line: &str) -> impl Iterator<Item = &str> + Clone {
    let is_between =
        |letter: char| letter.is_ascii_whitespace() || "\"'`,;:=<>()[]{}".contains(letter);
    line.split(is_between).filter(|word| !word.is_empty())
}
