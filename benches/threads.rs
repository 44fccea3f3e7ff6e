//! How many signatures two threads make through one clock of servers, as a multiple of one thread.
//!
//! `cargo bench --all-features --bench threads`. Both go through clones of one `Clocked` signer, and
//! the clock knows the server. The two cores have to be free: other load lowers the figures.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use polysign::{Clocked, Observation, Request, RoundTrip, ServerClock, Signer};

mod samples;

const ROUNDS: usize = 20;
const ROUND: Duration = Duration::from_millis(50);

fn main() {
    let clock = clock();
    let mut names: Vec<_> = polysign::schemes().map(|scheme| scheme.name()).collect();
    names.dedup();
    for name in names {
        let signer = polysign::signer(name, |key| samples::setting(key).map(String::from));
        let signer = signer.expect("a scheme of the crate");
        let signer: Arc<dyn Signer> = Arc::new(Clocked::new(signer, clock.clone()));
        let [sample, ..] = &samples::samples();
        let mut best = [0_u64; 2];
        for _ in 0..ROUNDS {
            for (threads, best) in (1..).zip(&mut best) {
                *best = (*best).max(signatures(&signer, sample, threads));
            }
        }
        let ratio = best[1] as f64 / best[0] as f64;
        println!("{name}, {}: {ratio:.2}", sample.name);
    }
}

/// A clock that knows the server of the samples, among others.
fn clock() -> ServerClock {
    let clock = ServerClock::new();
    let date = [("date", "Tue, 14 Nov 2023 22:13:20 GMT")];
    let since_1970 = Duration::from_secs(1_700_000_000 - 1_200);
    for host in ["a.example", "b.example", "service.example.com"] {
        let url = format!("https://{host}/");
        let request = Request::new("GET", &url).expect("a request");
        let trip = RoundTrip::new(since_1970, Duration::ZERO);
        assert_eq!(clock.observe(&request, &date, trip), Observation::Taken);
    }
    clock
}

/// Counts the signatures of so many threads in one round.
fn signatures(signer: &Arc<dyn Signer>, sample: &samples::Sample, threads: usize) -> u64 {
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let count = || {
            let mut count = 0;
            while !is_over.load(Ordering::Relaxed) {
                let signed = signer.sign(&sample.request());
                black_box(signed.expect("a signature"));
                count += 1;
            }
            count
        };
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(count)).collect();
        std::thread::sleep(ROUND);
        is_over.store(true, Ordering::Relaxed);
        let counts = threads.into_iter().map(|thread| thread.join());
        counts.map(|count| count.expect("no panic")).sum()
    })
}
