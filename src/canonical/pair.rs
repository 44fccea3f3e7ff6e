//! A query parameter, which is compared and written in its canonical form.

use core::cmp::Ordering;

use super::query::{Added, Order};
use super::query_text::{QueryText, TextForm};
use super::rank::{rank, rank_of};
use crate::text::{Found, Sink};

crate::secret::redacted_debug!(Pair<'_>);

/// A parameter of the URL, or one that the signer adds.
///
/// Sorting moves pairs, so they are kept small.
#[derive(Clone, Copy)]
pub struct Pair<'a> {
    /// A number that orders most pairs. It is set when it is needed.
    pub(super) rank: u64,
    key: &'a [u8],
    /// `key=value` as it stands in the URL, or the value of an added pair.
    text: &'a [u8],
    /// The place in the text at which the value begins.
    value_at: usize,
    /// The place among the pairs that were collected.
    pub(super) place: u32,
    key_form: TextForm,
    value_form: TextForm,
    is_secret: bool,
}

impl<'a> Pair<'a> {
    /// Takes a pair of the URL. `text` is all of it.
    #[inline]
    pub(super) fn read(text: &'a [u8], key: QueryText<'a>, value: QueryText<'a>) -> Self {
        Self {
            rank: 0,
            key: key.text,
            text,
            value_at: text.len() - value.text.len(),
            place: 0,
            key_form: key.form,
            value_form: value.form,
            is_secret: false,
        }
    }

    #[inline]
    pub(super) fn added(added: &Added<'a>) -> Self {
        Self {
            rank: 0,
            key: added.name.as_bytes(),
            text: added.value,
            value_at: 0,
            place: 0,
            key_form: TextForm::RAW,
            value_form: TextForm::RAW,
            is_secret: added.is_secret,
        }
    }

    /// Examines the texts of an added pair before they are compared as encoded.
    pub(super) fn examine(&mut self) {
        self.key_form = self.key().examined();
        self.value_form = self.value().examined();
    }

    /// Returns the key.
    #[inline]
    pub fn key(&self) -> QueryText<'a> {
        QueryText { text: self.key, form: self.key_form }
    }

    /// Returns the value.
    #[inline]
    pub fn value(&self) -> QueryText<'a> {
        QueryText { text: self.text.found(self.value_at..), form: self.value_form }
    }

    /// Returns `key=value` if it stands in the URL as one text.
    #[inline]
    fn whole(&self) -> Option<&'a [u8]> {
        (self.key.len() < self.value_at).then_some(self.text)
    }

    /// Returns `key=value`, encoded, if that is what stands in the URL.
    #[inline]
    pub(super) fn encoded(&self) -> Option<&'a [u8]> {
        let is_canonical = self.key_form.is_canonical() && self.value_form.is_canonical();
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
            sink.encoded_secret(secret, self.value().text);
        } else {
            self.value().write_encoded(sink);
        }
    }

    /// Writes `key=value`, decoded. `secret` names the value if it is one.
    pub fn write_decoded<S: Sink>(&self, secret: &'static str, sink: &mut S) {
        let is_decoded = self.key_form.is_decoded() && self.value_form.is_decoded();
        if let Some(whole) = self.whole().filter(|_| is_decoded) {
            return sink.text(whole);
        }
        self.key().write_decoded(sink);
        sink.text(b"=");
        if self.is_secret {
            sink.secret(secret, self.value().text);
        } else {
            self.value().write_decoded(sink);
        }
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
        self.key.as_ptr().addr()
    }

    fn encoded_bytes(&self) -> impl Iterator<Item = u8> + use<'a> {
        let equals = core::iter::once(b'=');
        let key = self.key().encoded_bytes();
        key.chain(equals).chain(self.value().encoded_bytes())
    }
}
