//! No memory keeps a secret.

mod common;
mod freed;
