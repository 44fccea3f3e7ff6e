//! Requirements of a vendor that a request does not meet.

use core::fmt;

use super::Explanation;
use crate::Request;
use crate::canonical::QueryText;
use crate::request::Host;

/// A requirement of a vendor's documents that a request does not meet.
///
/// Signing succeeds without it, since adding it is up to the caller. The vendor refuses such
/// requests, often with words that sound as if the signature were wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absent {
    requirement: Requirement,
    why: &'static str,
}

/// A thing that can be required of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Requirement {
    /// A header with a value that the vendor accepts; the name in lower case.
    Header(&'static str),
    /// A header among the signed ones; the name in lower case.
    SignedHeader(&'static str),
    /// A query parameter, as the vendor writes it.
    Parameter(&'static str),
    /// A method that the vendor takes.
    Method,
    /// A host that takes this scheme, or an option of the signer that the host takes.
    Host,
    /// A path that the vendor has.
    Path,
    /// A body of the vendor's form.
    Body,
    /// `https` or `wss`.
    Tls,
}

impl Requirement {
    /// Returns what kind of thing is required, if it has a name of its own, and the name.
    const fn kind_and_name(self) -> (&'static str, &'static str) {
        match self {
            Self::Header(name) => ("header ", name),
            Self::SignedHeader(name) => ("signed header ", name),
            Self::Parameter(name) => ("parameter ", name),
            Self::Method => ("", "method"),
            Self::Host => ("", "host"),
            Self::Path => ("", "path"),
            Self::Body => ("", "body"),
            Self::Tls => ("", "tls"),
        }
    }
}

impl Absent {
    /// Creates a requirement that is not met. `why` is one sentence that says who requires it, and
    /// what it has to be.
    #[must_use]
    pub const fn new(requirement: Requirement, why: &'static str) -> Self {
        Self { requirement, why }
    }

    /// Returns the thing that is required.
    #[must_use]
    pub const fn requirement(&self) -> Requirement {
        self.requirement
    }

    /// Returns the name of the header or parameter; `method`, `host`, `path`, `body` or `tls` for the
    /// others.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.requirement.kind_and_name().1
    }

    /// Returns the sentence that says who requires it, and what it has to be.
    #[must_use]
    pub const fn why(&self) -> &'static str {
        self.why
    }
}

/// Writes the requirement on one line, as in `header content-type: AIPAGE requires ...`.
impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name) = self.requirement.kind_and_name();
        write!(f, "{kind}{name}: {}", self.why)
    }
}

impl Explanation {
    /// Adds a requirement unless it is met.
    pub fn require(&mut self, is_met: bool, requirement: Requirement, why: &'static str) {
        if !is_met {
            self.add_absent(Absent::new(requirement, why));
        }
    }

    /// Adds the requirement of each parameter of `names` that the URL does not have.
    pub(crate) fn require_parameters(
        &mut self,
        request: &Request<'_>,
        names: &[&'static str],
        why: &'static str,
    ) {
        for name in names {
            self.require(has_parameter(request, name), Requirement::Parameter(name), why);
        }
    }

    /// Adds the requirement of the host `name`, that of the product which an option of the signer names.
    pub(crate) fn require_host(&mut self, host: Host<'_>, name: &str) {
        self.require(
            host.name().eq_ignore_ascii_case(name),
            Requirement::Host,
            "this is another host than that of the product that the option `api` names",
        );
    }

    /// Adds the requirement of JSON as the type of the body.
    pub(crate) fn require_json(&mut self, request: &Request<'_>, why: &'static str) {
        let content_type = request.headers().get("content-type").unwrap_or_default();
        let front = content_type.trim_ascii().first_chunk::<16>();
        let is_json = front.is_some_and(|front| front.eq_ignore_ascii_case(b"application/json"));
        self.require(is_json, Requirement::Header("content-type"), why);
    }

    /// Adds the requirement of TLS if the request goes in plaintext to another machine.
    pub fn require_tls(&mut self, request: &Request<'_>, why: &'static str) {
        let target = &request.target;
        let is_met = !target.scheme.is_clear_text() || target.host.is_loopback();
        self.require(is_met, Requirement::Tls, why);
    }
}

/// Returns whether the URL has a parameter of that name, percent-encoded or not.
pub fn has_parameter(request: &Request<'_>, name: &str) -> bool {
    request.query_pairs().any(|(wire_name, _)| QueryText::of_url(wire_name).is(name))
}
