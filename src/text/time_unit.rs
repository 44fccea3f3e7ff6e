//! Times that may be in seconds or in milliseconds.

use super::UnixTime;

/// The last second of the year 9999. No date is both a number of seconds up to it and a number of
/// milliseconds above it: so many milliseconds are a date of 1978.
const LAST_SECOND: u64 = 253_402_300_799;

/// The unit of a time that is sent as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Milliseconds,
}

impl TimeUnit {
    /// Returns the unit in which a number is a date of the years 1970 to 9999.
    pub(crate) const fn of_size(number: u64) -> Self {
        if number > LAST_SECOND { Self::Milliseconds } else { Self::Seconds }
    }

    /// Returns how many of the unit are a second.
    pub(crate) const fn per_second(self) -> u64 {
        match self {
            Self::Seconds => 1,
            Self::Milliseconds => 1_000,
        }
    }

    /// Returns the second of a time in this unit, or [`UnixTime::MAX`] where there is none.
    pub(crate) fn time_of(self, number: u64) -> UnixTime {
        let seconds = i64::try_from(number / self.per_second());
        seconds.map_or(UnixTime::MAX, UnixTime::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_is_told_by_size() {
        for (number, unit, seconds) in [
            (0, TimeUnit::Seconds, 0),
            (1_764_320_400, TimeUnit::Seconds, 1_764_320_400),
            (253_402_300_799, TimeUnit::Seconds, 253_402_300_799),
            (253_402_300_800, TimeUnit::Milliseconds, 253_402_300),
            (1_764_320_400_999, TimeUnit::Milliseconds, 1_764_320_400),
            (u64::MAX, TimeUnit::Milliseconds, 18_446_744_073_709_551),
        ] {
            assert_eq!(TimeUnit::of_size(number), unit, "{number}");
            assert_eq!(unit.time_of(number), UnixTime::new(seconds), "{number}");
        }
        assert_eq!(TimeUnit::Seconds.time_of(u64::MAX), UnixTime::MAX);
    }
}
