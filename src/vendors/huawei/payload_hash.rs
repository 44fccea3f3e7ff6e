//! The last line of the canonical request: the digest of the body, or what stands for it.

use crate::canonical::{BodyHash, UnsignedHeader};
use crate::text::trim;
use crate::verify::fields::received_payload;
use crate::verify::{Policy, Reason, Rejection};
use crate::{Error, ErrorKind, Payload, Request};

pub(super) const CONTENT_HASH: &str = "x-sdk-content-sha256";
pub(super) const UNSIGNED_BODY: UnsignedHeader =
    UnsignedHeader { name: CONTENT_HASH, value: UNSIGNED, algorithm: "SDK-HMAC-SHA256" };
pub(super) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";
/// The documents say "12 MB".
const LARGEST_BODY: u64 = 12 * 1024 * 1024;

/// Returns the last line of the canonical request.
///
/// # Errors
///
/// [`ErrorKind::MissingPayload`], [`ErrorKind::BodyTooLarge`], and
/// [`ErrorKind::ConflictingHeader`] for a header that contradicts the payload.
pub(super) fn payload_hash<'a>(
    request: &Request<'a>,
    has_leftover: bool,
) -> Result<BodyHash<'a>, Error> {
    let payload = request.covered_payload()?;
    check_length(payload)?;
    let stated = if has_leftover { None } else { stated_hash(request)? };
    let conflict = |advice| Err(Error::new(ErrorKind::ConflictingHeader, CONTENT_HASH, advice));
    match (payload, stated) {
        (Payload::Unsigned, _) | (_, None) => Ok(BodyHash::of(payload, UNSIGNED)),
        // Signing again would take the header for one of the former signature.
        (_, Some(text)) if text == UNSIGNED.as_bytes() => {
            conflict("leaves the body unsigned; remove it and state `Payload::Unsigned`")
        }
        (Payload::Bytes(_), Some(text)) => Ok(BodyHash::Text(text)),
        (Payload::Digest(digest), Some(text)) => {
            let hash = BodyHash::of(Payload::Digest(digest), UNSIGNED);
            if hash.as_bytes() != text {
                return conflict("differs from the digest given as payload; remove the header");
            }
            Ok(hash)
        }
    }
}

/// Returns whether `signed` is the digest of the body that will be sent.
pub(super) fn covers_body(request: &Request<'_>, signed: &BodyHash<'_>) -> bool {
    let payload = request.covered_payload().ok();
    payload.is_some_and(|payload| {
        let hash = BodyHash::of(payload, UNSIGNED);
        payload != Payload::Unsigned && hash.as_bytes().eq_ignore_ascii_case(signed.as_bytes())
    })
}

fn check_length(payload: Payload<'_>) -> Result<(), Error> {
    let length = match payload {
        Payload::Bytes(bytes) => bytes.len() as u64,
        Payload::Digest(digest) => digest.length(),
        Payload::Unsigned => 0,
    };
    if length > LARGEST_BODY {
        Err(Error::new(
            ErrorKind::BodyTooLarge,
            "payload",
            "is over 12 MB, which cannot be signed with AK/SK; use token authentication \
             (`huawei::AuthToken`), or try `Payload::Unsigned`, which is not verified to be accepted",
        ))
    } else {
        Ok(())
    }
}

/// The body of a request that arrived, and what the request declares of it.
pub(super) struct ReceivedPayload<'a> {
    hash: Option<BodyHash<'a>>,
    declared: Option<&'a [u8]>,
}

impl<'a> ReceivedPayload<'a> {
    /// `declared`: the value of `x-sdk-content-sha256`, trimmed. An empty one declares nothing.
    pub(super) fn of(
        request: &Request<'a>,
        declared: Option<&'a [u8]>,
        policy: &Policy,
    ) -> Result<Self, Rejection> {
        let declared = declared.filter(|value| !value.is_empty());
        if declared == Some(UNSIGNED.as_bytes()) {
            policy.check_unsigned_body()?;
            return Ok(Self { hash: None, declared });
        }
        let payload = received_payload(request)?;
        check_length(payload)?;
        let hash = BodyHash::of(payload, UNSIGNED);
        Ok(Self { hash: Some(hash), declared })
    }

    pub(super) fn covers_body(&self) -> bool {
        self.hash.is_some()
    }

    /// Returns the text that was signed as the digest of the body.
    #[allow(
        clippy::expect_used,
        reason = "`of` leaves out the one where it has the other; nothing is not the digest"
    )]
    pub(super) fn as_signed(&self) -> &[u8] {
        let hash = self.hash.as_ref().map(BodyHash::as_bytes);
        self.declared.or(hash).expect("a digest, or what was declared instead of one")
    }

    /// Checks that the declaration is true, once the signature over it holds.
    pub(super) fn check_declared(&self) -> Result<(), Rejection> {
        match (&self.hash, self.declared) {
            (Some(hash), Some(declared)) if !hash.as_bytes().eq_ignore_ascii_case(declared) => {
                Err(Rejection::new(
                    Reason::BodyMismatch,
                    "x-sdk-content-sha256: is signed, and is not the digest of the body that arrived",
                ))
            }
            _ => Ok(()),
        }
    }
}

/// The value of the caller's own `X-Sdk-Content-Sha256`, unless it is empty.
fn stated_hash<'a>(request: &Request<'a>) -> Result<Option<&'a [u8]>, Error> {
    let mut values = request
        .headers()
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case(CONTENT_HASH))
        .map(|(_, value)| trim(value));
    match (values.next(), values.next()) {
        (_, Some(_)) => {
            Err(Error::new(ErrorKind::ConflictingHeader, CONTENT_HASH, "is there twice; keep one"))
        }
        (value, None) => Ok(value.filter(|value| !value.is_empty())),
    }
}
