//! Hashes and message authentication codes as sinks of canonical text.

use alloc::boxed::Box;
use ctutils::CtEq;
use digest::{FixedOutput, KeyInit, Output, Update};
use zeroize::Zeroize;

use crate::secret::{wipe, wiping_stack};
use crate::text::{Found, Sink, secrets_as_text};

/// A hash, or a keyed HMAC, that takes canonical text.
#[derive(Clone)]
pub(crate) struct Hashing<H>(H);

impl<H: Update + FixedOutput> Hashing<H> {
    pub(crate) fn new() -> Self
    where
        H: Default,
    {
        Self(H::default())
    }

    /// Continues from a state, such as that of a keyed HMAC.
    pub(crate) fn of(state: H) -> Self {
        Self(state)
    }

    pub(crate) fn finish(self) -> Output<H> {
        self.0.finalize_fixed()
    }

    /// Returns whether `received`, in raw bytes, is the result. It takes the same time for every
    /// wrong value.
    pub(crate) fn is(self, received: &[u8]) -> bool {
        is_same(&self.finish(), received)
    }
}

impl<H: Update> Sink for Hashing<H> {
    #[inline]
    fn text(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.0.update(bytes);
        }
    }

    secrets_as_text!();
}

/// An HMAC with its key, which is hashed once and not for each signature.
///
/// It is as secret as the key. It is in a box, so that moving a signer leaves no copy of it.
pub(crate) struct Key<M>(Box<M>);

impl<M> core::fmt::Debug for Key<M> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Key([redacted])")
    }
}

impl<M: KeyInit + Clone> Key<M> {
    pub(crate) fn of(secret: &[u8]) -> Self {
        wiping_stack(|| Self(Box::new(keyed(secret))))
    }

    /// Takes over a keyed HMAC. Call it in [`wiping_stack`], as the state is moved.
    pub(crate) fn of_state(state: Hashing<M>) -> Self {
        Self(Box::new(state.0))
    }

    /// Returns the MAC of the text that `write` writes, which is a signature.
    #[inline]
    pub(crate) fn sign(&self, write: impl FnOnce(&mut Hashing<M>)) -> Output<M>
    where
        M: Update + FixedOutput,
    {
        wiping_stack(|| {
            let mut mac = self.start();
            write(&mut mac);
            mac.finish()
        })
    }

    /// Starts a signature. Call it in [`wiping_stack`], as everything that hashes a secret.
    pub(crate) fn start(&self) -> Hashing<M> {
        Hashing(M::clone(&self.0))
    }
}

/// An HMAC with its key, for one signature.
#[allow(
    clippy::expect_used,
    reason = "an HMAC takes a key of any length; with another key it would sign for nobody"
)]
pub(crate) fn keyed<M: KeyInit>(key: &[u8]) -> M {
    M::new_from_slice(key).expect("an HMAC takes a key of any length")
}

/// Compares two texts in a time that depends on their lengths only.
#[must_use]
pub fn is_same(expected: &[u8], received: &[u8]) -> bool {
    expected.ct_eq(received).to_bool()
}

/// A digest as lower-case hexadecimal text, on the stack. `N` is twice the length of the digest.
///
/// A signature is a secret until it is sent, so `Debug` shows none of it.
#[cfg(feature = "_hex")]
pub struct Hex<const N: usize>([u8; N]);

#[cfg(feature = "_hex")]
impl<const N: usize> Hex<N> {
    /// Writes a digest. That `N` is twice its length is checked when compiling.
    #[must_use]
    #[allow(clippy::expect_used, reason = "another text would be sent as the signature")]
    pub fn new<const M: usize>(digest: &[u8; M]) -> Self {
        const { assert!(N == 2 * M, "two digits for each byte") };
        let mut text = [b'0'; N];
        hex::encode_to_slice(digest, &mut text).expect("two digits for each byte");
        Self(text)
    }

    /// Returns the digits.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the digits as text.
    #[must_use]
    #[allow(clippy::expect_used, reason = "no text is not the digest")]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).expect("hexadecimal digits are ASCII")
    }
}

#[cfg(feature = "_hex")]
impl<const N: usize> Zeroize for Hex<N> {
    fn zeroize(&mut self) {
        wipe(&mut self.0);
    }
}

/// A digest as base64 text with padding, on the stack. `N` is the length of the text.
#[cfg(feature = "_base64")]
pub struct Base64<const N: usize>([u8; N]);

#[cfg(feature = "_base64")]
impl<const N: usize> Base64<N> {
    /// Writes a digest. That `N` fits its length is checked when compiling.
    #[must_use]
    #[allow(clippy::expect_used, reason = "what was there before would be sent as the signature")]
    pub fn new<const M: usize>(digest: &[u8; M]) -> Self {
        use base64::Engine;
        const { assert!(N == 4 * M.div_ceil(3), "four characters for three bytes") };
        let mut text = [b'='; N];
        let standard = base64::engine::general_purpose::STANDARD;
        let written = standard.encode_slice(digest, &mut text);
        written.expect("the length was checked when this was compiled");
        Self(text)
    }

