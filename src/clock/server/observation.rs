//! Reading the time of a server from a response, and the types that report the result.

use super::interval::Interval;
use crate::error::labelled;
use crate::request::Headers;
use crate::text::{UnixTime, trim};

labelled! {
    /// The use that [`ServerClock::observe`](crate::clock::ServerClock::observe) made of a response.
    ///
    /// Programs can ignore it. In a log it explains why a clock is not corrected.
    pub enum Observation {
        /// The estimate was updated with it.
        Taken = "taken",
        /// It is far from the estimate, which is kept until more responses say the same.
        Outlier = "outlier",
        /// Ignored: it has an `Age` header, so a cache has answered.
        Cached = "cached",
        /// Ignored: it has no `Date` header, more than one, or one that is not a date of RFC 9110.
        NoDate = "no-date",
        /// Ignored: it came in plaintext from another machine, and anyone may have written it.
        ClearText = "clear-text",
        /// Ignored: the round trip took longer than the clock takes.
        TooSlow = "too-slow",
        /// Ignored: the difference is larger than the clock believes.
        TooFar = "too-far",
    }
}

/// Bounds on how far a server's clock is ahead of this machine's, in milliseconds: negative where it
/// is slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockOffset {
    interval: Interval,
}

impl ClockOffset {
    pub(super) const fn new(interval: Interval) -> Self {
        Self { interval }
    }

    /// Returns the lower bound in milliseconds.
    #[must_use]
    pub const fn least_millis(&self) -> i64 {
        self.interval.least_millis
    }

    /// Returns the upper bound in milliseconds.
    #[must_use]
    pub const fn most_millis(&self) -> i64 {
        self.interval.most_millis
    }

    /// Returns the correction that these bounds justify, in milliseconds: the midpoint, and 0 where
    /// the clocks may agree.
    #[must_use]
    pub const fn correction_millis(&self) -> i64 {
        self.interval.correction_millis()
    }
}

/// Reads the `Date` of a response, unless a cache has answered.
pub(super) fn date_of(headers: Headers<'_>) -> Result<UnixTime, Observation> {
    let mut date = None;
    for (name, value) in headers {
        if name.eq_ignore_ascii_case("age") {
            return Err(Observation::Cached);
        }
        if name.eq_ignore_ascii_case("date") && date.replace(value).is_some() {
            return Err(Observation::NoDate);
        }
    }
    date.and_then(read_date).ok_or(Observation::NoDate)
}

/// Reads a date in any of the three forms of RFC 9110, 5.6.7.
fn read_date(value: &[u8]) -> Option<UnixTime> {
    let text = core::str::from_utf8(trim(value)).ok()?;
    Some(httpdate::parse_http_date(text).ok()?.into())
}
