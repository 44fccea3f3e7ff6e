//! Telling requests apart, so that a signature is not applied to the wrong one.

use crate::Request;

impl Request<'_> {
    /// A number that tells this method and URL from others. The pieces are those that are sent,
    /// so that it is the same for the URL's text and for its parts.
    pub(crate) fn fingerprint(&self) -> u64 {
        let path = match self.target.path {
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
        step(mix, u64::from(port) << 16 | u64::from(self.target.scheme.default_port()))
    }
}

/// Mixes bytes in, eight at a time. This guards against mistakes, not against an attacker.
fn fold(mix: u64, bytes: &[u8], set: u8) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mix = words.iter().fold(mix, |mix, word| {
        step(mix, u64::from_le_bytes(*word) | u64::from_le_bytes([set; 8]))
    });
    let last = rest.iter().fold(bytes.len() as u64, |last, byte| {
        last << 8 | u64::from(*byte | set)
    });
    step(mix, last)
}

fn step(mix: u64, word: u64) -> u64 {
    (mix.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
