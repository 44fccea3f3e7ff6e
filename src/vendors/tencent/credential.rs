//! The API key of an account, which all schemes of Tencent's cloud take.

use alloc::string::String;

use crate::Error;
use crate::config::{Config, Credential, Families, from_variables, id_without};
use crate::secret::{Secret, checked_id};

/// An API key of Tencent Cloud: `SecretId` and `SecretKey`, with the token of a temporary one.
///
/// Variables: `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, as needed,
/// `TENCENTCLOUD_SESSION_TOKEN` and `TENCENTCLOUD_APP_ID`. The last is a name of this crate; the
/// vendor has none. Configuration: `secret_id`, `secret_key`, `token`, `app_id`.
#[derive(Debug)]
pub struct ApiKey {
    pub(super) secret_id: String,
    pub(super) secret_key: Secret,
    pub(super) token: Option<Secret>,
    pub(super) app_id: Option<String>,
}

impl ApiKey {
    /// Creates a key from both texts as the console shows them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`](crate::ErrorKind::InvalidCredential) for a text that is
    /// empty, has white space at an end or holds a control character, and for an id with `/` or a
    /// comma, which separate the parts of an `Authorization` header;
    /// [`ErrorKind::NonAsciiHeader`](crate::ErrorKind::NonAsciiHeader) for an id that is not visible
    /// ASCII.
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<String>) -> Result<Self, Error> {
        let secret_key = Secret::new("secret_key", secret_key)?;
        let advice = "has a slash or a comma; copy the SecretId alone";
        let secret_id = id_without(&['/', ','], "secret_id", secret_id, advice)?;
        Ok(Self { secret_id, secret_key, token: None, app_id: None })
    }

    /// Sets the token of a temporary key.
    ///
    /// # Errors
    ///
    /// Those of the id in [`ApiKey::new`].
    pub fn with_token(mut self, token: impl Into<String>) -> Result<Self, Error> {
        self.token = Some(Secret::for_header("token", token)?);
        Ok(self)
    }

    /// Sets the `AppId` of the account, which the speech services need.
    ///
    /// # Errors
    ///
    /// Those of the id in [`ApiKey::new`].
    pub fn with_app_id(mut self, id: impl Into<String>) -> Result<Self, Error> {
        self.app_id = Some(checked_id("app_id", id)?);
        Ok(self)
    }

    from_variables!(Self::FAMILIES);
}

impl Credential for ApiKey {
    const FIELDS: &'static [&'static str] = &["secret_id", "secret_key", "token", "app_id"];
    const FAMILIES: Families = &[&[
        "TENCENTCLOUD_SECRET_ID",
        "TENCENTCLOUD_SECRET_KEY",
        "TENCENTCLOUD_SESSION_TOKEN",
        "TENCENTCLOUD_APP_ID",
    ]];

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        // Before anything is refused, so that the token is wiped in any case.
        let token = config.optional("token").map(|token| Secret::for_header("token", token));
        let secret_id = config.required("secret_id")?;
        let mut credential = Self::new(secret_id, config.required("secret_key")?)?;
        credential.token = token.transpose()?;
        let app_id = config.optional("app_id");
        credential.app_id = app_id.map(|id| checked_id("app_id", id)).transpose()?;
        Ok(credential)
    }
}

#[cfg(feature = "serde")]
crate::config::deserialize!(ApiKey, None);
