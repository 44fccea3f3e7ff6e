//! What is known of one server's clock: two words that threads share without a lock.

use core::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::interval::Interval;

/// So many responses in a row have to agree with each other before they overrule an estimate.
const ENOUGH: u64 = 3;

/// In place of an interval where there is none.
const NOTHING: u64 = 0;

/// Each word says all that there is to say of one thing, so that no order between the two matters:
/// the highest two bits count how many observations stand behind the interval in the others.
#[derive(Debug, Default)]
pub(super) struct Estimate {
    /// What is signed by.
    established: AtomicU64,
    /// What speaks against it.
    rival: AtomicU64,
}

/// What an observation leads to.
enum Outcome {
    Established(Interval),
    Rival(Interval, u64),
}

impl Estimate {
    /// The interval that is signed by.
    pub(super) fn interval(&self) -> Option<Interval> {
        read(self.established.load(Relaxed)).map(|(interval, _)| interval)
    }

    /// Takes in an observation that was made when our clock stood at `local_millis`. Whether the
    /// estimate rests on it now; if not, it is an outlier.
    pub(super) fn observe(&self, new: Interval, local_millis: i64, widest_millis: i64) -> bool {
        loop {
            let established = self.established.load(Relaxed);
            let rival = self.rival.load(Relaxed);
            let joined = |old: Interval| old.joined(new, local_millis, widest_millis);
            let old = read(established)
                .map(|(interval, _)| interval)
                .filter(|interval| interval.millis_at(local_millis).is_some());
            match outcome(old, read(rival), new, joined) {
                Outcome::Established(interval) => {
                    if replace(&self.established, established, write(interval, 1)) {
                        self.rival.store(NOTHING, Relaxed);
                        return true;
                    }
                }
                Outcome::Rival(interval, count) => {
                    if replace(&self.rival, rival, write(interval, count)) {
                        return false;
                    }
                }
            }
            // Another thread came first; every round of this loop is one that another has won.
        }
    }
}

fn outcome(
    established: Option<Interval>,
    rival: Option<(Interval, u64)>,
    new: Interval,
    joined: impl Fn(Interval) -> Option<Interval>,
) -> Outcome {
    let Some(established) = established else {
        return Outcome::Established(new);
    };
    if let Some(interval) = joined(established) {
        return Outcome::Established(interval);
    }
    match rival.and_then(|(rival, count)| Some((joined(rival)?, count + 1))) {
        Some((interval, ENOUGH..)) => Outcome::Established(interval),
        Some((interval, count)) => Outcome::Rival(interval, count),
        None => Outcome::Rival(new, 1),
    }
}

fn replace(word: &AtomicU64, old: u64, new: u64) -> bool {
    word.compare_exchange(old, new, Relaxed, Relaxed).is_ok()
}

fn read(word: u64) -> Option<(Interval, u64)> {
    let count = word >> 62;
    (count > 0).then(|| (Interval::from_bits(word), count))
}

fn write(interval: Interval, count: u64) -> u64 {
    (count << 62) | interval.to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    const NOW: i64 = 1_700_000_000_000;
    const WIDEST: i64 = 60_000;

    fn second_at(millis: i64) -> Interval {
        Interval::new(millis, millis + 1_000, NOW)
    }

    /// Near `expected` in milliseconds, as bounds are rounded.
    fn assert_bounds(estimate: &Estimate, expected: Option<(i64, i64)>, step: &str) {
        let found = estimate.interval().and_then(|found| found.millis_at(NOW));
        match (found, expected) {
            (Some(found), Some(expected)) => assert!(
                (expected.0 - 200..=expected.0).contains(&found.0)
                    && (expected.1..=expected.1 + 200).contains(&found.1),
                "{step}: {found:?} and not {expected:?}"
            ),
            _ => assert_eq!(found, expected, "{step}"),
        }
    }

    #[test]
    fn steps_from_nothing_to_another_time() {
        let estimate = Estimate::default();
        assert_bounds(&estimate, None, "nothing is known");
        // (begin of a second, whether it is taken, the bounds then)
        for (step, at, is_taken, bounds) in [
            ("the first", 5_000, true, (5_000, 6_000)),
            ("narrower from above", 4_500, true, (5_000, 5_500)),
            ("narrower from below", 4_750, true, (5_000, 5_500)),
            ("narrower from below", 5_250, true, (5_250, 5_500)),
            ("near, and does not meet", 6_000, true, (5_250, 7_000)),
            ("far off", 1_205_000, false, (5_250, 7_000)),
            ("far off again", 1_205_500, false, (5_250, 7_000)),
            ("agrees", 5_500, true, (5_500, 6_500)),
            ("far off", 1_205_000, false, (5_500, 6_500)),
            ("far off elsewhere", -1_205_000, false, (5_500, 6_500)),
            ("there again", -1_205_500, false, (5_500, 6_500)),
            ("and again", -1_205_250, true, (-1_205_000, -1_204_500)),
            ("where it was", 5_500, false, (-1_205_000, -1_204_500)),
        ] {
            let taken = estimate.observe(second_at(at), NOW, WIDEST);
            assert_eq!(taken, is_taken, "{step}");
            assert_bounds(&estimate, Some(bounds), step);
        }
    }

    #[test]
    fn what_does_not_meet_is_not_put_together_without_end() {
        let estimate = Estimate::default();
        for step in 0..1_000 {
            let start = step * 1_900;
            assert!(estimate.observe(second_at(start), NOW, 10_000));
            let bounds = estimate.interval().and_then(|found| found.millis_at(NOW));
            let (least, most) = bounds.expect("is known");
            assert!(most - least <= 10_400, "{least} {most}");
            assert!(least <= start && start + 1_000 <= most, "{least} {most}");
        }
    }

    #[test]
    fn an_estimate_that_does_not_hold_any_more_is_none() {
        let estimate = Estimate::default();
        assert!(estimate.observe(second_at(0), NOW, WIDEST));
        let yesterday = NOW - 86_400_000;
        let new = Interval::new(86_400_000, 86_401_000, yesterday);
        assert!(estimate.observe(new, yesterday, WIDEST));
        assert_eq!(estimate.interval(), Some(new));
    }

    /// One thread raises the lower bound and another lowers the upper, again and again.
    #[test]
    fn no_thread_undoes_what_another_has_learned() {
        const FAR: i64 = 10_000_000;
        for _ in 0..20 {
            let estimate = Estimate::default();
            let tell = |of_step: fn(i64) -> (i64, i64)| {
                for (least, most) in (0..50_000).map(|step| of_step(step * 63)) {
                    assert!(estimate.observe(Interval::new(least, most, NOW), NOW, WIDEST));
                    let known = estimate.interval().and_then(|known| known.millis_at(NOW));
                    let (low, high) = known.expect("is known");
                    assert!(least <= low + 200 && high - 200 <= most, "{low} {high}");
                }
            };
            thread::scope(|scope| {
                scope.spawn(|| tell(|step| (step, FAR)));
                scope.spawn(|| tell(|step| (0, FAR - step)));
            });
        }
    }
}
