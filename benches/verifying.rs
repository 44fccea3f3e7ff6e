//! Compares verifying with signing the same request, as a table of ratios; and the time of a refusal for
//! an unknown key with that for a bad signature.
//!
//! `cargo bench -p benches --bench verifying`. Names of schemes, or parts of them, select rows. Keys are
//! prepared, and there is no memory for replays. All cases of a row take turns in short rounds, and the
//! fastest round of each counts: a busy machine makes rounds slower and never faster.

mod samples;

use std::hint::black_box;
use std::time::{Duration, Instant};

use polysign::verify::{Reason, Verifier};
use polysign::{Context, UnixTime};
use samples::arrived::{Arrived, other_host, verifiers};
use samples::schemes::Row;
use samples::{Sample, samples, secrets};

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
    let verify = |arrived: &Arrived, verifier: &dyn Verifier| {
        arrived.verify(sample, verifier, CONTEXT.time())
    };
    for (arrived, verifier, expected) in [
        (&arrived, &right, None),
        (&second, &right, None),
        (&arrived, &wrong, Some(Reason::BadSignature)),
        (&arrived, &none, Some(Reason::UnknownKey)),
    ] {
        let reason = verify(arrived, &**verifier);
        assert_eq!(reason, expected, "{} {}", row.name, sample.name);
    }
    let sign = |headers: &[(String, String)]| {
        let request = black_box(sample).request().with_headers(black_box(headers));
        _ = black_box(signer.sign_with(&request, &CONTEXT));
    };
    let with_host = [&*sample.headers, &[other_host()]].concat();
    let [signed, signed_with_host, verified, second, bad, unknown] = fastest([
        &|| sign(&sample.headers),
        &|| sign(&with_host),
        &|| _ = verify(&arrived, &*right),
        &|| _ = verify(&second, &*right),
        &|| _ = verify(&arrived, &*wrong),
        &|| _ = verify(&arrived, &*none),
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
