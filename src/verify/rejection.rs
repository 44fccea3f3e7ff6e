//! Why a request was not accepted: nothing for the client, everything for the operator.

use alloc::borrow::Cow;
use core::fmt;

use crate::Error;

/// A request that was not accepted.
///
/// Its `Display` is one sentence that is the same for every reason: what a client learns from it is
/// that the request was refused, and nothing about keys, clocks or what was compared. The
/// operator asks for [`Rejection::reason`] and [`Rejection::detail`].
#[derive(Clone, PartialEq, Eq)]
pub struct Rejection {
    reason: Reason,
    detail: Cow<'static, str>,
}

/// What a request was rejected for. For the operator's log, not for the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// It has no signature of this scheme.
    NotSigned,
    /// A field of the signature is missing, there twice, or not of the scheme's form.
    Malformed,
    /// The lookup has no such key.
    UnknownKey,
    /// The signature is not that of this request.
    BadSignature,
    /// The signature holds, and the token that came with it is not that of the key.
    WrongToken,
    /// The time that was signed is too far from now.
    Clock,
    /// The signature's own validity is over.
    Expired,
    /// The signature's own validity is longer than the policy accepts.
    ExpiryTooLong,
    /// A header that has to be covered is not.
    HeaderNotCovered,
    /// A header that the signature names as covered did not arrive.
    HeaderMissing,
    /// The body is not covered, and the policy wants it to be.
    UnsignedBody,
    /// The digest that the request declares, and signs, is not that of its body.
    BodyMismatch,
    /// The nonce or the signature was seen before.
    Replayed,
    /// The memory for nonces and signatures is full, so that a replay could not be seen.
    ReplayStoreFull,
    /// The request itself cannot be read, the scheme refuses it, or its payload was not given.
    Request,
}

impl Reason {
    /// The reason as a label in lower case with hyphens, `bad-signature` for example.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSigned => "not-signed",
            Self::Malformed => "malformed",
            Self::UnknownKey => "unknown-key",
            Self::BadSignature => "bad-signature",
            Self::WrongToken => "wrong-token",
            Self::Clock => "clock",
            Self::Expired => "expired",
            Self::ExpiryTooLong => "expiry-too-long",
            Self::HeaderNotCovered => "header-not-covered",
            Self::HeaderMissing => "header-missing",
            Self::UnsignedBody => "unsigned-body",
            Self::BodyMismatch => "body-mismatch",
            Self::Replayed => "replayed",
            Self::ReplayStoreFull => "replay-store-full",
            Self::Request => "request",
        }
    }
}

impl Rejection {
    /// A rejection; `detail` is one sentence for the operator, without secrets.
    #[must_use]
    #[cold]
    pub fn new(reason: Reason, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            reason,
            detail: detail.into(),
        }
    }

    /// Why, for the operator.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// What exactly, for the operator.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }
}

impl From<Error> for Rejection {
    fn from(error: Error) -> Self {
        Self::new(Reason::Request, alloc::format!("{error}"))
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request was not accepted")
    }
}

/// As opaque as `Display`: an error is easily printed into an answer.
impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rejection")
    }
}

impl core::error::Error for Rejection {}
