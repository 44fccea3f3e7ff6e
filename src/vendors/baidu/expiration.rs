//! The validity of a `bce-auth-v1` signature.

use core::num::NonZeroU32;

use crate::{Error, ErrorKind};

/// The time for which a signature is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiration {
    /// This many seconds from the time that is signed.
    Seconds(NonZeroU32),
    /// For ever, in presigned URLs of the object store (BOS) alone.
    Never,
}

impl Expiration {
    /// The vendor's default, half an hour.
    #[allow(clippy::expect_used, reason = "evaluated when compiling, where a fault is an error")]
    pub const DEFAULT: Self = Self::Seconds(NonZeroU32::new(1800).expect("1800 is not 0"));

    /// Creates a validity of `seconds`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidExpiration`] for 0.
    pub fn seconds(seconds: u32) -> Result<Self, Error> {
        NonZeroU32::new(seconds)
            .map(Self::Seconds)
            .ok_or_else(|| Self::refused("is 0; give a number of seconds above 0"))
    }

    pub(super) fn read(text: &str) -> Result<Self, Error> {
        match text.parse() {
            Ok(-1) => Ok(Self::Never),
            Ok(seconds) => match u32::try_from(seconds) {
                Ok(seconds) => Self::seconds(seconds),
                Err(_) => Err(Self::refused("is out of range; give seconds, or -1 for never")),
            },
            Err::<i64, _>(_) => {
                Err(Self::refused("has to be a number of seconds, or -1 for never"))
            }
        }
    }

    /// Returns the seconds, `None` for ever.
    pub(super) fn as_seconds(self) -> Option<u32> {
        match self {
            Self::Seconds(seconds) => Some(seconds.get()),
            Self::Never => None,
        }
    }

    pub(super) fn refused(advice: &'static str) -> Error {
        Error::new(ErrorKind::InvalidExpiration, "expires_in", advice)
    }
}
