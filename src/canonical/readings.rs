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
    fn write_host<S: Sink>(&self, piece: &str, sink: &mut S);

    /// Writes the text after the host.
    fn write_after_host<S: Sink>(&self, sink: &mut S);

    /// Writes the text with the host in canonical form, as it is signed.
    fn write<S: Sink>(&self, sink: &mut S) {
        self.write_before_host(sink);
        if let Some(host) = self.host() {
            host.write(|piece| self.write_host(piece, sink));
        }
        self.write_after_host(sink);
    }
}

/// Hashes a text with the host as it arrived, and with its canonical form where that is another one.
/// What comes before the host is hashed once.
pub(crate) fn hash_readings<H: Update + FixedOutput + Clone>(
    mut arrived: Hashing<H>,
    text: &impl AroundHost,
) -> (Output<H>, Option<Output<H>>) {
    text.write_before_host(&mut arrived);
    let host = text.host();
    let canonical = host.filter(|host| !host.is_canonical()).map(|host| {
        let mut canonical = arrived.clone();
        host.write(|piece| text.write_host(piece, &mut canonical));
        text.write_after_host(&mut canonical);
        canonical.finish()
    });
    if let Some(host) = host {
        text.write_host(host.as_written(), &mut arrived);
    }
    text.write_after_host(&mut arrived);
    (arrived.finish(), canonical)
}
