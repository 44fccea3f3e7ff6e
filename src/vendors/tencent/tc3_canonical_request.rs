//! The canonical request of TC3.

use zeroize::Zeroizing;

use crate::canonical::{BodyHash, CanonicalHeaders, Header, Hex, UnsignedHeader, sha256};
use crate::request::Host;
use crate::sign::Covers;
use crate::text::{Sink, lower_case};
use crate::{Error, ErrorKind, Explanation, Request};

pub(super) const ALGORITHM: &str = "TC3-HMAC-SHA256";
pub(super) const CONTENT_HASH: &str = "x-tc-content-sha256";
pub(super) const TOKEN: &str = "x-tc-token";
pub(super) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";
pub(super) const UNSIGNED_BODY: UnsignedHeader =
    UnsignedHeader { name: CONTENT_HASH, value: UNSIGNED, algorithm: ALGORITHM };
/// `lower_hex(SHA-256("UNSIGNED-PAYLOAD"))`, in place of the digest of the body.
pub(super) const UNSIGNED_HASH: &str =
    "438d4109ef0d676b8c2c7ed13cdfcb418e494d53b843d4634ce3b1085f07bb96";

/// Returns the last line of the canonical request.
///
/// # Errors
///
/// [`ErrorKind::MissingPayload`], and [`ErrorKind::ConflictingHeader`] for a header of the caller
/// that is there twice or has another value.
pub(super) fn payload_hash<'a>(
    request: &Request<'a>,
    has_leftover: bool,
) -> Result<BodyHash<'a>, Error> {
    let is_stated = |(name, _): &(&str, &[u8])| name.eq_ignore_ascii_case(CONTENT_HASH);
    match request.headers().iter().filter(is_stated).count() {
        0 => {}
        1 if UNSIGNED_BODY.is_on(request) => {
            if !has_leftover {
                return Ok(BodyHash::Text(UNSIGNED_HASH.as_bytes()));
            }
        }
        _ => {
            return Err(Error::new(
                ErrorKind::ConflictingHeader,
                CONTENT_HASH,
                "can be UNSIGNED-PAYLOAD only, once; remove it, the digest is computed",
            ));
        }
    }
    Ok(BodyHash::of(request.covered_payload()?, UNSIGNED_HASH))
}

/// A canonical request of the cloud API.
pub(super) struct CanonicalRequest<'s, 'a> {
    method: &'a str,
    uri: &'a str,
    query: &'a str,
    host: Host<'a>,
    pub(super) headers: &'s CanonicalHeaders<'a>,
}

impl<'s, 'a> CanonicalRequest<'s, 'a> {
    /// Checks the parts that are signed as they stand, and that headers are there once.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidMethod`], [`ErrorKind::DotSegments`], [`ErrorKind::InvalidUrl`], and
    /// [`ErrorKind::ConflictingHeader`] for a header that is there twice.
    pub(super) fn new(
        request: &Request<'a>,
        host: Host<'a>,
        headers: &'s CanonicalHeaders<'a>,
    ) -> Result<Self, Error> {
        let method = request.covered_method()?;
        let mut pairs = headers.iter().zip(headers.iter().skip(1));
        if let Some((header, _)) = pairs.find(|(a, b)| a.compare_name(b).is_eq()) {
            return Err(Error::new(
                ErrorKind::ConflictingHeader,
                header.name.to_ascii_lowercase(),
                "is signed and there twice; keep one",
            ));
        }
        Ok(Self {
            method,
            uri: request.verbatim_path()?,
            query: if method == "POST" { "" } else { request.verbatim_query()? },
            host,
            headers,
        })
    }

    /// `METHOD \n URI \n QUERY \n headers, each with \n \n names \n payload hash`
    fn write(&self, payload_hash: &BodyHash<'_>, sink: &mut impl Sink) {
        for line in [self.method, self.uri, self.query] {
            sink.text(line.as_bytes());
            sink.line_end();
        }
        for header in self.headers.iter() {
            header.lower_name(|piece| sink.text(piece));
            sink.text(b":");
            self.write_value(header, sink);
            sink.line_end();
        }
        sink.line_end();
        self.headers.write_names(sink);
        sink.line_end();
        sink.text(payload_hash.as_bytes());
    }

    /// Writes a value in lower case.
    fn write_value(&self, header: &Header<'_>, sink: &mut impl Sink) {
        match header.name {
            "host" => self.host.write_bytes(|piece| sink.text(piece)),
            TOKEN => sink.secret("token", &Zeroizing::new(header.value.to_ascii_lowercase())),
            _ => lower_case(header.value, |piece| sink.text(piece)),
        }
    }
}

impl CanonicalRequest<'_, '_> {
    /// Returns `lower_hex(SHA-256(canonical request))`. Call it in
    /// [`wiping_stack`](crate::secret::wiping_stack), as a token is in the text.
    pub(super) fn hash(&self, payload_hash: &BodyHash<'_>) -> Hex<64> {
        sha256(|sink| self.write(payload_hash, sink))
    }

    /// Adds the text to an explanation, and what it covers.
    pub(super) fn explain(
        &self,
        payload_hash: &BodyHash<'_>,
        covers: Covers,
        explanation: &mut Explanation,
    ) {
        explanation.write_stage("canonical_request", |text| self.write(payload_hash, text));
        explanation.list_headers(self.headers);
        let covers = if self.method == "POST" { covers.without_query() } else { covers };
        let is_unsigned = payload_hash.as_bytes() == UNSIGNED_HASH.as_bytes();
        explanation.set_covers(if is_unsigned { covers.without_body() } else { covers });
    }
}
