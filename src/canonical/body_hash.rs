//! The digest of the body, as a canonical request has it.

use sha2::Sha256;

use super::{Hashing, Hex};
use crate::Payload;
use crate::text::Sink;

crate::secret::redacted_debug!(BodyHash<'_>);

/// The digest of an empty body: `lower_hex(SHA-256(""))`.
const EMPTY: &[u8] = b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The SHA-256 digest of a body in lower-case hexadecimal, or a text in its place.
#[non_exhaustive]
pub enum BodyHash<'a> {
    /// The digest of the body.
    Computed(Hex<64>),
    /// A digest that the caller stated, or the scheme's placeholder for a body that is not signed.
    Text(&'a [u8]),
}

impl BodyHash<'_> {
    /// Returns the digest of the payload. For [`Payload::Unsigned`] it is `unsigned`, the placeholder
    /// of the scheme.
    #[must_use]
    pub fn of(payload: Payload<'_>, unsigned: &'static str) -> Self {
        match payload {
            Payload::Bytes([]) => Self::Text(EMPTY),
            Payload::Bytes(body) => Self::Computed(sha256(|sink| sink.text(body))),
            Payload::Digest(digest) => Self::Computed(Hex::new(digest.as_bytes())),
            Payload::Unsigned => Self::Text(unsigned.as_bytes()),
        }
    }

    /// Returns the text that is signed.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Computed(hex) => hex.as_bytes(),
            Self::Text(text) => text,
        }
    }
}

/// Returns the SHA-256 digest, in lower-case hexadecimal, of what `write` writes.
pub(crate) fn sha256(write: impl FnOnce(&mut Hashing<Sha256>)) -> Hex<64> {
    let mut sha256 = Hashing::new();
    write(&mut sha256);
    Hex::new(&sha256.finish().0)
}
