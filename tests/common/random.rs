//! Random secrets that another run can draw again.

use std::hash::{BuildHasher, RandomState};

const ALPHANUMERIC: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// Those that JSON does not escape.
const SYMBOLS: &str = "!#$%&'()*+,-./:;<=>?@[]^_`{|}~";

/// The alphabets of which a secret takes one: base64, its form for URLs, and letters with symbols.
pub(crate) const ASCII: [&[&str]; 3] =
    [&[ALPHANUMERIC, "+/"], &[ALPHANUMERIC, "-_"], &[ALPHANUMERIC, SYMBOLS]];

/// Splitmix64.
pub(crate) struct Random(u64);

impl Random {
    /// From the seed in the environment variable `POLYSIGN_SEED`, else from a new one. Prints it,
    /// which the test harness shows with a failure.
    pub(crate) fn from_printed_seed() -> Self {
        let seed = match std::env::var("POLYSIGN_SEED") {
            Ok(text) => text.parse().expect("POLYSIGN_SEED is a number"),
            Err(_) => RandomState::new().hash_one("seed"),
        };
        println!("to repeat this run: POLYSIGN_SEED={seed}");
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// A secret of 16 to 64 bytes.
    pub(crate) fn secret(&mut self, alphabets: &[&[&str]]) -> String {
        let length = 16 + self.below(49);
        self.secret_of(length, alphabets)
    }

    pub(crate) fn secret_of(&mut self, length: usize, alphabets: &[&[&str]]) -> String {
        let alphabet = alphabets[self.below(alphabets.len())].concat();
        let alphabet: Vec<char> = alphabet.chars().collect();
        let mut text = String::with_capacity(length);
        while text.len() < length {
            let letter = alphabet[self.below(alphabet.len())];
            // Quotation marks around a secret, and a placeholder in its place, are refused.
            if text.is_empty() && "<{$\"'`“‘«「".contains(letter) {
                continue;
            }
            match text.len() + letter.len_utf8() <= length {
                true => text.push(letter),
                false => text.push('x'),
            }
        }
        text
    }
}
