//! Building blocks for authors of schemes: what the schemes of this crate are made of.
//!
//! A custom scheme is a type that implements [`Signer`](crate::Signer), and where requests are
//! checked another that implements [`Verifier`](crate::verify::Verifier). [`sign`](crate::sign) shows
//! a small one. The blocks here are for schemes that sign a canonical request, which most do:
//!
//! | step | blocks |
//! |---|---|
//! | the credential | [`Secret`](crate::Secret), [`check_text`], [`check_header_text`] |
//! | credentials by name | [`Config`](crate::registry::Config), [`Credential`], `environment` |
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
//! Canonical text is written to a [`Sink`]: a hash when signing, a `Text` when explaining. One
//! function that writes it serves both, and the verifier.
//!
//! The feature `custom` turns this module on, with or without vendors.
//!
//! # Order of the steps
//!
//! A signer collects first and hashes last, so that everything that can be wrong is found before a
//! secret is touched:
//!
//! 1. Take the time from the [`Draft`](crate::sign::Draft), the body from
//!    [`Request::covered_payload`](crate::Request::covered_payload), and the headers of its own as
//!    [`OwnHeaders`].
//! 2. Collect the headers by a [`HeaderChoice`], without those of a former signature, and the query. Both
//!    are made empty and filled where they stay.
//! 3. Write the canonical request to [`sha256`], and the string to sign to a key that was started. Do so
//!    in [`wiping_stack`], which overwrites what the hash functions leave on the stack.
//! 4. Complete the explanation, if there is one, with the same functions.
//! 5. Set the fields on the draft, in the order in which the scheme declares them.
//!
//! A verifier reads the fields, checks times and coverage by its policy, and computes only then:
//!
//! 1. [`headers`] or [`queries`], then [`authorization`]: each field once, and in its form.
//! 2. `Policy::check_clock` or `Policy::check_validity`, then `Policy::check_covered` with the
//!    [`ListedHeaders`] of the signature.
//! 3. The canonical request, from the headers that are listed. What it does not distinguish is for the
//!    policy: `Policy::check_target` or `Policy::check_removed_segments`, `Policy::check_query`,
//!    `Policy::check_parameters` and `Policy::check_values`.
//! 4. [`Keys::check`] with a [`Claim`]. An unknown key takes as long as a wrong signature, and the replay
//!    cache is asked last.
//!
//! # Example
//!
//! A scheme that signs method, path, query and some headers with HMAC-SHA256:
//!
//! ```
//! use polysign::custom::{
//!     CanonicalHeaders, CanonicalQuery, CanonicalRequest, DefaultHeaders, HeaderChoice, Hex,
//!     HmacSha256Key, Order, OwnHeaders, Sink, SkippedNames, Timestamp, wiping_stack,
//! };
//! use polysign::sign::{Covers, Draft};
//! use polysign::{Context, Error, Request, Scheme, Signer};
//!
//! static SCHEME: Scheme = Scheme::new("example/hmac-sha256")
//!     .with_covers(Covers::ALL.without_body())
//!     .with_clock_window(300)
//!     .with_headers(&["authorization", "x-date"])
//!     .with_stale_headers(&["authorization", "x-date"])
//!     .with_secret_headers(&["authorization"]);
//!
//! static SIGNED: DefaultHeaders = DefaultHeaders::new(&["host"]).with_prefixes(&["x-"]);
//!
//! #[derive(Debug)]
//! struct Example(HmacSha256Key);
//!
//! impl Signer for Example {
//!     fn scheme(&self) -> &'static Scheme {
//!         &SCHEME
//!     }
//!
//!     fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
//!         let time = Timestamp::basic(draft.time());
//!         let mut own = OwnHeaders::default();
//!         own.set("x-date", Some(time.as_bytes()));
//!         let mut headers = CanonicalHeaders::new();
//!         let is_kept = |name: &str| !SCHEME.is_stale_header(name);
//!         let choice = HeaderChoice::standard(&SIGNED);
//!         choice.collect(request.headers(), &own, is_kept, &mut headers)?;
//!         let mut query = CanonicalQuery::new();
//!         query.collect(request.query(), SkippedNames::NONE, &[], Order::KeyThenValue);
//!         let parts = CanonicalRequest::new(request, draft.host(), &query, &headers)?;
//!         let signature = wiping_stack(|| {
//!             let mut mac = self.0.start();
//!             mac.text(parts.method().as_bytes());
//!             mac.line_end();
//!             parts.write_path(&mut mac);
//!             mac.line_end();
//!             query.write_encoded("", &mut mac);
//!             mac.line_end();
//!             parts.write_headers(None, &mut mac);
//!             Hex::<64>::new(&mac.finish())
//!         });
//!         draft.header("authorization", |value| {
//!             value.push("EXAMPLE SignedHeaders=");
//!             headers.write_names(value);
//!             value.push(", Signature=");
//!             value.push_signature(signature.as_bytes());
//!         });
//!         draft.header("x-date", |value| value.push(time.as_bytes()));
//!         Ok(())
//!     }
//! }
//!
//! let signer = Example(HmacSha256Key::new(b"correct horse"));
//! let request = Request::new("GET", "https://example.com/v1/tasks?b=2&a=1")?;
//! let signed = signer.sign_with(&request, &Context::at(1_573_789_015))?;
//! let authorization = signed.headers().next().expect("it was set").1;
//! assert!(authorization.starts_with("EXAMPLE SignedHeaders=host;x-date, Signature="));
//! # Ok::<(), Error>(())
//! ```

mod hashes;

pub use hashes::*;

pub use crate::canonical::{
    Added, Base64, BodyHash, CanonicalHeaders, CanonicalQuery, CanonicalRequest, DefaultHeaders,
    Header, HeaderChoice, Hex, Order, OwnHeaders, Pair, QueryText, SecretHeader, SkippedNames,
    from_base64, from_hex, is_same,
};
pub use crate::config::Credential;
#[cfg(feature = "serde")]
pub use crate::config::deserialize_credential;
#[cfg(feature = "std")]
pub use crate::config::environment;
pub use crate::secret::{check_header_text, check_text, wiping_stack};
pub use crate::sign::explanation::absent::has_parameter;
pub use crate::text::{
    Decimal, Encoded, Form, Sink, Timestamp, decode, encode, read_basic, read_extended, recode,
};
pub use crate::verify::authorization::{authorization, slashed};
pub use crate::verify::fields::{
    ascii, header_missing, headers, hex_signature, key_id, malformed, not_signed, queries,
    queries_by_case, required, unix_seconds,
};
pub use crate::verify::keys::{Claim, Keys, bad_signature, check_token};
pub use crate::verify::listed::ListedHeaders;
