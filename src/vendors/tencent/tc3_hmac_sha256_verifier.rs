//! Checking `TC3-HMAC-SHA256` on requests that arrive.

use alloc::string::String;
use alloc::sync::Arc;

use super::VerifyingApiKey;
use super::tc3_canonical_request::{
    ALGORITHM, CONTENT_HASH, CanonicalRequest, TOKEN, UNSIGNED, UNSIGNED_HASH,
};
use super::tc3_hmac_sha256::{SCHEME, StringToSign, TERMINATOR};
use crate::canonical::{BodyHash, CanonicalHeaders};
use crate::secret::wiping_stack;
use crate::text::{Decimal, Timestamp};
use crate::verify::checks::{Arrived, Checks, Depth, check_signature, verifier};
use crate::verify::fields::{
    ascii, headers, hex_signature, malformed, received_payload, unix_seconds,
};
use crate::verify::{Claim, ListedHeaders, Rejection, authorization, check_token, slashed};

const FIELDS: [&str; 4] = ["authorization", "x-tc-timestamp", TOKEN, CONTENT_HASH];

/// Verifies requests that [`Tc3HmacSha256`](super::Tc3HmacSha256), or an SDK of the vendor, signed.
///
/// **Demanded:** `Authorization` in the form of the document, with the day of `X-TC-Timestamp` and
/// the service of this verifier; a time that is at most 5 minutes off; `host` and `content-type`
/// covered; all listed headers, sorted, in lower case, each once; the body, or
/// [`Policy::allow_unsigned_body`] and a request that declares `UNSIGNED-PAYLOAD`. An `X-TC-Token`
/// has to be that of the key. Other headers, `X-TC-Action` among them, need not be covered unless
/// [`Policy::with_covered_headers`] names them: the vendor's SDKs leave them out.
///
/// **Not covered,** and so whatever someone on the way made of it: the query with POST, and the case of
/// letters in the values of headers, which the scheme signs in lower case.
///
/// ```
/// use std::sync::Arc;
/// use polysign::verify::Verifier;
/// use polysign::{Context, Request, Signer, tencent};
///
/// let credential = || tencent::ApiKey::new("AKIDEXAMPLE", "a-secret-key");
/// let key = Arc::new(tencent::VerifyingApiKey::new(credential()?));
/// let lookup = move |id: &str| (id == "AKIDEXAMPLE").then(|| Arc::clone(&key));
/// let verifier = tencent::Tc3HmacSha256Verifier::new(lookup, "hunyuan");
///
/// # let now = polysign::UnixTime::new(1_573_789_015);
/// # let own = [("content-type", "application/json"), ("x-tc-action", "ChatCompletions")];
/// # let sent = Request::new("POST", "https://hunyuan.tencentcloudapi.com/")?.with_headers(&own);
/// # let sent = sent.with_body("{}");
/// # let signer = tencent::Tc3HmacSha256::new(credential()?, "hunyuan")?;
/// # let signed = signer.sign_with(&sent, &Context::at(now))?;
/// # let headers: Vec<(&str, &str)> = own.into_iter().chain(signed.headers()).collect();
/// let host = "hunyuan.tencentcloudapi.com";
/// let request = Request::from_parts("POST", "https", host, "/")?
///     .with_headers(&headers)
///     .with_body("{}");
/// match verifier.verify(&request, now) {
///     Ok(verified) => assert_eq!(verified.key_id(), "AKIDEXAMPLE"),
///     Err(rejection) => panic!("{}: {}", rejection.reason().as_str(), rejection.detail()),
/// }
/// # Ok::<(), polysign::Error>(())
/// ```
///
/// [`Policy::allow_unsigned_body`]: crate::verify::Policy::allow_unsigned_body
/// [`Policy::with_covered_headers`]: crate::verify::Policy::with_covered_headers
#[derive(Debug)]
pub struct Tc3HmacSha256Verifier {
    checks: Checks<VerifyingApiKey>,
    service: String,
}

impl Tc3HmacSha256Verifier {
    /// Creates a verifier for one service with the keys that `lookup` knows by their SecretId, and
    /// the standard policy.
    #[must_use]
    pub fn new(
        lookup: impl Fn(&str) -> Option<Arc<VerifyingApiKey>> + Send + Sync + 'static,
        service: impl Into<String>,
    ) -> Self {
        Self { checks: Checks::new(lookup), service: service.into() }
    }

    /// Returns whether the body is covered. `declared` is the caller's `X-TC-Content-SHA256`.
    fn covers_body(&self, declared: Option<&[u8]>) -> Result<bool, Rejection> {
        match declared {
            None => Ok(true),
            Some(value) if value == UNSIGNED.as_bytes() => {
                self.checks.policy.check_unsigned_body().map(|()| false)
            }
            Some(_) => Err(malformed(CONTENT_HASH, "is another text than UNSIGNED-PAYLOAD")),
        }
    }

    /// Reads `id/day/service/tc3_request`, and returns the id.
    fn read_credential<'a>(
        &self,
        credential: &'a str,
        day: &Timestamp<10>,
    ) -> Result<&'a str, Rejection> {
        let parts = slashed::<4>(credential).ok_or_else(|| {
            malformed("authorization", "has a Credential that is not of four parts")
        })?;
        let [id, signed_day, service, terminator] = parts;
        if signed_day.as_bytes() != day.as_bytes() || terminator != TERMINATOR {
            return Err(malformed("authorization", "is not for the day of x-tc-timestamp, in UTC"));
        }
        if service != self.service {
            return Err(malformed("authorization", "is for another service"));
        }
        Ok(id)
    }

    fn check<D: Depth>(&self, arrived: Arrived<'_, D>) -> Result<D::Found, Rejection> {
        let Arrived { request, host, now, .. } = arrived;
        let [field, timestamp, token, declared] = headers(request, FIELDS)?;
        let parts = ["Credential", "SignedHeaders", "Signature"];
        let [credential, names, signature] = authorization(field, ALGORITHM, parts)?;
        let signature: [u8; 32] = hex_signature(signature, "authorization")?;
        let signed_at = unix_seconds(ascii(timestamp, "x-tc-timestamp")?, "x-tc-timestamp")?;
        let (timestamp, day) = (Decimal::of_time(signed_at), Timestamp::day(signed_at));
        let secret_id = self.read_credential(credential, &day)?;
        let policy = &self.checks.policy;
        let until = policy.check_clock(&SCHEME, signed_at, now)?;
        let covers_body = self.covers_body(declared)?;
        let mut signed = CanonicalHeaders::new();
        let listed = ListedHeaders::read(names)?;
        listed.collect(policy, &SCHEME, &["content-type"], request, &mut signed)?;
        let canonical = CanonicalRequest::new(request, host, &signed)?;
        let claim = Claim::new(secret_id, &signature)
            .with_times(signed_at, until)
            .with_body(covers_body)
            .with_covered_headers(names);
        arrived.finish(&self.checks, &claim, |key| {
            let payload_hash = if covers_body {
                BodyHash::of(received_payload(request)?, UNSIGNED_HASH)
            } else {
                BodyHash::Text(UNSIGNED_HASH.as_bytes())
            };
            check_signature(wiping_stack(|| {
                let string_to_sign = StringToSign {
                    timestamp: &timestamp,
                    day: &day,
                    service: &self.service,
                    canonical_hash: canonical.hash(&payload_hash),
                };
                string_to_sign.mac(&key.cloud).is(&signature)
            }))?;
            check_token(key.token.as_ref(), token)
        })
    }
}

verifier!(Tc3HmacSha256Verifier, |_this| &SCHEME);
