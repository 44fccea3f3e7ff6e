//! Interleaved rounds, the minimum of each job.

use std::time::{Duration, Instant};

/// Something to time; each call is given a new time.
pub struct Job<'a>(Box<dyn FnMut(i64) + 'a>);

impl<'a> Job<'a> {
    pub fn new(call: impl FnMut(i64) + 'a) -> Self {
        Self(Box::new(call))
    }

    /// As many calls as take about 20 microseconds: long for the clock, short for an interruption.
    fn calls_per_batch(&mut self) -> u32 {
        // The first calls are slow, and so would be every batch of one call.
        (0..16).for_each(|at| (self.0)(1_500_000_000 + at));
        let mut calls = 1;
        loop {
            let start = Instant::now();
            for at in 0..calls {
                (self.0)(1_600_000_000 + i64::from(at));
            }
            if start.elapsed() >= Duration::from_micros(20) {
                return calls;
            }
            calls *= 2;
        }
    }
}

/// The least time of one call of each job, in nanoseconds. The jobs take turns in every round, so
/// that what slows the machine down slows all of them.
pub fn minima<'j, 'a: 'j>(jobs: impl Iterator<Item = &'j mut Job<'a>>, rounds: usize) -> Vec<f64> {
    let mut jobs: Vec<_> = jobs.map(|job| (job.calls_per_batch(), f64::INFINITY, job)).collect();
    let mut time = 1_700_000_000;
    for _ in 0..rounds {
        for (calls, least, job) in &mut jobs {
            // Untimed: what ran before has put other code and data into the caches.
            for _ in 0..(*calls / 4).clamp(1, 16) {
                time += 1;
                (job.0)(time);
            }
            let start = Instant::now();
            for _ in 0..*calls {
                time += 1;
                (job.0)(time);
            }
            *least = least.min(start.elapsed().as_nanos() as f64 / f64::from(*calls));
        }
    }
    jobs.into_iter().map(|(_, least, _)| least).collect()
}
