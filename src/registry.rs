//! A signer by name, from configuration.
//!
//! # Which scheme do I need?
//!
//! [`schemes_for_host`] answers for a host:
//!
//! | product | hosts | scheme |
//! |---|---|---|
//! | ZEGO: AI digital human, AI agent, server APIs 2.0 | `aigc-digitalhuman-api.zegotech.cn`, `aigc-aiagent-api.zegotech.cn`, `*.zego.im` | `zego/server-api-v2` |
//! | Tencent: digital human aPaaS (IVH) | `gw.tvs.qq.com`, `gw-sg.tvs.qq.com` | `tencent/ivh-apaas` |
//! | Tencent: every product of the cloud API | `*.tencentcloudapi.com` | `tencent/tc3-hmac-sha256` |
//! | Tencent: speech in real time, flash recognition | `asr.cloud.tencent.com`, `tts.cloud.tencent.com`, `soe.cloud.tencent.com` | `tencent/speech-hmac-sha1` |
//! | Baidu: AIPAGE, object storage, services with AK/SK | `*.baidubce.com`, `*.bcebos.com` | `baidu/bce-auth-v1` |
//! | Baidu: Xiling digital human | `open.xiling.baidu.com` | `baidu/xiling` |
//! | Huawei: MetaStudio, services with AK/SK | `*.myhuaweicloud.com` | `huawei/sdk-hmac-sha256` |
//! | Huawei: the same with a token of IAM | `*.myhuaweicloud.com` | `huawei/auth-token` |
//! | iFlytek: IAT, TTS, ISE, Spark, OCR, virtual human | `iat-api.xfyun.cn`, `tts-api.xfyun.cn`, `ise-api.xfyun.cn`, `*.xf-yun.com` | `iflytek/hmac-url` |
//! | iFlytek: translation, formulas, fast transcription | `itrans.xfyun.cn`, `ntrans.xfyun.cn`, `rest-api.xfyun.cn`, `tyocr.xfyun.cn`, `ost-api.xfyun.cn` | `iflytek/http-digest` |
//! | iFlytek: transcription with a large model, compliance | `office-api-ast-dx.iflyaisol.com`, `office-api-ist-dx.iflyaisol.com`, `audit.iflyaisol.com` | `iflytek/access-key` |
//! | iFlytek: transcription before the large model; ABCPen | `rtasr.xfyun.cn`, `raasr.xfyun.cn`, `*.abcpen.com` | `iflytek/signa` |
//!
//! A gateway on a host of its own, such as Baidu's API gateway or Huawei's APIG, takes the scheme of
//! its product. Not supported, so that no scheme is found:
//!
//! - Tencent's media processing (`mps.cloud.tencent.com`) and COS (`*.myqcloud.com`). Synthesis over
//!   HTTP has a host that is listed, but `tts.cloud.tencent.com/stream` takes another signature.
//! - Huawei's OBS (`obs.*.myhuaweicloud.com` and its buckets).
//! - iFlytek's WebAPI v1 (`api.xfyun.cn`), and Spark in OpenAI's form
//!   (`spark-api-open.xf-yun.com`), which takes a bearer token.
//! - ZEGO's server API before 2.0, on any host.
//! - Other clouds, unless their crate's entries are in the [`Registry`].

#[cfg(feature = "serde")]
mod signer_config;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::config::{text_of, unknown_key, unknown_scheme};
use crate::request::{Host, UrlScheme};
use crate::{Error, ErrorKind, Scheme, Signer};

pub use crate::config::{Config, Entry};

#[cfg(feature = "serde")]
pub use signer_config::SignerConfig;

