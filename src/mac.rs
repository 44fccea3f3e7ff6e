//! Hashes and message authentication codes as sinks of canonical text.

use digest::{FixedOutput, KeyInit, Output, Update};

use crate::canonical::{Sink, encode};

/// A hash, or a keyed HMAC, that takes canonical text.
pub(crate) struct Hashing<H>(H);

impl<H: Update + FixedOutput> Hashing<H> {
    pub(crate) fn new() -> Self
    where
        H: Default,
    {
        Self(H::default())
    }

    /// Goes on from a state: an HMAC that was keyed when its signer was made is cloned here.
    pub(crate) fn of(state: H) -> Self {
        Self(state)
    }

    pub(crate) fn finish(self) -> Output<H> {
        self.0.finalize_fixed()
    }
}

impl<H: Update> Sink for Hashing<H> {
    #[inline]
    fn text(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.0.update(bytes);
        }
    }

    fn secret(&mut self, _: &'static str, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn encoded_secret(&mut self, _: &'static str, bytes: &[u8]) {
        encode(bytes, self);
    }
}

/// An HMAC with its key. A signer keeps it, so that the key is hashed once and not for each
/// signature.
pub(crate) fn keyed<M: KeyInit>(key: &[u8]) -> M {
    // An HMAC takes a key of any length; the empty key stands in for the impossible refusal.
    M::new_from_slice(key).unwrap_or_else(|_| M::new(&digest::Key::<M>::default()))
}

/// Lower-case hexadecimal text of a digest, on the stack. `N` is twice the digest's length.
#[cfg(feature = "_hex")]
pub(crate) struct Hex<const N: usize>([u8; N]);

#[cfg(feature = "_hex")]
impl<const N: usize> Hex<N> {
    pub(crate) fn new(digest: &[u8]) -> Self {
        let mut text = [b'0'; N];
        // Fails only for another length, which the types of all callers rule out.
        let written = hex::encode_to_slice(digest, &mut text);
        debug_assert!(written.is_ok());
        Self(text)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Base64 text of a digest with padding, on the stack. `N` is its length.
#[cfg(feature = "_base64")]
pub(crate) struct Base64<const N: usize>([u8; N]);

#[cfg(feature = "_base64")]
impl<const N: usize> Base64<N> {
    pub(crate) fn new(digest: &[u8]) -> Self {
        use base64::Engine;
        let mut text = [b'='; N];
        // Fails only for a longer digest, which the types of all callers rule out.
        let written = base64::engine::general_purpose::STANDARD.encode_slice(digest, &mut text);
        debug_assert_eq!(written, Ok(N));
        Self(text)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
