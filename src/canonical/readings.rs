//! A hash of text that arrived, of which one part can be read in two ways.

use digest::{FixedOutput, Output, Update};

use super::hash::{Hashing, is_same};
use crate::text::{Reading, Sink, encode};

/// A hash that takes one part of a text as it arrived, and a second that takes it in its canonical
/// form. What comes before the part is hashed once.
pub(crate) struct Readings<H> {
    arrived: Hashing<H>,
    canonical: Option<Hashing<H>>,
    is_canonical: bool,
    reading: Reading,
}

impl<H: Update + FixedOutput + Clone> Readings<H> {
    /// Continues from a state. `is_canonical` says that both readings are one.
    pub(crate) fn of(state: Hashing<H>, is_canonical: bool) -> Self {
        Self { arrived: state, canonical: None, is_canonical, reading: Reading::Both }
    }

    /// Returns the result of each reading, that of the text as it arrived first.
    pub(crate) fn finish(self) -> (Output<H>, Option<Output<H>>) {
        (self.arrived.finish(), self.canonical.map(Hashing::finish))
    }

    /// Returns whether `received`, in raw bytes, is the result of a reading. It takes the same time
    /// for every wrong value.
    pub(crate) fn is(self, received: &[u8]) -> bool {
        let (arrived, canonical) = self.finish();
        is_same(&arrived, received) | canonical.is_some_and(|output| is_same(&output, received))
    }
}

impl<H: Update + Clone> Sink for Readings<H> {
    #[inline]
    fn text(&mut self, bytes: &[u8]) {
        if self.reading != Reading::Canonical {
            self.arrived.text(bytes);
        }
        if let Some(canonical) = &mut self.canonical
            && self.reading != Reading::Arrived
        {
            canonical.text(bytes);
        }
    }

    fn turn_to(&mut self, reading: Reading) -> bool {
        if reading == Reading::Arrived && !self.is_canonical {
            self.canonical = Some(self.arrived.clone());
        }
        self.reading = reading;
        reading != Reading::Canonical || self.canonical.is_some()
    }

    fn secret(&mut self, _: &'static str, bytes: &[u8]) {
        self.text(bytes);
    }

    fn encoded_secret(&mut self, _: &'static str, bytes: &[u8]) {
        encode(bytes, self);
    }
}
