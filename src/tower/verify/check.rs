//! The check of a head and a body, which ends in a verified request or in an answer.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};

use ::http::request::Parts;
use ::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};

use super::VerifyLayer;
use crate::verify::{Reason, Rejection};
use crate::{Error, Request, UnixTime};

/// Why a request does not pass, and what kind of answer that is.
pub(super) struct Fault {
    status: StatusCode,
    rejection: Rejection,
}

impl Fault {
    pub(super) fn of_body(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { status, rejection: Rejection::new(Reason::Request, detail) }
    }
}

impl From<Rejection> for Fault {
    fn from(rejection: Rejection) -> Self {
        Self { status: StatusCode::FORBIDDEN, rejection }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Rejection::from(error).into()
    }
}

/// The answer to a request that does not pass.
pub(super) struct Answer {
    fault: Fault,
    challenge: Option<HeaderValue>,
}

impl Answer {
    /// Makes the answer: its status says what kind of fault it is, its text nothing.
    pub(super) fn into_response<R: From<String>>(self) -> Response<R> {
        let text = self.fault.rejection.to_string();
        let mut response = Response::new(R::from(text));
        *response.status_mut() = self.fault.status;
        let plain = HeaderValue::from_static("text/plain; charset=utf-8");
        let challenge = self.challenge.map(|value| (header::WWW_AUTHENTICATE, value));
        let fields = [(header::CONTENT_TYPE, plain)].into_iter().chain(challenge);
        response.headers_mut().extend(fields);
        response
    }
}

impl VerifyLayer {
    /// Checks all of a head that can be checked without the body.
    pub(super) fn check_head(&self, parts: &Parts) -> Result<(), Answer> {
        let checked = self.ask(parts, None, |request, now| self.verifier.check_head(request, now));
        checked.map_err(|fault| self.refuse(parts, fault))
    }

    /// Leaves what is known of a request that passes in its extensions. `body` is `None` where the
    /// scheme does not cover it.
    pub(super) fn verify(&self, parts: &mut Parts, body: Option<&[u8]>) -> Result<(), Answer> {
        match self.ask(parts, body, |request, now| self.verifier.verify(request, now)) {
            Ok(verified) => {
                parts.extensions.insert(verified);
                Ok(())
            }
            Err(fault) => Err(self.refuse(parts, fault)),
        }
    }

    pub(super) fn refuse(&self, parts: &Parts, mut fault: Fault) -> Answer {
        if let Some(tell) = &self.on_rejection {
            tell(parts, &fault.rejection);
        }
        let is_of_signature = fault.status == StatusCode::FORBIDDEN;
        let challenge = self.challenge.clone().filter(|_| is_of_signature);
        if challenge.is_some() {
            fault.status = StatusCode::UNAUTHORIZED;
        }
        Answer { fault, challenge }
    }

    /// Asks the verifier about the request as the client sent it.
    fn ask<R>(
        &self,
        parts: &Parts,
        body: Option<&[u8]>,
        verifier: impl FnOnce(&Request<'_>, UnixTime) -> Result<R, Rejection>,
    ) -> Result<R, Fault> {
        let uri = self.uri(parts)?;
        let Some(target) = uri.path_and_query() else {
            return Err(Rejection::new(Reason::Request, "the URI has no path").into());
        };
        let host = self.origin.host_of(parts, &uri)?;
        let headers = self.headers(parts);
        let scheme = &self.origin.scheme_text;
        let method = parts.method.as_str();
        let request =
            Request::from_parts(method, scheme, host, target.as_str())?.with_headers(&*headers);
        let request = match body {
            Some(body) => request.with_body(body),
            None => request,
        };
        let now = self.clock.now(&request).map_err(|error| Fault {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            rejection: error.into(),
        })?;
        Ok(verifier(&request, now)?)
    }

    /// Returns the URI as the client sent it.
    fn uri<'a>(&self, parts: &'a Parts) -> Result<Cow<'a, Uri>, Rejection> {
        let Some(find) = &self.target else {
            return Ok(Cow::Borrowed(&parts.uri));
        };
        let found = find(parts).map(Cow::Owned);
        found.ok_or_else(|| Rejection::new(Reason::Request, "the layer's `target` found no URI"))
    }

    /// Returns the headers as the client sent them.
    fn headers<'a>(&self, parts: &'a Parts) -> Cow<'a, HeaderMap> {
        let mut headers = Cow::Borrowed(&parts.headers);
        if self.origin.ignores_host {
            // The verifier would take it for the host that was signed.
            headers.to_mut().remove(header::HOST);
        }
        headers
    }
}
