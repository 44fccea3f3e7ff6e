//! Checking `accessKeyId` signatures on requests that arrive.

use alloc::borrow::Cow;
use alloc::sync::Arc;

use super::access_key::write_base;
use super::access_key_api::RECEIVED;
use super::{AccessKeyApi, VerifyingApiKey};
use crate::canonical::{CanonicalQuery, Order, SkippedNames, from_base64};
use crate::secret::wiping_stack;
use crate::text::read_zoned;
use crate::verify::fields::{
    ascii, headers, key_id, malformed, not_signed, of_parameters, required,
};
use crate::verify::{Claim, Keys, Policy, Rejection, Verified, Verifier, bad_signature};
use crate::{Request, Scheme, UnixTime};

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
#[derive(Debug)]
pub struct AccessKeyVerifier {
    keys: Keys<VerifyingApiKey>,
    api: AccessKeyApi,
    policy: Policy,
}

impl AccessKeyVerifier {
    /// Creates a verifier for one of the products, with the keys that `lookup` knows by their
    /// `accessKeyId`, and the standard policy.
    #[must_use]
    pub fn new(
        lookup: impl Fn(&str) -> Option<Arc<VerifyingApiKey>> + Send + Sync + 'static,
        api: AccessKeyApi,
    ) -> Self {
        Self { keys: Keys::new(lookup, VerifyingApiKey::stand_in()), api, policy: Policy::new() }
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Returns the signature that arrived, where the product has it.
    fn signature<'a>(
        &self,
        request: &Request<'a>,
        of_query: Option<Cow<'a, str>>,
    ) -> Result<[u8; 20], Rejection> {
        let [of_header] = headers(request, ["signature"])?;
        let signature = match self.api {
            AccessKeyApi::IfasrLlm => ascii(of_header, "signature")?.map(Cow::Borrowed),
            _ => of_query,
        };
        let signature =
            signature.ok_or_else(|| not_signed("has no `signature` of this product"))?;
        from_base64(signature.as_bytes())
            .ok_or_else(|| malformed("signature", "is not 20 bytes in base64 with padding"))
    }
}

impl Verifier for AccessKeyVerifier {
    fn scheme(&self) -> &'static Scheme {
        self.api.scheme()
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        request.check_headers()?;
        let mut parameters = CanonicalQuery::new();
        parameters.collect(request.query(), SkippedNames::NONE, &[], Order::KeyThenValue);
        let [time_name, nonce_name] = self.api.names();
        let [id, time, nonce, signature] =
            of_parameters(&parameters, ["accessKeyId", time_name, nonce_name, "signature"])?;
        let signature = self.signature(request, signature)?;
        let id = key_id(id, "accessKeyId")?;
        let signed_at = read_zoned(required(time, time_name)?.as_bytes())
            .ok_or_else(|| malformed(time_name, "is not a time as in 2025-09-04T15:38:07+0800"))?;
        let nonce = required(nonce, nonce_name)?;
        if !self.api.takes_nonce(&nonce) {
            return Err(malformed(nonce_name, "is not a nonce of this product"));
        }
        let claim = Claim {
            key_id: &id,
            signed_at: Some(signed_at),
            expires_at: self.policy.check_clock(&RECEIVED, signed_at, now)?,
            covers_body: false,
            replay_key: nonce.as_bytes(),
        };
        self.policy.check_covered(request, &RECEIVED, &[], |_| false)?;
        self.keys.check(&self.policy, &claim, now, |key| {
            let holds = wiping_stack(|| {
                let mut mac = key.sha1.start();
                write_base(&parameters, &mut mac);
                mac.is(&signature)
            });
            holds.then_some(()).ok_or_else(bad_signature)
        })
    }
}
