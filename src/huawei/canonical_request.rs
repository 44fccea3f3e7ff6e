//! The canonical request, which all AK/SK schemes of the gateway share.

use super::payload_hash::UNSIGNED;
use crate::canonical::{Form, Header, Parameters, Sink, recode, write_names};
use crate::{Covers, Host, Scheme};

/// Everything that goes into a canonical request, sorted.
pub(super) struct CanonicalRequest<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
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

    /// What is left of the scheme's coverage by an exact list of headers and an unsigned body.
    pub(super) fn covers(&self, scheme: &Scheme) -> Covers {
        let covers = scheme.covers();
        Covers {
            host: covers.host && self.headers.iter().any(|header| header.name == "host"),
            body: covers.body && self.payload_hash != UNSIGNED.as_bytes(),
            ..covers
        }
    }

    /// Ends in `/`, whatever the path on the wire ends in.
    fn canonical_uri(&self, sink: &mut impl Sink) {
        recode(self.path.as_bytes(), Form::Path, sink);
        match self.path.as_bytes() {
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
