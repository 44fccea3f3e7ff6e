//! Compares verifying with signing the same request, as a table of ratios; and the time of a refusal for
//! an unknown key with that for a bad signature.
//!
//! `cargo bench -p benches --bench verifying`. Names of schemes, or parts of them, select rows. Keys are
//! prepared, and there is no memory for replays. All cases of a row take turns in short rounds, and the
//! fastest round of each counts: a busy machine makes rounds slower and never faster.

mod samples;

use std::hint::black_box;
use std::time::{Duration, Instant};

use polysign::verify::{Policy, Reason, Verifier};
use polysign::{Context, Request, Signed, UnixTime};
use samples::schemes::Row;
use samples::verifiers::{settings, verifier};
use samples::{SECRET, Sample, samples, secrets};

const CONTEXT: Context<'static> =
    Context::new(UnixTime::new(1_573_789_015)).with_random_nonce([7; 16]);

/// The time for one row of the table.
const TIME_OF_ROW: Duration = Duration::from_millis(400);

/// The time for one round of one case.
const TIME_OF_ROUND: Duration = Duration::from_micros(10);

/// What verifying may cost, in times of signing: less for the family of canonical requests.
fn limit(scheme: &str) -> f64 {
    match scheme {
        "huawei/sdk-hmac-sha256" | "baidu/bce-auth-v1" | "tencent/tc3-hmac-sha256" => 1.3,
        _ => 1.6,
    }
}

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

/// A `Host` that is not in canonical form.
fn other_host() -> (String, String) {
    ("host".to_owned(), "Service.example.com:443".to_owned())
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

    /// With a `Host` whose canonical form was signed: that is the second reading.
    fn with_host(&self) -> Self {
        let headers = [&*self.headers, &[other_host()]].concat();
        Self { target: self.target.clone(), headers }
    }

    /// Reading the target is part of what each verification costs.
    fn request<'a>(&'a self, sample: &'a Sample) -> Request<'a> {
        Request::from_parts(sample.method, "https", "service.example.com", &self.target)
            .expect("a request")
            .with_headers(&self.headers)
            .with_body(&sample.body)
    }

    fn verify(&self, sample: &Sample, verifier: &dyn Verifier) -> Option<Reason> {
        let request = black_box(self).request(sample);
        let result = black_box(verifier.verify(&request, CONTEXT.time()));
        result.err().map(|rejection| rejection.reason())
    }
}

/// Returns the nanoseconds of the fastest round of each case, for one call.
fn fastest<const N: usize>(cases: [&dyn Fn(); N]) -> [f64; N] {
    let calls = cases.map(|case| {
        let start = Instant::now();
        case();
        let once = start.elapsed().as_nanos().max(1);
        u32::try_from(TIME_OF_ROUND.as_nanos() / once).unwrap_or(1).max(1)
    });
    let mut fastest = [f64::INFINITY; N];
    let start = Instant::now();
    while start.elapsed() < TIME_OF_ROW {
        for ((case, calls), fastest) in cases.iter().zip(calls).zip(&mut fastest) {
            let start = Instant::now();
            for _ in 0..calls {
                case();
            }
            let round = start.elapsed().as_nanos() as f64 / f64::from(calls);
            *fastest = fastest.min(round);
        }
    }
    fastest
}

/// Measures one scheme with one sample and prints its row. Returns whether it is within the limit.
fn measure(row: &Row, sample: &Sample) -> bool {
    let signer = row.signer(&secrets(row)).expect(row.name);
    // One scheme takes no spaces, which its vendor's SDKs sign in different ways.
    let Ok(signed) = signer.sign_with(&sample.request(), &CONTEXT) else { return true };
    let [right, wrong, none] = verifiers(row);
    let arrived = Arrived::new(sample, &signed);
    let second = arrived.with_host();
    for (arrived, verifier, expected) in [
        (&arrived, &right, None),
        (&second, &right, None),
        (&arrived, &wrong, Some(Reason::BadSignature)),
        (&arrived, &none, Some(Reason::UnknownKey)),
    ] {
        assert_eq!(arrived.verify(sample, &**verifier), expected, "{} {}", row.name, sample.name);
    }
    let sign = |headers: &[(String, String)]| {
        let request = black_box(sample).request().with_headers(black_box(headers));
        _ = black_box(signer.sign_with(&request, &CONTEXT));
    };
    let with_host = [&*sample.headers, &[other_host()]].concat();
    let [signed, signed_with_host, verified, second, bad, unknown] = fastest([
        &|| sign(&sample.headers),
        &|| sign(&with_host),
        &|| _ = arrived.verify(sample, &*right),
        &|| _ = second.verify(sample, &*right),
        &|| _ = arrived.verify(sample, &*wrong),
        &|| _ = arrived.verify(sample, &*none),
    ]);
    let ratios = [verified / signed, second / signed_with_host];
    let limit = limit(row.scheme);
    let is_within = ratios.iter().all(|ratio| *ratio <= limit);
    println!(
        "{:24} {:8} {signed:9.0} {verified:9.0} {:9.2} {:9.2} {limit:6} {:9.2} {:9.2} {}",
        row.scheme,
        sample.name,
        ratios[0],
        ratios[1],
        bad / signed,
        unknown / signed,
        if is_within { "" } else { "OVER" },
    );
    is_within
}

fn main() {
    let selected: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let is_selected = |row: &&Row| {
        selected.is_empty() || selected.iter().any(|part| row.scheme.contains(&**part))
    };
    println!(
        "{:24} {:8} {:>9} {:>9} {:>9} {:>9} {:>6} {:>9} {:>9}",
        "in ns, ratios to signed",
        "",
        "signed",
        "verified",
        "ratio",
        "2nd host",
        "limit",
        "bad sig",
        "no key"
    );
    let mut are_within = true;
    // A token is its own key, and an unknown one is a bad one.
    let rows = samples::schemes().into_iter().filter(|row| row.scheme != "huawei/auth-token");
    for row in rows.filter(is_selected) {
        for sample in &samples() {
            are_within &= measure(row, sample);
        }
    }
    println!(
        "{}",
        if are_within { "all within their limits" } else { "not all within their limits" }
    );
}
