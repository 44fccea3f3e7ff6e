//! Text on the stack.

use polysign::custom::{Sink, encode};
use smallvec::SmallVec;

/// A text that is short enough, nearly always, to need no allocation. Holds no secret.
#[derive(Default)]
pub(crate) struct Buffer(SmallVec<[u8; 192]>);

impl Buffer {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Sink for Buffer {
    #[inline]
    fn text(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn secret(&mut self, _: &'static str, bytes: &[u8]) {
        self.text(bytes);
    }

    fn encoded_secret(&mut self, _: &'static str, bytes: &[u8]) {
        encode(bytes, self);
    }
}

/// Compares what is written with a text, without a copy.
pub(crate) struct Comparison<'a> {
    rest: &'a [u8],
    same: usize,
    differs: bool,
}

impl<'a> Comparison<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text.as_bytes(), same: 0, differs: false }
    }

    /// Returns how far both are the same, `None` if they are to the end.
    pub(crate) fn first_difference(&self) -> Option<usize> {
        (self.differs || !self.rest.is_empty()).then_some(self.same)
    }
}

impl Sink for Comparison<'_> {
    fn text(&mut self, bytes: &[u8]) {
        if self.differs {
            return;
        }
        match self.rest.strip_prefix(bytes) {
            Some(rest) => {
                self.rest = rest;
                self.same += bytes.len();
            }
            None => {
                self.same += bytes.iter().zip(self.rest).take_while(|(a, b)| a == b).count();
                self.differs = true;
            }
        }
    }

    fn secret(&mut self, _: &'static str, bytes: &[u8]) {
        self.text(bytes);
    }

    fn encoded_secret(&mut self, _: &'static str, bytes: &[u8]) {
        encode(bytes, self);
    }
}
