//! Explanations of requests that were signed and sent.

use ::http::Request as HttpRequest;
use ::http::request::Parts;

use super::view;
use crate::explain::SentContext;
use crate::{Context, Error, Explanation, Payload, Request, Signer};

/// Explains a request as it was sent. Its time and nonce are read from it.
///
/// ```
/// # #[cfg(feature = "baidu")] {
/// use polysign::baidu;
///
/// let signer = baidu::BceAuthV1::new(baidu::AccessKey::new("ak", "sk")?);
/// let request = http::Request::get("https://aipage.baidubce.com/v1/site").body("").unwrap();
/// let sent = polysign::http::sign(&signer, request)?;
///
/// // Later, when the server has refused it.
/// let explanation = polysign::http::explain(&signer, &sent)?;
/// assert!(explanation.to_string().contains("\nGET\n/v1/site\n"));
/// # }
/// # Ok::<(), polysign::Error>(())
/// ```
///
/// # Errors
///
/// Those of [`SentContext::read`] and of [`Signer::explain`].
pub fn explain<S: Signer + ?Sized, B: AsRef<[u8]>>(
    signer: &S,
    request: &HttpRequest<B>,
) -> Result<Explanation, Error> {
    let payload = Payload::Bytes(request.body().as_ref());
    let method = request.method().as_str();
    explain_sent(signer, &view(method, request.uri(), request.headers(), Some(payload))?)
}

/// Explains the head of a request as it was sent, with its body described by `payload`. A request of
/// `reqwest` becomes one by `http::Request::try_from` and `into_parts`.
///
/// # Errors
///
/// As [`explain`].
pub fn explain_parts<'p, S: Signer + ?Sized>(
    signer: &S,
    parts: &Parts,
    payload: impl Into<Option<Payload<'p>>>,
) -> Result<Explanation, Error> {
    let method = parts.method.as_str();
    explain_sent(signer, &view(method, &parts.uri, &parts.headers, payload.into())?)
}

fn explain_sent<S: Signer + ?Sized>(
    signer: &S,
    request: &Request<'_>,
) -> Result<Explanation, Error> {
    let sent = SentContext::read(signer, request)?;
    signer.explain(request, &sent.or(Context::now()?))
}
