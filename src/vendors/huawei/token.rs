//! Tokens and how long they are valid, after "Authentication" of the MetaStudio API reference and the
//! answers of "Obtaining a User Token" and "Obtaining a Temporary Access Key" of IAM.

use alloc::string::String;
use alloc::vec::Vec;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::config::{Config, Credential, Families, from_variables};
use crate::secret::Secret;
use crate::text::{Json, Member, member, members};
use crate::{Error, ErrorKind, UnixTime};

/// The most that a credential is renewed before its end, in seconds.
const MARGIN: i64 = 3_600;

/// The time during which a credential can be used.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lifetime {
    pub(super) issued_at: Option<UnixTime>,
    pub(super) expires_at: Option<UnixTime>,
}

impl Lifetime {
    /// Returns the time from which on to renew: a quarter of the lifetime before the end, and an hour
    /// at most, or where the beginning is not known.
    pub(super) fn renew_from(&self) -> Option<UnixTime> {
        let end = self.expires_at?;
        let quarter = self.issued_at.map(|start| end.saturating_since(start) / 4);
        Some(end.saturating_sub(quarter.unwrap_or(MARGIN).clamp(0, MARGIN)))
    }

    /// Refuses a credential that has expired.
    pub(super) fn check(&self, field: &'static str, time: UnixTime) -> Result<(), Error> {
        match self.expires_at {
            Some(end) if time >= end => {
                Err(Error::new(ErrorKind::CredentialExpired, field, "has expired; get a new one"))
            }
            _ => Ok(()),
        }
    }
}

/// A token and how long it is valid.
///
/// Variables: `HW_AUTH_TOKEN`. Configuration: `token`, `expires_at` (as the vendor writes it,
/// `2020-01-04T09:05:22.701000Z`).
#[derive(Debug)]
pub struct Token {
    pub(super) token: Secret,
    pub(super) lifetime: Lifetime,
}

impl Token {
    /// Creates a token from its text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] for a text that is empty, has white space at an end or
    /// holds a control character; [`ErrorKind::NonAsciiHeader`] for one that is not visible ASCII.
    pub fn new(token: impl Into<String>) -> Result<Self, Error> {
        Ok(Self { token: Secret::for_header("token", token)?, lifetime: Lifetime::default() })
    }

    /// Sets the time from which on the token must not be used.
    #[must_use]
    pub fn with_expires_at(mut self, time: impl Into<UnixTime>) -> Self {
        self.lifetime.expires_at = Some(time.into());
        self
    }

    /// Reads the answer to a request for a token: its header `X-Subject-Token`, and its body, whose
    /// `token.expires_at` and `token.issued_at` are times like `2020-01-04T09:05:22.701000Z`.
    ///
    /// ```
    /// use polysign::huawei::Token;
    ///
    /// let body = br#"{"token":{"expires_at":"2020-01-04T09:05:22.701000Z","catalog":[],
    ///     "issued_at":"2020-01-03T09:05:22.701000Z"}}"#;
    /// let token = Token::from_answer("MIIDkgYJ", body)?;
    /// assert_eq!(token.expires_at(), Some(1_578_128_722.into()));
    /// assert_eq!(token.renew_from(), Some(1_578_125_122.into())); // an hour earlier
    /// # Ok::<(), polysign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Token::new`], and [`ErrorKind::InvalidExpiration`] for a body without such a time.
    pub fn from_answer(x_subject_token: impl Into<String>, body: &[u8]) -> Result<Self, Error> {
        let mut token = Self::new(x_subject_token)?;
        let answer = object_in(body, "token").unwrap_or_default();
        let text = |name| member(&answer, name).and_then(Json::scalar);
        token.lifetime = Lifetime {
            issued_at: text("issued_at").and_then(|text| read_time(&text).ok()),
            expires_at: Some(read_time(&text("expires_at").unwrap_or_default())?),
        };
        Ok(token)
    }

    /// Returns the time from which on the token must not be used, where it is known.
    #[must_use]
    pub fn expires_at(&self) -> Option<UnixTime> {
        self.lifetime.expires_at
    }

    /// Returns the time from which on to get the next token, where the expiry is known.
    ///
    /// It lies a quarter of the token's lifetime before its end, an hour at most. Until then the
    /// vendor wants a token to be used again; a token that is about to expire may end on the way.
    #[must_use]
    pub fn renew_from(&self) -> Option<UnixTime> {
        self.lifetime.renew_from()
    }

    from_variables!(Self::FAMILIES);
}

impl Credential for Token {
    const FIELDS: &'static [&'static str] = &["token", "expires_at"];
    const FAMILIES: Families = &[&["HW_AUTH_TOKEN"]];

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let token = Self::new(config.required("token")?)?;
        let Some(expires_at) = config.optional("expires_at") else {
            return Ok(token);
        };
        Ok(token.with_expires_at(read_time(&expires_at)?))
    }
}

#[cfg(feature = "serde")]
crate::config::deserialize!(Token, None);

/// Returns the members of the object `name`, which a JSON object holds.
pub(super) fn object_in<'b>(body: &'b [u8], name: &str) -> Option<Vec<Member<'b>>> {
    let answer = members(core::str::from_utf8(body).ok()?)?;
    match member(&answer, name)? {
        Json::Object(text) => members(text),
        _ => None,
    }
}

/// Reads a time of an answer.
pub(super) fn read_time(text: &str) -> Result<UnixTime, Error> {
    let time = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| {
        Error::new(
            ErrorKind::InvalidExpiration,
            "expires_at",
            "is not a time as in 2020-01-04T09:05:22.701000Z; pass the answer as it arrived",
        )
    })?;
    Ok(UnixTime::new(time.unix_timestamp()))
}
