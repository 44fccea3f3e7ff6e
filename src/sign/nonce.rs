//! The nonce as text that is signed and sent.

use super::Nonce;
use crate::Error;
use crate::canonical::Hex;

/// A nonce as text: the caller's, or random bytes in hexadecimal digits.
pub(crate) enum NonceText<'a> {
    Given(&'a str),
    Short(Hex<16>),
    Long(Hex<32>),
}

impl<'a> NonceText<'a> {
    /// Takes a text that `is_fit` accepts, or random bytes as 32 digits, 16 if it has to be short.
    ///
    /// # Errors
    ///
    /// Those of [`Nonce::read`].
    #[inline]
    pub(crate) fn of(
        nonce: Nonce<'a>,
        is_short: bool,
        is_fit: impl Fn(&str) -> bool,
        advice: &'static str,
    ) -> Result<Self, Error> {
        let form = |bytes: [u8; 16]| match bytes {
            [a, b, c, d, e, f, g, h, ..] if is_short => {
                Self::Short(Hex::new(&[a, b, c, d, e, f, g, h]))
            }
            _ => Self::Long(Hex::new(&bytes)),
        };
        nonce.read(form, |text| is_fit(text).then_some(Self::Given(text)), advice)
    }

    /// Returns the text.
    #[inline]
    pub(crate) const fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Given(text) => text.as_bytes(),
            Self::Short(digits) => digits.as_bytes(),
            Self::Long(digits) => digits.as_bytes(),
        }
    }
}
