//! Signs a request so many times, for `benches/instructions` to count the instructions of.
//!
//! With a scheme, a sample and a count it signs. Without, it prints the schemes and the samples that
//! each signs, a pair on a line.

mod samples;

use polysign::{Context, Signed, Signer};
use samples::{Sample, samples, schemes, secrets};

fn main() {
    // Cargo adds `--bench`.
    let words: Vec<_> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => list(),
        [scheme, sample, count] => count_of(scheme, sample, count.parse().expect("a number")),
        _ => panic!("usage: [SCHEME SAMPLE COUNT]"),
    }
}

fn list() {
    for row in schemes() {
        let signer = signer_of(row.scheme);
        // One scheme takes no spaces, which its vendor's SDKs sign in different ways.
        for sample in samples().iter().filter(|sample| sign(&*signer, sample, 1).is_ok()) {
            println!("{} {}", row.scheme, sample.name);
        }
    }
}

fn count_of(scheme: &str, sample: &str, count: i64) {
    let samples = samples();
    let sample = samples.iter().find(|one| one.name == sample).expect("a sample");
    sign(&*signer_of(scheme), sample, count).expect("a request that can be signed");
}

fn signer_of(scheme: &str) -> Box<dyn Signer> {
    let row = schemes().into_iter().find(|row| row.scheme == scheme).expect("a scheme");
    row.signer(&secrets(row)).expect(row.name)
}

/// Signs `count` times into one buffer, each time with a new timestamp, and reads the URL each time.
fn sign(signer: &dyn Signer, sample: &Sample, count: i64) -> Result<(), polysign::Error> {
    let mut signed = Signed::new();
    for second in 0..count {
        let context = Context::at(1_573_789_015 + second).with_random_nonce([7; 16]);
        signer.sign_into(&sample.request(), &context, &mut signed)?;
    }
    Ok(())
}
