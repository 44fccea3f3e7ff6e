//! Requests that arrive.

mod common;
mod verify;
