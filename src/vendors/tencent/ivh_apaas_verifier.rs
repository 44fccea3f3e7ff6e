//! Checking the query signature of the digital-human gateway on requests that arrive.

use hmac::Hmac;
use sha2::Sha256;

use super::AppKey;
use super::ivh_apaas::SCHEME;
use crate::canonical::{CanonicalQuery, Pair, write_decoded};
use crate::verify::checks::{Arrived, Depth, check_mac, verifying_key};
use crate::verify::declared::declare_verifier;
use crate::verify::fields::{base64_signature, key_id, unix_seconds};
use crate::verify::{Claim, Rejection};

verifying_key! {
    /// An accesstoken that is ready to verify with.
    VerifyingAppKey(Hmac<Sha256>), |credential: AppKey| credential.access_token, None
}

declare_verifier! {
    /// Verifies requests that [`IvhApaas`](super::IvhApaas), or a sample of the vendor's, signed.
    ///
    /// **Demanded:** `appkey`, `timestamp` and `signature` in the query, each once; a time that is at
    /// most 5 minutes off; the signature in base64 with its padding. All other parameters are covered,
    /// `requestid` among them, in any order and percent-encoded form.
    ///
    /// **Refused unless [`Policy::allow_ambiguous_parameters`]:** a parameter that has `&` in it when
    /// decoded, or `=` in its name. The text that is signed joins decoded parameters, so that
    /// `a=1%26b=2` and `a=1&b=2` have one signature, and someone on the way could make the one of the
    /// other.
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
    ///
    /// [`Policy::allow_ambiguous_parameters`]: crate::verify::Policy::allow_ambiguous_parameters
    pub struct IvhApaasVerifier(VerifyingAppKey);

    /// Creates a verifier with the keys that `lookup` knows by their appkey, and the standard policy.
    pub fn new;

    |_this| &SCHEME
}

impl IvhApaasVerifier {
    fn check<D: Depth>(&self, arrived: Arrived<'_, D>) -> Result<D::Found, Rejection> {
        let Arrived { request, now, .. } = arrived;
        let mut query = CanonicalQuery::new();
        let names = ["appkey", "timestamp", "signature"];
        let [appkey, timestamp, signature] = arrived.sort_parameters(&SCHEME, &mut query, names)?;
        let signature: [u8; 32] = base64_signature(signature, "signature")?;
        let appkey = key_id(appkey, "appkey")?;
        let signed_at = unix_seconds(timestamp, "timestamp")?;
        let policy = &self.checks.policy;
        let until = policy.check_clock(&SCHEME, signed_at, now)?;
        let signed = || query.iter().filter(|pair: &&Pair<'_>| !pair.key().is("signature"));
        policy.check_joined(request, &query, signed())?;
        policy.check_covered(request, &SCHEME, &[], |_| false)?;
        let claim = Claim::new(&appkey, &signature).with_times(signed_at, until);
        arrived.finish(&self.checks, &claim, |key| {
            check_mac(&key.key, &signature, |mac| write_decoded(signed(), "", mac))
        })
    }
}
