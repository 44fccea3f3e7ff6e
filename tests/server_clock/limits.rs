//! How far a clock lets itself be moved, and by whom.

use std::time::Duration;

use polysign::clock::{Observation, ServerClock};

use super::{assert_bounds, date, date_at, get, observe, offset, trip};

#[test]
fn the_bounds_are_the_callers() {
    use Observation::{Taken, TooFar, TooSlow};
    let hour = || ServerClock::new().with_max_correction(Duration::from_secs(3_600));
    assert_eq!(observe(&hour(), &date(3_599), trip(0, 0)), Taken);
    assert_eq!(observe(&hour(), &date(3_602), trip(0, 0)), TooFar);
    assert_eq!(observe(&hour(), &date(-3_602), trip(0, 0)), TooFar);
    let quick = || ServerClock::new().with_max_round_trip(Duration::from_millis(500));
    assert_eq!(observe(&quick(), &date(0), trip(0, 400)), Taken);
    assert_eq!(observe(&quick(), &date(0), trip(0, 600)), TooSlow);
    // A device that woke in 1970, and the most that there is to set.
    let any =
        || ServerClock::new().with_max_correction(Duration::MAX).with_max_round_trip(Duration::MAX);
    let clock = any();
    let woke = polysign::clock::RoundTrip::new(Duration::from_secs(7), Duration::from_secs(590));
    assert_eq!(observe(&clock, &date(0), woke), Taken);
    let known = clock.offset_at(&get("https://ex.com/"), Duration::from_secs(7));
    let known = known.expect("is known");
    let now = super::NOW.cast_signed() * 1_000;
    assert!((now - 597_200..=now - 597_000).contains(&known.least_millis()), "{known:?}");
    assert!((now - 6_000..=now - 5_800).contains(&known.most_millis()), "{known:?}");
    assert_eq!(observe(&any(), &date_at(253_402_300_799), trip(0, 0)), TooFar);
}

#[test]
fn no_clock_that_can_be_told_makes_a_sum_overflow() {
    for (sent_at, took) in [
        (Duration::MAX, Duration::MAX),
        (Duration::MAX, Duration::ZERO),
        (Duration::ZERO, Duration::MAX),
        (Duration::from_secs(253_402_300_799), Duration::ZERO),
    ] {
        let clock = ServerClock::new().with_max_correction(Duration::MAX);
        let trip = polysign::clock::RoundTrip::new(sent_at, took);
        let seen = observe(&clock, &date_at(253_402_300_799), trip);
        let is_taken = took.is_zero() && !sent_at.is_zero();
        assert_eq!(seen == Observation::Taken, is_taken, "{sent_at:?} {took:?}");
        let known = clock.offset_at(&get("https://ex.com/"), Duration::MAX);
        assert_eq!(known.is_some(), is_taken, "{known:?}");
    }
}

#[test]
fn each_server_has_a_clock_of_its_own() {
    let clock = ServerClock::new();
    observe(&clock, &date(1_200), trip(0, 0));
    let knows = |url: &str| {
        let local = Duration::from_secs(super::NOW);
        clock.offset_at(&get(url), local).is_some()
    };
    for url in ["https://EX.com:443/v1", "wss://ex.com/"] {
        assert!(knows(url), "{url}");
    }
    for url in ["https://ex.com:8443/", "https://a.ex.com/", "http://ex.com/"] {
        assert!(!knows(url), "{url}");
    }
    // A `Host` header makes no other server of it.
    let headers = [("host", "ex.com")];
    let stranger = get("https://stranger.example/").with_headers(&headers);
    let told = clock.observe(&stranger, &[("date", date(0).as_str())], trip(0, 0));
    assert_eq!(told, Observation::Taken);
    assert_bounds(&clock, 1_200_000, 1_201_000, "another server");
    assert!(knows("https://stranger.example/"));
}

#[test]
fn the_first_response_is_believed_up_to_an_hour() {
    use Observation::{Taken, TooFar};
    for (seconds, expected) in [
        (3_599, Taken),
        (-3_599, Taken),
        (3_602, TooFar),
        (-3_602, TooFar),
        (7_200, TooFar),
        (86_399, TooFar),
    ] {
        let clock = ServerClock::default();
        assert_eq!(observe(&clock, &date(seconds), trip(0, 0)), expected);
        assert_eq!(offset(&clock).is_some(), expected == Taken, "{seconds}");
    }
    // Who answers late leaves more open, and moves the clock no further: what counts is the middle.
    for (seconds, expected) in
        [(3_613, Taken), (-3_586, Taken), (3_616, TooFar), (3_629, TooFar), (-3_589, TooFar)]
    {
        let clock = ServerClock::default();
        assert_eq!(observe(&clock, &date(seconds), trip(0, 28_000)), expected, "{seconds}");
        let correction = offset(&clock).map_or(0, |offset| offset.correction_millis());
        assert!(correction.abs() <= 3_600_000, "{correction}");
    }
}

#[test]
fn of_many_servers_the_one_observed_least_recently_is_forgotten() {
    let clock = ServerClock::new();
    let url = |at: usize| format!("https://h{at}.example/");
    // Each is half a minute ahead of the one before, so that none can be taken for another.
    let ahead = |at: usize| 120 + 30 * i64::try_from(at).expect("few");
    let tell = |at: usize| {
        clock.observe(&get(&url(at)), &[("date", date(ahead(at)).as_str())], trip(0, 0))
    };
    let knows = |at: usize| {
        let known = clock.offset_at(&get(&url(at)), Duration::from_secs(super::NOW))?;
        Some((known.least_millis() + 999) / 1_000 == ahead(at))
    };
    for at in 0..70 {
        assert_eq!(tell(at), Observation::Taken, "{at}");
        // Told again and again, it stays.
        assert_eq!(knows(0), Some(true), "{at}");
        assert_eq!(tell(0), Observation::Taken, "{at}");
    }
    let known: Vec<_> = (0..70).filter(|at| knows(*at).is_some()).collect();
    let expected: Vec<_> = [0].into_iter().chain(7..70).collect();
    assert_eq!(known, expected);
    assert!(known.into_iter().all(|at| knows(at) == Some(true)));
}
