//! Requests that a client has built by types of its own: `reqwest`, in both of its versions.

use core::str::FromStr;

use ::http::HeaderMap;

use super::sign_headers;
use crate::{Error, ErrorKind, Payload, Signer};

/// Signs a request that `reqwest` 0.12 or 0.13 has built, asynchronous or blocking, and returns it.
#[cfg_attr(not(doctest), doc = "", doc = include_str!("sign_reqwest.md"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __sign_reqwest {
    ($signer:expr, $request:expr $(, $payload:expr)? $(,)?) => {
        match (&$signer, $request) {
            (signer, mut request) => {
                let signed = {
                    // No body at all is an empty one, and `None` a stream.
                    let payload = match request.body() {
                        Some(body) => body.as_bytes().map($crate::Payload::Bytes),
                        None => Some($crate::Payload::Bytes(b"")),
                    };
                    $(
                        let _ = payload;
                        let payload = Some($payload);
                    )?
                    let (method, url) = (request.method().as_str(), request.url().as_str());
                    $crate::http::sign_built(signer, method, url, request.headers(), payload)
                };
                signed.map(|(headers, url)| {
                    *request.headers_mut() = headers;
                    *request.url_mut() = url;
                    request
                })
            }
        }
    };
}

#[doc(inline)]
pub use __sign_reqwest as sign_reqwest;

/// Signs for [`sign_reqwest`], and reads the URL into the client's own type.
#[doc(hidden)]
pub fn sign_built<S: Signer + ?Sized, U: FromStr + AsRef<str>>(
    signer: &S,
    method: &str,
    url: &str,
    headers: &HeaderMap,
    payload: Option<Payload<'_>>,
) -> Result<(HeaderMap, U), Error> {
    if payload.is_none() && signer.scheme().covers().body() {
        return Err(Error::new(
            ErrorKind::MissingPayload,
            "body",
            "is a stream, and the signature covers it; state its `Payload` as the third argument of \
             `sign_reqwest!`, or collect it into bytes before signing",
        ));
    }
    let mut headers = headers.clone();
    let signed = sign_headers(signer, method, url, &mut headers, payload)?;
    let url = signed.expose().parse().ok().filter(|url: &U| url.as_ref() == signed.expose());
    let url = url.ok_or_else(|| {
        let advice = "is one that the client writes in another form than was signed; use its own";
        Error::new(ErrorKind::InvalidUrl, "url", advice)
    })?;
    Ok((headers, url))
}
