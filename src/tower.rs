//! A layer that signs, for client stacks that are a `tower` service of `http::Request`.
//!
//! Put it directly around the client, below everything that changes requests (default headers,
//! compression, tracing) and below redirects and retries: each attempt is then signed anew, with a
//! fresh time and nonce, and a redirect to a host that is not listed is refused instead of signed.
//!
//! A signature that covers the body needs to know it, and a body here is a stream. Nothing is
//! buffered behind the caller's back: state what the body is with [`StatedPayload`] as an extension
//! of the request, most simply by [`StatedPayload::of_bytes`]. Without it, a POST, PUT or
//! PATCH by such a scheme is an error, and other methods are signed with an empty body.
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

use ::http::{Request, Uri};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::http::Signing;
use crate::{Error, ErrorKind, Host, Payload, Signer, UrlScheme};

/// Signs requests to the hosts that it knows, and refuses all others.
#[derive(Clone, Debug, Default)]
pub struct SignLayer {
    hosts: Arc<Vec<(String, Arc<dyn Signer>)>>,
}

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
        Host::read(host, UrlScheme::Https, "host", 0)?;
        let mut hosts = Vec::clone(&self.hosts);
        hosts.push((String::from(host), signer));
        Ok(Self {
            hosts: Arc::new(hosts),
        })
    }

    /// The signer of the last entry for the host of `uri`.
    fn signer_of(&self, uri: &Uri) -> Option<&Arc<dyn Signer>> {
        let scheme = UrlScheme::read(uri.scheme_str()?).ok()?;
        let host = Host::read(uri.authority()?.as_str(), scheme, "uri", 0).ok()?;
        // Read for the scheme of the request: 443 written out is not what `http` implies.
        let is_it = |known: &str| {
            Host::read(known, scheme, "host", 0).is_ok_and(|known| known.is_same(&host))
        };
        let mut entries = self.hosts.iter().rev();
        entries
            .find(|(known, _)| is_it(known))
            .map(|(_, signer)| signer)
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

/// An extension of a request: the signer to sign it by instead of its host's own, for a host that
/// several accounts share. The host has to be known to the layer all the same.
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
        let known = self.layer.signer_of(&parts.uri).ok_or_else(|| {
            Error::new(
                ErrorKind::UnknownHost,
                "host",
                "is not one that the layer signs for; add it with `SignLayer::host`, and do not \
                 follow redirects above the layer",
            )
        })?;
        let signer = match parts.extensions.get::<SignBy>() {
            Some(SignBy(signer)) => Arc::clone(signer),
            None => Arc::clone(known),
        };
        let payload = parts.extensions.get::<StatedPayload>();
        let payload = payload.map(|StatedPayload(payload)| *payload);
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
