//! The error type of the crate.
//!
//! There is one type, [`Error`], for everything that can go wrong on the caller's side: a
//! credential, an option, a request, or a signature that is applied to another request. A program
//! matches on [`Error::kind`]; a person reads its text. A server that verifies has its own type,
//! [`Rejection`](crate::verify::Rejection), since what is wrong there is the client's.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use core::fmt;

/// Declares an enum whose variants have labels, which `as_str` returns and `Display` writes.
macro_rules! labelled {
    ($(#[$about:meta])* pub enum $name:ident {
        $($(#[$doc:meta])* $variant:ident = $label:expr,)+
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// Returns the label in lower case with hyphens. Labels do not change between versions.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use labelled;

labelled! {
    /// Names what is wrong, for programs to match on.
    ///
    /// [`ErrorKind::as_str`] and `Display` give a short label, which does not change between
    /// versions. New kinds may be added, so a `match` needs an arm for the others.
    ///
    /// No kind gets better by sending again, but for [`ErrorKind::Unavailable`]. Each says that the
    /// caller has to change something: the configuration, the request, or the code.
    ///
    /// ```
    /// use polysign::ErrorKind;
    ///
    /// assert_eq!(ErrorKind::TimeOutOfRange.as_str(), "time-out-of-range");
    /// assert_eq!(ErrorKind::InvalidUrl.to_string(), "invalid-url");
    /// ```
    pub enum ErrorKind {
        /// A credential is empty or padded, holds a character that cannot be seen, is wrapped in
        /// quotation marks, or is a placeholder such as `${NAME}`.
        InvalidCredential = "invalid-credential",
        /// A credential is past its expiry.
        CredentialExpired = "credential-expired",
        /// A variable or a key of the configuration that is needed is absent or blank.
        MissingCredential = "missing-credential",
        /// An option that the scheme does not have, one with a value that it does not have, or one
        /// that is given twice.
        InvalidOption = "invalid-option",
        /// A validity or an expiry is not a number or a time, is zero, or is one that the placement
        /// does not have.
        InvalidExpiration = "invalid-expiration",
        /// No signer of that name exists, or its feature is off.
        UnknownScheme = "unknown-scheme",
        /// The method is not a token, or has a lower-case letter where it is signed.
        InvalidMethod = "invalid-method",
        /// The URL cannot go on the wire as it is.
        InvalidUrl = "invalid-url",
        /// A `%` is not followed by two hexadecimal digits.
        MalformedEscape = "malformed-escape",
        /// A part of the URL, or a form, is in an encoded form that the vendor's own programs read in
        /// different ways.
        AmbiguousEncoding = "ambiguous-encoding",
        /// A parameter is there twice that can be there once, or is one of the scheme's own fields.
        ConflictingParameter = "conflicting-parameter",
        /// The path has a `.` or `..` segment, which clients and gateways collapse.
        DotSegments = "dot-segments",
        /// A header name is not a token, or a value holds a control character.
        InvalidHeader = "invalid-header",
        /// A header is there twice that can be there once, or contradicts another part of the
        /// request.
        ConflictingHeader = "conflicting-header",
        /// A header that has to be signed is not on the request.
        MissingHeader = "missing-header",
        /// A value that would be written into a header is not visible ASCII.
        NonAsciiHeader = "non-ascii-header",
        /// The signature covers the body and the request does not say what it is.
        MissingPayload = "missing-payload",
        /// The body is larger than the vendor lets this scheme sign.
        BodyTooLarge = "body-too-large",
        /// The request would go in plaintext to another host, and its signature covers no part of it.
        ClearText = "clear-text",
        /// The time is before 1970 or after 9999, or a text is not a time.
        TimeOutOfRange = "time-out-of-range",
        /// The scheme needs a nonce and the context has none.
        MissingNonce = "missing-nonce",
        /// The nonce is empty or holds a control character.
        InvalidNonce = "invalid-nonce",
        /// The system's clock or random source failed.
        Unavailable = "unavailable",
        /// A `Signed` is empty: nothing was signed into it, or its signer did not finish. Or a
        /// request that is said to be signed is not.
        NotSigned = "not-signed",
        /// A custom signer has a bug: it sets a field that its scheme does not declare, sets one
        /// twice, or writes a value that cannot be sent.
        SignerFault = "signer-fault",
        /// A signature was about to be applied to a request other than the one that was signed.
        DifferentRequest = "different-request",
        /// The request goes to a host for which no signer was named.
        UnknownHost = "unknown-host",
        /// The result exceeds a limit of the types that it is written to, such as `http::Uri`.
        TooLarge = "too-large",
    }
}

/// Tells why nothing was signed or applied.
///
/// The text names the field at fault, says what is wrong and what to do, and ends with the byte
/// offset of the fault where there is one: `url: has a control character, .. (at byte 27)`. It
/// never quotes a value that the caller passed in, secret or not. Names are no values: headers,
/// settings and hosts are named where they are well formed.
///
/// ```
/// use polysign::{ErrorKind, Request};
///
/// let error = Request::new("GET", "https://example.com/a b").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidUrl);
/// assert_eq!(error.field(), "url");
/// assert_eq!(error.offset(), Some(21));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Error(Box<Details>);

// Boxed, so that a result is not made larger for the sake of its rare half.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Details {
    kind: ErrorKind,
    field: Cow<'static, str>,
    offset: Option<usize>,
    advice: Cow<'static, str>,
}

impl Error {
    /// Creates an error, for a custom signer or verifier to return.
    ///
    /// `field` is the part of the input at fault, in the words of the API or of the vendor.
    /// `advice` is one sentence without a subject, since the field comes before it; it says what is
    /// wrong and what to do. Neither may hold a secret.
    ///
    /// ```
    /// use polysign::{Error, ErrorKind};
    ///
    /// let advice = "is not set; set it before signing";
    /// let error = Error::new(ErrorKind::MissingHeader, "x-tenant", advice);
    /// assert_eq!(error.to_string(), "x-tenant: is not set; set it before signing");
    /// ```
    #[must_use]
    #[cold]
    pub fn new(
        kind: ErrorKind,
        field: impl Into<Cow<'static, str>>,
        advice: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Details { kind, field: field.into(), offset: None, advice: advice.into() }))
    }

    /// Adds the offset of the fault in the field, in bytes from its start.
    #[must_use]
    pub fn with_offset(mut self, offset: usize) -> Self {
        self.0.offset = Some(offset);
        self
    }

    /// Adds where the fault is: what it belongs to, and the name of that.
    #[must_use]
    pub(crate) fn noted(mut self, what: &str, name: &str) -> Self {
        let advice = &self.0.advice;
        self.0.advice = Cow::Owned(format!("{advice} ({what} {name})"));
        self
    }

    /// Returns the kind of the error, for programs to match on.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the part of the input at fault: `url`, `method`, `secret_key`, or the name of a header
    /// in lower case.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.0.field
    }

    /// Returns the offset of the fault in the field, in bytes from its start.
    ///
    /// `None` where the fault is not at one place, as when a field is empty or missing.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.0.offset
    }
}

impl fmt::Display for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.advice)?;
        match self.offset {
            Some(offset) => write!(f, " (at byte {offset})"),
            None => Ok(()),
        }
    }
}
