//! The nonce of a request, `SignatureNonce`.

use polysign::custom::Hex;
use polysign::sign::Nonce;
use polysign::{Error, ErrorKind};

/// A nonce as text: the caller's, or random bytes in hexadecimal.
pub(super) enum NonceText<'a> {
    Random(Hex<32>),
    Text(&'a str),
}

impl<'a> NonceText<'a> {
    /// `is_fit` returns whether a byte can be in the nonce of a caller.
    pub(super) fn new(nonce: Nonce<'a>, is_fit: fn(&u8) -> bool) -> Result<Self, Error> {
        match nonce {
            Nonce::Random(bytes) => Ok(Self::Random(Hex::new(&bytes))),
            Nonce::Text(text) if !text.is_empty() && text.as_bytes().iter().all(is_fit) => {
                Ok(Self::Text(text))
            }
            Nonce::Text(_) => Err(Error::new(
                ErrorKind::InvalidNonce,
                "nonce",
                "is empty, or holds a character that cannot be sent; pass visible ASCII",
            )),
            _ => Err(Error::new(
                ErrorKind::MissingNonce,
                "nonce",
                "is needed; pass a context with a nonce, or call `sign`",
            )),
        }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Random(hex) => hex.as_bytes(),
            Self::Text(text) => text.as_bytes(),
        }
    }
}
