//! The parts of a canonical request, which each scheme writes in its own form.

use super::{CanonicalHeaders, CanonicalQuery, Header};
use crate::request::{Host, Path};
use crate::secret::redacted_debug;
use crate::text::Sink;
use crate::{Error, Request};

/// The parts of a canonical request, sorted.
#[derive(Clone, Copy)]
pub struct CanonicalRequest<'s, 'a> {
    pub(crate) method: &'a str,
    pub(crate) path: Path<'a>,
    pub(crate) query: &'s CanonicalQuery<'a>,
    pub(crate) headers: &'s CanonicalHeaders<'a>,
    /// The host that will be sent.
    pub(crate) host: Host<'a>,
}

impl<'s, 'a> CanonicalRequest<'s, 'a> {
    /// Checks the method and puts the parts together.
    ///
    /// # Errors
    ///
    /// The errors of [`Request::covered_method`].
    #[inline]
    pub fn new(
        request: &Request<'a>,
        host: Host<'a>,
        query: &'s CanonicalQuery<'a>,
        headers: &'s CanonicalHeaders<'a>,
    ) -> Result<Self, Error> {
        Ok(Self {
            method: request.covered_method()?,
            path: request.target.path,
            query,
            headers,
            host,
        })
    }

    /// Returns the method.
    #[must_use]
    pub const fn method(&self) -> &'a str {
        self.method
    }

    /// Returns the path as it stands in the URL. It may be empty, and is then sent as `/`.
    #[must_use]
    pub const fn path(&self) -> &'a str {
        self.path.text
    }

    /// Returns the canonical query.
    #[must_use]
    pub const fn query(&self) -> &'s CanonicalQuery<'a> {
        self.query
    }

    /// Returns the headers that are signed.
    #[must_use]
    pub const fn headers(&self) -> &'s CanonicalHeaders<'a> {
        self.headers
    }

    /// Returns the host that will be sent.
    #[must_use]
    pub const fn host(&self) -> Host<'a> {
        self.host
    }

    /// Writes the path decoded once and encoded again, and `/` for an empty one. Slashes, escaped or
    /// not, become `/`; nothing else is changed.
    pub fn write_path<S: Sink>(&self, sink: &mut S) {
        match self.path.text {
            "" => sink.text(b"/"),
            _ => self.path.canonical(sink),
        }
    }

    /// Returns whether the path has a segment that clients collapse: `.` or `..`, also with `%2e` for
    /// a dot. If `decoded` is set, an escaped slash separates segments, too.
    #[must_use]
    pub fn has_dot_segment(&self, decoded: bool) -> bool {
        self.path.has_dot_segment(decoded)
    }

    /// Returns the host, `None` where it is not signed.
    pub(crate) fn signed_host(&self) -> Option<Host<'a>> {
        self.headers.around_host().map(|_| self.host)
    }

    /// Writes `name:value` and a line end for each header. `secret_header` is the name of a header
    /// whose value an explanation must not show, and the name that it shows in its place.
    pub fn write_headers<S: Sink>(&self, secret_header: Option<SecretHeader>, sink: &mut S) {
        self.write_headers_before_host(secret_header, sink);
        if let Some(host) = self.signed_host() {
            host.write_bytes(|piece| sink.text(piece));
        }
        self.write_headers_after_host(secret_header, sink);
    }

    /// Writes the headers up to the host, `host:` among them; all of them where it is not signed.
    #[inline]
    pub(crate) fn write_headers_before_host<S: Sink>(
        &self,
        secret_header: Option<SecretHeader>,
        sink: &mut S,
    ) {
        match self.headers.around_host() {
            Some((before, _)) => {
                write_lines(before, secret_header, sink);
                sink.text(b"host:");
            }
            None => write_lines(self.headers.as_slice(), secret_header, sink),
        }
    }

    /// Writes the line end after the host, and the headers after it.
    #[inline]
    pub(crate) fn write_headers_after_host<S: Sink>(
        &self,
        secret_header: Option<SecretHeader>,
        sink: &mut S,
    ) {
        if let Some((_, after)) = self.headers.around_host() {
            sink.line_end();
            write_lines(after, secret_header, sink);
        }
    }
}

fn write_lines<S: Sink>(headers: &[Header<'_>], secret_header: Option<SecretHeader>, sink: &mut S) {
    for header in headers {
        header.lower_name(|piece| sink.text(piece));
        sink.text(b":");
        match secret_header {
            Some(secret) if header.name == secret.header => {
                sink.secret(secret.shown_as, header.value);
            }
            _ => sink.text(header.value),
        }
        sink.line_end();
    }
}

redacted_debug!(CanonicalRequest<'_, '_>);

/// A header that the signer sets to a token of its credential.
#[derive(Debug, Clone, Copy)]
pub struct SecretHeader {
    /// The name in lower case.
    pub(crate) header: &'static str,
    /// The name that an explanation shows in place of the value.
    pub(crate) shown_as: &'static str,
}

impl SecretHeader {
    /// Takes the name of the header, in lower case, and the name that an explanation shows in place
    /// of its value.
    #[must_use]
    pub const fn new(header: &'static str, shown_as: &'static str) -> Self {
        Self { header, shown_as }
    }
}
