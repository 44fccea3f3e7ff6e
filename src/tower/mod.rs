//! Layers for stacks of `tower` services of `http::Request`.

#[cfg(target_has_atomic = "64")]
mod correct;
mod hosts;
mod sign;

#[cfg(target_has_atomic = "64")]
pub use correct::{Correct, CorrectFuture, CorrectLayer};
pub use hosts::{SignBy, SignLayer};
pub use sign::{Sign, SignError, SignFuture, StatedPayload};
