//! What is said of a signature that a server refused.

mod common;
mod compare;
mod examples;
mod explained;
mod refusals;
