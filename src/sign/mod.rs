//! Signing: the trait, the facts of a scheme, and what comes of it.

mod context;
mod covers;
mod draft;
mod explanation;
pub(crate) mod refusal;
#[cfg(feature = "std")]
mod replaceable;
mod scheme;
mod signed;
mod signed_url;
mod signer;

#[cfg(feature = "std")]
pub(crate) use context::system_time;
pub use context::{Context, Nonce};
pub use covers::Covers;
pub use draft::{Draft, FieldValue};
pub(crate) use explanation::has_parameter;
pub use explanation::{Absent, Explanation, Piece, Requirement, Text};
#[cfg(feature = "std")]
pub use replaceable::Replaceable;
pub use scheme::Scheme;
pub use signed::Signed;
pub use signed_url::SignedUrl;
pub use signer::Signer;
