//! Comparing texts of lines that have a form each: an algorithm, a time, an id, a digest. Most
//! strings to sign are such texts.

use super::difference::{Component, Report};
use super::reading::{Lines, Reading};
use super::spelling::{cause_of_times, first_word, is_digest, is_time, last_word};
use super::{Cause, Ours};

/// The number of lines in which texts of one request can differ.
const MOST: usize = 3;

/// Finds the place in a reading that is most like our lines.
pub(super) fn compare(known: &Ours<'_>, reading: &Reading<'_>) -> Option<Report> {
    let mut rest = reading.lines();
    let windows = core::iter::from_fn(|| {
        let window = rest.clone();
        rest.next().map(|_| window)
    });
    { windows.filter_map(|theirs| compare_window(known, theirs)) }.min_by_key(Report::rank)
}

/// Compares line by line. The id, the time or the digest has to be the same: if all differ, it is the
/// text of another request.
fn compare_window(known: &Ours<'_>, mut theirs: Lines<'_>) -> Option<Report> {
    let mut report = Report::default();
    let mut has_anchor = false;
    let last = known.text.matches('\n').count();
    for (at, ours) in known.text.split('\n').enumerate() {
        let theirs = match theirs.next()?.text {
            line if at == 0 => last_word(line, ours).unwrap_or(line),
            line if at == last => first_word(line),
            line => line,
        };
        if ours == theirs {
            has_anchor |= known.key_id == Some(ours) || is_time(ours) || is_digest(ours);
            continue;
        }
        let (component, cause) = judge(known, at, ours, theirs)?;
        report.add(component, cause, [Some(ours), Some(theirs)], None);
    }
    (has_anchor && report.count() <= MOST).then_some(report)
}

/// Returns the component and the cause of lines that differ. `None` if theirs cannot be the
/// counterpart of ours.
fn judge(
    known: &Ours<'_>,
    at: usize,
    ours: &str,
    theirs: &str,
) -> Option<(Component, Option<Cause>)> {
    let is_name =
        |line: &str| line.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    Some(if known.key_id == Some(ours) {
        (Component::KeyId, Some(Cause::OtherKeyId))
    } else if is_time(ours) {
        (Component::Time, Some(cause_of_times(ours, theirs)?))
    } else if is_digest(ours) {
        (is_digest(theirs) && ours.len() == theirs.len()).then_some(())?;
        (Component::Digest, Some(Cause::EarlierStage))
    } else if at == 0 && is_name(theirs) {
        (Component::Algorithm, Some(Cause::OtherAlgorithm))
    } else {
        (Component::Line(at + 1), None)
    })
}
