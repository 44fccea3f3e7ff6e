//! A name or a value of a query parameter, with what was seen when it was read.

use core::cmp::Ordering;

use percent_encoding::percent_encode_byte;

use super::encode::is_canonical_in_query;
use super::{Decoded, Form, Sink, class, decode, encode, recode};

/// A text, either in the wire's spelling or raw.
#[derive(Clone, Copy, Default)]
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    pub(super) spelling: Spelling,
}

/// How a text is written.
#[derive(Clone, Copy, Default)]
pub(super) struct Spelling {
    raw: bool,
    /// Something other than unreserved characters is in it. Without, raw, decoded and encoded
    /// text are the same.
    special: bool,
    /// The wire's spelling is not the canonical one, in which escaped is what has to be, in upper
    /// case.
    respelled: bool,
}

impl<'a> Part<'a> {
    /// Reads the wire up to `&` or `end`, and gives what is left.
    pub(super) fn read(wire: &'a str, end: u8) -> (Self, &'a str) {
        let bytes = wire.as_bytes();
        let mut part = Self::default();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if class::is(byte, class::UNRESERVED) {
                at += 1;
                continue;
            }
            if byte == b'&' || byte == end {
                break;
            }
            part.spelling.special = true;
            match bytes.get(at..).is_some_and(is_canonical_in_query) {
                true => at += 3,
                false => {
                    part.spelling.respelled = true;
                    at += 1;
                }
            }
        }
        part.text = wire.get(..at).unwrap_or_default();
        (part, wire.get(at..).unwrap_or_default())
    }

    /// A text that is not escaped.
    pub(super) fn raw(text: &'a str) -> Self {
        let special = !text
            .bytes()
            .all(|byte| class::is(byte, class::UNRESERVED));
        let spelling = Spelling {
            raw: true,
            special,
            respelled: special,
        };
        Self { text, spelling }
    }

    /// The encoded text, if it stands there ready.
    pub(super) fn if_canonical(&self) -> Option<&'a [u8]> {
        (!self.spelling.respelled).then_some(self.text.as_bytes())
    }

    /// The decoded text, if it stands there ready.
    pub(super) fn if_decoded(&self) -> Option<&'a [u8]> {
        let is_escaped = self.spelling.special && !self.spelling.raw;
        (!is_escaped).then_some(self.text.as_bytes())
    }

    pub(super) fn encoded<S: Sink>(&self, sink: &mut S) {
        match self.if_canonical() {
            Some(text) => sink.text(text),
            None if self.spelling.raw => encode(self.text.as_bytes(), sink),
            None => recode(self.text.as_bytes(), Form::Query, sink),
        }
    }

    pub(super) fn decoded<S: Sink>(&self, sink: &mut S) {
        match self.if_decoded() {
            Some(text) => sink.text(text),
            None => decode(self.text.as_bytes(), Form::Query, sink),
        }
    }

    /// By decoded bytes.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (self.if_decoded(), other.if_decoded()) {
            (Some(text), Some(other)) => text.cmp(other),
            _ => self.decoded_bytes().cmp(other.decoded_bytes()),
        }
    }

    /// By encoded bytes.
    pub(super) fn compare_encoded(&self, other: &Self) -> Ordering {
        match (self.if_canonical(), other.if_canonical()) {
            (Some(text), Some(other)) => text.cmp(other),
            _ => self.encoded_bytes().cmp(other.encoded_bytes()),
        }
    }

    fn decoded_bytes(&self) -> Decoded<'a> {
        match self.spelling.raw {
            true => Decoded::raw(self.text),
            false => Decoded::new(self.text, Form::Query),
        }
    }

    pub(super) fn encoded_bytes(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.decoded_bytes().flat_map(encoded_byte)
    }
}

/// The one or three bytes that a byte is written as.
pub(crate) fn encoded_byte(byte: u8) -> impl Iterator<Item = u8> {
    let (text, len) = match class::is(byte, class::UNRESERVED) {
        true => ([byte, 0, 0], 1),
        false => {
            let mut escape = percent_encode_byte(byte).bytes();
            (core::array::from_fn(|_| escape.next().unwrap_or_default()), 3)
        }
    };
    text.into_iter().take(len)
}
