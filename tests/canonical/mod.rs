//! What is signed: the canonical query, path and headers, after models and the vendors' rules.

mod modelled;
mod peers;
mod recomputed;
mod respelled;
