//! The kinds of refusals.

use core::{fmt, slice};

/// The reason for which a server refused a request, for a program to match on.
///
/// It is read from the vendor's codes and texts. Where they do not decide, it is
/// [`Refused::Ambiguous`] or [`Refused::Unknown`], and never a guess.
///
/// ```
/// use polysign::refusal::Refused;
///
/// let refused = Refused::Ambiguous(&[Refused::Signature, Refused::UnknownKey]);
/// assert_eq!(refused.to_string(), "ambiguous: signature or unknown-key");
/// assert!(refused.causes().contains(&Refused::UnknownKey));
/// assert_eq!(Refused::Clock.causes(), [Refused::Clock]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refused {
    /// The time that was signed is not the server's: a clock is off.
    Clock,
    /// The validity of a signature, a token or a temporary key was over when the request arrived.
    Expired,
    /// The signature is not the one that the server computes: another key, or the request that
    /// arrived is not the one that was signed.
    Signature,
    /// The server does not know the key or the token.
    UnknownKey,
    /// The key is locked after too many failures.
    LockedKey,
    /// A header, a parameter or a field of the authentication is missing or not of the vendor's
    /// form: its name in the vendor's words.
    Malformed(&'static str),
    /// The caller is known and has no right, or the service is not opened for the account.
    Permission,
    /// The request came from an address that is not allowed.
    SourceAddress,
    /// The body is larger than what can be signed or sent.
    BodyTooLarge,
    /// The signature or its nonce was used before.
    Replay,
    /// A token for idempotency was used for another request before.
    IdempotencyMismatch,
    /// There were too many requests: a later one may be accepted, signed again.
    Throttled,
    /// The fault is the server's: the same request may be accepted, signed again. A token for
    /// idempotency is kept, where the vendor has one.
    ServerError,
    /// The request was refused for something else than its authentication.
    NotAuthentication,
    /// One of several: the vendor's answer is the same for all of them.
    Ambiguous(&'static [Self]),
    /// The answer does not say, or says it in words that the vendor does not document.
    Unknown,
}

impl Refused {
    /// Returns the reason as a label in lower case with hyphens, such as `unknown-key`. Labels do not
    /// change between versions.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::Expired => "expired",
            Self::Signature => "signature",
            Self::UnknownKey => "unknown-key",
            Self::LockedKey => "locked-key",
            Self::Malformed(_) => "malformed",
            Self::Permission => "permission",
            Self::SourceAddress => "source-address",
            Self::BodyTooLarge => "body-too-large",
            Self::Replay => "replay",
            Self::IdempotencyMismatch => "idempotency-mismatch",
            Self::Throttled => "throttled",
            Self::ServerError => "server-error",
            Self::NotAuthentication => "not-authentication",
            Self::Ambiguous(_) => "ambiguous",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the reasons that are possible: this one alone, or those among which the answer does
    /// not decide.
    #[must_use]
    pub const fn causes(&self) -> &[Self] {
        match self {
            Self::Ambiguous(causes) => causes,
            one => slice::from_ref(one),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())?;
        match self {
            Self::Malformed(field) => write!(f, " ({field})"),
            Self::Ambiguous(causes) => {
                for (at, cause) in causes.iter().enumerate() {
                    let before = if at == 0 { ": " } else { " or " };
                    write!(f, "{before}{cause}")?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
