//! Signing by the server's clock, as its responses tell it.

use alloc::sync::Arc;
use core::fmt;
use core::time::Duration;

use super::interval::Interval;
use super::observation::{ClockOffset, Observation, date_of};
use super::round_trip::{RoundTrip, millis, system_millis};
use super::servers::{Authority, Servers};

use crate::sign::system_time;
use crate::{Clock, Error, Headers, Request};

/// The longest correction that a clock can be made to take: a device without a clock of its own
/// wakes in 1970.
const LONGEST_CORRECTION: Duration = Duration::from_secs(60 * 365 * 86_400);

/// The longest round trip that a clock can be made to take.
const LONGEST_ROUND_TRIP: Duration = Duration::from_secs(600);

/// The system's clock, corrected for each server by the `Date` headers of its responses.
///
/// Gateways refuse a request whose time is off by more than a few minutes (5 to 30; see
/// [`Scheme::clock_window`](crate::Scheme::clock_window)). Where this machine's clock cannot be put
/// right, the signer can go by the server's: give [`Clocked`](crate::Clocked) a clone of this
/// clock, and tell the clock of each response. Clones share what they know, between threads
/// and without a lock.
///
/// ```
/// use polysign::{Clocked, Request, Sent, ServerClock};
/// # use polysign::Signer;
/// # fn main() -> Result<(), polysign::Error> {
/// # #[cfg(feature = "tencent")] {
/// # let signer = polysign::tencent::IvhApaas::new(polysign::tencent::AppKey::new("k", "t")?);
/// # let send = |_: polysign::Signed| [("date", "Sun, 06 Nov 1994 08:49:37 GMT")];
/// let clock = ServerClock::new();
/// let signer = Clocked::new(signer, clock.clone());
///
/// let request = Request::new("GET", "https://gw.tvs.qq.com/v2/ivh/x")?;
/// let signed = signer.sign(&request)?;
/// let sent = Sent::now();
/// let response_headers = send(signed);
/// clock.observe(&request, &response_headers, sent.received());
/// # }
/// # Ok(())
/// # }
/// ```
///
/// # The estimate
///
/// A `Date` is in whole seconds and was written between sending and receiving. So the
/// server's clock is ahead of this one by at least the date less the time of receiving, and at most
/// by the date and a second less the time of sending; between them lies the midpoint of the round
/// trip. What several responses say is intersected, and widens with age by 100 millionths, the
/// drift of two bad clocks. Where that leaves room for no difference at all, and where nothing
/// is known, the system's time is taken unchanged; elsewhere the midpoint of what is left corrects it.
///
/// A response that is more than a second off what is established moves nothing. The third in a row
/// that says the same overrules it: then the server's clock was set, or this machine's. Until
/// then requests are signed by the former estimate.
///
/// # What is not believed
///
/// A `Date` is the server's own claim, and worth what the connection is: of `http` and `ws` nothing
/// is taken, but from this machine. Over TLS a server that is hostile, or a proxy that this
/// machine lets into its TLS, can have requests to itself signed for another time, and collect
/// signatures that hold later than it could otherwise have got them; of requests to itself, not to
/// others, as each server is believed for itself alone. Where a signature covers little of the
/// request, as with the schemes that cover nothing, that is the use of the key until then. It is
/// bounded: by [`ServerClock::with_max_correction`], 24 hours unless told otherwise. An hour is
/// enough where clocks are merely bad; more than a day is for devices without a clock.
///
/// Responses with an `Age` are ignored, as a cache tells its own time or an old one; so are those
/// with no `Date`, two, or one that is not in the form of RFC 9110 (5.6.7), and round trips that took
/// too long. [`Observation`] says which. Servers are told apart by host and port of the URL; of
/// more than 64 nothing is learned.
#[derive(Clone)]
pub struct ServerClock {
    servers: Arc<Servers>,
    max_correction: Duration,
    max_round_trip: Duration,
}

impl ServerClock {
    /// A clock that knows no server yet, and corrects by 24 hours at most.
    #[must_use]
    pub fn new() -> Self {
        Self {
            servers: Arc::new(Servers::new()),
            max_correction: Duration::from_secs(24 * 3_600),
            max_round_trip: Duration::from_secs(30),
        }
    }

    /// Believes differences up to `longest`, 24 hours by default. More than 60 years are taken as
    /// 60 years.
    #[must_use]
    pub fn with_max_correction(mut self, longest: Duration) -> Self {
        self.max_correction = longest.min(LONGEST_CORRECTION);
        self
    }

