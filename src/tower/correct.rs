//! Signing by the servers' clocks, and sending once more what a server refused for its time.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context as TaskContext, Poll, ready};

use ::http::request::Parts;
use ::http::{Request as HttpRequest, Response, StatusCode, Uri};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use super::{SignError, SignLayer, StatedPayload};
use crate::clock::{Clock, Observation, Sent, ServerClock};
use crate::http::Signing;
use crate::{Context, Error, Request, UnixTime};

impl SignLayer {
    /// Signs by `clock`, tells it of every response, and sends a request once more that was
    /// refused for its time, signed again.
    ///
    /// Refused for its time is a request that was answered with 400 (as Baidu does), 401 or 403, by
    /// a response whose own `Date` the clock has [taken](Observation::Taken) and which shows that
    /// the time that was signed lay outside of the window of the scheme, or of the signature's own
    /// validity. Nothing else is ever sent again, and nothing a third time: Huawei locks a key
    /// after five failures.
    ///
    /// A body is a stream that can be sent once. `repeat` makes another of it before it is sent:
    /// `|body: &Full<Bytes>| Some(body.clone())`; or says `None`, and then that request is not sent
    /// again. `|_: &Body| None` only corrects the clock.
    ///
    /// All signers of the layer use `clock`, those in a [`Clocked`](crate::clock::Clocked) too.
    ///
    /// ```
    /// # #[cfg(feature = "zego")] {
    /// use std::sync::Arc;
    /// use polysign::clock::ServerClock;
    /// use polysign::tower::SignLayer;
    /// use polysign::zego;
    /// use tower_layer::Layer;
    ///
    /// # struct Client;
    /// # let credential = zego::ServerSecret::new(12345, "9193cc662a4c0ec135ec71fb57194b38")?;
    /// let sign = SignLayer::new()
    ///     .with_host("aigc-digitalhuman-api.zegotech.cn",
    /// Arc::new(zego::ServerApiV2::new(credential)))?
    ///     .with_clock_correction(ServerClock::new(), |body: &String| Some(body.clone()));
    /// let client = sign.layer(Client);
    /// # }
    /// # Ok::<(), polysign::Error>(())
    /// ```
    #[must_use]
    pub const fn with_clock_correction<F>(self, clock: ServerClock, repeat: F) -> CorrectLayer<F> {
        CorrectLayer { sign: self, clock, repeat }
    }
}

/// A [`SignLayer`] that follows the servers' clocks: [`SignLayer::with_clock_correction`].
#[derive(Clone)]
pub struct CorrectLayer<F> {
    sign: SignLayer,
    clock: ServerClock,
    repeat: F,
}

impl<S, F: Clone> Layer<S> for CorrectLayer<F> {
    type Service = Correct<S, F>;

    fn layer(&self, inner: S) -> Correct<S, F> {
        Correct { layer: self.clone(), inner }
    }
}

/// The service that [`CorrectLayer`] makes.
#[derive(Clone)]
pub struct Correct<S, F> {
    layer: CorrectLayer<F>,
    inner: S,
}

impl<S, F> Correct<S, F> {
    /// Signs a request and hands it to the client.
    fn send<B>(&mut self, mut parts: Parts, body: B) -> State<S::Future>
    where
        S: Service<HttpRequest<B>>,
    {
        match self.layer.sign(&mut parts) {
            Ok(attempt) => State::Sent {
                future: self.inner.call(HttpRequest::from_parts(parts, body)),
                attempt,
            },
            Err(error) => State::Refused { error: Some(error) },
        }
    }
}

impl<F> CorrectLayer<F> {
    /// Signs a request by the clock of its server, and notes what its response is judged by.
    fn sign(&self, parts: &mut Parts) -> Result<Attempt, Error> {
        let signer = self.sign.signer_for(parts)?;
        let payload = StatedPayload::of_parts(parts, signer.scheme())?;
        let uri = parts.uri.clone();
        let signed_at = self.clock.now(&destination(&uri)?)?;
        let context = Context::fresh(signed_at, signer.scheme().needs_nonce())?;
        let expires_at = Signing::new(&signer).with_context(context).parts_until(parts, payload)?;
        Ok(Attempt {
            uri,
            window: expires_at.map(|expires_at| expires_at.saturating_since(signed_at)),
            signed_at,
            sent: Sent::now(),
        })
    }
}