    /// Returns the text.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(feature = "_hex")]
impl<const N: usize> core::fmt::Debug for Hex<N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Hex([redacted])")
    }
}

#[cfg(feature = "_base64")]
impl<const N: usize> core::fmt::Debug for Base64<N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Base64([redacted])")
    }
}

/// Passes the base64 text of `bytes`, with padding, to `piece`, in pieces and without an allocation.
#[cfg(feature = "_base64")]
#[allow(clippy::expect_used, reason = "another text would be sent as the signature")]
pub(crate) fn base64_into(bytes: &[u8], mut piece: impl FnMut(&str)) {
    use base64::Engine;
    let standard = base64::engine::general_purpose::STANDARD;
    let (whole, rest) = bytes.as_chunks::<48>();
    for bytes in whole.iter().map(<[u8; 48]>::as_slice).chain([rest]) {
        let mut text = [0; 64];
        let length = standard.encode_slice(bytes, &mut text).expect("48 bytes are 64 characters");
        let text = core::str::from_utf8(text.found(..length));
        piece(text.expect("base64 is ASCII"));
    }
}

/// Room for the bytes of a base64 text of any length, which stay where they are decoded.
#[cfg(feature = "_base64")]
pub(crate) struct RawBytes {
    few: [u8; 384],
    more: alloc::vec::Vec<u8>,
}

#[cfg(feature = "_base64")]
impl RawBytes {
    pub(crate) const fn new() -> Self {
        Self { few: [0; 384], more: alloc::vec::Vec::new() }
    }

    /// Decodes base64 text, which has to have its padding and be canonical.
    pub(crate) fn decode_base64(&mut self, text: &[u8]) -> Option<&[u8]> {
        use base64::Engine;
        let length = base64::decoded_len_estimate(text.len());
        let room = if length <= self.few.len() {
            self.few.as_mut_slice()
        } else {
            self.more.resize(length, 0);
            &mut self.more
        };
        let length = base64::engine::general_purpose::STANDARD.decode_slice(text, room).ok()?;
        room.get(..length)
    }
}

/// Decodes hexadecimal text, which has to be in lower case, to `N` raw bytes.
///
/// `hex::decode_to_slice` looks at digit after digit, and takes as long as a compression of SHA-256.
#[cfg(feature = "_hex")]
#[must_use]
pub fn from_hex<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let (pairs, []) = text.as_chunks::<2>() else { return None };
    // Of a known length, so that many digits are looked at at once.
    let pairs: &[[u8; 2]; N] = pairs.try_into().ok()?;
    let is_digit = |digit: u8| digit.is_ascii_digit() | matches!(digit, b'a'..=b'f');
    let is_hex = pairs.as_flattened().iter().fold(true, |all, digit| all & is_digit(*digit));
    // Bit 6 is set in letters alone.
    let value = |digit: u8| (digit & 0xf) + 9 * (digit >> 6);
    let raw = pairs.map(|[high, low]| value(high) << 4 | value(low));
    is_hex.then_some(raw)
}

/// Decodes base64 text, which has to have its padding and be canonical, to `N` raw bytes.
#[cfg(feature = "_base64")]
#[must_use]
pub fn from_base64<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    use base64::Engine;
    // `decode_slice` wants room for three bytes for each four characters: 66 for a digest of 64 bytes.
    let mut raw = [0; 66];
    let standard = base64::engine::general_purpose::STANDARD;
    let length = standard.decode_slice(text, &mut raw).ok()?;
    raw.get(..length)?.try_into().ok()
}

#[cfg(all(test, feature = "_hex", feature = "_base64"))]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_has_one_spelling() {
        assert_eq!(from_hex(b"00ff0a9f"), Some([0x00, 0xff, 0x0a, 0x9f]));
        for byte in u8::MIN..=u8::MAX {
            let text = Hex::<2>::new(&[byte]);
            assert_eq!(from_hex(text.as_bytes()), Some([byte]));
            let is_digit = matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            assert_eq!(from_hex::<1>(&[byte, b'0']).is_some(), is_digit, "{byte}");
            assert_eq!(from_hex::<1>(&[b'0', byte]).is_some(), is_digit, "{byte}");
        }
        for text in ["", "0", "000", "0000"] {
            assert_eq!(from_hex::<1>(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(from_base64(b"AP/+"), Some([0x00, 0xff, 0xfe]));
        assert_eq!(from_base64(b"AP8="), Some([0x00, 0xff]));
        let longer = "A".repeat(200);
        for text in ["", "AP8", "AP9=", "AP8==", "AP8=\n", "AP_-", "AP/+", &longer] {
            assert_eq!(from_base64::<2>(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn comparison_sees_every_byte() {
        for (a, b, expected) in [
            (&b"abc"[..], &b"abc"[..], true),
            (b"abc", b"abd", false),
            (b"abc", b"xbc", false),
            (b"abc", b"ab", false),
            (b"", b"", true),
        ] {
            assert_eq!(is_same(a, b), expected);
        }
    }
}
