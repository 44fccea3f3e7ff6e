//! The server's clock.

use std::time::{Duration, SystemTime};

use polysign::Request;
use polysign::clock::{RoundTrip, ServerClock};

use crate::input::Numbers;

/// Whatever `Date` headers arrive, an estimate keeps to the limit and its parts are in order.
pub fn server_clock(input: &[u8]) {
    let mut numbers = Numbers(input);
    let limit = 3600;
    let clock = ServerClock::new().with_max_correction(Duration::from_secs(limit));
    let request = Request::new("GET", "https://example.com/").expect("a request");
    let mut local = Duration::from_secs(1_573_789_015);
    while !numbers.is_empty() {
        local += Duration::from_millis(u64::from(numbers.byte()) * 50);
        let took = Duration::from_millis(u64::from(numbers.byte()) * 20);
        let date = date(&mut numbers, local);
        let headers = [("date", date.as_slice())];
        clock.observe(&request, &headers, RoundTrip::new(local, took));
        let Some(offset) = clock.offset_at(&request, local) else { continue };
        let (least, most) = (offset.least_millis(), offset.most_millis());
        assert!(least <= most, "{offset:?}");
        let correction = offset.correction_millis();
        let limit = i64::try_from(limit).expect("small") * 1000 + 20_000;
        assert!(correction.abs() <= limit, "{offset:?}");
    }
}

/// A date near the local time, far from it, or no date.
fn date(numbers: &mut Numbers<'_>, local: Duration) -> Vec<u8> {
    let kind = numbers.byte();
    let seconds = match kind % 4 {
        0 => local.as_secs().saturating_add_signed(i64::from(numbers.byte()) - 128),
        1 => local.as_secs().saturating_add_signed((i64::from(numbers.byte()) - 128) * 100),
        2 => numbers.long().unsigned_abs() % 253_402_300_799,
        _ => return (0..numbers.byte() % 40).map(|_| numbers.byte()).collect(),
    };
    httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).into_bytes()
}
