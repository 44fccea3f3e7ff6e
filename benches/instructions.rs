//! Signs or verifies a request so many times, for `benches/instructions` to count the instructions of.
//!
//! With a scheme, a sample, a job and a count it does so. Without, it prints the schemes, the samples that
//! each signs, and the jobs, one of each on a line.

mod samples;

use polysign::{Context, Signed, Signer, UnixTime};
use samples::arrived::{Arrived, verifiers};
use samples::schemes::Row;
use samples::{Sample, samples, schemes, secrets};

const TIME: UnixTime = UnixTime::new(1_573_789_015);

fn main() {
    // Cargo adds `--bench`.
    let words: Vec<_> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => list(),
        [scheme, sample, job, count] => {
            let samples = samples();
            let sample = samples.iter().find(|one| one.name == sample).expect("a sample");
            let row = schemes().into_iter().find(|row| row.scheme == scheme).expect("a scheme");
            let count = count.parse().expect("a number");
            match job {
                "sign" => sign(&*signer(row), sample, count).expect("a request that can be signed"),
                "verify" => verify(row, sample, count, |arrived| arrived),
                "verify-2" => verify(row, sample, count, |arrived| arrived.with_host()),
                _ => panic!("{job} is none of sign, verify and verify-2"),
            }
        }
        _ => panic!("usage: [SCHEME SAMPLE sign|verify|verify-2 COUNT]"),
    }
}

fn list() {
    for row in schemes() {
        let signer = signer(row);
        // A token is its own key, and no verifier of the samples knows it.
        let verifies = row.scheme != "huawei/auth-token";
        let jobs: &[_] = if verifies { &["sign", "verify", "verify-2"] } else { &["sign"] };
        // One scheme takes no spaces, which its vendor's SDKs sign in different ways.
        for sample in samples().iter().filter(|sample| sign(&*signer, sample, 1).is_ok()) {
            for job in jobs {
                println!("{} {} {job}", row.scheme, sample.name);
            }
        }
    }
}

fn signer(row: &Row) -> Box<dyn Signer> {
    row.signer(&secrets(row)).expect(row.name)
}

/// Signs `count` times into one buffer, each time with a new timestamp, and reads the URL each time.
fn sign(signer: &dyn Signer, sample: &Sample, count: i64) -> Result<(), polysign::Error> {
    let mut signed = Signed::new();
    for second in 0..count {
        let time = UnixTime::new(TIME.seconds() + second);
        let context = Context::at(time).with_random_nonce([7; 16]);
        signer.sign_into(&sample.request(), &context, &mut signed)?;
    }
    Ok(())
}

/// Verifies a request `count` times as it arrives after `change`, and reads the target each time.
fn verify(row: &Row, sample: &Sample, count: i64, change: impl FnOnce(Arrived) -> Arrived) {
    let context = Context::at(TIME).with_random_nonce([7; 16]);
    let signed = signer(row).sign_with(&sample.request(), &context).expect(row.name);
    let arrived = change(Arrived::new(sample, &signed));
    let [verifier, ..] = verifiers(row);
    for _ in 0..count {
        assert_eq!(arrived.verify(sample, &*verifier, TIME), None, "{}", row.name);
    }
}
