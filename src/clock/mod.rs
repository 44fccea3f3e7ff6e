//! Signing by a clock that is not the system's.

#[cfg(all(feature = "std", target_has_atomic = "64"))]
mod server;

use core::fmt;

use crate::sign::Draft;
use crate::sign::system_time;
use crate::{Context, Error, Explanation, Request, Scheme, Signed, Signer, UnixTime};

#[cfg(all(feature = "std", target_has_atomic = "64"))]
pub use server::{ClockOffset, Observation, RoundTrip, Sent, ServerClock};

/// Tells the time for a request.
///
/// A clock gets the request because the clocks of servers differ. A closure from a request to
/// `Result<UnixTime, Error>`, or to seconds as an `i64`, is a clock.
pub trait Clock: Send + Sync {
    /// Returns the time to sign `request` with.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unavailable`](crate::ErrorKind::Unavailable) when there is no time to tell.
    fn now(&self, request: &Request<'_>) -> Result<UnixTime, Error>;
}

/// Tells the time by the system's clock, corrected by a number of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SystemClock {
    correction: i64,
}

impl SystemClock {
    /// Creates a clock that does not correct the system's.
    #[must_use]
    pub const fn new() -> Self {
        Self { correction: 0 }
    }

    /// Sets the seconds to add to the system's time: positive when the system's clock is slow.
    #[must_use]
    pub const fn with_correction(mut self, seconds: i64) -> Self {
        self.correction = seconds;
        self
    }

    /// Returns the seconds that are added to the system's time.
    #[must_use]
    pub const fn correction(&self) -> i64 {
        self.correction
    }
}

/// Without feature `std` there is no system clock, and every call is an error.
impl Clock for SystemClock {
    fn now(&self, _: &Request<'_>) -> Result<UnixTime, Error> {
        Ok(system_time()?.saturating_add(self.correction))
    }
}

impl<F, T> Clock for F
where
    F: Fn(&Request<'_>) -> Result<T, Error> + Send + Sync,
    T: Into<UnixTime>,
{
    fn now(&self, request: &Request<'_>) -> Result<UnixTime, Error> {
        self(request).map(Into::into)
    }
}

/// Signs with the time of another clock in [`sign`](Signer::sign). `sign_with` and `sign_into` use
/// the time of their context, as always.
///
/// ```
/// # #[cfg(feature = "zego")] {
/// use polysign::clock::{Clocked, SystemClock};
/// use polysign::{Signer, zego};
///
/// let credential = zego::ServerSecret::new(12345, "9193cc662a4c0ec135ec71fb57194b38")?;
/// // This machine is two minutes slow.
/// let clock = SystemClock::new().with_correction(120);
/// let signer = Clocked::new(zego::ServerApiV2::new(credential), clock);
/// # let _: &dyn Signer = &signer;
/// # }
/// # Ok::<(), polysign::Error>(())
/// ```
pub struct Clocked<S, C> {
    signer: S,
    clock: C,
}

impl<S: Signer, C: Clock> Clocked<S, C> {
    /// Creates a signer that signs as `signer` does, with the time of `clock`.
    #[must_use]
    pub const fn new(signer: S, clock: C) -> Self {
        Self { signer, clock }
    }
}

impl<S: Signer, C: Clock> Signer for Clocked<S, C> {
    fn scheme(&self) -> &'static Scheme {
        self.signer.scheme()
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        self.signer.write(request, draft)
    }

    fn sign_into(
        &self,
        request: &Request<'_>,
        context: &Context<'_>,
        signed: &mut Signed,
    ) -> Result<(), Error> {
        self.signer.sign_into(request, context, signed)
    }

    fn explain(&self, request: &Request<'_>, context: &Context<'_>) -> Result<Explanation, Error> {
        self.signer.explain(request, context)
    }

    fn sign_with(&self, request: &Request<'_>, context: &Context<'_>) -> Result<Signed, Error> {
        self.signer.sign_with(request, context)
    }

    fn sign(&self, request: &Request<'_>) -> Result<Signed, Error> {
        let time = self.clock.now(request)?;
        let context = Context::fresh(time, self.scheme().needs_nonce())?;
        self.signer.sign_with(request, &context)
    }
}

impl<S: Signer, C> fmt::Debug for Clocked<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clocked")
            .field("signer", &self.signer)
            .finish_non_exhaustive()
    }
}
