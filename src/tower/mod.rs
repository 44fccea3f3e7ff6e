//! Layers for stacks of `tower` services of `http::Request`: [`SignLayer`] around a client,
//! [`VerifyLayer`] around a server's routes.

#[cfg(target_has_atomic = "64")]
mod correct;
mod hosts;
mod sign;
mod verify;

#[cfg(target_has_atomic = "64")]
pub use correct::{Correct, CorrectFuture, CorrectLayer};
pub use hosts::{SignBy, SignLayer};
pub use sign::{Sign, SignError, SignFuture, StatedPayload};
pub use verify::{Verify, VerifyFuture, VerifyLayer};
