//! The body of a request, as far as a signature has to know it.

/// The body of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Payload<'a> {
    /// Exactly the bytes that will be sent.
    Bytes(&'a [u8]),
    /// A digest that the caller computed over them; [`BodyHasher`] makes one from a stream.
    Digest(BodyDigest),
    /// The signature is to leave the body out, where the scheme has a way to say so.
    Unsigned,
}

/// A digest of a body, with the length of the body, which some vendors limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyDigest {
    sha256: [u8; 32],
    length: u64,
}

impl BodyDigest {
    /// The SHA-256 digest of a body of `length` bytes.
    #[must_use]
    pub const fn sha256(digest: [u8; 32], length: u64) -> Self {
        Self {
            sha256: digest,
            length,
        }
    }

    /// The digest as bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.sha256
    }

    /// The number of bytes in the body.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }
}

impl core::fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes([{} bytes])", bytes.len()),
            Self::Digest(digest) => write!(f, "Digest([{} bytes])", digest.length),
            Self::Unsigned => f.write_str("Unsigned"),
        }
    }
}

/// Hashes a body that arrives in pieces into a [`Payload::Digest`].
///
/// ```
/// use polysign::{BodyHasher, Request};
///
/// let mut hasher = BodyHasher::sha256();
/// for piece in [&b"{\"a\":"[..], b"1}"] {
///     hasher.update(piece);
/// }
/// let request = Request::new("POST", "https://example.com/")?.with_payload(hasher.finish());
/// # Ok::<(), polysign::Error>(())
/// ```
#[cfg(feature = "_sha2")]
#[derive(Clone)]
pub struct BodyHasher {
    sha256: sha2::Sha256,
    length: u64,
}

#[cfg(feature = "_sha2")]
impl BodyHasher {
    /// A hasher for the schemes that hash bodies with SHA-256.
    #[must_use]
    pub fn sha256() -> Self {
        Self {
            sha256: sha2::Digest::new(),
            length: 0,
        }
    }

    /// Takes the next piece of the body.
    pub fn update(&mut self, piece: impl AsRef<[u8]>) {
        let piece = piece.as_ref();
        sha2::Digest::update(&mut self.sha256, piece);
        self.length = self.length.saturating_add(piece.len() as u64);
    }

    /// The payload: digest and length of everything taken.
    #[must_use]
    pub fn finish(self) -> Payload<'static> {
        let digest = sha2::Digest::finalize(self.sha256);
        Payload::Digest(BodyDigest::sha256(digest.into(), self.length))
    }
}

#[cfg(feature = "_sha2")]
impl core::fmt::Debug for BodyHasher {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "BodyHasher([{} bytes])", self.length)
    }
}
