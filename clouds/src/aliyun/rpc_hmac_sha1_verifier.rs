//! Checking RPC with `HMAC-SHA1` on requests that arrive.

use alloc::sync::Arc;

use polysign::custom::{
    CanonicalQuery, Claim, Keys, Order, SkippedNames, bad_signature, check_token, from_base64,
    key_id, malformed, not_signed, queries, read_extended, required, wiping_stack,
};
use polysign::verify::{Policy, Rejection, Verified, Verifier};
use polysign::{Request, Scheme, UnixTime};

use super::VerifyingAccessKey;
use super::rpc_hmac_sha1::{SCHEME, check_path, collect, form, string_to_sign};

/// Verifies requests that [`RpcHmacSha1`](super::RpcHmacSha1), or an SDK of the vendor, signed in the
/// query.
///
/// **Demanded:** `AccessKeyId`, `SignatureNonce`, `Timestamp`, at most 15 minutes off, and `Signature` in
/// the query, each once; the method `HMAC-SHA1` and the version `1.0`; the form, if there is one. A token
/// has to be that of the key. A replay cache remembers the nonce.
///
/// Parameters of one name have to arrive in the order of their values, unless
/// [`Policy::allow_any_order`].
///
/// Host, path, headers and a body that is not a form are not covered by this scheme.
#[derive(Debug)]
pub struct RpcHmacSha1Verifier {
    keys: Keys<VerifyingAccessKey>,
    policy: Policy,
}

const PARAMETERS: [&str; 7] = [
    "AccessKeyId", "SecurityToken", "SignatureMethod", "SignatureNonce", "SignatureVersion",
    "Timestamp", "Signature",
];

impl RpcHmacSha1Verifier {
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
}

impl Verifier for RpcHmacSha1Verifier {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        request.check_headers()?;
        check_path(request)?;
        let [id, token, method, nonce, version, time, signature] = queries(request, PARAMETERS)?;
        let signature =
            signature.ok_or_else(|| not_signed("has no parameter `Signature` in its query"))?;
        let signature: [u8; 20] = from_base64(signature.as_bytes())
            .ok_or_else(|| malformed("Signature", "is not 20 bytes in base64"))?;
        let id = key_id(id, "AccessKeyId")?;
        let is_known = required(method, "SignatureMethod")? == "HMAC-SHA1"
            && required(version, "SignatureVersion")? == "1.0";
        if !is_known {
            return Err(malformed("SignatureMethod", "is not HMAC-SHA1 in version 1.0"));
        }
        let nonce = required(nonce.filter(|nonce| !nonce.is_empty()), "SignatureNonce")?;
        let signed_at = read_extended(required(time, "Timestamp")?.as_bytes())
            .ok_or_else(|| malformed("Timestamp", "is not a time as in 2023-03-13T08:34:30Z"))?;
        let expires_at = self.policy.check_clock(&SCHEME, signed_at, now)?;
        let mut query = CanonicalQuery::new();
        collect(request, SkippedNames::new(&["Signature"], &[]), &mut query)?;
        query.sort_by(Order::KeyThenValue);
        self.policy.check_query(request)?;
        self.policy.check_parameters(&query, Order::KeyThenValue)?;
        let method = request.covered_method()?;
        let covers_body = form(request)?.is_some();
        let claim = Claim::new(&id, nonce.as_bytes())
            .with_times(signed_at, expires_at)
            .with_body(covers_body);
        self.keys.check(&self.policy, &claim, now, |key| {
            let is_signed = wiping_stack(|| {
                let mut mac = key.rpc.start();
                string_to_sign(method, &query, &mut mac);
                mac.is(&signature)
            });
            if !is_signed {
                return Err(bad_signature());
            }
            check_token(key.security_token.as_ref(), token.as_ref().map(|token| token.as_bytes()))
        })
    }
}
