//! Telling requests apart, so that a signature is not applied to the wrong one.

use crate::text::Found;
use crate::{Payload, Request};

impl Request<'_> {
    /// Returns a number that tells this request from others: by method, URL, the size of the
    /// headers, and size and ends of the payload.
    ///
    /// It guards against applying a signature to another request by mistake, and costs a few
    /// nanoseconds where a digest would cost as much as the signature. The pieces of the URL are
    /// those that are sent, so that the number is the same for a URL and for its parts.
    pub(crate) fn fingerprint(&self) -> u64 {
        let path = match self.target.path.text {
            "" => "/",
            path => path,
        };
        let query = self.target.query.unwrap_or_default();
        let mix = [self.method(), path, query]
            .iter()
            .fold(0, |mix, piece| fold(mix, piece.as_bytes(), 0));
        // With this bit set a letter is the same in both cases.
        let mix = fold(mix, self.target.host.name().as_bytes(), 0x20);
        let port = self.target.host.port().unwrap_or_default();
        let mix = step(mix, u64::from(port) << 16 | u64::from(self.target.scheme.default_port()));
        let headers = self.headers();
        let size = headers.iter().fold(headers.len(), |size, (name, value)| {
            size.wrapping_mul(3).wrapping_add(name.len() + value.len())
        });
        step(mix, size as u64 ^ self.payload().map_or(0, ends_of))
    }
}

/// Mixes length and ends of a payload, which are known without reading it.
fn ends_of(payload: Payload<'_>) -> u64 {
    match payload {
        // As if it was not stated.
        Payload::Bytes([]) => 0,
        Payload::Bytes(bytes) => {
            let start = bytes.len().saturating_sub(16);
            let first = bytes.found(..bytes.len().min(16));
            let last = bytes.found(start..);
            fold(fold(bytes.len() as u64, first, 0), last, 0)
        }
        Payload::Digest(digest) => fold(digest.length(), digest.as_bytes(), 0),
        Payload::Unsigned => u64::MAX,
    }
}

/// Mixes bytes in, eight at a time. This guards against mistakes, not against an attacker.
fn fold(mix: u64, bytes: &[u8], set: u8) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mix = words
        .iter()
        .fold(mix, |mix, word| step(mix, u64::from_le_bytes(*word) | u64::from_le_bytes([set; 8])));
    // The last word overlaps the one before, which is quicker than its odd bytes.
    let last = match bytes.last_chunk() {
        Some(word) => u64::from_le_bytes(*word) | u64::from_le_bytes([set; 8]),
        None => rest.iter().fold(0, |last, byte| last << 8 | u64::from(*byte | set)),
    };
    step(mix ^ bytes.len() as u64, last)
}

/// Mixes one word in.
fn step(mix: u64, word: u64) -> u64 {
    // The product does not wait for the step before.
    (mix ^ word.wrapping_mul(0x9e37_79b9_7f4a_7c15)).rotate_left(23)
}
