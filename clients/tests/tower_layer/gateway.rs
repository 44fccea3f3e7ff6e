//! A gateway with a clock of its own, which refuses what was signed at another time.

use std::future::{Ready, ready};
use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Poll};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{Request, Response};
use tower::Service;

use crate::tower_layer::Broken;

/// Its window, which is that of ZEGO.
const WINDOW: i64 = 600;

/// Every clone is a client of the same gateway, and has to be asked whether it is ready.
#[derive(Debug)]
pub(crate) struct Gateway {
    pub(crate) answers: Answers,
    pub(crate) sent: Arc<Mutex<Vec<Request<&'static [u8]>>>>,
    is_ready: bool,
    was_asked: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Answers {
    /// By how many seconds its clock is ahead of ours.
    pub(crate) ahead: i64,
    /// To what was signed outside of its window.
    pub(crate) to_another_time: u16,
    /// To all else.
    pub(crate) to_the_rest: u16,
    pub(crate) headers: Vec<(&'static str, &'static str)>,
    pub(crate) tells_its_time: bool,
    pub(crate) breaks_at: Option<usize>,
}

impl Gateway {
    pub(crate) fn ahead(seconds: i64) -> Self {
        Self {
            answers: Answers {
                ahead: seconds,
                to_another_time: 403,
                to_the_rest: 200,
                headers: Vec::new(),
                tells_its_time: true,
                breaks_at: None,
            },
            sent: Arc::default(),
            is_ready: false,
            was_asked: false,
        }
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Answers)) -> Self {
        change(&mut self.answers);
        self
    }

    fn answer(&self, request: &Request<&'static [u8]>) -> Response<()> {
        let now = system() + self.answers.ahead;
        let is_at_another_time =
            signed_at(request).is_some_and(|at| at.abs_diff(now) > WINDOW.cast_unsigned());
        let status = match is_at_another_time {
            true => self.answers.to_another_time,
            false => self.answers.to_the_rest,
        };
        let mut response = Response::builder().status(status);
        if self.answers.tells_its_time {
            response = response.header("date", date(now));
        }
        for (name, value) in &self.answers.headers {
            response = response.header(*name, *value);
        }
        response.body(()).unwrap()
    }
}

impl Clone for Gateway {
    fn clone(&self) -> Self {
        Self {
            answers: self.answers.clone(),
            sent: Arc::clone(&self.sent),
            is_ready: false,
            was_asked: false,
        }
    }
}

impl Service<Request<&'static [u8]>> for Gateway {
    type Response = Response<()>;
    type Error = Broken;
    type Future = Ready<Result<Response<()>, Broken>>;

    /// Ready when it is asked for the second time.
    fn poll_ready(&mut self, context: &mut TaskContext<'_>) -> Poll<Result<(), Broken>> {
        self.is_ready = self.was_asked;
        self.was_asked = true;
        match self.is_ready {
            true => Poll::Ready(Ok(())),
            false => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }

    fn call(&mut self, request: Request<&'static [u8]>) -> Self::Future {
        assert!(self.is_ready, "was not asked whether it is ready");
        (self.is_ready, self.was_asked) = (false, false);
        let response = self.answer(&request);
        let mut sent = self.sent.lock().unwrap();
        sent.push(request);
        match self.answers.breaks_at {
            Some(at) if at == sent.len() => ready(Err(Broken)),
            _ => ready(Ok(response)),
        }
    }
}

pub(crate) fn system() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    since.as_secs().cast_signed()
}

pub(crate) fn date(unix_seconds: i64) -> String {
    let since = Duration::from_secs(unix_seconds.cast_unsigned());
    httpdate::fmt_http_date(UNIX_EPOCH + since)
}

/// What ZEGO calls `Timestamp`.
pub(crate) fn signed_at(request: &Request<&'static [u8]>) -> Option<i64> {
    parameter(request, "Timestamp").map(|text| text.parse().unwrap())
}

pub(crate) fn parameter<'a>(request: &'a Request<&'static [u8]>, name: &str) -> Option<&'a str> {
    let mut pairs = request.uri().query()?.split('&');
    pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}
