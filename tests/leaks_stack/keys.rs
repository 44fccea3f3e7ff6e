//! What must not be left: the secrets, and every key that is derived from one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::calls::{CONTEXT, request};
use crate::common::drawn::Secrets;
use crate::common::formulas::Filled;
use crate::common::schemes::rows;

/// A shorter piece could be there by chance.
const PIECE: usize = 8;

pub(crate) struct Wanted {
    keys: Vec<(String, Vec<u8>)>,
    /// Of which key a piece is.
    pieces: HashMap<Vec<u8>, usize>,
    /// Whether a piece begins with these two bytes, which rules most places out quickly.
    begins: Vec<bool>,
}

impl Wanted {
    pub(crate) fn of(secrets: &Secrets) -> Self {
        let mut wanted =
            Self { keys: Vec::new(), pieces: HashMap::new(), begins: vec![false; 1 << 16] };
        for (name, secret) in secrets.named() {
            wanted.add_key(name, secret.as_bytes());
        }
        let mut former = BTreeSet::new();
        for row in rows() {
            let drawn = secrets.of(row);
            let signer = row.signer(&drawn).unwrap();
            let explanation = signer.explain(&request(), &CONTEXT).unwrap();
            for key in Filled::new(&explanation, row, &drawn).derived_keys() {
                let name = format!("a key of {}", row.scheme);
                let has_secret = drawn.iter().any(|(_, secret)| contains(&key, secret.as_bytes()));
                match former.insert(key.clone()) {
                    // Its pieces are those of the secret.
                    true if has_secret => wanted.add_states(&name, &key),
                    true => wanted.add_key(&name, &key),
                    false => {}
                }
            }
        }
        wanted
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.keys.iter().map(|(name, key)| (&**name, &**key))
    }

    /// The names of those of which a piece is in `stack`, with the deepest place.
    pub(crate) fn find(&self, stack: &[u8]) -> Vec<String> {
        let mut found = BTreeMap::new();
        for (at, place) in stack.windows(PIECE).enumerate() {
            if self.begins[usize::from(place[0]) << 8 | usize::from(place[1])]
                && let Some(of) = self.pieces.get(place)
            {
                found.entry(*of).or_insert(stack.len() - at);
            }
        }
        let shown = |(of, depth): (usize, usize)| {
            let (name, _): &(String, Vec<u8>) = &self.keys[of];
            format!("{name}, {depth} bytes below")
        };
        found.into_iter().map(shown).collect()
    }

    fn add(&mut self, name: String, key: Vec<u8>) {
        // A run of one byte is no trace of a key.
        assert!(key.windows(PIECE).all(|piece| piece.iter().any(|byte| *byte != piece[0])));
        for piece in key.windows(PIECE) {
            self.begins[usize::from(piece[0]) << 8 | usize::from(piece[1])] = true;
            self.pieces.insert(piece.to_vec(), self.keys.len());
        }
        self.keys.push((name, key));
    }

    /// A key in the forms in which an HMAC has it, each in the byte orders of a hash's words.
    fn add_key(&mut self, name: &str, key: &[u8]) {
        for (form, mask) in [("", 0), (" ^ ipad", 0x36), (" ^ opad", 0x5c)] {
            let masked: Vec<u8> = key.iter().map(|byte| byte ^ mask).collect();
            let (words, _) = masked.as_chunks::<4>();
            let swapped = words.iter().flat_map(|word| word.iter().rev().copied()).collect();
            self.add(format!("{name}{form}"), masked.clone());
            self.add(format!("{name}{form}, swapped"), swapped);
        }
        self.add_states(name, key);
    }

    /// The two states of a keyed HMAC, which are as good as its key.
    fn add_states(&mut self, name: &str, key: &[u8]) {
        for (form, mask) in [("inner", 0x36), ("outer", 0x5c)] {
            let mut state = SHA256;
            sha2::block_api::compress256(&mut state, &[block(key, mask)]);
            self.add_state(format!("{name}, {form} state of SHA-256"), &state);
            let mut state = SHA1;
            sha1::block_api::compress(&mut state, &[block(key, mask)]);
            self.add_state(format!("{name}, {form} state of SHA-1"), &state);
        }
    }

    fn add_state(&mut self, name: String, state: &[u32]) {
        self.add(name, state.iter().flat_map(|word| word.to_ne_bytes()).collect());
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|place| place == part)
}

/// The first block of an HMAC's hash.
fn block(key: &[u8], mask: u8) -> [u8; 64] {
    let mut block = [mask; 64];
    for (byte, key) in block.iter_mut().zip(key) {
        *byte ^= key;
    }
    block
}

/// The initial states of FIPS 180-4.
const SHA256: [u32; 8] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
];
const SHA1: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
