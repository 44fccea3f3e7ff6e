//! The hosts that a layer knows, and the signer of each.

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use ::http::Uri;
use ::http::request::Parts;
use ::http::uri::Authority;

use crate::request::{Host, UrlScheme};
use crate::{Error, ErrorKind, Signer};

/// Signs requests to the hosts that it knows, and refuses all others.
///
/// Put it directly around the client, below everything that changes requests (default headers,
/// compression, tracing) and below redirects and retries: each attempt is then signed again, with a
/// fresh time and nonce, and a redirect to a host that is not listed is refused instead of signed.
/// Layers that follow redirects drop a request's extensions. What is stated in them is therefore
/// never replaced by a default: without it, the next attempt is refused.
///
/// A signature that covers the body needs to know it, and a body here is a stream. Nothing is
/// buffered without the caller knowing: state what the body is with
/// [`StatedPayload`](super::StatedPayload) as an extension of the request, most simply by
/// [`StatedPayload::of_bytes`](super::StatedPayload::of_bytes). Without it, only GET, HEAD and
/// OPTIONS are signed by such a scheme, with an empty body.
///
/// ```
/// # #[cfg(feature = "huawei")] {
/// use std::sync::Arc;
/// use polysign::{huawei, tower::SignLayer};
/// use tower_layer::Layer;
///
/// # struct Client;
/// let signer = huawei::SdkHmacSha256::new(huawei::AccessKey::new("ak", "sk")?);
/// let host = "metastudio.cn-north-4.myhuaweicloud.com";
/// let sign = SignLayer::new().with_host(host, Arc::new(signer))?;
/// let client = sign.layer(Client);
/// # }
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct SignLayer {
    /// Without a signer where each request brings its own.
    hosts: Arc<Vec<Entry>>,
    allows_clear_text: bool,
}

/// A host, or a domain, and the signer of its requests.
#[derive(Clone, Debug)]
struct Entry {
    host: String,
    /// True where subdomains of the host are meant, too.
    has_subdomains: bool,
    signer: Option<Arc<dyn Signer>>,
}

impl SignLayer {
    /// Knows no host yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Signs requests to `host` by `signer`. A host is `name`, on the port that the request's scheme
    /// implies, or `name:port`.
    ///
    /// A dot in front, as in `.bcebos.com`, adds the domain with all its subdomains. It has two
    /// labels or more. A host that is listed itself takes precedence, then the longest domain.
    ///
    /// A domain is a risk where other people choose subdomains of it. The buckets of an object store
    /// are such subdomains: a redirect, or a URL of a user, that leads to somebody else's bucket is
    /// then signed with your key, and the owner of that bucket sees headers, token and signature.
    /// List the hosts themselves where you know them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] for a text that is not a host.
    pub fn with_host(self, host: &str, signer: Arc<dyn Signer>) -> Result<Self, Error> {
        self.with(host, Some(signer))
    }

    /// Signs requests to `host` by the signer that each brings as an extension, [`SignBy`]: for a
    /// host that several accounts share.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] for a text that is not a host.
    pub fn with_shared_host(self, host: &str) -> Result<Self, Error> {
        self.with(host, None)
    }

