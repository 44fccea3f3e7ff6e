//! A canonical text that arrived, of which the host can be read in two ways.

use digest::{FixedOutput, Output, Update};

use super::hash::Hashing;
use crate::request::Host;
use crate::text::Sink;

/// A canonical text with the host in it.
pub(crate) trait AroundHost {
    /// Returns the host, `None` where it is not in the text.
    fn host(&self) -> Option<Host<'_>>;

    /// Writes the text up to the host.
    fn write_before_host<S: Sink>(&self, sink: &mut S);

    /// Writes a piece of the host.
    fn write_host<S: Sink>(&self, piece: &[u8], sink: &mut S);

    /// Writes the text after the host.
    fn write_after_host<S: Sink>(&self, sink: &mut S);

    /// Writes the text with the host in canonical form, as it is signed.
    fn write<S: Sink>(&self, sink: &mut S) {
        self.write_before_host(sink);
        if let Some(host) = self.host() {
            host.write_bytes(|piece| self.write_host(piece, sink));
        }
        self.write_after_host(sink);
    }
}

/// Returns whether the hash of a text, which `front` begins, holds: with the host as it arrived, or else
/// with its canonical form where that is another one. What comes before the host is hashed once.
pub(crate) fn holds_in_a_reading<H: Update + FixedOutput + Clone>(
    mut front: Hashing<H>,
    text: &impl AroundHost,
    holds: impl Fn(&Output<H>) -> bool,
) -> bool {
    text.write_before_host(&mut front);
    let host = text.host();
    let other = host.filter(|host| !host.is_canonical());
    // For a second reading, which most hosts do not need.
    let second = other.map(|host| (host, front.clone()));
    if let Some(host) = host {
        text.write_host(host.as_written().as_bytes(), &mut front);
    }
    text.write_after_host(&mut front);
    if holds(&front.finish()) {
        return true;
    }
    let Some((host, mut canonical)) = second else {
        return false;
    };
    host.write_bytes(|piece| text.write_host(piece, &mut canonical));
    text.write_after_host(&mut canonical);
    holds(&canonical.finish())
}
