//! What can be said of a scheme without a request: facts, as data.

use alloc::borrow::Cow;

use super::refusal::Rules;
use crate::canonical::{Part, SkippedNames};
use crate::redact::redact_with;

/// Which parts of a request a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covers {
    /// The method.
    pub method: bool,
    /// The host, with its port.
    pub host: bool,
    /// The path.
    pub path: bool,
    /// The query.
    pub query: bool,
    /// Headers: those that the scheme or its options name.
    pub headers: bool,
    /// The body.
    pub body: bool,
}

impl Covers {
    /// No part of the request: the signature proves who sent it and when, and nothing else.
    pub const NOTHING: Self = Self {
        method: false,
        host: false,
        path: false,
        query: false,
        headers: false,
        body: false,
    };

    /// Whether no part of the request is covered.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        !(self.method || self.host || self.path || self.query || self.headers || self.body)
    }
}

/// The facts of a scheme in one of its placements.
///
/// The lists hold header names in lower case and query parameters in the vendor's spelling. A
/// `host` header is not among them: any scheme sets it when the request does not spell its host
/// in canonical form.
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
    /// Whether all names can be written as they are; known when the scheme is compiled.
    names_are_fit: bool,
}

impl Scheme {
    /// A scheme that covers nothing, writes nothing and has no window, to be completed by the
    /// `with_` functions. `name` is `vendor/scheme`.
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

    /// With what the signature covers.
    #[must_use]
    pub const fn with_covers(mut self, covers: Covers) -> Self {
        self.covers = covers;
        self
    }

    /// With the number of seconds by which the signer's clock may be off.
    #[must_use]
    pub const fn with_clock_window(mut self, seconds: u32) -> Self {
        self.clock_window = Some(seconds);
        self
    }

    /// With the need for a nonce.
    #[must_use]
    pub const fn with_nonce(mut self) -> Self {
        self.needs_nonce = true;
        self
    }

    /// With every header that the scheme may write, in lower case.
    #[must_use]
    pub const fn with_headers(mut self, names: &'static [&'static str]) -> Self {
        self.headers = names;
        self.names_are_fit &= are_fit(names, false);
        self
    }

    /// With every query parameter that the scheme may write: letters, digits and `-._~`.
    #[must_use]
    pub const fn with_query(mut self, names: &'static [&'static str]) -> Self {
        self.query = names;
        self.names_are_fit &= are_fit(names, true);
        self
    }

    /// With the headers of a former signature, in any placement: removed unless written anew.
    #[must_use]
    pub const fn with_stale_headers(mut self, names: &'static [&'static str]) -> Self {
        self.stale_headers = names;
        self
    }

    /// With the query parameters of a former signature, in any placement: removed unless written
    /// anew. Their names match by exact case, whatever their percent-spelling.
    #[must_use]
    pub const fn with_stale_query(mut self, names: &'static [&'static str]) -> Self {
        self.stale_query.exact = names;
        self
    }

    /// The same for names that match in any case.
    #[must_use]
    pub const fn with_stale_query_any_case(mut self, names: &'static [&'static str]) -> Self {
        self.stale_query.any_case = names;
        self
    }

    /// With those query parameters whose values have to be kept out of logs.
    #[must_use]
    pub const fn with_secret_query(mut self, names: &'static [&'static str]) -> Self {
        self.secret_query = names;
        self
    }

    /// With those headers whose values have to be kept out of logs.
    #[must_use]
    pub const fn with_secret_headers(mut self, names: &'static [&'static str]) -> Self {
        self.secret_headers = names;
        self
    }

    /// With how the vendor's answers say what was refused.
    #[must_use]
    pub const fn with_refusals(mut self, rules: &'static Rules) -> Self {
        self.refusals = Some(rules);
        self
    }

    /// `vendor/scheme`, as [`signer`](crate::signer) takes it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What the signature covers.
    #[must_use]
    pub const fn covers(&self) -> Covers {
        self.covers
    }

    /// By how many seconds the signer's clock may be off, where the vendor says it or the
    /// scheme's specification infers it. Where a signature has a validity of its own, that is its
    /// default.
    #[must_use]
    pub const fn clock_window(&self) -> Option<u32> {
        self.clock_window
    }

    /// Whether each signature needs a nonce.
    #[must_use]
    pub const fn needs_nonce(&self) -> bool {
        self.needs_nonce
    }

    /// Every header that the scheme may write.
    #[must_use]
    pub const fn headers(&self) -> &'static [&'static str] {
        self.headers
    }

    /// Every query parameter that the scheme may write.
    #[must_use]
    pub const fn query(&self) -> &'static [&'static str] {
        self.query
    }

    /// Headers that are removed from a request when they are not written anew.
    #[must_use]
    pub const fn stale_headers(&self) -> &'static [&'static str] {
        self.stale_headers
    }

    /// Query parameters that are removed from a request when they are not written anew.
    pub fn stale_query(&self) -> impl Iterator<Item = &'static str> + use<> {
        let SkippedNames { exact, any_case } = self.stale_query;
        exact.iter().chain(any_case).copied()
    }

    /// Query parameters whose values have to be kept out of logs.
    #[must_use]
    pub const fn secret_query(&self) -> &'static [&'static str] {
        self.secret_query
    }

    /// Headers whose values have to be kept out of logs.
    #[must_use]
    pub const fn secret_headers(&self) -> &'static [&'static str] {
        self.secret_headers
    }

    /// Redacts `text` as [`redact`](crate::redact()) does, and the secret parameters of this scheme too.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        redact_with(text, self.secret_query)
    }

    /// How the vendor's answers say what was refused, where the scheme has it.
    pub(crate) const fn refusals(&self) -> Option<&'static Rules> {
        self.refusals
    }

    /// Whether a signer may write the names that are declared.
    pub(crate) const fn names_are_fit(&self) -> bool {
        self.names_are_fit
    }

    /// Whether a query parameter of that name, percent-escapes and all as in the URL, is one that
    /// the scheme replaces.
    #[must_use]
    pub fn is_stale_query(&self, wire_name: &str) -> bool {
        self.stale_query.contains(&Part::of_wire(wire_name))
    }

    /// The query parameters that the scheme replaces.
    pub(crate) const fn skipped_query(&self) -> SkippedNames {
        self.stale_query
    }

    /// Whether a header of that name, in any case, is one that the scheme replaces.
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
