//! A server that is off by a known difference, and round trips of any length either way.

use std::time::Duration;

use polysign::clock::{Observation, RoundTrip};
use proptest::prelude::*;

use super::{NOW, date_at, get, lenient, observe};

/// Milliseconds until the request arrives, of answering, and until the response is back; and how
/// long after the one before it is sent.
fn trips() -> impl Strategy<Value = Vec<(u64, u64, u64, u64)>> {
    let way = || prop_oneof![0..20_u64, 0..2_000_u64, 0..9_000_u64];
    let pause = prop_oneof![0..1_000_u64, 0..3_600_000_u64];
    prop::collection::vec((way(), way(), way(), pause), 1..24)
}

fn difference() -> impl Strategy<Value = i64> {
    prop_oneof![-3_000..3_000_i64, -1_200_000..1_200_000_i64, -86_000_000..86_000_000_i64]
}

proptest! {
    #[test]
    fn the_true_difference_is_within_the_bounds(
        difference in difference(),
        // Millionths: by how much the server's clock is fast.
        drift in -90..90_i64,
        trips in trips(),
    ) {
        let clock = lenient();
        let start = NOW * 1_000;
        let true_difference = |local: u64| {
            difference + (local - start).cast_signed() * drift / 1_000_000
        };
        let (mut local, mut narrowest) = (start, u64::MAX);
        for (there, answering, back, pause) in trips {
            local += pause;
            let answered = local + there + answering;
            let servers = answered.cast_signed() + true_difference(answered);
            let date = date_at(servers.div_euclid(1_000));
            let took = there + answering + back;
            let trip = RoundTrip::new(Duration::from_millis(local), Duration::from_millis(took));
            prop_assert_eq!(observe(&clock, &date, trip), Observation::Taken);
            let age = 2 * (local + took - start) / 10_000;
            narrowest = narrowest.min(took + 1_000);
            local += took;

            let known = clock.offset_at(&get("https://ex.com/"), Duration::from_millis(local));
            let known = known.expect("is known");
            let (least, most) = (known.least_millis(), known.most_millis());
            let truth = true_difference(local);
            // A millisecond for the division above.
            prop_assert!((least - 1..=most + 1).contains(&truth), "{truth}: {known:?}");
            let width = most.abs_diff(least);
            prop_assert!(width <= narrowest + age + 500, "{known:?} {narrowest} {age}");
            let correction = known.correction_millis();
            prop_assert!(correction == 0 || correction.abs_diff(truth) <= width / 2 + 2);
        }
    }
}
