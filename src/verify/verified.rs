//! The result for a request whose signature holds.

use alloc::string::String;
use core::fmt;

use super::Claim;
use crate::UnixTime;
use crate::text::Found;

/// Tells what is known of a request whose signature holds.
///
/// **What that is worth the scheme says** ([`Scheme::covers`](crate::Scheme::covers) of the
/// [`Verifier`](super::Verifier)). Where it covers nothing of the request
/// ([`Covers::is_nothing`](crate::sign::Covers::is_nothing)), someone with the key signed *some*
/// request at that time, and whoever read it on the way can have sent this one.
#[derive(Clone, PartialEq, Eq)]
pub struct Verified {
    /// The id of the key, then names of headers in lower case, joined with `;`.
    text: String,
    id_length: usize,
    signed_at: Option<UnixTime>,
    pub(crate) expires_at: Option<UnixTime>,
    covers_body: bool,
}

impl Verified {
    /// Creates the result of a custom verifier: the id of the key, the time that was signed, the last
    /// second in which the signature is accepted, and whether it covers the body.
    #[must_use]
    pub fn new(
        key_id: impl Into<String>,
        signed_at: Option<UnixTime>,
        expires_at: Option<UnixTime>,
        covers_body: bool,
    ) -> Self {
        let text = key_id.into();
        Self { id_length: text.len(), text, signed_at, expires_at, covers_body }
    }

    /// Takes over a claim that holds.
    pub(super) fn of(claim: &Claim<'_>) -> Self {
        let (id, names) = (claim.key_id, claim.covered_headers);
        let mut text = String::with_capacity(id.len() + names.len());
        text.push_str(id);
        let verified = Self::new(text, claim.signed_at, claim.expires_at, claim.covers_body);
        verified.with_joined(names)
    }

    /// Sets the names of the headers that the signature covers.
    #[must_use]
    pub fn with_covered_headers<N: AsRef<str>>(self, names: impl IntoIterator<Item = N>) -> Self {
        self.with_joined(&join_names(names))
    }

    fn with_joined(mut self, names: &str) -> Self {
        self.text.truncate(self.id_length);
        self.text.push_str(names);
        self
    }

    /// Returns the id of the key that signed, as the lookup was asked for it.
    #[must_use]
    pub fn key_id(&self) -> &str {
        self.text.found(..self.id_length)
    }

    /// Returns the time that was signed, where the signature has one.
    #[must_use]
    pub fn signed_at(&self) -> Option<UnixTime> {
        self.signed_at
    }

    /// Returns the last second in which this signature is accepted; `None` if it never expires.
    #[must_use]
    pub fn expires_at(&self) -> Option<UnixTime> {
        self.expires_at
    }

    /// Returns whether the body is what was signed.
    #[must_use]
    pub fn covers_body(&self) -> bool {
        self.covers_body
    }

    /// Iterates over the names of the headers that the signature covers, in lower case. Nobody who
    /// has the key vouches for other headers.
    pub fn covered_headers(&self) -> impl Iterator<Item = &str> {
        self.text.found(self.id_length..).split(';').filter(|name| !name.is_empty())
    }

    /// Returns whether the signature covers the header `name`, in any case.
    ///
    /// ```
    /// use polysign::verify::Verified;
    ///
    /// let verified = Verified::new("AK", None, None, true).with_covered_headers(["Host", "x-sdk-date"]);
    /// assert!(verified.covers_header("HOST"));
    /// assert!(!verified.covers_header("x-request-id"));
    /// assert!(verified.covered_headers().eq(["host", "x-sdk-date"]));
    /// ```
    #[must_use]
    pub fn covers_header(&self, name: &str) -> bool {
        self.covered_headers().any(|covered| covered.eq_ignore_ascii_case(name))
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("key_id", &self.key_id())
            .field("signed_at", &self.signed_at)
            .field("expires_at", &self.expires_at)
            .field("covers_body", &self.covers_body)
            .field("covered_headers", &self.text.found(self.id_length..))
            .finish()
    }
}

/// Joins names, in lower case, with `;`.
pub(crate) fn join_names<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> String {
    let mut joined = String::with_capacity(64);
    for name in names {
        if !joined.is_empty() {
            joined.push(';');
        }
        joined.push_str(name.as_ref());
    }
    joined.make_ascii_lowercase();
    joined
}
