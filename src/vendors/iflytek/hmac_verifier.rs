//! Checking `hmac-url` and `http-digest` on requests that arrive.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::hmac_text::{Authorization, HmacText};
use super::http_digest::digest_of;
use super::{VerifyingApiKey, hmac_url, http_digest};
use crate::canonical::RawBytes;
use crate::request::Host;
use crate::text::read_http;
use crate::verify::checks::{Arrived, Checks, Depth, check_mac, verifier};
use crate::verify::fields::{
    ascii, base64_signature, headers, malformed, not_signed, queries_into, received_payload,
    required, signed,
};
use crate::verify::{Claim, Reason, Rejection};
use crate::{Request, Scheme};

/// Verifies URLs that [`HmacUrl`](super::HmacUrl), or an SDK of iFlytek's, signed.
///
/// **Demanded:** `authorization`, `date` and `host` in the query, each once; a date that is at most 5
/// minutes off, in `GMT` or, as the SDKs for Java and Go write it, in `UTC`; the host of the request,
/// with its port if it has another than the default. In `authorization` blanks after commas are
/// optional.
///
/// **Not covered,** and so whatever someone on the way made of it: all other parameters, headers and
/// body.
///
/// ```
/// use std::sync::Arc;
/// use polysign::verify::Verifier;
/// use polysign::{Context, Request, Signer, iflytek};
///
/// let credential = || iflytek::ApiKey::new("my-api-key", "my-api-secret");
/// let signer = iflytek::HmacUrl::new(credential()?);
/// let request = Request::new("GET", "wss://iat-api.xfyun.cn/v2/iat")?;
/// let url = signer.sign_with(&request, &Context::at(1_562_744_143))?.url(&request)?;
///
/// let key = Arc::new(iflytek::VerifyingApiKey::new(credential()?));
/// let lookup = move |api_key: &str| (api_key == "my-api-key").then(|| Arc::clone(&key));
/// let verifier = iflytek::HmacUrlVerifier::new(lookup);
/// let arrived = Request::new("GET", url.expose())?;
/// match verifier.verify(&arrived, 1_562_744_150.into()) {
///     Ok(verified) => assert_eq!(verified.key_id(), "my-api-key"),
///     Err(rejection) => panic!("{}: {}", rejection.reason().as_str(), rejection.detail()),
/// }
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct HmacUrlVerifier {
    checks: Checks<VerifyingApiKey>,
}

/// Verifies requests that [`HttpDigest`](super::HttpDigest), or an SDK of iFlytek's, signed.
///
/// **Demanded:** the headers `Authorization`, `Date` and `Digest`, each once, as
/// [`HmacUrlVerifier`] demands the parameters; the body, whose SHA-256 digest `Digest` has to be.
///
/// **Not covered,** and so whatever someone on the way made of it: the query, and other headers.
#[derive(Debug)]
pub struct HttpDigestVerifier {
    checks: Checks<VerifyingApiKey>,
}

macro_rules! constructor {
    ($verifier:ident, $scheme:expr) => {
        impl $verifier {
            /// Creates a verifier with the keys that `lookup` knows by their APIKey, and the standard
            /// policy.
            #[must_use]
            pub fn new(
                lookup: impl Fn(&str) -> Option<Arc<VerifyingApiKey>> + Send + Sync + 'static,
            ) -> Self {
                Self { checks: Checks::new(lookup) }
            }
        }

        verifier!($verifier, |_this| $scheme);
    };
}

constructor!(HmacUrlVerifier, &hmac_url::SCHEME);
constructor!(HttpDigestVerifier, &http_digest::SCHEME);

