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

/// What a request that arrived declares of its body: a digest, or that it is not signed.
#[derive(Clone, Copy)]
pub(super) struct DeclaredHash<'a>(Option<&'a [u8]>);

impl<'a> DeclaredHash<'a> {
    /// Takes the value of `x-sdk-content-sha256`, trimmed. An empty one declares nothing.
    ///
    /// # Errors
    ///
    /// [`Reason::UnsignedBody`] for a body that is not signed, unless the policy allows it.
    pub(super) fn of(value: Option<&'a [u8]>, policy: &Policy) -> Result<Self, Rejection> {
        let declared = Self(value.filter(|value| !value.is_empty()));
        if declared.is_unsigned() {
            policy.check_unsigned_body()?;
        }
        Ok(declared)
    }

    pub(super) fn is_unsigned(self) -> bool {
        self.0 == Some(UNSIGNED.as_bytes())
    }
}

/// The digest of an empty body.
const OF_NOTHING: &[u8] = b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The body of a request that arrived, and what the request declares of it.
pub(super) struct ReceivedPayload<'a> {
    hash: Option<BodyHash<'a>>,
    declared: Option<&'a [u8]>,
    is_empty: bool,
}

impl<'a> ReceivedPayload<'a> {
    /// Hashes the body, unless it is declared as not signed.
    ///
    /// # Errors
    ///
    /// [`Reason::Request`] for a body that was not given, or is too large.
    pub(super) fn of(request: &Request<'a>, declared: DeclaredHash<'a>) -> Result<Self, Rejection> {
        let is_empty = request.payload() == Some(Payload::Bytes(&[]));
        if declared.is_unsigned() {
            return Ok(Self { hash: None, declared: declared.0, is_empty });
        }
        let payload = received_payload(request)?;
        check_length(payload)?;
        let hash = BodyHash::of(payload, UNSIGNED);
        Ok(Self { hash: Some(hash), declared: declared.0, is_empty })
    }

    /// Returns the text that was signed as the digest of the body. An empty body that is declared as
    /// not signed has two: the vendor's SDK for Python signs the digest of nothing then.
    pub(super) fn readings(&self) -> [Option<&[u8]>; 2] {
        let hash = self.hash.as_ref().map(BodyHash::as_bytes);
        let second = self.hash.is_none() && self.is_empty;
        [self.declared.or(hash), second.then_some(OF_NOTHING)]
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
