//! A signer by name, from configuration.

use alloc::boxed::Box;
use alloc::string::String;
use core::cell::Cell;

use zeroize::Zeroizing;

use crate::credential::Lookup;
use crate::{Error, ErrorKind, Scheme, Signer};

/// What a scheme's file contributes.
pub(crate) struct Entry {
    /// One for each placement, all of one name.
    pub(crate) schemes: &'static [&'static Scheme],
    /// Makes the signer.
    pub(crate) build: fn(&Config<'_>) -> Result<Box<dyn Signer>, Error>,
}

static ENTRIES: &[Entry] = &[
    #[cfg(feature = "zego")]
    crate::zego::SERVER_API_V2,
    #[cfg(feature = "tencent")]
    crate::tencent::IVH_APAAS,
    #[cfg(feature = "baidu")]
    crate::baidu::BCE_AUTH_V1,
    #[cfg(feature = "huawei")]
    crate::huawei::SDK_HMAC_SHA256,
    #[cfg(feature = "huawei")]
    crate::huawei::AUTH_TOKEN,
    #[cfg(feature = "iflytek")]
    crate::iflytek::SIGNA,
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
    let config = Config {
        lookup: &lookup,
        variables: Some(&crate::credential::environment),
    };
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
    let config = Config {
        lookup: &lookup,
        variables: Some(&|name: &str| Ok(variables(name))),
    };
    build(scheme, &config)
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

/// Configuration as text.
pub(crate) struct Config<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    variables: Option<Lookup<'a>>,
}

impl<'a> Config<'a> {
    pub(crate) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            lookup,
            variables: None,
        }
    }

    /// The credential: of its fields, or else of the variables if there are any to ask for.
    pub(crate) fn credential<C>(
        &self,
        of_fields: impl Fn(&Self) -> Result<C, Error>,
        of_variables: impl Fn(Lookup<'_>) -> Result<Option<C>, Error>,
    ) -> Result<C, Error> {
        match (of_fields(self), self.variables) {
            (Err(error), Some(variables)) if error.kind() == ErrorKind::MissingCredential => {
                let first = Cell::new(None);
                let credential = of_variables(&|name| {
                    first.set(first.take().or_else(|| Some(String::from(name))));
                    variables(name)
                })?;
                credential.ok_or_else(|| {
                    let field = first.take().unwrap_or_else(|| String::from(error.field()));
                    Error::new(
                        ErrorKind::MissingCredential,
                        field,
                        "is not set, nor is the credential given; set it and the others",
                    )
                })
            }
            (result, _) => result,
        }
    }

    /// A field that may be absent.
    pub(crate) fn optional(&self, key: &'static str) -> Option<String> {
        (self.lookup)(key)
    }

    /// A field that is needed.
    pub(crate) fn required(&self, key: &'static str) -> Result<String, Error> {
        self.optional(key).ok_or_else(|| {
            Error::new(
                ErrorKind::MissingCredential,
                key,
                "is not in the configuration; add it",
            )
        })
    }

    /// An option that is `true` or `false`; absent is `false`.
    pub(crate) fn flag(&self, key: &'static str) -> Result<bool, Error> {
        self.parsed(key, "has to be true or false", |text| text.parse().ok())
            .map(Option::unwrap_or_default)
    }

    /// An option that is read by `read`, which answers `None` for a value that there is not.
    pub(crate) fn parsed<T>(
        &self,
        key: &'static str,
        advice: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let Some(text) = self.optional(key).map(Zeroizing::new) else {
            return Ok(None);
        };
        match read(&text) {
            Some(value) => Ok(Some(value)),
            None => Err(Error::new(ErrorKind::InvalidOption, key, advice)),
        }
    }

    /// An option that is a list of header names, separated by `;`, `,` or spaces.
    pub(crate) fn names(&self, key: &'static str) -> Option<alloc::vec::Vec<String>> {
        let text = self.optional(key)?;
        Some(
            text.split([';', ',', ' '])
                .filter(|name| !name.is_empty())
                .map(String::from)
                .collect(),
        )
    }
}
