//! Checking `SDK-HMAC-SHA256` on requests that arrive.

use alloc::sync::Arc;

use hmac::Hmac;
use sha2::Sha256;

use super::AccessKey;
use super::canonical_request::{CanonicalRequest, collect_query};
use super::payload_hash::{CONTENT_HASH, DeclaredHash, ReceivedPayload};
use super::sdk_hmac_sha256::{ALGORITHM, SCHEME, string_to_sign};
use crate::canonical::{
    self, BodyHash, CanonicalHeaders, CanonicalQuery, Hashing, Hex, Key, Order, holds_in_a_reading,
};
use crate::secret::wiping_stack;
use crate::text::read_basic;
use crate::verify::checks::{Arrived, Checks, Depth, check_signature, verifier, verifying_key};
use crate::verify::fields::{headers, hex_signature, key_id, malformed, required};
use crate::verify::{Claim, ListedHeaders, Rejection, authorization, check_token};

const FIELDS: [&str; 4] = ["authorization", "x-sdk-date", "x-security-token", CONTENT_HASH];

verifying_key! {
    /// A secret key that is ready to verify with, and the security token of a temporary one.
    ///
    /// What the credential says of project and domain is not looked at.
    VerifyingAccessKey(Hmac<Sha256>), |credential: AccessKey| credential.secret_key,
    credential.security_token
}

/// Verifies requests that [`SdkHmacSha256`](super::SdkHmacSha256), or an SDK of the vendor, signed.
///
/// **Demanded:** `Authorization` in the form of the signing guide; `x-sdk-date`, listed as covered
/// and at most 15 minutes off; `host` covered, unless [`Policy::allow_uncovered_host`]; all listed
/// headers, sorted and in lower case; the body, or [`Policy::allow_unsigned_body`] and a request
/// that declares `UNSIGNED-PAYLOAD`, as the vendor's SDK for Python does for every body that is not
/// JSON. The payload has to be given, with any method. An `x-sdk-content-sha256` has to be the
/// body's digest, or empty. An `x-security-token` has to be that of the key.
///
/// The host may be signed as it arrived, which is how the vendor's SDKs sign it, or in canonical
/// form. A path that ends in `/` is rejected unless [`Policy::allow_trailing_slash`].
///
/// Other headers, `x-project-id` among them, need not be covered unless
/// [`Policy::with_covered_headers`] names them.
///
/// ```
/// use std::sync::Arc;
/// use polysign::verify::Verifier;
/// use polysign::{Context, Request, Signer, huawei};
///
/// let credential = || huawei::AccessKey::new("AccessKey", "SecretKey");
/// let key = Arc::new(huawei::VerifyingAccessKey::new(credential()?));
/// let lookup = move |id: &str| (id == "AccessKey").then(|| Arc::clone(&key));
/// let verifier = huawei::SdkHmacSha256Verifier::new(lookup);
///
/// # let now = polysign::UnixTime::new(1_573_789_015);
/// # let sent = Request::new("GET", "https://example.com/v1/tasks?page=1")?;
/// # let signed = huawei::SdkHmacSha256::new(credential()?).sign_with(&sent, &Context::at(now))?;
/// # let headers: Vec<(&str, &str)> = signed.headers().collect();
/// // Scheme and host are the public ones; target, headers and body are those that came in.
/// let request = Request::from_parts("GET", "https", "example.com", "/v1/tasks?page=1")?
///     .with_headers(&headers)
///     .with_body("");
/// match verifier.verify(&request, now) {
///     Ok(verified) => assert_eq!(verified.key_id(), "AccessKey"),
///     Err(rejection) => panic!("{}: {}", rejection.reason().as_str(), rejection.detail()),
/// }
/// # Ok::<(), polysign::Error>(())
/// ```
///
/// [`Policy::allow_uncovered_host`]: crate::verify::Policy::allow_uncovered_host
/// [`Policy::allow_unsigned_body`]: crate::verify::Policy::allow_unsigned_body
/// [`Policy::allow_trailing_slash`]: crate::verify::Policy::allow_trailing_slash
/// [`Policy::with_covered_headers`]: crate::verify::Policy::with_covered_headers
#[derive(Debug)]
pub struct SdkHmacSha256Verifier {
    checks: Checks<VerifyingAccessKey>,
}

impl SdkHmacSha256Verifier {
    /// Creates a verifier with the keys that `lookup` knows by their access key, and the standard
    /// policy.
    #[must_use]
    pub fn new(
        lookup: impl Fn(&str) -> Option<Arc<VerifyingAccessKey>> + Send + Sync + 'static,
    ) -> Self {
        Self { checks: Checks::new(lookup) }
    }

    fn check<D: Depth>(&self, arrived: Arrived<'_, D>) -> Result<D::Found, Rejection> {
        let Arrived { request, host, now, .. } = arrived;
        let policy = &self.checks.policy;
        let [field, date, token, content_hash] = headers(request, FIELDS)?;
        let parts = ["Access", "SignedHeaders", "Signature"];
        let [access, names, signature] = authorization(field, ALGORITHM, parts)?;
        let access = key_id(Some(access), "authorization")?;
        let signature: [u8; 32] = hex_signature(signature, "authorization")?;
        let date = required(date, "x-sdk-date")?;
        let signed_at = read_basic(date)
            .ok_or_else(|| malformed("x-sdk-date", "is not a time as in 20191115T033655Z"))?;
        let until = policy.check_clock(&SCHEME, signed_at, now)?;
        let declared = DeclaredHash::of(content_hash, policy)?;
        let listed = ListedHeaders::read(names)?;
        let mut signed = CanonicalHeaders::new();
        listed.collect(policy, &SCHEME, &["x-sdk-date"], request, &mut signed)?;
        policy.check_values(request, &signed, |name| listed.contains(name))?;
        policy.check_target(request, true)?;
        let mut query = CanonicalQuery::new();
        collect_query(request, &mut query);
        policy.check_parameters(&query, Order::KeyThenValue)?;
        let parts = canonical::CanonicalRequest::new(request, host, &query, &signed)?;
        let canonical = CanonicalRequest::new(parts, BodyHash::Text(b""), false)?;
        // Sorted, each once, and all are there: as `listed` has found.
        let canonical = canonical.with_listed(names);
        let claim = Claim::new(access, &signature)
            .with_times(signed_at, until)
            .with_body(!declared.is_unsigned())
            .with_covered_headers(names);
        arrived.finish(&self.checks, &claim, |key| {
            let payload = ReceivedPayload::of(request, declared)?;
            let mut readings = payload.readings().into_iter().flatten();
            check_signature(readings.any(|body| {
                canonical.with_payload_hash(body).is_signed(&key.key, date, &signature)
            }))?;
            check_token(key.token.as_ref(), token)?;
            payload.check_declared()
        })
    }
}

verifier!(SdkHmacSha256Verifier, |_this| &SCHEME);

impl CanonicalRequest<'_, '_> {
    /// Returns whether `signature` is that of the request, with the host as it arrived or in
    /// canonical form.
    fn is_signed(&self, key: &Key<Hmac<Sha256>>, date: &[u8], signature: &[u8]) -> bool {
        let holds = |hash: &[u8; 32]| {
            let mut mac = key.start();
            string_to_sign(date, Hex::<64>::new(hash).as_bytes(), &mut mac);
            mac.is(signature)
        };
        // The security token is in the canonical request.
        wiping_stack(|| holds_in_a_reading(Hashing::<Sha256>::new(), self, |hash| holds(&hash.0)))
    }
}
