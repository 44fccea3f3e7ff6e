//! How the time of hostile input grows: for twice the input at most 2.3 times as long, up to 16 MiB.
//!
//! `cargo bench -p benches --bench hostile`. Names of functions select rows. Each row has the nanoseconds
//! for a byte of the longest input, and the ratios for each doubling, from the fastest of some calls.
//!
//! A row of many parameters has one step of 3 to 4: there the buffer of the pairs gets larger than what the
//! allocator keeps between calls, and the system hands out new pages at each call.

use std::hint::black_box;
use std::time::{Duration, Instant};

use polysign::refusal::Response;
use polysign::{Context, Request, Signer, UnixTime};

mod samples;

/// The lengths of the inputs in bytes, each twice the one before.
const LENGTHS: [usize; 4] = [2 << 20, 4 << 20, 8 << 20, 16 << 20];

/// The place of the longest input.
const LAST: usize = LENGTHS.len() - 1;

/// What twice the input may take, in times of the input.
const LIMIT: f64 = 2.3;

const CONTEXT: Context<'static> =
    Context::new(UnixTime::new(1_573_789_015)).with_random_nonce([7; 16]);

/// What opens and never closes, what is escaped, and what has many lines, fields or names.
const TEXTS: &[&str] = &[
    "|", "\n", "&", "a=&", "a:|", "\"", "\\", "\\u003d", "%25", "é", "{", "<a>", "{\"a\":",
    "signature=", "token: a\n", "&amp;", "x-auth-token\":\"", "GET\n/v1\n", "(",
];

/// Queries of many parameters, long ones, and equal fronts.
const QUERIES: &[&str] = &["&", "a&", "a=b&", "%41=%42&", "aaaaaaaaaaaaaaaa=b&", "%e6%95%b0", "/"];

/// Returns the seconds of the fastest of some calls.
fn fastest(mut run: impl FnMut()) -> f64 {
    let mut fastest = f64::INFINITY;
    let start = Instant::now();
    for _ in 0..5 {
        let began = Instant::now();
        run();
        fastest = fastest.min(began.elapsed().as_secs_f64());
        if start.elapsed() > Duration::from_millis(300) {
            break;
        }
    }
    fastest
}

/// The lengths that are measured, and the names of functions that are asked for.
struct Asked {
    lengths: [usize; LENGTHS.len()],
    names: Vec<String>,
}

impl Asked {
    fn read() -> Self {
        let (flags, names): (Vec<_>, _) =
            std::env::args().skip(1).partition(|word| word.starts_with("--"));
        let is_test = flags.iter().any(|flag| flag == "--test");
        let lengths = LENGTHS.map(|length| if is_test { length >> 10 } else { length });
        Self { lengths, names }
    }

    /// Measures one function with inputs that are made of `piece`, if it is asked for. Returns whether it
    /// grows as it may.
    fn measure(&self, function: &str, piece: &str, run: impl Fn(&str)) -> Option<bool> {
        if !self.names.is_empty() && !self.names.iter().any(|name| function.contains(name)) {
            return None;
        }
        let seconds = self.lengths.map(|length| {
            let text = piece.repeat(length / piece.len());
            fastest(|| run(black_box(&text)))
        });
        let ratios: Vec<_> = seconds.windows(2).map(|two| two[1] / two[0]).collect();
        let for_byte = seconds[LAST] * 1e9 / self.lengths[LAST] as f64;
        let shown: Vec<_> = ratios.iter().map(|ratio| format!("{ratio:.2}")).collect();
        let is_fine = ratios.iter().all(|ratio| *ratio <= LIMIT);
        let mark = if is_fine { "" } else { "  above the limit" };
        println!("{function:32} {piece:20?} {for_byte:8.1} ns  {}{mark}", shown.join(" "));
        Some(is_fine)
    }
}

fn main() {
    let asked = Asked::read();
    let mut cases = Vec::new();
    for piece in TEXTS {
        cases.extend(asked.measure("redact", piece, |text| {
            black_box(polysign::redact(text));
        }));
        for scheme in polysign::schemes() {
            cases.extend(asked.measure(&format!("refusal {}", scheme.name()), piece, |text| {
                black_box(scheme.read_refusal(&Response::new(text).with_status(401)));
            }));
        }
    }
    let samples = samples::samples();
    let tiny = samples.iter().find(|sample| sample.name == "tiny").expect("a tiny sample");
    for row in samples::schemes() {
        let signer = row.signer(&samples::secrets(row)).expect(row.name);
        let explanation = signer.explain(&tiny.request(), &CONTEXT).expect(row.name);
        for piece in TEXTS {
            cases.extend(asked.measure(&format!("compare {}", row.name), piece, |text| {
                black_box(explanation.compare(text));
            }));
        }
        for piece in QUERIES {
            cases.extend(asked.measure(&format!("sign {}", row.name), piece, |text| {
                let url = format!("https://service.example.com/v1?{text}");
                let request = Request::new("GET", &url).expect("a request").with_body("");
                _ = black_box(signer.sign_with(&request, &CONTEXT));
            }));
        }
    }
    let above = cases.iter().filter(|is_fine| !**is_fine).count();
    println!("{} cases, {above} above {LIMIT}", cases.len());
}
