//! Checking `accessKeyId` signatures on requests that arrive.

use super::access_key::write_base;
use super::access_key_api::Facts;
use super::{AccessKeyApi, VerifyingApiKey};
use crate::canonical::{CanonicalQuery, Order};
use crate::text::read_zoned;
use crate::verify::checks::{Arrived, Depth, check_mac};
use crate::verify::declared::declare_verifier;
use crate::verify::fields::{base64_signature, key_id, malformed, required};
use crate::verify::{Claim, Rejection};

/// The clock tolerance. The vendor states none; it is that of its other schemes.
const WINDOW: u32 = 300;

declare_verifier! {
    /// Verifies requests that [`AccessKeyHmacSha1`](super::AccessKeyHmacSha1), or an SDK of iFlytek's,
    /// signed.
    ///
    /// **Demanded:** the fields of the product, each once; a time in any zone that is at most 5 minutes
    /// off (our choice, since the vendor states no tolerance; [`Policy::with_clock_window`] takes
    /// another); a nonce of the product's form; the signature in base64 with its padding. All other
    /// parameters that are not empty are covered, in any order and percent-encoded form.
    ///
    /// **Not covered,** and so whatever someone on the way made of it: method, host, path, headers, body,
    /// and parameters with empty values.
    ///
    /// The nonce goes to the replay cache.
    ///
    /// [`Policy::with_clock_window`]: crate::verify::Policy::with_clock_window
    pub struct AccessKeyVerifier(VerifyingApiKey, api: AccessKeyApi);

    /// Creates a verifier for one of the products, with the keys that `lookup` knows by their
    /// `accessKeyId`, and the standard policy.
    pub fn new;

    |this| this.api.facts().scheme
}

impl AccessKeyVerifier {
    fn check<D: Depth>(&self, arrived: Arrived<'_, D>) -> Result<D::Found, Rejection> {
        let Arrived { request, now, .. } = arrived;
        let mut query = CanonicalQuery::new();
        let Facts { scheme, time_name, nonce_name, .. } = self.api.facts();
        let names = ["accessKeyId", time_name, nonce_name, "signature"];
        let [id, time, nonce, signature] = arrived.sort_parameters(scheme, &mut query, names)?;
        let signature: [u8; 20] = base64_signature(signature, "signature")?;
        let id = key_id(id, "accessKeyId")?;
        let signed_at = read_zoned(required(time, time_name)?.as_bytes())
            .ok_or_else(|| malformed(time_name, "is not a time as in 2025-09-04T15:38:07+0800"))?;
        let nonce = required(nonce, nonce_name)?;
        if !self.api.takes_nonce(&nonce) {
            return Err(malformed(nonce_name, "is not a nonce of this product"));
        }
        let policy = &self.checks.policy;
        let until = policy.check_window(Some(WINDOW), signed_at, now)?;
        policy.check_query(request)?;
        policy.check_parameters(&query, Order::KeyThenValue)?;
        policy.check_covered(request, scheme, &[], |_| false)?;
        let claim = Claim::new(&id, nonce.as_bytes()).with_times(signed_at, until);
        arrived.finish(&self.checks, &claim, |key| {
            check_mac(&key.sha1, &signature, |mac| write_base(&query, mac))
        })
    }
}
