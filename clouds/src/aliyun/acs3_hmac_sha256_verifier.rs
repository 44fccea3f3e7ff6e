//! Checking `ACS3-HMAC-SHA256` on requests that arrive.

use alloc::sync::Arc;

use polysign::custom::{
    Claim, Keys, ListedHeaders, authorization, bad_signature, check_token, headers, hex_signature,
    key_id, malformed, read_extended, required, wiping_stack,
};
use polysign::verify::{Policy, Rejection, Verified, Verifier};
use polysign::{Request, Scheme, UnixTime};

use super::VerifyingAccessKey;
use super::acs3_hmac_sha256::{
    ALGORITHM, CONTENT_HASH, Gateway, NONCE, SCHEME, TOKEN, string_to_sign,
};
use crate::arrived::{body_of, check_body, check_demanded};
use crate::canonical::hash_arrived;

/// Verifies requests that [`Acs3HmacSha256`](super::Acs3HmacSha256), or an SDK of the vendor, signed.
///
/// **Demanded:** `Authorization` with its three parts; `x-acs-date`, at most 15 minutes off; a nonce and
/// the digest of the body that arrived; `host`, `content-type` and every `x-acs-*` header covered; all
/// listed headers, sorted and in lower case. A token has to be that of the key. A replay cache remembers
/// the nonce.
///
/// Parameters and covered headers of one name have to arrive in the order of their values, unless
/// [`Policy::allow_any_order`].
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
        check_demanded(request, listed, |name| {
            let is_acs = name.get(..6).is_some_and(|front| front.eq_ignore_ascii_case("x-acs-"));
            is_acs || name.eq_ignore_ascii_case("content-type")
        })
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
        let body = body_of(request)?;
        let hash = hash_arrived(Gateway, &self.policy, request, host, &listed, declared, None)?;
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
            check_body(declared, body.as_bytes(), CONTENT_HASH)
        })
    }
}
