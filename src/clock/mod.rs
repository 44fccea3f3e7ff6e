//! Signing with a clock other than the system's.
//!
//! A signature holds the time, and servers refuse one that is a few minutes off. Where the clock of
//! a machine cannot be set, as on devices and in some containers, the time to sign has to come from
//! elsewhere. [`Clocked`] makes a signer that asks a [`Clock`]. There are three kinds:
//!
//! - [`SystemClock`] corrects the system's clock by a number of seconds that is known;
//! - `ServerClock` learns the correction from the `Date` headers of responses, for each server;
//! - a closure tells any other time.
//!
//! ```
//! # #[cfg(feature = "tencent")] {
//! use polysign::clock::Clocked;
//! use polysign::{Error, Request, Signer, UnixTime, tencent};
//!
//! let signer = tencent::IvhApaas::new(tencent::AppKey::new("appkey", "accesstoken")?);
//! // A program that gets the time from a satellite, a time server, or a test.
//! let clock = |_: &Request<'_>| Ok::<_, Error>(UnixTime::new(1_717_639_699));
//! let signer = Clocked::new(signer, clock);
//!
//! let request = Request::new("GET", "https://gw.tvs.qq.com/v2/ivh/x")?;
//! assert_eq!(signer.sign(&request)?.signed_at(), Some(1_717_639_699.into()));
//! # }
//! # Ok::<(), polysign::Error>(())
//! ```
//!
//! The time is that of the machine when [`Signer::sign`] is called. Signatures that wait in a queue
//! for minutes get old whatever the clock: sign when you send.

#[cfg(all(feature = "std", target_has_atomic = "64"))]
mod server;

use core::fmt;

use crate::sign::{forward, system_time};
use crate::{Context, Error, Request, Signed, Signer, UnixTime};

#[cfg(all(feature = "std", target_has_atomic = "64"))]
pub use server::{ClockOffset, Observation, RoundTrip, Sent, ServerClock};

/// A source of the time at which a request is signed.
///
/// A clock gets the request, since the clocks of servers differ. A closure from a request to
/// `Result<UnixTime, Error>`, or to `Result<i64, Error>` with seconds since 1970, is a clock.
pub trait Clock: Send + Sync {
    /// Returns the time at which `request` is signed, in whole seconds.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unavailable`](crate::ErrorKind::Unavailable) when the clock cannot tell the time.
    /// Nothing is signed then.
    fn now(&self, request: &Request<'_>) -> Result<UnixTime, Error>;
}

/// The system's clock, corrected by a number of seconds.
///
/// ```
/// use polysign::clock::SystemClock;
///
/// // The machine's clock is two minutes slow.
/// let clock = SystemClock::new().with_correction(120);
/// assert_eq!(clock.correction(), 120);
/// assert_eq!(SystemClock::default(), SystemClock::new());
/// ```
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

    /// Sets the number of seconds to add to the system's time: positive if the system's clock is
    /// slow, negative if it is fast.
    #[must_use]
    pub const fn with_correction(mut self, seconds: i64) -> Self {
        self.correction = seconds;
        self
    }

    /// Returns the number of seconds that are added to the system's time.
    #[must_use]
    pub const fn correction(&self) -> i64 {
        self.correction
    }
}

/// Fails when the system's clock stands before 1970.
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

/// A signer that signs with the time of a custom clock.
///
/// [`Signer::sign`] asks the clock. [`Signer::sign_with`], [`Signer::sign_into`] and
/// [`Signer::explain`] use the time of their context, as every signer does. The nonce comes from the
/// system.
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
#[derive(Clone)]
pub struct Clocked<S, C> {
    signer: S,
    clock: C,
}

impl<S: Signer, C: Clock> Clocked<S, C> {
    /// Creates a signer that signs as `signer` does, with the time of `clock`.
    ///
    /// Keep a clone of a `ServerClock`, to pass the responses to it.
    #[must_use]
    pub const fn new(signer: S, clock: C) -> Self {
        Self { signer, clock }
    }
}

impl<S: Signer, C: Clock> Signer for Clocked<S, C> {
    forward!(self => self.signer);

    fn sign(&self, request: &Request<'_>) -> Result<Signed, Error> {
        let time = self.clock.now(request)?;
        let context = Context::fresh(time, self.scheme().needs_nonce())?;
        self.signer.sign_with(request, &context)
    }
}

impl<S: Signer, C> fmt::Debug for Clocked<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clocked").field("signer", &self.signer).finish_non_exhaustive()
    }
}
