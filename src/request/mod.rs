//! The request that is signed: method, URL, headers and payload, borrowed from the caller.
//!
//! A [`Request`] is a view. Building one copies nothing and rewrites nothing: the URL is read and
//! checked, and its path and query are later signed and sent byte for byte as they were written.
//! What clients would send in another form than it was written, or disagree on, is an error with
//! the place and the remedy, because the signature would be wrong without anybody having done
//! anything wrong.
//!
//! # The URL
//!
//! The URL is absolute and percent-encoded, as it goes on the wire. [`UrlBuilder`] makes one from
//! text that is not encoded. Refused are user information, spaces, backslashes, characters that are
//! not ASCII, a `%` without two hexadecimal digits, and hosts that clients rewrite, such as
//! `127.1`. Upper case in the host, a default port and an empty path are allowed; they are sent and
//! signed in their canonical form.
//!
//! # The payload
//!
//! [`Payload`] has three forms, and not stating it is a fourth state. A scheme that covers the body
//! needs one of the three for POST, PUT and PATCH. With other methods no payload means no body.
//!
//! ```
//! use polysign::{Payload, Request};
//!
//! let url = "https://example.com/v1/tasks";
//! let with_body = Request::new("POST", url)?.with_body(r#"{"name":"a"}"#);
//! let without_body = Request::new("POST", url)?.with_body("");
//! let left_out = Request::new("POST", url)?.with_payload(Payload::Unsigned);
//! let not_stated = Request::new("POST", url)?;
//! assert!(not_stated.covered_payload().is_err());
//! # Ok::<(), polysign::Error>(())
//! ```
//!
//! # On a server
//!
//! A server sees no URL but its parts. [`Request::from_parts`] takes them as they came in, and a
//! [`Verifier`](crate::verify::Verifier) checks the result by the code that signs.

mod fingerprint;
mod headers;
mod host;
mod path;
mod payload;
mod query;
mod url;
mod url_builder;
mod url_scheme;
mod verbatim;

use alloc::vec::Vec;
use core::fmt;

use crate::text::{find_forbidden, is_token, trim};
use crate::{Error, ErrorKind};

pub use headers::{HeaderIter, Headers};
pub use host::Host;
pub(crate) use path::Path;
#[cfg(feature = "_sha2")]
pub use payload::BodyHasher;
pub use payload::{BodyDigest, Payload};
pub(crate) use query::{pairs, pieces};
pub(crate) use url::Target;
pub use url_builder::UrlBuilder;
pub use url_scheme::UrlScheme;

/// A borrowed view of a request: method, URL as it goes on the wire, headers, payload.
///
/// It is `Copy` and holds references only. The URL has to be what will be sent: percent-encoded,
/// without user information. [`UrlBuilder`] makes such a URL from text that is not encoded.
///
/// A fragment is never sent. With GET, HEAD and POST it is ignored; with other methods it is an
/// error when signing, unless [`Request::allow_fragment`] was called, since `DELETE /a#b.txt` would
/// delete `a`.
///
/// `Debug` shows names of headers and parameters without their values.
///
/// ```
/// use polysign::Request;
///
/// let headers = [("content-type", "application/json")];
/// let request = Request::new("POST", "https://example.com/v1/tasks?lang=zh")?
///     .with_headers(&headers)
///     .with_body("{}");
/// assert_eq!(request.path(), "/v1/tasks");
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Request<'a> {
    method: &'a str,
    pub(crate) target: Target<'a>,
    headers: Headers<'a>,
    payload: Option<Payload<'a>>,
    allows_fragment: bool,
}

impl<'a> Request<'a> {
    /// Creates a request with `method` to the absolute URL `url`, without headers and payload.
    ///
    /// The method is a token of RFC 9110 and is kept in its case. The URL has the scheme `http`,
    /// `https`, `ws` or `wss`.
    ///
    /// ```
    /// use polysign::{ErrorKind, Request};
    ///
    /// let request = Request::new("GET", "https://example.com:443/a%20b?q=1&q=2")?;
    /// assert_eq!(request.path(), "/a%20b");
    /// assert_eq!(request.query(), Some("q=1&q=2"));
    /// assert_eq!(request.host()?.to_string(), "example.com");
    ///
    /// let error = Request::new("GET", "/a").unwrap_err();
    /// assert_eq!(error.to_string(), "url: must be absolute, for example https://host/path");
    /// # Ok::<(), polysign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidMethod`] for a method that is not a token; [`ErrorKind::InvalidUrl`]
    /// and [`ErrorKind::MalformedEscape`], with the offset, for a URL that cannot be sent as it is.
    #[inline]
    pub fn new(method: &'a str, url: &'a str) -> Result<Self, Error> {
        Self::of(method, Target::of_url(url)?)
    }

