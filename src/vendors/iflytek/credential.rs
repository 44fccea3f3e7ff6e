//! Id and secret of an application.

use alloc::string::String;

use super::Dialect;
use crate::Error;
use crate::config::{Config, Credential, Families, from_variables};
use crate::secret::{Secret, check_text};

/// Id and secret of an application. Which of the vendor's secrets it is, the [`Dialect`] says.
///
/// Variables, by dialect: `ABCPEN_APP_KEY` and `ABCPEN_APP_SECRET` (polysign's names); else
/// `XFYUN_APP_ID` with `XFYUN_API_KEY` (rtasr) or `XFYUN_API_SECRET`, or the same with
/// `SPARKAI_`. Configuration: `app_id`, `secret`.
#[derive(Debug)]
pub struct AppSecret {
    pub(super) app_id: String,
    pub(super) secret: Secret,
}

impl AppSecret {
    /// Creates a credential from both texts as the vendor's console shows them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`](crate::ErrorKind::InvalidCredential) for a text that is
    /// empty, has white space at an end or holds a control character.
    pub fn new(app_id: impl Into<String>, secret: impl Into<String>) -> Result<Self, Error> {
        let secret = Secret::new("secret", secret)?;
        let app_id = app_id.into();
        check_text("app_id", &app_id)?;
        Ok(Self { app_id, secret })
    }

    from_variables!(Self::families(dialect), dialect: Dialect);

    /// Returns the variables of the products that share a dialect.
    pub(super) const fn families(dialect: Dialect) -> Families {
        match dialect {
            Dialect::AbcPenHeaders | Dialect::AbcPenQuery => {
                &[&["ABCPEN_APP_KEY", "ABCPEN_APP_SECRET"]]
            }
            Dialect::Rtasr => {
                &[&["XFYUN_APP_ID", "XFYUN_API_KEY"], &["SPARKAI_APP_ID", "SPARKAI_API_KEY"]]
            }
            Dialect::LfasrV2 | Dialect::AiPptV2 => {
                &[&["XFYUN_APP_ID", "XFYUN_API_SECRET"], &["SPARKAI_APP_ID", "SPARKAI_API_SECRET"]]
            }
        }
    }
}

impl Credential for AppSecret {
    const FIELDS: &'static [&'static str] = &["app_id", "secret"];
    // They depend on the dialect.
    const FAMILIES: Families = &[];

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        Self::new(config.required("app_id")?, config.required("secret")?)
    }
}

#[cfg(feature = "serde")]
crate::config::deserialize!(AppSecret, None);
