//! The last line of the canonical request: the digest of the body, or what stands for it.

use sha2::Sha256;

use crate::canonical::{Hashing, Hex};
use crate::text::{Sink, trim};
use crate::verify::{Policy, Reason, Rejection};
use crate::{Error, ErrorKind, Payload, Request};

pub(super) const CONTENT_HASH: &str = "x-sdk-content-sha256";
pub(super) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";
/// `lower_hex(SHA-256(""))`
const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// The documents say "12 MB".
const LARGEST_BODY: u64 = 12 * 1024 * 1024;

/// What goes into the last line of the canonical request.
pub(super) enum PayloadHash<'a> {
    Computed(Hex<64>),
    Text(&'a [u8]),
}

impl PayloadHash<'_> {
    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Computed(hex) => hex.as_bytes(),
            Self::Text(text) => text,
        }
    }
}

pub(super) fn sha256(write: impl FnOnce(&mut Hashing<Sha256>)) -> Hex<64> {
    let mut sha256 = Hashing::new();
    write(&mut sha256);
    Hex::new(&sha256.finish().0)
}

pub(super) fn is_unsigned(request: &Request<'_>) -> bool {
    request.payload() == Some(Payload::Unsigned)
}

/// `has_leftover`: what [`has_stale_unsigned`] says of the request.
pub(super) fn payload_hash<'a>(
    request: &Request<'a>,
    has_leftover: bool,
) -> Result<PayloadHash<'a>, Error> {
    let payload = request.covered_payload()?;
    check_length(payload)?;
    let stated = match has_leftover {
        true => None,
        false => stated_hash(request)?,
    };
    match (payload, stated) {
        (Payload::Unsigned, _) => Ok(PayloadHash::Text(UNSIGNED.as_bytes())),
        (Payload::Bytes(_), Some(text)) => Ok(PayloadHash::Text(text)),
        (Payload::Bytes(body), None) => Ok(hash_of(body)),
        (Payload::Digest(digest), stated) => {
            let hex = Hex::new(digest.as_bytes());
            match stated {
                Some(text) if text != hex.as_bytes() => Err(Error::new(
                    ErrorKind::ConflictingHeader,
                    CONTENT_HASH,
                    "differs from the digest given as payload; remove the header",
                )),
                _ => Ok(PayloadHash::Computed(hex)),
            }
        }
    }
}

/// Whether `signed`, the last line of the canonical request, is the digest of the body that will be
/// sent.
pub(super) fn covers_body(request: &Request<'_>, signed: &[u8]) -> bool {
    let is_signed = |hash: PayloadHash<'_>| hash.as_bytes().eq_ignore_ascii_case(signed);
    match request.covered_payload() {
        Ok(Payload::Bytes(body)) => is_signed(hash_of(body)),
        Ok(Payload::Digest(digest)) => {
            is_signed(PayloadHash::Computed(Hex::new(digest.as_bytes())))
        }
        Ok(Payload::Unsigned) | Err(_) => false,
    }
}

fn hash_of(body: &[u8]) -> PayloadHash<'static> {
    match body {
        [] => PayloadHash::Text(EMPTY_HASH.as_bytes()),
        _ => PayloadHash::Computed(sha256(|sink| sink.text(body))),
    }
}

fn check_length(payload: Payload<'_>) -> Result<(), Error> {
    let length = match payload {
        Payload::Bytes(bytes) => bytes.len() as u64,
        Payload::Digest(digest) => digest.length(),
        Payload::Unsigned => 0,
    };
    match length > LARGEST_BODY {
        false => Ok(()),
        true => Err(Error::new(
            ErrorKind::BodyTooLarge,
            "payload",
            "is over 12 MB, which cannot be signed with AK/SK; use token authentication \
             (`huawei::AuthToken`), or try `Payload::Unsigned`, which is not verified to be accepted",
        )),
    }
}

/// The body of a request that arrived, and what the request declares of it.
pub(super) struct ReceivedPayload<'a> {
    hash: Option<PayloadHash<'a>>,
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
            return match policy.allows_unsigned_body() {
                true => Ok(Self {
                    hash: None,
                    declared,
                }),
                false => Err(Rejection::new(
                    Reason::UnsignedBody,
                    "says that its body is not covered, which the policy does not allow",
                )),
            };
        }
        let not_given = || {
            Rejection::new(
                Reason::Request,
                "payload: is covered by the signature and was not given to the verifier; call \
                 `body`, with \"\" if there is none",
            )
        };
        let payload = request.payload().ok_or_else(not_given)?;
        check_length(payload)?;
        let hash = match payload {
            Payload::Bytes(body) => hash_of(body),
            Payload::Digest(digest) => PayloadHash::Computed(Hex::new(digest.as_bytes())),
            Payload::Unsigned => return Err(not_given()),
        };
        Ok(Self {
            hash: Some(hash),
            declared,
        })
    }

    pub(super) fn covers_body(&self) -> bool {
        self.hash.is_some()
    }

    /// What was signed as the digest of the body.
    #[allow(
        clippy::expect_used,
        reason = "`of` leaves out the one where it has the other; nothing is not the digest"
    )]
    pub(super) fn as_signed(&self) -> &[u8] {
        let hash = self.hash.as_ref().map(PayloadHash::as_bytes);
        self.declared
            .or(hash)
            .expect("a digest, or what was declared instead of one")
    }

    /// Whether what is declared is true. Asked once the signature over it holds.
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
        (_, Some(_)) => Err(Error::new(
            ErrorKind::ConflictingHeader,
            CONTENT_HASH,
            "is there twice; keep one",
        )),
        (value, None) => Ok(value.filter(|value| !value.is_empty())),
    }
}

/// Whether `UNSIGNED-PAYLOAD` on the request is a leftover of a former signature: an
/// `Authorization` of this algorithm stands beside it.
pub(super) fn has_stale_unsigned(request: &Request<'_>, algorithm: &str) -> bool {
    let headers = request.headers();
    headers
        .get(CONTENT_HASH)
        .is_some_and(|value| trim(value) == UNSIGNED.as_bytes())
        && headers.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("authorization")
                && trim(value).starts_with(algorithm.as_bytes())
        })
}
