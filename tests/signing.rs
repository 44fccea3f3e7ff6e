//! What a signature is made of, and what it does to a request.

mod applying;
mod canonical;
mod common;
mod registry;
mod request;
mod resigning;
mod signers;
mod vectors;
mod vendors;
