//! A layer that signs, for client stacks that are a `tower` service of `http::Request`.
//!
//! Put it directly around the client, below everything that changes requests (default headers,
//! compression, tracing) and below redirects and retries: each attempt is then signed anew, with a
//! fresh time and nonce, and a redirect to a host that is not listed is refused instead of signed.
//! Layers that follow redirects drop a request's extensions. What is stated in them is therefore
//! never replaced by a default: without it, the next attempt is refused.
//!
//! A signature that covers the body needs to know it, and a body here is a stream. Nothing is
//! buffered behind the caller's back: state what the body is with [`StatedPayload`] as an extension
//! of the request, most simply by [`StatedPayload::of_bytes`]. Without it, only GET, HEAD and
//! OPTIONS are signed by such a scheme, with an empty body.
//!
//! ```
//! # #[cfg(feature = "huawei")] {
//! use std::sync::Arc;
//! use polysign::{huawei, tower::SignLayer};
//! use tower_layer::Layer;
//!
//! # struct Client;
//! let signer = huawei::SdkHmacSha256::new(huawei::Credential::new("ak", "sk")?);
//! let sign = SignLayer::new().host("metastudio.cn-north-4.myhuaweicloud.com", Arc::new(signer))?;
//! let client = sign.layer(Client);
//! # }
//! # Ok::<(), polysign::Error>(())
//! ```

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use ::http::request::Parts;
use ::http::{Method, Request, Uri};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::http::Signing;
use crate::{Error, ErrorKind, Host, Payload, Signer, UrlScheme};

/// Signs requests to the hosts that it knows, and refuses all others.
#[derive(Clone, Debug, Default)]
pub struct SignLayer {
    /// Without a signer where each request brings its own.
    hosts: Arc<Vec<Entry>>,
    allows_clear_text: bool,
}

type Entry = (String, Option<Arc<dyn Signer>>);

impl SignLayer {
    /// Knows no host yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Signs requests to `host` by `signer`: `name`, which is the port that the request's scheme
    /// implies, or `name:port`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] for a text that is not a host.
    pub fn host(self, host: &str, signer: Arc<dyn Signer>) -> Result<Self, Error> {
        self.with(host, Some(signer))
    }

    /// Signs requests to `host` by the signer that each brings as an extension, [`SignBy`]: for a
    /// host that several accounts share.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`] for a text that is not a host.
    pub fn shared_host(self, host: &str) -> Result<Self, Error> {
        self.with(host, None)
    }

    fn with(self, host: &str, signer: Option<Arc<dyn Signer>>) -> Result<Self, Error> {
        Host::read(host, UrlScheme::Https, "host", 0)?;
        let mut hosts = Vec::clone(&self.hosts);
        hosts.push((String::from(host), signer));
        Ok(Self {
            hosts: Arc::new(hosts),
            ..self
        })
    }

    /// Signs also for `http` URLs of other machines. Without this a redirect from `https` to `http`
    /// of the same host is refused.
    #[must_use]
    pub fn allow_clear_text(mut self) -> Self {
        self.allows_clear_text = true;
        self
    }

    /// The signer for a request: of the last entry for its host, or its own.
    fn signer_for(&self, parts: &Parts) -> Result<Arc<dyn Signer>, Error> {
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
                "is on a request whose host has a signer; name the host with `shared_host`",
            )),
        }
    }

    fn entry_for(&self, uri: &Uri) -> Result<Option<&Arc<dyn Signer>>, Error> {
        let unknown = || {
            Error::new(
                ErrorKind::UnknownHost,
                "host",
                "is not one that the layer signs for; add it with `SignLayer::host`, or this is a \
                 redirect to a stranger",
            )
        };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(unknown());
        };
        let Ok(scheme) = UrlScheme::read(scheme) else {
            return Err(unknown());
        };
        let host = Host::read(authority.as_str(), scheme, "authority", 0)?;
        // Read for the scheme of the request: 443 written out is not what `http` implies.
        let is_it = |known: &str| {
            Host::read(known, scheme, "host", 0).is_ok_and(|known| known.is_same(&host))
        };
        let mut entries = self.hosts.iter().rev();
        let (_, signer) = entries
            .find(|(known, _)| is_it(known))
            .ok_or_else(unknown)?;
        if scheme.is_clear_text() && !host.is_loopback() && !self.allows_clear_text {
            return Err(Error::new(
                ErrorKind::ClearText,
                "uri",
                "is `http`; use https, or allow it with `SignLayer::allow_clear_text`",
            ));
        }
        Ok(signer.as_ref())
    }
}

