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
