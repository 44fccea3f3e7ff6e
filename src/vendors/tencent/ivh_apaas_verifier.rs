//! Checking the query signature of the digital-human gateway on requests that arrive.

use alloc::sync::Arc;

use hmac::Hmac;
use sha2::Sha256;

use super::AppKey;
use super::ivh_apaas::SCHEME;
use crate::canonical::{
    CanonicalQuery, Key, Order, Pair, SkippedNames, from_base64, write_decoded,
};
use crate::secret::wiping_stack;
use crate::verify::fields::{
    key_id, malformed, not_signed, of_parameters, refuse_ambiguous, unix_seconds,
};
use crate::verify::{Claim, Keys, Policy, Rejection, Verified, Verifier, bad_signature};
use crate::{Request, Scheme, UnixTime};

/// An accesstoken that is ready to verify with.
pub struct VerifyingAppKey {
    key: Key<Hmac<Sha256>>,
}

impl VerifyingAppKey {
    /// Prepares the credential that its owner signs with.
    #[must_use]
    pub fn new(credential: AppKey) -> Self {
        Self { key: Key::of(credential.access_token.expose().as_bytes()) }
    }
}

impl core::fmt::Debug for VerifyingAppKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("VerifyingAppKey").finish_non_exhaustive()
    }
}

/// Verifies requests that [`IvhApaas`](super::IvhApaas), or a sample of the vendor's, signed.
///
/// **Demanded:** `appkey`, `timestamp` and `signature` in the query, each once; a time that is at
/// most 5 minutes off; the signature in base64 with its padding. All other parameters are covered,
/// `requestid` among them, in any order and percent-encoded form.
///
/// **Refused unless allowed:** a parameter that has `&` in it when decoded, or `=` in its name. The
/// text that is signed joins decoded parameters, so that `a=1%26b=2` and `a=1&b=2` have one
/// signature, and someone on the way could make the one of the other.
///
/// **Not covered,** and so whatever someone on the way made of it: method, host, path, headers,
/// body.
///
/// ```
/// use std::sync::Arc;
/// use polysign::verify::Verifier;
/// use polysign::{Request, tencent};
///
/// let credential = tencent::AppKey::new("example_appkey", "example_accesstoken")?;
/// let key = Arc::new(tencent::VerifyingAppKey::new(credential));
/// let lookup = move |appkey: &str| (appkey == "example_appkey").then(|| Arc::clone(&key));
/// let verifier = tencent::IvhApaasVerifier::new(lookup);
///
/// let target = "/v2/ws/ivh/example_uri?appkey=example_appkey&requestid=example_requestid\
///     &timestamp=1717639699&signature=QVenICk0VHtHGYZKXM6IC%2BW1CjZC1joSr%2Fx0gfKKYT4%3D";
/// let request = Request::from_parts("GET", "wss", "api.example.com", target)?;
/// match verifier.verify(&request, 1_717_639_700.into()) {
///     Ok(verified) => assert_eq!(verified.key_id(), "example_appkey"),
///     Err(rejection) => panic!("{}: {}", rejection.reason().as_str(), rejection.detail()),
/// }
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct IvhApaasVerifier {
    keys: Keys<VerifyingAppKey>,
    policy: Policy,
    allows_ambiguous_parameters: bool,
}

impl IvhApaasVerifier {
    /// A verifier with the keys that `lookup` knows by their appkey, and the standard policy.
    #[must_use]
    pub fn new(
        lookup: impl Fn(&str) -> Option<Arc<VerifyingAppKey>> + Send + Sync + 'static,
    ) -> Self {
        let stand_in = VerifyingAppKey { key: Key::of(b"stands in for keys that are not there") };
        Self {
            keys: Keys::new(lookup, stand_in),
            policy: Policy::new(),
            allows_ambiguous_parameters: false,
        }
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Accepts parameters with `&` in them, and with `=` in their names. Then their signature holds
    /// for other parameters as well: for each way in which they can be joined and divided.
    #[must_use]
    pub const fn allow_ambiguous_parameters(mut self) -> Self {
        self.allows_ambiguous_parameters = true;
        self
    }

    /// `parameters` are all that arrived, sorted.
    fn verify_sorted(
        &self,
        request: &Request<'_>,
        parameters: &CanonicalQuery<'_>,
        now: UnixTime,
    ) -> Result<Verified, Rejection> {
        let [appkey, timestamp, signature] =
            of_parameters(parameters, ["appkey", "timestamp", "signature"])?;
        let signature = signature.ok_or_else(|| not_signed("has no `signature` in the query"))?;
        let signature: [u8; 32] = from_base64(signature.as_bytes())
            .ok_or_else(|| malformed("signature", "is not 32 bytes in base64 with padding"))?;
        let appkey = key_id(appkey, "appkey")?;
        let signed_at = unix_seconds(timestamp, "timestamp")?;
        let claim = Claim {
            key_id: &appkey,
            signed_at: Some(signed_at),
            expires_at: self.policy.check_clock(&SCHEME, signed_at, now)?,
            covers_body: false,
            replay_key: &signature,
        };
        let is_signed = |pair: &&Pair<'_>| !pair.key().is("signature");
        if !self.allows_ambiguous_parameters {
            refuse_ambiguous(parameters.iter().filter(is_signed))?;
        }
        self.policy.check_parameters(parameters, Order::KeyThenValue)?;
        self.policy.check_covered(request, &SCHEME, &[], |_| false)?;
        self.keys.check(&self.policy, &claim, now, |key| {
            let holds = wiping_stack(|| {
                let mut mac = key.key.start();
                write_decoded(parameters.iter().filter(is_signed), "", &mut mac);
                mac.is(&signature)
            });
            holds.then_some(()).ok_or_else(bad_signature)
        })
    }
}

impl Verifier for IvhApaasVerifier {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        request.check_headers()?;
        let skipped = SkippedNames::NONE;
        let mut parameters = CanonicalQuery::new();
        parameters.collect(request.query(), skipped, &[], Order::KeyThenValue);
        self.verify_sorted(request, &parameters, now)
    }
}
