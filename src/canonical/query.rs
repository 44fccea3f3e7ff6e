//! The query as pairs: what is in the URL, less a former signature, plus what the signer adds.

use core::cmp::Ordering;

use super::part::{Part, Spelling};
use super::{Sink, fill};
use crate::Scheme;

/// A query parameter.
#[derive(Clone, Copy, Default)]
pub(crate) struct Pair<'a> {
    /// The key; of the wire with all that belongs to the pair, so that it can be written at once.
    whole: &'a str,
    key_len: usize,
    key_spelling: Spelling,
    value_spelling: Spelling,
    is_secret: bool,
    value: &'a str,
}

/// What the signer adds to the query and signs, raw.
#[derive(Clone, Copy)]
pub(crate) struct Added<'a> {
    name: &'static str,
    value: &'a str,
    is_secret: bool,
}

impl<'a> Added<'a> {
    pub(crate) const fn new(name: &'static str, value: &'a str) -> Self {
        Self {
            name,
            value,
            is_secret: false,
        }
    }

    pub(crate) const fn secret(name: &'static str, value: &'a str) -> Self {
        Self {
            name,
            value,
            is_secret: true,
        }
    }
}

/// In which order a scheme wants the pairs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// By the decoded bytes of the key, then of the value.
    KeyThenValue,
    /// By the finished string `enc(key)=enc(value)`. Not the same: `=` sorts behind `-` and digits.
    FinishedString,
}

/// The pairs of a wire query, empty pieces skipped; `k` is `k=`.
pub(crate) fn pairs(wire: &str) -> impl Iterator<Item = (&str, &str)> {
    Pieces { rest: wire }.map(|pair| (pair.key().text, pair.value))
}

/// Reads a query once, from the front.
struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Pair<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rest = self.rest.trim_start_matches('&');
        let wire = self.rest;
        if wire.is_empty() {
            return None;
        }
        let (key, behind) = Part::read(wire, b'=');
        let (value, behind) = match behind.strip_prefix('=') {
            Some(value) => Part::read(value, b'&'),
            None => (Part::default(), behind),
        };
        self.rest = behind;
        Some(Pair {
            whole: wire.get(..wire.len() - behind.len()).unwrap_or_default(),
            key_len: key.text.len(),
            key_spelling: key.spelling,
            value_spelling: value.spelling,
            is_secret: false,
            value: value.text,
        })
    }
}

/// What the canonical query is made from.
#[derive(Clone, Copy)]
pub(crate) struct Query<'a> {
    /// The query of the URL.
    pub(crate) wire: &'a str,
    pub(crate) added: &'a [Added<'a>],
    /// Whose former parameters are left out.
    pub(crate) scheme: &'static Scheme,
}

impl<'a> Query<'a> {
    /// How many slots [`Query::sorted`] needs at the most.
    pub(crate) fn most(&self) -> usize {
        let pieces = match self.wire {
            "" => 0,
            wire => 1 + wire.bytes().filter(|byte| *byte == b'&').count(),
        };
        pieces + self.added.len()
    }

    /// Fills `slots` with the pairs in the scheme's order.
    pub(crate) fn sorted<'s>(&self, order: Order, slots: &'s mut [Pair<'a>]) -> &'s [Pair<'a>] {
        let of_url = Pieces { rest: self.wire }
            .filter(|pair| !self.scheme.is_stale_query(pair.key().text));
        let added = self.added.iter().map(Pair::of_added);
        let used = fill(slots, of_url.chain(added));
        // Most queries come sorted, and finding that out costs less than sorting.
        let compare = |a: &Pair<'a>, b: &Pair<'a>| a.compare(b, order);
        if !used.is_sorted_by(|a, b| compare(a, b).is_le()) {
            used.sort_unstable_by(compare);
        }
        used
    }
}

impl<'a> Pair<'a> {
    fn of_added(added: &Added<'a>) -> Self {
        let (key, value) = (Part::raw(added.name), Part::raw(added.value));
        Self {
            whole: key.text,
            key_len: key.text.len(),
            key_spelling: key.spelling,
            value_spelling: value.spelling,
            is_secret: added.is_secret,
            value: value.text,
        }
    }

    fn key(&self) -> Part<'a> {
        Part {
            text: self.whole.get(..self.key_len).unwrap_or_default(),
            spelling: self.key_spelling,
        }
    }

    fn value(&self) -> Part<'a> {
        Part {
            text: self.value,
            spelling: self.value_spelling,
        }
    }

    /// `key=value`, if it stands in the wire as one text.
    fn at_once(&self) -> Option<&'a [u8]> {
        (self.whole.len() > self.key_len).then_some(self.whole.as_bytes())
    }

    /// `enc(key)=enc(value)`. `secret`: the name of the value if it is one.
    pub(crate) fn encoded<S: Sink>(&self, secret: &'static str, sink: &mut S) {
        let is_ready = self.key().if_canonical().and(self.value().if_canonical()).is_some();
        if let (true, Some(whole)) = (is_ready, self.at_once()) {
            return sink.text(whole);
        }
        self.key().encoded(sink);
        sink.text(b"=");
        match self.is_secret {
            true => sink.encoded_secret(secret, self.value.as_bytes()),
            false => self.value().encoded(sink),
        }
    }

    /// `key=value`, decoded.
    pub(crate) fn decoded<S: Sink>(&self, sink: &mut S) {
        let is_ready = self.key().if_decoded().and(self.value().if_decoded()).is_some();
        if let (true, Some(whole)) = (is_ready, self.at_once()) {
            return sink.text(whole);
        }
        self.key().decoded(sink);
        sink.text(b"=");
        self.value().decoded(sink);
    }

    fn compare(&self, other: &Self, order: Order) -> Ordering {
        match order {
            Order::KeyThenValue => self
                .key()
                .compare(&other.key())
                .then_with(|| self.value().compare(&other.value())),
            Order::FinishedString => self.compare_finished(other),
        }
    }

    fn compare_finished(&self, other: &Self) -> Ordering {
        // Without an iterator where the key decides, or the parts of both stand ready.
        if let (Some(key), Some(other_key)) = (self.key().if_canonical(), other.key().if_canonical()) {
            let shared = key.len().min(other_key.len());
            let next = |key: &[u8]| key.get(shared).copied().unwrap_or(b'=');
            return key
                .get(..shared)
                .cmp(&other_key.get(..shared))
                .then_with(|| next(key).cmp(&next(other_key)))
                .then_with(|| self.value().compare_encoded(&other.value()));
        }
        let finished = |pair: &Pair<'a>| {
            let equals = core::iter::once(b'=');
            pair.key()
                .encoded_bytes()
                .chain(equals)
                .chain(pair.value().encoded_bytes())
        };
        finished(self).cmp(finished(other))
    }
}
