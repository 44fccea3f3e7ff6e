//! The request as it will be sent, borrowed.

mod fingerprint;
mod headers;
mod host;
mod path;
mod payload;
mod query;
mod url;
mod url_builder;
mod url_scheme;

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

/// A view of a request: method, URL as it goes on the wire, headers, payload.
///
/// The URL has to be what will be sent: percent-encoded, without user information. A fragment is
/// not sent: with GET, HEAD and POST it is ignored, with other methods it is an error when signing,
/// unless [`Request::allow_fragment`]. `UrlBuilder` makes such a URL from text that is not encoded.
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
    /// A request with `method` to the absolute URL `url`, without headers and payload.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidMethod`] for a method that is not a token; [`ErrorKind::InvalidUrl`]
    /// and [`ErrorKind::MalformedEscape`], with the offset, for a URL that cannot be sent as it is.
    #[inline]
    pub fn new(method: &'a str, url: &'a str) -> Result<Self, Error> {
        Self::of(method, Target::of_url(url)?)
    }

    /// A request from what a server sees: the scheme (`https`), the authority (`host:port`) and
    /// the target in origin form (`/path?query`), without a fragment.
    ///
    /// # Errors
    ///
    /// As [`Request::new`]; offsets count from the start of the part at fault.
    pub fn from_parts(
        method: &'a str,
        scheme: &'a str,
        authority: &'a str,
        target: &'a str,
    ) -> Result<Self, Error> {
        Self::of(method, Target::of_parts(scheme, authority, target)?)
    }

    #[inline]
    fn of(method: &'a str, target: Target<'a>) -> Result<Self, Error> {
        if !is_token(method) {
            return Err(Error::new(
                ErrorKind::InvalidMethod,
                "method",
                "is not a token; write it in letters, as in GET",
            ));
        }
        Ok(Self {
            method,
            target,
            headers: Headers::NONE,
            payload: None,
            allows_fragment: false,
        })
    }

    /// Sets all headers of the request: pairs of text, of text and bytes, or a `HeaderMap`.
    /// They are checked when the request is signed.
    #[inline]
    #[must_use]
    pub fn with_headers(mut self, headers: impl Into<Headers<'a>>) -> Self {
        self.headers = headers.into();
        self
    }

    /// Sets the exact bytes of the body. For a request without a body pass an empty one.
    #[inline]
    #[must_use]
    pub fn with_body<B: AsRef<[u8]> + ?Sized>(self, body: &'a B) -> Self {
        self.with_payload(Payload::Bytes(body.as_ref()))
    }

    /// Sets the payload in one of its forms.
    #[inline]
    #[must_use]
    pub fn with_payload(mut self, payload: Payload<'a>) -> Self {
        self.payload = Some(payload);
        self
    }

    /// Lets a URL with a fragment be signed with any method. The fragment is not sent: `a#b.txt`
    /// names `a`.
    #[inline]
    #[must_use]
    pub const fn allow_fragment(mut self) -> Self {
        self.allows_fragment = true;
        self
    }

    /// The method, as given.
    #[must_use]
    pub fn method(&self) -> &'a str {
        self.method
    }

    /// The scheme of the URL.
    #[must_use]
    pub fn scheme(&self) -> UrlScheme {
        self.target.scheme
    }

    /// The path as it stands in the URL, without decoding. An empty one goes out as `/`.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.target.path.text
    }

    /// The query as it stands in the URL, without `?` and without decoding.
    #[must_use]
    pub fn query(&self) -> Option<&'a str> {
        self.target.query
    }

    /// The pairs of the query as they stand in the URL, in its order. Empty pieces are skipped;
    /// `k` is the same as `k=`.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        pairs(self.target.query.unwrap_or_default())
    }

    /// The headers that the caller sets.
    #[must_use]
    pub fn headers(&self) -> Headers<'a> {
        self.headers
    }

    /// The payload, if it was stated.
    #[must_use]
    pub fn payload(&self) -> Option<Payload<'a>> {
        self.payload
    }

    /// The payload for a scheme that covers it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingPayload`] when it was not stated and the method usually has one (POST,
    /// PUT, PATCH). With other methods it is empty then.
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

    /// The method for a scheme that covers it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidMethod`] when it has a lower-case letter: clients differ on whether
    /// they send it as it is.
    pub fn covered_method(&self) -> Result<&'a str, Error> {
        if self.method.bytes().any(|byte| byte.is_ascii_lowercase()) {
            Err(Error::new(
                ErrorKind::InvalidMethod,
                "method",
                "has a lower-case letter; write it in upper case",
            ))
        } else {
            Ok(self.method)
        }
    }

    /// The host that will be sent: of the `Host` header if there is one, else of the URL.
    ///
    /// # Errors
    ///
    /// As [`Request::check_headers`].
    pub fn host(&self) -> Result<Host<'a>, Error> {
        self.check_headers()
    }

    /// Checks all headers, and that no fragment is lost, and finds the host that will be sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidUrl`], with the offset, for a fragment with a method other than GET,
    /// HEAD
    /// and POST, unless [`Request::allow_fragment`];
    /// [`ErrorKind::InvalidHeader`] for a name that is not a token, and for a value with a control
    /// character other than TAB; [`ErrorKind::ConflictingHeader`] for a second `Host` header;
    /// [`ErrorKind::InvalidUrl`] for a `Host` header that is not a host.
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
                    return Err(Error::new(
                        ErrorKind::ConflictingHeader,
                        "host",
                        "is there twice; keep one",
                    ));
                }
                host = Some(self.host_of_header(value)?);
            }
        }
        Ok(host.unwrap_or(self.target.host))
    }

    /// Whoever deletes `a#b.txt` hardly means `a`, which is what would be sent.
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

    fn host_of_header(&self, value: &'a [u8]) -> Result<Host<'a>, Error> {
        match core::str::from_utf8(trim(value)) {
            Ok(text) => Host::read(text, self.target.scheme, "host", 0),
            Err(_) => Err(Error::new(
                ErrorKind::InvalidUrl,
                "host",
                "is not ASCII; write an international name in its `xn--` form",
            )),
        }
    }

    /// For schemes that cover no part of the request: whoever can read it can send any other.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ClearText`] when the URL is `http` or `ws`, its host is not this machine, and
    /// that was not allowed.
    pub fn check_clear_text(&self, is_allowed: bool) -> Result<(), Error> {
        // The URL's host, which is where the client connects to, whatever a `Host` header says.
        if self.target.scheme.is_clear_text() && !self.target.host.is_loopback() && !is_allowed {
            Err(Error::new(
                ErrorKind::ClearText,
                "url",
                "is sent in clear text and the signature covers no part of the request; use https \
                 or wss, or call `allow_clear_text` on the signer",
            ))
        } else {
            Ok(())
        }
    }
}

fn check_header(name: &str, value: &[u8]) -> Result<(), Error> {
    if !is_token(name) {
        return Err(Error::new(
            ErrorKind::InvalidHeader,
            "header name",
            "is not a token; it has to be letters, digits and `-`",
        ));
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

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("host", &self.target.host)
            .field("path", &self.target.path.text)
            .field("query", &format_args!("{}", QueryNames(self)))
            .field("headers", &self.headers)
            .field("payload", &self.payload)
            .finish()
    }
}

/// The names of the query without its values, which may be a signature.
struct QueryNames<'a>(&'a Request<'a>);

impl fmt::Display for QueryNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (at, (name, _)) in self.0.query_pairs().enumerate() {
            write!(f, "{}{name}", if at == 0 { "" } else { ", " })?;
        }
        f.write_str("]")
    }
}
