//! Time and nonce: everything that makes one signature of a request differ from the next.

use crate::{Error, ErrorKind, Signed};

/// What a signature depends on beside credential, options and request.
///
/// ```
/// use polysign::Context;
///
/// let context = Context::at(1_615_186_943).with_nonce("4fd24687296dd9f3");
/// assert_eq!(context.unix_seconds(), 1_615_186_943);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    unix_seconds: i64,
    nonce: Nonce<'a>,
}

impl Signed {
    /// The time and the nonce that were signed, to [`explain`](crate::Signer::explain) with them what
    /// a server has refused.
    #[must_use]
    pub fn context(&self) -> Option<Context<'_>> {
        let context = Context::at(self.unix_seconds()?);
        Some(match self.nonce() {
            Some(nonce) => context.with_nonce(nonce),
            None => context,
        })
    }
}

/// Something used once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Nonce<'a> {
    /// There is none; schemes that need one answer with [`ErrorKind::MissingNonce`].
    Absent,
    /// Random bytes. The scheme takes as many as it needs and writes them in the vendor's form.
    Random([u8; 16]),
    /// A text that is used as it is.
    Text(&'a str),
}

impl Context<'static> {
    /// A context for `unix_seconds`, whole seconds since 1970 in UTC, without a nonce.
    ///
    /// A time before 1970 or after 9999 (milliseconds, say) is an error when signing.
    #[must_use]
    pub const fn at(unix_seconds: i64) -> Self {
        Self {
            unix_seconds,
            nonce: Nonce::Absent,
        }
    }

    /// The system's time and fresh random bytes.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unavailable`] when the system has no random bytes to give or its clock stands
    /// before 1970.
    #[cfg(feature = "std")]
    pub fn now() -> Result<Self, Error> {
        Ok(Self::at(system_time()?).with_random_nonce(random_bytes()?))
    }

    /// A context for `unix_seconds` with a fresh nonce if the scheme has one: drawing random
    /// bytes costs as much as a signature.
    pub(crate) fn fresh(unix_seconds: i64, needs_nonce: bool) -> Result<Self, Error> {
        let context = Self::at(unix_seconds);
        match needs_nonce {
            true => Ok(context.with_random_nonce(random_bytes()?)),
            false => Ok(context),
        }
    }
}

impl<'a> Context<'a> {
    /// The same context with the nonce `text`, which is used as it is.
    #[must_use]
    pub const fn with_nonce(self, text: &str) -> Context<'_> {
        Context {
            unix_seconds: self.unix_seconds,
            nonce: Nonce::Text(text),
        }
    }

    /// The same context with random bytes, which the scheme formats.
    #[must_use]
    pub const fn with_random_nonce(self, bytes: [u8; 16]) -> Self {
        Self {
            nonce: Nonce::Random(bytes),
            ..self
        }
    }

    /// The time in whole seconds since 1970, as given and not yet checked.
    #[must_use]
    pub const fn unix_seconds(&self) -> i64 {
        self.unix_seconds
    }

    /// The nonce.
    #[must_use]
    pub const fn nonce(&self) -> Nonce<'a> {
        self.nonce
    }

    /// The time, if it lies in the years 1970 to 9999.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimeOutOfRange`].
    pub fn checked_time(&self) -> Result<i64, Error> {
        match self.unix_seconds {
            0..=253_402_300_799 => Ok(self.unix_seconds),
            _ => Err(Error::new(
                ErrorKind::TimeOutOfRange,
                "time",
                "is outside the years 1970 to 9999; pass whole unix seconds, not milliseconds",
            )),
        }
    }
}

#[cfg(feature = "std")]
pub(crate) fn system_time() -> Result<i64, Error> {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_secs()).ok())
        .ok_or_else(|| {
            Error::new(
                ErrorKind::Unavailable,
                "time",
                "the system's clock stands before 1970; set it",
            )
        })
}

#[cfg(not(feature = "std"))]
pub(crate) fn system_time() -> Result<i64, Error> {
    Err(Error::new(
        ErrorKind::Unavailable,
        "time",
        "there is no system clock without feature `std`; pass a context to `sign_with`",
    ))
}

#[cfg(feature = "std")]
fn random_bytes() -> Result<[u8; 16], Error> {
    use rand::TryRng;
    let mut bytes = [0; 16];
    // Not `rand::rng()`: the thread's generator panics where the system's source fails.
    match rand::rngs::SysRng.try_fill_bytes(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(_) => Err(Error::new(
            ErrorKind::Unavailable,
            "nonce",
            "the system's random source failed; pass a context with a nonce to `sign_with`",
        )),
    }
}

#[cfg(not(feature = "std"))]
fn random_bytes() -> Result<[u8; 16], Error> {
    Err(Error::new(
        ErrorKind::Unavailable,
        "nonce",
        "there is no random source without feature `std`; pass a context to `sign_with`",
    ))
}
