//! Token authentication with `X-Auth-Token`, and the pure ends of getting a token, after
//! "Authentication" of the MetaStudio API reference.

use alloc::boxed::Box;
use alloc::string::String;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::STALE_HEADERS;
use super::payload_hash::{CONTENT_HASH, UNSIGNED_BODY};
use super::refusal::OF_TOKEN;
use crate::config::{Config, Entry};
use crate::secret::{Secret, WipedText};
use crate::sign::Draft;
use crate::{Error, ErrorKind, Request, Scheme, Signer, UnixTime};

pub(super) static SCHEME: Scheme = Scheme::new("huawei/auth-token")
    .with_headers(&["x-auth-token"])
    .with_stale_headers(STALE_HEADERS)
    .with_secret_headers(&["x-auth-token"])
    .with_refusals(&OF_TOKEN);

pub(crate) const ENTRY: Entry = Entry {
    schemes: &[&SCHEME],
    fields: Token::FIELDS,
    options: &["allow_clear_text"],
    build: |config| {
        let mut signer = AuthToken::new(config.credential(Token::from_config, |_| Ok(None))?);
        signer.allows_clear_text = config.flag("allow_clear_text")?;
        Ok(Box::new(signer))
    },
};

/// A token and when it expires.
///
/// Configuration: `token`, `expires_at` (as the vendor writes it, `2020-01-04T09:05:22.701000Z`).
#[derive(Debug)]
pub struct Token {
    pub(super) token: Secret,
    pub(super) expires_at: Option<UnixTime>,
}

impl Token {
    const FIELDS: &'static [&'static str; 2] = &["token", "expires_at"];

    /// The token as text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] for a text that is empty, has white space at an end or
    /// holds a control character; [`ErrorKind::NonAsciiHeader`] for one that is not visible ASCII.
    pub fn new(token: impl Into<String>) -> Result<Self, Error> {
        Ok(Self { token: Secret::for_header("token", token)?, expires_at: None })
    }

    /// Sets the time from which on the token must not be used.
    #[must_use]
    pub fn with_expires_at(mut self, time: impl Into<UnixTime>) -> Self {
        self.expires_at = Some(time.into());
        self
    }

    /// Reads the answer to [`PasswordLogin`]: the header `X-Subject-Token`, and `token.expires_at`
    /// of the JSON body, a time like `2020-01-04T09:05:22.701000Z`.
    ///
    /// # Errors
    ///
    /// As [`Token::new`], and [`ErrorKind::InvalidExpiration`] for a text that is not such a time.
    pub fn from_answer(
        x_subject_token: impl Into<String>,
        expires_at: &str,
    ) -> Result<Self, Error> {
        let token = Self::new(x_subject_token)?;
        match OffsetDateTime::parse(expires_at, &Rfc3339) {
            Ok(time) => Ok(token.with_expires_at(time.unix_timestamp())),
            Err(_) => Err(Error::new(
                ErrorKind::InvalidExpiration,
                "expires_at",
                "is not a time as in 2020-01-04T09:05:22.701000Z",
            )),
        }
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let token = config.required("token")?;
        match config.optional("expires_at") {
            None => Self::new(token),
            Some(expires_at) => Self::from_answer(token, &expires_at),
        }
    }
}

#[cfg(feature = "serde")]
crate::config::deserialize!(Token, None);

/// The request for a token: `POST /v3/auth/tokens` with a user's password, for one project.
///
/// ```
/// use polysign::huawei::{PasswordLogin, Token};
///
/// let login = PasswordLogin::new("user", "password", "account", "cn-north-4")?;
/// let body = login.body();
/// // Send it with `Content-Type: application/json`; then, from the answer:
/// let token = Token::from_answer("MIIDkgYJ", "2020-01-04T09:05:22.701000Z")?;
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct PasswordLogin {
    user: String,
    password: Secret,
    domain: String,
    project: String,
}

