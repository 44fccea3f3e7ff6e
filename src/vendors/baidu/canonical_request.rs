//! The canonical request of `bce-auth-v1`.

use core::cmp::Ordering;

use crate::canonical::{
    Added, Header, Order, Parameters, Query, Scratch, encoded_byte, with_slots,
};
use crate::request::Path;
use crate::text::{Sink, encode};
use crate::{Error, Host, Request, Scheme};

/// Everything that goes into a canonical request, sorted.
pub(super) struct CanonicalRequest<'s, 'a> {
    pub(super) method: &'s str,
    pub(super) path: Path<'s>,
    pub(super) query: Parameters<'s, 's>,
    /// Without those that are empty; see [`compare_lines`].
    pub(super) headers: &'s mut [Header<'a>],
    pub(super) host: Host<'s>,
    pub(super) has_token: bool,
}

/// Calls `then` with the canonical request of the query, less what `scheme` calls stale, and of
/// those headers that `select` puts into slots. The signer and the verifier differ in nothing else.
pub(super) fn with_canonical<'a, R, E: From<Error>>(
    request: &Request<'a>,
    (host, has_token): (Host<'_>, bool),
    (scheme, added): (&'static Scheme, &[Added<'_>]),
    scratch: &mut Scratch,
    select: impl for<'s> FnOnce(&'s mut [Header<'a>]) -> Result<&'s mut [Header<'a>], E>,
    then: impl FnOnce(CanonicalRequest<'_, '_>) -> R,
) -> Result<R, E> {
    let method = request.covered_method()?;
    let query = Query {
        wire: request.query().unwrap_or_default(),
        added,
        skipped: scheme.skipped_query(),
    };
    // Of the signer's own there are two, and the host.
    let most_headers = request.headers().len() + 3;
    with_slots(query.most(), &mut scratch.places, |places| {
        let query = query.sorted(Order::FinishedString, places);
        with_slots(most_headers, &mut scratch.headers, |slots| {
            let headers = select(slots)?;
            Ok(then(CanonicalRequest {
                method,
                path: request.target.path,
                query,
                headers,
                host,
                has_token,
            }))
        })
    })
}

impl CanonicalRequest<'_, '_> {
    /// `METHOD \n CanonicalURI \n CanonicalQuery \n CanonicalHeaders`
    pub(super) fn write(&self, sink: &mut impl Sink) {
        sink.text(self.method.as_bytes());
        sink.line_end();
        self.canonical_uri(sink);
        sink.line_end();
        self.canonical_query(sink);
        sink.line_end();
        self.canonical_headers(sink);
    }

    /// Nothing is appended, and dot segments stay: the object store has keys like that.
    fn canonical_uri(&self, sink: &mut impl Sink) {
        match self.path.text {
            "" => sink.text(b"/"),
            _ => self.path.canonical(sink),
        }
    }

    fn canonical_query(&self, sink: &mut impl Sink) {
        for (at, pair) in self.query.iter().enumerate() {
            if at > 0 {
                sink.text(b"&");
            }
            pair.encoded("session_token", sink);
        }
    }

    /// Orders the headers by name, for the list of the signed ones: another order than that of
    /// the lines where one name is the beginning of another.
    pub(super) fn sort_by_name(&mut self) {
        if !self.headers.is_sorted_by(|a, b| a.compare_name(b).is_le()) {
            self.headers.sort_unstable_by(Header::compare_name);
        }
    }

    /// Without a line end behind the last line, unlike in other vendors' schemes.
    fn canonical_headers(&self, sink: &mut impl Sink) {
        for (at, header) in self.headers.iter().enumerate() {
            if at > 0 {
                sink.line_end();
            }
            header.lower_name(|piece| encode(piece, sink));
            sink.text(b":");
            if header.name == "host" {
                self.host.write(|piece| encode(piece.as_bytes(), sink));
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