/// A request that was sent, as far as its response is judged by it.
struct Attempt {
    uri: Uri,
    signed_at: UnixTime,
    /// The number of seconds by which that time may be off.
    window: Option<i64>,
    sent: Sent,
}

impl Attempt {
    /// Tells the clock of the response. Whether that is a refusal for the time that was signed.
    fn is_refused_for_its_time<T>(&self, clock: &ServerClock, response: &Response<T>) -> bool {
        let trip = self.sent.received();
        let Ok(request) = destination(&self.uri) else {
            return false;
        };
        let told = clock.observe(&request, response.headers(), trip);
        let is_refused = matches!(
            response.status(),
            StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
        );
        is_refused
            && told == Observation::Taken
            && self
                .window
                .is_some_and(|window| clock.refutes(&request, trip, self.signed_at, window))
    }
}

/// Returns as much of a request as identifies its server.
fn destination(uri: &Uri) -> Result<Request<'_>, Error> {
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    Request::from_parts("GET", uri.scheme_str().unwrap_or_default(), authority, "/")
}

impl<S, F, B, T> Service<HttpRequest<B>> for Correct<S, F>
where
    S: Service<HttpRequest<B>, Response = Response<T>> + Clone,
    F: Fn(&B) -> Option<B> + Clone,
{
    type Response = S::Response;
    type Error = SignError<S::Error>;
    type Future = CorrectFuture<S, F, B>;

    fn poll_ready(&mut self, context: &mut TaskContext<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context).map_err(SignError::Client)
    }

    fn call(&mut self, request: HttpRequest<B>) -> Self::Future {
        let (parts, body) = request.into_parts();
        let again = (self.layer.repeat)(&body).map(|body| (parts.clone(), body));
        // What was ready is this service, and not its clone.
        let service = self.clone();
        let state = self.send(parts, body);
        CorrectFuture { state, service, again }
    }
}

pin_project! {
    /// The answer to come, or the refusal to sign.
    pub struct CorrectFuture<S, F, B>
    where
        S: Service<HttpRequest<B>>,
    {
        #[pin]
        state: State<S::Future>,
        service: Correct<S, F>,
        // What can be sent a second time; taken when it is.
        again: Option<(Parts, B)>,
    }
}

pin_project! {
    /// The steps of sending a request, at most twice.
    #[project = Projected]
    enum State<F> {
        Sent {
            #[pin]
            future: F,
            attempt: Attempt,
        },
        // For the client to take the second.
        Waiting,
        // Taken when polled.
        Refused {
            error: Option<Error>,
        },
    }
}

impl<S, F, B, T> Future for CorrectFuture<S, F, B>
where
    S: Service<HttpRequest<B>, Response = Response<T>>,
{
    type Output = Result<S::Response, SignError<S::Error>>;

    fn poll(self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let next = match this.state.as_mut().project() {
                Projected::Sent { future, attempt } => {
                    let response = ready!(future.poll(context)).map_err(SignError::Client)?;
                    let clock = &this.service.layer.clock;
                    // Asked first: the clock learns of every response.
                    if !attempt.is_refused_for_its_time(clock, &response) || this.again.is_none() {
                        return Poll::Ready(Ok(response));
                    }
                    State::Waiting
                }
                Projected::Waiting => {
                    let client = &mut this.service.inner;
                    ready!(client.poll_ready(context)).map_err(SignError::Client)?;
                    match this.again.take() {
                        Some((parts, body)) => this.service.send(parts, body),
                        None => return Poll::Pending,
                    }
                }
                Projected::Refused { error } => {
                    return match error.take() {
                        Some(error) => Poll::Ready(Err(SignError::NotSigned(error))),
                        None => Poll::Pending,
                    };
                }
            };
            this.state.set(next);
        }
    }
}

impl<F> fmt::Debug for CorrectLayer<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CorrectLayer")
            .field("sign", &self.sign)
            .field("clock", &self.clock)
            .finish_non_exhaustive()
    }
}

impl<S: fmt::Debug, F> fmt::Debug for Correct<S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Correct").field("layer", &self.layer).field("inner", &self.inner).finish()
    }
}

impl<S: Service<HttpRequest<B>>, F, B> fmt::Debug for CorrectFuture<S, F, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CorrectFuture")
    }
}
