//! Checking Xiling tokens on requests that arrive.

use hmac::Hmac;
use sha2::Sha256;

use super::xiling::{parts_of_token, string_to_sign};
use super::{XilingApp, XilingPlacement};
use crate::text::read_zoned;
use crate::verify::checks::{Arrived, Depth, check_mac, verifying_key};
use crate::verify::declared::declare_verifier;
use crate::verify::fields::{hex_signature, key_id, malformed, own_fields, signed};
use crate::verify::{Claim, Rejection};

verifying_key! {
    /// An AppKey of Xiling that is ready to verify with.
    VerifyingXilingApp(Hmac<Sha256>), |app: XilingApp| app.app_key, None
}

declare_verifier! {
    /// Verifies requests with a token that [`Xiling`](super::Xiling), or a sample of the vendor's, made.
    ///
    /// **Demanded:** one token where the placement has it; a signature of 64 hexadecimal digits in
    /// lower case; an expiry in any form of ISO 8601 with a zone, which is not over. A token does not
    /// say when it was made. [`Policy::with_longest_expiry`] limits how far its end may lie ahead.
    ///
    /// **Not covered,** and so whatever someone on the way made of it: everything.
    ///
    /// [`Policy::with_longest_expiry`]: crate::verify::Policy::with_longest_expiry
    pub struct XilingVerifier(VerifyingXilingApp, placement: XilingPlacement);

    /// Creates a verifier with the keys that `lookup` knows by their AppId, and the standard policy.
    pub fn new;

    |this| this.placement.facts().0
}

impl XilingVerifier {
    fn check<D: Depth>(&self, arrived: Arrived<'_, D>) -> Result<D::Found, Rejection> {
        let Arrived { request, now, .. } = arrived;
        let (scheme, field) = self.placement.facts();
        let [token] = own_fields(request, scheme, [field])?;
        let token = signed(token, field)?;
        let [app_id, signature, expire] = parts_of_token(&token)
            .ok_or_else(|| malformed("token", "has no two slashes between its three parts"))?;
        let app_id = key_id(Some(app_id), "token")?;
        let signature: [u8; 32] = hex_signature(signature, "token")?;
        let expires_at = read_zoned(expire.as_bytes())
            .ok_or_else(|| malformed("token", "has an expiry that is not a time with a zone"))?;
        // A token does not say when it was made. One that is over was made before its end, and more than a
        // century is as good as no end.
        let from = now.min(expires_at);
        let left = u32::try_from(expires_at.saturating_since(from)).ok();
        self.checks.policy.check_validity(scheme, from, left, now)?;
        self.checks.policy.check_covered(request, scheme, &[], |_| false)?;
        let claim = Claim::new(app_id, &signature).with_expiry(expires_at);
        arrived.finish(&self.checks, &claim, |key| {
            check_mac(&key.key, &signature, |mac| string_to_sign(app_id, expire.as_bytes(), mac))
        })
    }
}
