//! Time and nonce: everything that makes one signature of a request differ from the next.

use crate::{Error, ErrorKind, Signed, UnixTime};

/// Gives the time and the nonce that are signed.
///
/// Nothing else changes from one signature of a request to the next.
///
/// ```
/// use polysign::Context;
///
/// let context = Context::at(1_615_186_943).with_nonce("4fd24687296dd9f3");
/// assert_eq!(context.time().seconds(), 1_615_186_943);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    time: UnixTime,
    nonce: Nonce<'a>,
}

impl Signed {
    /// Returns the time and the nonce that were signed, for
    /// [`explain`](crate::Signer::explain) to show what a server has refused. `None` when nothing
    /// was signed.
    #[must_use]
    pub fn context(&self) -> Option<Context<'_>> {
        let context = Context::new(self.signed_at()?);
        Some(match self.nonce() {
            Some(nonce) => context.with_nonce(nonce),
            None => context,
        })
    }
}

/// A value that makes a signature unique.
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
    /// Creates a context for `time`, without a nonce.
    ///
    /// A time before 1970 or after 9999 (milliseconds, say) is an error when signing.
    #[must_use]
    pub fn at(time: impl Into<UnixTime>) -> Self {
        Self::new(time.into())
    }

    /// Creates the context that [`Context::at`] does, also in constants.
    #[must_use]
    pub const fn new(time: UnixTime) -> Self {
        Self {
            time,
            nonce: Nonce::Absent,
        }
    }

    /// Creates a context of the system's time and fresh random bytes.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unavailable`] when the system has no random bytes to give or its clock stands
    /// before 1970.
    #[cfg(feature = "std")]
    pub fn now() -> Result<Self, Error> {
        Ok(Self::new(system_time()?).with_random_nonce(random_bytes()?))
    }

    /// Creates a context with a fresh nonce if the scheme has one: drawing random bytes costs as
    /// much as a signature.
    #[cfg(feature = "std")]
    pub(crate) fn fresh(time: UnixTime, needs_nonce: bool) -> Result<Self, Error> {
        let context = Self::new(time);
        if needs_nonce {
            return Ok(context.with_random_nonce(random_bytes()?));
        }
        Ok(context)
    }
}

impl<'a> Context<'a> {
    /// Sets the nonce to `text`, which is used as it is.
    #[must_use]
    pub const fn with_nonce(self, text: &str) -> Context<'_> {
        Context {
            time: self.time,
            nonce: Nonce::Text(text),
        }
    }

    /// Sets the nonce to random bytes, which the scheme formats.
    #[must_use]
    pub const fn with_random_nonce(self, bytes: [u8; 16]) -> Self {
        Self {
            nonce: Nonce::Random(bytes),
            ..self
        }
    }

    /// Returns the time as given, not yet checked.
    #[must_use]
    pub const fn time(&self) -> UnixTime {
        self.time
    }

    /// Returns the nonce.
    #[must_use]
    pub const fn nonce(&self) -> Nonce<'a> {
        self.nonce
    }

    /// Returns the time, if it lies in the years 1970 to 9999.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimeOutOfRange`].
    pub fn checked_time(&self) -> Result<UnixTime, Error> {
        match self.time.seconds() {
            0..=253_402_300_799 => Ok(self.time),
            _ => Err(Error::new(
                ErrorKind::TimeOutOfRange,
                "time",
                "is outside the years 1970 to 9999; pass whole unix seconds, not milliseconds",
            )),
        }
    }
}

#[cfg(feature = "std")]
pub(crate) fn system_time() -> Result<UnixTime, Error> {
    let now = UnixTime::from(std::time::SystemTime::now());
    if now < UnixTime::new(0) {
        return Err(Error::new(
            ErrorKind::Unavailable,
            "time",
            "the system's clock stands before 1970; set it",
        ));
    }
    Ok(now)
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
