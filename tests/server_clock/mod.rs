//! The clock that goes by the servers' `Date` headers: what it takes, what it makes of it, and that
//! plain `sign` goes by it.
#![cfg(all(feature = "std", feature = "huawei", target_has_atomic = "64"))]

mod limits;
mod observations;
mod signing;
mod simulated;
mod threads;

use std::time::Duration;

use polysign::Request;
use polysign::clock::{ClockOffset, Observation, RoundTrip, ServerClock};

/// `Tue, 14 Nov 2023 22:13:20 GMT`
const NOW: u64 = 1_700_000_000;

fn get(url: &str) -> Request<'_> {
    Request::new("GET", url).expect(url)
}

/// A round trip that begins `after` milliseconds from now and takes `took` of them.
fn trip(after: u64, took: u64) -> RoundTrip {
    let sent_at = Duration::from_secs(NOW) + Duration::from_millis(after);
    RoundTrip::new(sent_at, Duration::from_millis(took))
}

/// A `Date` of so many seconds from now, written by another's hand.
fn date(seconds: i64) -> String {
    date_at(NOW.cast_signed() + seconds)
}

fn date_at(unix_seconds: i64) -> String {
    let at = Duration::from_secs(unix_seconds.try_into().expect("is after 1970"));
    httpdate::fmt_http_date(std::time::UNIX_EPOCH + at)
}

/// A clock that is told to believe differences of up to a day.
fn lenient() -> ServerClock {
    ServerClock::new().with_max_correction(Duration::from_secs(86_400))
}

/// Tells the clock of a response of `https://ex.com/`.
fn observe(clock: &ServerClock, date: &str, trip: RoundTrip) -> Observation {
    clock.observe(&get("https://ex.com/"), &[("Date", date)], trip)
}

/// What is known of `https://ex.com/`.
fn offset(clock: &ServerClock) -> Option<ClockOffset> {
    clock.offset_at(&get("https://ex.com/"), Duration::from_secs(NOW))
}

/// The bounds are `least` and `most`, rounded outwards a little.
fn assert_bounds(clock: &ServerClock, least: i64, most: i64, case: &str) {
    let found = offset(clock).unwrap_or_else(|| panic!("{case}: nothing is known"));
    let (low, high) = (found.least_millis(), found.most_millis());
    assert!(
        (least - 200..=least).contains(&low) && (most..=most + 200).contains(&high),
        "{case}: {low} to {high}, and not {least} to {most}"
    );
}
