//! The canonical request of `bce-auth-v1`.

use core::cmp::Ordering;

use crate::canonical::{self, CanonicalHeaders, CanonicalQuery, Header};
use crate::request::Host;
use crate::text::{Sink, encode, encoded_byte};
use crate::{Error, Request};

/// A canonical request of `bce-auth-v1`. Its headers are sorted by name.
pub(super) struct CanonicalRequest<'a> {
    parts: canonical::CanonicalRequest<'a>,
    has_token: bool,
}

impl<'a> CanonicalRequest<'a> {
    /// Checks the method and puts the parts together. `headers` are sorted by name and not empty.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidMethod`](crate::ErrorKind::InvalidMethod) for a lower-case letter.
    #[inline]
    pub(super) fn new(
        request: &Request<'a>,
        host: Host<'a>,
        query: CanonicalQuery<'a>,
        headers: CanonicalHeaders<'a>,
        has_token: bool,
    ) -> Result<Self, Error> {
        Ok(Self {
            parts: canonical::CanonicalRequest::new(request, host, query, headers)?,
            has_token,
        })
    }

    pub(super) fn headers(&self) -> &CanonicalHeaders<'a> {
        &self.parts.headers
    }

    /// Sorts the headers as their lines are sorted, which [`CanonicalRequest::write`] needs.
    pub(super) fn sort_by_line(&mut self) {
        self.parts.headers.sort_by(compare_lines);
    }

    /// Sorts the headers as the list of their names is sorted. That is another order where one
    /// name is the beginning of another.
    pub(super) fn sort_by_name(&mut self) {
        self.parts.headers.sort_by(Header::compare);
    }

    /// `METHOD \n CanonicalURI \n CanonicalQuery \n CanonicalHeaders`
    pub(super) fn write(&self, sink: &mut impl Sink) {
        sink.text(self.parts.method.as_bytes());
        sink.line_end();
        self.canonical_uri(sink);
        sink.line_end();
        self.parts.query.write_encoded("session_token", sink);
        sink.line_end();
        self.canonical_headers(sink);
    }

    /// Nothing is appended, and dot segments stay: the object store has keys like that.
    fn canonical_uri(&self, sink: &mut impl Sink) {
        match self.parts.path.text {
            "" => sink.text(b"/"),
            _ => self.parts.path.canonical(sink),
        }
    }

    /// The last line has no line end, unlike in other vendors' schemes.
    fn canonical_headers(&self, sink: &mut impl Sink) {
        for (at, header) in self.parts.headers.iter().enumerate() {
            if at > 0 {
                sink.line_end();
            }
            header.lower_name(|piece| encode(piece, sink));
            sink.text(b":");
            if header.name == "host" {
                self.parts
                    .host
                    .write(|piece| encode(piece.as_bytes(), sink));
            } else if self.has_token && header.name == "x-bce-security-token" {
                sink.encoded_secret("session_token", header.value);
            } else {
                encode(header.value, sink);
            }
        }
    }
}

/// The order of the finished lines `enc(name):enc(value)`. It differs from the order of the names
/// where one is the beginning of another, since `:` sorts behind `-` and the digits.
fn compare_lines(a: &Header<'_>, b: &Header<'_>) -> Ordering {
    // Most lines part early, where both names have what is encoded as it is, or one has its end.
    if let Some((byte, other)) = a.first_difference(b)
        && let (Some(byte), Some(other)) = (plain_or_end(byte), plain_or_end(other))
    {
        return byte.cmp(&other);
    }
    line(a).cmp(line(b))
}

fn plain_or_end(byte: u8) -> Option<u8> {
    match byte {
        0 => Some(b':'),
        b'a'..=b'z' | b'0'..=b'9' | b'-' => Some(byte),
        _ => None,
    }
}

fn line<'a>(header: &Header<'a>) -> impl Iterator<Item = u8> + use<'a> {
    let lower = header.name.bytes().map(|byte| byte.to_ascii_lowercase());
    lower
        .flat_map(encoded_byte)
        .chain(core::iter::once(b':'))
        .chain(header.value.iter().copied().flat_map(encoded_byte))
}
