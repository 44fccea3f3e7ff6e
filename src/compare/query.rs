//! Comparing queries: canonical ones, and texts that are signed parameter by parameter.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::slice;

use super::difference::{Component, Report};
use super::escapes::{self, cause_of_times, is_time, loosely};
use super::fields::{Both, NamedValue};
use super::{Cause, Known};
use crate::request::pieces;

fn fields(query: &str) -> impl Iterator<Item = NamedValue<'_>> {
    pieces(query).map(|piece| NamedValue::read(piece, '='))
}

fn sorted(query: &str) -> Vec<NamedValue<'_>> {
    let mut sorted = Vec::with_capacity(pieces(query).count());
    sorted.extend(fields(query));
    sorted.sort_by(|a, b| by_name(a, b).then_with(|| by_value(a, b)));
    sorted
}

/// Compares names, of which all escaped forms are equal.
fn by_name(a: &NamedValue<'_>, b: &NamedValue<'_>) -> Ordering {
    loosely(a.name).cmp(loosely(b.name))
}

fn by_value(a: &NamedValue<'_>, b: &NamedValue<'_>) -> Ordering {
    loosely(a.text()).cmp(loosely(b.text()))
}

/// Returns whether two parameters are the same. A gap of ours matches any value.
fn is_same(ours: &NamedValue<'_>, theirs: &NamedValue<'_>, known: &Known<'_>) -> bool {
    let has_gap = known.gap_in(ours.text()).is_some() && !theirs.text().is_empty();
    ours.name == theirs.name && (has_gap || ours.value == theirs.value)
}

/// Returns whether two texts belong to one request: half of the parameters are the same, or a time
/// is.
fn is_related(ours: &str, theirs: &str, known: &Known<'_>) -> bool {
    let (ours, theirs) = (sorted(ours), sorted(theirs));
    let (mut same, mut has_same_time) = (0, false);
    each_pair(&ours, &theirs, |pair| {
        if let (Some(ours), Some(theirs)) = (pair.ours.first(), pair.theirs.first())
            && is_same(ours, theirs, known)
        {
            same += 1;
            has_same_time |= is_time(ours.text());
        }
    });
    has_same_time || same * 2 >= ours.len()
}

/// Compares our text with a line of the server's text that has parameters in it.
pub(super) fn compare_line(known: &Known<'_>, line: &str) -> Option<Report> {
    // A key has nothing of a URL, and no word in front.
    let (first_key, _) = line.split_once('=')?;
    let start = match first_key.rfind([' ', ':', '"', '\'', '/', '?']) {
        Some(at) if first_key.get(at..)?.starts_with(['/', '?']) => return None,
        Some(at) => at + 1,
        None => 0,
    };
    let (ours, theirs) = (known.text(), line.get(start..)?);
    let mut report = Report::default();
    is_related(ours, theirs, known).then(|| compare(ours, theirs, known, &mut report))?;
    Some(report)
}

/// Reports the parameters that differ, or their order if none does.
pub(super) fn compare(ours: &str, theirs: &str, known: &Known<'_>, report: &mut Report) {
    let before = report.count();
    each_pair(&sorted(ours), &sorted(theirs), |pair| {
        if let Some(cause) = cause_of(&pair, known) {
            let component = match cause {
                Cause::Time | Cause::Milliseconds => Component::Time,
                Cause::OtherKeyId => Component::KeyId,
                _ => Component::Parameter(pair.name().to_string()),
            };
            pair.report(component, cause, known, shown, report);
        }
    });
    let both = fields(ours).zip(fields(theirs));
    let is_same_length = pieces(ours).count() == pieces(theirs).count();
    let in_order = is_same_length && { both }.all(|(ours, theirs)| is_same(&ours, &theirs, known));
    if report.count() == before && !in_order {
        // Whole queries may hold a secret; the names tell the order.
        let names = |query| fields(query).map(|field| field.name).collect::<Vec<_>>().join("&");
        let cause = Some(Cause::SortOrder);
        report.add_texts(Component::Query, &names(ours), &names(theirs), cause);
    }
}

fn shown(field: &NamedValue<'_>) -> String {
    match field.value {
        Some(value) => alloc::format!("{}={value}", field.name),
        None => field.name.to_string(),
    }
}

/// Passes pairs of parameters to `each`: first those with one name and value, then those with one
/// name. A parameter without a counterpart comes alone.
fn each_pair<'a>(
    ours: &'a [NamedValue<'a>],
    theirs: &'a [NamedValue<'a>],
    mut each: impl FnMut(Both<'a>),
) {
    for named in (Both { ours, theirs }).in_step(by_name) {
        let (mut our_rest, mut their_rest) = (Vec::new(), Vec::new());
        for same in named.in_step(by_value) {
            let (mut ours, mut theirs) = (same.ours.iter(), same.theirs.iter());
            for _ in 0..ours.len().min(theirs.len()) {
                each(both(ours.next(), theirs.next()));
            }
            our_rest.extend(ours);
            their_rest.extend(theirs);
        }
        for at in 0..our_rest.len().max(their_rest.len()) {
            each(both(our_rest.get(at).copied(), their_rest.get(at).copied()));
        }
    }
}

fn both<'a>(ours: Option<&'a NamedValue<'a>>, theirs: Option<&'a NamedValue<'a>>) -> Both<'a> {
    Both { ours: ours.map_or(&[], slice::from_ref), theirs: theirs.map_or(&[], slice::from_ref) }
}

/// Returns the cause of a difference. `None` if nothing differs.
fn cause_of(pair: &Both<'_>, known: &Known<'_>) -> Option<Cause> {
    let (ours, theirs) = match (pair.ours.first(), pair.theirs.first()) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (Some(_), None) => return Some(Cause::ParameterMissing),
        (None, _) => return Some(Cause::ParameterAdded),
    };
    if is_same(ours, theirs, known) {
        return None;
    }
    let cause = if ours.name != theirs.name {
        escapes::cause(ours.name, theirs.name)
    } else if ours.text().is_empty() && theirs.text().is_empty() {
        Some(Cause::EmptyValue)
    } else if known.key_id == ours.value {
        Some(Cause::OtherKeyId)
    } else {
        let (ours, theirs) = (ours.text(), theirs.text());
        cause_of_times(ours, theirs).or_else(|| escapes::cause(ours, theirs))
    };
    Some(cause.unwrap_or(Cause::ParameterChanged))
}
