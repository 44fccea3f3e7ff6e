//! The clocks of servers, as their responses tell them.

mod estimate;
mod interval;
mod observation;
mod round_trip;
mod servers;

use alloc::sync::Arc;
use core::fmt;
use core::time::Duration;

pub use observation::{ClockOffset, Observation};
pub use round_trip::{RoundTrip, Sent};

use super::Clock;
use crate::request::Headers;
use crate::sign::system_time;
use crate::{Error, Request, UnixTime};
use interval::Interval;
use observation::date_of;
use round_trip::{millis, system_millis};
use servers::{Authority, Servers};

/// The longest correction that a clock can be made to take: a device without a clock of its own
/// wakes in 1970.
const LONGEST_CORRECTION: Duration = Duration::from_secs(60 * 365 * 86_400);

/// The longest round trip that a clock can be made to take.
const LONGEST_ROUND_TRIP: Duration = Duration::from_secs(600);

/// Tells the time by the system's clock, corrected for each server by the `Date` headers of its
/// responses.
///
/// Gateways refuse a request whose time is off by more than a few minutes (5 to 30; see
/// [`Scheme::clock_window`](crate::Scheme::clock_window)). Where the clock of this machine cannot be
/// set, give [`Clocked`](crate::clock::Clocked) a clone of this clock, and pass every response to
/// [`ServerClock::observe`]. Clones share what they know, between threads; signatures take no lock.
///
/// ```
/// use polysign::clock::{Clocked, Sent, ServerClock};
/// use polysign::Request;
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
/// A `Date` is in whole seconds and was written between sending and receiving. So the clock of the
/// server is ahead of this one by at least the date less the time of receiving, and at most by the
/// date and a second less the time of sending. The bounds of several responses are intersected, and
/// widen with age by 100 millionths, the drift of two bad clocks.
///
/// Each response that is taken sets the correction: the midpoint of the bounds, or nothing where they
/// leave room for no difference at all. Signatures use it until the next response. Where nothing is
/// known, the time of the system is not corrected.
///
/// A response that is more than a second off the estimate moves nothing. The third in a row that
/// says the same overrules it: then the server's clock was set, or this machine's. Until then
/// signatures use the former correction.
///
/// # What is not believed
///
/// A `Date` is the server's own claim, and worth what the connection is: of `http` and `ws` nothing
/// is taken, except from this machine. Over TLS a hostile server, or a proxy that this machine lets
/// into its TLS, can have requests to itself signed for another time, and collect signatures that
/// hold later than it could otherwise have got them. It gets no others, since each server is believed
/// for itself alone. Where a signature covers little of the request, or nothing, that is the use of
/// the key until then. [`ServerClock::with_max_correction`] bounds it: an hour by default, which is
/// enough where clocks are merely bad.
///
/// Responses with an `Age` are ignored, as a cache tells its own time or an old one. So are those
/// with no `Date`, with two, or with one that has none of the three forms of RFC 9110 (5.6.7), and
/// round trips that took too long. [`Observation`] says which.
///
/// Servers are told apart by host and port of the URL. The clock keeps 64, and forgets the one whose
/// response was observed least recently for a new one.
#[derive(Clone)]
pub struct ServerClock {
    servers: Arc<Servers>,
    max_correction: Duration,
    max_round_trip: Duration,
}

impl ServerClock {
    /// Creates a clock that knows no server yet, and corrects by an hour at most.
    #[must_use]
    pub fn new() -> Self {
        Self {
            servers: Arc::new(Servers::new()),
            max_correction: Duration::from_secs(3_600),
            max_round_trip: Duration::from_secs(30),
        }
    }

    /// Sets the largest difference to believe, an hour by default. A device without a clock, which
    /// wakes in 1970, needs many years. More than 60 years are taken as 60 years.
    #[must_use]
    pub fn with_max_correction(mut self, longest: Duration) -> Self {
        self.max_correction = longest.min(LONGEST_CORRECTION);
        self
    }

    /// Sets the longest round trip to take, 30 seconds by default. A response cannot tell the time
    /// better than by half the time it took. More than ten minutes are taken as ten minutes.
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
        let widest = 2 * (millis(self.max_round_trip) + 1_000);
        let is_taken = self
            .servers
            .observe(Authority::of(request), interval, widest);
        if is_taken {
            Observation::Taken
        } else {
            Observation::Outlier
        }
    }

    /// Reads what one response says, or why that is not taken.
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
        let date_millis = date_of(headers)?.seconds() * 1_000;
        let least = date_millis - trip.received_millis;
        let most = date_millis + 1_000 - trip.sent_millis;
        if least.midpoint(most).abs() > millis(self.max_correction) {
            return Err(Observation::TooFar);
        }
        Ok(Interval {
            least_millis: least,
            most_millis: most,
            at_millis: trip.sent_millis,
        })
    }

    /// Returns how far the clock of the server that answers `request` is ahead of this machine's now,
    /// if anything is known.
    #[must_use]
    pub fn offset(&self, request: &Request<'_>) -> Option<ClockOffset> {
        self.offset_at_millis(request, system_millis())
    }

    /// Returns what [`ServerClock::offset`] does when this machine's clock stands at `local`, since
    /// 1970.
    #[must_use]
    pub fn offset_at(&self, request: &Request<'_>, local: Duration) -> Option<ClockOffset> {
        self.offset_at_millis(request, millis(local))
    }

    /// Returns whether what is known now shows that `signed_at` was more than `window` seconds off the server's
    /// clock all through the round trip.
    #[cfg(feature = "tower")]
    pub(crate) fn refutes(
        &self,
        request: &Request<'_>,
        trip: RoundTrip,
        signed_at: UnixTime,
        window: i64,
    ) -> bool {
        let Some(offset) = self.offset_at_millis(request, trip.received_millis) else {
            return false;
        };
        let earliest = of_millis(trip.sent_millis + offset.least_millis());
        let latest = of_millis(trip.received_millis + offset.most_millis());
        signed_at.saturating_add(window) < earliest || signed_at.saturating_sub(window) > latest
    }

    fn offset_at_millis(&self, request: &Request<'_>, local: i64) -> Option<ClockOffset> {
        let interval = self.servers.interval(Authority::of(request))?;
        Some(ClockOffset::new(interval.at(local)?))
    }
}

impl Default for ServerClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for ServerClock {
    fn now(&self, request: &Request<'_>) -> Result<UnixTime, Error> {
        match self.servers.correction_millis(Authority::of(request)) {
            0 => system_time(),
            correction => Ok(of_millis(system_millis() + correction)),
        }
    }
}

fn of_millis(millis: i64) -> UnixTime {
    UnixTime::new(millis.div_euclid(1_000))
}

impl fmt::Debug for ServerClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerClock")
            .field("max_correction", &self.max_correction)
            .field("max_round_trip", &self.max_round_trip)
            .finish_non_exhaustive()
    }
}
