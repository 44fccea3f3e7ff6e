//! What verifying costs, beside signing the same request; and whether the time that a refusal takes
//! tells an unknown key from a bad signature.
//!
//! `cargo bench --bench verifying`. Keys are prepared, and there is no memory for replays. Figures
//! are for comparison within one run.

mod samples;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use polysign::verify::{Reason, Verifier};
use polysign::{Context, Request, Signed, baidu, huawei, iflytek, tencent, zego};
use samples::{Sample, samples, setting};

const CONTEXT: Context<'static> = Context::at(1_573_789_015).with_random_nonce([7; 16]);

/// A lookup that knows one key.
fn known<K: Send + Sync + 'static>(
    id: &str,
    key: K,
) -> impl Fn(&str) -> Option<Arc<K>> + Send + Sync + 'static {
    let (id, key) = (id.to_owned(), Arc::new(key));
    move |asked| (asked == id).then(|| Arc::clone(&key))
}

fn text(key: &str) -> &'static str {
    setting(key).expect("a setting")
}

/// Each scheme with a verifier that knows the signer's key, one that knows the id with another
/// secret, and one that knows no key.
fn verifiers() -> Vec<(&'static str, [Box<dyn Verifier>; 3])> {
    let (huawei, baidu) = (text("access_key"), text("access_key_id"));
    let (tencent, app_id) = (text("appkey"), text("app_id"));
    let keys = [
        ("right", text("secret")),
        ("right", "another secret of the same length"),
        ("none", text("secret")),
    ];
    // An id as long as the right one, so that comparing them takes as long.
    let id = |kind, id: &'static str| match kind {
        "right" => id.to_owned(),
        _ => "x".repeat(id.len()),
    };
    vec![
        (
            "huawei/sdk-hmac-sha256",
            keys.map(|(kind, secret)| {
                let credential = huawei::AccessKey::new(huawei, secret).expect("a credential");
                let lookup = known(
                    &id(kind, huawei),
                    huawei::VerifyingAccessKey::new(credential),
                );
                Box::new(huawei::SdkHmacSha256Verifier::new(lookup)) as Box<dyn Verifier>
            }),
        ),
        (
            "baidu/bce-auth-v1",
            keys.map(|(kind, secret)| {
                let credential = baidu::AccessKey::new(baidu, secret).expect("a credential");
                let lookup = known(&id(kind, baidu), baidu::VerifyingAccessKey::new(credential));
                Box::new(baidu::BceAuthV1Verifier::new(lookup)) as Box<dyn Verifier>
            }),
        ),
        (
            "tencent/ivh-apaas",
            keys.map(|(kind, secret)| {
                let credential = tencent::AppKey::new(tencent, secret).expect("a credential");
                let lookup = known(
                    &id(kind, tencent),
                    tencent::VerifyingAppKey::new(credential),
                );
                let verifier = tencent::IvhApaasVerifier::new(lookup);
                // One of the samples has such a parameter.
                Box::new(verifier.allow_ambiguous_parameters()) as Box<dyn Verifier>
            }),
        ),
        (
            "zego/server-api-v2",
            keys.map(|(kind, secret)| {
                let number = app_id.parse().expect("a number");
                let credential = zego::ServerSecret::new(number, secret).expect("a credential");
                let lookup = known(
                    &id(kind, app_id),
                    zego::VerifyingServerSecret::new(credential),
                );
                Box::new(zego::ServerApiV2Verifier::new(lookup)) as Box<dyn Verifier>
            }),
        ),
        (
            "iflytek/signa",
            keys.map(|(kind, secret)| {
                let credential = iflytek::AppSecret::new(app_id, secret).expect("a credential");
                let lookup = known(
                    &id(kind, app_id),
                    iflytek::VerifyingAppSecret::new(credential),
                );
                let dialect = iflytek::Dialect::AbcPenHeaders;
                Box::new(iflytek::SignaVerifier::new(lookup, dialect)) as Box<dyn Verifier>
            }),
        ),
    ]
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
    for (name, [right, wrong, none]) in verifiers() {
        let signer = polysign::signer(name, |key| setting(key).map(String::from)).expect(name);
        let mut group = criterion.benchmark_group(format!("verify {name}"));
        for sample in &samples() {
            let signed = signer
                .sign_with(&sample.request(), &CONTEXT)
                .expect("signs");
            let arrived = Arrived::new(sample, &signed);
            let verify = |verifier: &dyn Verifier| {
                let request = black_box(&arrived).request(sample);
                verifier.verify(&request, CONTEXT.unix_seconds())
            };
            let reason = |verifier: &dyn Verifier| verify(verifier).err().map(|r| r.reason());
            assert_eq!(reason(&*right), None);
            assert_eq!(reason(&*wrong), Some(Reason::BadSignature));
            assert_eq!(reason(&*none), Some(Reason::UnknownKey));

            group.bench_function(BenchmarkId::new("signed", sample.name), |b| {
                b.iter(|| signer.sign_with(&black_box(sample).request(), &CONTEXT));
            });
            let cases = [
                ("verified", &right),
                ("bad signature", &wrong),
                ("unknown key", &none),
            ];
            for (case, verifier) in cases {
                group.bench_function(BenchmarkId::new(case, sample.name), |b| {
                    b.iter(|| verify(&**verifier));
                });
            }
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
