//! The canonical request of `HMAC-SHA256`, after "Signing method" (6369/67269).

use alloc::vec::Vec;

use polysign::custom::{
    CanonicalHeaders, CanonicalQuery, CanonicalRequest, Order, SecretHeader, Sink,
};
use polysign::{Error, ErrorKind};

use crate::buffer::Comparison;

const TOKEN: SecretHeader = SecretHeader::new("x-security-token", "session_token");

/// The digest of an empty body, which stands for that of every presigned URL.
pub(super) const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The parts of a canonical request.
pub(super) struct Canonical<'s, 'a> {
    pub(super) parts: CanonicalRequest<'s, 'a>,
    pub(super) query: &'s CanonicalQuery<'a>,
    pub(super) headers: &'s CanonicalHeaders<'a>,
    pub(super) payload_hash: &'s [u8],
    pub(super) has_token: bool,
}

impl Canonical<'_, '_> {
    /// `METHOD \n CanonicalURI \n CanonicalQuery \n headers, each with \n \n names \n payload hash`
    pub(super) fn write(&self, sink: &mut impl Sink) {
        sink.text(self.parts.method().as_bytes());
        sink.line_end();
        self.parts.write_path(sink);
        sink.line_end();
        self.query.write_encoded("session_token", sink);
        sink.line_end();
        self.parts.write_headers(self.has_token.then_some(TOKEN), sink);
        if self.headers.iter().next().is_none() {
            sink.line_end();
        }
        sink.line_end();
        self.headers.write_names(sink);
        sink.line_end();
        sink.text(self.payload_hash);
    }

    /// Checks what the vendor's own programs read in different ways. `path` is that of the URL.
    pub(super) fn check(&self, path: &str) -> Result<(), Error> {
        if self.parts.has_dot_segment(true) {
            return Err(Error::new(
                ErrorKind::DotSegments,
                "url",
                "has a `.` or `..` segment, which clients remove; remove it",
            ));
        }
        let mut canonical = Comparison::new(if path.is_empty() { "/" } else { path });
        self.parts.write_path(&mut canonical);
        if let Some(same) = canonical.first_difference() {
            let advice = "has a path that is signed in different ways; write all but letters, digits \
                          and `-_.~/` as %XX in upper case, and `/` for %2F";
            return Err(ambiguous(advice).with_offset(same));
        }
        if matches!(self.parts.host().port(), Some(80 | 443)) {
            return Err(ambiguous(
                "has the default port of another scheme, which the SDKs send and do not sign; leave \
                 it out",
            ));
        }
        if !self.query.is_sorted_by(Order::EncodedKeyThenValue) && self.has_ambiguous_order() {
            return Err(ambiguous(
                "has parameters whose order changes when their names are encoded; rename one",
            ));
        }
        self.check_repeated_header()
    }

    /// Returns whether names are in another order when they are encoded.
    fn has_ambiguous_order(&self) -> bool {
        let encoded = |pair: &polysign::custom::Pair<'_>| {
            let mut key = Vec::new();
            pair.key().write_encoded(&mut key);
            key
        };
        !self.query.iter().is_sorted_by(|a, b| encoded(a) <= encoded(b))
    }

    fn check_repeated_header(&self) -> Result<(), Error> {
        let mut pairs = self.headers.iter().zip(self.headers.iter().skip(1));
        match pairs.find(|(a, b)| a.compare_name(b).is_eq()) {
            None => Ok(()),
            Some((header, _)) => Err(Error::new(
                ErrorKind::ConflictingHeader,
                header.name().to_ascii_lowercase(),
                "is there twice, of which some SDKs sign the first alone; keep one",
            )),
        }
    }

    /// Checks the parameters of a presigned URL, whose names are listed in it.
    pub(super) fn check_listed(&self) -> Result<(), Error> {
        let mut pairs = self.query.iter().zip(self.query.iter().skip(1));
        let is_repeated = pairs.any(|(a, b)| a.key().bytes().eq(b.key().bytes()));
        if !is_repeated && !self.query.iter().any(|pair| pair.key().has_reserved(b";")) {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::ConflictingParameter,
            "url",
            "has a parameter twice, or one with `;` in its name, which a presigned URL cannot list",
        ))
    }
}

fn ambiguous(advice: &'static str) -> Error {
    Error::new(ErrorKind::AmbiguousEncoding, "url", advice)
}
