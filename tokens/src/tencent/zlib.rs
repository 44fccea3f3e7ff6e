//! The outer form of a UserSig: zlib in Tencent's own base64.

use base64::Engine;
use base64::alphabet::Alphabet;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use miniz_oxide::{MZ_ADLER32_INIT, mz_adler32_oxide};
use polysign::verify::Rejection;
use zeroize::Zeroizing;

use crate::fields::{LARGEST, malformed};
use crate::wiping::wiping_stack;

/// Standard base64 with `*` for `+` and `-` for `/`; padded with `_`. It is not base64url.
const TENCENT: GeneralPurpose = GeneralPurpose::new(&ALPHABET, NO_PAD);
const ALPHABET: Alphabet =
    match Alphabet::new("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-") {
        Ok(alphabet) => alphabet,
        Err(_) => base64::alphabet::STANDARD,
    };
const PADDING: u8 = b'_';

const FLAGS: u32 = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER
    | inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF
    | inflate_flags::TINFL_FLAG_COMPUTE_ADLER32;

/// Returns the token of a document of at most [`LARGEST`] bytes.
///
/// The document is one stored block. A compressor would keep a copy of the signature in tables that
/// nobody can wipe, to make a token shorter by a fifth.
#[allow(clippy::expect_used, reason = "another length would make a token that nobody can read")]
pub(super) fn pack(document: &[u8]) -> Vec<u8> {
    let length = u16::try_from(document.len()).expect("a document is at most 32 KiB");
    let mut zlib = Zeroizing::new(Vec::with_capacity(document.len() + 11));
    // Deflate with a window of 32 KiB; the final block, which is stored.
    zlib.extend_from_slice(&[0x78, 0x01, 0x01]);
    zlib.extend_from_slice(&length.to_le_bytes());
    zlib.extend_from_slice(&(!length).to_le_bytes());
    zlib.extend_from_slice(document);
    zlib.extend_from_slice(&mz_adler32_oxide(MZ_ADLER32_INIT, document).to_be_bytes());
    // What is not written over is the padding.
    let mut text = vec![PADDING; zlib.len().div_ceil(3) * 4];
    let written = wiping_stack(|| TENCENT.encode_slice(&zlib, &mut text));
    written.expect("the text is as long as it has to be");
    text
}

/// Returns the document of a token.
pub(super) fn unpack(token: &str) -> Result<Zeroizing<Vec<u8>>, Rejection> {
    let digits = token.trim_end_matches('_');
    let padding = token.len() - digits.len();
    if !token.len().is_multiple_of(4) || padding > 2 || token.len() > 2 * LARGEST {
        return Err(malformed(
            "is not base64 of Tencent's alphabet with its padding; was it cut off?",
        ));
    }
    let mut zlib = Zeroizing::new(vec![0; digits.len()]);
    let length = wiping_stack(|| TENCENT.decode_slice(digits, &mut zlib)).map_err(|_| {
        malformed(
            "has a character that is not of Tencent's base64: `*`, `-`, `_` for `+`, `/`, `=`",
        )
    })?;
    zlib.truncate(length);
    let mut document = Zeroizing::new(vec![0; LARGEST]);
    let (status, read, written) =
        wiping_stack(|| decompress(&mut DecompressorOxide::new(), &zlib, &mut document, 0, FLAGS));
    if status != TINFLStatus::Done || read != zlib.len() {
        return Err(malformed("is not zlib, is cut off, or is too long"));
    }
    document.truncate(written);
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_comes_back() {
        for length in [0, 1, 2, 3, 200, LARGEST] {
            let document = vec![b'~'; length];
            let token = String::from_utf8(pack(&document)).unwrap();
            assert_eq!(*unpack(&token).unwrap(), document, "{length}");
            assert!(unpack(&token[1..]).is_err() && unpack(&token[..token.len() - 1]).is_err());
        }
    }

    #[test]
    fn the_alphabet_is_tencents() {
        let text = TENCENT.encode([0xfb, 0xff, 0xfe]);
        assert_eq!(text, "*--*");
    }
}
