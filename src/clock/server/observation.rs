//! Reading the time of a server from a response, and the types that report the result.

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
