//! Building blocks for authors of schemes: what the schemes of this crate are made of.
//!
//! A custom scheme is a type that implements [`Signer`](crate::Signer), and where requests are
//! checked another that implements [`Verifier`](crate::verify::Verifier). [`sign`](crate::sign) shows
//! a small one. The blocks here are for schemes that sign a canonical request, which most do:
//!
//! | step | blocks |
//! |---|---|
//! | the credential | [`Secret`](crate::Secret), [`check_text`], [`check_header_text`] |
//! | credentials by name | [`Config`](crate::registry::Config), [`family`], `environment` |
//! | the scheme by name | [`Entry`](crate::registry::Entry) of a [`Registry`](crate::registry::Registry) |
//! | the facts | [`Scheme`](crate::Scheme), with [`refusal::Rules`](crate::refusal::Rules) for answers |
//! | time | [`Timestamp`], [`Decimal`], [`read_basic`], [`read_extended`] |
//! | canonical query | [`CanonicalQuery`], [`Order`], [`Added`], [`SkippedNames`] |
//! | canonical headers | [`DefaultHeaders`], [`HeaderChoice`], [`OwnHeaders`], [`CanonicalHeaders`] |
//! | canonical request | [`CanonicalRequest`], [`BodyHash`]; [`encode`], [`decode`] and [`recode`] |
//! | string to sign | [`sha256`], [`Hex`], [`Base64`] |
//! | signature | [`HmacSha256Key`], [`HmacSha1Key`], [`DerivedKeys`], in [`wiping_stack`] |
//! | explanation | [`Text`](crate::explain::Text), which is a [`Sink`], and [`has_parameter`] |
//! | verifier: fields | [`headers`], [`queries`], [`authorization`], [`slashed`], [`ListedHeaders`] |
//! | verifier: rules | [`Policy`](crate::verify::Policy), then [`Keys::check`] |
//!
//! Canonical text is written to a [`Sink`]: a hash when signing, a `Text` when explaining. One function
//! that writes it serves both, and the verifier.
//!
//! The feature `custom` turns this module on, with or without vendors.

mod hashes;

pub use hashes::*;

pub use crate::canonical::{
    Added, Base64, BodyHash, CanonicalHeaders, CanonicalQuery, CanonicalRequest, DefaultHeaders,
    Header, HeaderChoice, Hex, Order, OwnHeaders, Pair, QueryText, SecretHeader, SkippedNames,
    from_base64, from_hex, is_same,
};
#[cfg(feature = "std")]
pub use crate::config::environment;
pub use crate::config::family;
pub use crate::secret::{check_header_text, check_text, wiping_stack};
pub use crate::sign::explanation::absent::has_parameter;
pub use crate::text::{
    Decimal, Encoded, Form, Reading, Sink, Timestamp, decode, encode, read_basic, read_extended,
    recode,
};
pub use crate::verify::authorization::{authorization, slashed};
pub use crate::verify::fields::{
    ascii, header_missing, headers, hex_signature, key_id, malformed, not_signed, queries,
    queries_by_case, required, unix_seconds,
};
pub use crate::verify::keys::{Claim, Keys, bad_signature, check_token};
pub use crate::verify::listed::ListedHeaders;
