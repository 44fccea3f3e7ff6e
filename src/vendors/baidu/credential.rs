//! Access key id and secret access key, with the session token of temporary ones.

use alloc::string::String;

use crate::Error;
use crate::config::{Config, Credential, Families, from_variables};
use crate::secret::{Secret, checked_id};

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
    /// Creates a key from both texts as the console shows them.
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
        let access_key_id = checked_id("access_key_id", access_key_id)?;
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

    from_variables!(Self::FAMILIES);
}

impl Credential for AccessKey {
    const FIELDS: &'static [&'static str] =
        &["access_key_id", "secret_access_key", "session_token"];
    const FAMILIES: Families = &[
        &["BCE_ACCESS_KEY_ID", "BCE_SECRET_ACCESS_KEY", "BCE_SESSION_TOKEN"],
        &["BAIDUCLOUD_ACCESS_KEY", "BAIDUCLOUD_SECRET_KEY"],
    ];

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        // Made before the credential is looked at, so that it is wiped in any case.
        let token = config.optional("session_token");
        let token = token.map(|token| Secret::for_header("session_token", token));
        let id = config.required("access_key_id")?;
        let mut credential = Self::new(id, config.required("secret_access_key")?)?;
        credential.session_token = token.transpose()?;
        Ok(credential)
    }
}

#[cfg(feature = "serde")]
crate::config::deserialize!(AccessKey, None);
