//! APIKey and APISecret of an application.

use alloc::string::String;
use core::fmt;

use hmac::Hmac;
use sha1::Sha1;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::Error;
use crate::canonical::Key;
use crate::config::{Config, Credential, Families, from_variables, id_without};
use crate::secret::{Secret, checked_id};
use crate::verify::checks::{DUMMY_SECRET, Prepared};

/// The APIKey and the APISecret that iFlytek's console shows for an application, with its APPID where
/// the scheme sends it.
///
/// Variables: `XFYUN_API_KEY`, `XFYUN_API_SECRET` and, for [`AccessKeyHmacSha1`], `XFYUN_APP_ID`; or
/// the same with `SPARKAI_`. Configuration: `api_key`, `api_secret`, `app_id`.
///
/// [`AccessKeyHmacSha1`]: super::AccessKeyHmacSha1
#[derive(Debug)]
pub struct ApiKey {
    pub(super) api_key: String,
    pub(super) api_secret: Secret,
    pub(super) app_id: Option<String>,
}

impl ApiKey {
    /// Creates a credential from both texts as the console shows them. The secret looks like base64
    /// and is not decoded.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`](crate::ErrorKind::InvalidCredential) for a text that is
    /// empty, has white space at an end or holds a control character, and for a key with a quotation
    /// mark; [`ErrorKind::NonAsciiHeader`](crate::ErrorKind::NonAsciiHeader) for a key that is not
    /// visible ASCII.
    pub fn new(api_key: impl Into<String>, api_secret: impl Into<String>) -> Result<Self, Error> {
        let api_secret = Secret::new("api_secret", api_secret)?;
        let advice = "has a quotation mark, which ends it in the signature; copy the key alone";
        let api_key = id_without(&['"'], "api_key", api_key, advice)?;
        Ok(Self { api_key, api_secret, app_id: None })
    }

    /// Sets the APPID of the application.
    ///
    /// # Errors
    ///
    /// As for the key in [`ApiKey::new`].
    pub fn with_app_id(mut self, app_id: impl Into<String>) -> Result<Self, Error> {
        self.app_id = Some(checked_id("app_id", app_id)?);
        Ok(self)
    }

    from_variables!(Self::FAMILIES);
}

impl Credential for ApiKey {
    const FIELDS: &'static [&'static str] = &["api_key", "api_secret", "app_id"];
    const FAMILIES: Families = &[
        &["XFYUN_API_KEY", "XFYUN_API_SECRET", "XFYUN_APP_ID"],
        &["SPARKAI_API_KEY", "SPARKAI_API_SECRET", "SPARKAI_APP_ID"],
    ];

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        // Wiped if the secret is missing, since the key is a secret itself in `iflytek/signa`.
        let api_key = Zeroizing::new(config.required("api_key")?);
        let credential = Self::new(api_key.as_str(), config.required("api_secret")?)?;
        match config.optional("app_id") {
            None => Ok(credential),
            Some(app_id) => credential.with_app_id(app_id),
        }
    }
}

#[cfg(feature = "serde")]
crate::config::deserialize!(ApiKey, None);

/// An APISecret that is ready to verify with, by every scheme that takes it.
pub struct VerifyingApiKey {
    pub(super) sha256: Key<Hmac<Sha256>>,
    pub(super) sha1: Key<Hmac<Sha1>>,
}

impl VerifyingApiKey {
    /// Prepares the credential that its owner signs with.
    #[must_use]
    pub fn new(credential: ApiKey) -> Self {
        Self::of(credential.api_secret.expose().as_bytes())
    }

    fn of(secret: &[u8]) -> Self {
        Self { sha256: Key::of(secret), sha1: Key::of(secret) }
    }
}

impl Prepared for VerifyingApiKey {
    fn dummy() -> Self {
        Self::of(DUMMY_SECRET.as_bytes())
    }
}

impl fmt::Debug for VerifyingApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingApiKey").finish_non_exhaustive()
    }
}
