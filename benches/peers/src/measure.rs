//! Interleaved rounds, the minimum of each job.

use std::time::{Duration, Instant};

/// Something to time: a name and one call, which is given a new time each.
pub struct Job<'a> {
    pub name: String,
    pub call: Box<dyn FnMut(i64) + 'a>,
}

impl<'a> Job<'a> {
    pub fn new(name: impl Into<String>, call: impl FnMut(i64) + 'a) -> Self {
        Self {
            name: name.into(),
            call: Box::new(call),
        }
    }
}

/// The least time of one call of each job, in nanoseconds. The jobs take turns in every round, so
/// that what slows the machine down slows all of them.
pub fn minima(jobs: &mut [Job<'_>], rounds: usize) -> Vec<f64> {
    let calls: Vec<u32> = jobs.iter_mut().map(calls_per_batch).collect();
    let mut least = vec![f64::INFINITY; jobs.len()];
    let mut time = 1_700_000_000;
    for _ in 0..rounds {
        for ((job, calls), least) in jobs.iter_mut().zip(&calls).zip(&mut least) {
            let start = Instant::now();
            for _ in 0..*calls {
                time += 1;
                (job.call)(time);
            }
            *least = least.min(start.elapsed().as_nanos() as f64 / f64::from(*calls));
        }
    }
    least
}

/// As many calls as take about 20 microseconds: long for the clock, short for an interruption.
fn calls_per_batch(job: &mut Job<'_>) -> u32 {
    let mut calls = 1;
    loop {
        let start = Instant::now();
        for at in 0..calls {
            (job.call)(1_600_000_000 + i64::from(at));
        }
        if start.elapsed() >= Duration::from_micros(20) {
            return calls;
        }
        calls *= 2;
    }
}
