//! What holds for every input.
//!
//! Each function takes bytes, makes calls of them, and panics where something does not hold that
//! the crate promises. A fuzzer calls them with inputs that it searches, `tests/stable.rs` with
//! the checked-in corpus and with random changes of it.
//!
//! Most inputs are text in the form of an HTTP message, so that the corpus can be read:
//!
//! ```text
//! 3 POST https://example.com/a?b=c      a number that selects a signer, the method, the URL
//! Content-Type: text/plain              headers
//!                                       an empty line
//! the body
//! ```

mod callbacks;
mod clouds;
mod comparison;
mod configuration;
mod http_signing;
mod input;
mod redaction;
mod refusals;
mod replay_cache;
mod request;
#[path = "../../../tests/common/schemes/mod.rs"]
#[allow(dead_code, reason = "the suites of the library need more of it")]
mod schemes;
mod serde_credentials;
mod server_clock;
mod signing;
mod tokens;
#[path = "../../../tests/common/verifiers.rs"]
#[allow(dead_code, reason = "the suites of the library need more of it")]
mod verifiers;
mod verifying;

pub use callbacks::callbacks;
pub use clouds::{clouds_signing, clouds_verifying};
pub use comparison::comparison;
pub use configuration::configuration;
pub use http_signing::http_signing;
pub use redaction::redaction;
pub use refusals::refusals;
pub use replay_cache::replay_cache;
pub use request::request;
pub use serde_credentials::serde_credentials;
pub use server_clock::server_clock;
pub use signing::signing;
pub use tokens::tokens;
pub use verifying::verifying;

/// A function that checks one input.
pub type Invariant = fn(&[u8]);

/// All of them, by the name of their fuzz target.
pub const ALL: &[(&str, Invariant)] = &[
    ("callbacks", callbacks),
    ("clouds_signing", clouds_signing),
    ("clouds_verifying", clouds_verifying),
    ("comparison", comparison),
    ("configuration", configuration),
    ("http_signing", http_signing),
    ("redaction", redaction),
    ("refusals", refusals),
    ("replay_cache", replay_cache),
    ("request", request),
    ("serde_credentials", serde_credentials),
    ("server_clock", server_clock),
    ("signing", signing),
    ("tokens", tokens),
    ("verifying", verifying),
];
