//! Which responses are taken, and what is made of them.

use std::time::Duration;

use polysign::clock::{Observation, ServerClock};

use super::{assert_bounds, date, date_at, get, lenient, observe, offset, trip};

#[test]
fn one_response_gives_the_round_trip_and_a_second() {
    for (case, seconds, after, took, least, most) in [
        ("at once", 0, 0, 0, 0, 1_000),
        ("ahead", 1_200, 0, 0, 1_200_000, 1_201_000),
        ("behind", -1_200, 0, 0, -1_200_000, -1_199_000),
        ("slow", 1_200, 0, 8_000, 1_192_000, 1_201_000),
        ("in the middle of a second", 60, 500, 200, 59_300, 60_500),
        ("in the middle of a second", 60, 900, 50, 59_050, 60_100),
        ("a day", 86_399, 0, 0, 86_399_000, 86_400_000),
    ] {
        let clock = lenient();
        let seen = observe(&clock, &date(seconds), trip(after, took));
        assert_eq!(seen, Observation::Taken, "{case}");
        assert_bounds(&clock, least, most, case);
    }
}

#[test]
fn several_responses_narrow_the_bounds() {
    let clock = ServerClock::new();
    // The server is 600.4 seconds ahead. (sent after, took, date, bounds then)
    for (after, took, seconds, least, most) in [
        (0, 6_000, 603, 597_000, 604_000),
        (7_000, 400, 607, 599_600, 601_000),
        (8_500, 200, 608, 599_600, 600_500),
        (9_650, 100, 610, 600_250, 600_500),
        // Wider, and adds nothing.
        (10_000, 5_000, 612, 600_250, 600_500),
    ] {
        let seen = observe(&clock, &date(seconds), trip(after, took));
        assert_eq!(seen, Observation::Taken, "{after}");
        assert_bounds(&clock, least, most, &format!("after {after}"));
    }
    let known = offset(&clock).expect("is known");
    let midpoint = known.least_millis().midpoint(known.most_millis());
    assert_eq!(known.correction_millis(), midpoint);
}

#[test]
fn nothing_is_corrected_where_both_clocks_may_agree() {
    for (case, seconds, took, corrects) in [
        ("the same second", 0, 100, false),
        ("a second behind", -1, 0, false),
        ("a second ahead, and slow", 1, 2_000, false),
        ("a second ahead", 1, 0, true),
        ("two seconds behind", -2, 0, true),
    ] {
        let clock = ServerClock::new();
        assert_eq!(observe(&clock, &date(seconds), trip(0, took)), Observation::Taken);
        let correction = offset(&clock).expect("is known").correction_millis();
        assert_eq!(correction != 0, corrects, "{case}: {correction}");
    }
}

#[test]
fn an_estimate_widens_with_age_until_it_corrects_nothing() {
    let clock = ServerClock::new();
    observe(&clock, &date(5), trip(0, 0));
    let at = |days: u64| {
        let local = Duration::from_secs(super::NOW + days * 86_400);
        clock.offset_at(&get("https://ex.com/"), local).expect("is known")
    };
    assert_eq!(at(0).correction_millis().abs_diff(5_500) / 100, 0);
    assert!((-3_900..=-3_640).contains(&at(1).least_millis()), "{:?}", at(1));
    assert!((14_640..=14_900).contains(&at(1).most_millis()), "{:?}", at(1));
    assert_eq!(at(1).correction_millis(), 0);
    // What is new is far more certain, and takes its place.
    assert_eq!(observe(&clock, &date(5), trip(0, 0)), Observation::Taken);
}

#[test]
fn a_response_far_off_moves_nothing_and_three_that_agree_do() {
    let clock = lenient();
    use Observation::{Outlier, Taken};
    // (date, what becomes of it, the bounds then begin at)
    for (step, seconds, expected, least) in [
        ("the first", 0, Taken, 0),
        ("far ahead", 1_200, Outlier, 0),
        ("far behind", -1_200, Outlier, 0),
        ("another day", 80_000, Outlier, 0),
        ("as before", 0, Taken, 0),
        ("once", 1_200, Outlier, 0),
        ("twice", 1_200, Outlier, 0),
        ("and not again", 0, Taken, 0),
        ("once", 1_200, Outlier, 0),
        ("twice", 1_200, Outlier, 0),
        ("three times", 1_200, Taken, 1_200_000),
        ("the former", 0, Outlier, 1_200_000),
        ("the new", 1_200, Taken, 1_200_000),
    ] {
        let seen = observe(&clock, &date(seconds), trip(0, 0));
        assert_eq!(seen, expected, "{step}");
        assert_bounds(&clock, least, least + 1_000, step);
    }
}