    /// Creates a request from the parts that a server sees.
    ///
    /// `scheme` is `https`, for example, as the client used it: if a proxy ended TLS it is
    /// the scheme before the proxy. `authority` is `host` or `host:port`. `target` is in origin form,
    /// `/path?query`, without a fragment. A `Host` header among the headers that are set later takes
    /// precedence over the authority.
    ///
    /// ```
    /// use polysign::Request;
    ///
    /// let headers = [("host", "api.example.com"), ("x-date", "20191115T033655Z")];
    /// let request = Request::from_parts("POST", "https", "10.0.0.7:8080", "/v1/tasks?page=2")?
    ///     .with_headers(&headers)
    ///     .with_body("{}");
    /// assert_eq!(request.host()?.to_string(), "api.example.com");
    /// # Ok::<(), polysign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`Request::new`]. The field is `url` for the scheme, `authority` or `target`,
    /// and offsets count from the start of that part.
    pub fn from_parts(
        method: &'a str,
        scheme: &'a str,
        authority: &'a str,
        target: &'a str,
    ) -> Result<Self, Error> {
        Self::of(method, Target::of_parts(scheme, authority, target)?)
    }

    /// Checks the method, and creates the request without headers and payload.
    #[inline]
    fn of(method: &'a str, target: Target<'a>) -> Result<Self, Error> {
        if !is_token(method) {
            let advice = "is not a token; write it in letters, as in GET";
            return Err(Error::new(ErrorKind::InvalidMethod, "method", advice));
        }
        Ok(Self { method, target, headers: Headers::NONE, payload: None, allows_fragment: false })
    }

    /// Sets all headers of the request, in place of those that were set before.
    ///
    /// Pairs of text, pairs of text and bytes, and with the feature `http` a `HeaderMap` are taken
    /// by reference. Names may be in any case and may repeat. They are checked when the request is
    /// signed, by [`Request::check_headers`].
    ///
    /// Set every header here that will be sent: a scheme signs those that it covers, and an
    /// explanation lists the others as not covered.
    #[inline]
    #[must_use]
    pub fn with_headers(mut self, headers: impl Into<Headers<'a>>) -> Self {
        self.headers = headers.into();
        self
    }

    /// Sets the payload to the exact bytes of the body. For a request without a body pass `""`.
    #[inline]
    #[must_use]
    pub fn with_body<B: AsRef<[u8]> + ?Sized>(self, body: &'a B) -> Self {
        self.with_payload(Payload::Bytes(body.as_ref()))
    }

    /// Sets the payload in one of its forms: bytes, a digest, or unsigned.
    #[inline]
    #[must_use]
    pub fn with_payload(mut self, payload: Payload<'a>) -> Self {
        self.payload = Some(payload);
        self
    }

    /// Lets a URL with a fragment be signed with any method.
    ///
    /// The fragment is not sent: a request to `/a#b.txt` names `/a`. Where the `#` belongs to the
    /// name, write it as `%23`.
    #[inline]
    #[must_use]
    pub const fn allow_fragment(mut self) -> Self {
        self.allows_fragment = true;
        self
    }

