//! Signing requests of the `http` crate, which most clients take as they are.
//!
//! Everything else comes first (default headers, the body, compression, the trace id), signing
//! last. A request that cannot be signed or written is left as it was.
//!
//! `http::Uri` drops a fragment when it is parsed: of `a#b.txt` nothing but `a` is left to look at.
//! Write a `#` that belongs to the path or the query as `%23`.
//!
//! ```
//! # #[cfg(feature = "tencent")] {
//! use polysign::tencent;
//!
//! let signer = tencent::IvhApaas::new(tencent::AppKey::new("appkey", "token")?);
//! let request = http::Request::post("https://gw.tvs.qq.com/v2/ivh/x").body("{}").unwrap();
//! let request = polysign::http::sign(&signer, request)?;
//! assert!(request.uri().query().unwrap().starts_with("appkey=appkey&timestamp="));
//! # }
//! # Ok::<(), polysign::Error>(())
//! ```

mod built;
mod explain;

use alloc::vec::Vec;

use ::http::header::HeaderName;
use ::http::request::Parts;
use ::http::{HeaderMap, HeaderValue, Request as HttpRequest, Uri, Version};

use crate::request::Host;
use crate::sign::SignedUrl;
use crate::{Context, Error, ErrorKind, Payload, Request, Signed, Signer, UnixTime};

#[doc(hidden)]
pub use built::sign_built;
#[doc(inline)]
pub use built::sign_reqwest;
pub use explain::{explain, explain_parts};

/// The longest URI that `http::Uri` takes.
const LONGEST_URI: usize = 65_534;

/// Signs a request with the system's time and, where the scheme has one, a fresh nonce.
///
/// The body has to be at hand, as text or bytes; a request without one has the body `""`. For other
/// body types, such as streams, take the request apart with `into_parts` and use [`sign_parts`],
/// which is told what the body is.
///
/// # Errors
///
/// As [`Signing::request`].
pub fn sign<S: Signer + ?Sized, B: AsRef<[u8]>>(
    signer: &S,
    mut request: HttpRequest<B>,
) -> Result<HttpRequest<B>, Error> {
    Signing::new(signer).request(&mut request)?;
    Ok(request)
}

/// Signs the head of a request whose body is elsewhere; `payload` says what it is, `None` that it
/// is not known, which only schemes that do not cover the body can sign.
///
/// # Errors
///
/// As [`Signing::parts`].
pub fn sign_parts<'p, S: Signer + ?Sized>(
    signer: &S,
    parts: &mut Parts,
    payload: impl Into<Option<Payload<'p>>>,
) -> Result<(), Error> {
    Signing::new(signer).parts(parts, payload)
}

/// Signs a request that is a URL and a map of headers, such as one that `reqwest` has built. The
/// headers are changed; the URL to send to is the result.
///
/// # Errors
///
/// As [`Signing::headers`].
pub fn sign_headers<'p, S: Signer + ?Sized>(
    signer: &S,
    method: &str,
    url: &str,
    headers: &mut HeaderMap,
    payload: impl Into<Option<Payload<'p>>>,
) -> Result<SignedUrl, Error> {
    Signing::new(signer).headers(method, url, headers, payload)
}

/// Settings to sign a request of the `http` crate with: the signer, and what is allowed.
#[derive(Debug)]
pub struct Signing<'a, S: ?Sized> {
    signer: &'a S,
    context: Option<Context<'a>>,
    may_differ: bool,
}

impl<'a, S: Signer + ?Sized> Signing<'a, S> {
    /// Creates settings to sign with `signer`, at the present time, and with a `Host` header only
    /// if it is the URL's.
    #[must_use]
    pub const fn new(signer: &'a S) -> Self {
        Self { signer, context: None, may_differ: false }
    }

    /// Sets the time and the nonce.
    #[must_use]
    pub const fn with_context(mut self, context: Context<'a>) -> Self {
        self.context = Some(context);
        self
    }

    /// Lets the request have a `Host` header other than the host of its URL, for a server that is
    /// reached by another name. The header is signed.
    ///
    /// Over HTTP/2 the URL's host goes into `:authority`, and servers refuse a `Host` header that
    /// differs. A request whose version says HTTP/2 or later is therefore refused all the same; set
    /// the version where the client speaks it, or write the other name into the URL.
    #[must_use]
    pub const fn allow_other_host(mut self) -> Self {
        self.may_differ = true;
        self
    }

    /// Signs a request whose body is at hand, as text or bytes. For other types of bodies there is
    /// [`Signing::parts`].
    ///
    /// # Errors
    ///
    /// Those of the signer; [`ErrorKind::InvalidUrl`] for a URI that is not absolute;
    /// [`ErrorKind::ConflictingHeader`] for a `Host` header that differs from the URI's host;
    /// [`ErrorKind::TooLarge`] when the result is over a limit of the `http` crate;
    /// [`ErrorKind::DotSegments`] as for [`Signed::url`]. The request is as it was then.
    pub fn request<B: AsRef<[u8]>>(&self, request: &mut HttpRequest<B>) -> Result<(), Error> {
        let view = view(
            request.method().as_str(),
            request.uri(),
            request.headers(),
            Some(Payload::Bytes(request.body().as_ref())),
        )?;
        let changes = self.changes(&view, request.version())?;
        let uri = changes.uri(&view)?;
        changes.apply(request.headers_mut())?;
        *request.uri_mut() = uri;
        Ok(())
    }

