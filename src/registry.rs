//! A signer by name, from configuration.

#[cfg(feature = "serde")]
mod signer_config;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::config::{Config, Entry, unknown_key, unknown_scheme};
use crate::{Error, ErrorKind, Scheme, Signer};

#[cfg(feature = "serde")]
pub use signer_config::SignerConfig;

/// The schemes: the vendor's feature, the name, and what the file of the scheme contributes.
macro_rules! entries {
    ($($feature:literal $name:literal => $entry:path;)*) => {
        static ENTRIES: &[Entry] = &[$(
            #[cfg(feature = $feature)]
            $entry,
        )*];

        /// Each name and its feature, which may be off.
        const NAMES: &[(&str, &str)] = &[$(($name, $feature)),*];
    };
}

entries! {
    "zego" "zego/server-api-v2" => crate::vendors::zego::SERVER_API_V2;
    "tencent" "tencent/ivh-apaas" => crate::vendors::tencent::IVH_APAAS;
    "baidu" "baidu/bce-auth-v1" => crate::vendors::baidu::BCE_AUTH_V1;
    "huawei" "huawei/sdk-hmac-sha256" => crate::vendors::huawei::SDK_HMAC_SHA256;
    "huawei" "huawei/auth-token" => crate::vendors::huawei::AUTH_TOKEN;
    "iflytek" "iflytek/signa" => crate::vendors::iflytek::SIGNA;
}

/// Makes a signer from its scheme's name and from text.
///
/// `lookup` is asked for the fields of the credential and for the options of the scheme by the
/// names that the scheme's page lists, and answers `None` for what is not set. A key that the
/// scheme does not have is never asked for, so a misspelled option has no effect: where the keys
/// can be listed, use [`signer_from_pairs`].
///
/// ```
/// # #[cfg(feature = "huawei")] {
/// let signer = polysign::signer("huawei/sdk-hmac-sha256", |key| match key {
///     "access_key" => Some("QTWAOYTTINDUT2QVKYUC".to_owned()),
///     "secret_key" => Some("MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc".to_owned()),
///     _ => None,
/// })?;
/// assert_eq!(signer.scheme().clock_window(), Some(15 * 60));
/// # }
/// # Ok::<(), polysign::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::UnknownScheme`] for a name that is not there or whose feature is off;
/// [`ErrorKind::MissingCredential`] for a field that is needed; [`ErrorKind::InvalidOption`]; and
/// those of the credential.
pub fn signer(
    scheme: &str,
    lookup: impl Fn(&str) -> Option<String>,
) -> Result<Box<dyn Signer>, Error> {
    build(scheme, &Config::new(&lookup))
}

/// Makes a signer from its scheme's name and from pairs of key and value.
///
/// The keys are those of [`signer`]. Every key has to be one that the scheme has.
///
/// ```
/// # #[cfg(feature = "huawei")] {
/// use std::collections::HashMap;
///
/// let settings = HashMap::from([
///     ("access_key", "QTWAOYTTINDUT2QVKYUC"),
///     ("secret_key", "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"),
///     ("project", "0ae2f1c3d4e5f6a7b8c9d0e1f2a3b4c5"),
/// ]);
/// let error = polysign::registry::signer_from_pairs("huawei/sdk-hmac-sha256",
/// &settings).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "project: is not a setting here; did you mean `project_id`?",
/// );
/// # }
/// ```
///
/// # Errors
///
/// As [`signer`], and [`ErrorKind::InvalidOption`] for a key that the scheme does not have or that
/// is given twice.
pub fn signer_from_pairs<'a, K, V>(
    scheme: &str,
    pairs: impl IntoIterator<Item = (&'a K, &'a V)>,
) -> Result<Box<dyn Signer>, Error>
where
    K: AsRef<str> + ?Sized + 'a,
    V: AsRef<str> + ?Sized + 'a,
{
    let entry = entry(scheme)?;
    let pairs = Pairs::read(entry, pairs)?;
    (entry.build)(&Config::new(&|key| pairs.get(key)))
}

/// Makes a signer as [`signer_from_pairs`] does, with the credential from the environment where the
/// pairs do not have
/// it.
///
/// # Errors
///
/// As [`signer_from_pairs`], and those of the credential's `from_env`.
#[cfg(feature = "std")]
pub fn signer_from_pairs_or_env<'a, K, V>(
    scheme: &str,
    pairs: impl IntoIterator<Item = (&'a K, &'a V)>,
) -> Result<Box<dyn Signer>, Error>
where
    K: AsRef<str> + ?Sized + 'a,
    V: AsRef<str> + ?Sized + 'a,
{
    let pairs = Pairs::read(entry(scheme)?, pairs)?;
    signer_from_env(scheme, |key| pairs.get(key))
}

/// Settings whose keys are known to the scheme. The text stays the caller's.
struct Pairs<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Pairs<'a> {
    fn read<K: AsRef<str> + ?Sized + 'a, V: AsRef<str> + ?Sized + 'a>(
        entry: &Entry,
        pairs: impl IntoIterator<Item = (&'a K, &'a V)>,
    ) -> Result<Self, Error> {
        let known = [entry.fields, entry.options].concat();
        let mut read = Self(Vec::new());
        for (key, value) in pairs {
            let (key, value) = (key.as_ref(), value.as_ref());
            let Some(key) = known.iter().find(|name| **name == key) else {
                return Err(unknown_key(key, &known));
            };
            if read.0.iter().any(|(other, _)| other == key) {
                let advice = "is given twice; leave one out";
                return Err(Error::new(ErrorKind::InvalidOption, *key, advice));
            }
            read.0.push((key, value));
        }
        Ok(read)
    }

    fn get(&self, key: &str) -> Option<String> {
        let pair = self.0.iter().find(|(own, _)| *own == key);
        pair.map(|(_, value)| String::from(*value))
    }
}

/// Makes a signer as [`signer`] does, with the credential from the environment, by the names that
/// its type lists,
/// where `lookup` does not have it.
///
/// # Errors
///
/// As [`signer`], and those of the credential's `from_env`.
#[cfg(feature = "std")]
pub fn signer_from_env(
    scheme: &str,
    lookup: impl Fn(&str) -> Option<String>,
) -> Result<Box<dyn Signer>, Error> {
    let config = Config::new(&lookup).with_variables(&crate::config::environment);
    build(scheme, &config)
}

/// Makes a signer as [`signer_from_env`] does, from any other source of variables.
///
/// # Errors
///
/// As [`signer_from_env`].
pub fn signer_from_vars(
    scheme: &str,
    lookup: impl Fn(&str) -> Option<String>,
    variables: impl Fn(&str) -> Option<String>,
) -> Result<Box<dyn Signer>, Error> {
    let variables = |name: &str| Ok(variables(name));
    build(scheme, &Config::new(&lookup).with_variables(&variables))
}

fn build(scheme: &str, config: &Config<'_>) -> Result<Box<dyn Signer>, Error> {
    (entry(scheme)?.build)(config)
}

fn entry(scheme: &str) -> Result<&'static Entry, Error> {
    let found = ENTRIES.iter().find(|entry| entry.name() == scheme);
    found.ok_or_else(|| {
        let is_on = |name: &str| ENTRIES.iter().any(|entry| entry.name() == name);
        unknown_scheme(scheme, NAMES, &is_on)
    })
}

/// The facts of every scheme that is compiled in, one entry for each placement.
pub fn schemes() -> impl Iterator<Item = &'static Scheme> {
    ENTRIES.iter().flat_map(|entry| entry.schemes).copied()
}
