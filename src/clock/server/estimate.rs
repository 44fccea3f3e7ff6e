//! The estimate of one server's clock.
//!
//! Most responses agree, and each one that does makes the estimate narrower. A response that
//! contradicts it may be wrong, and the estimate may be. Three of them in a row that agree with each
//! other decide for the responses.

use super::interval::ClockOffset;

/// The number of responses in a row that have to agree with each other to replace an estimate.
const ENOUGH: u32 = 3;

/// The interval that signatures use, and the responses that contradict it.
#[derive(Debug, Default)]
pub(super) struct Estimate {
    established: Option<ClockOffset>,
    /// What the latest responses say, which contradict the estimate and agree with each other.
    rival: Option<ClockOffset>,
    /// The number of those responses.
    rivals: u32,
}

impl Estimate {
    /// Returns the interval that signatures use.
    pub(super) fn interval(&self) -> Option<ClockOffset> {
        self.established
    }

    /// Updates the estimate with an observation. Returns false if it is an outlier.
    ///
    /// Intervals are not joined to one wider than `widest_millis`.
    pub(super) fn observe(&mut self, new: ClockOffset, widest_millis: i64) -> bool {
        let known = self.established.and_then(|old| old.at(new.at_millis));
        let joined = known.map_or(Some(new), |old| old.joined(new, widest_millis));
        if let Some(established) = joined {
            *self = Self { established: Some(established), ..Self::default() };
            return true;
        }
        let joined = self.rival.and_then(|rival| rival.joined(new, widest_millis));
        self.rivals = if joined.is_some() { self.rivals + 1 } else { 1 };
        self.rival = joined.or(Some(new));
        let decide = self.rivals >= ENOUGH;
        if decide {
            *self = Self { established: self.rival, ..Self::default() };
        }
        decide
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000_000;
    const WIDEST: i64 = 60_000;

    fn within(least_millis: i64, most_millis: i64, at_millis: i64) -> ClockOffset {
        ClockOffset { least_millis, most_millis, at_millis }
    }

    fn second_at(millis: i64) -> ClockOffset {
        within(millis, millis + 1_000, NOW)
    }

    fn bounds(estimate: &Estimate) -> Option<(i64, i64)> {
        let known = estimate.interval()?.at(NOW)?;
        Some((known.least_millis, known.most_millis))
    }

    fn assert_bounds(estimate: &Estimate, expected: Option<(i64, i64)>, step: &str) {
        assert_eq!(bounds(estimate), expected, "{step}");
    }

    #[test]
    fn steps_from_nothing_to_another_time() {
        let mut estimate = Estimate::default();
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
            let taken = estimate.observe(second_at(at), WIDEST);
            assert_eq!(taken, is_taken, "{step}");
            assert_bounds(&estimate, Some(bounds), step);
        }
    }

    #[test]
    fn what_does_not_meet_is_not_put_together_without_end() {
        let mut estimate = Estimate::default();
        for step in 0..1_000 {
            let start = step * 1_900;
            assert!(estimate.observe(second_at(start), 10_000));
            let (least, most) = bounds(&estimate).expect("is known");
            assert!(most - least <= 10_000, "{least} {most}");
            assert!(least <= start && start + 1_000 <= most, "{least} {most}");
        }
    }

    #[test]
    fn an_estimate_that_does_not_hold_any_more_is_none() {
        let mut estimate = Estimate::default();
        assert!(estimate.observe(second_at(0), WIDEST));
        let yesterday = NOW - 86_400_000;
        let new = within(86_400_000, 86_401_000, yesterday);
        assert!(estimate.observe(new, WIDEST));
        assert_eq!(estimate.interval(), Some(new));
    }
}
