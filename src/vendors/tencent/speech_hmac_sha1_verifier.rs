//! Checking the signature of the speech services on requests that arrive.

use super::speech_hmac_sha1::{LIFETIMES, plaintext, read_nonce};
use super::{SpeechApi, VerifyingApiKey};
use crate::canonical::{CanonicalQuery, VerbatimTarget};
use crate::verify::checks::{Arrived, Depth, check_mac};
use crate::verify::declared::declare_verifier;
use crate::verify::fields::{base64_signature, key_id, malformed, required, unix_seconds};
use crate::verify::{Claim, Rejection, check_token};

declare_verifier! {
    /// Verifies requests that [`SpeechHmacSha1`](super::SpeechHmacSha1), or an SDK of the vendor,
    /// signed.
    ///
    /// **Demanded:** the fields of the service, each once: id, time, expiry, nonce, `AppId`, and the
    /// signature in base64 with its padding; an expiry that is not over and less than 90 days after the
    /// time. All other parameters are covered, in any order and percent-encoded form. A `token` has to
    /// be that of the key.
    ///
    /// **No expiry:** what was signed for `asr-flash` holds for ever, unless
    /// [`Policy::with_clock_window`] says how old it may be.
    ///
    /// **Refused unless [`Policy::allow_ambiguous_parameters`]:** a parameter that has `&` in it when
    /// decoded, or `=` in its name, as with [`IvhApaasVerifier`](super::IvhApaasVerifier). A text to
    /// synthesize may have one.
    ///
    /// **Not covered,** and so whatever someone on the way made of it: headers and body, and the method
    /// except where the text has it.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use polysign::verify::Verifier;
    /// use polysign::{Request, tencent};
    ///
    /// let key = tencent::VerifyingApiKey::new(tencent::ApiKey::new("AKIDEXAMPLE", "testsecret")?);
    /// let key = Arc::new(key);
    /// let lookup = move |id: &str| (id == "AKIDEXAMPLE").then(|| Arc::clone(&key));
    /// let api = tencent::SpeechApi::VcStream;
    /// let verifier = tencent::SpeechHmacSha1Verifier::new(lookup, api);
    ///
    /// let target = "/vc_stream/1259220000?VoiceType=301005&SampleRate=16000&Codec=pcm\
    ///     &VoiceId=voice-test&Volume=0&End=0&Expired=1670390440&SecretId=AKIDEXAMPLE\
    ///     &Timestamp=1670304040&Signature=vuCesnwv4Oj9bLNbC7A9Cpikb3g%3D";
    /// let request = Request::from_parts("GET", "wss", "tts.cloud.tencent.com", target)?;
    /// match verifier.verify(&request, 1_670_304_041.into()) {
    ///     Ok(verified) => assert_eq!(verified.key_id(), "AKIDEXAMPLE"),
    ///     Err(rejection) => panic!("{}: {}", rejection.reason().as_str(), rejection.detail()),
    /// }
    /// # Ok::<(), polysign::Error>(())
    /// ```
    ///
    /// [`Policy::allow_ambiguous_parameters`]: crate::verify::Policy::allow_ambiguous_parameters
    /// [`Policy::with_clock_window`]: crate::verify::Policy::with_clock_window
    pub struct SpeechHmacSha1Verifier(VerifyingApiKey, api: SpeechApi);

    /// Creates a verifier for one service with the keys that `lookup` knows by their SecretId, and
    /// the standard policy.
    pub fn new;

    |this| this.api.facts().0
}

impl SpeechHmacSha1Verifier {
    fn check<D: Depth>(&self, arrived: Arrived<'_, D>) -> Result<D::Found, Rejection> {
        let Arrived { request, host, now, .. } = arrived;
        let ((scheme, [id, time, end, own], ..), policy) = (self.api.facts(), &self.checks.policy);
        let mut query = CanonicalQuery::new();
        let names = [id, time, end, "AppId", "nonce", "token", own];
        let fields = arrived.sort_parameters(scheme, &mut query, names)?;
        let [id, timestamp, expired, app_id, nonce, token, signature] = fields;
        let signature: [u8; 20] = base64_signature(signature, own)?;
        if scheme.query().contains(&"AppId") {
            required(app_id, "AppId")?;
        }
        if scheme.needs_nonce() && nonce.as_deref().and_then(read_nonce).is_none() {
            return Err(malformed("nonce", "is not a number from 1 to 2147483647"));
        }
        let id = key_id(id, "secretid")?;
        let signed_at = unix_seconds(timestamp, "timestamp")?;
        let until = if self.api == SpeechApi::AsrFlash {
            policy.check_clock(scheme, signed_at, now)?
        } else {
            let lifetime = unix_seconds(expired, "expired")?.saturating_since(signed_at);
            let seconds = u32::try_from(lifetime).ok().filter(|time| LIFETIMES.contains(time));
            let fault = "is not after the time, or 90 days or more after it";
            let seconds = seconds.ok_or_else(|| malformed("expired", fault))?;
            policy.check_validity(scheme, signed_at, Some(seconds), now)?
        };
        let is_header = !scheme.headers().is_empty();
        let signed = || query.iter().filter(|pair| is_header || !pair.key().is(own));
        policy.check_joined(request, &query, signed())?;
        policy.check_covered(request, scheme, &[], |name| name == "host")?;
        let target = VerbatimTarget::new(request, host, scheme.covers().method())?;
        let claim =
            Claim::new(&id, &signature).with_times(signed_at, until).with_covered_headers("host");
        arrived.finish(&self.checks, &claim, |key| {
            check_mac(&key.speech, &signature, |mac| plaintext(&target, signed(), mac))?;
            check_token(key.token.as_ref(), token.as_deref().map(str::as_bytes))
        })
    }
}
