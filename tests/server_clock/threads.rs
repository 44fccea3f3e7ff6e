//! Threads that share a clock.

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
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

/// Counts what is known and was never told: the bounds of one time with those of another. `tell` takes
/// how many seconds a server is ahead, `known` returns the bounds in milliseconds.
fn mixtures(tell: impl Fn(i64, u64) + Sync, known: impl Fn() -> Option<[i64; 2]>) -> usize {
    let mixtures = AtomicUsize::new(0);
    let tell_often = |seconds| (0..ROUNDS).for_each(|round| tell(seconds, round));
    hammer(&[&|| tell_often(-1_200), &|| tell_often(1_200), &|| tell_often(1_200)], || {
        let is_whole = known().is_none_or(|[least, most]| {
            (1_199..=1_201).contains(&(least.abs() / 1_000)) && (0..1_700).contains(&(most - least))
        });
        mixtures.fetch_add(usize::from(!is_whole), Ordering::Relaxed);
    });
    mixtures.into_inner()
}

#[test]
fn two_times_are_never_mixed() {
    let clock = ServerClock::new();
    let tell = |seconds, round| {
        observe(&clock, &date(seconds), trip(0, round % 400));
    };
    let known = || offset(&clock).map(|known| [known.least_millis(), known.most_millis()]);
    assert_eq!(mixtures(tell, known), 0);
    for _ in 0..3 {
        observe(&clock, &date(1_200), trip(0, 0));
    }
    assert!(offset(&clock).expect("is known").least_millis() > 1_199_000);
}

/// A clock that keeps its bounds apart. Without it nobody would know whether the threads meet at all.
#[test]
fn two_times_are_mixed_in_a_racy_clock() {
    let bounds = [AtomicI64::new(1_200_000), AtomicI64::new(1_201_000)];
    let tell = |seconds: i64, _| {
        bounds[0].store(seconds * 1_000, Ordering::SeqCst);
        (0..100).for_each(|_| std::hint::spin_loop());
        bounds[1].store(seconds * 1_000 + 1_000, Ordering::SeqCst);
    };
    let known = || Some(bounds.each_ref().map(|bound| bound.load(Ordering::SeqCst)));
    assert!((0..100).any(|_| mixtures(tell, known) > 0));
}
