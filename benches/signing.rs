//! What signing costs: the hash primitives, and each scheme on a tiny, a typical and a large request.
//!
//! `cargo bench -p benches` takes about two minutes; `cargo bench -p benches -- huawei` runs one vendor. Every signature
//! has a new timestamp. Figures are for comparison within one run.

mod samples;

use std::cell::Cell;
use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use polysign::{Context, Signed, Signer};
use samples::{Sample, samples, secrets};
use sha1::Sha1;
use sha2::Sha256;

fn primitives(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("primitives");
    // One block, and a body.
    for size in [32, 64 * 1024] {
        let data = vec![b'a'; size];
        group.throughput(Throughput::Bytes(size as u64));
        group.bench_function(BenchmarkId::new("md5", size), |b| {
            b.iter(|| Md5::digest(black_box(&data)));
        });
        group.bench_function(BenchmarkId::new("sha1", size), |b| {
            b.iter(|| Sha1::digest(black_box(&data)));
        });
        group.bench_function(BenchmarkId::new("sha256", size), |b| {
            b.iter(|| Sha256::digest(black_box(&data)));
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("hmac-sha256 of 60 bytes");
    let (key, text) = ([b'k'; 40], [b't'; 60]);
    let keyed = Hmac::<Sha256>::new_from_slice(&key).expect("a key of any length");
    group.bench_function("keyed once", |b| {
        b.iter(|| keyed.clone().chain_update(black_box(&text)).finalize());
    });
    group.bench_function("keyed anew", |b| {
        b.iter(|| {
            let keyed = Hmac::<Sha256>::new_from_slice(black_box(&key)).expect("a key");
            keyed.chain_update(black_box(&text)).finalize()
        });
    });
    group.finish();
}

fn schemes(criterion: &mut Criterion) {
    for row in samples::schemes() {
        let signer = row.signer(&secrets(row)).expect(row.name);
        scheme(criterion, row.scheme, signer.as_ref());
    }
}

fn scheme(criterion: &mut Criterion, name: &str, signer: &dyn Signer) {
    let mut group = criterion.benchmark_group(name);
    let clock = Cell::new(1_573_789_015);
    let now = || {
        clock.set(clock.get() + 1);
        Context::at(clock.get()).with_random_nonce([7; 16])
    };
    // One scheme takes no spaces, which its vendor's SDKs sign in different ways.
    let is_taken = |sample: &&Sample| signer.sign_with(&sample.request(), &now()).is_ok();
    for sample in samples().iter().filter(is_taken) {
        // Reading the URL is part of what each signature costs.
        group.bench_function(BenchmarkId::new("owned", sample.name), |b| {
            b.iter(|| signer.sign_with(&sample.request(), &now()).expect("signs"));
        });
        let mut signed = Signed::new();
        group.bench_function(BenchmarkId::new("reused", sample.name), |b| {
            b.iter(|| signer.sign_into(&sample.request(), &now(), &mut signed).expect("signs"));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(30);
    targets = primitives, schemes
}
criterion_main!(benches);