#[test]
fn what_is_not_to_be_believed_is_ignored() {
    use Observation::{Cached, ClearText, NoDate, Taken, TooFar, TooSlow};
    let late = date(1_200);
    let late = late.as_str();
    let year_9999 = date_at(253_402_300_799);
    let (over, under) = (date(3_602), date(-3_602));
    let https = "https://ex.com/";
    for (case, url, headers, took, expected) in [
        ("in order", https, vec![("date", late)], 0, Taken),
        ("blanks", https, vec![("DATE", &format!(" {late}\t"))], 0, Taken),
        ("a socket", "wss://ex.com/", vec![("date", late)], 0, Taken),
        ("from a cache", https, vec![("date", late), ("Age", "0")], 0, Cached),
        ("from a cache", https, vec![("age", "x"), ("date", late)], 0, Cached),
        ("no headers", https, vec![], 0, NoDate),
        ("no date", https, vec![("x-date", late)], 0, NoDate),
        ("empty", https, vec![("date", "")], 0, NoDate),
        ("two", https, vec![("date", late), ("Date", late)], 0, NoDate),
        ("two in one", https, vec![("date", &format!("{late}, {late}"))], 0, NoDate),
        ("in seconds", https, vec![("date", "1700000000")], 0, NoDate),
        ("of 1985", https, vec![("date", "Tuesday, 14-Nov-23 22:33:20 GMT")], 0, Taken),
        ("of C", https, vec![("date", "Tue Nov 14 22:33:20 2023")], 0, Taken),
        ("of another weekday", https, vec![("date", "Wed, 14 Nov 2023 22:33:20 GMT")], 0, NoDate),
        ("in another zone", https, vec![("date", "Tue, 14 Nov 2023 22:33:20 UTC")], 0, NoDate),
        ("clear text", "http://ex.com/", vec![("date", late)], 0, ClearText),
        ("clear text", "ws://ex.com:443/", vec![("date", late)], 0, ClearText),
        ("loopback", "http://127.0.0.1:8080/", vec![("date", late)], 0, Taken),
        ("loopback", "ws://localhost/", vec![("date", late)], 0, Taken),
        ("slow", https, vec![("date", late)], 29_900, Taken),
        ("too slow", https, vec![("date", late)], 30_100, TooSlow),
        ("for ever", https, vec![("date", late)], u64::MAX, TooSlow),
        ("year 9999", https, vec![("date", &year_9999)], 0, TooFar),
        ("year 0", https, vec![("date", "Sat, 01 Jan 0000 00:00:00 GMT")], 0, NoDate),
        ("over an hour", https, vec![("date", &over)], 0, TooFar),
        ("over an hour", https, vec![("date", &under)], 0, TooFar),
    ] {
        let clock = ServerClock::new();
        let request = get(url);
        assert_eq!(clock.observe(&request, &headers, trip(0, took)), expected, "{case}");
        let known = clock.offset_at(&request, Duration::from_secs(super::NOW));
        assert_eq!(known.is_some(), expected == Taken, "{case}");
        // Nor does it shake what is known.
        observe(&clock, late, trip(0, 0));
        for _ in 0..3 {
            clock.observe(&request, &headers, trip(0, took));
        }
        assert_bounds(&clock, 1_200_000, 1_201_000, case);
    }
}

#[test]
fn labels_are_the_names_in_lower_case_with_hyphens() {
    use Observation::{ClearText, NoDate, TooFar, TooSlow};
    for (observation, label) in [
        (Observation::Taken, "taken"),
        (Observation::Outlier, "outlier"),
        (Observation::Cached, "cached"),
        (NoDate, "no-date"),
        (ClearText, "clear-text"),
        (TooSlow, "too-slow"),
        (TooFar, "too-far"),
    ] {
        assert_eq!(observation.as_str(), label);
    }
}
