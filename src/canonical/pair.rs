//! A query parameter, which is compared and written in its canonical form.

use core::cmp::Ordering;

use smallvec::SmallVec;

use super::query::{Added, Order};
use super::query_text::{QueryText, TextForm};
use super::rank::{rank, rank_of};
use crate::text::{Found, Sink};

crate::secret::redacted_debug!(Pair<'_>);

/// A parameter of the URL, or one that the signer adds.
#[derive(Clone, Copy)]
pub struct Pair<'a> {
    /// A number that orders most pairs. It is set when it is needed.
    pub(super) rank: u64,
    /// `key=value` as it stands in the URL, or the value of an added pair.
    text: &'a [u8],
    key_length: usize,
    /// The name of an added pair.
    name: &'static str,
    key: TextForm,
    value: TextForm,
    is_secret: bool,
    /// The place among the pairs that were collected.
    pub(super) place: u32,
}

impl<'a> Pair<'a> {
    /// Takes a pair of the URL. `text` is all of it.
    #[inline]
    pub(super) fn read(text: &'a [u8], key: QueryText<'a>, value: QueryText<'a>) -> Self {
        Self {
            rank: 0,
            text,
            key_length: key.text.len(),
            name: "",
            key: key.form,
            value: value.form,
            is_secret: false,
            place: 0,
        }
    }

    pub(super) fn added(added: &Added<'a>) -> Self {
        Self {
            rank: 0,
            text: added.value,
            key_length: 0,
            name: added.name,
            key: TextForm::RAW,
            value: TextForm::RAW,
            is_secret: added.is_secret,
            place: 0,
        }
    }

    /// Returns the key.
    #[inline]
    pub fn key(&self) -> QueryText<'a> {
        QueryText {
            text: if self.key.is_raw() {
                self.name.as_bytes()
            } else {
                self.text.found(..self.key_length)
            },
            form: self.key,
        }
    }

    /// Returns the value.
    #[inline]
    pub fn value(&self) -> QueryText<'a> {
        QueryText {
            text: if self.key.is_raw() {
                self.text
            } else if self.has_equals() {
                self.text.found(self.key_length + 1..)
            } else {
                &[]
            },
            form: self.value,
        }
    }

    /// Returns whether an `=` follows the key of a pair of the URL.
    #[inline]
    fn has_equals(&self) -> bool {
        self.key_length < self.text.len()
    }

    /// Returns `key=value` if it stands in the URL as one text.
    #[inline]
    fn whole(&self) -> Option<&'a [u8]> {
        (self.has_equals() && !self.key.is_raw()).then_some(self.text)
    }

    /// Returns `key=value`, encoded, if that is what stands in the URL.
    #[inline]
    pub(super) fn encoded(&self) -> Option<&'a [u8]> {
        let is_canonical = self.key.is_canonical() && self.value.is_canonical();
        self.whole().filter(|_| is_canonical)
    }

    /// Writes `key=value`, encoded. `secret` names the value if it is one.
    #[inline]
    pub fn write_encoded<S: Sink>(&self, secret: &'static str, sink: &mut S) {
        match self.encoded() {
            Some(whole) => sink.text(whole),
            None => self.write_parts(secret, sink),
        }
    }

    fn write_parts<S: Sink>(&self, secret: &'static str, sink: &mut S) {
        self.key().write_encoded(sink);
        sink.text(b"=");
        if self.is_secret {
            sink.encoded_secret(secret, self.text);
        } else {
            self.value().write_encoded(sink);
        }
    }

    /// Writes `key=value`, decoded. An explanation shows the value of a secret pair by its key.
    pub fn write_decoded<S: Sink>(&self, sink: &mut S) {
        let is_decoded = self.key.is_decoded() && self.value.is_decoded();
        if let Some(whole) = self.whole().filter(|_| is_decoded) {
            return sink.text(whole);
        }
        if self.key.is_raw() && !self.is_secret {
            return self.write_added(sink);
        }
        self.key().write_decoded(sink);
        sink.text(b"=");
        if self.is_secret {
            sink.secret(self.name, self.text);
        } else {
            self.value().write_decoded(sink);
        }
    }

    /// Writes an added pair as one piece: each piece costs a call of the hash function.
    fn write_added<S: Sink>(&self, sink: &mut S) {
        let mut whole = SmallVec::<[u8; 96]>::new();
        whole.extend_from_slice(self.name.as_bytes());
        whole.push(b'=');
        whole.extend_from_slice(self.text);
        sink.text(&whole);
    }

    /// Returns the text by which the pair is ordered first, if the URL has it in that form.
    #[inline]
    pub(super) fn ready(&self, order: Order) -> Option<&'a [u8]> {
        match order {
            Order::KeyThenValue | Order::KeyThenPlace => self.key().if_decoded(),
            Order::EncodedKeyThenValue => self.key().if_canonical(),
            Order::EncodedPair => self.encoded(),
        }
    }

    /// Returns the rank of that text without its first `shared` bytes, which all pairs share.
    pub(super) fn rank_of(&self, order: Order, shared: usize) -> u64 {
        match (self.ready(order), order) {
            (Some(text), _) => rank(text.found(shared..)),
            (None, Order::KeyThenValue | Order::KeyThenPlace) => {
                rank_of(self.key().decoded_bytes())
            }
            (None, Order::EncodedKeyThenValue) => rank_of(self.key().encoded_bytes()),
            (None, Order::EncodedPair) => rank_of(self.encoded_bytes()),
        }
    }

    #[inline]
    pub(super) fn compare(&self, other: &Self, order: Order) -> Ordering {
        match order {
            Order::KeyThenValue => {
                self.key().compare(&other.key()).then_with(|| self.value().compare(&other.value()))
            }
            Order::KeyThenPlace => {
                self.key().compare(&other.key()).then(self.place.cmp(&other.place))
            }
            Order::EncodedKeyThenValue => self
                .key()
                .compare_encoded(&other.key())
                .then_with(|| self.value().compare_encoded(&other.value())),
            Order::EncodedPair => match (self.encoded(), other.encoded()) {
                (Some(text), Some(other)) => text.cmp(other),
                _ => self.encoded_bytes().cmp(other.encoded_bytes()),
            },
        }
    }

    /// Returns whether both have one key, decoded.
    pub(super) fn has_key_of(&self, other: &Self) -> bool {
        self.key().compare(&other.key()).is_eq()
    }

    /// Returns a number by which pairs of one URL are ordered as they stand in it.
    pub(super) fn place(&self) -> usize {
        self.text.as_ptr().addr()
    }

    fn encoded_bytes(&self) -> impl Iterator<Item = u8> + use<'a> {
        let equals = core::iter::once(b'=');
        let key = self.key().encoded_bytes();
        key.chain(equals).chain(self.value().encoded_bytes())
    }
}
