//! How the time of hostile input grows: for twice the input at most 2.3 times as long, up to 16 MiB.
//!
//! `cargo bench -p benches --bench hostile`. Names of functions select rows. Each row has the nanoseconds
//! for a byte of the longest input, and the ratios for each doubling, from the fastest of some calls.
//!
//! The program starts itself once more with an allocator that takes a new block from the system for each large
//! request. Otherwise the C library keeps blocks up to a size that it changes as it runs, and the row of
//! many parameters whose buffer gets larger than that has a step of 3 to 4.

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

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

/// The fastest of so many calls counts: a busy machine makes calls slower, and never faster.
const FEWEST_CALLS: usize = 5;

/// So often a row is measured that is above the limit.
const MOST_CALLS: usize = 20;

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
        let texts = self.lengths.map(|length| piece.repeat(length / piece.len()));
        let mut seconds = texts.each_ref().map(|_| f64::INFINITY);
        let mut ratios = Vec::new();
        for call in 1..=MOST_CALLS {
            for (text, fastest) in texts.iter().zip(&mut seconds) {
                let start = Instant::now();
                run(black_box(text));
                *fastest = fastest.min(start.elapsed().as_secs_f64());
            }
            ratios = seconds.windows(2).map(|two| two[1] / two[0]).collect();
            if call >= FEWEST_CALLS && ratios.iter().all(|ratio| *ratio <= LIMIT) {
                break;
            }
        }
        let for_byte = seconds[LAST] * 1e9 / self.lengths[LAST] as f64;
        let shown: Vec<_> = ratios.iter().map(|ratio| format!("{ratio:.2}")).collect();
        let is_fine = ratios.iter().all(|ratio| *ratio <= LIMIT);
        let mark = if is_fine { "" } else { "  above the limit" };
        println!("{function:32} {piece:20?} {for_byte:8.1} ns  {}{mark}", shown.join(" "));
        Some(is_fine)
    }
}

/// How the C library is told to take large blocks from the system, all of them.
const ALLOCATOR: (&str, &str) = ("GLIBC_TUNABLES", "glibc.malloc.mmap_threshold=65536");

fn main() {
    if std::env::var_os(ALLOCATOR.0).is_none() {
        let mut program = Command::new(std::env::current_exe().expect("the path of this program"));
        let program = program.args(std::env::args_os().skip(1)).env(ALLOCATOR.0, ALLOCATOR.1);
        let status = program.status().expect("this program starts once more");
        std::process::exit(status.code().unwrap_or(1));
    }
    let asked = Asked::read();
    let mut cases = Vec::new();
    let mut schemes: Vec<_> = polysign::schemes().collect();
    schemes.dedup_by_key(|scheme| scheme.name());
    for piece in TEXTS {
        cases.extend(asked.measure("redact", piece, |text| {
            black_box(polysign::redact(text));
        }));
        for scheme in &schemes {
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
