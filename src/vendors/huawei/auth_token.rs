//! Token authentication with `X-Auth-Token`, after "Authentication" of the MetaStudio API reference.

use alloc::boxed::Box;

use super::payload_hash::{CONTENT_HASH, UNSIGNED_BODY};
use super::refusal::OF_TOKEN;
use super::{STALE_HEADERS, Token};
use crate::config::{Credential, Entry};
use crate::sign::Draft;
use crate::{Error, Request, Scheme, Signer};

pub(super) static SCHEME: Scheme = Scheme::new("huawei/auth-token")
    .with_headers(&["x-auth-token"])
    .with_stale_headers(STALE_HEADERS)
    .with_secret_headers(&["x-auth-token"])
    .with_refusals(&OF_TOKEN);

pub(crate) const ENTRY: Entry = Entry {
    schemes: &[&SCHEME],
    fields: Token::FIELDS,
    options: &["allow_clear_text"],
    hosts: super::HOSTS,
    build: |config| {
        let mut signer = AuthToken::new(config.credential()?);
        signer.allows_clear_text = config.flag("allow_clear_text")?;
        Ok(Box::new(signer))
    },
};

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
/// [`ErrorKind::ClearText`](crate::ErrorKind::ClearText);
/// [`ErrorKind::CredentialExpired`](crate::ErrorKind::CredentialExpired).
///
/// Configuration: the token's fields, and `allow_clear_text`.
#[derive(Debug)]
pub struct AuthToken {
    token: Token,
    allows_clear_text: bool,
}

impl AuthToken {
    /// Creates a signer with `token`. Wrap it in [`Replaceable`](crate::sign::Replaceable) to renew
    /// the token.
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
}

impl Signer for AuthToken {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        request.check_clear_text(self.allows_clear_text)?;
        self.token.lifetime.check("token", draft.time())?;
        if let Some(explanation) = draft.explanation() {
            explanation.write_stage("header", |text| {
                text.push(b"X-Auth-Token: ");
                text.push_gap("token", false);
            });
        }
        let token = self.token.token.expose();
        draft.reserve(token.len());
        draft.header("x-auth-token", |value| value.push(token));
        draft.set_expires_at(self.token.expires_at());
        // Without the `Authorization` header it would be taken for the caller's own.
        if UNSIGNED_BODY.is_leftover(request) {
            draft.remove_headers(&[CONTENT_HASH]);
        }
        Ok(())
    }
}
