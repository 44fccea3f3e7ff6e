//! Checking `signa` on requests that arrive.

use alloc::borrow::Cow;
use alloc::sync::Arc;

use hmac::Hmac;
use sha1::Sha1;

use super::dialect::RECEIVED;
use super::signa::base;
use super::{AppSecret, Dialect};
use crate::canonical::{Key, from_base64};
use crate::secret::wiping_stack;
use crate::text::{Decimal, Sink};
use crate::verify::fields::{ascii, headers, key_id, malformed, not_signed, queries, unix_seconds};
use crate::verify::{Claim, Keys, Policy, Rejection, Verified, Verifier, bad_signature};
use crate::{Request, Scheme, UnixTime};

/// A secret that is ready to verify with.
pub struct VerifyingAppSecret {
    key: Key<Hmac<Sha1>>,
}

impl VerifyingAppSecret {
    /// Prepares the credential that its owner signs with.
    #[must_use]
    pub fn new(credential: AppSecret) -> Self {
        Self { key: Key::of(credential.secret.expose().as_bytes()) }
    }
}

impl core::fmt::Debug for VerifyingAppSecret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("VerifyingAppSecret").finish_non_exhaustive()
    }
}

/// Verifies requests that [`Signa`](super::Signa), or a sample of the vendor's, signed.
///
/// **Nothing of the request is covered:** not method, host, path, query, headers or body. What
/// holds is that someone with the secret signed *some* request in that second. Whoever reads one
/// request can send any other in its place, so the listener has to take TLS alone, and a replay
/// cache ([`Policy::with_replay_cache`]) has to keep the first from being sent again. There is no
/// nonce: with a replay cache a client can send one request in a second.
///
/// **Demanded:** the three fields of the dialect, each once, where the dialect has them; a time
/// that is at most 5 minutes off, as ABCPen says (iFlytek says nothing for its dialects, where it
/// is our choice; [`Policy::with_clock_window`] takes another); the signature in base64 with its
/// padding.
///
/// ```
/// use std::sync::Arc;
/// use polysign::verify::Verifier;
/// use polysign::{Request, iflytek};
///
/// let credential = iflytek::AppSecret::new("zmeet", "ba9e07dc-1d79-4f7a-ab49-0205d3c0e073")?;
/// let key = Arc::new(iflytek::VerifyingAppSecret::new(credential));
/// let lookup = move |app_id: &str| (app_id == "zmeet").then(|| Arc::clone(&key));
/// let verifier = iflytek::SignaVerifier::new(lookup, iflytek::Dialect::AbcPenHeaders);
///
/// let headers = [
///     ("X-App-Key", "zmeet"),
///     ("X-Timestamp", "1529223702"),
///     ("X-App-Signature", "zOeIe/zVMA9DugfB/IEXL5m7e2k="),
/// ];
/// let request = Request::from_parts("POST", "https", "asr.example.com", "/v1/asr")?
///     .with_headers(&headers);
/// match verifier.verify(&request, 1_529_223_703.into()) {
///     Ok(verified) => assert_eq!(verified.key_id(), "zmeet"),
///     Err(rejection) => panic!("{}: {}", rejection.reason().as_str(), rejection.detail()),
/// }
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct SignaVerifier {
    keys: Keys<VerifyingAppSecret>,
    dialect: Dialect,
    policy: Policy,
}

impl SignaVerifier {
    /// A verifier for `dialect`, with the keys that `lookup` knows by their app id, and the
    /// standard policy.
    #[must_use]
    pub fn new(
        lookup: impl Fn(&str) -> Option<Arc<VerifyingAppSecret>> + Send + Sync + 'static,
        dialect: Dialect,
    ) -> Self {
        let stand_in =
            VerifyingAppSecret { key: Key::of(b"stands in for keys that are not there") };
        Self { keys: Keys::new(lookup, stand_in), dialect, policy: Policy::new() }
    }

    /// Sets the policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }
}

impl Verifier for SignaVerifier {
    fn scheme(&self) -> &'static Scheme {
        self.dialect.scheme()
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        request.check_headers()?;
        let names = self.dialect.fields();
        let [app_id, ts, signa] = if self.dialect.is_in_headers() {
            in_headers(request, names)?
        } else {
            queries(request, names)?
        };
        let [id, time, signature] = names;
        let signa = signa.ok_or_else(|| not_signed("has no signature of this dialect"))?;
        let signa: [u8; 20] = from_base64(signa.as_bytes())
            .ok_or_else(|| malformed(signature, "is not 20 bytes in base64 with padding"))?;
        let app_id = key_id(app_id, id)?;
        let signed_at = unix_seconds(ts, time)?;
        let claim = Claim {
            key_id: &app_id,
            signed_at: Some(signed_at),
            expires_at: self.policy.check_clock(&RECEIVED, signed_at, now)?,
            covers_body: false,
            replay_key: &signa,
        };
        self.policy.check_covered(request, &RECEIVED, &[], |_| false)?;
        self.keys.check(&self.policy, &claim, now, |key| {
            let base = base(&app_id, &Decimal::of_time(signed_at));
            let holds = wiping_stack(|| {
                let mut mac = key.key.start();
                mac.text(base.as_bytes());
                mac.is(&signa)
            });
            holds.then_some(()).ok_or_else(bad_signature)
        })
    }
}

fn in_headers<'a>(
    request: &Request<'a>,
    names: [&'static str; 3],
) -> Result<[Option<Cow<'a, str>>; 3], Rejection> {
    let values = headers(request, names)?;
    let mut found = [const { None }; 3];
    for ((slot, value), name) in found.iter_mut().zip(values).zip(names) {
        *slot = ascii(value, name)?.map(Cow::Borrowed);
    }
    Ok(found)
}
