//! Checking `SDK-HMAC-SHA256` on requests that arrive.

use alloc::sync::Arc;

use hmac::Hmac;
use sha2::Sha256;

use super::AccessKey;
use super::canonical_request::{CanonicalRequest, collect_query};
use super::payload_hash::{CONTENT_HASH, DeclaredHash, ReceivedPayload};
use super::sdk_hmac_sha256::{ALGORITHM, SCHEME, string_to_sign};
use crate::canonical::{
    self, BodyHash, CanonicalHeaders, CanonicalQuery, Hashing, Hex, Key, Order, OwnHeaders,
    Readings,
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

    /// Reads all but the body and the key. The headers that are signed and the query are collected
    /// where they stay.
    fn head<'a>(
        &self,
        request: &Request<'a>,
        now: UnixTime,
        signed: &mut CanonicalHeaders<'a>,
        query: &mut CanonicalQuery<'a>,
    ) -> Result<Head<'a>, Rejection> {
        let host = request.check_headers()?;
        let [field, date, token, content_hash] = headers(request, FIELDS)?;
        let parts = ["Access", "SignedHeaders", "Signature"];
        let [access, names, signature] = authorization(field, ALGORITHM, parts)?;
        let access = key_id(Some(access), "authorization")?;
        let signature = hex_signature(signature, "authorization")?;
        let date = required(date, "x-sdk-date")?;
        let signed_at = read_basic(date)
            .ok_or_else(|| malformed("x-sdk-date", "is not a time as in 20191115T033655Z"))?;
        let expires_at = self.policy.check_clock(&SCHEME, signed_at, now)?;
        let declared = DeclaredHash::of(content_hash, &self.policy)?;
        let listed = ListedHeaders::read(names)?;
        let is_listed = |name: &str| listed.contains(name);
        self.policy.check_covered(request, &SCHEME, &["x-sdk-date"], is_listed)?;
        self.policy.check_target(request, true)?;
        signed.collect(request.headers(), &OwnHeaders::default(), is_listed, |_| true);
        listed.check_present(signed)?;
        self.policy.check_values(request, signed, is_listed)?;
        collect_query(request, query);
        self.policy.check_parameters(query, Order::KeyThenValue)?;
        Ok(Head { host, access, names, signature, signed_at, expires_at, declared, token })
    }
}

/// What is read before the body.
struct Head<'a> {
    host: Host<'a>,
    access: &'a str,
    /// The names of the signed headers, joined with `;`.
    names: &'a str,
    signature: [u8; 32],
    signed_at: UnixTime,
    expires_at: Option<UnixTime>,
    declared: DeclaredHash<'a>,
    token: Option<&'a [u8]>,
}

impl Head<'_> {
    /// Returns whether the signature is that of a canonical request, with the host as it arrived or
    /// in canonical form.
    fn is_signed(&self, canonical: &CanonicalRequest<'_, '_>, key: &VerifyingAccessKey) -> bool {
        let date = Timestamp::basic(self.signed_at);
        let holds = |hash: &[u8; 32]| {
            let mut mac = key.key.start();
            string_to_sign(&date, Hex::<64>::new(hash).as_bytes(), &mut mac);
            mac.is(&self.signature)
        };
        // The security token is in the canonical request.
        wiping_stack(|| {
            let mut sha256 = Readings::of(Hashing::<Sha256>::new(), self.host.is_canonical());
            canonical.write(&mut sha256);
            let (arrived, canonical) = sha256.finish();
            holds(&arrived.0) || canonical.is_some_and(|canonical| holds(&canonical.0))
        })
    }
}

impl Verifier for SdkHmacSha256Verifier {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn check_head(&self, request: &Request<'_>, now: UnixTime) -> Result<(), Rejection> {
        let mut signed = CanonicalHeaders::new();
        let mut query = CanonicalQuery::new();
        self.head(request, now, &mut signed, &mut query).map(drop)
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        #[allow(clippy::needless_late_init, reason = "it has to live as long as what borrows it")]
        let payload;
        let mut signed = CanonicalHeaders::new();
        let mut query = CanonicalQuery::new();
        let head = self.head(request, now, &mut signed, &mut query)?;
        payload = ReceivedPayload::of(request, head.declared)?;
        let parts = canonical::CanonicalRequest::new(request, head.host, &query, &signed)?;
        let [first, second] = payload.readings().map(|body| {
            body.map(|body| CanonicalRequest::new(parts, BodyHash::Text(body), false)).transpose()
        });
        let canonical = [first?, second?];
        let claim = Claim {
            key_id: head.access,
            signed_at: Some(head.signed_at),
            expires_at: head.expires_at,
            covers_body: payload.covers_body(),
            replay_key: &head.signature,
        };
        let mut verified = self.keys.check(&self.policy, &claim, now, |key| {
            let mut readings = canonical.iter().flatten();
            if !readings.any(|canonical| head.is_signed(canonical, key)) {
                return Err(bad_signature());
            }
            check_token(key.security_token.as_ref(), head.token)?;
            payload.check_declared()
        })?;
        verified.covered_headers.push_str(head.names);
        Ok(verified)
    }
}
