//! Time and nonce: what makes one signature of a request differ from the next.

use crate::{Error, ErrorKind, Signed, UnixTime};

/// The time and the nonce that are signed.
///
/// Nothing else changes from one signature of a request to the next: two signatures with one
/// context are the same to the byte. Programs rarely make a context, since
/// [`Signer::sign`](crate::Signer::sign) does. It is for tests with a fixed time, for clocks that
/// are corrected, for programs without the standard library, and for
/// [`Signer::explain`](crate::Signer::explain), which needs the context of the request that was
/// refused.
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
    /// Returns the time and the nonce that were signed.
    ///
    /// [`explain`](crate::Signer::explain) takes them to show what a server has refused. `None` when
    /// nothing was signed.
    ///
    /// ```
    /// # #[cfg(feature = "huawei")] {
    /// use polysign::{Request, Signer, huawei};
    ///
    /// let signer = huawei::SdkHmacSha256::new(huawei::AccessKey::new("my-ak", "my-sk")?);
    /// let request = Request::new("GET", "https://example.com/v1/tasks")?;
    /// # #[cfg(feature = "std")] {
    /// let signed = signer.sign(&request)?;
    /// // The server refuses it. Compute the signature again, and see the text.
    /// let sent = signed.context().expect("it was signed");
    /// println!("{}", signer.explain(&request, &sent)?);
    /// # }
    /// # }
    /// # Ok::<(), polysign::Error>(())
    /// ```
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
    /// There is none. Schemes that need one return [`ErrorKind::MissingNonce`].
    Absent,
    /// Random bytes, which the scheme formats as the vendor wants: in hexadecimal, for example. It
    /// uses as many as it needs.
    Random([u8; 16]),
    /// A text that is signed and sent as it is.
    Text(&'a str),
}

impl<'a> Nonce<'a> {
    /// Returns the caller's text as `read` reads it, or random bytes as `form` forms them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingNonce`], and [`ErrorKind::InvalidNonce`] with `advice`, which says what a
    /// nonce has to be, for a text that `read` does not take.
    #[inline]
    pub(crate) fn read<T>(
        self,
        form: impl FnOnce([u8; 16]) -> T,
        read: impl FnOnce(&'a str) -> Option<T>,
        advice: &'static str,
    ) -> Result<T, Error> {
        match self {
            Nonce::Random(bytes) => Ok(form(bytes)),
            Nonce::Text(text) => {
                read(text).ok_or_else(|| Error::new(ErrorKind::InvalidNonce, "nonce", advice))
            }
            Nonce::Absent => {
                let advice = "is needed; call `Context::with_nonce`, or `Signer::sign`";
                Err(Error::new(ErrorKind::MissingNonce, "nonce", advice))
            }
        }
    }
}

impl Context<'static> {
    /// Creates a context for `time`, without a nonce.
    ///
    /// `time` is a [`UnixTime`], a `SystemTime`, or a number of whole seconds since 1970. A time
    /// before 1970 or after 9999, such as one in milliseconds, is an error when signing.
    #[must_use]
    pub fn at(time: impl Into<UnixTime>) -> Self {
        Self::new(time.into())
    }

    /// Creates a context for `time`, without a nonce, also in constants.
    #[must_use]
    pub const fn new(time: UnixTime) -> Self {
        Self { time, nonce: Nonce::Absent }
    }

    /// Creates a context with the system's time and a nonce of fresh random bytes.
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
    /// Sets the nonce to `text`, which is signed and sent as it is.
    ///
    /// Each scheme that has a nonce says which texts it takes. An empty text or one with a control
    /// character is [`ErrorKind::InvalidNonce`] when signing.
    #[must_use]
    pub const fn with_nonce(self, text: &str) -> Context<'_> {
        Context { time: self.time, nonce: Nonce::Text(text) }
    }

    /// Sets the nonce to random bytes, which the scheme formats.
    ///
    /// The bytes have to come from a random source that nobody can predict; for a test any will do.
    #[must_use]
    pub const fn with_random_nonce(self, bytes: [u8; 16]) -> Self {
        Self { nonce: Nonce::Random(bytes), ..self }
    }

    pub(crate) const fn with_time(self, time: UnixTime) -> Self {
        Self { time, ..self }
    }

    /// Returns the time as given, not yet checked.
    #[must_use]
    pub const fn time(&self) -> UnixTime {
        self.time
    }

    /// Returns the nonce, in the form in which it was set.
    #[must_use]
    pub const fn nonce(&self) -> Nonce<'a> {
        self.nonce
    }

    /// Returns the time, if it lies in the years 1970 to 9999.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimeOutOfRange`] for any other time.
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

/// Returns the time of the system, or an error where its clock was never set.
#[cfg(feature = "std")]
pub(crate) fn system_time() -> Result<UnixTime, Error> {
    let now = UnixTime::from(std::time::SystemTime::now());
    if now < UnixTime::new(0) {
        let advice = "the system's clock stands before 1970; set it";
        return Err(Error::new(ErrorKind::Unavailable, "time", advice));
    }
    Ok(now)
}

/// Draws the bytes of a nonce from the system's random source.
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
