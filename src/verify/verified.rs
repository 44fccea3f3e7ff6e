//! The result for a request whose signature holds.

use alloc::string::String;

use crate::UnixTime;

/// Tells what is known of a request whose signature holds.
///
/// **What that is worth the scheme says** ([`Scheme::covers`](crate::Scheme::covers) of the
/// [`Verifier`](super::Verifier)). Where it covers nothing of the request
/// ([`Covers::is_nothing`](crate::sign::Covers::is_nothing)), someone with the key signed *some*
/// request at that time, and whoever read it on the way can have sent this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub(crate) key_id: String,
    pub(crate) signed_at: Option<UnixTime>,
    pub(crate) expires_at: Option<UnixTime>,
    pub(crate) covers_body: bool,
    /// Names in lower case, joined with `;`.
    pub(crate) covered_headers: String,
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
        let covered_headers = String::new();
        Self { key_id: key_id.into(), signed_at, expires_at, covers_body, covered_headers }
    }

    /// Sets the names of the headers that the signature covers.
    #[must_use]
    pub fn with_covered_headers<N: AsRef<str>>(
        mut self,
        names: impl IntoIterator<Item = N>,
    ) -> Self {
        self.covered_headers = join_names(names);
        self
    }

    /// Returns the id of the key that signed, as the lookup was asked for it.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
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
        self.covered_headers.split(';').filter(|name| !name.is_empty())
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
