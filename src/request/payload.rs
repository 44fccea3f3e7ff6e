//! The body of a request, as far as a signature has to know it.

/// The body of a request, in the form in which a signature takes it.
///
/// A scheme that does not cover the body ignores it. A scheme that does hashes the bytes, or writes
/// the digest that the caller computed. Every form is stated by the caller: what is not stated is
/// never taken for an empty body where the method usually has one.
///
/// `Debug` shows the length only.
///
/// ```
/// use polysign::{Payload, Request};
///
/// let body = br#"{"text":"hello"}"#;
/// let request = Request::new("POST", "https://example.com/v1/tasks")?
///     .with_payload(Payload::Bytes(body));
/// assert_eq!(format!("{:?}", request.payload()), "Some(Bytes([16 bytes]))");
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Payload<'a> {
    /// The bytes that will be sent, after compression and any other encoding.
    Bytes(&'a [u8]),
    /// A digest that the caller computed over those bytes, for bodies that are not in memory at
    /// once. [`BodyHasher`] makes one from a stream.
    Digest(BodyDigest),
    /// The signature leaves the body out, where the scheme has a way to say so. Anyone on the way
    /// can change such a body.
    Unsigned,
}

/// A digest of a body, with the length of the body, which some vendors limit.
///
/// ```
/// use polysign::Payload;
/// use polysign::request::BodyDigest;
/// use sha2::{Digest, Sha256};
///
/// let body = b"a body that another part of the program has hashed";
/// let digest = BodyDigest::sha256(Sha256::digest(body).into(), body.len() as u64);
/// assert_eq!(digest.length(), 50);
/// let payload = Payload::Digest(digest);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyDigest {
    sha256: [u8; 32],
    length: u64,
}

impl BodyDigest {
    /// Takes the SHA-256 digest of a body of `length` bytes, as 32 raw bytes.
    ///
    /// Nothing can check it: a wrong digest makes a signature that the server refuses.
    #[must_use]
    pub const fn sha256(digest: [u8; 32], length: u64) -> Self {
        Self { sha256: digest, length }
    }

    /// Returns the digest as raw bytes, not in hexadecimal.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.sha256
    }

    /// Returns the length of the body in bytes.
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
    /// Creates a hasher for the schemes that hash bodies with SHA-256.
    #[must_use]
    pub fn sha256() -> Self {
        Self { sha256: sha2::Digest::new(), length: 0 }
    }

    /// Takes the next piece of the body.
    pub fn update(&mut self, piece: impl AsRef<[u8]>) {
        let piece = piece.as_ref();
        sha2::Digest::update(&mut self.sha256, piece);
        self.length = self.length.saturating_add(piece.len() as u64);
    }

    /// Returns the payload: digest and length of all pieces that were taken.
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
