//! The facts of a scheme, as data, without a request.

use alloc::borrow::Cow;

use super::Covers;
use super::refusal::Rules;
use crate::canonical::{QueryText, SkippedNames};
use crate::redact::{SecretNames, redact_with};

/// States the facts of a scheme in one of its placements.
///
/// The lists hold header names in lower case, and query parameters as the vendor writes them. A
/// `host` header is not among them: any scheme sets it when the host of the request is not in
/// canonical form.
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
    /// All names can be written as they are; known when the scheme is compiled.
    names_are_fit: bool,
}

impl Scheme {
    /// Creates a scheme that covers nothing, writes nothing and has no clock window, for the `with_`
    /// functions to complete. `name` is `vendor/scheme`.
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
            stale_query: SkippedNames {
                exact: &[],
                any_case: &[],
            },
            secret_query: &[],
            secret_headers: &[],
            refusals: None,
            names_are_fit: true,
        }
    }

    /// Sets what the signature covers.
    #[must_use]
    pub const fn with_covers(mut self, covers: Covers) -> Self {
        self.covers = covers;
        self
    }

    /// Sets the number of seconds by which the signer's clock may be off, either way.
    #[must_use]
    pub const fn with_clock_window(mut self, seconds: u32) -> Self {
        self.clock_window = Some(seconds);
        self
    }

    /// Says that each signature needs a nonce.
    #[must_use]
    pub const fn with_nonce(mut self) -> Self {
        self.needs_nonce = true;
        self
    }

    /// Sets every header that the scheme may write, in lower case.
    #[must_use]
    pub const fn with_headers(mut self, names: &'static [&'static str]) -> Self {
        self.headers = names;
        self.names_are_fit &= are_fit(names, false);
        self
    }

    /// Sets every query parameter that the scheme may write: letters, digits and `-._~`.
    #[must_use]
    pub const fn with_query(mut self, names: &'static [&'static str]) -> Self {
        self.query = names;
        self.names_are_fit &= are_fit(names, true);
        self
    }

    /// Sets the headers of a former signature, in any placement: removed unless written again.
    #[must_use]
    pub const fn with_stale_headers(mut self, names: &'static [&'static str]) -> Self {
        self.stale_headers = names;
        self
    }

    /// Sets the query parameters of a former signature, in any placement: removed unless written
    /// again. Names match by exact case once percent-decoded.
    #[must_use]
    pub const fn with_stale_query(mut self, names: &'static [&'static str]) -> Self {
        self.stale_query.exact = names;
        self
    }

    /// Sets the query parameters of a former signature whose names match in any case.
    #[must_use]
    pub const fn with_stale_query_any_case(mut self, names: &'static [&'static str]) -> Self {
        self.stale_query.any_case = names;
        self
    }

    /// Sets the query parameters whose values have to be kept out of logs.
    #[must_use]
    pub const fn with_secret_query(mut self, names: &'static [&'static str]) -> Self {
        self.secret_query = names;
        self
    }

    /// Sets the headers whose values have to be kept out of logs, in lower case.
    #[must_use]
    pub const fn with_secret_headers(mut self, names: &'static [&'static str]) -> Self {
        self.secret_headers = names;
        self
    }

    /// Sets the rules that read from the vendor's answers what was refused.
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

    /// Returns what the signature covers.
    #[must_use]
    pub const fn covers(&self) -> Covers {
        self.covers
    }

    /// Returns the number of seconds by which the signer's clock may be off, either way, where that is
    /// known. Where a signature has its own lifetime, this is the default of that.
    #[must_use]
    pub const fn clock_window(&self) -> Option<u32> {
        self.clock_window
    }

    /// Returns whether each signature needs a nonce.
    #[must_use]
    pub const fn needs_nonce(&self) -> bool {
        self.needs_nonce
    }

    /// Returns every header that the scheme may write, in lower case.
    #[must_use]
    pub const fn headers(&self) -> &'static [&'static str] {
        self.headers
    }

    /// Returns every query parameter that the scheme may write.
    #[must_use]
    pub const fn query(&self) -> &'static [&'static str] {
        self.query
    }

    /// Returns the headers that are removed from a request when they are not written again.
    #[must_use]
    pub const fn stale_headers(&self) -> &'static [&'static str] {
        self.stale_headers
    }

    /// Returns the query parameters that are removed from a request when they are not written again.
    pub fn stale_query(&self) -> impl Iterator<Item = &'static str> + use<> {
        let SkippedNames { exact, any_case } = self.stale_query;
        exact.iter().chain(any_case).copied()
    }

    /// Returns the query parameters whose values have to be kept out of logs.
    #[must_use]
    pub const fn secret_query(&self) -> &'static [&'static str] {
        self.secret_query
    }

    /// Returns the headers whose values have to be kept out of logs, in lower case.
    #[must_use]
    pub const fn secret_headers(&self) -> &'static [&'static str] {
        self.secret_headers
    }

    /// Redacts `text` as [`redact`](crate::redact()) does, and the secret parameters and headers of
    /// this scheme too.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        redact_with(text, self.secret_names())
    }

    /// Returns the names whose values have to be kept out of logs.
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

    /// Returns whether the scheme replaces a query parameter. Its name is given as it is in the URL,
    /// percent-encoded.
    #[must_use]
    pub fn is_stale_query(&self, wire_name: &str) -> bool {
        self.stale_query.contains(&QueryText::of_url(wire_name))
    }

    /// The query parameters that the scheme replaces.
    pub(crate) const fn skipped_query(&self) -> SkippedNames {
        self.stale_query
    }

    /// Returns whether the scheme replaces a header of that name, in any case.
    #[must_use]
    pub fn is_stale_header(&self, name: &str) -> bool {
        self.stale_headers
            .iter()
            .any(|stale| stale.eq_ignore_ascii_case(name))
    }
}

/// Header names are in lower case, so that they can be compared. Parameters are written as they
/// are, so they have to be what needs no encoding.
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
