//! Dates in the two forms of ISO 8601.
//!
//! Times are written to the stack digit by digit, which is quicker than a formatter and allocates
//! nothing. They are read strictly: verifiers take no other form, since the text is signed.

use smallvec::SmallVec;
use time::{Date, Month, OffsetDateTime};

use super::Found;
use crate::UnixTime;

/// A time of the years 1970 to 9999 as text in UTC, on the stack.
pub struct Timestamp<const N: usize>([u8; N]);

impl Timestamp<10> {
    /// Writes the day of a time, `2015-04-27`.
    pub(crate) fn day(time: UnixTime) -> Self {
        let [c1, c2, y1, y2, m1, m2, d1, d2, ..] = digits(time);
        Self([c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2])
    }
}

impl Timestamp<16> {
    /// Writes a time in the basic form, `20191115T033655Z`.
    ///
    /// # Panics
    ///
    /// For a time outside of the years 1970 to 9999. A draft and a reader of times have no other.
    #[must_use]
    pub fn basic(time: UnixTime) -> Self {
        let [c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2] = digits(time);
        Self([c1, c2, y1, y2, m1, m2, d1, d2, b'T', h1, h2, n1, n2, s1, s2, b'Z'])
    }
}

impl Timestamp<20> {
    /// Writes a time in the extended form, `2015-04-27T08:23:49Z`.
    ///
    /// # Panics
    ///
    /// As [`Timestamp::basic`].
    #[must_use]
    pub fn extended(time: UnixTime) -> Self {
        let [c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2] = digits(time);
        Self([
            c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2,
            b'Z',
        ])
    }
}

/// Writes a time as `2015-04-27T08:23:49` and then `zone`, whose clock it has to be.
pub(crate) fn zoned(time: UnixTime, zone: &str) -> SmallVec<[u8; 25]> {
    let mut text = SmallVec::from_slice(Timestamp::extended(time).as_bytes().found(..19));
    text.extend_from_slice(zone.as_bytes());
    text
}

const WEEKDAYS: [[u8; 3]; 7] = [*b"Mon", *b"Tue", *b"Wed", *b"Thu", *b"Fri", *b"Sat", *b"Sun"];

const MONTHS: [[u8; 3]; 12] = [
    *b"Jan", *b"Feb", *b"Mar", *b"Apr", *b"May", *b"Jun", *b"Jul", *b"Aug", *b"Sep", *b"Oct",
    *b"Nov", *b"Dec",
];

/// Returns the first three letters of the day of a time of 1970 or later.
#[allow(
    clippy::indexing_slicing,
    reason = "a week has seven days; another name would be signed as this one"
)]
fn weekday(time: UnixTime) -> [u8; 3] {
    // 1970-01-01 was a Thursday.
    WEEKDAYS[((time.seconds() / 86_400 + 3) % 7) as usize]
}

impl Timestamp<29> {
    /// Writes a time in the form of HTTP, `Fri, 15 Nov 2019 03:36:55 GMT`.
    #[allow(
        clippy::indexing_slicing,
        reason = "`time` has twelve months; another name would be signed as this one"
    )]
    pub(crate) fn http(time: UnixTime) -> Self {
        let [c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2] = digits(time);
        let [w1, w2, w3] = weekday(time);
        let [a1, a2, a3] = MONTHS[usize::from((m1 - b'0') * 10 + (m2 - b'0')) - 1];
        Self([
            w1, w2, w3, b',', b' ', d1, d2, b' ', a1, a2, a3, b' ', c1, c2, y1, y2, b' ', h1, h2,
            b':', n1, n2, b':', s1, s2, b' ', b'G', b'M', b'T',
        ])
    }
}

/// Reads a time of the form `Fri, 15 Nov 2019 03:36:55 GMT`, with `UTC` for `GMT`, too, and no other.
pub(crate) fn read_http(text: &[u8]) -> Option<UnixTime> {
    #[rustfmt::skip]
    let &[w1, w2, w3, b',', b' ', d1, d2, b' ', a1, a2, a3, b' ', c1, c2, y1, y2, b' ', h1, h2, b':', n1, n2, b':', s1, s2, b' ', ref zone @ ..] = text
    else {
        return None;
    };
    let month = MONTHS.iter().position(|name| *name == [a1, a2, a3])? + 1;
    let [m1, m2] = [month / 10, month % 10].map(|digit| b'0' + digit as u8);
    let time = of_digits([c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2])?;
    let is_it = [w1, w2, w3] == weekday(time);
    (is_it && matches!(zone, b"GMT" | b"UTC")).then_some(time)
}

