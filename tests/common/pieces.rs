//! Finds pieces of secrets in bytes, in every spelling in which they could get out.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The spellings of every piece of some texts.
pub(crate) struct Pieces {
    /// By their first eight bytes.
    spellings: HashMap<[u8; 8], Vec<Vec<u8>>>,
    /// Whether one begins with these two bytes, which rules most places out quickly.
    begins: Vec<bool>,
}

impl Pieces {
    /// The pieces of `texts` that are `width` bytes long, one from each byte on.
    pub(crate) fn of<'a>(texts: impl IntoIterator<Item = &'a str>, width: usize) -> Self {
        let mut pieces = Self { spellings: HashMap::new(), begins: vec![false; 1 << 16] };
        texts.into_iter().for_each(|text| pieces.add(text, width));
        pieces
    }

    pub(crate) fn add(&mut self, text: &str, width: usize) {
        assert!(width >= 8 && text.len() >= width, "too short to look for: {} bytes", text.len());
        for piece in text.as_bytes().windows(width) {
            for spelling in spellings(piece) {
                let front = *spelling.first_chunk().expect("no spelling is shorter");
                self.begins[first_two(&front)] = true;
                let same_front = self.spellings.entry(front).or_default();
                if !same_front.contains(&spelling) {
                    same_front.push(spelling);
                }
            }
        }
    }

    /// The first spelling that is in `bytes`. Allocates nothing: an allocator asks.
    pub(crate) fn find(&self, bytes: &[u8]) -> Option<&[u8]> {
        for (at, front) in bytes.windows(8).enumerate() {
            if self.begins[first_two(front)]
                && let Some(same_front) = self.spellings.get(front)
                && let Some(found) =
                    same_front.iter().find(|spelling| bytes[at..].starts_with(spelling))
            {
                return Some(found);
            }
        }
        None
    }
}

fn first_two(front: &[u8]) -> usize {
    usize::from(front[0]) << 8 | usize::from(front[1])
}

fn spellings(piece: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![
        piece.to_vec(),
        hex::encode(piece).into_bytes(),
        hex::encode_upper(piece).into_bytes(),
        percent(piece, |byte| format!("%{byte:02X}")),
        percent(piece, |byte| format!("%{byte:02x}")),
        // As `Debug` shows bytes, plain and with `{:x?}`.
        list(piece, |byte| format!("{byte}")),
        list(piece, |byte| format!("{byte:x}")),
        list(piece, |byte| format!("{byte:X}")),
    ];
    // What stands before a piece decides how it falls into base64's groups of three.
    for before in 0..3 {
        let shifted = [&[0; 2][..before], piece].concat();
        let first = (before * 8).div_ceil(6);
        let end = shifted.len() * 8 / 6;
        for encoded in [STANDARD_NO_PAD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
            all.push(encoded.as_bytes()[first..end].to_vec());
        }
    }
    // As `Debug` shows text. A piece that cuts a character has neighbours that do not.
    if let Ok(text) = std::str::from_utf8(piece) {
        all.push(text.escape_debug().to_string().into_bytes());
        all.push(text.escape_default().to_string().into_bytes());
    }
    all
}

fn percent(piece: &[u8], escape: impl Fn(u8) -> String) -> Vec<u8> {
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let spell = |byte: &u8| match is_unreserved(*byte) {
        true => char::from(*byte).to_string(),
        false => escape(*byte),
    };
    piece.iter().map(spell).collect::<String>().into_bytes()
}

fn list(piece: &[u8], spell: impl Fn(u8) -> String) -> Vec<u8> {
    let numbers: Vec<String> = piece.iter().map(|byte| spell(*byte)).collect();
    numbers.join(", ").into_bytes()
}
