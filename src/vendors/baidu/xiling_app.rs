//! AppId and AppKey of an application of Xiling.

use alloc::string::String;

use crate::config::{Config, Credential, Families, from_variables};
use crate::secret::{Secret, check_header_text, check_text};
use crate::{Error, ErrorKind};

/// AppId and AppKey of an application of Xiling, from its open platform. An access key of Baidu AI
/// Cloud (`ALTAK...`) is another thing.
///
/// Variables: `BAIDU_XILING_APP_ID` and `BAIDU_XILING_APP_KEY`, or those of the vendor's MCP server,
/// `DH_API_AK` and `DH_API_SK`. Configuration: `app_id`, `app_key`.
#[derive(Debug)]
pub struct XilingApp {
    pub(super) app_id: String,
    pub(super) app_key: Secret,
}

impl XilingApp {
    /// Creates a credential from both texts as the platform shows them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] for a text that is empty, has white space at an end or holds
    /// a control character, and for an AppId with a slash or with other than visible ASCII.
    pub fn new(app_id: impl Into<String>, app_key: impl Into<String>) -> Result<Self, Error> {
        let app_key = Secret::new("app_key", app_key)?;
        let app_id = app_id.into();
        check_text("app_id", &app_id)?;
        if check_header_text("app_id", &app_id).is_err() || app_id.contains('/') {
            return Err(Error::new(
                ErrorKind::InvalidCredential,
                "app_id",
                "has a slash, or a character that is not visible ASCII; copy the AppId alone",
            ));
        }
        Ok(Self { app_id, app_key })
    }

    from_variables!(Self::FAMILIES);
}

impl Credential for XilingApp {
    const FIELDS: &'static [&'static str] = &["app_id", "app_key"];
    const FAMILIES: Families =
        &[&["BAIDU_XILING_APP_ID", "BAIDU_XILING_APP_KEY"], &["DH_API_AK", "DH_API_SK"]];

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        Self::new(config.required("app_id")?, config.required("app_key")?)
    }
}

#[cfg(feature = "serde")]
crate::config::deserialize!(XilingApp, None);
