//! Checking `SDK-HMAC-SHA256` on requests that arrive.

use alloc::sync::Arc;

use hmac::Hmac;
use sha2::Sha256;

use super::AccessKey;
use super::canonical_request::{CanonicalRequest, collect_query};
use super::payload_hash::{CONTENT_HASH, ReceivedPayload};
use super::sdk_hmac_sha256::{ALGORITHM, SCHEME, string_to_sign};
use crate::canonical::{
    self, BodyHash, CanonicalHeaders, CanonicalQuery, Hex, Key, OwnHeaders, sha256,
};
use crate::request::Host;
use crate::secret::{Secret, wiping_stack};
use crate::text::{Timestamp, read_basic};
use crate::verify::fields::{headers, hex_signature, key_id, malformed, required};
use crate::verify::{
    Claim, Keys, ListedHeaders, Policy, Rejection, Verified, Verifier, authorization,
    bad_signature, check_token,
};
use crate::{Request, Scheme, UnixTime};

const FIELDS: [&str; 4] = ["authorization", "x-sdk-date", "x-security-token", CONTENT_HASH];

/// A secret key that is ready to verify with, and the security token of a temporary one.
pub struct VerifyingAccessKey {
    key: Key<Hmac<Sha256>>,
    security_token: Option<Secret>,
}

impl VerifyingAccessKey {
    /// Prepares the credential that its owner signs with. What it says of project and domain is not
    /// looked at.
    #[must_use]
    pub fn new(credential: AccessKey) -> Self {
        Self {
            key: Key::of(credential.secret_key.expose().as_bytes()),
            security_token: credential.security_token,
        }
    }
}

impl core::fmt::Debug for VerifyingAccessKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("VerifyingAccessKey").finish_non_exhaustive()
    }
}

/// Verifies requests that [`SdkHmacSha256`](super::SdkHmacSha256), or an SDK of the vendor, signed.
///
/// **Demanded:** `Authorization` in the form of the signing guide; `x-sdk-date`, listed as covered
/// and at most 15 minutes off; `host` covered, unless [`Policy::allow_uncovered_host`]; all listed
/// headers, sorted and in lower case; the body, or [`Policy::allow_unsigned_body`] and a request
/// that declares `UNSIGNED-PAYLOAD`. The payload has to be given, with any method. An
/// `x-sdk-content-sha256` has to be the body's digest, or empty. An `x-security-token` has to be
/// that of the
/// key. Other headers, `x-project-id` among them, need not be covered unless
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
#[derive(Debug)]
pub struct SdkHmacSha256Verifier {
    keys: Keys<VerifyingAccessKey>,
    policy: Policy,
}

impl SdkHmacSha256Verifier {
    /// A verifier with the keys that `lookup` knows by their access key, and the standard policy.
    #[must_use]
    pub fn new(
        lookup: impl Fn(&str) -> Option<Arc<VerifyingAccessKey>> + Send + Sync + 'static,
    ) -> Self {
        let stand_in = VerifyingAccessKey {
            key: Key::of(b"stands in for keys that are not there"),
            security_token: None,
        };
        Self { keys: Keys::new(lookup, stand_in), policy: Policy::new() }
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// `lower_hex(SHA-256(canonical request))` of the headers that are listed.
    fn canonical_hash(
        request: &Request<'_>,
        host: Host<'_>,
        payload: &ReceivedPayload<'_>,
        listed: &ListedHeaders<'_>,
    ) -> Result<Hex<64>, Rejection> {
        let own = OwnHeaders::default();
        let is_signed = |name: &str| listed.contains(name);
        let mut headers = CanonicalHeaders::new();
        headers.collect(request.headers(), &own, is_signed, |_| true);
        listed.check_present(&headers)?;
        let signed = BodyHash::Text(payload.as_signed());
        let mut query = CanonicalQuery::new();
        collect_query(request, &mut query);
        let parts = canonical::CanonicalRequest::new(request, host, &query, &headers)?;
        let canonical = CanonicalRequest::new(parts, signed, false)?;
        Ok(wiping_stack(|| sha256(|sink| canonical.write(sink))))
    }
}

impl Verifier for SdkHmacSha256Verifier {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        let host = request.check_headers()?;
        let [field, date, token, content_hash] = headers(request, FIELDS)?;
        let parts = ["Access", "SignedHeaders", "Signature"];
        let [access, listed, signature] = authorization(field, ALGORITHM, parts)?;
        let access = key_id(Some(access), "authorization")?;
        let signature: [u8; 32] = hex_signature(signature, "authorization")?;
        let date = required(date, "x-sdk-date")?;
        let signed_at = read_basic(date)
            .ok_or_else(|| malformed("x-sdk-date", "is not a time as in 20191115T033655Z"))?;
        let expires_at = self.policy.check_clock(&SCHEME, signed_at, now)?;
        let payload = ReceivedPayload::of(request, content_hash, &self.policy)?;
        let listed = ListedHeaders::read(listed)?;
        let own = &["x-sdk-date"];
        self.policy.check_covered(request, &SCHEME, own, |name| listed.contains(name))?;
        let canonical_hash = Self::canonical_hash(request, host, &payload, &listed)?;
        let claim = Claim {
            key_id: access,
            signed_at: Some(signed_at),
            expires_at,
            covers_body: payload.covers_body(),
            replay_key: &signature,
        };
        self.keys.check(&self.policy, &claim, now, |key| {
            let is_signed = wiping_stack(|| {
                let mut mac = key.key.start();
                let date = Timestamp::basic(signed_at);
                string_to_sign(&date, canonical_hash.as_bytes(), &mut mac);
                mac.is(&signature)
            });
            if !is_signed {
                return Err(bad_signature());
            }
            check_token(key.security_token.as_ref(), token)?;
            payload.check_declared()
        })
    }
}
