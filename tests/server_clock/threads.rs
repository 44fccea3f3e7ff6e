//! Threads that share a clock.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use polysign::clock::{Observation, ServerClock};

use super::{date, observe, offset, trip};

const ROUNDS: u64 = 4_000;

/// Runs `read` until all of `writers` are done, and once more.
fn hammer(writers: &[&(dyn Fn() + Sync)], read: impl Fn()) {
    // Counted also when a writer fails, so that the loop below ends.
    struct Done<'a>(&'a AtomicUsize);
    impl Drop for Done<'_> {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Release);
        }
    }
    let done = AtomicUsize::new(0);
    thread::scope(|scope| {
        for writer in writers {
            scope.spawn(|| {
                let _done = Done(&done);
                writer();
            });
        }
        while done.load(Ordering::Acquire) < writers.len() {
            read();
        }
        read();
    });
}

#[test]
fn what_is_read_is_always_true_when_all_that_is_told_is() {
    let clock = ServerClock::new();
    // 600.4 seconds ahead, told at every part of a second and by round trips of every length.
    let tell = |first: u64| {
        for round in 0..ROUNDS {
            let (after, took) = (first + round * 13 % 40_000, round * 7 % 9_000);
            let answered = after + took * (round % 5) / 4;
            let seconds = (answered + 600_400) / 1_000;
            let seen = observe(&clock, &date(seconds.cast_signed()), trip(after, took));
            assert_eq!(seen, Observation::Taken);
        }
    };
    hammer(&[&|| tell(0), &|| tell(3), &|| tell(8)], || {
        if let Some(known) = offset(&clock) {
            let bounds = known.least_millis()..=known.most_millis();
            assert!(bounds.contains(&600_400), "{known:?}");
        }
    });
    let known = offset(&clock).expect("is known");
    assert!(known.most_millis() - known.least_millis() < 300, "{known:?}");
}

#[test]
fn two_times_are_never_mixed() {
    let clock = ServerClock::new();
    let tell = |seconds: i64| {
        for round in 0..ROUNDS {
            observe(&clock, &date(seconds), trip(0, round % 400));
        }
    };
    hammer(&[&|| tell(-1_200), &|| tell(1_200), &|| tell(1_200)], || {
        if let Some(known) = offset(&clock) {
            let ahead = known.least_millis().abs() / 1_000;
            assert!((1_199..=1_201).contains(&ahead), "{known:?}");
            assert!(known.most_millis() - known.least_millis() < 1_700, "{known:?}");
        }
    });
    for _ in 0..3 {
        observe(&clock, &date(1_200), trip(0, 0));
    }
    assert!(offset(&clock).expect("is known").least_millis() > 1_199_000);
}
