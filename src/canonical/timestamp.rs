//! Dates in the two forms of ISO 8601.

use time::OffsetDateTime;

/// A time of the years 1970 to 9999 as text in UTC, on the stack.
pub(crate) struct Timestamp<const N: usize>([u8; N]);

impl Timestamp<16> {
    /// `20191115T033655Z`
    pub(crate) fn basic(unix_seconds: i64) -> Self {
        let [c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2] = digits(unix_seconds);
        Self([
            c1, c2, y1, y2, m1, m2, d1, d2, b'T', h1, h2, n1, n2, s1, s2, b'Z',
        ])
    }
}

impl Timestamp<20> {
    /// `2015-04-27T08:23:49Z`
    pub(crate) fn extended(unix_seconds: i64) -> Self {
        let [c1, c2, y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2] = digits(unix_seconds);
        Self([
            c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2,
            b'Z',
        ])
    }
}

impl<const N: usize> Timestamp<N> {
    pub(crate) const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Century, year, month, day, hour, minute, second, in two digits each.
fn digits(unix_seconds: i64) -> [u8; 14] {
    // Out of range has been refused before; 1970 is what is left for the impossible case.
    let time =
        OffsetDateTime::from_unix_timestamp(unix_seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let year = time.year().unsigned_abs();
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
            assert_eq!(Timestamp::basic(seconds).as_bytes(), basic.as_bytes());
            assert_eq!(Timestamp::extended(seconds).as_bytes(), extended.as_bytes());
        }
    }
}
