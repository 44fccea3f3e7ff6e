//! A signer by name, from configuration.

use alloc::boxed::Box;
use alloc::string::String;

use crate::config::{Config, Entry};
use crate::{Error, ErrorKind, Scheme, Signer};

static ENTRIES: &[Entry] = &[
    #[cfg(feature = "zego")]
    crate::vendors::zego::SERVER_API_V2,
    #[cfg(feature = "tencent")]
    crate::vendors::tencent::IVH_APAAS,
    #[cfg(feature = "baidu")]
    crate::vendors::baidu::BCE_AUTH_V1,
    #[cfg(feature = "huawei")]
    crate::vendors::huawei::SDK_HMAC_SHA256,
    #[cfg(feature = "huawei")]
    crate::vendors::huawei::AUTH_TOKEN,
    #[cfg(feature = "iflytek")]
    crate::vendors::iflytek::SIGNA,
];

/// Makes a signer from its scheme's name and from text.
///
/// `lookup` is asked for the fields of the credential and for the options of the scheme by the
/// names that the scheme's page lists, and answers `None` for what is not set.
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

/// As [`signer`], with the credential from the environment, by the names that its type lists,
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

/// As [`signer_from_env`], from any other source of variables.
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
    let entry = ENTRIES
        .iter()
        .find(|entry| entry.schemes.iter().any(|facts| facts.name() == scheme))
        .ok_or_else(|| {
            Error::new(
                ErrorKind::UnknownScheme,
                "scheme",
                "is not known; write it as vendor/scheme, and turn the vendor's feature on",
            )
        })?;
    (entry.build)(config)
}

/// The facts of every scheme that is compiled in, one entry for each placement.
pub fn schemes() -> impl Iterator<Item = &'static Scheme> {
    ENTRIES.iter().flat_map(|entry| entry.schemes).copied()
}
