//! The canonical request of `bce-auth-v1`.

use core::cmp::Ordering;

use crate::canonical::{self, AroundHost, Header};
use crate::request::Host;
use crate::text::{Sink, encode, encoded_byte};

/// A canonical request of `bce-auth-v1`.
pub(super) struct CanonicalRequest<'s, 'a> {
    /// The headers are sorted by [`compare_lines`], and those without a value are left out.
    pub(super) parts: canonical::CanonicalRequest<'s, 'a>,
    pub(super) has_token: bool,
}

impl CanonicalRequest<'_, '_> {
    /// Nothing is appended, and dot segments stay: the object store has keys like that.
    fn canonical_uri(&self, sink: &mut impl Sink) {
        match self.parts.path.text {
            "" => sink.text(b"/"),
            _ => self.parts.path.canonical(sink),
        }
    }

    /// Writes the lines of headers, joined with line ends: the last has none, unlike in other
    /// vendors' schemes.
    fn canonical_headers(&self, headers: &[Header<'_>], sink: &mut impl Sink) {
        for (at, header) in headers.iter().enumerate() {
            if at > 0 {
                sink.line_end();
            }
            header.lower_name(|piece| encode(piece, sink));
            sink.text(b":");
            if self.has_token && header.name == "x-bce-security-token" {
                sink.encoded_secret("session_token", header.value);
            } else {
                encode(header.value, sink);
            }
        }
    }
}

/// `METHOD \n CanonicalURI \n CanonicalQuery \n CanonicalHeaders`
impl AroundHost for CanonicalRequest<'_, '_> {
    fn host(&self) -> Option<Host<'_>> {
        self.parts.signed_host()
    }

    fn write_before_host<S: Sink>(&self, sink: &mut S) {
        sink.text(self.parts.method.as_bytes());
        sink.line_end();
        self.canonical_uri(sink);
        sink.line_end();
        self.parts.query.write_encoded("session_token", sink);
        sink.line_end();
        match self.parts.headers.around_host() {
            Some((before, _)) => {
                self.canonical_headers(before, sink);
                sink.text(if before.is_empty() { b"host:" } else { b"\nhost:" });
            }
            None => self.canonical_headers(self.parts.headers.as_slice(), sink),
        }
    }

    fn write_host<S: Sink>(&self, piece: &[u8], sink: &mut S) {
        encode(piece, sink);
    }

    fn write_after_host<S: Sink>(&self, sink: &mut S) {
        if let Some((_, after @ [_, ..])) = self.parts.headers.around_host() {
            sink.line_end();
            self.canonical_headers(after, sink);
        }
    }
}

/// The order of the finished lines `enc(name):enc(value)`. It differs from the order of the names
/// where one is the beginning of another, since `:` sorts after `-` and the digits.
pub(super) fn compare_lines(a: &Header<'_>, b: &Header<'_>) -> Ordering {
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
