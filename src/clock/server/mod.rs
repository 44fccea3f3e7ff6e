//! The clocks of servers, learnt from the `Date` headers of their responses.
//!
//! [`ServerClock`] reads a response into a [`ClockOffset`], bounds on the difference of the two
//! clocks. [`Servers`] keeps an estimate for each server and tells signatures the correction.

mod estimate;
mod interval;
mod observation;
mod round_trip;
mod servers;

use alloc::sync::Arc;
use core::fmt;
use core::time::Duration;

pub use interval::ClockOffset;
pub use observation::Observation;
pub use round_trip::{RoundTrip, Sent};

use super::Clock;
use crate::request::Headers;
use crate::sign::system_time;
use crate::{Error, Request, UnixTime};
use observation::date_of;
use round_trip::{millis, system_millis};
use servers::{Authority, Servers};

/// The largest value of [`ServerClock::with_max_correction`]: a device without a battery for its
/// clock wakes in 1970.
const LONGEST_CORRECTION: Duration = Duration::from_secs(60 * 365 * 86_400);

/// The largest value of [`ServerClock::with_max_round_trip`].
const LONGEST_ROUND_TRIP: Duration = Duration::from_secs(600);

/// The system's clock, corrected for each server by the `Date` headers of its responses.
///
/// Gateways refuse a request whose time is off by more than a few minutes (5 to 30; see
/// [`Scheme::clock_window`](crate::Scheme::clock_window)). Where the clock of this machine cannot be
/// set, give [`Clocked`](crate::clock::Clocked) a clone of this clock, and pass every response to
/// [`ServerClock::observe`]. Responses that refuse a request have a `Date`, too, so the first refusal
/// is enough to sign the next request at the right time.
///
/// Clones share what they know, also between threads. Signatures take no lock.
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
/// server is ahead of this one by at least the date minus the time of receiving, and at most by the
/// date plus a second minus the time of sending. The bounds of several responses are intersected.
/// With age they widen by 100 parts per million, the drift of two bad clocks.
///
/// Each response that is taken sets the correction: the midpoint of the bounds, or 0 where they
/// allow that the clocks agree. Signatures use it until the next response. Where nothing is known,
/// the time of the system is not corrected.
///
/// A response that is more than a second off the estimate changes nothing. The third in a row that
/// says so replaces the estimate: then the server's clock was set, or this machine's. Until then
/// signatures use the former correction.
///
/// # What is not believed
///
/// A `Date` is a claim of the server, and as trustworthy as the connection. Of `http` and `ws`
/// nothing is taken, except from this machine.
///
/// Over TLS, a hostile server can make a client sign requests to that server for a later time, and
/// use the signatures then. So can a proxy that this machine trusts for TLS. They get no signatures
/// for other servers, since each server is believed for itself alone. Where a signature covers little
/// of the request, or nothing, they can use the key until those signatures expire.
/// [`ServerClock::with_max_correction`] bounds the time: it is an hour by default, which is enough
/// for clocks that are merely bad.
///
/// Responses with an `Age` are ignored, as a cache tells its own time or an old one. So are those
/// with no `Date`, with two, or with one that has none of the three forms of RFC 9110 (5.6.7), and
/// round trips that took too long. [`Observation`] says which.
///
/// Servers are told apart by host and port of the URL. The clock keeps 64 of them. A new one replaces
/// the one whose response was observed least recently.
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

    /// Sets the largest difference of the clocks that is believed: an hour by default, 60 years at
    /// most.
    ///
    /// A device without a battery for its clock, which wakes in 1970, needs the 60 years.
    #[must_use]
    pub fn with_max_correction(mut self, longest: Duration) -> Self {
        self.max_correction = longest.min(LONGEST_CORRECTION);
        self
    }

    /// Sets the longest round trip that is taken: 30 seconds by default, ten minutes at most.
    ///
    /// A response tells the time no better than by half the time that it took.
    #[must_use]
    pub fn with_max_round_trip(mut self, longest: Duration) -> Self {
        self.max_round_trip = longest.min(LONGEST_ROUND_TRIP);
        self
    }

    /// Learns from the response to `request` how far its server's clock is ahead.
    ///
    /// `request` is the one that was answered, which is another after a redirect. `headers` are all
    /// headers of the response, whatever its status. `trip` comes from
    /// [`Sent::received`](super::Sent::received). The result says whether the response was used, and
    /// why not.
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
        let is_taken = self.servers.observe(Authority::of(request), interval, widest);
        if is_taken { Observation::Taken } else { Observation::Outlier }
    }

    /// Reads the bounds that one response gives, or the reason why it is ignored.
    fn read(
        &self,
        request: &Request<'_>,
        headers: Headers<'_>,
        trip: RoundTrip,
    ) -> Result<ClockOffset, Observation> {
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
        Ok(ClockOffset { least_millis: least, most_millis: most, at_millis: trip.sent_millis })
    }

    /// Returns how far the clock of the server that answers `request` is ahead of this machine's now.
    /// `None` if nothing is known.
    #[must_use]
    pub fn offset(&self, request: &Request<'_>) -> Option<ClockOffset> {
        self.offset_at_millis(request, system_millis())
    }

    /// Returns how far the clock of the server that answers `request` is ahead when this machine's
    /// clock shows `local`, counted from 1970. `None` if nothing is known.
    #[must_use]
    pub fn offset_at(&self, request: &Request<'_>, local: Duration) -> Option<ClockOffset> {
        self.offset_at_millis(request, millis(local))
    }

    /// Returns whether `signed_at` was more than `window` seconds off the server's clock during the
    /// whole round trip, by what is known now.
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

    /// Returns the estimate for a server, widened by its age when our clock shows `local`.
    fn offset_at_millis(&self, request: &Request<'_>, local: i64) -> Option<ClockOffset> {
        let interval = self.servers.interval(Authority::of(request))?;
        interval.at(local)
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

/// Returns the second in which a time in milliseconds lies.
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
