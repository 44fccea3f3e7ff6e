//! The compressions that a scheme cannot avoid, with the same hash crates over ready-made text.

use std::hint::black_box;

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use polysign::Signer;
use sha1::Sha1;
use sha2::Sha256;

use crate::cases::Case;
use crate::ours::{context, request};
use crate::signers::{SECRET, secret_for};

/// The text of a stage, as it is hashed.
fn stage(signer: &dyn Signer, case: &Case, name: &str) -> Vec<u8> {
    let explanation =
        signer.explain(&request(case), &context(1_700_000_000)).expect("an explanation");
    explanation.stage(name).expect(name).fill(secret_for)
}

pub fn zego(signer: &dyn Signer, case: &Case) -> impl FnMut(i64) + use<> {
    let text = stage(signer, case, "string_to_sign");
    move |_| {
        black_box(Md5::digest(black_box(&text)));
    }
}

/// One HMAC-SHA256 over a short text.
pub fn hmac_sha256(signer: &dyn Signer, case: &Case) -> impl FnMut(i64) + use<> {
    let text = stage(signer, case, "string_to_sign");
    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length");
    move |_| {
        black_box(key.clone().chain_update(black_box(&text)).finalize());
    }
}

/// One HMAC-SHA1 over a short text.
pub fn hmac_sha1(signer: &dyn Signer, case: &Case) -> impl FnMut(i64) + use<> {
    let text = stage(signer, case, "string_to_sign");
    let key = Hmac::<Sha1>::new_from_slice(SECRET.as_bytes()).expect("any length");
    move |_| {
        black_box(key.clone().chain_update(black_box(&text)).finalize());
    }
}

/// The digest of the body, and one HMAC-SHA256.
pub fn http_digest<'a>(signer: &dyn Signer, case: &'a Case) -> impl FnMut(i64) + use<'a> {
    let mut mac = hmac_sha256(signer, case);
    move |time| {
        black_box(Sha256::digest(black_box(&case.body)));
        mac(time);
    }
}

/// The key of the day is at hand.
pub fn tc3<'a>(signer: &dyn Signer, case: &'a Case) -> impl FnMut(i64) + use<'a> {
    huawei(signer, case)
}

pub fn iflytek(signer: &dyn Signer, case: &Case) -> impl FnMut(i64) + use<> {
    let text = stage(signer, case, "base_text");
    let key = Hmac::<Sha1>::new_from_slice(SECRET.as_bytes()).expect("any length");
    move |_| {
        let md5 = Md5::digest(black_box(&text));
        let mac = key.clone().chain_update(black_box(md5)).chain_update(md5);
        black_box(mac.finalize());
    }
}

pub fn baidu(signer: &dyn Signer, case: &Case) -> impl FnMut(i64) + use<> {
    let prefix = stage(signer, case, "auth_string_prefix");
    let canonical = stage(signer, case, "canonical_request");
    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length");
    move |_| {
        let signing_key = key.clone().chain_update(black_box(&prefix)).finalize();
        let bytes = signing_key.into_bytes();
        // Of the length of the hexadecimal text, which is all that matters here.
        let as_text: [u8; 64] = std::array::from_fn(|at| bytes[at % 32]);
        let mac = Hmac::<Sha256>::new_from_slice(&as_text).expect("any length");
        black_box(mac.chain_update(black_box(&canonical)).finalize());
    }
}

pub fn huawei<'a>(signer: &dyn Signer, case: &'a Case) -> impl FnMut(i64) + use<'a> {
    let canonical = stage(signer, case, "canonical_request");
    let string_to_sign = stage(signer, case, "string_to_sign");
    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length");
    move |_| {
        if !case.body.is_empty() {
            black_box(Sha256::digest(black_box(&case.body)));
        }
        black_box(Sha256::digest(black_box(&canonical)));
        black_box(key.clone().chain_update(black_box(&string_to_sign)).finalize());
    }
}
