//! Unix time, in whole seconds.
//!
//! All schemes sign times in whole seconds. One type for them keeps seconds apart from lengths,
//! milliseconds and the system's time.

use core::fmt;
use core::str::FromStr;

use crate::{Error, ErrorKind};

/// A point in time in whole seconds since 1970-01-01 00:00:00 UTC, without leap seconds.
///
/// Negative values lie before 1970. `Display` writes the number of seconds. `From` makes it from a
/// number of seconds and, with the standard library, from a `SystemTime`.
///
/// ```
/// use polysign::UnixTime;
///
/// let time = UnixTime::from(1_573_789_015);
/// assert_eq!(time.saturating_add(60).to_string(), "1573789075");
/// assert!(time < UnixTime::MAX);
/// # #[cfg(feature = "std")]
/// assert!(time < std::time::SystemTime::now().into());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(i64);

impl UnixTime {
    /// The earliest time that the type can hold.
    pub const MIN: Self = Self(i64::MIN);
    /// The latest time that the type can hold.
    pub const MAX: Self = Self(i64::MAX);

    /// Creates a time from seconds since 1970, also in constants.
    #[must_use]
    pub const fn new(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Returns the number of seconds since 1970.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Returns the time that is `seconds` later, and [`UnixTime::MIN`] or [`UnixTime::MAX`] where
    /// there is none.
    #[must_use]
    pub const fn saturating_add(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Returns the time that is `seconds` earlier, and [`UnixTime::MIN`] or [`UnixTime::MAX`] where
    /// there is none.
    #[must_use]
    pub const fn saturating_sub(self, seconds: i64) -> Self {
        Self(self.0.saturating_sub(seconds))
    }

    /// Returns the number of seconds since `earlier`, negative where that is later. A difference that
    /// does not fit becomes the nearest number.
    #[must_use]
    pub const fn saturating_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns the number of seconds between two times, whichever is earlier.
    ///
    /// ```
    /// use polysign::UnixTime;
    ///
    /// let (early, late) = (UnixTime::new(100), UnixTime::new(160));
    /// assert_eq!(early.abs_diff(late), 60);
    /// assert_eq!(early.saturating_since(late), -60);
    /// ```
    #[must_use]
    pub const fn abs_diff(self, other: Self) -> u64 {
        self.0.abs_diff(other.0)
    }
}

/// Reads a time in one of the forms that vendors print: Unix seconds, `20191115T033655Z`,
/// `2019-11-15T03:36:55Z` and, with the standard library, a date of HTTP. The second and the third
/// need a vendor that writes them.
///
/// ```
/// use polysign::UnixTime;
///
/// let time: UnixTime = "1573789015".parse()?;
/// # #[cfg(feature = "huawei")]
/// assert_eq!(time, "20191115T033655Z".parse()?);
/// # #[cfg(feature = "std")]
/// assert_eq!(time, "Fri, 15 Nov 2019 03:36:55 GMT".parse()?);
/// assert!("yesterday".parse::<UnixTime>().is_err());
/// # Ok::<(), polysign::Error>(())
/// ```
impl FromStr for UnixTime {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let found = text.parse().ok().map(Self);
        #[cfg(feature = "_time")]
        let found = found.or_else(|| super::read_basic(text.as_bytes()));
        #[cfg(feature = "_time")]
        let found = found.or_else(|| super::read_zoned(text.as_bytes()));
        #[cfg(feature = "std")]
        let found = found.or_else(|| httpdate::parse_http_date(text).ok().map(Self::from));
        found.ok_or_else(|| {
            Error::new(
                ErrorKind::TimeOutOfRange,
                "time",
                "is not one that can be read; write Unix seconds, 20191115T033655Z, \
                 2019-11-15T03:36:55Z or Fri, 15 Nov 2019 03:36:55 GMT",
            )
        })
    }
}

impl From<i64> for UnixTime {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl From<UnixTime> for i64 {
    fn from(time: UnixTime) -> Self {
        time.0
    }
}

/// Drops the fraction of a second, towards the past.
#[cfg(feature = "std")]
impl From<std::time::SystemTime> for UnixTime {
    fn from(time: std::time::SystemTime) -> Self {
        match time.duration_since(std::time::UNIX_EPOCH) {
            Ok(since) => Self(0_i64.saturating_add_unsigned(since.as_secs())),
            Err(before) => {
                let before = before.duration();
                let fraction = i64::from(before.subsec_nanos() > 0);
                Self(0_i64.saturating_sub_unsigned(before.as_secs())).saturating_sub(fraction)
            }
        }
    }
}

/// Fails where the system cannot represent the time.
#[cfg(feature = "std")]
impl TryFrom<UnixTime> for std::time::SystemTime {
    type Error = Error;

    fn try_from(time: UnixTime) -> Result<Self, Error> {
        let distance = core::time::Duration::from_secs(time.0.unsigned_abs());
        let found = if time.0 < 0 {
            std::time::UNIX_EPOCH.checked_sub(distance)
        } else {
            std::time::UNIX_EPOCH.checked_add(distance)
        };
        found.ok_or_else(|| {
            Error::new(
                ErrorKind::TimeOutOfRange,
                "time",
                "is not one that the system can represent; pass a time nearer to 1970",
            )
        })
    }
}

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn sums_stop_at_the_ends() {
        assert_eq!(UnixTime::MAX.saturating_add(1), UnixTime::MAX);
        assert_eq!(UnixTime::MIN.saturating_sub(1), UnixTime::MIN);
        assert_eq!(UnixTime::new(5).saturating_sub(7), UnixTime::new(-2));
        assert_eq!(UnixTime::MIN.saturating_since(UnixTime::MAX), i64::MIN);
        assert_eq!(UnixTime::new(-1).abs_diff(UnixTime::new(2)), 3);
        assert_eq!(UnixTime::MIN.abs_diff(UnixTime::MAX), u64::MAX);
    }

    #[test]
    fn display_is_the_number_of_seconds() {
        assert_eq!(UnixTime::new(-62_167_219_200).to_string(), "-62167219200");
        assert_eq!(i64::from(UnixTime::from(1_573_789_015)), 1_573_789_015);
    }

    #[cfg(feature = "std")]
    #[test]
    fn fractions_of_the_system_time_are_dropped_towards_the_past() {
        use core::time::Duration;
        use std::time::UNIX_EPOCH;
        for (time, expected) in [
            (UNIX_EPOCH, 0),
            (UNIX_EPOCH + Duration::from_millis(1_999), 1),
            (UNIX_EPOCH - Duration::from_millis(1), -1),
            (UNIX_EPOCH - Duration::from_secs(2), -2),
        ] {
            assert_eq!(UnixTime::from(time), UnixTime::new(expected));
        }
    }

    #[cfg(feature = "std")]
    #[test]
    fn system_time_takes_what_it_can_represent() {
        use std::time::SystemTime;
        for seconds in [-62_167_219_200, -1, 0, 253_402_300_799] {
            let time = UnixTime::new(seconds);
            let system = SystemTime::try_from(time).expect("is representable");
            assert_eq!(UnixTime::from(system), time);
        }
        for time in [UnixTime::MIN, UnixTime::MAX] {
            match SystemTime::try_from(time) {
                Ok(system) => assert_eq!(UnixTime::from(system), time),
                Err(error) => assert_eq!(error.kind(), ErrorKind::TimeOutOfRange),
            }
        }
    }
}
