//! A layer that signs, for client stacks that are a `tower` service of `http::Request`.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use ::http::request::Parts;
use ::http::{Method, Request};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use super::SignLayer;
use crate::http::Signing;
use crate::{Error, ErrorKind, Payload, Scheme};

impl<S> Layer<S> for SignLayer {
    type Service = Sign<S>;

    fn layer(&self, inner: S) -> Sign<S> {
        Sign { layer: self.clone(), inner }
    }
}

/// An extension of a request: what its body is, for schemes that cover it.
#[derive(Clone, Copy, Debug)]
pub struct StatedPayload(pub Payload<'static>);

impl StatedPayload {
    /// States the digest of a body that is at hand.
    #[cfg(feature = "_sha2")]
    #[must_use]
    pub fn of_bytes(body: &[u8]) -> Self {
        let mut hasher = crate::BodyHasher::sha256();
        hasher.update(body);
        Self(hasher.finish())
    }

    /// Reads the payload that is stated for a request before `scheme` signs it.
    pub(super) fn of_parts(
        parts: &Parts,
        scheme: &Scheme,
    ) -> Result<Option<Payload<'static>>, Error> {
        let stated = parts.extensions.get::<Self>();
        let has_no_body = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        match stated {
            Some(Self(payload)) => Ok(Some(*payload)),
            None if has_no_body || !scheme.covers().body() => Ok(None),
            None => Err(Error::new(
                ErrorKind::MissingPayload,
                "StatedPayload",
                "is not on the request, whose body the signature covers; add the extension with \
                 `Payload::Bytes`, a digest from `BodyHasher`, or `Payload::Unsigned`, also when a \
                 redirect has dropped it",
            )),
        }
    }
}

/// The service that [`SignLayer`] makes.
#[derive(Clone, Debug)]
pub struct Sign<S> {
    layer: SignLayer,
    inner: S,
}

impl<S> Sign<S> {
    /// Signs a request by the signer of its host.
    fn sign<B>(&self, request: Request<B>) -> Result<Request<B>, Error> {
        let (mut parts, body) = request.into_parts();
        let signer = self.layer.signer_for(&parts)?;
        let payload = StatedPayload::of_parts(&parts, signer.scheme())?;
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
        let (sent, refused) = match self.sign(request) {
            Ok(request) => (Some(self.inner.call(request)), None),
            Err(error) => (None, Some(error)),
        };
        SignFuture { sent, refused }
    }
}

/// Says why a request was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError<E> {
    /// It was not signed, and not sent.
    #[error("the request was not signed: {0}")]
    NotSigned(#[source] Error),
    /// The client's own error.
    #[error(transparent)]
    Client(E),
}

pin_project! {
    /// The answer to come, or the refusal to sign.
    pub struct SignFuture<F> {
        #[pin]
        sent: Option<F>,
        // Taken when polled.
        refused: Option<Error>,
    }
}

impl<F, R, E> Future for SignFuture<F>
where
    F: Future<Output = Result<R, E>>,
{
    type Output = Result<R, SignError<E>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        match (this.sent.as_pin_mut(), this.refused.take()) {
            (Some(future), _) => future.poll(context).map_err(SignError::Client),
            (None, Some(error)) => Poll::Ready(Err(SignError::NotSigned(error))),
            (None, None) => Poll::Pending,
        }
    }
}

impl<F> fmt::Debug for SignFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignFuture")
    }
}
