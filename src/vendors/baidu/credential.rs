//! Access key id and secret access key, with the session token of temporary ones.

use alloc::string::String;

use crate::Error;
use crate::config::Config;
use crate::config::{Lookup, family, from_variables};
use crate::secret::{Secret, check_header_text, check_text};

/// An access key of Baidu AI Cloud.
///
/// Variables: `BCE_ACCESS_KEY_ID`, `BCE_SECRET_ACCESS_KEY` and, with temporary keys,
/// `BCE_SESSION_TOKEN`; else `BAIDUCLOUD_ACCESS_KEY` and `BAIDUCLOUD_SECRET_KEY`. Configuration:
/// `access_key_id`, `secret_access_key`, `session_token`.
#[derive(Debug)]
pub struct AccessKey {
    pub(super) access_key_id: String,
    pub(super) secret_access_key: Secret,
    pub(super) session_token: Option<Secret>,
}

impl AccessKey {
    pub(super) const FIELDS: &'static [&'static str; 3] =
        &["access_key_id", "secret_access_key", "session_token"];

    /// Both as text, as the console shows them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`](crate::ErrorKind::InvalidCredential) for a text that is
    /// empty, has white space at an end or holds a control character;
    /// [`ErrorKind::NonAsciiHeader`](crate::ErrorKind::NonAsciiHeader) for an id that is not
    /// visible ASCII.
    pub fn new(
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
    ) -> Result<Self, Error> {
        let secret_access_key = Secret::new("secret_access_key", secret_access_key)?;
        let access_key_id = access_key_id.into();
        check_text("access_key_id", &access_key_id)?;
        check_header_text("access_key_id", &access_key_id)?;
        Ok(Self { access_key_id, secret_access_key, session_token: None })
    }

    /// Sets the session token of temporary keys (STS).
    ///
    /// # Errors
    ///
    /// As for the id in [`AccessKey::new`].
    pub fn with_session_token(mut self, token: impl Into<String>) -> Result<Self, Error> {
        self.session_token = Some(Secret::for_header("session_token", token)?);
        Ok(self)
    }

    from_variables!(Self::read);

    pub(super) fn read(lookup: Lookup<'_>) -> Result<Option<Self>, Error> {
        let names = [
            ("BCE_ACCESS_KEY_ID", "access_key_id"),
            ("BCE_SECRET_ACCESS_KEY", "secret_access_key"),
        ];
        let token = [("BCE_SESSION_TOKEN", "session_token")];
        let first =
            family(lookup, names, token, |[id, secret], [token]| Self::of(id, secret, token))?;
        if first.is_some() {
            return Ok(first);
        }
        let names = [
            ("BAIDUCLOUD_ACCESS_KEY", "access_key_id"),
            ("BAIDUCLOUD_SECRET_KEY", "secret_access_key"),
        ];
        family(lookup, names, [], |[id, secret], []| Self::of(id, secret, None))
    }

    pub(super) fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        Self::of(
            config.required("access_key_id")?,
            config.required("secret_access_key")?,
            config.optional("session_token"),
        )
    }

    fn of(id: String, secret: String, token: Option<String>) -> Result<Self, Error> {
        let credential = Self::new(id, secret);
        match token {
            None => credential,
            // Made before the credential is looked at, so that it is wiped in any case.
            Some(token) => {
                let token = Secret::for_header("session_token", token);
                let mut credential = credential?;
                credential.session_token = Some(token?);
                Ok(credential)
            }
        }
    }
}

#[cfg(feature = "serde")]
crate::config::deserialize!(AccessKey, None);
