//! The canonical request, which all AK/SK schemes of the gateway share.

use crate::canonical::{Header, Order, Parameters, Query, Scratch, with_slots, write_names};
use crate::request::Path;
use crate::text::Sink;
use crate::{Covers, Error, ErrorKind, Host, Request, Scheme};

/// A canonical request whose query and headers are not sorted yet.
pub(super) struct Unsorted<'r, 'a> {
    request: &'r Request<'a>,
    method: &'a str,
}

impl<'r, 'a> Unsorted<'r, 'a> {
    /// Checks method and path.
    pub(super) fn of(request: &'r Request<'a>) -> Result<Self, Error> {
        let method = request.covered_method()?;
        match request.target.path.has_dot_segment(true) {
            false => Ok(Self { request, method }),
            true => Err(Error::new(
                ErrorKind::DotSegments,
                "url",
                "has a `.` or `..` segment, which the gateway wants removed; remove it",
            )),
        }
    }

    /// Calls `then` with the canonical request of those headers that `select` puts into slots. The
    /// signer and the verifier differ in nothing else.
    pub(super) fn sorted<'h, R, E>(
        &self,
        scheme: &'static Scheme,
        (host, has_token): (Host<'_>, bool),
        payload_hash: &[u8],
        scratch: &mut Scratch,
        select: impl for<'s> FnOnce(&'s mut [Header<'h>]) -> Result<&'s [Header<'h>], E>,
        then: impl FnOnce(&CanonicalRequest<'_>) -> R,
    ) -> Result<R, E> {
        let query = Query {
            wire: self.request.query().unwrap_or_default(),
            added: &[],
            skipped: scheme.skipped_query(),
        };
        // Of the signer's own there are five, and the host.
        let most_headers = self.request.headers().len() + 6;
        with_slots(query.most(), &mut scratch.places, |places| {
            let query = query.sorted(Order::KeyThenValue, places);
            with_slots(most_headers, &mut scratch.headers, |slots| {
                let headers = select(slots)?;
                Ok(then(&CanonicalRequest {
                    method: self.method,
                    path: self.request.target.path,
                    query,
                    headers,
                    host,
                    has_token,
                    payload_hash,
                }))
            })
        })
    }
}

/// Everything that goes into a canonical request, sorted.
pub(super) struct CanonicalRequest<'a> {
    pub(super) method: &'a str,
    pub(super) path: Path<'a>,
    pub(super) query: Parameters<'a, 'a>,
    pub(super) headers: &'a [Header<'a>],
    pub(super) host: Host<'a>,
    pub(super) has_token: bool,
    /// The digest of the body in hexadecimal, or what stands for it.
    pub(super) payload_hash: &'a [u8],
}

impl CanonicalRequest<'_> {
    /// `METHOD \n CanonicalUri \n CanonicalQuery \n headers, each with \n \n names \n payload hash`
    pub(super) fn write(&self, sink: &mut impl Sink) {
        sink.text(self.method.as_bytes());
        sink.line_end();
        self.canonical_uri(sink);
        sink.line_end();
        self.canonical_query(sink);
        sink.line_end();
        self.canonical_headers(sink);
        sink.line_end();
        write_names(self.headers, sink);
        sink.line_end();
        sink.text(self.payload_hash);
    }

    /// What is left of the scheme's coverage by an exact list of headers. `covers_body`: whether the
    /// payload hash is that of the body.
    pub(super) fn covers(&self, scheme: &Scheme, covers_body: bool) -> Covers {
        let covers = scheme.covers();
        Covers {
            host: covers.host && self.headers.iter().any(|header| header.name == "host"),
            body: covers.body && covers_body,
            ..covers
        }
    }

    /// Ends in `/`, whatever the path on the wire ends in.
    fn canonical_uri(&self, sink: &mut impl Sink) {
        self.path.canonical(sink);
        match self.path.text.as_bytes() {
            [.., b'/'] | [.., b'%', b'2', b'F' | b'f'] => {}
            _ => sink.text(b"/"),
        }
    }

    fn canonical_query(&self, sink: &mut impl Sink) {
        for (at, pair) in self.query.iter().enumerate() {
            if at > 0 {
                sink.text(b"&");
            }
            pair.encoded("security_token", sink);
        }
    }

    /// Each line with its end, so that an empty line follows the block.
    fn canonical_headers(&self, sink: &mut impl Sink) {
        for header in self.headers {
            header.lower_name(|piece| sink.text(piece));
            sink.text(b":");
            if header.name == "host" {
                self.host.write(|piece| sink.text(piece.as_bytes()));
            } else if self.has_token && header.name == "x-security-token" {
                sink.secret("security_token", header.value);
            } else {
                sink.text(header.value);
            }
            sink.line_end();
        }
    }
}
