//! Signing by a clock that is not the system's.

#[cfg(all(feature = "std", target_has_atomic = "64"))]
mod date;
#[cfg(all(feature = "std", target_has_atomic = "64"))]
mod estimate;
#[cfg(all(feature = "std", target_has_atomic = "64"))]
mod interval;
#[cfg(all(feature = "std", target_has_atomic = "64"))]
mod observation;
#[cfg(all(feature = "std", target_has_atomic = "64"))]
mod round_trip;
#[cfg(all(feature = "std", target_has_atomic = "64"))]
mod server;
#[cfg(all(feature = "std", target_has_atomic = "64"))]
mod servers;

use core::fmt;

use crate::sign::system_time;
use crate::{Context, Error, Explanation, Request, Scheme, Signed, Signer};

#[cfg(all(feature = "std", target_has_atomic = "64"))]
pub use observation::{ClockOffset, Observation};
#[cfg(all(feature = "std", target_has_atomic = "64"))]
pub use round_trip::{RoundTrip, Sent};
#[cfg(all(feature = "std", target_has_atomic = "64"))]
pub use server::ServerClock;

/// Tells the time for a request.
///
/// It is told the request because clocks of servers differ: an estimate belongs to a host. A
/// closure from a request to unix seconds is a clock.
pub trait Clock: Send + Sync {
    /// The time in whole unix seconds, UTC.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unavailable`](crate::ErrorKind::Unavailable) when there is no time to tell.
    fn unix_seconds(&self, request: &Request<'_>) -> Result<i64, Error>;
}

/// The system's clock, corrected by a number of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SystemClock {
    /// Added to the system's time: positive when the system's clock is slow.
    pub correction: i64,
}

impl Clock for SystemClock {
    fn unix_seconds(&self, _: &Request<'_>) -> Result<i64, Error> {
        Ok(system_time()?.saturating_add(self.correction))
    }
}

impl<F: Fn(&Request<'_>) -> Result<i64, Error> + Send + Sync> Clock for F {
    fn unix_seconds(&self, request: &Request<'_>) -> Result<i64, Error> {
        self(request)
    }
}

/// A signer whose [`sign`](Signer::sign) goes by another clock. `sign_with` and `sign_into` take
/// the context's time, as ever.
///
/// ```
/// # #[cfg(feature = "zego")] {
/// use polysign::{Clocked, Signer, SystemClock, zego};
///
/// let credential = zego::ServerSecret::new(12345, "9193cc662a4c0ec135ec71fb57194b38")?;
/// // This machine is two minutes slow.
/// let signer = Clocked::new(zego::ServerApiV2::new(credential), SystemClock { correction: 120 });
/// # let _: &dyn Signer = &signer;
/// # }
/// # Ok::<(), polysign::Error>(())
/// ```
pub struct Clocked<S, C> {
    signer: S,
    clock: C,
}

impl<S: Signer, C: Clock> Clocked<S, C> {
    /// Lets `signer` go by `clock`.
    #[must_use]
    pub const fn new(signer: S, clock: C) -> Self {
        Self { signer, clock }
    }
}

impl<S: Signer, C: Clock> Signer for Clocked<S, C> {
    fn scheme(&self) -> &'static Scheme {
        self.signer.scheme()
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
        let time = self.clock.unix_seconds(request)?;
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