/// Reads a time of ISO 8601 with its distance from UTC: `2019-11-15T11:36:55.25+08:00`, for example,
/// or with `+0800`, or with `Z`. The fraction of a second is dropped.
pub(crate) fn read_zoned(text: &[u8]) -> Option<UnixTime> {
    let (front, rest) = text.split_first_chunk::<19>()?;
    let mut as_utc = [b'Z'; 20];
    *as_utc.first_chunk_mut()? = *front;
    let local = read_extended(&as_utc)?;
    let zone = match rest {
        [b'.', fraction @ ..] => {
            let is_end = |byte: &u8| !byte.is_ascii_digit();
            fraction.get(fraction.iter().position(is_end)?..)?
        }
        _ => rest,
    };
    let (sign, digits) = match *zone {
        [b'Z'] => return Some(local),
        [sign, h1, h2, n1, n2] | [sign, h1, h2, b':', n1, n2] => (sign, [h1, h2, n1, n2]),
        _ => return None,
    };
    let [h1, h2, n1, n2] = digits.map(|digit| i64::from(digit.wrapping_sub(b'0')));
    let (hours, minutes) = (10 * h1 + h2, 10 * n1 + n2);
    let is_zone = digits.iter().all(u8::is_ascii_digit) && hours < 24 && minutes < 60;
    let seconds = hours * 3600 + minutes * 60;
    match sign {
        b'+' if is_zone => Some(local.saturating_sub(seconds)),
        b'-' if is_zone => Some(local.saturating_add(seconds)),
        _ => None,
    }
}

/// Reads a time of the form `20191115T033655Z`, and no other.
#[must_use]
pub fn read_basic(text: &[u8]) -> Option<UnixTime> {
    let &[c1, c2, y1, y2, m1, m2, d1, d2, b'T', h1, h2, n1, n2, s1, s2, b'Z'] = text else {
        return None;
    };
    of_digits([c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2])
}

/// Reads a time of the form `2015-04-27T08:23:49Z`, and no other.
#[must_use]
pub fn read_extended(text: &[u8]) -> Option<UnixTime> {
    #[rustfmt::skip]
    let &[c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2, b'Z'] = text
    else {
        return None;
    };
    of_digits([c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2])
}

impl<const N: usize> core::fmt::Debug for Timestamp<N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const N: usize> Timestamp<N> {
    /// Returns the date alone: eight digits of the basic form, ten characters of the extended one.
    #[must_use]
    pub fn date(&self) -> &[u8] {
        self.0.found(..if N == 16 { 8 } else { 10 })
    }

    /// Returns the text.
    #[must_use]
    #[allow(clippy::expect_used, reason = "no text is no time")]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).expect("digits and letters are ASCII")
    }

    /// Returns the text as bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
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
            assert_eq!(Some(Timestamp::day(time).as_bytes()), extended.as_bytes().get(..10));
            assert_eq!(Timestamp::basic(time).as_bytes(), basic.as_bytes());
            assert_eq!(Timestamp::extended(time).as_bytes(), extended.as_bytes());
            assert_eq!(read_basic(basic.as_bytes()), Some(time));
            assert_eq!(read_extended(extended.as_bytes()), Some(time));
        }
    }

    #[test]
    fn dates_of_http() {
        for (seconds, text) in [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_562_744_143, "Wed, 10 Jul 2019 07:35:43 GMT"),
            (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] {
            let time = UnixTime::new(seconds);
            assert_eq!(Timestamp::http(time).as_bytes(), text.as_bytes());
            assert_eq!(read_http(text.as_bytes()), Some(time));
            assert_eq!(read_http(text.replace("GMT", "UTC").as_bytes()), Some(time));
        }
        for text in [
            "",
            "Wed, 10 Jul 2019 07:35:43",
            "Wed, 10 Jul 2019 07:35:43 CST",
            "Thu, 10 Jul 2019 07:35:43 GMT",
            "Wed, 10 jul 2019 07:35:43 GMT",
            "Wed, 31 Jun 2019 07:35:43 GMT",
            "Wed, 10 Jul 2019 07:35:43 GMT ",
            "Wednesday, 10-Jul-19 07:35:43 GMT",
        ] {
            assert_eq!(read_http(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn times_with_a_zone() {
        for (text, expected) in [
            ("2023-07-07T08:03:10Z", Some(1_688_716_990)),
            ("2023-07-07T08:03:10.000Z", Some(1_688_716_990)),
            ("2023-07-07T08:03:10.123456+00:00", Some(1_688_716_990)),
            ("2023-07-07T16:03:10+0800", Some(1_688_716_990)),
            ("2023-07-07T04:33:10-03:30", Some(1_688_716_990)),
            ("2023-07-07T08:03:10", None),
            ("2023-07-07T08:03:10.", None),
            ("2023-07-07T08:03:10.5", None),
            ("2023-07-07T08:03:10 0800", None),
            ("2023-07-07T08:03:10+08", None),
            ("2023-07-07T08:03:10+08:0x", None),
            ("2023-07-07T08:03:10+2400", None),
            ("2023-02-30T08:03:10Z", None),
        ] {
            assert_eq!(read_zoned(text.as_bytes()), expected.map(UnixTime::new), "{text}");
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
