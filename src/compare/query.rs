//! Queries that differ: canonical ones, and texts that are signed parameter by parameter.

use alloc::string::String;
use alloc::vec::Vec;

use super::difference::{Part, Report, Sides};
use super::line::Span;
use super::spelling::{self, cause_of_times, decoded, is_time};
use super::{Cause, Hidden};

/// `key=value`, or `key`.
#[derive(Clone, Copy)]
struct Pair<'a> {
    key: &'a [u8],
    value: Option<Span<'a>>,
}

impl<'a> Pair<'a> {
    fn read(piece: Span<'a>) -> Self {
        match piece.cut(b'=') {
            Some((key, value)) => Self {
                key: key.bytes,
                value: Some(value),
            },
            None => Self {
                key: piece.bytes,
                value: None,
            },
        }
    }

    fn bytes(&self) -> &'a [u8] {
        self.value.map_or(&[], |value| value.bytes)
    }

    fn gap(&self) -> Option<&'static str> {
        self.value.and_then(|value| value.gap())
    }

    /// Whether `theirs` is the same; a gap of ours stands for any value.
    fn is_same(&self, theirs: &Pair<'_>) -> bool {
        let has_value = theirs.value.is_some_and(|value| !value.bytes.is_empty());
        self.key == theirs.key
            && match self.gap() {
                Some(_) => has_value,
                None => {
                    self.bytes() == theirs.bytes() && self.value.is_some() == theirs.value.is_some()
                }
            }
    }

    fn name(&self) -> String {
        String::from_utf8_lossy(self.key).into_owned()
    }
}

fn pairs(query: Span<'_>) -> Vec<Pair<'_>> {
    let pieces = query.parts(b'&');
    pieces
        .filter(|piece| !piece.bytes.is_empty())
        .map(Pair::read)
        .collect()
}

/// The pairs by decoded key, those with a key alike by decoded value: spellings stand side by side.
fn by_key<'a>(pairs: &[Pair<'a>]) -> Vec<(Vec<u8>, Vec<u8>, Pair<'a>)> {
    let mut keyed: Vec<_> = pairs
        .iter()
        .map(|pair| (loosely(pair.key), loosely(pair.bytes()), *pair))
        .collect();
    keyed.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    keyed
}

/// The same for all spellings of a text.
fn loosely(text: &[u8]) -> Vec<u8> {
    let mut text = decoded(&decoded(text));
    text.iter_mut()
        .filter(|byte| **byte == b'+')
        .for_each(|byte| *byte = b' ');
    text
}

/// How many pairs are the same, how many there are, and whether a time is the same.
pub(super) fn kinship(ours: Span<'_>, theirs: Span<'_>) -> (usize, usize, bool) {
    let (ours, theirs) = (by_key(&pairs(ours)), by_key(&pairs(theirs)));
    let mut same = 0;
    let mut same_time = false;
    walk(&ours, &theirs, |ours, theirs| {
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            let is_same = ours.is_same(theirs);
            same += usize::from(is_same);
            same_time |= is_same && is_time(ours.bytes());
        }
    });
    (same, ours.len(), same_time)
}

pub(super) fn compare(ours: Span<'_>, theirs: Span<'_>, hidden: &Hidden<'_>, report: &mut Report) {
    let (our_pairs, their_pairs) = (pairs(ours), pairs(theirs));
    let before = report.count();
    walk(
        &by_key(&our_pairs),
        &by_key(&their_pairs),
        |ours, theirs| {
            compare_pair(ours, theirs, hidden, report);
        },
    );
    let in_order = our_pairs.len() == their_pairs.len()
        && our_pairs
            .iter()
            .zip(&their_pairs)
            .all(|(ours, theirs)| ours.is_same(theirs));
    if report.count() == before && !in_order {
        // Whole queries may hold a secret; the names tell the order.
        let names = |pairs: &[Pair<'_>]| {
            let keys: Vec<_> = pairs.iter().map(|pair| pair.key).collect();
            keys.join(&b"&"[..])
        };
        let (ours, theirs) = (names(&our_pairs), names(&their_pairs));
        let sides = Sides::of(Some(&ours), Some(&theirs));
        report.add(Part::Query, sides, Cause::SortOrder);
    }
}

