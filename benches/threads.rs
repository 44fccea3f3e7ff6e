//! How many signatures two threads make through one clock of servers, as a multiple of one thread.
//!
//! `cargo bench -p benches --bench threads`. Both go through clones of one `Clocked` signer, and
//! the clock knows the server. The two cores have to be free: other load lowers the figures.

use std::hint::black_box;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use polysign::clock::{Clocked, Observation, RoundTrip, ServerClock};
use polysign::{Request, Signer};

mod samples;

/// Short rounds, and many: the shortest of them had both cores to itself.
const ROUNDS: usize = 400;
const SIGNATURES: usize = 3_000;

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let rounds = if is_test { 1 } else { ROUNDS };
    let clock = clock();
    for row in samples::schemes() {
        let name = row.scheme;
        let signer = row.signer(&samples::secrets(row)).expect(row.name);
        let signer: Arc<dyn Signer> = Arc::new(Clocked::new(signer, clock.clone()));
        let [sample, ..] = &samples::samples();
        let mut least = [Duration::MAX; 2];
        for _ in 0..rounds {
            for (threads, least) in (1..).zip(&mut least) {
                *least = (*least).min(round(&signer, sample, threads));
            }
        }
        let [one, two] = least.map(|time| time.as_secs_f64());
        println!("{name}, {}: {:.2}", sample.name, 2.0 * one / two);
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

/// How long it takes until each of so many threads has made its signatures.
fn round(signer: &Arc<dyn Signer>, sample: &samples::Sample, threads: usize) -> Duration {
    let start = Barrier::new(threads);
    let sign = || {
        start.wait();
        let began = Instant::now();
        for _ in 0..SIGNATURES {
            let signed = signer.sign(&sample.request());
            black_box(signed.expect("a signature"));
        }
        (began, Instant::now())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(sign)).collect();
        let times = threads.into_iter().map(|thread| thread.join());
        let times: Vec<_> = times.map(|times| times.expect("no panic")).collect();
        let began = times.iter().map(|(began, _)| *began).min();
        let ended = times.iter().map(|(_, ended)| *ended).max();
        ended.expect("a thread") - began.expect("a thread")
    })
}
