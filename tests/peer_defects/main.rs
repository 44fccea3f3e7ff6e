//! Defects that were found in other signing libraries, one test each.
//!
//! Three of them cannot be tests of this kind: benchmarks that time different work on the two
//! sides, tests that pass when a variable is missing, and vectors that are compared by
//! `contains`. The last two are up to `tests/vectors.rs`, which compares whole values and fails
//! when it finds no vectors.
#![cfg(all(
    feature = "http",
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

mod canonical;
mod requests;
mod secrets;

#[path = "../common/every_signer.rs"]
mod every_signer;

fn signature_of(signed: &polysign::Signed) -> String {
    signed.signature().expect("a signature").to_owned()
}
