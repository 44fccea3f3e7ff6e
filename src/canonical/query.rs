//! The query as pairs: what is in the URL, less a former signature, plus what the signer adds.

use core::cmp::Ordering;

use percent_encoding::percent_encode_byte;

use super::{Decoded, Form, Sink, class, decode, encode, fill, recode};
use crate::Scheme;

/// A name or a value, either in the wire's spelling or raw.
#[derive(Clone, Copy, Default)]
struct Part<'a> {
    text: &'a str,
    raw: bool,
    /// Nothing but unreserved characters: raw, decoded and encoded are the same.
    plain: bool,
}

/// A query parameter.
#[derive(Clone, Copy, Default)]
pub(crate) struct Pair<'a> {
    key: Part<'a>,
    value: Part<'a>,
    is_secret: bool,
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
    Pieces { rest: wire }.map(|(key, value)| (key.text, value.text))
}

/// Reads a query once, splitting it and finding out which parts are plain on the way.
struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (Part<'a>, Part<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut plain = (true, true);
            let mut equals = None;
            let mut end = self.rest.len();
            for (at, byte) in self.rest.bytes().enumerate() {
                if class::is(byte, class::UNRESERVED) {
                    continue;
                }
                match (byte, equals) {
                    (b'&', _) => {
                        end = at;
                        break;
                    }
                    (b'=', None) => equals = Some(at),
                    (_, None) => plain.0 = false,
                    (_, Some(_)) => plain.1 = false,
                }
            }
            if self.rest.is_empty() {
                return None;
            }
            let piece = self.rest.get(..end).unwrap_or_default();
            self.rest = self.rest.get(end + 1..).unwrap_or_default();
            if piece.is_empty() {
                continue;
            }
            let key_end = equals.unwrap_or(end);
            return Some((
                Part::of_wire(piece.get(..key_end).unwrap_or_default(), plain.0),
                Part::of_wire(piece.get(key_end + 1..).unwrap_or_default(), plain.1),
            ));
        }
    }
}

/// Whether a name in the wire's spelling is, decoded, one of `names`.
pub(crate) fn is_one_of(wire_name: &str, names: &[&str], any_case: bool) -> bool {
    let plain = !wire_name.bytes().any(|byte| class::is(byte, class::ESCAPE));
    names.iter().any(|name| match (plain, any_case) {
        (true, false) => *name == wire_name,
        (true, true) => name.eq_ignore_ascii_case(wire_name),
        (false, false) => Decoded::new(wire_name, Form::Query).eq(name.bytes()),
        (false, true) => Decoded::new(wire_name, Form::Query)
            .map(|byte| byte.to_ascii_lowercase())
            .eq(name.bytes().map(|byte| byte.to_ascii_lowercase())),
    })
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
            .filter(|(key, _)| !self.scheme.is_stale_query(key.text))
            .map(|(key, value)| Pair {
                key,
                value,
                is_secret: false,
            });
        let added = self.added.iter().map(|added| Pair {
            key: Part::raw(added.name),
            value: Part::raw(added.value),
            is_secret: added.is_secret,
        });
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
    /// `enc(key)=enc(value)`. `secret`: the name of the value if it is one.
    pub(crate) fn encoded<S: Sink>(&self, secret: &'static str, sink: &mut S) {
        self.key.encoded(sink);
        sink.text(b"=");
        match self.is_secret {
            true => sink.encoded_secret(secret, self.value.text.as_bytes()),
            false => self.value.encoded(sink),
        }
    }

    /// `key=value`, decoded.
    pub(crate) fn decoded<S: Sink>(&self, sink: &mut S) {
        self.key.decoded(sink);
        sink.text(b"=");
        self.value.decoded(sink);
    }

    fn compare(&self, other: &Self, order: Order) -> Ordering {
        match order {
            Order::KeyThenValue => self
                .key
                .compare(&other.key)
                .then_with(|| self.value.compare(&other.value)),
            Order::FinishedString => self.compare_finished(other),
        }
    }

    fn compare_finished(&self, other: &Self) -> Ordering {
        if self.key.plain && other.key.plain {
            let (key, other_key) = (self.key.text.as_bytes(), other.key.text.as_bytes());
            let shared = key.len().min(other_key.len());
            let next = |key: &[u8]| key.get(shared).copied().unwrap_or(b'=');
            return key
                .get(..shared)
                .cmp(&other_key.get(..shared))
                .then_with(|| next(key).cmp(&next(other_key)))
                .then_with(|| self.value.encoded_bytes().cmp(other.value.encoded_bytes()));
        }
        let finished = |pair: &Pair<'a>| {
            let equals = core::iter::once(b'=');
            pair.key.encoded_bytes().chain(equals).chain(pair.value.encoded_bytes())
        };
        finished(self).cmp(finished(other))
    }
}

impl<'a> Part<'a> {
    const fn of_wire(text: &'a str, plain: bool) -> Self {
        Self {
            text,
            raw: false,
            plain,
        }
    }

    fn raw(text: &'a str) -> Self {
        let plain = text.bytes().all(|byte| class::is(byte, class::UNRESERVED));
        Self {
            text,
            raw: true,
            plain,
        }
    }

    fn encoded<S: Sink>(&self, sink: &mut S) {
        match (self.plain, self.raw) {
            (true, _) => sink.text(self.text.as_bytes()),
            (false, true) => encode(self.text.as_bytes(), sink),
            (false, false) => recode(self.text.as_bytes(), Form::Query, sink),
        }
    }

    fn decoded<S: Sink>(&self, sink: &mut S) {
        match self.plain || self.raw {
            true => sink.text(self.text.as_bytes()),
            false => decode(self.text.as_bytes(), Form::Query, sink),
        }
    }

    fn compare(&self, other: &Part<'_>) -> Ordering {
        match (self.plain || self.raw) && (other.plain || other.raw) {
            true => self.text.cmp(other.text),
            false => self.decoded_bytes().cmp(other.decoded_bytes()),
        }
    }

    fn decoded_bytes(&self) -> impl Iterator<Item = u8> + use<'a> {
        match self.raw {
            true => Decoded::raw(self.text),
            false => Decoded::new(self.text, Form::Query),
        }
    }

    fn encoded_bytes(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.decoded_bytes().flat_map(|byte| {
            let (whole, len) = match class::is(byte, class::UNRESERVED) {
                true => ([byte, 0, 0], 1),
                false => {
                    let mut escape = percent_encode_byte(byte).bytes();
                    (core::array::from_fn(|_| escape.next().unwrap_or_default()), 3)
                }
            };
            whole.into_iter().take(len)
        })
    }
}
