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
mod request;

#[cfg(all(feature = "_sha2", feature = "_hex"))]
pub(crate) use body_hash::{BodyHash, sha256};
#[cfg(feature = "_digest")]
#[allow(unused_imports, reason = "schemes with derived keys use it")]
pub(crate) use derived_keys::DerivedKeys;
#[cfg(feature = "_base64")]
pub(crate) use hash::{Base64, from_base64};
#[cfg(feature = "_digest")]
pub(crate) use hash::{Hashing, Key, is_same, keyed};
#[cfg(feature = "_hex")]
pub(crate) use hash::{Hex, from_hex};
pub(crate) use header_choice::{DefaultHeaders, HeaderChoice};
pub(crate) use header_names::HeaderNames;
pub(crate) use headers::{CanonicalHeaders, Header, OwnHeaders};
pub(crate) use pair::Pair;
pub(crate) use pieces::Pieces;
pub(crate) use query::{Added, CanonicalQuery, Order, SkippedNames, write_decoded};
pub(crate) use query_text::QueryText;
pub(crate) use request::{CanonicalRequest, SecretHeader};