    /// Signs requests to each host by the signer of its configuration.
    ///
    /// ```
    /// # #[cfg(all(feature = "serde", feature = "zego"))] {
    /// use std::collections::BTreeMap;
    /// use polysign::{registry::SignerConfig, tower::SignLayer};
    ///
    /// let hosts: BTreeMap<String, SignerConfig> = serde_json::from_str(r#"{
    ///     "aigc-digitalhuman-api.zegotech.cn": {
    ///         "scheme": "zego/server-api-v2",
    ///         "credential": { "app_id": 12345, "server_secret": "9193cc662a4c0ec1" }
    ///     }
    /// }"#)?;
    /// let sign = SignLayer::from_config(&hosts)?;
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`SignerConfig::signer`](crate::registry::SignerConfig::signer), with the host, and
    /// of [`SignLayer::with_host`].
    #[cfg(feature = "serde")]
    pub fn from_config<'c, H: AsRef<str> + 'c>(
        hosts: impl IntoIterator<Item = (&'c H, &'c crate::registry::SignerConfig)>,
    ) -> Result<Self, Error> {
        hosts.into_iter().try_fold(Self::new(), |layer, (host, config)| {
            let host = host.as_ref();
            let signer = config.signer().map_err(|error| error.noted("for the host", host))?;
            layer.with_host(host, signer.into())
        })
    }

    /// Adds an entry, after checking that it is a host.
    fn with(self, host: &str, signer: Option<Arc<dyn Signer>>) -> Result<Self, Error> {
        let domain = host.strip_prefix('.');
        let host = domain.unwrap_or(host);
        if domain.is_some_and(|domain| domain.starts_with('.') || !domain.contains('.')) {
            let advice = "is not a domain of two labels or more after one dot, as in .example.com";
            return Err(Error::new(ErrorKind::InvalidUrl, "host", advice));
        }
        Host::read(host, UrlScheme::Https, "host")?;
        let mut hosts = Vec::clone(&self.hosts);
        hosts.push(Entry { host: String::from(host), has_subdomains: domain.is_some(), signer });
        Ok(Self { hosts: Arc::new(hosts), ..self })
    }

    /// Signs also for `http` URLs of other machines. Without this a redirect from `https` to `http`
    /// of the same host is refused.
    #[must_use]
    pub fn allow_clear_text(mut self) -> Self {
        self.allows_clear_text = true;
        self
    }

    /// Returns the signer for a request: that of the last entry for its host, or the one in its
    /// [`SignBy`].
    pub(super) fn signer_for(&self, parts: &Parts) -> Result<Arc<dyn Signer>, Error> {
        let own = parts.extensions.get::<SignBy>();
        match (self.entry_for(&parts.uri)?, own) {
            (Some(signer), None) => Ok(Arc::clone(signer)),
            (None, Some(SignBy(signer))) => Ok(Arc::clone(signer)),
            (None, None) => Err(Error::new(
                ErrorKind::MissingCredential,
                "SignBy",
                "is not on the request, whose host several accounts share; add the extension, \
                 also when a redirect has dropped it",
            )),
            (Some(_), Some(_)) => Err(Error::new(
                ErrorKind::InvalidOption,
                "SignBy",
                "is on a request whose host has a signer; name the host with `with_shared_host`",
            )),
        }
    }

    /// Returns the signer for a URL. `None` where each request brings its own.
    fn entry_for(&self, uri: &Uri) -> Result<Option<&Arc<dyn Signer>>, Error> {
        let scheme = uri.scheme_str().and_then(|scheme| UrlScheme::read(scheme).ok());
        let Some((scheme, authority)) = scheme.zip(uri.authority()) else {
            return Err(unknown_host(uri));
        };
        let host = Host::read(authority.as_str(), scheme, "authority")?;
        let entry = self.closest_entry(&host, scheme).ok_or_else(|| unknown_host(uri))?;
        if scheme.is_clear_text() && !host.is_loopback() && !self.allows_clear_text {
            let advice = "is `http`; use https, or allow it with `SignLayer::allow_clear_text`";
            return Err(Error::new(ErrorKind::ClearText, "uri", advice));
        }
        Ok(entry.signer.as_ref())
    }

    /// Returns the entry of a host: the last one that lists it, or else that of the longest domain.
    fn closest_entry(&self, host: &Host<'_>, scheme: UrlScheme) -> Option<&Entry> {
        let rank = |entry: &Entry| {
            // Read for the scheme of the request: 443 written out is not what `http` implies.
            let known = Host::read(&entry.host, scheme, "host").ok()?;
            let is_within = entry.has_subdomains && host.is_subdomain_of(&known);
            let fits = is_within || host.is_same(&known);
            fits.then(|| (!entry.has_subdomains, known.name().len()))
        };
        let fits = self.hosts.iter().filter_map(|entry| Some((rank(entry)?, entry)));
        fits.max_by_key(|(rank, _)| *rank).map(|(_, entry)| entry)
    }
}

/// Creates the error for a host that is not listed. It names the host, and no user.
fn unknown_host(uri: &Uri) -> Error {
    let Some(authority) = uri.authority().map(Authority::as_str) else {
        let advice = "is not in the URI; the layer takes absolute ones, as in https://host/path";
        return Error::new(ErrorKind::UnknownHost, "host", advice);
    };
    // Without a user's name and password.
    let host = authority.rsplit('@').next().unwrap_or_default();
    let scheme = uri.scheme_str().unwrap_or_default();
    let advice = format!(
        "{scheme}://{host} is not one that the layer signs for; add it with `SignLayer::with_host`, \
         unless a redirect leads to a stranger",
    );
    Error::new(ErrorKind::UnknownHost, "host", advice)
}

/// An extension of a request: the signer to sign it by, for a host that several accounts share
/// ([`SignLayer::with_shared_host`]).
#[derive(Clone, Debug)]
pub struct SignBy(pub Arc<dyn Signer>);
