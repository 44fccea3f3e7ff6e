//! A name or a value of a query parameter, with what was seen when it was read.

use crate::text::Found;
use core::cmp::Ordering;

use percent_encoding::percent_encode_byte;

use crate::text::{Decoded, Form, Sink, class, decode, encode, is_canonical_in_query, recode};

/// A text, either in the wire's spelling or raw.
#[derive(Clone, Copy, Default)]
pub(crate) struct Part<'a> {
    pub(crate) text: &'a [u8],
    pub(super) spelling: Spelling,
}

/// How a text is written.
#[derive(Clone, Copy, Default)]
pub(super) struct Spelling(u8);

impl Spelling {
    /// It is not of the wire: nothing is escaped.
    const RAW: u8 = 1;
    /// Something other than unreserved characters is in it. Without, raw, decoded and encoded
    /// text are the same.
    const SPECIAL: u8 = 2;
    /// It is not the canonical spelling, in which escaped is what has to be, in upper case.
    const RESPELLED: u8 = 4;

    /// Of a text that is not escaped. What is in it is not looked at before it is encoded.
    pub(super) const fn raw() -> Self {
        Self(Self::RAW | Self::SPECIAL | Self::RESPELLED)
    }

    fn has(self, what: u8) -> bool {
        self.0 & what != 0
    }

    pub(super) fn is_raw(self) -> bool {
        self.has(Self::RAW)
    }

    /// Whether the encoded text stands there ready.
    pub(super) fn is_canonical(self) -> bool {
        !self.has(Self::RESPELLED)
    }

    /// Whether the decoded text stands there ready.
    pub(super) fn is_decoded(self) -> bool {
        self.is_raw() || !self.has(Self::SPECIAL)
    }
}

impl<'a> Part<'a> {
    /// Reads the wire up to `&` or `end`, and gives what is left.
    #[inline]
    pub(super) fn read(wire: &'a [u8], end: u8) -> (Self, &'a [u8]) {
        let mut spelling = Spelling::default();
        let mut rest = wire;
        loop {
            let is_special = |byte: &u8| !class::is(*byte, class::UNRESERVED);
            let run = rest.iter().position(is_special).unwrap_or(rest.len());
            rest = rest.found(run..);
            rest = match rest {
                [byte, ..] if *byte == b'&' || *byte == end => break,
                [_, _, _, behind @ ..] if is_canonical_in_query(rest) => {
                    spelling.0 |= Spelling::SPECIAL;
                    behind
                }
                [_, behind @ ..] => {
                    spelling.0 |= Spelling::SPECIAL | Spelling::RESPELLED;
                    behind
                }
                [] => break,
            };
        }
        let text = wire.found(..wire.len() - rest.len());
        (Self { text, spelling }, rest)
    }

    /// A name by itself, in the wire's spelling.
    pub(crate) fn of_wire(name: &'a str) -> Self {
        let is_plain = name.bytes().all(|byte| class::is(byte, class::UNRESERVED));
        Self {
            text: name.as_bytes(),
            spelling: match is_plain {
                true => Spelling::default(),
                false => Spelling(Spelling::SPECIAL | Spelling::RESPELLED),
            },
        }
    }

    /// The encoded text, if it stands there ready.
    pub(super) fn if_canonical(&self) -> Option<&'a [u8]> {
        self.spelling.is_canonical().then_some(self.text)
    }

    /// The decoded text, if it stands there ready.
    pub(crate) fn if_decoded(&self) -> Option<&'a [u8]> {
        self.spelling.is_decoded().then_some(self.text)
    }

    pub(super) fn encoded<S: Sink>(&self, sink: &mut S) {
        match self.if_canonical() {
            Some(text) => sink.text(text),
            None if self.spelling.is_raw() => encode(self.text, sink),
            None => recode(self.text, Form::Query, sink),
        }
    }

    pub(super) fn decoded<S: Sink>(&self, sink: &mut S) {
        match self.if_decoded() {
            Some(text) => sink.text(text),
            None => decode(self.text, Form::Query, sink),
        }
    }

    /// By decoded bytes.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (self.if_decoded(), other.if_decoded()) {
            (Some(text), Some(other)) => text.cmp(other),
            _ => self.decoded_bytes().cmp(other.decoded_bytes()),
        }
    }

    /// Whether it is `text`, decoded.
    pub(crate) fn is(&self, text: &str) -> bool {
        match self.if_decoded() {
            Some(decoded) => decoded == text.as_bytes(),
            None => self.decoded_bytes().eq(text.bytes()),
        }
    }

    /// The same in any case.
    pub(crate) fn is_in_any_case(&self, text: &str) -> bool {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        match self.if_decoded() {
            Some(decoded) => decoded.eq_ignore_ascii_case(text.as_bytes()),
            None => self.decoded_bytes().map(lower).eq(text.bytes().map(lower)),
        }
    }

    /// Whether one of `bytes`, which are reserved characters, is in it, decoded.
    pub(crate) fn has_reserved(&self, bytes: &[u8]) -> bool {
        let is_special = self.spelling.has(Spelling::SPECIAL);
        is_special && self.decoded_bytes().any(|byte| bytes.contains(&byte))
    }

    pub(super) fn decoded_bytes(&self) -> Decoded<'a> {
        match self.spelling.is_raw() {
            true => Decoded::raw(self.text),
            false => Decoded::new(self.text, Form::Query),
        }
    }

    pub(super) fn encoded_bytes(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.decoded_bytes().flat_map(encoded_byte)
    }
}

/// The one or three bytes that a byte is written as.
#[allow(
    clippy::expect_used,
    reason = "with other bytes the parameters would be in another order"
)]
pub(crate) fn encoded_byte(byte: u8) -> impl Iterator<Item = u8> {
    let (text, len) = match class::is(byte, class::UNRESERVED) {
        true => ([byte, 0, 0], 1),
        false => {
            let escape = percent_encode_byte(byte).as_bytes();
            (*escape.first_chunk().expect("an escape has three bytes"), 3)
        }
    };
    text.into_iter().take(len)
}
