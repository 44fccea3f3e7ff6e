//! Texts of a few lines that are no canonical request: an algorithm, a time, a digest.

use super::Cause;
use super::difference::{Part, Report, Sides};
use super::line::Line;
use super::reading::Reading;
use super::spelling::{cause_of_times, is_digest, is_time};

/// In how many lines the text of one request can differ.
const MOST: usize = 3;

/// The place in a reading that is most like our lines. At least the time or the digest has to be
/// the same; where both differ it is the text of another request.
pub(super) fn compare(ours: &[Line], reading: &Reading) -> Option<Report> {
    let windows = (0..).map_while(|at| reading.lines.get(at..at + ours.len()));
    let reports = windows.filter_map(|theirs| compare_window(ours, theirs));
    reports.min_by_key(Report::rank)
}

fn compare_window(ours: &[Line], theirs: &[Line]) -> Option<Report> {
    let mut report = Report::default();
    let mut anchors = 0;
    let last = ours.len().saturating_sub(1);
    for (at, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
        let (ours, theirs) = (ours.span().bytes, theirs.span().bytes);
        let theirs = match at {
            0 => end_of(theirs, ours),
            _ if at == last => first_word(theirs),
            _ => theirs,
        };
        let is_anchor = is_time(ours) || is_digest(ours);
        if ours == theirs {
            anchors += usize::from(is_anchor);
            continue;
        }
        let (part, cause) = part_of_line(at, ours, theirs)?;
        if report.count() == MOST {
            return None;
        }
        report.add(part, Sides::of(Some(ours), Some(theirs)), cause);
    }
    (anchors > 0).then_some(report)
}

/// The end of a line, as long as `like`, if a word begins there.
fn end_of<'a>(line: &'a [u8], like: &[u8]) -> &'a [u8] {
    match line.strip_suffix(like) {
        Some(front) if !front.last().is_some_and(u8::is_ascii_alphanumeric) => {
            line.get(front.len()..).unwrap_or(line)
        }
        _ => line,
    }
}

/// `None` if their line is of another kind.
fn part_of_line(at: usize, ours: &[u8], theirs: &[u8]) -> Option<(Part, Option<Cause>)> {
    if is_time(ours) {
        return Some((Part::Time, Some(cause_of_times(ours, theirs)?)));
    }
    if is_digest(ours) {
        let is_same_kind = ours.len() == theirs.len() && is_digest(theirs);
        return is_same_kind.then_some((Part::Digest, Some(Cause::EarlierStage)));
    }
    let is_name = |text: &[u8]| {
        text.iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    };
    Some(match at {
        0 if is_name(theirs) => (Part::Algorithm, Some(Cause::OtherAlgorithm)),
        _ => (Part::Line(at + 1), None),
    })
}

/// Up to the first byte that is of no word.
pub(super) fn first_word(line: &[u8]) -> &[u8] {
    let is_other = |byte: &u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let end = line.iter().position(is_other);
    end.and_then(|end| line.get(..end)).unwrap_or(line)
}
