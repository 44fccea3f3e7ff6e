//! No text shows a secret.

mod common;
mod leaks;
mod redaction;
