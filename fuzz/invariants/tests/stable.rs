//! The invariants on stable Rust: on the corpus, and on random changes of it.

use std::path::{Path, PathBuf};
use std::{env, fs};

use invariants::ALL;

/// Inputs made of each file of the corpus, unless `POLYSIGN_FUZZ_INPUTS` says otherwise.
const INPUTS: usize = 40;

/// Each target has its corpus, and holds on each input of it.
#[test]
fn corpus() {
    for (name, check) in ALL {
        let inputs = inputs(name);
        assert!(inputs.len() >= 3, "{name} has a corpus of {}", inputs.len());
        for (path, input) in inputs {
            holds(&path, check, &input);
        }
    }
}

/// Each target holds on inputs near those of its corpus.
#[test]
fn near_the_corpus() {
    let count = env::var("POLYSIGN_FUZZ_INPUTS").map(|text| text.parse().expect("a number"));
    let count = count.unwrap_or(INPUTS);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for (name, check) in ALL {
        let inputs = inputs(name);
        for (path, input) in &inputs {
            for _ in 0..count {
                let (_, other) = &inputs[random.below(inputs.len())];
                holds(path, check, &random.changed(input, other));
            }
        }
    }
}

/// A target that always fails is noticed.
#[test]
#[should_panic(expected = "Path of an input")]
fn failing_target_is_seen() {
    holds(Path::new("Path of an input"), &(|_: &[u8]| panic!("always")), b"");
}

fn holds(path: &Path, check: &dyn Fn(&[u8]), input: &[u8]) {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(input)));
    assert!(result.is_ok(), "{}: {}", path.display(), input.escape_ascii());
}

/// The corpus of a target, in the order of its file names.
fn inputs(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus").join(name);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{name}: {error}"));
    let read = |file: Result<fs::DirEntry, _>| {
        let path = file.expect("an entry").path();
        let input = fs::read(&path).expect("a file");
        (path, input)
    };
    let mut inputs: Vec<_> = files.map(read).collect();
    inputs.sort();
    inputs
}

/// A small generator, so that each run has the same inputs.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % end.max(1)
    }

    /// Up to four edits: a byte, a few bytes less, a piece of another input.
    fn changed(&mut self, input: &[u8], other: &[u8]) -> Vec<u8> {
        const BYTES: &[u8] = b"\0\n\r\t \"%&+,./0:;=?@AZ[\\]_az{|}~\x7f\x80\xe4\xff";
        let mut text = input.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(text.len() + 1);
            let end = (at + self.below(4)).min(text.len());
            let piece = match self.below(3) {
                0 => vec![BYTES[self.below(BYTES.len())]],
                1 => Vec::new(),
                _ => {
                    let from = self.below(other.len() + 1);
                    other[from..(from + self.below(24)).min(other.len())].to_vec()
                }
            };
            text.splice(at..end, piece);
        }
        text
    }
}
