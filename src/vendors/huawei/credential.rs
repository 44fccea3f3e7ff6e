//! Access key and secret key, with the security token of temporary ones.

use alloc::borrow::Cow;
use alloc::string::String;

use super::token::{Lifetime, object_in, read_time};
use crate::config::{Config, Credential, Families, from_variables, id_without};
use crate::secret::{Secret, checked_id};
use crate::text::{Json, member};
use crate::{Error, ErrorKind, UnixTime};

/// An access key (AK/SK) of Huawei Cloud.
///
/// Variables: `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK` and, as needed,
/// `HUAWEICLOUD_SDK_SECURITY_TOKEN`, `HUAWEICLOUD_SDK_PROJECT_ID`, `HUAWEICLOUD_SDK_DOMAIN_ID`.
/// Configuration: `access_key`, `secret_key`, `security_token`, `project_id`, `domain_id`.
#[derive(Debug)]
pub struct AccessKey {
    pub(super) access_key: String,
    pub(super) secret_key: Secret,
    pub(super) security_token: Option<Secret>,
    pub(super) project_id: Option<String>,
    pub(super) domain_id: Option<String>,
    pub(super) lifetime: Lifetime,
}

impl AccessKey {
    /// Creates a key from both texts as the console shows them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] for a text that is empty, has white space at an end or
    /// holds a control character, and for a key id with a comma, which separates the parts of the
    /// `Authorization` header; [`ErrorKind::NonAsciiHeader`] for an id that is not visible ASCII.
    pub fn new(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
    ) -> Result<Self, Error> {
        let secret_key = Secret::new("secret_key", secret_key)?;
        let advice = "has a comma; copy the key id alone";
        let access_key = id_without(&[','], "access_key", access_key, advice)?;
        Ok(Self {
            access_key,
            secret_key,
            security_token: None,
            project_id: None,
            domain_id: None,
            lifetime: Lifetime::default(),
        })
    }

    /// Reads the answer to a request for a temporary access key, which
    /// [`Token::temporary_key_body`](super::Token::temporary_key_body) and
    /// [`AgencyLogin::temporary_key_body`](super::AgencyLogin::temporary_key_body) make: `access`,
    /// `secret`, `securitytoken` and `expires_at` of `credential`. `now` is the time of the answer.
    ///
    /// # Errors
    ///
    /// As [`AccessKey::new`] and [`AccessKey::with_security_token`];
    /// [`ErrorKind::MissingCredential`] for a body without such a credential;
    /// [`ErrorKind::InvalidExpiration`] for one without the time at which it expires.
    pub fn from_answer(body: &[u8], now: impl Into<UnixTime>) -> Result<Self, Error> {
        let answer = object_in(body, "credential").unwrap_or_default();
        let text = |name: &'static str| {
            let text = member(&answer, name).and_then(Json::scalar).map(Cow::into_owned);
            text.ok_or_else(|| {
                let advice = "is not in the answer; pass the body as it arrived";
                Error::new(ErrorKind::MissingCredential, name, advice)
            })
        };
        let token = Secret::for_header("security_token", text("securitytoken")?);
        let mut key = Self::new(text("access")?, text("secret")?)?;
        key.security_token = Some(token?);
        let expires_at = read_time(&text("expires_at").unwrap_or_default())?;
        key.lifetime = Lifetime { issued_at: Some(now.into()), expires_at: Some(expires_at) };
        Ok(key)
    }

    /// Returns the time from which on a temporary key must not be used.
    #[must_use]
    pub fn expires_at(&self) -> Option<UnixTime> {
        self.lifetime.expires_at
    }

    /// Returns the time from which on to get the next temporary key: a quarter of the lifetime before
    /// its end, an hour at most.
    #[must_use]
    pub fn renew_from(&self) -> Option<UnixTime> {
        self.lifetime.renew_from()
    }

    /// Sets the security token of temporary keys, sent as `X-Security-Token`.
    ///
    /// # Errors
    ///
    /// As for the id in [`AccessKey::new`].
    pub fn with_security_token(mut self, token: impl Into<String>) -> Result<Self, Error> {
        self.security_token = Some(Secret::for_header("security_token", token)?);
        Ok(self)
    }

    /// Sets the project that requests are for, sent as `X-Project-Id`.
    ///
    /// # Errors
    ///
    /// As for the id in [`AccessKey::new`].
    pub fn with_project_id(mut self, id: impl Into<String>) -> Result<Self, Error> {
        self.project_id = Some(checked_id("project_id", id)?);
        Ok(self)
    }

    /// Sets the account that requests are for, sent as `X-Domain-Id`.
    ///
    /// # Errors
    ///
    /// As for the id in [`AccessKey::new`].
    pub fn with_domain_id(mut self, id: impl Into<String>) -> Result<Self, Error> {
        self.domain_id = Some(checked_id("domain_id", id)?);
        Ok(self)
    }

    from_variables!(Self::FAMILIES);
}

impl Credential for AccessKey {
    const FIELDS: &'static [&'static str] =
        &["access_key", "secret_key", "security_token", "project_id", "domain_id"];
    const FAMILIES: Families = &[&[
        "HUAWEICLOUD_SDK_AK",
        "HUAWEICLOUD_SDK_SK",
        "HUAWEICLOUD_SDK_SECURITY_TOKEN",
        "HUAWEICLOUD_SDK_PROJECT_ID",
        "HUAWEICLOUD_SDK_DOMAIN_ID",
    ]];

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        // Before anything is refused, so that the token is wiped in any case.
        let token = config.optional("security_token");
        let token = token.map(|token| Secret::for_header("security_token", token));
        let access_key = config.required("access_key")?;
        let mut credential = Self::new(access_key, config.required("secret_key")?)?;
        let id = |field| config.optional(field).map(|id| checked_id(field, id)).transpose();
        credential.security_token = token.transpose()?;
        credential.project_id = id("project_id")?;
        credential.domain_id = id("domain_id")?;
        Ok(credential)
    }
}

#[cfg(feature = "serde")]
crate::config::deserialize!(AccessKey, None);
