//! The nonce as text that is signed and sent.

use super::Nonce;
use crate::canonical::Hex;
use crate::text::Found;
use crate::{Error, ErrorKind};

/// A nonce as text: the caller's, or random bytes in hexadecimal digits.
pub(crate) enum NonceText<'a> {
    Given(&'a str),
    Random { digits: Hex<32>, length: usize },
}

impl<'a> NonceText<'a> {
    /// Takes a text that `is_fit` accepts, or as many random bytes as `length` digits need: 32 at
    /// most, an even number.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingNonce`], and [`ErrorKind::InvalidNonce`] with `advice`, which says what a
    /// nonce has to be.
    pub(crate) fn of(
        nonce: Nonce<'a>,
        length: usize,
        is_fit: impl Fn(&str) -> bool,
        advice: &'static str,
    ) -> Result<Self, Error> {
        match nonce {
            Nonce::Absent => Err(Nonce::missing()),
            Nonce::Text(text) if is_fit(text) => Ok(Self::Given(text)),
            Nonce::Text(_) => Err(Error::new(ErrorKind::InvalidNonce, "nonce", advice)),
            Nonce::Random(bytes) => Ok(Self::Random { digits: Hex::new(&bytes), length }),
        }
    }

    /// Returns the text.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Given(text) => text.as_bytes(),
            Self::Random { digits, length } => digits.as_bytes().found(..*length),
        }
    }
}