    /// Returns the method in the case in which it was given.
    #[must_use]
    pub fn method(&self) -> &'a str {
        self.method
    }

    /// Returns the scheme of the URL.
    #[must_use]
    pub fn scheme(&self) -> UrlScheme {
        self.target.scheme
    }

    /// Returns the path as it stands in the URL, percent-encoded. An empty one is sent as `/`.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.target.path.text
    }

    /// Returns the query as it stands in the URL, percent-encoded and without the `?`.
    ///
    /// `None` where there is no `?`, and an empty text where nothing follows it.
    #[must_use]
    pub fn query(&self) -> Option<&'a str> {
        self.target.query
    }

    /// Iterates over the names and values of the query as they stand in the URL, percent-encoded
    /// and in its order. Empty pieces are skipped; `k` has an empty value, as `k=` has.
    ///
    /// ```
    /// use polysign::Request;
    ///
    /// let request = Request::new("GET", "https://example.com/?b=%2F&&a")?;
    /// assert!(request.query_pairs().eq([("b", "%2F"), ("a", "")]));
    /// # Ok::<(), polysign::Error>(())
    /// ```
    pub fn query_pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        pairs(self.target.query.unwrap_or_default())
    }

    /// Returns the headers that the caller sets.
    #[must_use]
    pub fn headers(&self) -> Headers<'a> {
        self.headers
    }

    /// Returns the payload. `None` if it was not stated.
    #[must_use]
    pub fn payload(&self) -> Option<Payload<'a>> {
        self.payload
    }

    /// Returns the payload for a scheme that covers it.
    ///
    /// With methods that usually have no body, a payload that was not stated is empty.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingPayload`] when it was not stated and the method usually has one: POST,
    /// PUT and PATCH. A signature over an empty body would be refused as a wrong signature.
    pub fn covered_payload(&self) -> Result<Payload<'a>, Error> {
        match self.payload {
            Some(payload) => Ok(payload),
            None if matches!(self.method, "POST" | "PUT" | "PATCH") => Err(Error::new(
                ErrorKind::MissingPayload,
                "payload",
                "is covered by the signature and was not stated; call `with_body`, with \"\" if \
                 there is none, or `with_payload` with `Payload::Bytes`, a digest from `BodyHasher`, \
                 or `Payload::Unsigned`",
            )),
            None => Ok(Payload::Bytes(&[])),
        }
    }

    /// Returns the method for a scheme that covers it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidMethod`] when it has a lower-case letter: clients differ on whether
    /// they send it as it is.
    pub fn covered_method(&self) -> Result<&'a str, Error> {
        if self.method.bytes().any(|byte| byte.is_ascii_lowercase()) {
            let advice = "has a lower-case letter; write it in upper case";
            Err(Error::new(ErrorKind::InvalidMethod, "method", advice))
        } else {
            Ok(self.method)
        }
    }

    /// Returns the host that will be sent: that of the `Host` header if there is one, else that of
    /// the URL.
    ///
    /// # Errors
    ///
    /// The errors of [`Request::check_headers`].
    pub fn host(&self) -> Result<Host<'a>, Error> {
        self.check_headers()
    }

    /// Checks all headers, and that no fragment is lost, and returns the host that will be sent.
    ///
    /// Every signer does this before it signs. Call it to find mistakes earlier.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::InvalidUrl`], with the offset, for a fragment with a method other than GET,
    ///   HEAD and POST, unless [`Request::allow_fragment`] was called;
    /// - [`ErrorKind::InvalidHeader`] for a name that is not a token, and, with the offset, for a
    ///   value with a control character other than TAB;
    /// - [`ErrorKind::ConflictingHeader`] for a second `Host` header;
    /// - [`ErrorKind::InvalidUrl`] for a `Host` header that is not a host.
    pub fn check_headers(&self) -> Result<Host<'a>, Error> {
        if let Some(offset) = self.target.fragment_at {
            self.check_fragment(offset)?;
        }
        let are_checked = self.headers.are_checked();
        let mut host = None;
        for (name, value) in self.headers.iter() {
            if !are_checked {
                check_header(name, value)?;
            }
            if name.eq_ignore_ascii_case("host") {
                if host.is_some() {
                    let advice = "is there twice; keep one";
                    return Err(Error::new(ErrorKind::ConflictingHeader, "host", advice));
                }
                host = Some(self.host_of_header(value)?);
            }
        }
        Ok(host.unwrap_or(self.target.host))
    }

    /// Refuses a fragment where it may have been meant as a part of the name: who deletes `a#b.txt`
    /// hardly means `a`, which is what would be sent.
    fn check_fragment(&self, offset: usize) -> Result<(), Error> {
        if self.allows_fragment || matches!(self.method, "GET" | "HEAD" | "POST") {
            Ok(())
        } else {
            Err(Error::new(
                ErrorKind::InvalidUrl,
                "url",
                "has a `#`, and what follows it is not sent, so that the request would name \
                 another resource; write it as %23, or call `Request::allow_fragment`",
            )
            .with_offset(offset))
        }
    }

    /// Reads the value of a `Host` header.
    fn host_of_header(&self, value: &'a [u8]) -> Result<Host<'a>, Error> {
        match core::str::from_utf8(trim(value)) {
            Ok(text) => Host::read(text, self.target.scheme, "host"),
            Err(_) => Err(Error::new(
                ErrorKind::InvalidUrl,
                "host",
                "is not ASCII; write an international name in its `xn--` form",
            )),
        }
    }

    /// Refuses plaintext HTTP for a scheme that covers no part of the request.
    ///
    /// Who reads one such request can send any other until the signature expires. Requests to this
    /// machine are let through. `is_allowed` is the signer's option `allow_clear_text`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ClearText`] when the URL is `http` or `ws`, its host is not this machine, and
    /// that was not allowed.
    pub fn check_clear_text(&self, is_allowed: bool) -> Result<(), Error> {
        // The URL's host, which is where the client connects to, whatever a `Host` header says.
        if self.target.scheme.is_clear_text() && !self.target.host.is_loopback() && !is_allowed {
            let advice = "is sent in clear text and the signature covers no part of the request; use https \
                 or wss, or call `allow_clear_text` on the signer";
            Err(Error::new(ErrorKind::ClearText, "url", advice))
        } else {
            Ok(())
        }
    }
}

/// Checks that a header can be sent: the name a token, the value without control characters.
fn check_header(name: &str, value: &[u8]) -> Result<(), Error> {
    if !is_token(name) {
        let advice = "is not a token; it has to be letters, digits and `-`";
        return Err(Error::new(ErrorKind::InvalidHeader, "header name", advice));
    }
    match find_forbidden(value) {
        None => Ok(()),
        Some(offset) => Err(Error::new(
            ErrorKind::InvalidHeader,
            name.to_ascii_lowercase(),
            "has a control character in its value; remove it",
        )
        .with_offset(offset)),
    }
}

/// Shows the names of the query without its values, which may be a signature.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.query_pairs().map(|(name, _)| name);
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("host", &self.target.host)
            .field("path", &self.target.path.text)
            .field("query", &names.collect::<Vec<_>>())
            .field("headers", &self.headers)
            .field("payload", &self.payload)
            .finish()
    }
}