/// The schemes: the vendor's feature, the name, and what the file of the scheme contributes.
macro_rules! entries {
    ($($feature:literal $name:literal => $entry:path;)*) => {
        /// The schemes of this crate whose features are on.
        pub const ENTRIES: &[Entry] = &[$(
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
    "tencent" "tencent/speech-hmac-sha1" => crate::vendors::tencent::SPEECH_HMAC_SHA1;
    "tencent" "tencent/tc3-hmac-sha256" => crate::vendors::tencent::TC3_HMAC_SHA256;
    "baidu" "baidu/bce-auth-v1" => crate::vendors::baidu::BCE_AUTH_V1;
    "baidu" "baidu/xiling" => crate::vendors::baidu::XILING;
    "huawei" "huawei/sdk-hmac-sha256" => crate::vendors::huawei::SDK_HMAC_SHA256;
    "huawei" "huawei/auth-token" => crate::vendors::huawei::AUTH_TOKEN;
    "iflytek" "iflytek/hmac-url" => crate::vendors::iflytek::HMAC_URL;
    "iflytek" "iflytek/http-digest" => crate::vendors::iflytek::HTTP_DIGEST;
    "iflytek" "iflytek/access-key" => crate::vendors::iflytek::ACCESS_KEY;
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
    Registry::OWN.signer(scheme, lookup)
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
    Registry::OWN.signer_from_pairs(scheme, pairs)
}

/// Makes a signer as [`signer_from_pairs`] does, with the credential from the environment where the
/// pairs do not have it.
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
    Registry::OWN.signer_from_pairs_or_env(scheme, pairs)
}

/// Returns settings by the keys that the scheme has. The text stays the caller's.
fn known_pairs<'a, K: AsRef<str> + ?Sized + 'a, V: AsRef<str> + ?Sized + 'a>(
    entry: &Entry,
    pairs: impl IntoIterator<Item = (&'a K, &'a V)>,
) -> Result<Vec<(&'static str, &'a str)>, Error> {
    let names = [entry.fields, entry.options].concat();
    let mut known: Vec<(&'static str, &str)> = Vec::new();
    for (key, value) in pairs {
        let Some(key) = names.iter().copied().find(|name| *name == key.as_ref()) else {
            return Err(unknown_key(key.as_ref(), &names));
        };
        if known.iter().any(|(other, _)| *other == key) {
            let advice = "is given twice; leave one out";
            return Err(Error::new(ErrorKind::InvalidOption, key, advice));
        }
        known.push((key, value.as_ref()));
    }
    Ok(known)
}

/// Makes a signer as [`signer`] does, with the credential from the environment, by the names that
/// its type lists, where `lookup` does not have it.
///
/// # Errors
///
/// As [`signer`], and those of the credential's `from_env`.
#[cfg(feature = "std")]
pub fn signer_from_env(
    scheme: &str,
    lookup: impl Fn(&str) -> Option<String>,
) -> Result<Box<dyn Signer>, Error> {
    Registry::OWN.signer_from_env(scheme, lookup)
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
    Registry::OWN.signer_from_vars(scheme, lookup, variables)
}

/// Iterates over the facts of every scheme that is compiled in, one entry for each placement.
pub fn schemes() -> impl Iterator<Item = &'static Scheme> {
    Registry::OWN.schemes()
}

/// Finds the schemes that a known host takes, by its name in any case, with or without a port.
///
/// The facts are those of [`schemes`], one for each placement. A host that is listed itself takes
/// precedence over a pattern such as `*.xf-yun.com`, and of two patterns the one that spells out
/// more. For a host that nobody listed, or that takes no scheme of this crate, there are none; [the
/// table above](self#which-scheme-do-i-need) says what the hosts are.
///
/// The answer comes from the vendors' documents, and it is no permission: whom to trust with a
/// signature is the caller's to say.
///
/// ```
/// # #[cfg(feature = "tencent")] {
/// let schemes = polysign::registry::schemes_for_host("ocr.tencentcloudapi.com");
/// assert_eq!(schemes[0].name(), "tencent/tc3-hmac-sha256");
/// assert!(polysign::registry::schemes_for_host("example.com").is_empty());
/// # }
/// ```
#[must_use]
pub fn schemes_for_host(host: &str) -> Vec<&'static Scheme> {
    Registry::OWN.schemes_for_host(host)
}

/// The schemes from which signers are made by name: those of this crate, of others, or both.
///
/// The functions of this module use [`Registry::OWN`]. A program with schemes of other crates has a
/// registry of its own:
///
/// ```
/// use polysign::registry::{ENTRIES, Entry, Registry};
///
/// // What another crate exports for its schemes.
/// const OTHERS: &[Entry] = &[];
///
/// static REGISTRY: Registry = Registry::new(&[ENTRIES, OTHERS]);
///
/// assert!(REGISTRY.schemes().eq(polysign::schemes()));
/// assert!(REGISTRY.signer("example/unknown", |_| None).is_err());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Registry {
    lists: &'static [&'static [Entry]],
}

impl Registry {
    /// The schemes of this crate.
    pub const OWN: Self = Self::new(&[ENTRIES]);

