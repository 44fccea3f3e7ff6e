//! Headers that differ.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::difference::{Part, Report, Sides};
use super::line::{Line, Span, Start};
use super::{Cause, Hidden, header_values};

/// The lines `name:value`, in their order.
#[derive(Default)]
pub(super) struct Headers<'a>(Vec<Header<'a>>);

struct Header<'a> {
    name: &'a [u8],
    value: Span<'a>,
    /// Lines that belong to the value although a `|` was in between.
    more: Vec<&'a [u8]>,
}

impl Header<'_> {
    fn value(&self) -> Vec<u8> {
        let mut value = self.value.bytes.to_vec();
        for line in &self.more {
            value.push(b'|');
            value.extend_from_slice(line);
        }
        value
    }
}

impl<'a> Headers<'a> {
    /// Whether a line is a name, a colon and something.
    pub(super) fn is_header(line: Span<'_>) -> bool {
        let is_of_name =
            |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
        line.cut(b':')
            .is_some_and(|(name, _)| !name.bytes.is_empty() && name.bytes.iter().all(is_of_name))
    }

    /// Reads up to the first line that is none, and gives what is left.
    pub(super) fn read(
        lines: &'a [Line],
        may_follow: &dyn Fn(&[u8], &[u8]) -> bool,
    ) -> (Self, &'a [Line]) {
        let mut headers: Vec<Header<'a>> = Vec::new();
        let mut rest = lines;
        while let Some((line, tail)) = rest.split_first() {
            let span = line.span();
            let header = span.cut(b':').filter(|_| Self::is_header(span));
            match (header, headers.last_mut()) {
                (Some((name, _)), Some(last))
                    if line.start != Start::LineEnd && !may_follow(name.bytes, last.name) =>
                {
                    last.more.push(span.bytes);
                }
                (Some((name, value)), _) => headers.push(Header {
                    name: name.bytes,
                    value,
                    more: Vec::new(),
                }),
                (None, Some(last)) if line.start == Start::Bar && !span.bytes.is_empty() => {
                    last.more.push(span.bytes);
                }
                _ => break,
            }
            rest = tail;
        }
        (Self(headers), rest)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        self.0
            .iter()
            .map(|header| (header.name, header.value.bytes))
    }

    /// In lower case.
    pub(super) fn names(&self) -> BTreeSet<Vec<u8>> {
        self.iter()
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect()
    }

    pub(super) fn first(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// By name in lower case, those of one name in their order.
    fn by_name(&self) -> Vec<Named> {
        let mut sorted: Vec<_> = self
            .0
            .iter()
            .map(|header| (header.name.to_ascii_lowercase(), header))
            .collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        sorted
            .chunk_by(|a, b| a.0 == b.0)
            .filter_map(|group| {
                Some(Named {
                    name: group.first()?.0.clone(),
                    values: group.iter().map(|(_, header)| header.value()).collect(),
                    gap: group.iter().find_map(|(_, header)| header.value.gap()),
                })
            })
            .collect()
    }
}

/// All headers of one name.
struct Named {
    name: Vec<u8>,
    values: Vec<Vec<u8>>,
    gap: Option<&'static str>,
}

impl Named {
    fn part(&self) -> Part {
        match self.name.as_slice() {
            b"host" => Part::Host,
            name => Part::Header(String::from_utf8_lossy(name).into_owned()),
        }
    }

    fn is_empty(&self) -> bool {
        self.values.iter().all(Vec::is_empty)
    }
}

/// Says which headers differ, and whether any did.
pub(super) fn compare_headers(
    ours: &Headers<'_>,
    theirs: &Headers<'_>,
    hidden: &Hidden<'_>,
    report: &mut Report,
) -> bool {
    let before = report.count();
    let their_named = theirs.by_name();
    let mut left = their_named.iter().peekable();
    for named in &ours.by_name() {
        while let Some(added) = left.next_if(|other| other.name < named.name) {
            compare_named(None, Some(added), hidden, report);
        }
        let same_name = left.next_if(|other| other.name == named.name);
        compare_named(Some(named), same_name, hidden, report);
    }
    for added in left {
        compare_named(None, Some(added), hidden, report);
    }
    let order = |headers: &Headers<'_>| {
        let names: Vec<_> = headers.0.iter().map(|header| header.name).collect();
        names.join(&b";"[..])
    };
    let (our_order, their_order) = (order(ours), order(theirs));
    if report.count() == before && our_order != their_order {
        let sides = Sides::of(Some(&our_order), Some(&their_order));
        report.add(Part::Headers, sides, Cause::SortOrder);
    }
    report.count() > before
}

fn compare_named(
    ours: Option<&Named>,
    theirs: Option<&Named>,
    hidden: &Hidden<'_>,
    report: &mut Report,
) {
    let Some(named) = ours.or(theirs) else {
        return;
    };
    let cause = match (ours, theirs) {
        (Some(ours), Some(theirs)) if ours.gap.is_some() && !theirs.is_empty() => return,
        (Some(ours), Some(theirs)) if ours.gap.is_none() && ours.values == theirs.values => return,
        (Some(ours), Some(theirs))
            if theirs.is_empty() && (ours.gap.is_some() || !ours.is_empty()) =>
        {
            Cause::HeaderNotSent
        }
        (Some(ours), Some(theirs)) => {
            header_values::cause(&ours.name, &ours.values, &theirs.values)
        }
        (Some(_), None) => Cause::HeaderNotSent,
        (None, _) => Cause::HeaderAdded,
    };
    let gap = ours.and_then(|ours| ours.gap);
    let sides = match gap.or_else(|| hidden.gap_of(&named.name)) {
        Some(gap) => Sides::hidden(ours.is_some(), theirs.is_some(), gap),
        None => {
            let joined = |named: &Named| named.values.join(&b", "[..]);
            Sides::of(ours.map(joined).as_deref(), theirs.map(joined).as_deref())
        }
    };
    report.add(named.part(), sides, cause);
}

/// The lists of signed headers. `headers_differ`: the headers themselves have told of it.
pub(super) fn compare_list(
    ours: &[u8],
    theirs: &[u8],
    their_headers: &Headers<'_>,
    headers_differ: bool,
    report: &mut Report,
) {
    if ours == theirs {
        return;
    }
    let (our_names, their_names) = (names(ours), names(theirs));
    let cause = match (our_names == their_names, headers_differ) {
        (true, _) => Some(Cause::SortOrder),
        (false, true) => None,
        (false, false) => Some(Cause::SignedHeaderList),
    };
    // Where the text was taken apart wrongly this is no list but a piece of something else.
    let known = their_headers.names();
    let is_list = their_names
        .iter()
        .all(|name| our_names.contains(name) || known.contains(*name));
    let sides = match is_list {
        true => Sides::of(Some(ours), Some(theirs)),
        false => Sides::hidden(true, true, "other names"),
    };
    report.add(Part::SignedHeaders, sides, cause);
}

/// Sorted.
fn names(list: &[u8]) -> BTreeSet<&[u8]> {
    list.split(|byte| *byte == b';').collect()
}
