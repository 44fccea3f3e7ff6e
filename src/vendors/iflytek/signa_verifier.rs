//! Checking `signa` on requests that arrive.

use hmac::Hmac;
use sha1::Sha1;

use super::signa::base;
use super::{AppSecret, Dialect};
use crate::text::{Decimal, Sink};
use crate::verify::checks::{Arrived, Depth, check_mac, verifying_key};
use crate::verify::declared::declare_verifier;
use crate::verify::fields::{base64_signature, key_id, own_fields, unix_seconds};
use crate::verify::{Claim, Rejection};

/// The clock tolerance of ABCPen. iFlytek names none for its own dialects; it is that of its other
/// schemes.
const WINDOW: u32 = 300;

verifying_key! {
    /// A secret that is ready to verify with.
    VerifyingAppSecret(Hmac<Sha1>), |credential: AppSecret| credential.secret, None
}

declare_verifier! {
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
    ///
    /// [`Policy::with_replay_cache`]: crate::verify::Policy::with_replay_cache
    /// [`Policy::with_clock_window`]: crate::verify::Policy::with_clock_window
    pub struct SignaVerifier(VerifyingAppSecret, dialect: Dialect);

    /// Creates a verifier for `dialect`, with the keys that `lookup` knows by their app id, and the
    /// standard policy.
    pub fn new;

    |this| this.dialect.scheme()
}

impl SignaVerifier {
    fn check<D: Depth>(&self, arrived: Arrived<'_, D>) -> Result<D::Found, Rejection> {
        let Arrived { request, now, .. } = arrived;
        let scheme = self.dialect.scheme();
        let names = self.dialect.fields();
        let [app_id, ts, signa] = own_fields(request, scheme, names)?;
        let [id, time, signature] = names;
        let signa: [u8; 20] = base64_signature(signa, signature)?;
        let app_id = key_id(app_id, id)?;
        let signed_at = unix_seconds(ts, time)?;
        let policy = &self.checks.policy;
        let until = policy.check_window(Some(WINDOW), signed_at, now)?;
        policy.check_covered(request, scheme, &[], |_| false)?;
        let claim = Claim::new(&app_id, &signa).with_times(signed_at, until);
        arrived.finish(&self.checks, &claim, |key| {
            let base = base(&app_id, &Decimal::of_time(signed_at));
            check_mac(&key.key, &signa, |mac| mac.text(base.as_bytes()))
        })
    }
}
