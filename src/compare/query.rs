//! Comparing queries: canonical ones, and texts that are signed parameter by parameter.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::difference::{Component, Report};
use super::named::{Both, NamedValue, paired};
use super::spelling::{self, cause_of_times, is_time, loosely};
use super::{Cause, Ours};
use crate::request::pieces;

/// Splits a query into parameters, in its order.
fn fields(query: &str) -> impl Iterator<Item = NamedValue<'_>> {
    pieces(query).map(|piece| NamedValue::read(piece, '='))
}

/// Returns the parameters sorted by name, then by value.
fn sorted(query: &str) -> Vec<NamedValue<'_>> {
    let mut sorted = Vec::with_capacity(pieces(query).count());
    sorted.extend(fields(query));
    sorted.sort_by(by_name_and_value);
    sorted
}

/// Compares names, of which all escaped forms are equal.
fn by_name(a: &NamedValue<'_>, b: &NamedValue<'_>) -> Ordering {
    loosely(a.name).cmp(&loosely(b.name))
}

/// Compares names, then values, of which all escaped forms are equal.
fn by_name_and_value(a: &NamedValue<'_>, b: &NamedValue<'_>) -> Ordering {
    by_name(a, b).then_with(|| loosely(a.text()).cmp(&loosely(b.text())))
}

/// Returns whether two parameters are the same. A gap of ours matches any value.
fn is_same(ours: &NamedValue<'_>, theirs: &NamedValue<'_>, known: &Ours<'_>) -> bool {
    let has_gap = known.gap_in(ours.text()).is_some() && !theirs.text().is_empty();
    ours.name == theirs.name && (has_gap || ours.value == theirs.value)
}

/// Passes pairs of parameters to `each`: first those with one name and value, then those with one
/// name. A parameter without a counterpart comes alone.
fn each_pair(ours: &str, theirs: &str, mut each: impl FnMut(Both<&NamedValue<'_>>)) {
    let (ours, theirs) = (sorted(ours), sorted(theirs));
    let mut our_rest: Vec<&NamedValue<'_>> = Vec::new();
    let mut their_rest: Vec<&NamedValue<'_>> = Vec::new();
    let order = |a: &&NamedValue<'_>, b: &&NamedValue<'_>| by_name_and_value(a, b);
    for pair in paired(ours.iter(), theirs.iter(), order) {
        if let [Some(_), Some(_)] = pair {
            each(pair);
        } else {
            let [ours, theirs] = pair;
            our_rest.extend(ours);
            their_rest.extend(theirs);
        }
    }
    paired(our_rest.into_iter(), their_rest.into_iter(), |a, b| by_name(a, b)).for_each(each);
}

/// Returns whether two texts belong to one request: half of the parameters are the same, or a time
/// is.
fn is_related(ours: &str, theirs: &str, known: &Ours<'_>) -> bool {
    let (mut all, mut same, mut has_same_time) = (0, 0, false);
    each_pair(ours, theirs, |[ours, theirs]| {
        all += usize::from(ours.is_some());
        if let Some((ours, _)) = ours.zip(theirs).filter(|(a, b)| is_same(a, b, known)) {
            same += 1;
            has_same_time |= is_time(ours.text());
        }
    });
    has_same_time || same * 2 >= all
}

/// Compares our text with a line of the server's text that has parameters in it.
pub(super) fn compare_line(known: &Ours<'_>, line: &str) -> Option<Report> {
    let ours = known.text.as_str();
    let theirs = line.get(start_of(line, ours)?..)?;
    let mut report = Report::default();
    is_related(ours, theirs, known).then(|| compare(ours, theirs, known, &mut report))?;
    Some(report)
}

/// Returns where the parameters begin in a line: with our first key, or with a word. A key has nothing
/// of a URL, and no word in front.
fn start_of(line: &str, ours: &str) -> Option<usize> {
    let (first_key, _) = line.split_once('=')?;
    let (our_key, _) = ours.split_once('=')?;
    let marks = [' ', ':', '"', '\''];
    let front = first_key.strip_suffix(our_key);
    if let Some(front) = front.filter(|front| front.is_empty() || front.ends_with(marks)) {
        return Some(front.len());
    }
    let Some(at) = first_key.rfind(|letter| marks.contains(&letter) || "/?".contains(letter))
    else {
        return Some(0);
    };
    (!first_key.get(at..)?.starts_with(['/', '?'])).then_some(at + 1)
}

/// Reports the parameters that differ, or their order if none does.
pub(super) fn compare(ours: &str, theirs: &str, known: &Ours<'_>, report: &mut Report) {
    let before = report.count();
    // What follows an `&` in a secret that is not percent-encoded looks like a parameter.
    let has_open_gap = fields(ours).any(|field| matches!(known.gap(field.text()), Some((_, 0))));
    each_pair(ours, theirs, |pair| {
        if let Some(cause) = cause_of(pair, known) {
            let sides = pair.map(|field| field.map(shown));
            if has_open_gap && cause == Cause::ParameterAdded {
                let [ours, theirs] = sides.each_ref().map(Option::as_deref);
                return report.add(Component::Query, Some(cause), [ours, theirs], Some("hidden"));
            }
            let name = pair.into_iter().flatten().next().map_or("", |field| field.name);
            let component = match cause {
                Cause::Time | Cause::Milliseconds => Component::Time,
                Cause::OtherKeyId => Component::KeyId,
                _ => Component::Parameter(name.to_string()),
            };
            report.add_named(component, cause, name, sides, known);
        }
    });
    let is_same_length = pieces(ours).count() == pieces(theirs).count();
    let mut both = fields(ours).zip(fields(theirs));
    let in_order = is_same_length && both.all(|(ours, theirs)| is_same(&ours, &theirs, known));
    if report.count() == before && !in_order {
        // Whole queries may hold a secret; the names tell the order.
        let names = |query| fields(query).map(|field| field.name).collect::<Vec<_>>().join("&");
        report.add_texts(Component::Query, Some(Cause::SortOrder), &names(ours), &names(theirs));
    }
}

/// Returns a parameter as it stands in the text.
fn shown(field: &NamedValue<'_>) -> String {
    match field.value {
        Some(value) => format!("{}={value}", field.name),
        None => field.name.to_string(),
    }
}

/// Returns the cause of a difference. `None` if nothing differs.
fn cause_of(pair: Both<&NamedValue<'_>>, known: &Ours<'_>) -> Option<Cause> {
    let (ours, theirs) = match pair {
        [Some(ours), Some(theirs)] => (ours, theirs),
        [Some(_), None] => return Some(Cause::ParameterMissing),
        [None, _] => return Some(Cause::ParameterAdded),
    };
    if is_same(ours, theirs, known) {
        return None;
    }
    let cause = if ours.name != theirs.name {
        spelling::cause(ours.name, theirs.name)
    } else if ours.text().is_empty() && theirs.text().is_empty() {
        Some(Cause::EmptyValue)
    } else if known.key_id == ours.value {
        Some(Cause::OtherKeyId)
    } else {
        let (ours, theirs) = (ours.text(), theirs.text());
        cause_of_times(ours, theirs).or_else(|| spelling::cause(ours, theirs))
    };
    Some(cause.unwrap_or(Cause::ParameterChanged))
}
