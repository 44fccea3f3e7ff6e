//! Dates in the two forms of ISO 8601.

use time::OffsetDateTime;

/// A time of the years 1970 to 9999 as text in UTC, on the stack.
pub(crate) struct Timestamp {
    text: [u8; 20],
    len: usize,
}

impl Timestamp {
    /// `20191115T033655Z`
    pub(crate) fn basic(unix_seconds: i64) -> Self {
        Self::new(unix_seconds, b"", b"")
    }

    /// `2015-04-27T08:23:49Z`
    pub(crate) fn extended(unix_seconds: i64) -> Self {
        Self::new(unix_seconds, b"-", b":")
    }

    fn new(unix_seconds: i64, dash: &[u8], colon: &[u8]) -> Self {
        // Out of range has been refused before; 1970 is what is left for the impossible case.
        let time = OffsetDateTime::from_unix_timestamp(unix_seconds)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let year = time.year().unsigned_abs();
        let mut text = Self {
            text: [0; 20],
            len: 0,
        };
        text.push(&two_digits((year / 100) as u8));
        text.push(&two_digits((year % 100) as u8));
        text.push(dash);
        text.push(&two_digits(time.month() as u8));
        text.push(dash);
        text.push(&two_digits(time.day()));
        text.push(b"T");
        text.push(&two_digits(time.hour()));
        text.push(colon);
        text.push(&two_digits(time.minute()));
        text.push(colon);
        text.push(&two_digits(time.second()));
        text.push(b"Z");
        text
    }

    fn push(&mut self, bytes: &[u8]) {
        let free = self.text.get_mut(self.len..).unwrap_or_default();
        for (place, byte) in free.iter_mut().zip(bytes) {
            *place = *byte;
            self.len += 1;
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.text.get(..self.len).unwrap_or_default()
    }
}

fn two_digits(number: u8) -> [u8; 2] {
    [b'0' + number / 10 % 10, b'0' + number % 10]
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
