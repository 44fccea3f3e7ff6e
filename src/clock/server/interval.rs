//! Bounds on the difference of two clocks, which drift widens with age.

/// The time in which two bad clocks drift apart by a millisecond: 100 parts per million, twice what
/// the quartz of a computer is allowed.
const MILLIS_PER_MILLI_OF_DRIFT: i64 = 10_000;

/// The largest gap between intervals that belong together: a server may renew its `Date` too seldom,
/// or be several machines with slightly different clocks.
const NEAR_MILLIS: i64 = 1_000;

/// The distance before the time of an observation at which our clock must have been set back. Slow
/// responses that overtake each other are seconds apart.
const SET_BACK_MILLIS: i64 = 3_600_000;

/// Bounds on how far a server's clock is ahead of this machine's, in milliseconds: negative where it
/// is slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockOffset {
    pub(super) least_millis: i64,
    pub(super) most_millis: i64,
    /// The time of our clock at which they hold.
    pub(super) at_millis: i64,
}

impl ClockOffset {
    /// Returns the lower bound in milliseconds.
    #[must_use]
    pub const fn least_millis(&self) -> i64 {
        self.least_millis
    }

    /// Returns the upper bound in milliseconds.
    #[must_use]
    pub const fn most_millis(&self) -> i64 {
        self.most_millis
    }

    /// Returns the correction that these bounds justify, in milliseconds: the midpoint, and 0 where
    /// the clocks may agree.
    #[must_use]
    pub const fn correction_millis(&self) -> i64 {
        if self.least_millis <= 0 && self.most_millis >= 0 {
            return 0;
        }
        self.least_millis.midpoint(self.most_millis)
    }

    /// Returns the interval when our clock shows `local_millis`. `None` if our clock was set back
    /// since, so that nothing is known any more.
    pub(super) fn at(self, local_millis: i64) -> Option<Self> {
        let age = local_millis - self.at_millis;
        (age > -SET_BACK_MILLIS).then(|| self.aged_to(local_millis))
    }

    /// Joins two intervals that belong together: to what they share, or, if they are near each other,
    /// to what is around both. `None` if they contradict each other.
    pub(super) fn joined(self, new: Self, widest_millis: i64) -> Option<Self> {
        let now = self.at_millis.max(new.at_millis);
        let (old, new) = (self.aged_to(now), new.aged_to(now));
        let (inner_least, outer_least) = sorted(new.least_millis, old.least_millis);
        let (outer_most, inner_most) = sorted(new.most_millis, old.most_millis);
        let (least_millis, most_millis) = match inner_most - inner_least {
            0.. => (inner_least, inner_most),
            gap if -gap > NEAR_MILLIS => return None,
            _ if outer_most - outer_least > widest_millis => return Some(new),
            _ => (outer_least, outer_most),
        };
        Some(Self { least_millis, most_millis, at_millis: now })
    }

    /// Returns the bounds at a later time, as far apart as drift may have moved them.
    fn aged_to(self, local_millis: i64) -> Self {
        let age = (local_millis - self.at_millis).max(0);
        let drift = (age + MILLIS_PER_MILLI_OF_DRIFT - 1) / MILLIS_PER_MILLI_OF_DRIFT;
        Self {
            least_millis: self.least_millis - drift,
            most_millis: self.most_millis + drift,
            at_millis: self.at_millis.max(local_millis),
        }
    }
}

/// Returns the larger of two numbers, and the smaller.
fn sorted(a: i64, b: i64) -> (i64, i64) {
    (a.max(b), a.min(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000_000;
    const DAY: i64 = 86_400_000;

    fn a_second() -> ClockOffset {
        ClockOffset { least_millis: 0, most_millis: 1_000, at_millis: NOW }
    }

    #[test]
    fn grows_by_a_hundred_millionths() {
        let aged = a_second().at(NOW + DAY).expect("holds");
        assert_eq!((aged.least_millis, aged.most_millis), (-8_640, 9_640));
        let aged = a_second().at(NOW + 1).expect("holds");
        assert_eq!((aged.least_millis, aged.most_millis), (-1, 1_001));
    }

    #[test]
    fn a_clock_that_was_set_back_leaves_nothing() {
        assert!(a_second().at(NOW - 60_000).is_some());
        assert_eq!(a_second().at(NOW - DAY), None);
    }

    #[test]
    fn what_may_be_nothing_corrects_nothing() {
        for (least_millis, most_millis, expected) in
            [(0, 1_000, 0), (-1_000, 0, 0), (1, 999, 500), (-3, -1, -2)]
        {
            let interval = ClockOffset { least_millis, most_millis, at_millis: NOW };
            assert_eq!(interval.correction_millis(), expected);
        }
    }
}