impl HmacUrlVerifier {
    fn check<D: Depth>(&self, arrived: Arrived<'_, D>) -> Result<D::Found, Rejection> {
        let (mut texts, mut raw) = (Vec::new(), RawBytes::new());
        let [authorization, date, host] =
            queries_into(arrived.request, hmac_url::FIELDS, &mut texts)?;
        let authorization = signed(authorization, "authorization")?;
        let authorization = raw.decode_base64(authorization.as_bytes());
        let authorization = authorization.and_then(|raw| str::from_utf8(raw).ok());
        let authorization = authorization
            .ok_or_else(|| malformed("authorization", "is not text in base64 with padding"))?;
        let authorization = Authorization::read(authorization, hmac_url::LINES)?;
        let host = required(host, "host")?;
        if !is_same_host(host, &arrived)? {
            return Err(Rejection::new(
                Reason::BadSignature,
                "was signed for another host than it was sent to",
            ));
        }
        let date = required(date, "date")?;
        let received = Received { scheme: &hmac_url::SCHEME, authorization, date, digest: None };
        received.check(&self.checks, arrived)
    }
}

impl HttpDigestVerifier {
    fn check<D: Depth>(&self, arrived: Arrived<'_, D>) -> Result<D::Found, Rejection> {
        let [date, digest, authorization] = headers(arrived.request, http_digest::FIELDS)?;
        let authorization = ascii(authorization, "authorization")?
            .filter(|value| value.starts_with("api_key="))
            .ok_or_else(|| not_signed("has no Authorization of this scheme"))?;
        let authorization = Authorization::read(authorization, http_digest::LINES)?;
        let date = required(ascii(date, "date")?, "date")?;
        let digest = Some(required(digest, "digest")?);
        let received = Received { scheme: &http_digest::SCHEME, authorization, date, digest };
        received.check(&self.checks, arrived)
    }
}

/// Returns whether a host that was signed is that of the request.
///
/// # Errors
///
/// [`Reason::Malformed`] for a text that is not a host.
fn is_same_host<D>(signed: &str, arrived: &Arrived<'_, D>) -> Result<bool, Rejection> {
    // Nearly all are one text, which was read already.
    if signed == arrived.host.as_written() {
        return Ok(true);
    }
    let signed = Host::read(signed, arrived.request.scheme(), "host")
        .map_err(|_| malformed("host", "is not a host"))?;
    Ok(signed.is_same(&arrived.host))
}

/// The fields of a signature.
struct Received<'a> {
    scheme: &'static Scheme,
    authorization: Authorization<'a>,
    date: &'a str,
    /// The value of the `Digest` header.
    digest: Option<&'a [u8]>,
}

impl Received<'_> {
    /// Checks everything that both schemes have.
    fn check<D: Depth>(
        &self,
        checks: &Checks<VerifyingApiKey>,
        arrived: Arrived<'_, D>,
    ) -> Result<D::Found, Rejection> {
        let Arrived { request, host, now, .. } = arrived;
        let signature: [u8; 32] =
            base64_signature(Some(self.authorization.signature), "authorization")?;
        let signed_at = read_http(self.date.as_bytes()).ok_or_else(|| {
            malformed("date", "is not a time as in Wed, 10 Jul 2019 07:35:43 GMT")
        })?;
        let until = checks.policy.check_clock(self.scheme, signed_at, now)?;
        let covered = if self.digest.is_some() { "host;date;digest" } else { "host" };
        let is_covered = |name: &str| covered.split(';').any(|own| own == name);
        checks.policy.check_covered(request, self.scheme, &[], is_covered)?;
        let text = HmacText::new(request, host, self.date.as_bytes(), self.digest)?;
        let claim = Claim::new(self.authorization.api_key, &signature)
            .with_times(signed_at, until)
            .with_body(self.digest.is_some())
            .with_covered_headers(covered);
        arrived.finish(checks, &claim, |key| {
            check_mac(&key.sha256, &signature, |mac| text.write(mac))?;
            self.digest.map_or(Ok(()), |digest| check_digest(request, digest))
        })
    }
}

/// Checks that the digest, whose signature holds, is that of the body.
fn check_digest(request: &Request<'_>, digest: &[u8]) -> Result<(), Rejection> {
    if digest == digest_of(received_payload(request)?)?.as_slice() {
        return Ok(());
    }
    Err(Rejection::new(
        Reason::BodyMismatch,
        "digest: is signed, and is not that of the body that arrived",
    ))
}
