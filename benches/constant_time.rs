//! Whether the time of a rejection tells how much of a signature is right, or whether a key is known.
//!
//! `cargo bench -p benches --bench constant_time`. For each scheme, requests of two classes are verified
//! in random order, and Welch's t compares the two means of the quieter half of the times. Beyond 4.5,
//! and beyond what places in memory make of it, a difference is likely. The last line is a control, a
//! comparison that stops at the first byte that differs, which has to be found.

#[allow(dead_code, reason = "the other benches show more of a sample")]
mod samples;

use std::cell::Cell;
use std::hint::black_box;
use std::time::Instant;

use polysign::verify::{Policy, Verifier};
use polysign::{Context, Request, Signed, Signer, UnixTime};
use samples::schemes::Row;
use samples::verifiers::{settings, verifier};
use samples::{Sample, samples, secrets};

/// The t beyond which a difference is likely.
const LIKELY: f64 = 4.5;

/// Nanoseconds that depend on where code and data lie in memory, and differ from run to run.
const NOISE: f64 = 10.0;

const CONTEXT: Context<'static> =
    Context::new(UnixTime::new(1_573_789_015)).with_random_nonce([7; 16]);

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let rounds = if is_test { 200 } else { 200_000 };
    let tiny = samples().into_iter().next().expect("a sample");
    for row in samples::schemes().into_iter().filter(|row| row.scheme != "huawei/auth-token") {
        let verifier = verifier_for(row);
        let pool = |id: Option<&str>, is_last: bool| Pool::new(row, &tiny, id, is_last);
        let mut unknown_id = row.credential[0].1.to_owned();
        let last = unknown_id.pop().expect("an id");
        unknown_id.push(if last == '8' { '7' } else { '8' });
        let classes = [pool(None, false), pool(None, true), pool(Some(&unknown_id), false)];
        // Where the signature is encoded once more, another letter of it is no single change.
        if !classes[0].any().carries_signature() {
            println!("{}: not measured, its signature stands in base64", row.scheme);
            continue;
        }
        let verify = |class: usize| {
            let request = classes[class].any().request(&tiny);
            assert!(verifier.verify(black_box(&request), CONTEXT.time()).is_err());
        };
        print(
            &format!("{}, first or last byte of the signature", row.scheme),
            &compared(rounds, || verify(0), || verify(1)),
        );
        print(
            &format!("{}, known or unknown key", row.scheme),
            &compared(rounds, || verify(0), || verify(2)),
        );
    }
    let [right, mut early, mut late] = [[7_u8; 64]; 3];
    (early[0], late[63]) = (1, 1);
    let is_equal = |one: &[u8; 64]| {
        let mut pairs = one.iter().zip(&right);
        assert!(!pairs.all(|(one, other)| black_box(one == other)));
    };
    let control = compared(rounds, || is_equal(black_box(&early)), || is_equal(black_box(&late)));
    print("control, a comparison that stops early", &control);
    assert!(is_test || control.t.abs() > LIKELY, "the control was not found");
}

fn print(name: &str, compared: &Compared) {
    let Compared { t, nanoseconds } = compared;
    let is_likely = t.abs() > LIKELY && nanoseconds.abs() > NOISE;
    let verdict = if is_likely { "a difference is likely" } else { "no difference" };
    println!("{name}: t = {t:.2}, {nanoseconds:.2} ns, {verdict}");
}

/// Two classes of times.
struct Compared {
    t: f64,
    /// By which the mean of the first is longer.
    nanoseconds: f64,
}

