//! No text shows a secret.

mod common;
mod leaks;
mod leaks_stack;
mod redaction;
