//! What must not be left: the secrets, and every key that is derived from one.

use std::collections::{BTreeMap, HashMap};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::common::drawn::Secrets;

/// A shorter piece could be there by chance.
const PIECE: usize = 8;

pub(crate) struct Wanted {
    keys: Vec<(String, Vec<u8>)>,
    /// Of which key a piece is.
    pieces: HashMap<Vec<u8>, usize>,
    /// Whether a piece begins with these two bytes, which rules most places out quickly.
    begins: Vec<bool>,
}

fn sha256_mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

impl Wanted {
    pub(crate) fn of(secrets: &Secrets) -> Self {
        let mut wanted =
            Self { keys: Vec::new(), pieces: HashMap::new(), begins: vec![false; 1 << 16] };
        for (name, secret) in secrets.named() {
            wanted.add_key(name, secret.as_bytes());
            wanted.add_states_of_sha256(name, secret.as_bytes());
            wanted.add_states_of_sha1(name, secret.as_bytes());
        }
        // TC3's keys: of the secret with its prefix, and those of the day and each step after it.
        let key = format!("TC3{}", secrets["tencent/secret_key"]).into_bytes();
        wanted.add_states_of_sha256("tencent cloud with TC3", &key);
        for service in ["cvm", "hunyuan"] {
            let mut key = key.clone();
            for part in ["2023-11-14", service, "tc3_request"] {
                key = sha256_mac(&key, part.as_bytes());
                wanted.add_key("tencent derived key", &key);
                wanted.add_states_of_sha256("tencent derived key", &key);
            }
        }
        // Baidu's key of one second and validity.
        for prefix in super::calls::BAIDU_PREFIXES {
            let raw = sha256_mac(secrets["baidu/secret_access_key"].as_bytes(), prefix.as_bytes());
            let hex = hex::encode(&raw);
            wanted.add("baidu signing key, raw".into(), raw);
            wanted.add_key("baidu signing key", hex.as_bytes());
            wanted.add_states_of_sha256("baidu signing key", hex.as_bytes());
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
    }

    /// The two states of a keyed HMAC, which are as good as its key.
    fn add_states_of_sha256(&mut self, name: &str, key: &[u8]) {
        for (form, mask) in [("inner", 0x36), ("outer", 0x5c)] {
            let mut state = SHA256;
            sha2::block_api::compress256(&mut state, &[block(key, mask)]);
            self.add_state(format!("{name}, {form} state"), &state);
        }
    }

    fn add_states_of_sha1(&mut self, name: &str, key: &[u8]) {
        for (form, mask) in [("inner", 0x36), ("outer", 0x5c)] {
            let mut state = SHA1;
            sha1::block_api::compress(&mut state, &[block(key, mask)]);
            self.add_state(format!("{name}, {form} state"), &state);
        }
    }

    fn add_state(&mut self, name: String, state: &[u32]) {
        self.add(name, state.iter().flat_map(|word| word.to_ne_bytes()).collect());
    }
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