impl PasswordLogin {
    /// The IAM user's name and password, the name of the account (domain) that the user belongs
    /// to, and the name of the project (the region, as a rule).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] for a text that is empty, has white space at an end or
    /// holds a control character.
    pub fn new(
        user: impl Into<String>,
        password: impl Into<String>,
        domain: impl Into<String>,
        project: impl Into<String>,
    ) -> Result<Self, Error> {
        let password = Secret::new("password", password)?;
        let checked = |field, text: String| {
            crate::secret::check_text(field, &text)?;
            Ok::<_, Error>(text)
        };
        Ok(Self {
            user: checked("user", user.into())?,
            password,
            domain: checked("domain", domain.into())?,
            project: checked("project", project.into())?,
        })
    }

    /// The JSON body. It holds the password and is wiped on drop.
    #[must_use]
    pub fn body(&self) -> Secret {
        let texts = [
            self.user.as_str(),
            self.password.expose(),
            self.domain.as_str(),
            self.project.as_str(),
        ];
        let around = [
            r#"{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":""#,
            r#"","password":""#,
            r#"","domain":{"name":""#,
            r#""}}}},"scope":{"project":{"name":""#,
        ];
        let mut body = WipedText::new();
        body.reserve(256 + texts.iter().map(|text| 2 * text.len()).sum::<usize>());
        for (front, text) in around.iter().zip(texts) {
            body.push(front);
            push_escaped(text, &mut body);
        }
        body.push(r#""}}}}"#);
        Secret::of_wiped(body.into_string())
    }
}

/// JSON's escapes. Control characters cannot be there: the credential would have been refused.
fn push_escaped(text: &str, json: &mut WipedText) {
    for piece in text.split_inclusive(['"', '\\']) {
        match piece.strip_suffix(['"', '\\']) {
            None => json.push(piece),
            Some(front) => {
                json.push(front);
                json.push("\\");
                json.push(if piece.ends_with('"') { "\"" } else { "\\" });
            }
        }
    }
}

/// Authenticates requests to Huawei Cloud with a token, for bodies over 12 MB among others.
///
/// ```text
/// X-Auth-Token: <token>
/// ```
///
/// **Not covered:** anything. Nothing is signed; whoever reads one request can send any other until
/// the token expires, so `http` and `ws` to another machine are refused.
///
/// **Validity:** 24 hours from when the token was issued. With an expired token signing is an
/// error.
///
/// **Errors when signing:** those of [`Signer::sign_into`](crate::Signer::sign_into);
/// [`ErrorKind::ClearText`];
/// [`ErrorKind::CredentialExpired`].
///
/// Configuration: the token's fields, and `allow_clear_text`.
#[derive(Debug)]
pub struct AuthToken {
    token: Token,
    allows_clear_text: bool,
}

impl AuthToken {
    /// A signer with `token`. Wrap it in [`Replaceable`](crate::sign::Replaceable) to renew the
    /// token.
    #[must_use]
    pub const fn new(token: Token) -> Self {
        Self { token, allows_clear_text: false }
    }

    /// Sends the token also to `http` and `ws` URLs of other machines.
    #[must_use]
    pub const fn allow_clear_text(mut self) -> Self {
        self.allows_clear_text = true;
        self
    }

    fn check(&self, request: &Request<'_>, time: UnixTime) -> Result<(), Error> {
        request.check_clear_text(self.allows_clear_text)?;
        match self.token.expires_at {
            Some(end) if time >= end => {
                Err(Error::new(ErrorKind::CredentialExpired, "token", "has expired; get a new one"))
            }
            _ => Ok(()),
        }
    }
}

impl Signer for AuthToken {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        self.check(request, draft.time())?;
        if let Some(explanation) = draft.explanation() {
            explanation.write_stage("header", |text| {
                text.push(b"X-Auth-Token: ");
                text.push_gap("token", false);
            });
        }
        let token = self.token.token.expose();
        draft.reserve(token.len());
        draft.header("x-auth-token", |value| value.push(token));
        draft.set_expires_at(self.token.expires_at);
        // Without the `Authorization` header it would be taken for the caller's own.
        if UNSIGNED_BODY.is_leftover(request) {
            draft.remove_headers(&[CONTENT_HASH]);
        }
        Ok(())
    }
}
