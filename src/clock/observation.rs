//! What a response says of its server's clock, and what is known in the end.

use super::date::imf_fixdate;
use crate::Headers;
use crate::text::trim;

/// What became of a response that a [`ServerClock`](crate::ServerClock) was told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Observation {
    /// The estimate rests on it now.
    Taken,
    /// It is far from the estimate, which stays, unless the next ones say the same.
    Outlier,
    /// Ignored: it has an `Age` header, so that a cache has answered.
    Cached,
    /// Ignored: it has no `Date` header, more than one, or one that is not an IMF-fixdate.
    NoDate,
    /// Ignored: it came in clear text from another machine, and anyone can have written it.
    ClearText,
    /// Ignored: the round trip took longer than is of use.
    TooSlow,
    /// Ignored: the difference is larger than the clock may correct.
    TooFar,
    /// Ignored: it is from one server more than the clock has room for.
    TooManyServers,
}

impl Observation {
    /// What became of it as a label in lower case with hyphens, `too-slow` for example.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Outlier => "outlier",
            Self::Cached => "cached",
            Self::NoDate => "no-date",
            Self::ClearText => "clear-text",
            Self::TooSlow => "too-slow",
            Self::TooFar => "too-far",
            Self::TooManyServers => "too-many-servers",
        }
    }
}

/// By how much a server's clock is ahead of this machine's, in milliseconds: negative when
/// it is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockOffset {
    least_millis: i64,
    most_millis: i64,
}

impl ClockOffset {
    pub(super) const fn new(least_millis: i64, most_millis: i64) -> Self {
        Self {
            least_millis,
            most_millis,
        }
    }

    /// It is ahead by no less than this.
    #[must_use]
    pub const fn least_millis(&self) -> i64 {
        self.least_millis
    }

    /// It is ahead by no more than this.
    #[must_use]
    pub const fn most_millis(&self) -> i64 {
        self.most_millis
    }

    /// What the system's time is corrected by: the midpoint, and nothing where both clocks may agree.
    #[must_use]
    pub const fn correction_millis(&self) -> i64 {
        match self.least_millis <= 0 && self.most_millis >= 0 {
            true => 0,
            false => self.least_millis.midpoint(self.most_millis),
        }
    }
}

/// The `Date` of a response in unix seconds, unless a cache has answered.
pub(super) fn date_of(headers: Headers<'_>) -> Result<i64, Observation> {
    let mut date = None;
    for (name, value) in headers {
        if name.eq_ignore_ascii_case("age") {
            return Err(Observation::Cached);
        }
        if name.eq_ignore_ascii_case("date") && date.replace(value).is_some() {
            return Err(Observation::NoDate);
        }
    }
    date.and_then(|value| imf_fixdate(trim(value)))
        .ok_or(Observation::NoDate)
}
