//! The building blocks of canonical forms: query, headers, digest of the body, hashes as sinks.
//! Nothing here depends on a vendor.

#[cfg(all(feature = "_sha2", feature = "_hex"))]
mod body_hash;
#[cfg(feature = "_digest")]
mod derived_keys;
#[cfg(feature = "_digest")]
mod hash;
mod header_choice;
mod header_names;
mod headers;
mod pair;
mod pieces;
mod query;
mod query_text;
mod rank;
#[cfg(feature = "_digest")]
mod readings;
mod request;
mod unsigned_body;
mod verbatim;

#[cfg(all(feature = "_sha2", feature = "_hex"))]
pub use body_hash::BodyHash;
#[cfg(all(feature = "_sha2", feature = "_hex"))]
pub(crate) use body_hash::sha256;
#[cfg(feature = "_digest")]
pub(crate) use derived_keys::{DerivedKeys, joined};
#[cfg(feature = "_digest")]
pub use hash::is_same;
#[cfg(feature = "_base64")]
pub use hash::{Base64, from_base64};
#[cfg(feature = "_digest")]
pub(crate) use hash::{Hashing, Key, keyed};
#[cfg(feature = "_hex")]
pub use hash::{Hex, from_hex};
#[cfg(feature = "_base64")]
pub(crate) use hash::{RawBytes, base64_into};
pub use header_choice::{DefaultHeaders, HeaderChoice};
pub(crate) use header_names::HeaderNames;
pub use headers::{CanonicalHeaders, Header, OwnHeaders};
pub use pair::Pair;
pub(crate) use pieces::Pieces;
pub use query::{Added, CanonicalQuery, Order, SkippedNames};
pub(crate) use query::{join, write_decoded};
pub use query_text::QueryText;
pub(crate) use rank::FirstLetters;
#[cfg(feature = "_digest")]
pub(crate) use readings::{AroundHost, holds_in_a_reading};
pub use request::{CanonicalRequest, SecretHeader};
pub(crate) use unsigned_body::UnsignedHeader;
pub(crate) use verbatim::VerbatimTarget;
