//! When a request was sent and when its response was there.

use core::time::Duration;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The last second of the year 9999. No clock is taken to stand later, so that sums have room.
const LAST_SECOND: i64 = 253_402_300_799;

/// Marks the moment at which a request is sent. [`Sent::received`] ends the round trip.
///
/// The time between is measured by a clock that nobody sets.
#[derive(Debug, Clone, Copy)]
pub struct Sent {
    at_millis: i64,
    stopwatch: Instant,
}

impl Sent {
    /// Starts a round trip now: call it directly before the client sends.
    #[must_use]
    pub fn now() -> Self {
        Self {
            at_millis: system_millis(),
            stopwatch: Instant::now(),
        }
    }

    /// Ends the round trip now: call it as soon as the head of the response is there, before its body
    /// is read.
    #[must_use]
    pub fn received(self) -> RoundTrip {
        RoundTrip::of_millis(self.at_millis, self.stopwatch.elapsed())
    }
}

/// Tells when a request was sent, by this machine's clock, and how long its response took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundTrip {
    pub(super) sent_millis: i64,
    pub(super) received_millis: i64,
}

impl RoundTrip {
    /// Creates a round trip from a custom measurement: `sent_at` since 1970, by the clock to correct,
    /// and `took` until the head of the response was there, by a clock that nobody sets.
    #[must_use]
    pub fn new(sent_at: Duration, took: Duration) -> Self {
        Self::of_millis(millis(sent_at), took)
    }

    fn of_millis(sent_millis: i64, took: Duration) -> Self {
        // Both were cut to whole milliseconds.
        let received_millis = sent_millis.saturating_add(millis(took)).saturating_add(2);
        Self {
            sent_millis,
            received_millis,
        }
    }
}

/// This machine's clock. One that stands before 1970 can be corrected like any other.
pub(super) fn system_millis() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => millis(since),
        Err(before) => -millis(before.duration()),
    }
}

pub(super) fn millis(duration: Duration) -> i64 {
    let most = LAST_SECOND * 1_000;
    i64::try_from(duration.as_millis()).map_or(most, |millis| millis.min(most))
}
