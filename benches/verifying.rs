//! What verifying costs, beside signing the same request; and whether the time that a refusal takes
//! tells an unknown key from a bad signature.
//!
//! `cargo bench -p benches --bench verifying`. Keys are prepared, and there is no memory for replays. Figures
//! are for comparison within one run.

mod samples;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use polysign::UnixTime;
use polysign::verify::{Policy, Reason, Verifier};
use polysign::{Context, Request, Signed};
use samples::schemes::Row;
use samples::verifiers::{settings, verifier};
use samples::{SECRET, Sample, samples, secrets};

const CONTEXT: Context<'static> =
    Context::new(UnixTime::new(1_573_789_015)).with_random_nonce([7; 16]);

/// A verifier that knows the signer's key, one that knows the id with another secret, and one that
/// knows no key of that id.
fn verifiers(row: &Row) -> [Box<dyn Verifier>; 3] {
    let (id_field, id) = row.credential[0];
    // As long as the right one, so that comparing them takes as long.
    let other_id = "9".repeat(id.len());
    let keys = [(id, SECRET), (id, "another secret of the same length"), (&*other_id, SECRET)];
    keys.map(|(id, secret)| {
        let mut all = settings(row.options);
        // One of the samples has such a parameter.
        all.extend(settings(&[("allow_ambiguous_parameters", "true")]));
        all.extend(secrets(row).iter().map(|(field, _)| ((*field).to_owned(), secret.to_owned())));
        all.insert(id_field.to_owned(), id.to_owned());
        verifier(row.scheme, &all, Policy::new())
    })
}

/// A request as it arrives: target in origin form, all headers.
struct Arrived {
    target: String,
    headers: Vec<(String, String)>,
}

impl Arrived {
    fn new(sample: &Sample, signed: &Signed) -> Self {
        let url = signed.url(&sample.request()).expect("a URL");
        let (_, rest) = url.expose().split_once("://").expect("absolute");
        let own = signed.headers();
        let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            target: rest[rest.find('/').expect("a path")..].to_owned(),
            headers: sample.headers.iter().cloned().chain(own).collect(),
        }
    }

    /// Reading the target is part of what each verification costs.
    fn request<'a>(&'a self, sample: &'a Sample) -> Request<'a> {
        Request::from_parts(sample.method, "https", "service.example.com", &self.target)
            .expect("a request")
            .with_headers(&self.headers)
            .with_body(&sample.body)
    }
}

fn schemes(criterion: &mut Criterion) {
    // A token is its own key, and an unknown one is a bad one.
    for row in samples::schemes().into_iter().filter(|row| row.scheme != "huawei/auth-token") {
        let [right, wrong, none] = verifiers(row);
        let (name, signer) = (row.scheme, row.signer(&secrets(row)).expect(row.name));
        let mut group = criterion.benchmark_group(format!("verify {name}"));
        for sample in &samples() {
            // One scheme takes no spaces, which its vendor's SDKs sign in different ways.
            let Ok(signed) = signer.sign_with(&sample.request(), &CONTEXT) else { continue };
            let arrived = Arrived::new(sample, &signed);
            let verify = |verifier: &dyn Verifier| {
                let request = black_box(&arrived).request(sample);
                verifier.verify(&request, CONTEXT.time())
            };
            let reason = |verifier: &dyn Verifier| verify(verifier).err().map(|r| r.reason());
            assert_eq!(reason(&*right), None);
            assert_eq!(reason(&*wrong), Some(Reason::BadSignature));
            assert_eq!(reason(&*none), Some(Reason::UnknownKey));

            group.bench_function(BenchmarkId::new("signed", sample.name), |b| {
                b.iter(|| signer.sign_with(&black_box(sample).request(), &CONTEXT));
            });
            let cases = [("verified", &right), ("bad signature", &wrong), ("unknown key", &none)];
            for (case, verifier) in cases {
                group.bench_function(BenchmarkId::new(case, sample.name), |b| {
                    b.iter(|| verify(&**verifier));
                });
            }
            // The signature is for the canonical form, which is tried after the host as it arrived.
            let host = ("host".to_owned(), "Service.example.com:443".to_owned());
            let arrived = Arrived { headers: [&*arrived.headers, &[host]].concat(), ..arrived };
            group.bench_function(BenchmarkId::new("second reading", sample.name), |b| {
                b.iter(|| {
                    let request = black_box(&arrived).request(sample);
                    right.verify(&request, CONTEXT.time()).expect("verifies")
                });
            });
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(30);
    targets = schemes
}
criterion_main!(benches);
