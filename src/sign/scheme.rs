//! The facts of a scheme, as data, without a request.
//!
//! Layers, logs, verifiers and tests need to know what a scheme writes and covers before there is a
//! signature. A scheme states it once, as a constant, and signing is checked against it.

use alloc::borrow::Cow;

use super::Covers;
use super::refusal::Rules;
use crate::canonical::{QueryText, SkippedNames};
use crate::redact::{SecretNames, redact_with};

/// The facts of a scheme in one of its placements.
///
/// The lists hold header names in lower case, and query parameters as the vendor writes them. A
/// `host` header is not among them: any scheme sets it when the host of the request is not in
/// canonical form.
///
/// ```
/// use polysign::Scheme;
/// use polysign::sign::Covers;
///
/// static SCHEME: Scheme = Scheme::new("example/token")
///     .with_covers(Covers::NOTHING)
///     .with_headers(&["x-token"])
///     .with_stale_headers(&["x-token"])
///     .with_secret_headers(&["x-token"]);
///
/// assert!(SCHEME.covers().is_nothing());
/// assert!(SCHEME.is_stale_header("X-Token"));
/// assert_eq!(SCHEME.redact("x-token: abc"), "x-token: [redacted]");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    name: &'static str,
    covers: Covers,
    clock_window: Option<u32>,
    needs_nonce: bool,
    headers: &'static [&'static str],
    query: &'static [&'static str],
    stale_headers: &'static [&'static str],
    stale_query: SkippedNames,
    secret_query: &'static [&'static str],
    secret_headers: &'static [&'static str],
    refusals: Option<&'static Rules>,
    /// True if all names can be written as they are, which is known at compile time.
    names_are_fit: bool,
}

