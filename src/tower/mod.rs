//! Layers for stacks of `tower` services of `http::Request`: [`SignLayer`] around a client,
//! [`VerifyLayer`] around a server's routes.

mod sign;
mod verify;

pub use sign::{Sign, SignBy, SignError, SignFuture, SignLayer, StatedPayload};
pub use verify::{Verify, VerifyFuture, VerifyLayer};
