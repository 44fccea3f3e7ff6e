//! Checking `hmac-url` and `http-digest` on requests that arrive.

use alloc::sync::Arc;

use super::hmac_text::{Authorization, HmacText};
use super::http_digest::{DigestText, digest_of};
use super::{VerifyingApiKey, hmac_url, http_digest};
use crate::canonical::{from_base64, text_from_base64};
use crate::request::Host;
use crate::text::read_http;
use crate::verify::fields::{
    ascii, headers, malformed, not_signed, queries, received_payload, required,
};
use crate::verify::{Claim, Keys, Policy, Reason, Rejection, Verified, Verifier, bad_signature};
use crate::{Request, Scheme, UnixTime};

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
    keys: Keys<VerifyingApiKey>,
    policy: Policy,
}

/// Verifies requests that [`HttpDigest`](super::HttpDigest), or an SDK of iFlytek's, signed.
///
/// **Demanded:** the headers `Authorization`, `Date` and `Digest`, each once, as
/// [`HmacUrlVerifier`] demands the parameters; the body, whose SHA-256 digest `Digest` has to be.
///
/// **Not covered,** and so whatever someone on the way made of it: the query, and other headers.
#[derive(Debug)]
pub struct HttpDigestVerifier {
    keys: Keys<VerifyingApiKey>,
    policy: Policy,
}

macro_rules! constructors {
    ($verifier:ty) => {
        impl $verifier {
            /// Creates a verifier with the keys that `lookup` knows by their APIKey, and the standard
            /// policy.
            #[must_use]
            pub fn new(
                lookup: impl Fn(&str) -> Option<Arc<VerifyingApiKey>> + Send + Sync + 'static,
            ) -> Self {
                let keys = Keys::new(lookup, VerifyingApiKey::stand_in());
                Self { keys, policy: Policy::new() }
            }

            /// Sets the policy.
            #[must_use]
            pub fn with_policy(mut self, policy: Policy) -> Self {
                self.policy = policy;
                self
            }
        }
    };
}

constructors!(HmacUrlVerifier);
constructors!(HttpDigestVerifier);

/// The fields of a signature, and the parts of the request that it covers.
struct Received<'a> {
    scheme: &'static Scheme,
    request: &'a Request<'a>,
    host: Host<'a>,
    authorization: Authorization<'a>,
    date: &'a str,
    digest: Option<Digests<'a>>,
}

/// The value of the `Digest` header, and what it has to be.
struct Digests<'a> {
    received: &'a [u8],
    of_body: DigestText,
}

impl Received<'_> {
    /// Checks everything that both schemes have.
    fn check(
        &self,
        keys: &Keys<VerifyingApiKey>,
        policy: &Policy,
        now: UnixTime,
    ) -> Result<Verified, Rejection> {
        let signature = from_base64(self.authorization.signature.as_bytes()).ok_or_else(|| {
            malformed("authorization", "has a signature that is not 32 bytes in base64")
        })?;
        let signed_at = read_http(self.date.as_bytes()).ok_or_else(|| {
            malformed("date", "is not a time as in Wed, 10 Jul 2019 07:35:43 GMT")
        })?;
        let claim = Claim {
            key_id: self.authorization.api_key,
            signed_at: Some(signed_at),
            expires_at: policy.check_clock(self.scheme, signed_at, now)?,
            covers_body: self.digest.is_some(),
            replay_key: &signature,
        };
        policy.check_covered(self.request, self.scheme, &[], |name| match name {
            "host" | "date" => true,
            "digest" => self.digest.is_some(),
            _ => false,
        })?;
        let digest = self.digest.as_ref().map(|digest| digest.received);
        let text = HmacText::new(self.request, self.host, self.date.as_bytes(), digest)?;
        keys.check(policy, &claim, now, |key| match &self.digest {
            _ if !text.is_signed(&key.sha256, &signature) => Err(bad_signature()),
            Some(digest) if digest.received != digest.of_body.as_slice() => Err(Rejection::new(
                Reason::BodyMismatch,
                "digest: is signed, and is not that of the body that arrived",
            )),
            _ => Ok(()),
        })
    }
}

impl Verifier for HmacUrlVerifier {
    fn scheme(&self) -> &'static Scheme {
        &hmac_url::SCHEME
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        let sent_host = request.check_headers()?;
        let [authorization, date, host] = queries(request, hmac_url::FIELDS)?;
        let authorization =
            authorization.ok_or_else(|| not_signed("has no `authorization` in the query"))?;
        let authorization = text_from_base64(authorization.as_bytes())
            .ok_or_else(|| malformed("authorization", "is not text in base64 with padding"))?;
        let authorization = Authorization::read(&authorization, hmac_url::LINES)?;
        let host = required(host, "host")?;
        let host = Host::read(&host, request.scheme(), "host", 0)
            .map_err(|_| malformed("host", "is not a host"))?;
        if !host.is_same(&sent_host) {
            return Err(Rejection::new(
                Reason::BadSignature,
                "was signed for another host than it was sent to",
            ));
        }
        let date = required(date, "date")?;
        let scheme = self.scheme();
        let received =
            Received { scheme, request, host: sent_host, authorization, date: &date, digest: None };
        received.check(&self.keys, &self.policy, now)
    }
}

impl Verifier for HttpDigestVerifier {
    fn scheme(&self) -> &'static Scheme {
        &http_digest::SCHEME
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        let host = request.check_headers()?;
        let [date, digest, authorization] = headers(request, http_digest::FIELDS)?;
        let authorization = ascii(authorization, "authorization")?
            .filter(|value| value.starts_with("api_key="))
            .ok_or_else(|| not_signed("has no Authorization of this scheme"))?;
        let authorization = Authorization::read(authorization, http_digest::LINES)?;
        let date = required(ascii(date, "date")?, "date")?;
        let received = required(digest, "digest")?;
        let of_body = digest_of(received_payload(request)?)?;
        let digest = Some(Digests { received, of_body });
        let scheme = self.scheme();
        let received = Received { scheme, request, host, authorization, date, digest };
        received.check(&self.keys, &self.policy, now)
    }
}
