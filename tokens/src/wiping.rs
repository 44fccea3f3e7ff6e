//! Keyed hashes and other computations with secrets, which leave no copy behind.

use hmac::{Hmac, KeyInit, Mac};
use polysign::Secret;
use sha2::Sha256;
use zeroize::optimization_barrier;

/// The number of bytes of the stack that are overwritten: more than hash, cipher and encoder use.
const STACK: usize = if cfg!(debug_assertions) { 32 << 10 } else { 4 << 10 };

/// Calls `compute` in a frame of its own, and overwrites that frame and those below it.
///
/// Hash and cipher wipe the states that they own. This wipes what they spilled to the stack.
#[inline(always)]
pub(crate) fn wiping_stack<R>(compute: impl FnOnce() -> R) -> R {
    #[inline(never)]
    fn apart<R>(compute: impl FnOnce() -> R) -> R {
        compute()
    }
    let result = apart(compute);
    overwrite_stack();
    result
}

#[inline(never)]
fn overwrite_stack() {
    let frames = [0_u8; STACK];
    optimization_barrier(&frames);
}

/// Returns the HMAC-SHA256 of a text.
pub(crate) fn hmac_sha256(key: &Secret, text: &[u8]) -> [u8; 32] {
    wiping_stack(|| keyed(key, text).finalize().into_bytes().into())
}

/// Returns whether `signature` is the HMAC-SHA256 of a text, in time that does not depend on how
/// much of it is right.
pub(crate) fn is_hmac_sha256(key: &Secret, text: &[u8], signature: &[u8]) -> bool {
    wiping_stack(|| keyed(key, text).verify_slice(signature).is_ok())
}

#[allow(clippy::expect_used, reason = "another key would make tokens that no server accepts")]
fn keyed(key: &Secret, text: &[u8]) -> Hmac<Sha256> {
    let mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes());
    mac.expect("a key of an HMAC can have any length").chain_update(text)
}
