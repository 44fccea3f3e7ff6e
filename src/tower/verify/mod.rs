//! A layer that verifies, for servers whose routes are a `tower` service of `http::Request`.

mod check;
mod origin;
mod service;

use alloc::sync::Arc;
use core::fmt;
use core::ops::Deref;

use ::http::request::Parts;
use ::http::{HeaderValue, Uri};
use tower_layer::Layer;

use crate::Error;
use crate::clock::{Clock, SystemClock};
use crate::verify::{Rejection, Verifier};
use origin::Origin;
pub use service::{Verify, VerifyFuture};

/// The default limit of a body, which is that of `axum` too.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// Lets signed requests pass, and answers all others.
///
/// A request that does not pass is answered with `403 Forbidden` and one text, whatever the reason:
/// the reason goes to [`VerifyLayer::on_rejection`]. Without a signature's fault there are `413
/// Content Too Large` for a body above the limit, `400 Bad Request` for one that breaks off, and
/// `500 Internal Server Error` when the clock gives no time.
///
/// Put it directly around the routes, outside everything that changes requests (decompression, path
/// normalisation) and inside what answers by itself without a signature (CORS preflights, health
/// checks). The request that passes has [`Verified`](crate::verify::Verified) as an extension.
///
/// # Scheme and host
///
/// A server sees neither the scheme nor, behind a proxy, the host of the URL that was signed. Both
/// are configured: the public origin, and further hosts by [`VerifyLayer::with_host`]. A request
/// that names another host, in `Host` or in the URI of HTTP/2, is rejected; one that names none is
/// taken to be for the public origin. The scheme that the URI of HTTP/2 has is that of the last
/// hop, and ignored.
///
#[cfg_attr(not(doctest), doc = include_str!("nested.md"))]
///
/// # The body
///
/// Where the scheme covers the body it is read up to [`VerifyLayer::with_body_limit`], also one
/// that the request declares unsigned, and handed on as the bytes that came in, without trailers.
/// The head is checked first ([`Verifier::check_head`]): host, form and times of the signature, and
/// what it covers. Of a request that fails there, nothing of the body is read. Whether the key is
/// known is looked up last, so that the time of an answer does not tell it.
///
/// Where the scheme does not cover the body, it is handed on unread. Either way it keeps its type,
/// which has to be one that is made from `Bytes`: `axum::body::Body` is, and
/// `http_body_util::Full<Bytes>`. Bring the body of a bare `hyper` server to such a type first.
#[derive(Clone)]
pub struct VerifyLayer {
    verifier: Arc<dyn Verifier>,
    origin: Origin,
    clock: Arc<dyn Clock>,
    body_limit: usize,
    challenge: Option<HeaderValue>,
    target: Option<Arc<Target>>,
    on_rejection: Option<Arc<OnRejection>>,
}

type Target = dyn Fn(&Parts) -> Option<Uri> + Send + Sync;
type OnRejection = dyn Fn(&Parts, &Rejection) + Send + Sync;

impl VerifyLayer {
    /// Verifies by `verifier`, for a server whose public URLs begin with `origin`:
    /// `https://api.example.com`, with the port where the scheme does not imply it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`](crate::ErrorKind::InvalidUrl) for an origin that is not an
    /// absolute URL, or has more than scheme and host.
    pub fn new(verifier: Arc<dyn Verifier>, origin: &str) -> Result<Self, Error> {
        Ok(Self {
            verifier,
            origin: Origin::read(origin)?,
            clock: Arc::new(SystemClock::new()),
            body_limit: BODY_LIMIT,
            challenge: None,
            target: None,
            on_rejection: None,
        })
    }

    /// Takes requests for one more host, `name` or `name:port`, of the same scheme. Which of them a
    /// request is for its `Host` header says, or the URI of HTTP/2.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`](crate::ErrorKind::InvalidUrl) for a text that is not a host.
    pub fn with_host(mut self, host: &str) -> Result<Self, Error> {
        self.origin.add_host(host)?;
        Ok(self)
    }

    /// Takes every request for one to the public origin, whatever host it names: for a proxy that
    /// writes a `Host` of its own.
    ///
    /// The inner service still sees that header, which nobody signed. It must not trust it.
    #[must_use]
    pub fn ignore_host(mut self) -> Self {
        self.origin.ignores_host = true;
        self
    }

    /// Sets the clock. Without this it is the system's.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Reads bodies of up to `bytes` bytes, 2 MiB otherwise. Only bodies that the scheme covers are
    /// read, after the head was checked. So much memory can be taken by each request of someone who
    /// has no key, and writes a head as one with a key would.
    #[must_use]
    pub fn with_body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Answers what does not verify with `401 Unauthorized` and this `WWW-Authenticate`, which such
    /// an answer has to have, in place of `403 Forbidden`.
    #[must_use]
    pub fn with_challenge(mut self, challenge: HeaderValue) -> Self {
        self.challenge = Some(challenge);
        self
    }

    /// Finds the URI as the client sent it, for routers and proxies that change it on the way; of
    /// an absolute one the scheme is ignored. A request for which there is none is rejected.
    #[must_use]
    pub fn with_target<F>(mut self, target: F) -> Self
    where
        F: Fn(&Parts) -> Option<Uri> + Send + Sync + 'static,
    {
        self.target = Some(Arc::new(target));
        self
    }

    /// Finds the URI as the client sent it in an extension of the type `E`, which the router leaves
    /// there before it takes its prefix off. For `axum`'s nested routers, `E` is
    /// `axum::extract::OriginalUri`. A request without the extension is rejected.
    #[must_use]
    pub fn with_target_in<E>(self) -> Self
    where
        E: Deref<Target = Uri> + Send + Sync + 'static,
    {
        self.with_target(|parts| Some(Uri::clone(parts.extensions.get::<E>()?)))
    }

    /// Tells the operator why a request was not let pass. The headers and the URI that come with it
    /// may hold a valid signature: log neither as they are.
    #[must_use]
    pub fn on_rejection<F>(mut self, hook: F) -> Self
    where
        F: Fn(&Parts, &Rejection) + Send + Sync + 'static,
    {
        self.on_rejection = Some(Arc::new(hook));
        self
    }
}

impl<S> Layer<S> for VerifyLayer {
    type Service = Verify<S>;

    fn layer(&self, inner: S) -> Verify<S> {
        Verify::new(Arc::new(self.clone()), inner)
    }
}

/// Without the clock and the hooks, which are closures.
impl fmt::Debug for VerifyLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyLayer")
            .field("verifier", &self.verifier)
            .field("origin", &self.origin)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}
