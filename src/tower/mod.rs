//! Layers for stacks of `tower` services of `http::Request`.

mod sign;

pub use sign::{Sign, SignBy, SignError, SignFuture, SignLayer, StatedPayload};
