//! Checking `ACS3-HMAC-SHA256` on requests that arrive.

use alloc::sync::Arc;

use polysign::custom::{
    BodyHash, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Claim, Hex, Keys, ListedHeaders,
    Order, OwnHeaders, SkippedNames, authorization, bad_signature, check_token, headers,
    hex_signature, key_id, malformed, read_extended, required, sha256, wiping_stack,
};
use polysign::request::Host;
use polysign::verify::{Policy, Reason, Rejection, Verified, Verifier};
use polysign::{Payload, Request, Scheme, UnixTime};

use super::VerifyingAccessKey;
use super::acs3_hmac_sha256::{
    ALGORITHM, CONTENT_HASH, Canonical, NONCE, SCHEME, TOKEN, string_to_sign,
};

/// Verifies requests that [`Acs3HmacSha256`](super::Acs3HmacSha256), or an SDK of the vendor, signed.
///
/// **Demanded:** `Authorization` with its three parts; `x-acs-date`, at most 15 minutes off; a nonce and
/// the digest of the body that arrived; `host`, `content-type` and every `x-acs-*` header covered; all
/// listed headers, sorted and in lower case. A token has to be that of the key. A replay cache remembers
/// the nonce.
#[derive(Debug)]
pub struct Acs3HmacSha256Verifier {
    keys: Keys<VerifyingAccessKey>,
    policy: Policy,
}

impl Acs3HmacSha256Verifier {
    /// Creates a verifier with the keys that `lookup` knows by their access key id, and the standard
    /// policy.
    #[must_use]
    pub fn new(
        lookup: impl Fn(&str) -> Option<Arc<VerifyingAccessKey>> + Send + Sync + 'static,
    ) -> Self {
        let keys = Keys::new(lookup, VerifyingAccessKey::of_nobody());
        Self { keys, policy: Policy::new() }
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Checks that everything is covered that the vendor demands.
    fn check_covered(
        &self,
        request: &Request<'_>,
        listed: &ListedHeaders<'_>,
    ) -> Result<(), Rejection> {
        let own = &["x-acs-date", NONCE, CONTENT_HASH];
        self.policy.check_covered(request, &SCHEME, own, |name| listed.contains(name))?;
        let is_demanded = |name: &str| {
            let is_acs = name.get(..6).is_some_and(|front| front.eq_ignore_ascii_case("x-acs-"));
            is_acs || name.eq_ignore_ascii_case("content-type")
        };
        let mut names = request.headers().into_iter().map(|(name, _)| name);
        match names.find(|name| is_demanded(name) && !listed.contains(name)) {
            None => Ok(()),
            Some(name) => Err(Rejection::new(
                Reason::HeaderNotCovered,
                alloc::format!("{}: has to be covered and is not", name.to_ascii_lowercase()),
            )),
        }
    }

    fn hash(
        request: &Request<'_>,
        host: Host<'_>,
        listed: &ListedHeaders<'_>,
        body: &[u8],
    ) -> Result<Hex<64>, Rejection> {
        let mut headers = CanonicalHeaders::new();
        let is_listed = |name: &str| listed.contains(name);
        headers.collect(request.headers(), &OwnHeaders::default(), is_listed, |_| true);
        listed.check_present(&headers)?;
        let mut query = CanonicalQuery::new();
        query.collect(request.query(), SkippedNames::NONE, &[], Order::KeyThenValue);
        let canonical = Canonical {
            parts: CanonicalRequest::new(request, host, &query, &headers)?,
            path: request.path(),
            query: &query,
            headers: &headers,
            body,
            has_token: false,
        };
        canonical.check()?;
        Ok(wiping_stack(|| sha256(|sink| canonical.write(sink))))
    }
}

impl Verifier for Acs3HmacSha256Verifier {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        let host = request.check_headers()?;
        let names = ["authorization", "x-acs-date", NONCE, CONTENT_HASH, TOKEN];
        let [field, date, nonce, declared, token] = headers(request, names)?;
        let parts = ["Credential", "SignedHeaders", "Signature"];
        let [id, listed, signature] = authorization(field, ALGORITHM, parts)?;
        let id = key_id(Some(id), "authorization")?;
        let signature: [u8; 32] = hex_signature(signature, "authorization")?;
        let signed_at = read_extended(required(date, "x-acs-date")?)
            .ok_or_else(|| malformed("x-acs-date", "is not a time as in 2023-10-26T10:22:32Z"))?;
        let nonce = required(nonce.filter(|nonce| !nonce.is_empty()), NONCE)?;
        let declared = required(declared, CONTENT_HASH)?;
        let expires_at = self.policy.check_clock(&SCHEME, signed_at, now)?;
        let listed = ListedHeaders::read(listed)?;
        self.check_covered(request, &listed)?;
        let payload = request.payload().filter(|payload| *payload != Payload::Unsigned);
        let body = BodyHash::of(required(payload, "payload")?, "");
        let hash = Self::hash(request, host, &listed, declared)?;
        let claim = Claim::new(id, nonce).with_times(signed_at, expires_at).with_body(true);
        self.keys.check(&self.policy, &claim, now, |key| {
            let is_signed = wiping_stack(|| {
                let mut mac = key.acs3.start();
                string_to_sign(&hash, &mut mac);
                mac.is(&signature)
            });
            if !is_signed {
                return Err(bad_signature());
            }
            check_token(key.security_token.as_ref(), token)?;
            if declared == body.as_bytes() {
                return Ok(());
            }
            Err(Rejection::new(
                Reason::BodyMismatch,
                "x-acs-content-sha256: is signed, and is not the digest of the body that arrived",
            ))
        })
    }
}
