//! Measuring the time between sending a request and receiving its response.

use core::time::Duration;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The last second of the year 9999. No clock is assumed to be later, so that sums do not overflow.
const LAST_SECOND: i64 = 253_402_300_799;

/// The moment at which a request was sent. [`Sent::received`] ends the round trip.
///
/// The time between is measured with a monotonic clock, which nobody sets.
#[derive(Debug, Clone, Copy)]
pub struct Sent {
    at_millis: i64,
    stopwatch: Instant,
}

impl Sent {
    /// Starts a round trip now. Call it directly before the client sends.
    #[must_use]
    pub fn now() -> Self {
        Self { at_millis: system_millis(), stopwatch: Instant::now() }
    }

    /// Ends the round trip now. Call it as soon as the head of the response is there, before its body
    /// is read.
    #[must_use]
    pub fn received(self) -> RoundTrip {
        RoundTrip::of_millis(self.at_millis, self.stopwatch.elapsed())
    }
}

/// The time at which a request was sent, by this machine's clock, and the time that its response
/// took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundTrip {
    pub(super) sent_millis: i64,
    pub(super) received_millis: i64,
}

impl RoundTrip {
    /// Creates a round trip from a custom measurement.
    ///
    /// `sent_at` is the time since 1970, by the clock to correct. `took` is the time until the head
    /// of the response was there, by a monotonic clock.
    #[must_use]
    pub fn new(sent_at: Duration, took: Duration) -> Self {
        Self::of_millis(millis(sent_at), took)
    }

    /// Ends a round trip that began at `sent_millis` and took that long.
    fn of_millis(sent_millis: i64, took: Duration) -> Self {
        // Both were cut to whole milliseconds.
        let received_millis = sent_millis.saturating_add(millis(took)).saturating_add(2);
        Self { sent_millis, received_millis }
    }
}

/// Returns the time of this machine's clock, in milliseconds since 1970. A clock that shows an
/// earlier time can be corrected like any other.
pub(super) fn system_millis() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => millis(since),
        Err(before) => -millis(before.duration()),
    }
}

/// Returns a duration in whole milliseconds, at most up to the year 9999.
pub(super) fn millis(duration: Duration) -> i64 {
    let most = LAST_SECOND * 1_000;
    i64::try_from(duration.as_millis()).map_or(most, |millis| millis.min(most))
}
