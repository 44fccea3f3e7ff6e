//! Checking Xiling tokens on requests that arrive.

use alloc::borrow::Cow;
use alloc::sync::Arc;
use core::fmt;

use hmac::Hmac;
use sha2::Sha256;

use super::xiling::{IN_HEADER, IN_QUERY, parts_of_token, string_to_sign};
use super::{XilingApp, XilingPlacement};
use crate::canonical::{Key, from_hex};
use crate::secret::wiping_stack;
use crate::text::read_zoned;
use crate::verify::fields::{ascii, headers, key_id, malformed, not_signed, queries};
use crate::verify::{Claim, Keys, Policy, Rejection, Verified, Verifier, bad_signature};
use crate::{Request, Scheme, UnixTime};

/// An AppKey of Xiling that is ready to verify with.
pub struct VerifyingXilingApp {
    key: Key<Hmac<Sha256>>,
}

impl VerifyingXilingApp {
    /// Prepares the credential that its owner signs with.
    #[must_use]
    pub fn new(app: XilingApp) -> Self {
        Self { key: Key::of(app.app_key.expose().as_bytes()) }
    }
}

impl fmt::Debug for VerifyingXilingApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingXilingApp").finish_non_exhaustive()
    }
}

/// Verifies requests with a token that [`Xiling`](super::Xiling), or a sample of the vendor's, made.
///
/// **Demanded:** one token where the placement has it; a signature of 64 hexadecimal digits in
/// lower case; an expiry in any form of ISO 8601 with a zone, which is not over. A token does not
/// say when it was made. [`Policy::with_longest_expiry`] limits how far its end may lie ahead.
///
/// **Not covered,** and so whatever someone on the way made of it: everything.
#[derive(Debug)]
pub struct XilingVerifier {
    keys: Keys<VerifyingXilingApp>,
    placement: XilingPlacement,
    policy: Policy,
}

impl XilingVerifier {
    /// Creates a verifier with the keys that `lookup` knows by their AppId, and the standard policy.
    #[must_use]
    pub fn new(
        lookup: impl Fn(&str) -> Option<Arc<VerifyingXilingApp>> + Send + Sync + 'static,
        placement: XilingPlacement,
    ) -> Self {
        let stand_in =
            VerifyingXilingApp { key: Key::of(b"stands in for keys that are not there") };
        Self { keys: Keys::new(lookup, stand_in), placement, policy: Policy::new() }
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    fn token<'a>(&self, request: &Request<'a>) -> Result<Cow<'a, str>, Rejection> {
        let token = match self.placement {
            XilingPlacement::Header => {
                let [token] = headers(request, ["authorization"])?;
                ascii(token, "authorization")?.map(Cow::Borrowed)
            }
            XilingPlacement::Query => {
                let [token] = queries(request, ["token"])?;
                token
            }
        };
        token.ok_or_else(|| not_signed("has no token in this placement"))
    }

    /// Checks that a token is not over and does not end too late.
    fn check_expiry(&self, expires_at: UnixTime, now: UnixTime) -> Result<(), Rejection> {
        let left = expires_at.saturating_since(now);
        // One that is over began long ago.
        let (from, seconds) = match u32::try_from(left) {
            Ok(seconds) => (now, seconds),
            Err(_) if left > 0 => (now, u32::MAX),
            Err(_) => (expires_at, 0),
        };
        self.policy.check_validity(self.scheme(), from, Some(seconds), now).map(drop)
    }
}

impl Verifier for XilingVerifier {
    fn scheme(&self) -> &'static Scheme {
        match self.placement {
            XilingPlacement::Header => &IN_HEADER,
            XilingPlacement::Query => &IN_QUERY,
        }
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        request.check_headers()?;
        let token = self.token(request)?;
        let [app_id, signature, expire] = parts_of_token(&token)
            .ok_or_else(|| malformed("token", "has no two slashes between its three parts"))?;
        let app_id = key_id(Some(app_id), "token")?;
        let signature: [u8; 32] = from_hex(signature.as_bytes()).ok_or_else(|| {
            malformed("token", "has a signature that is not 64 hexadecimal digits in lower case")
        })?;
        let expires_at = read_zoned(expire.as_bytes())
            .ok_or_else(|| malformed("token", "has an expiry that is not a time with a zone"))?;
        self.check_expiry(expires_at, now)?;
        let claim = Claim {
            key_id: app_id,
            signed_at: None,
            expires_at: Some(expires_at),
            covers_body: false,
            replay_key: &signature,
        };
        self.policy.check_covered(request, self.scheme(), &[], |_| false)?;
        self.keys.check(&self.policy, &claim, now, |key| {
            let holds = wiping_stack(|| {
                let mut mac = key.key.start();
                string_to_sign(app_id, expire.as_bytes(), &mut mac);
                mac.is(&signature)
            });
            holds.then_some(()).ok_or_else(bad_signature)
        })
    }
}
