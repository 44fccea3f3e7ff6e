//! The service around a server's routes: check the head, read the body, verify, hand on.

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;
use core::future::Future;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use ::http::request::Parts;
use ::http::{Request, Response, StatusCode};
use bytes::{Buf, BufMut, Bytes, BytesMut};
use http_body::Body;
use pin_project_lite::pin_project;
use tower_service::Service;

use super::VerifyLayer;
use super::check::{Answer, Fault};

/// The service that [`VerifyLayer`] makes.
#[derive(Clone, Debug)]
pub struct Verify<S> {
    layer: Arc<VerifyLayer>,
    inner: S,
}

impl<S> Verify<S> {
    pub(super) fn new(layer: Arc<VerifyLayer>, inner: S) -> Self {
        Self { layer, inner }
    }
}

impl<S, B, R> Service<Request<B>> for Verify<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone,
    B: Body + From<Bytes>,
    B::Error: fmt::Display,
    R: From<String>,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = VerifyFuture<S, B>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (parts, body) = request.into_parts();
        // The one that is ready is the one to call, which may be after the next request came in.
        let other = self.inner.clone();
        let waiting = Waiting {
            inner: mem::replace(&mut self.inner, other),
            layer: Arc::clone(&self.layer),
            parts,
            read: BytesMut::new(),
        };
        let covers_body = self.layer.verifier.scheme().covers().body();
        let state = if !covers_body {
            waiting.verify(None, body)
        } else if let Err(answer) = self.layer.check_head(&waiting.parts) {
            State::answer(answer)
        } else if body.size_hint().lower() > waiting.limit() {
            waiting.too_large()
        } else {
            State::Reading { waiting: Some(waiting), body }
        };
        VerifyFuture { state }
    }
}

/// A request whose body is still to be read, and the service that is to get it.
struct Waiting<S> {
    inner: S,
    layer: Arc<VerifyLayer>,
    parts: Parts,
    read: BytesMut,
}

impl<S> Waiting<S> {
    fn limit(&self) -> u64 {
        self.layer.body_limit as u64
    }

    /// Keeps a piece of the body, unless it is then above the limit.
    fn keep(&mut self, piece: impl Buf) -> bool {
        let room = self.layer.body_limit.saturating_sub(self.read.len());
        let fits = piece.remaining() <= room;
        if fits {
            self.read.put(piece);
        }
        fits
    }

    fn verify<B, F>(mut self, read: Option<&[u8]>, body: B) -> State<S, B, F>
    where
        S: Service<Request<B>, Future = F>,
    {
        match self.layer.verify(&mut self.parts, read) {
            Ok(()) => {
                State::Passed { future: self.inner.call(Request::from_parts(self.parts, body)) }
            }
            Err(answer) => State::answer(answer),
        }
    }

    fn verify_read<B: From<Bytes>, F>(mut self) -> State<S, B, F>
    where
        S: Service<Request<B>, Future = F>,
    {
        let read = mem::take(&mut self.read).freeze();
        let body = B::from(read.clone());
        self.verify(Some(&read), body)
    }

    fn too_large<B, F>(&self) -> State<S, B, F> {
        let limit = self.layer.body_limit;
        let detail =
            format!("the body is larger than {limit} bytes, which is what the layer reads");
        self.refuse(StatusCode::PAYLOAD_TOO_LARGE, detail)
    }

    fn refuse<B, F>(&self, status: StatusCode, detail: String) -> State<S, B, F> {
        let fault = Fault::of_body(status, detail);
        State::answer(self.layer.refuse(&self.parts, fault))
    }
}

pin_project! {
    /// The inner service's answer to come, or the layer's own.
    ///
    /// Dropped before its end, it leaves nothing over: a request whose body was not read to its end
    /// was not verified, and is not remembered as a replay.
    pub struct VerifyFuture<S, B>
    where
        S: Service<Request<B>>,
    {
        #[pin]
        state: State<S, B, S::Future>,
    }
}

pin_project! {
    #[project = Projected]
    enum State<S, B, F> {
        // Taken when the body is read.
        Reading {
            waiting: Option<Waiting<S>>,
            #[pin]
            body: B,
        },
        Passed {
            #[pin]
            future: F,
        },
        // Taken when polled.
        Answered {
            answer: Option<Answer>,
        },
    }
}

impl<S, B, F> State<S, B, F> {
    fn answer(answer: Answer) -> Self {
        Self::Answered { answer: Some(answer) }
    }
}

impl<S, B, R> Future for VerifyFuture<S, B>
where
    S: Service<Request<B>, Response = Response<R>>,
    B: Body + From<Bytes>,
    B::Error: fmt::Display,
    R: From<String>,
{
    type Output = Result<Response<R>, S::Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        loop {
            let next = match state.as_mut().project() {
                Projected::Passed { future } => return future.poll(context),
                Projected::Answered { answer } => {
                    return match answer.take() {
                        Some(answer) => Poll::Ready(Ok(answer.into_response())),
                        None => Poll::Pending,
                    };
                }
                Projected::Reading { waiting, body } => ready!(read(waiting, body, context)),
            };
            state.set(next);
        }
    }
}

/// Reads on, and gives what comes after the body.
fn read<S, B>(
    slot: &mut Option<Waiting<S>>,
    mut body: Pin<&mut B>,
    context: &mut Context<'_>,
) -> Poll<State<S, B, S::Future>>
where
    S: Service<Request<B>>,
    B: Body + From<Bytes>,
    B::Error: fmt::Display,
{
    loop {
        let Some(waiting) = slot else {
            return Poll::Pending;
        };
        match ready!(body.as_mut().poll_frame(context)) {
            Some(Ok(frame)) => {
                // What is no data is a trailer, which is not covered.
                let fits = frame.into_data().map_or(true, |piece| waiting.keep(piece));
                if !fits {
                    return Poll::Ready(waiting.too_large());
                }
            }
            Some(Err(error)) => {
                let detail = format!("the body could not be read to its end: {error}");
                return Poll::Ready(waiting.refuse(StatusCode::BAD_REQUEST, detail));
            }
            None => {
                let whole = slot.take().map(Waiting::verify_read);
                return whole.map_or(Poll::Pending, Poll::Ready);
            }
        }
    }
}

impl<S: Service<Request<B>>, B> fmt::Debug for VerifyFuture<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerifyFuture")
    }
}
