//! A whole signer in serialised configuration.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _};
use zeroize::Zeroizing;

use super::Registry;
use crate::config::{Config, Entry, Lookup, Value, text_of};
use crate::redact::SecretNames;
use crate::{Error, Signer};

/// The text in place of a credential that is in the environment.
const ENVIRONMENT: &str = "environment";

/// A signer as a table of TOML, JSON or another format that describes itself.
///
/// `scheme` is the name of the scheme. `credential` is a table of the fields that its credential
/// has, or the text `environment`, and then its variables are read when the signer is made.
/// `options` is a table of options: text, numbers, `true` and `false`, and lists of header names. A
/// key that none of the three tables has is an error that suggests the nearest one, and no error
/// quotes a value.
///
/// ```toml
/// [hosts."metastudio.cn-north-4.myhuaweicloud.com"]
/// scheme = "huawei/sdk-hmac-sha256"
/// credential = "environment"
/// options = { add_signed_headers = ["x-request-id"] }
///
/// [hosts."aipage.baidubce.com"]
/// scheme = "baidu/bce-auth-v1"
/// credential = { access_key_id = "ALTAK", secret_access_key = "8e1a" }
/// options = { placement = "header", expires_in = 300 }
/// ```
///
/// The same from JSON:
///
/// ```
/// # #[cfg(feature = "baidu")] {
/// use polysign::registry::SignerConfig;
///
/// let config: SignerConfig = serde_json::from_str(r#"{
///     "scheme": "baidu/bce-auth-v1",
///     "credential": { "access_key_id": "ALTAK", "secret_access_key": "8e1a" },
///     "options": { "expires_in": 300 }
/// }"#)?;
/// let signer = config.signer()?;
/// assert_eq!(signer.scheme().name(), "baidu/bce-auth-v1");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SignerConfig {
    entry: &'static Entry,
    is_from_environment: bool,
    settings: Vec<(&'static str, Zeroizing<String>)>,
}

impl SignerConfig {
    /// Returns the name of the scheme.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        self.entry.name()
    }

    /// Makes the signer. Reads the environment if the credential is there.
    ///
    /// # Errors
    ///
    /// As [`signer_from_pairs_or_env`](super::signer_from_pairs_or_env).
    #[cfg(feature = "std")]
    pub fn signer(&self) -> Result<Box<dyn Signer>, Error> {
        self.build(&crate::config::environment)
    }

    /// Makes the signer as `signer` does, from another source of variables than the environment.
    ///
    /// # Errors
    ///
    /// As [`signer_from_vars`](super::signer_from_vars).
    pub fn signer_from_vars(
        &self,
        variables: impl Fn(&str) -> Option<String>,
    ) -> Result<Box<dyn Signer>, Error> {
        self.build(&|name| Ok(variables(name)))
    }

    fn build(&self, variables: Lookup<'_>) -> Result<Box<dyn Signer>, Error> {
        let lookup = |key: &str| text_of(&self.settings, key);
        let mut config = Config::new(&lookup);
        if self.is_from_environment {
            config = config.with_variables(variables);
        }
        (self.entry.build)(&config)
    }

    /// Adds the credential's fields, or notes that they are in the environment.
    fn set_credential<E: serde::de::Error>(&mut self, value: Value) -> Result<(), E> {
        match value {
            Value::Text(text) if text.as_str() == ENVIRONMENT => self.is_from_environment = true,
            Value::Map(_) => {
                for (name, value) in value.entries(self.entry.fields)? {
                    // A secret that is a number has lost its zeros in front, if it had some.
                    let can_be_number = !SecretNames::default().contains(name.as_bytes());
                    self.set(name, value.into_text(name, can_be_number)?);
                }
            }
            _ => {
                let fields = self.entry.fields.join(", ");
                let advice = "has to be the text `environment`, or a map with the fields";
                return Err(E::custom(format_args!("`credential` {advice} {fields}")));
            }
        }
        Ok(())
    }

    fn set(&mut self, name: &'static str, text: Option<Zeroizing<String>>) {
        self.settings.extend(text.map(|text| (name, text)));
    }
}

/// Reads a map, from formats that describe themselves. A credential that is given is checked. The schemes
/// are those of this crate; a [`Registry`] reads those of others.
impl<'de> Deserialize<'de> for SignerConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Registry::OWN.deserialize(deserializer)
    }
}

/// Reads a [`SignerConfig`] of one of the schemes of this registry.
///
/// ```
/// use polysign::registry::{ENTRIES, Entry, Registry, SignerConfig};
/// use serde::de::{Deserialize, DeserializeSeed, Deserializer};
///
/// // What another crate exports for its schemes.
/// const OTHERS: &[Entry] = &[];
///
/// static REGISTRY: Registry = Registry::new(&[ENTRIES, OTHERS]);
///
/// /// A signer in this program's configuration.
/// struct OfProgram(SignerConfig);
///
/// impl<'de> Deserialize<'de> for OfProgram {
///     fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
///         REGISTRY.deserialize(deserializer).map(Self)
///     }
/// }
/// ```
impl<'de> DeserializeSeed<'de> for Registry {
    type Value = SignerConfig;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<SignerConfig, D::Error> {
        let (mut scheme, mut credential, mut options) = (None, Value::Absent, Value::Absent);
        let names = &["scheme", "credential", "options"];
        for (name, value) in Value::deserialize(deserializer)?.entries(names)? {
            match name {
                "scheme" => scheme = value.into_text(name, false)?,
                "credential" => credential = value,
                _ => options = value,
            }
        }
        let scheme = scheme.ok_or_else(|| D::Error::missing_field("scheme"))?;
        let entry = self.entry(&scheme).map_err(D::Error::custom)?;
        let mut config = SignerConfig { entry, is_from_environment: false, settings: Vec::new() };
        config.set_credential(credential)?;
        for (name, value) in options.entries(entry.options)? {
            config.set(name, value.into_option(name)?);
        }
        if !config.is_from_environment {
            config.build(&|_| Ok(None)).map_err(D::Error::custom)?;
        }
        Ok(config)
    }
}

/// Shows the scheme and the names of the settings.
impl fmt::Debug for SignerConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.settings.iter().map(|(name, _)| *name).collect();
        f.debug_struct("SignerConfig")
            .field("scheme", &self.scheme())
            .field("is_from_environment", &self.is_from_environment)
            .field("settings", &names)
            .finish()
    }
}
