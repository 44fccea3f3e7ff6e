//! The canonical request, which all AK/SK schemes of the gateway share.

use super::payload_hash::covers_body;
use crate::canonical::{
    self, AroundHost, BodyHash, CanonicalQuery, Order, SecretHeader, SkippedNames,
};
use crate::request::Host;
use crate::sign::Covers;
use crate::text::Sink;
use crate::{Error, ErrorKind, Request, Scheme};

/// The header of a temporary key's token, which an explanation shows as a gap.
const SECURITY_TOKEN: SecretHeader =
    SecretHeader { header: "x-security-token", shown_as: "security_token" };

/// Collects the pairs of the query in the gateway's order.
#[inline]
pub(super) fn collect_query<'a>(request: &Request<'a>, query: &mut CanonicalQuery<'a>) {
    let skipped = SkippedNames::NONE;
    query.collect(request.query(), skipped, &[], Order::KeyThenValue);
}

/// A canonical request of the gateway.
pub(super) struct CanonicalRequest<'s, 'a> {
    pub(super) parts: canonical::CanonicalRequest<'s, 'a>,
    payload_hash: BodyHash<'s>,
    has_token: bool,
    /// The list of the headers as it arrived, which was found to be their names in their order.
    listed: Option<&'s str>,
}

impl<'s, 'a> CanonicalRequest<'s, 'a> {
    /// Checks the path.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::DotSegments`].
    #[inline]
    pub(super) fn new(
        parts: canonical::CanonicalRequest<'s, 'a>,
        payload_hash: BodyHash<'s>,
        has_token: bool,
    ) -> Result<Self, Error> {
        if parts.path.has_dot_segment(true) {
            return Err(Error::new(
                ErrorKind::DotSegments,
                "url",
                "has a `.` or `..` segment, which the gateway wants removed; remove it",
            ));
        }
        Ok(Self { parts, payload_hash, has_token, listed: None })
    }

    /// Sets the list of the headers, where it is known to be their names in their order.
    pub(super) fn with_listed(mut self, names: &'s str) -> Self {
        self.listed = Some(names);
        self
    }

    /// Returns the same request with another text in place of the digest of the body.
    pub(super) fn with_payload_hash<'p>(&self, text: &'p [u8]) -> CanonicalRequest<'p, 'a>
    where
        's: 'p,
    {
        let payload_hash = BodyHash::Text(text);
        let Self { parts, has_token, listed, .. } = *self;
        CanonicalRequest { parts, payload_hash, has_token, listed }
    }

    fn secret_header(&self) -> Option<SecretHeader> {
        self.has_token.then_some(SECURITY_TOKEN)
    }

    /// Returns what an exact list of headers and the payload hash leave of the scheme's coverage.
    pub(super) fn covers(&self, scheme: &Scheme, request: &Request<'_>) -> Covers {
        let mut covers = scheme.covers();
        if !self.parts.headers.contains("host") {
            covers = covers.without_host();
        }
        if !covers_body(request, &self.payload_hash) {
            covers = covers.without_body();
        }
        covers
    }

    /// Ends in `/`, whatever the path in the URL ends in.
    fn canonical_uri(&self, sink: &mut impl Sink) {
        let path = self.parts.path;
        path.canonical(sink);
        if !path.ends_in_slash() {
            sink.text(b"/");
        }
    }
}

/// `METHOD \n CanonicalUri \n CanonicalQuery \n headers, each with \n \n names \n payload hash`
impl AroundHost for CanonicalRequest<'_, '_> {
    fn host(&self) -> Option<Host<'_>> {
        self.parts.signed_host()
    }

    fn write_before_host<S: Sink>(&self, sink: &mut S) {
        sink.text(self.parts.method.as_bytes());
        sink.line_end();
        self.canonical_uri(sink);
        sink.line_end();
        self.parts.query.write_encoded("security_token", sink);
        sink.line_end();
        self.parts.write_headers_before_host(self.secret_header(), sink);
    }

    fn write_host<S: Sink>(&self, piece: &[u8], sink: &mut S) {
        sink.text(piece);
    }

    fn write_after_host<S: Sink>(&self, sink: &mut S) {
        self.parts.write_headers_after_host(self.secret_header(), sink);
        sink.line_end();
        match self.listed {
            Some(names) => sink.text(names.as_bytes()),
            None => self.parts.headers.write_names(sink),
        }
        sink.line_end();
        sink.text(self.payload_hash.as_bytes());
    }
}
