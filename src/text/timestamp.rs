//! Dates in the two forms of ISO 8601.
//!
//! Times are written to the stack digit by digit, which is quicker than a formatter and allocates
//! nothing. They are read strictly: verifiers take no other form, since the text is signed.

use time::{Date, Month, OffsetDateTime};

use crate::UnixTime;

/// A time of the years 1970 to 9999 as text in UTC, on the stack.
pub(crate) struct Timestamp<const N: usize>([u8; N]);

impl Timestamp<16> {
    /// Writes a time in the basic form, `20191115T033655Z`.
    pub(crate) fn basic(time: UnixTime) -> Self {
        let [c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2] = digits(time);
        Self([c1, c2, y1, y2, m1, m2, d1, d2, b'T', h1, h2, n1, n2, s1, s2, b'Z'])
    }
}

impl Timestamp<20> {
    /// Writes a time in the extended form, `2015-04-27T08:23:49Z`.
    pub(crate) fn extended(time: UnixTime) -> Self {
        let [c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2] = digits(time);
        Self([
            c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2,
            b'Z',
        ])
    }
}

/// Reads a time of the form `20191115T033655Z`, and no other.
pub(crate) fn read_basic(text: &[u8]) -> Option<UnixTime> {
    let &[c1, c2, y1, y2, m1, m2, d1, d2, b'T', h1, h2, n1, n2, s1, s2, b'Z'] = text else {
        return None;
    };
    of_digits([c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2])
}

/// Reads a time of the form `2015-04-27T08:23:49Z`, and no other.
pub(crate) fn read_extended(text: &[u8]) -> Option<UnixTime> {
    #[rustfmt::skip]
    let &[c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2, b'Z'] = text
    else {
        return None;
    };
    of_digits([c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2])
}

impl<const N: usize> Timestamp<N> {
    pub(crate) const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Returns the digits of century, year, month, day, hour, minute and second, two of each.
#[allow(
    clippy::expect_used,
    reason = "all times were checked before; with another one something else would be signed"
)]
/// Returns year, month, day, hour, minute and second as digits, in UTC.
fn digits(time: UnixTime) -> [u8; 14] {
    let time = OffsetDateTime::from_unix_timestamp(time.seconds());
    let time = time.expect("a time that was checked to lie in the years 1970 to 9999");
    let year = u32::try_from(time.year()).expect("a year that was checked to be 1970 or later");
    let [(c1, c2), (y1, y2), (m1, m2), (d1, d2), (h1, h2), (n1, n2), (s1, s2)] = [
        (year / 100) as u8,
        (year % 100) as u8,
        time.month() as u8,
        time.day(),
        time.hour(),
        time.minute(),
        time.second(),
    ]
    .map(|number| (b'0' + number / 10, b'0' + number % 10));
    [c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2]
}

/// Reads the digits that [`digits`] returns. `None` if they are no time of 1970 or later.
fn of_digits(digits: [u8; 14]) -> Option<UnixTime> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let [c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2] = digits.map(|digit| digit - b'0');
    let two = |ten: u8, one: u8| ten * 10 + one;
    let year = i32::from(two(c1, c2)) * 100 + i32::from(two(y1, y2));
    let month = Month::try_from(two(m1, m2)).ok()?;
    let date = Date::from_calendar_date(year, month, two(d1, d2)).ok()?;
    let time = date.with_hms(two(h1, h2), two(n1, n2), two(s1, s2)).ok()?;
    let seconds = time.assume_utc().unix_timestamp();
    (seconds >= 0).then_some(UnixTime::new(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_the_years_1970_to_9999() {
        for (seconds, basic, extended) in [
            (0, "19700101T000000Z", "1970-01-01T00:00:00Z"),
            (951_782_400, "20000229T000000Z", "2000-02-29T00:00:00Z"),
            (1_573_789_015, "20191115T033655Z", "2019-11-15T03:36:55Z"),
            (253_402_300_799, "99991231T235959Z", "9999-12-31T23:59:59Z"),
        ] {
            let time = UnixTime::new(seconds);
            assert_eq!(Timestamp::basic(time).as_bytes(), basic.as_bytes());
            assert_eq!(Timestamp::extended(time).as_bytes(), extended.as_bytes());
            assert_eq!(read_basic(basic.as_bytes()), Some(time));
            assert_eq!(read_extended(extended.as_bytes()), Some(time));
        }
    }

    #[test]
    #[should_panic(expected = "a time that was checked")]
    fn no_other_time_is_written_for_one_that_is_too_late() {
        let _ = Timestamp::basic(UnixTime::MAX);
    }

    #[test]
    #[should_panic(expected = "a year that was checked")]
    fn no_other_time_is_written_for_one_that_is_too_early() {
        let _ = Timestamp::extended(UnixTime::new(-100_000_000_000));
    }

    #[test]
    fn other_forms_are_no_time() {
        for text in [
            "", "20191115T033655", "20191115t033655Z", "20191115T033655Z ", "2019-11-15T03:36:55Z",
            "20191315T033655Z", "20190229T033655Z", "20191115T243655Z", "20191115T033660Z",
            "19691231T235959Z", "+0191115T033655Z",
        ] {
            assert_eq!(read_basic(text.as_bytes()), None, "{text}");
        }
        for text in [
            "2015-04-27", "2015-04-27 08:23:49Z", "2015-04-27T08:23:49.0Z", "2015-04-31T08:23:49Z",
            "1969-12-31T23:59:59Z",
        ] {
            assert_eq!(read_extended(text.as_bytes()), None, "{text}");
        }
    }
}
