//! Why a request was not accepted: nothing for the client, everything for the operator.

use alloc::borrow::Cow;
use core::fmt;

use crate::Error;
use crate::error::labelled;

/// Says why a request was not accepted.
///
/// `Display` and `Debug` write one text for every reason: from it a client learns that the request
/// was refused, and nothing about keys, clocks or what was compared. Operators use
/// [`Rejection::reason`] and [`Rejection::detail`].
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("the request was not accepted")]
pub struct Rejection {
    reason: Reason,
    detail: Cow<'static, str>,
}

labelled! {
    /// Names the reason for a rejection, for the operator's log and not for the client.
    pub enum Reason {
        /// It has no signature of this scheme.
        NotSigned = "not-signed",
        /// A field of the signature is missing, there twice, or not of the scheme's form.
        Malformed = "malformed",
        /// The lookup has no such key.
        UnknownKey = "unknown-key",
        /// The signature is not that of this request.
        BadSignature = "bad-signature",
        /// The signature holds, and the token that came with it is not that of the key.
        WrongToken = "wrong-token",
        /// The time that was signed is too far from now.
        Clock = "clock",
        /// The signature's own validity is over.
        Expired = "expired",
        /// The signature's own validity is longer than the policy accepts.
        ExpiryTooLong = "expiry-too-long",
        /// A header that has to be covered is not.
        HeaderNotCovered = "header-not-covered",
        /// A header that the signature names as covered did not arrive.
        HeaderMissing = "header-missing",
        /// The body is not covered, and the policy wants it to be.
        UnsignedBody = "unsigned-body",
        /// The digest that the request declares, and signs, is not that of its body.
        BodyMismatch = "body-mismatch",
        /// The signature stands in a place that the verifier does not accept.
        Placement = "placement",
        /// The signature is that of another request, too, which a router or a handler could take
        /// for a different one.
        Ambiguous = "ambiguous",
        /// The nonce or the signature was seen before.
        Replayed = "replayed",
        /// The replay cache is full, so a replay could not be noticed.
        ReplayCacheFull = "replay-cache-full",
        /// The request itself cannot be read, the scheme refuses it, or its payload was not given.
        Request = "request",
    }
}

impl Rejection {
    /// Creates a rejection; `detail` is one sentence for the operator, without secrets.
    #[must_use]
    #[cold]
    pub fn new(reason: Reason, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { reason, detail: detail.into() }
    }

    /// Returns the reason, for the operator.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// Returns a sentence that says what is wrong, for the operator. It holds no secret.
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

/// Writes as little as `Display`: an error is easily printed into an answer.
impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rejection")
    }
}
