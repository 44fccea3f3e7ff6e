//! The answers of a vendor that say no, as data.

mod refused;
mod rules;

pub use refused::Refused;
pub use rules::{Rule, Rules};