fn verifier_for(row: &Row) -> Box<dyn Verifier> {
    let mut all = settings(row.credential);
    all.extend(settings(row.options));
    all.extend(settings(&[("allow_ambiguous_parameters", "true")]));
    all.extend(secrets(row).iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    verifier(row.scheme, &all, Policy::new())
}

/// Requests of one class, at many places in memory, so that no place decides.
struct Pool {
    requests: Vec<Arrived>,
    next: Cell<usize>,
}

impl Pool {
    fn new(row: &Row, sample: &Sample, id: Option<&str>, is_last: bool) -> Self {
        let spoilt = Arrived::new(row, sample, id).spoilt(is_last);
        Self { requests: vec![spoilt; 64], next: Cell::new(0) }
    }

    fn any(&self) -> &Arrived {
        let next = self.next.get();
        self.next.set((next + 1) % self.requests.len());
        &self.requests[next]
    }
}

/// A signed request as it arrives.
#[derive(Clone)]
struct Arrived {
    target: String,
    headers: Vec<(String, String)>,
    signature: String,
}

impl Arrived {
    /// Signed with the key of the row, under another id where there is one.
    fn new(row: &Row, sample: &Sample, id: Option<&str>) -> Self {
        let mut settings = secrets(row);
        settings.extend(id.map(|id| (row.credential[0].0, id)));
        let signer = row.signer(&settings).expect(row.name);
        let signed: Signed = signer.sign_with(&sample.request(), &CONTEXT).expect("signs");
        let url = signed.url(&sample.request()).expect("a URL");
        let (_, rest) = url.expose().split_once("://").expect("absolute");
        let own = signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            target: rest[rest.find('/').expect("a path")..].to_owned(),
            headers: sample.headers.iter().cloned().chain(own).collect(),
            signature: signed.signature().expect("a signature").to_owned(),
        }
    }

    /// With another letter in place of the first or the last one that is not padding.
    fn spoilt(&self, is_last: bool) -> Self {
        let length = self.signature.trim_end_matches('=').len();
        // The last letter of base64 may have bits that do not count; the one before has none.
        let at = if is_last { length - 2 } else { 0 };
        let letter = if self.signature.as_bytes()[at] == b'a' { "b" } else { "a" };
        let mut spoilt = self.signature.clone();
        spoilt.replace_range(at..=at, letter);
        let encoded = percent_encoded;
        let replaced = |text: &str| {
            text.replace(&self.signature, &spoilt)
                .replace(&encoded(&self.signature), &encoded(&spoilt))
        };
        let headers = self.headers.iter();
        Self {
            target: replaced(&self.target),
            headers: headers.map(|(name, value)| (name.clone(), replaced(value))).collect(),
            signature: spoilt,
        }
    }

    /// Whether the signature stands in the request as it is.
    fn carries_signature(&self) -> bool {
        let encoded = percent_encoded(&self.signature);
        let mut values = self.headers.iter().map(|(_, value)| value);
        self.target.contains(&encoded) || values.any(|value| value.contains(&self.signature))
    }

    fn request<'a>(&'a self, sample: &'a Sample) -> Request<'a> {
        Request::from_parts(sample.method, "https", "service.example.com", &self.target)
            .expect("a request")
            .with_headers(&self.headers)
            .with_body(&sample.body)
    }
}

fn percent_encoded(text: &str) -> String {
    text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
}

/// Compares the times of two calls by Welch's t.
fn compared(rounds: usize, one: impl Fn(), other: impl Fn()) -> Compared {
    let mut times = [Vec::with_capacity(rounds), Vec::with_capacity(rounds)];
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..2 * rounds {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let class = usize::from(random >> 63 == 1);
        let began = Instant::now();
        if class == 0 {
            one()
        } else {
            other()
        }
        times[class].push(began.elapsed().as_secs_f64());
    }
    let [one, other] = times.map(Moments::of_the_quieter_half);
    let difference = one.mean - other.mean;
    Compared {
        t: difference / (one.variance_of_mean + other.variance_of_mean).sqrt(),
        nanoseconds: difference * 1e9,
    }
}

struct Moments {
    mean: f64,
    variance_of_mean: f64,
}

impl Moments {
    /// Interrupts and other load are in the slower half.
    fn of_the_quieter_half(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        times.truncate(times.len() / 2);
        let count = times.len() as f64;
        let mean = times.iter().sum::<f64>() / count;
        let squares: f64 = times.iter().map(|time| (time - mean).powi(2)).sum();
        Self { mean, variance_of_mean: squares / (count - 1.0) / count }
    }
}