impl Scheme {
    /// Creates a scheme that covers nothing, writes nothing and has no clock tolerance, for the
    /// `with_` functions to complete.
    ///
    /// `name` is `vendor/scheme`, in lower case. Explanations and registries show it.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            covers: Covers::NOTHING,
            clock_window: None,
            needs_nonce: false,
            headers: &[],
            query: &[],
            stale_headers: &[],
            stale_query: SkippedNames::NONE,
            secret_query: &[],
            secret_headers: &[],
            refusals: None,
            names_are_fit: true,
        }
    }

    /// Sets the clock tolerance: the number of seconds by which the time that was signed may differ
    /// from the server's, in either direction.
    #[must_use]
    pub const fn with_clock_window(mut self, seconds: u32) -> Self {
        self.clock_window = Some(seconds);
        self
    }

    /// Declares that each signature needs a nonce. [`Signer::sign`](crate::Signer::sign) draws
    /// random bytes for such schemes only.
    #[must_use]
    pub const fn with_nonce(mut self) -> Self {
        self.needs_nonce = true;
        self
    }

    /// Sets the names of all headers that the scheme may write, in lower case.
    ///
    /// List them in the order in which the signer sets them: the check of a signature is quickest
    /// then. A signer that sets another header gets [`ErrorKind::SignerFault`](crate::ErrorKind).
    #[must_use]
    pub const fn with_headers(mut self, names: &'static [&'static str]) -> Self {
        self.headers = names;
        self.names_are_fit &= are_fit(names, false);
        self
    }

    /// Sets the names of all query parameters that the scheme may write.
    ///
    /// The names consist of letters, digits and `-._~`, which need no encoding.
    #[must_use]
    pub const fn with_query(mut self, names: &'static [&'static str]) -> Self {
        self.query = names;
        self.names_are_fit &= are_fit(names, true);
        self
    }

    setters! {
        /// Sets the parts of a request that the signature covers.
        with_covers(covers: Covers) => covers;

        /// Sets the headers of a former signature, in any placement of the scheme.
        ///
        /// Applying a signature removes those that it does not set, so that signing again replaces
        /// the old signature. Names are in lower case.
        with_stale_headers(names: &'static [&'static str]) => stale_headers;

        /// Sets the query parameters whose values are kept out of logs, explanations and `Debug`.
        with_secret_query(names: &'static [&'static str]) => secret_query;

        /// Sets the headers whose values are kept out of logs, explanations and `Debug`, in lower
        /// case.
        with_secret_headers(names: &'static [&'static str]) => secret_headers;
    }

    /// Sets the query parameters of a former signature, in any placement of the scheme.
    ///
    /// Applying a signature removes those that it does not set. Names of the URL are percent-decoded
    /// and match in their exact case.
    #[must_use]
    pub const fn with_stale_query(mut self, names: &'static [&'static str]) -> Self {
        self.stale_query = SkippedNames::new(names, self.stale_query.any_case);
        self
    }

    /// Sets the query parameters of a former signature whose names match in any case, for vendors that
    /// read them so.
    #[must_use]
    pub const fn with_stale_query_any_case(mut self, names: &'static [&'static str]) -> Self {
        self.stale_query = SkippedNames::new(self.stale_query.exact, names);
        self
    }

    /// Sets the query parameters that the scheme writes, and replaces.
    pub(crate) const fn with_own_query(self, names: &'static [&'static str]) -> Self {
        self.with_query(names).with_stale_query(names)
    }

    /// Sets the headers that the scheme writes, and replaces.
    pub(crate) const fn with_own_headers(self, names: &'static [&'static str]) -> Self {
        self.with_headers(names).with_stale_headers(names)
    }

    /// Sets the rules that find in the vendor's answers what was refused.
    #[must_use]
    pub const fn with_refusals(mut self, rules: &'static Rules) -> Self {
        self.refusals = Some(rules);
        self
    }

    /// Returns the name, `vendor/scheme`, as [`signer`](crate::signer) takes it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the parts of a request that the scheme can cover.
    ///
    /// One signature may cover less: see [`Explanation::covers`](crate::Explanation::covers).
    #[must_use]
    pub const fn covers(&self) -> Covers {
        self.covers
    }

    /// Returns the clock tolerance: the number of seconds by which the time that was signed may
    /// differ from the server's, in either direction.
    ///
    /// Where a signature has a lifetime that the caller chooses, this is the default lifetime.
    /// `None` where the vendor does not say.
    #[must_use]
    pub const fn clock_window(&self) -> Option<u32> {
        self.clock_window
    }

    /// Returns whether each signature needs a nonce, which [`Context`](crate::Context) gives.
    #[must_use]
    pub const fn needs_nonce(&self) -> bool {
        self.needs_nonce
    }

    /// Returns the names of all headers that the scheme may write, in lower case.
    #[must_use]
    pub const fn headers(&self) -> &'static [&'static str] {
        self.headers
    }

    /// Returns the names of all query parameters that the scheme may write.
    #[must_use]
    pub const fn query(&self) -> &'static [&'static str] {
        self.query
    }

    /// Returns the headers that applying a signature removes when it does not set them, in lower
    /// case.
    #[must_use]
    pub const fn stale_headers(&self) -> &'static [&'static str] {
        self.stale_headers
    }

    /// Returns the query parameters that applying a signature removes when it does not set them.
    pub fn stale_query(&self) -> impl Iterator<Item = &'static str> + use<> {
        let SkippedNames { exact, any_case, .. } = self.stale_query;
        exact.iter().chain(any_case).copied()
    }

    /// Returns the query parameters whose values are kept out of logs.
    #[must_use]
    pub const fn secret_query(&self) -> &'static [&'static str] {
        self.secret_query
    }

    /// Returns the headers whose values are kept out of logs, in lower case.
    #[must_use]
    pub const fn secret_headers(&self) -> &'static [&'static str] {
        self.secret_headers
    }

    /// Replaces the values of secrets in `text` by `[redacted]`, as [`redact`](crate::redact())
    /// does, and those of the secret parameters and headers of this scheme, too.
    ///
    /// The text may be a URL, a log line, headers, JSON or XML.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        redact_with(text, self.secret_names())
    }

    /// Returns the names whose values are kept out of logs.
    pub(crate) const fn secret_names(&self) -> SecretNames {
        SecretNames::new(self.secret_query, self.secret_headers)
    }

    /// Returns the rules that read the vendor's answers, where the scheme has them.
    pub(crate) const fn refusals(&self) -> Option<&'static Rules> {
        self.refusals
    }

    /// Returns whether a signer may write the names that are declared.
    pub(crate) const fn names_are_fit(&self) -> bool {
        self.names_are_fit
    }

    /// Returns whether the scheme replaces a query parameter. `wire_name` is its name as it stands
    /// in the URL, percent-encoded.
    #[must_use]
    pub fn is_stale_query(&self, wire_name: &str) -> bool {
        self.stale_query.contains(&QueryText::of_url(wire_name))
    }

    /// Returns the query parameters that the scheme replaces, for the canonical query, which has to be
    /// made without them.
    #[must_use]
    pub const fn skipped_query(&self) -> SkippedNames {
        self.stale_query
    }

    /// Returns whether the scheme replaces a header of that name, in any case.
    #[must_use]
    pub fn is_stale_header(&self, name: &str) -> bool {
        self.stale_headers.iter().any(|stale| stale.eq_ignore_ascii_case(name))
    }
}

/// Returns whether names can be written as they are. Headers are in lower case, so that they can be
/// compared. Parameters need no encoding.
const fn are_fit(mut names: &[&str], allows_upper_case: bool) -> bool {
    while let [name, rest @ ..] = names {
        let mut bytes = name.as_bytes();
        while let [byte, tail @ ..] = bytes {
            let is_mark = matches!(byte, b'-' | b'.' | b'_' | b'~');
            let is_fit = byte.is_ascii_alphanumeric() || is_mark;
            if !is_fit || (byte.is_ascii_uppercase() && !allows_upper_case) {
                return false;
            }
            bytes = tail;
        }
        names = rest;
    }
    true
}
