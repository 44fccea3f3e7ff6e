//! Signing: the trait, the facts of a scheme, and what comes of it.

mod context;
mod draft;
mod explanation;
pub(crate) mod refusal;
mod replaceable;
mod scheme;
mod signed;
mod signed_url;
mod signer;

pub(crate) use context::system_time;
pub use context::{Context, Nonce};
pub use draft::{Draft, Value};
pub(crate) use explanation::has_parameter;
pub use explanation::{Absent, Explanation, Piece, Requirement, Text};
pub use replaceable::Replaceable;
pub use scheme::{Covers, Scheme};
pub use signed::Signed;
pub use signed_url::SignedUrl;
pub use signer::Signer;
