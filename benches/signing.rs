//! What signing costs: the hash primitives, and each scheme on a tiny, a typical and a large request.
//!
//! `cargo bench` takes about two minutes; `cargo bench -- huawei` runs one vendor. Every signature
//! has a new timestamp. Figures are for comparison within one run.

use std::cell::Cell;
use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use polysign::{Context, Request, Signed, Signer};
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

/// A request that is kept, so that only signing is measured.
struct Sample {
    name: &'static str,
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Sample {
    fn new(
        name: &'static str,
        method: &'static str,
        parameters: impl IntoIterator<Item = (String, String)>,
        headers: impl IntoIterator<Item = (String, String)>,
        body: Vec<u8>,
    ) -> Self {
        let url = polysign::UrlBuilder::new("https://service.example.com/v1/resource/tasks");
        Self {
            name,
            method,
            target: url.expect("a URL").pairs(parameters).build(),
            headers: headers.into_iter().collect(),
            body,
        }
    }

    fn request(&self) -> Request<'_> {
        let request = Request::new(self.method, &self.target).expect("a request");
        request.headers(&self.headers).body(&self.body)
    }
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| (String::from(*name), String::from(*value));
    pairs.iter().map(owned).collect()
}

/// Tiny: 2 parameters, 2 headers, no body. Typical: 6 parameters with Chinese and reserved
/// characters, 6 headers, 1 KiB of JSON. Large: 60 parameters, 20 headers, 1 MiB.
fn samples() -> [Sample; 3] {
    let json = |size: usize| format!("{{\"text\":\"{}\"}}", "a".repeat(size - 11)).into_bytes();
    let base_headers = [("content-type", "application/json"), ("accept", "*/*")];
    let typical_headers = [
        ("x-request-source", "console"),
        ("x-language", "zh-cn"),
        ("user-agent", "bench/1.0"),
        ("accept-encoding", "gzip"),
    ];
    let numbered = |count: usize, name: &'static str, value: &'static str| {
        (0..count).map(move |at| (format!("{name}{at:02}"), format!("{value}{at}")))
    };
    [
        Sample::new(
            "tiny",
            "GET",
            owned(&[("limit", "10"), ("marker", "a1b2c3")]),
            owned(&base_headers),
            Vec::new(),
        ),
        Sample::new(
            "typical",
            "POST",
            owned(&[
                ("name", "数字人"),
                ("path", "/a/b c"),
                ("filter", "a=1&b=2"),
                ("limit", "10"),
                ("marker", "13551d6b-755d-4757-b956-536f674975c0"),
                ("city", "上海+北京"),
            ]),
            owned(&base_headers)
                .into_iter()
                .chain(owned(&typical_headers)),
            json(1024),
        ),
        Sample::new(
            "large",
            "POST",
            numbered(60, "parameter", "value 值 "),
            owned(&base_headers)
                .into_iter()
                .chain(numbered(18, "x-meta-", "some value ")),
            json(1024 * 1024),
        ),
    ]
}

fn schemes(criterion: &mut Criterion) {
    let mut names: Vec<_> = polysign::schemes().map(|scheme| scheme.name()).collect();
    names.dedup();
    for name in names {
        let signer = polysign::signer(name, |key| match key {
            "app_id" => Some("12345".into()),
            "server_secret" | "secret_access_key" | "secret_key" | "access_token" | "secret" => {
                Some("9193cc662a4c0ec135ec71fb57194b38".into())
            }
            "appkey" | "access_key_id" | "access_key" => Some("QTWAOYTTINDUT2QVKYUC".into()),
            "token" => Some("MIIDkgYJ".repeat(200)),
            _ => None,
        });
        scheme(criterion, name, signer.expect(name).as_ref());
    }
}

fn scheme(criterion: &mut Criterion, name: &str, signer: &dyn Signer) {
    let mut group = criterion.benchmark_group(name);
    let clock = Cell::new(1_573_789_015);
    let now = || {
        clock.set(clock.get() + 1);
        Context::at(clock.get()).random_nonce([7; 16])
    };
    for sample in &samples() {
        // Reading the URL is part of what each signature costs.
        group.bench_function(BenchmarkId::new("owned", sample.name), |b| {
            b.iter(|| signer.sign_with(&sample.request(), &now()).expect("signs"));
        });
        let mut signed = Signed::new();
        group.bench_function(BenchmarkId::new("reused", sample.name), |b| {
            b.iter(|| {
                signer
                    .sign_into(&sample.request(), &now(), &mut signed)
                    .expect("signs")
            });
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
