//! How the cost grows with the number of parameters, the size of the body, and the threads.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use polysign::{BodyHasher, Signed, Signer};
use sha2::{Digest, Sha256};

use crate::cases::{self, Case};
use crate::measure::{Job, minima};
use crate::{ours, signers};

const MIB: usize = 1 << 20;

pub fn print(rounds: usize) {
    let baidu = signers::make("baidu/bce-auth-v1", &[]);
    let huawei = signers::make("huawei/sdk-hmac-sha256", &[]);
    parameters(&[&*baidu, &*huawei], rounds);
    bodies(&*huawei, rounds.min(40));
    threads(&[Arc::from(baidu), Arc::from(huawei)]);
}

fn parameters(signers: &[&dyn Signer], rounds: usize) {
    let counts = [1, 10, 50, 100, 200, 1_000, 10_000];
    let cases = counts.map(cases::parameters);
    let mut jobs: Vec<_> = cases
        .iter()
        .flat_map(|case| signers.iter().map(move |signer| (case, *signer)))
        .flat_map(|(case, signer)| {
            let into = Job::new(ours::sign_into(signer, case));
            [Job::new(ours::sign_with(signer, case)), into]
        })
        .collect();
    let least = minima(jobs.iter_mut(), rounds);
    println!("\nns a parameter, all in all, in no order (with / into):\n");
    println!("| parameters | baidu | huawei |");
    println!("|---|---|---|");
    for (count, times) in counts.iter().zip(least.as_chunks::<4>().0) {
        let each: Vec<_> = times.iter().map(|time| time / *count as f64).collect();
        println!("| {count} | {:.0} / {:.0} | {:.0} / {:.0} |", each[0], each[1], each[2], each[3]);
    }
}

fn bodies(huawei: &dyn Signer, rounds: usize) {
    let of_size =
        |size: usize| Case { size: String::new(), body: vec![b'x'; size], ..cases::typical() };
    println!("\nSigning a body, and hashing it in pieces of 16 KiB, beside SHA-256 of it alone:\n");
    println!("| body | SHA-256 | huawei `sign_with` | `BodyHasher` |");
    println!("|---|---|---|---|");
    for size in [16 << 10, MIB, 12 * MIB, 64 * MIB] {
        let case = of_size(size);
        let plain = |_| {
            black_box(Sha256::digest(black_box(&case.body)));
        };
        let hasher = |_| {
            let mut hasher = BodyHasher::sha256();
            black_box(&case.body)
                .as_chunks::<{ 16 << 10 }>()
                .0
                .iter()
                .for_each(|piece| hasher.update(piece.as_slice()));
            black_box(hasher.finish());
        };
        let mut jobs = vec![Job::new(plain), Job::new(hasher)];
        // The vendor takes no larger one.
        if size <= 12 * MIB {
            jobs.push(Job::new(ours::sign_with(huawei, &case)));
        }
        let least = minima(jobs.iter_mut(), rounds);
        let times = |time: &f64| format!("{:.3}", time / least[0]);
        println!(
            "| {} KiB | {:.0} µs | {} | {} |",
            size >> 10,
            least[0] / 1e3,
            least.get(2).map_or("-".into(), times),
            times(&least[1])
        );
    }
}

/// Signatures in a second, by one thread and by two, through the same `Arc<dyn Signer>`.
fn threads(signers: &[Arc<dyn Signer>]) {
    println!("\nTwo threads, as a multiple of one (the best of ten rounds of each, in turns):\n");
    for signer in signers {
        let mut best = [0_u64; 2];
        for _ in 0..10 {
            for (count, best) in (1..).zip(&mut best) {
                *best = (*best).max(signatures(signer, count));
            }
        }
        let ratio = best[1] as f64 / best[0] as f64;
        println!("- {}: {ratio:.2}", signer.scheme().name());
    }
}

/// How many signatures so many threads make in a tenth of a second.
fn signatures(signer: &Arc<dyn Signer>, threads: usize) -> u64 {
    let is_over = AtomicBool::new(false);
    let done = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let signer = Arc::clone(signer);
            scope.spawn(|| {
                let signer = signer;
                let case = cases::typical();
                let mut signed = Signed::new();
                let mut count = 0;
                while !is_over.load(Ordering::Relaxed) {
                    let context = ours::context(1_700_000_000 + count);
                    let request = ours::request(&case);
                    let result = signer.sign_into(&request, &context, &mut signed);
                    result.expect("a signature");
                    black_box(&signed);
                    count += 1;
                }
                done.fetch_add(count.unsigned_abs(), Ordering::Relaxed);
            });
        }
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(100) {
            std::thread::sleep(Duration::from_millis(5));
        }
        is_over.store(true, Ordering::Relaxed);
    });
    done.into_inner()
}
