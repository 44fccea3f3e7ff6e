//! Between which bounds the difference of two clocks lies, in a form that grows with age by itself.

/// A bound is kept in sixteenths of a second.
const TICKS_PER_SECOND: i64 = 16;

/// Milliseconds until drift has moved a bound by one tick: 100 millionths, which is twice what the
/// quartz of a computer is allowed.
const MILLIS_PER_TICK_OF_DRIFT: i64 = 625_000;

/// Until the year 2242 bounds grow.
const LAST_MILLIS_OF_DRIFT: i64 = 1_000 << 33;

/// So near are intervals that belong together and yet do not meet: a server that renews its `Date`
/// too seldom, or several behind one name that are not quite of one time.
const NEAR: i64 = TICKS_PER_SECOND;

/// By how much the server's clock is ahead of ours: at least and at most.
///
/// The bounds are kept as they would have been in 1970. The older an observation, the wider it is
/// by drift, and all at the same pace, so that two of them compare and intersect by their bounds
/// of 1970 without either's age; only to be told in milliseconds it has to be known what time it
/// is. `most` of 1970 is then usually below `least`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interval {
    least: i64,
    most: i64,
}

impl Interval {
    /// Bounds that are known at `local_millis` on our clock.
    pub(super) fn new(least_millis: i64, most_millis: i64, local_millis: i64) -> Self {
        let drift = drift_until(local_millis).0;
        Self {
            least: ticks_below(least_millis) + drift,
            most: -ticks_below(-most_millis) - drift,
        }
    }

    /// The bounds in milliseconds when our clock stands at `local_millis`. `None` when they
    /// contradict each other: our clock was set back a long way since.
    pub(super) fn millis_at(self, local_millis: i64) -> Option<(i64, i64)> {
        let drift = drift_until(local_millis).1;
        let (least, most) = (self.least - drift, self.most + drift);
        // Intervals that only just met are a moment earlier a little apart.
        (least - most <= NEAR).then(|| {
            let (first, last) = (least.min(most), least.max(most));
            ((first * 125).div_euclid(2), -(-last * 125).div_euclid(2))
        })
    }

    /// One interval of two that belong together, as seen at `local_millis`; `None` if they do not.
    pub(super) fn joined(self, new: Self, local_millis: i64, widest_millis: i64) -> Option<Self> {
        let grown = 2 * drift_until(local_millis).1;
        let gap = self.least.max(new.least) - self.most.min(new.most) - grown;
        let around = Self {
            least: self.least.min(new.least),
            most: self.most.max(new.most),
        };
        if gap > NEAR {
            return None;
        }
        if gap <= 0 {
            return Some(Self {
                least: self.least.max(new.least),
                most: self.most.min(new.most),
            });
        }
        let is_too_wide = around.most - around.least + grown > ticks_below(widest_millis);
        Some(if is_too_wide { new } else { around })
    }

    /// In 62 bits: the lower bound in 36, which is 68 years, and the width in 26.
    pub(super) fn to_bits(self) -> u64 {
        let least = self.least.clamp(-(1 << 35), (1 << 35) - 1);
        let width = (self.most - self.least).clamp(-(1 << 25), (1 << 25) - 1);
        ((least.cast_unsigned() << 26) | (width.cast_unsigned() & 0x3ff_ffff)) & (u64::MAX >> 2)
    }

    /// The two highest bits do not count.
    pub(super) fn from_bits(bits: u64) -> Self {
        // Shifted up and back, for the sign.
        let least = (bits << 2).cast_signed() >> 28;
        let width = (bits << 38).cast_signed() >> 38;
        Self {
            least,
            most: least + width,
        }
    }
}

/// By how many ticks a bound moves from 1970 on, rounded down and rounded up.
fn drift_until(local_millis: i64) -> (i64, i64) {
    let millis = local_millis.clamp(0, LAST_MILLIS_OF_DRIFT);
    let down = millis / MILLIS_PER_TICK_OF_DRIFT;
    (down, down + 1)
}

fn ticks_below(millis: i64) -> i64 {
    (millis * 2).div_euclid(125)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000_000;
    const DAY: i64 = 86_400_000;

    #[test]
    fn bits_hold_all_that_can_be_seen() {
        let sixty_years = 60 * 366 * DAY;
        for least in [-sixty_years, -1_000, 0, 1, 1_200_000, sixty_years] {
            for local in [-DAY, 0, NOW, LAST_MILLIS_OF_DRIFT, 2 * LAST_MILLIS_OF_DRIFT] {
                for width in [0, 1_000, 601_000] {
                    let interval = Interval::new(least, least + width, local);
                    for flags in [0, u64::MAX << 62] {
                        let read = Interval::from_bits(interval.to_bits() | flags);
                        assert_eq!(read, interval, "{least} {local} {width}");
                    }
                    let (low, high) = interval.millis_at(local).expect("holds");
                    assert!(low <= least && least + width <= high, "{low} {high}");
                    assert!(high - low <= width + 400, "{low} {high} {width}");
                }
            }
        }
    }

    #[test]
    fn grows_by_a_hundred_millionths() {
        let interval = Interval::new(0, 1_000, NOW);
        let (low, high) = interval.millis_at(NOW + DAY).expect("holds");
        assert!((-8_900..=-8_640).contains(&low), "{low}");
        assert!((9_640..=9_900).contains(&high), "{high}");
    }

    #[test]
    fn a_clock_that_was_set_back_leaves_nothing() {
        let interval = Interval::new(0, 1_000, NOW);
        assert!(interval.millis_at(NOW - 60_000).is_some());
        assert_eq!(interval.millis_at(NOW - DAY), None);
    }
}
