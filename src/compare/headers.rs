//! Comparing the headers of canonical requests, and the lists of their names.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::difference::{Component, Report};
use super::named::{NamedValue, paired};
use super::reading::{Line, Lines, Start};
use super::values::cause_of_headers;
use super::{Cause, Ours};
use crate::text::{compare_names, is_token};

/// Reads a line that is a name, a colon and a value. `None` for any other.
pub(super) fn header(line: &str) -> Option<NamedValue<'_>> {
    let header = NamedValue::read(line, ':');
    (header.value.is_some() && is_token(header.name)).then_some(header)
}

/// The headers of a canonical request, in their order.
pub(super) struct HeaderLines<'a>(Vec<NamedValue<'a>>);

impl<'a> HeaderLines<'a> {
    /// Reads headers up to the first line that is none.
    ///
    /// `may_follow` returns whether a header of the first name may come after one of the second. It
    /// decides whether a line after a `|` is a header, or part of a value with a `|` in it.
    pub(super) fn read(lines: &mut Lines<'a>, may_follow: impl Fn(&str, &str) -> bool) -> Self {
        let mut headers: Vec<NamedValue<'a>> = Vec::new();
        let mut value_at = 0;
        let mut ahead = lines.clone();
        while let Some(line) = ahead.next() {
            let header = header(line.text);
            let last = headers.last_mut();
            match last.filter(|last| goes_on(line, header, last.name, &may_follow)) {
                Some(last) => {
                    let end = line.at + line.text.len();
                    last.value = Some(ahead.reading.slice(value_at, end));
                }
                None => {
                    let Some(header) = header else { break };
                    value_at = line.at + header.name.len() + 1;
                    headers.push(header);
                }
            }
            *lines = ahead.clone();
        }
        Self(headers)
    }

    /// Removes quotes and commas that follow the last value where the text is quoted in prose.
    pub(super) fn tidy(&mut self) {
        if let Some(last) = self.0.last_mut() {
            let is_of_prose = |letter| "'`\",; \t".contains(letter);
            last.value = last.value.map(|value| value.trim_end_matches(is_of_prose));
        }
    }

    /// Returns the headers in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &NamedValue<'a>> {
        self.0.iter()
    }

    /// Returns the first value of a header. `name` may be in any case.
    pub(super) fn first(&self, name: &str) -> Option<&'a str> {
        let mut headers = self.iter();
        headers.find(|header| header.name.eq_ignore_ascii_case(name))?.value
    }

    /// Returns the names in lower case.
    pub(super) fn names(&self) -> BTreeSet<String> {
        self.iter().map(|header| header.name.to_ascii_lowercase()).collect()
    }

    /// Returns all names, in their order.
    fn order(&self) -> String {
        let names: Vec<_> = self.iter().map(|header| header.name).collect();
        names.join(";")
    }

    /// Returns the headers sorted by name. Those of one name stay in their order.
    fn sorted(&self) -> Vec<NamedValue<'a>> {
        let mut sorted = self.0.clone();
        sorted.sort_by(|a, b| compare_names(a.name, b.name));
        sorted
    }
}

/// Returns whether a line belongs to the value of the header before it.
fn goes_on(
    line: Line<'_>,
    header: Option<NamedValue<'_>>,
    last: &str,
    may_follow: impl Fn(&str, &str) -> bool,
) -> bool {
    match header {
        Some(header) => line.start != Start::LineEnd && !may_follow(header.name, last),
        None => line.start == Start::Bar && !line.text.is_empty(),
    }
}

/// Returns the headers of each name, of a list that is sorted by name.
fn groups<'s, 'a>(sorted: &'s [NamedValue<'a>]) -> impl Iterator<Item = &'s [NamedValue<'a>]> {
    sorted.chunk_by(|a, b| a.name.eq_ignore_ascii_case(b.name))
}

/// Returns the name of a group, as its first header writes it.
fn name_of<'a>(group: &[NamedValue<'a>]) -> &'a str {
    group.first().map_or("", |header| header.name)
}

/// Reports the headers that differ. Returns whether any does.
pub(super) fn compare_headers(
    our_headers: &HeaderLines<'_>,
    their_headers: &HeaderLines<'_>,
    known: &Ours<'_>,
    report: &mut Report,
) -> bool {
    let before = report.count();
    let (ours, theirs) = (our_headers.sorted(), their_headers.sorted());
    let order =
        |a: &&[NamedValue<'_>], b: &&[NamedValue<'_>]| compare_names(name_of(a), name_of(b));
    for pair in paired(groups(&ours), groups(&theirs), order) {
        let [ours, theirs] = pair.map(Option::unwrap_or_default);
        let Some(cause) = cause_of(ours, theirs, known) else {
            continue;
        };
        let name = name_of(pair.into_iter().flatten().next().unwrap_or_default());
        let component = match name.to_ascii_lowercase() {
            name if name == "host" => Component::Host,
            name => Component::Header(name),
        };
        let shown = |group: &[NamedValue<'_>]| {
            let values: Vec<_> = group.iter().map(NamedValue::text).collect();
            values.join(", ")
        };
        report.add_named(component, cause, name, pair.map(|group| group.map(shown)), known);
    }
    let (ours, theirs) = (our_headers.order(), their_headers.order());
    if report.count() == before && ours != theirs {
        report.add_texts(Component::Headers, Some(Cause::SortOrder), &ours, &theirs);
    }
    report.count() > before
}

/// Returns the cause of a difference. `None` if nothing differs: a gap of ours matches any value.
fn cause_of(ours: &[NamedValue<'_>], theirs: &[NamedValue<'_>], known: &Ours<'_>) -> Option<Cause> {
    if ours.is_empty() {
        return Some(Cause::HeaderAdded);
    }
    let is_blank = |group: &[NamedValue<'_>]| group.iter().all(|header| header.text().is_empty());
    let has_gap = ours.iter().any(|header| known.gap_in(header.text()).is_some());
    if theirs.is_empty() || (is_blank(theirs) && (has_gap || !is_blank(ours))) {
        return Some(Cause::HeaderNotSent);
    }
    let values = ours.iter().map(|header| header.value);
    let is_same = has_gap || values.eq(theirs.iter().map(|header| header.value));
    (!is_same).then(|| cause_of_headers(ours, theirs))
}

/// Reports how the lists of signed headers differ. `cause` is the cause if the names differ.
pub(super) fn compare_list(
    ours: &str,
    theirs: &str,
    their_headers: &HeaderLines<'_>,
    cause: Option<Cause>,
    report: &mut Report,
) {
    if ours == theirs {
        return;
    }
    let names = |list| str::split(list, ';').collect::<BTreeSet<_>>();
    let (our_names, their_names) = (names(ours), names(theirs));
    let is_order = our_names == their_names;
    let cause = if is_order { Some(Cause::SortOrder) } else { cause };
    // Where the text was taken apart wrongly this is no list but a piece of something else.
    let known = their_headers.names();
    let is_known = |name: &&str| our_names.contains(name) || known.contains(*name);
    let gap = (!their_names.iter().all(is_known)).then_some("other names");
    report.add(Component::SignedHeaders, cause, [Some(ours), Some(theirs)], gap);
}
