//! SDKAppID and SDKSecretKey.

use std::env::VarError;

use polysign::{Error, ErrorKind, Secret};
use zeroize::Zeroizing;

use crate::fields::check_app_id;

const SDK_APP_ID: &str = "TRTC_SDK_APP_ID";
const SECRET_KEY: &str = "TRTC_SECRET_KEY";

/// SDKAppID and SDKSecretKey of an application, from the console of Tencent RTC or IM.
///
/// Variables: `TRTC_SDK_APP_ID` (decimal) and `TRTC_SECRET_KEY`. The key belongs on a server: with
/// it in a browser or an app, everybody can log in as anybody.
#[derive(Debug)]
pub struct SdkSecretKey {
    sdk_app_id: u32,
    secret_key: Secret,
}

impl SdkSecretKey {
    /// Creates the credential. The key is text, and not decoded from hexadecimal.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] for an id of 0, and for a key that [`Secret::new`] refuses.
    pub fn new(sdk_app_id: u32, secret_key: impl Into<String>) -> Result<Self, Error> {
        // Made first, so that it is wiped in any case.
        let secret_key = Secret::new("secret_key", secret_key)?;
        check_app_id("sdk_app_id", sdk_app_id)?;
        Ok(Self { sdk_app_id, secret_key })
    }

    /// Reads the credential from the environment. A blank variable counts as unset; `None` when
    /// neither is set.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingCredential`] with the name of the other variable when one is set;
    /// [`ErrorKind::InvalidCredential`] for one that is not Unicode, or an id that is no number; and the
    /// errors of [`SdkSecretKey::new`].
    pub fn from_env() -> Result<Option<Self>, Error> {
        Self::read(|name| match std::env::var(name) {
            Ok(text) => Ok(Some(text)),
            Err(VarError::NotPresent) => Ok(None),
            Err(VarError::NotUnicode(_)) => {
                let advice = "is not valid Unicode; set it again";
                Err(Error::new(ErrorKind::InvalidCredential, name, advice))
            }
        })
    }

    /// Reads the credential from another source of variables.
    ///
    /// # Errors
    ///
    /// As [`SdkSecretKey::from_env`].
    ///
    /// ```
    /// use polysign_tokens::tencent::SdkSecretKey;
    ///
    /// let key = SdkSecretKey::from_vars(|name| match name {
    ///     "TRTC_SDK_APP_ID" => Some("1400000000".to_owned()),
    ///     "TRTC_SECRET_KEY" => Some("an example secret key".to_owned()),
    ///     _ => None,
    /// })?;
    /// assert_eq!(key.map(|key| key.sdk_app_id()), Some(1_400_000_000));
    /// # Ok::<(), polysign::Error>(())
    /// ```
    pub fn from_vars(lookup: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, Error> {
        Self::read(|name| Ok(lookup(name)))
    }

    fn read(
        lookup: impl Fn(&'static str) -> Result<Option<String>, Error>,
    ) -> Result<Option<Self>, Error> {
        let set = |name| -> Result<_, Error> {
            let text = lookup(name)?.map(Zeroizing::new);
            Ok(text.filter(|text| !text.trim().is_empty()))
        };
        match (set(SDK_APP_ID)?, set(SECRET_KEY)?) {
            (None, None) => Ok(None),
            (Some(_), None) => Err(unset(SECRET_KEY)),
            (None, Some(_)) => Err(unset(SDK_APP_ID)),
            (Some(id), Some(mut key)) => {
                Self::new(parse_id(&id)?, std::mem::take(&mut *key)).map(Some)
            }
        }
    }

    /// Returns the SDKAppID.
    #[must_use]
    pub const fn sdk_app_id(&self) -> u32 {
        self.sdk_app_id
    }

    pub(super) const fn secret_key(&self) -> &Secret {
        &self.secret_key
    }
}

fn unset(name: &'static str) -> Error {
    let advice = "is not set although the other variable is; set it";
    Error::new(ErrorKind::MissingCredential, name, advice)
}

fn parse_id(text: &str) -> Result<u32, Error> {
    // `parse` alone would take a plus sign.
    let digits = Some(text).filter(|text| !text.starts_with('+'));
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| {
        let advice = "is not a decimal number of 32 bits; copy the SDKAppID from the console";
        Error::new(ErrorKind::InvalidCredential, SDK_APP_ID, advice)
    })
}