impl<S> Layer<S> for SignLayer {
    type Service = Sign<S>;

    fn layer(&self, inner: S) -> Sign<S> {
        Sign {
            layer: self.clone(),
            inner,
        }
    }
}

/// An extension of a request: the signer to sign it by, for a host that several accounts share
/// ([`SignLayer::shared_host`]).
#[derive(Clone, Debug)]
pub struct SignBy(pub Arc<dyn Signer>);

/// An extension of a request: what its body is, for schemes that cover it.
#[derive(Clone, Copy, Debug)]
pub struct StatedPayload(pub Payload<'static>);

impl StatedPayload {
    /// The digest of a body that is at hand.
    #[cfg(feature = "_sha2")]
    #[must_use]
    pub fn of_bytes(body: &[u8]) -> Self {
        let mut hasher = crate::BodyHasher::sha256();
        hasher.update(body);
        Self(hasher.finish())
    }
}

/// The service that [`SignLayer`] makes.
#[derive(Clone, Debug)]
pub struct Sign<S> {
    layer: SignLayer,
    inner: S,
}

impl<S> Sign<S> {
    fn sign<B>(&self, request: Request<B>) -> Result<Request<B>, Error> {
        let (mut parts, body) = request.into_parts();
        let signer = self.layer.signer_for(&parts)?;
        let payload = parts.extensions.get::<StatedPayload>();
        let payload = payload.map(|StatedPayload(payload)| *payload);
        let has_no_body = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        if payload.is_none() && signer.scheme().covers().body && !has_no_body {
            return Err(Error::new(
                ErrorKind::MissingPayload,
                "StatedPayload",
                "is not on the request, whose body the signature covers; add the extension, also \
                 when a redirect has dropped it",
            ));
        }
        Signing::new(&signer).parts(&mut parts, payload)?;
        Ok(Request::from_parts(parts, body))
    }
}

impl<S: Service<Request<B>>, B> Service<Request<B>> for Sign<S> {
    type Response = S::Response;
    type Error = SignError<S::Error>;
    type Future = SignFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context).map_err(SignError::Client)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let state = match self.sign(request) {
            Ok(request) => State::Sent {
                future: self.inner.call(request),
            },
            Err(error) => State::Refused { error: Some(error) },
        };
        SignFuture { state }
    }
}

/// Why a request was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignError<E> {
    /// It was not signed, and not sent.
    NotSigned(Error),
    /// The client's own error.
    Client(E),
}

impl<E: fmt::Display> fmt::Display for SignError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSigned(error) => write!(f, "the request was not signed: {error}"),
            Self::Client(error) => error.fmt(f),
        }
    }
}

impl<E: core::error::Error + 'static> core::error::Error for SignError<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::NotSigned(error) => Some(error),
            Self::Client(error) => error.source(),
        }
    }
}

pin_project! {
    /// The answer to come, or the refusal to sign.
    pub struct SignFuture<F> {
        #[pin]
        state: State<F>,
    }
}

pin_project! {
    #[project = Projected]
    enum State<F> {
        Sent {
            #[pin]
            future: F,
        },
        // Taken when polled.
        Refused {
            error: Option<Error>,
        },
    }
}

impl<F, R, E> Future for SignFuture<F>
where
    F: Future<Output = Result<R, E>>,
{
    type Output = Result<R, SignError<E>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            Projected::Sent { future } => future.poll(context).map_err(SignError::Client),
            Projected::Refused { error } => match error.take() {
                Some(error) => Poll::Ready(Err(SignError::NotSigned(error))),
                None => Poll::Pending,
            },
        }
    }
}

impl<F> fmt::Debug for SignFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignFuture")
    }
}