type Keyed<'a> = (Vec<u8>, Vec<u8>, Pair<'a>);

/// Hands over both sides in step: first pairs of one key and value, then those of one key.
fn walk<'a, 'b>(
    ours: &[Keyed<'a>],
    theirs: &[Keyed<'b>],
    mut then: impl FnMut(Option<&Pair<'a>>, Option<&Pair<'b>>),
) {
    let mut theirs = theirs.chunk_by(|a, b| a.0 == b.0).peekable();
    for group in ours.chunk_by(|a, b| a.0 == b.0) {
        let key = group.first().map(|(key, _, _)| key);
        while let Some(added) = theirs.next_if(|other| other.first().map(|first| &first.0) < key) {
            added.iter().for_each(|(_, _, pair)| then(None, Some(pair)));
        }
        let same_key = theirs.next_if(|other| other.first().map(|first| &first.0) == key);
        walk_key(group, same_key.unwrap_or_default(), &mut then);
    }
    for added in theirs {
        added.iter().for_each(|(_, _, pair)| then(None, Some(pair)));
    }
}

fn walk_key<'a, 'b>(
    ours: &[Keyed<'a>],
    theirs: &[Keyed<'b>],
    then: &mut impl FnMut(Option<&Pair<'a>>, Option<&Pair<'b>>),
) {
    let mut left = Vec::new();
    let mut theirs = theirs.iter().peekable();
    let mut their_left = Vec::new();
    for (_, value, pair) in ours {
        while let Some((_, _, other)) = theirs.next_if(|other| other.1 < *value) {
            their_left.push(other);
        }
        match theirs.next_if(|other| other.1 == *value) {
            Some((_, _, other)) => then(Some(pair), Some(other)),
            None => left.push(pair),
        }
    }
    their_left.extend(theirs.map(|(_, _, pair)| pair));
    let mut their_left = their_left.into_iter();
    for pair in left {
        then(Some(pair), their_left.next());
    }
    their_left.for_each(|pair| then(None, Some(pair)));
}

fn compare_pair(
    ours: Option<&Pair<'_>>,
    theirs: Option<&Pair<'_>>,
    hidden: &Hidden<'_>,
    report: &mut Report,
) {
    let Some(named) = ours.or(theirs) else {
        return;
    };
    let cause = match (ours, theirs) {
        (Some(ours), Some(theirs)) if ours.is_same(theirs) => return,
        (Some(ours), Some(theirs)) => cause_of(ours, theirs, hidden),
        (Some(_), None) => Cause::ParameterMissing,
        (None, _) => Cause::ParameterAdded,
    };
    let gap = ours
        .and_then(Pair::gap)
        .or_else(|| hidden.gap_of(&decoded(named.key)));
    let shown = |pair: &Pair<'_>| match pair.value {
        Some(value) => [pair.key, b"=", value.bytes].concat(),
        None => pair.key.to_vec(),
    };
    let sides = match gap {
        Some(name) => Sides::hidden(ours.is_some(), theirs.is_some(), name),
        None => Sides::of(ours.map(shown).as_deref(), theirs.map(shown).as_deref()),
    };
    let is_time = ours.is_some_and(|ours| is_time(ours.bytes()));
    let part = match cause {
        Cause::Time | Cause::Milliseconds if is_time => Part::Time,
        Cause::OtherKeyId => Part::KeyId,
        _ => Part::Parameter(named.name()),
    };
    report.add(part, sides, cause);
}

fn cause_of(ours: &Pair<'_>, theirs: &Pair<'_>, hidden: &Hidden<'_>) -> Cause {
    if ours.key != theirs.key {
        return spelling::cause(ours.key, theirs.key).unwrap_or(Cause::ParameterChanged);
    }
    if ours.bytes().is_empty() && theirs.bytes().is_empty() {
        return Cause::EmptyValue;
    }
    if hidden.key_id == Some(ours.bytes()) {
        return Cause::OtherKeyId;
    }
    cause_of_times(ours.bytes(), theirs.bytes())
        .or_else(|| spelling::cause(ours.bytes(), theirs.bytes()))
        .unwrap_or(Cause::ParameterChanged)
}