    /// Signs the head of a request, with its body described by `payload`.
    ///
    /// # Errors
    ///
    /// As [`Signing::request`].
    pub fn parts<'p>(
        &self,
        parts: &mut Parts,
        payload: impl Into<Option<Payload<'p>>>,
    ) -> Result<(), Error> {
        self.parts_until(parts, payload.into()).map(drop)
    }

    /// Signs as `parts` does, and returns the last second in which the signature is accepted.
    pub(crate) fn parts_until(
        &self,
        parts: &mut Parts,
        payload: Option<Payload<'_>>,
    ) -> Result<Option<UnixTime>, Error> {
        let method = parts.method.as_str();
        let view = view(method, &parts.uri, &parts.headers, payload)?;
        let changes = self.changes(&view, parts.version)?;
        let uri = changes.uri(&view)?;
        let expires_at = changes.signed.expires_at();
        changes.apply(&mut parts.headers)?;
        parts.uri = uri;
        Ok(expires_at)
    }

    /// Signs a URL and a map of headers, and gives the URL to send to.
    ///
    /// # Errors
    ///
    /// As [`Signing::request`].
    pub fn headers<'p>(
        &self,
        method: &str,
        url: &str,
        headers: &mut HeaderMap,
        payload: impl Into<Option<Payload<'p>>>,
    ) -> Result<SignedUrl, Error> {
        let mut view = Request::new(method, url)?.with_headers(&*headers);
        if let Some(payload) = payload.into() {
            view = view.with_payload(payload);
        }
        let changes = self.changes(&view, Version::HTTP_11)?;
        let url = changes.signed.url(&view)?;
        changes.apply(headers)?;
        Ok(url)
    }

    fn changes(&self, view: &Request<'_>, version: Version) -> Result<Changes, Error> {
        let host: Host<'_> = view.host()?;
        let may_differ = self.may_differ && version < Version::HTTP_2;
        if !may_differ && !host.is_same(&view.target.host) {
            return Err(Error::new(
                ErrorKind::ConflictingHeader,
                "host",
                "differs from the URL's host; remove the header, or allow it with \
                 `Signing::allow_other_host`, which HTTP/2 does not",
            ));
        }
        let signed = match &self.context {
            Some(context) => self.signer.sign_with(view, context)?,
            None => self.signer.sign(view)?,
        };
        let mut headers = Vec::new();
        for (name, text) in signed.headers() {
            // Where there is no `Host` header the client makes it from the URI.
            if name == "host" && view.headers().get(name).is_none() {
                continue;
            }
            headers.push((header_name(name)?, header_value(&signed, name, text)?));
        }
        Ok(Changes { signed, headers })
    }
}

/// Returns the view of a request; nothing is copied.
fn view<'a>(
    method: &'a str,
    uri: &'a Uri,
    headers: &'a HeaderMap,
    payload: Option<Payload<'a>>,
) -> Result<Request<'a>, Error> {
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(Error::new(
            ErrorKind::InvalidUrl,
            "uri",
            "is not absolute; it needs scheme and host, as in https://host/path",
        ));
    };
    let target = uri.path_and_query().map_or("", |target| target.as_str());
    let request =
        Request::from_parts(method, scheme, authority.as_str(), target)?.with_headers(headers);
    Ok(match payload {
        Some(payload) => request.with_payload(payload),
        None => request,
    })
}

/// Everything that is to change, made and checked before anything does.
struct Changes {
    signed: Signed,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Changes {
    fn uri(&self, view: &Request<'_>) -> Result<Uri, Error> {
        let url = self.signed.url(view)?;
        if url.expose().len() > LONGEST_URI {
            return Err(too_large("uri", "is longer than the 65,534 bytes that `http::Uri` takes"));
        }
        url.expose()
            .parse()
            .map_err(|_| Error::new(ErrorKind::InvalidUrl, "uri", "cannot be an `http::Uri`"))
    }

    fn apply(self, headers: &mut HeaderMap) -> Result<(), Error> {
        let full = |_| too_large("headers", "are more than an `http::HeaderMap` takes");
        // What replaces needs no room: a map that is full with its signature can be signed again.
        let is_new = |(name, _): &&(HeaderName, HeaderValue)| !headers.contains_key(name);
        let new = self.headers.iter().filter(is_new).count();
        headers.try_reserve(new).map_err(full)?;
        for name in self.signed.removed_headers() {
            headers.remove(name);
        }
        // A full map refuses to insert even what it has.
        for (name, _) in &self.headers {
            headers.remove(name);
        }
        for (name, value) in self.headers {
            headers.try_insert(name, value).map_err(full)?;
        }
        Ok(())
    }
}

fn too_large(field: &'static str, advice: &'static str) -> Error {
    Error::new(ErrorKind::TooLarge, field, advice)
}

fn header_name(name: &'static str) -> Result<HeaderName, Error> {
    HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Error::new(ErrorKind::InvalidHeader, name, "is not a header name"))
}

fn header_value(signed: &Signed, name: &'static str, text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| Error::new(ErrorKind::InvalidHeader, name, "cannot be a header value"))?;
    value.set_sensitive(signed.is_secret_header(name));
    Ok(value)
}