    /// Takes responses that took up to `longest`, 30 seconds by default. A response cannot tell the
    /// time better than by half the time it took. More than ten minutes are taken as ten minutes.
    #[must_use]
    pub fn with_max_round_trip(mut self, longest: Duration) -> Self {
        self.max_round_trip = longest.min(LONGEST_ROUND_TRIP);
        self
    }

    /// Takes in what the response to `request` says of its server's clock.
    ///
    /// `request` is the one that was answered: after a redirect that is another. `headers` are
    /// all of the response, of any status. `trip` is from [`Sent::received`](super::Sent::received).
    pub fn observe<'h>(
        &self,
        request: &Request<'_>,
        headers: impl Into<Headers<'h>>,
        trip: RoundTrip,
    ) -> Observation {
        let interval = match self.read(request, headers.into(), trip) {
            Ok(interval) => interval,
            Err(ignored) => return ignored,
        };
        let Some(estimate) = self.servers.find_or_add(Authority::of(request)) else {
            return Observation::TooManyServers;
        };
        let widest = 2 * (millis(self.max_round_trip) + 1_000);
        match estimate.observe(interval, trip.sent_millis, widest) {
            true => Observation::Taken,
            false => Observation::Outlier,
        }
    }

    /// What one response says, or why that is not taken.
    fn read(
        &self,
        request: &Request<'_>,
        headers: Headers<'_>,
        trip: RoundTrip,
    ) -> Result<Interval, Observation> {
        if request.scheme().is_clear_text() && !request.target.host.is_loopback() {
            return Err(Observation::ClearText);
        }
        if trip.received_millis - trip.sent_millis > millis(self.max_round_trip) {
            return Err(Observation::TooSlow);
        }
        let date_millis = date_of(headers)? * 1_000;
        let least = date_millis - trip.received_millis;
        let most = date_millis + 1_000 - trip.sent_millis;
        let midpoint = least.midpoint(most);
        match midpoint.abs() <= millis(self.max_correction) {
            true => Ok(Interval::new(least, most, trip.sent_millis)),
            false => Err(Observation::TooFar),
        }
    }

    /// By how much the clock of the server that answers `request` is ahead of this machine's now, if
    /// anything is known.
    #[must_use]
    pub fn offset(&self, request: &Request<'_>) -> Option<ClockOffset> {
        self.offset_at_millis(request, system_millis())
    }

    /// As [`ServerClock::offset`] when this machine's clock stands at `local`, since 1970.
    #[must_use]
    pub fn offset_at(&self, request: &Request<'_>, local: Duration) -> Option<ClockOffset> {
        self.offset_at_millis(request, millis(local))
    }

    /// Whether what is known now shows that `signed_at`, in unix seconds, was more than `window`
    /// seconds off the server's clock all through the round trip.
    #[cfg(feature = "tower")]
    pub(crate) fn refutes(
        &self,
        request: &Request<'_>,
        trip: RoundTrip,
        signed_at: i64,
        window: i64,
    ) -> bool {
        let Some(offset) = self.offset_at_millis(request, trip.received_millis) else {
            return false;
        };
        let earliest = trip.sent_millis + offset.least_millis();
        let latest = trip.received_millis + offset.most_millis();
        let seconds = |millis: i64| millis.div_euclid(1_000);
        signed_at.saturating_add(window) < seconds(earliest)
            || signed_at.saturating_sub(window) > seconds(latest)
    }

    fn offset_at_millis(&self, request: &Request<'_>, local: i64) -> Option<ClockOffset> {
        let estimate = self.servers.find(Authority::of(request))?;
        let (least, most) = estimate.interval()?.millis_at(local)?;
        Some(ClockOffset::new(least, most))
    }
}

impl Default for ServerClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for ServerClock {
    fn unix_seconds(&self, request: &Request<'_>) -> Result<i64, Error> {
        let local = system_millis();
        match self.offset_at_millis(request, local) {
            Some(offset) => Ok((local + offset.correction_millis()).div_euclid(1_000)),
            None => system_time(),
        }
    }
}

impl fmt::Debug for ServerClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerClock")
            .field("max_correction", &self.max_correction)
            .field("max_round_trip", &self.max_round_trip)
            .finish_non_exhaustive()
    }
}
