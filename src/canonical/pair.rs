//! A query parameter: how it is compared, and how it is written.

use crate::text::Found;
use core::cmp::Ordering;

use super::part::{Part, Spelling};
use super::rank::{rank, rank_of};
use super::{Order, Query};
use crate::text::Sink;

/// Where a parameter stands: in the wire, or, if its key is raw, among the added ones. It is small
/// because places are moved when they are sorted.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place {
    /// Of what the parameters are ordered by; given when needed.
    pub(super) rank: u64,
    pub(super) start: u32,
    pub(super) key_end: u32,
    pub(super) end: u32,
    pub(super) key: Spelling,
    pub(super) value: Spelling,
}

impl Place {
    /// After the `=`. Where there is none, this is after the end, and the range has no text: also
    /// where the key ends at the last position that can be counted.
    fn value_start(&self) -> u32 {
        self.key_end.saturating_add(1)
    }
}

/// A parameter of the wire, or one that the signer adds.
#[derive(Clone, Copy)]
pub(crate) struct Pair<'a, 's> {
    pub(super) query: &'s Query<'a>,
    pub(super) place: &'s Place,
}

impl<'a> Pair<'a, '_> {
    pub(crate) fn key(&self) -> Part<'a> {
        let text = match self.place.key.is_raw() {
            true => self.query.added(self.place).name.as_bytes(),
            false => self.query.text(self.place.start, self.place.key_end),
        };
        Part {
            text,
            spelling: self.place.key,
        }
    }

    pub(crate) fn value(&self) -> Part<'a> {
        let text = match self.place.key.is_raw() {
            true => self.query.added(self.place).value,
            false if self.has_equals() => self.query.text(self.place.value_start(), self.place.end),
            false => &[],
        };
        Part {
            text,
            spelling: self.place.value,
        }
    }

    /// The value as it stands in the wire, if it does.
    pub(crate) fn wire_value(&self) -> Option<&'a str> {
        match self.place.key.is_raw() {
            true => None,
            false if self.has_equals() => Some(
                self.query
                    .wire_text(self.place.value_start(), self.place.end),
            ),
            false => Some(""),
        }
    }

    /// Whether an `=` follows the key in the wire.
    #[inline]
    fn has_equals(&self) -> bool {
        self.place.key_end < self.place.end
    }

    /// `key=value`, if it stands in the wire as one text.
    #[inline]
    fn at_once(&self) -> Option<&'a [u8]> {
        let place = self.place;
        let has_value = self.has_equals() && !place.key.is_raw();
        has_value.then(|| self.query.text(place.start, place.end))
    }

    /// `enc(key)=enc(value)`, if that is what stands in the wire.
    #[inline]
    fn finished(&self) -> Option<&'a [u8]> {
        let is_canonical = self.place.key.is_canonical() && self.place.value.is_canonical();
        self.at_once().filter(|_| is_canonical)
    }

    /// `enc(key)=enc(value)`. `secret`: the name of the value if it is one.
    #[inline]
    pub(crate) fn encoded<S: Sink>(&self, secret: &'static str, sink: &mut S) {
        match self.finished() {
            Some(whole) => sink.text(whole),
            None => self.encoded_in_parts(secret, sink),
        }
    }

    fn encoded_in_parts<S: Sink>(&self, secret: &'static str, sink: &mut S) {
        self.key().encoded(sink);
        sink.text(b"=");
        match self.place.key.is_raw() && self.query.added(self.place).is_secret {
            true => sink.encoded_secret(secret, self.value().text),
            false => self.value().encoded(sink),
        }
    }

    /// `key=value`, decoded.
    pub(crate) fn decoded<S: Sink>(&self, sink: &mut S) {
        let is_ready = self.place.key.is_decoded() && self.place.value.is_decoded();
        if let (true, Some(whole)) = (is_ready, self.at_once()) {
            return sink.text(whole);
        }
        self.key().decoded(sink);
        sink.text(b"=");
        self.value().decoded(sink);
    }

    /// What the pair is ordered by first, if it stands there ready.
    #[inline]
    pub(super) fn ready(&self, order: Order) -> Option<&'a [u8]> {
        match order {
            Order::KeyThenValue => self.key().if_decoded(),
            Order::FinishedString => self.finished(),
        }
    }

    /// The rank of what the pair is ordered by first. `shared`: how many bytes of it to skip, where
    /// it stands there ready.
    pub(super) fn rank(&self, order: Order, shared: usize) -> u64 {
        match (self.ready(order), order) {
            (Some(text), _) => rank(text.found(shared..)),
            (None, Order::KeyThenValue) => rank_of(self.key().decoded_bytes()),
            (None, Order::FinishedString) => rank_of(self.finished_bytes()),
        }
    }

    pub(super) fn compare(&self, other: &Self, order: Order) -> Ordering {
        match order {
            Order::KeyThenValue => self
                .key()
                .compare(&other.key())
                .then_with(|| self.value().compare(&other.value())),
            Order::FinishedString => match (self.finished(), other.finished()) {
                (Some(text), Some(other)) => text.cmp(other),
                _ => self.finished_bytes().cmp(other.finished_bytes()),
            },
        }
    }

    fn finished_bytes(&self) -> impl Iterator<Item = u8> + use<'a> {
        let equals = core::iter::once(b'=');
        let key = self.key().encoded_bytes();
        key.chain(equals).chain(self.value().encoded_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scheme;

    static SCHEME: Scheme = Scheme::new("example/scheme");

    /// The longest query has one key, without `=`, that ends at the last position that can be
    /// counted.
    #[test]
    fn a_key_up_to_the_last_position_has_no_value() {
        let query = Query {
            wire: "key",
            added: &[],
            skipped: SCHEME.skipped_query(),
        };
        let place = Place {
            key_end: u32::MAX,
            end: u32::MAX,
            ..Place::default()
        };
        let pair = Pair {
            query: &query,
            place: &place,
        };
        assert_eq!(pair.value().text, b"");
        assert_eq!(pair.wire_value(), Some(""));
    }
}