    /// Creates a registry of several lists. Of two entries with one name the first counts.
    #[must_use]
    pub const fn new(lists: &'static [&'static [Entry]]) -> Self {
        Self { lists }
    }

    /// Iterates over the facts of the schemes, one for each placement.
    pub fn schemes(&self) -> impl Iterator<Item = &'static Scheme> + use<> {
        self.entries().flat_map(|entry| entry.schemes).copied()
    }

    /// Finds the schemes of a host as [`schemes_for_host`] does, among the entries of all lists.
    /// Those of other crates state their hosts by [`Entry::with_hosts`].
    #[must_use]
    pub fn schemes_for_host(&self, host: &str) -> Vec<&'static Scheme> {
        let Ok(host) = Host::read(host, UrlScheme::Https, "host") else {
            return Vec::new();
        };
        let closeness = |entry: &Entry| entry.closeness(host.name());
        let closest = self.entries().filter_map(closeness).max();
        let closest =
            self.entries().filter(|entry| closest.is_some() && closeness(entry) == closest);
        closest.flat_map(|entry| entry.schemes).copied().collect()
    }

    /// Makes a signer as [`signer`] does.
    ///
    /// # Errors
    ///
    /// As [`signer`].
    pub fn signer(
        &self,
        scheme: &str,
        lookup: impl Fn(&str) -> Option<String>,
    ) -> Result<Box<dyn Signer>, Error> {
        (self.entry(scheme)?.build)(&Config::new(&lookup))
    }

    /// Makes a signer as [`signer_from_pairs`] does.
    ///
    /// # Errors
    ///
    /// As [`signer_from_pairs`].
    pub fn signer_from_pairs<'a, K, V>(
        &self,
        scheme: &str,
        pairs: impl IntoIterator<Item = (&'a K, &'a V)>,
    ) -> Result<Box<dyn Signer>, Error>
    where
        K: AsRef<str> + ?Sized + 'a,
        V: AsRef<str> + ?Sized + 'a,
    {
        let pairs = known_pairs(self.entry(scheme)?, pairs)?;
        self.signer(scheme, |key| text_of(&pairs, key))
    }

    /// Makes a signer as [`signer_from_pairs_or_env`] does.
    ///
    /// # Errors
    ///
    /// As [`signer_from_pairs_or_env`].
    #[cfg(feature = "std")]
    pub fn signer_from_pairs_or_env<'a, K, V>(
        &self,
        scheme: &str,
        pairs: impl IntoIterator<Item = (&'a K, &'a V)>,
    ) -> Result<Box<dyn Signer>, Error>
    where
        K: AsRef<str> + ?Sized + 'a,
        V: AsRef<str> + ?Sized + 'a,
    {
        let pairs = known_pairs(self.entry(scheme)?, pairs)?;
        self.signer_from_env(scheme, |key| text_of(&pairs, key))
    }

    /// Makes a signer as [`signer_from_env`] does.
    ///
    /// # Errors
    ///
    /// As [`signer_from_env`].
    #[cfg(feature = "std")]
    pub fn signer_from_env(
        &self,
        scheme: &str,
        lookup: impl Fn(&str) -> Option<String>,
    ) -> Result<Box<dyn Signer>, Error> {
        let config = Config::new(&lookup).with_variables(&crate::config::environment);
        (self.entry(scheme)?.build)(&config)
    }

    /// Makes a signer as [`signer_from_vars`] does.
    ///
    /// # Errors
    ///
    /// As [`signer_from_vars`].
    pub fn signer_from_vars(
        &self,
        scheme: &str,
        lookup: impl Fn(&str) -> Option<String>,
        variables: impl Fn(&str) -> Option<String>,
    ) -> Result<Box<dyn Signer>, Error> {
        let variables = |name: &str| Ok(variables(name));
        (self.entry(scheme)?.build)(&Config::new(&lookup).with_variables(&variables))
    }

    fn entries(&self) -> impl Iterator<Item = &'static Entry> + use<> {
        self.lists.iter().copied().flatten()
    }

    fn entry(&self, scheme: &str) -> Result<&'static Entry, Error> {
        self.entries().find(|entry| entry.name() == scheme).ok_or_else(|| {
            let names: Vec<&str> = self.entries().map(Entry::name).collect();
            unknown_scheme(scheme, NAMES, &names)
        })
    }
}
