//! Checking the calls that arrive.

use super::form::Facts;
use super::{Call, CallbackKey, UrlReading};
use crate::canonical::from_hex;
use crate::secret::wiping_stack;
use crate::verify::fields::{malformed, own_fields, required, signed};
use crate::verify::{Policy, Rejection, TimeUnit, Verified, Verifier, bad_signature};
use crate::{Request, Scheme, UnixTime};

/// Verifies calls that MetaStudio makes to a URL of yours.
///
/// It reads the form that [`CallbackKey`] names and no other. For tasks and live rooms either reading
/// of the URL is accepted; [`MssCallbackVerifier::accept`] says which it was, and
/// [`MssCallbackVerifier::with_reading`] fixes one. That loosens nothing: without the key neither can
/// be made.
///
/// **Not covered:** method, body and headers. With a
/// [`CallbackForm::CustomPlatform`](super::CallbackForm::CustomPlatform) host, path and query are
/// covered, in any order of the parameters. With the other forms the *configured* URL is, so
/// whoever reads one call can send another body with it. Let MetaStudio call `https` only, and keep
/// the URL that arrives out of logs. Take `result` of a task for a hint and ask the API for the
/// job; compare the `app_id` in the body for a language model before it costs you anything.
///
/// **Clock:** may be off by a minute with a custom platform. For the others the vendor names no
/// window, and 15 minutes are accepted. [`Policy::with_replay_cache`] accepts a call once.
///
/// ```
/// use polysign::huawei::{CallbackKey, MssCallbackVerifier};
/// use polysign::{Request, verify::Verifier};
///
/// let key = CallbackKey::custom_platform("GCTbw44s6MPLh4GqgDpnfuFHgy25Enly")?;
/// let verifier = MssCallbackVerifier::new(key);
///
/// let target = "/v1/products?live_id=111&limit=10&offset=0";
/// let secret = "5e7fe8869a12a87ea966d9edbc02e38cd4ce62c73b8b05c638f15835e78902d7";
/// let headers = [("x-hw-mss-secret", secret), ("x-hw-mss-time", "66df9308")];
/// let request = Request::from_parts("GET", "https", "api.example.com", target)?;
/// let request = request.with_headers(&headers);
/// assert!(verifier.verify(&request, 1_725_928_210.into()).is_ok());
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct MssCallbackVerifier {
    key: CallbackKey,
    reading: Option<UrlReading>,
    policy: Policy,
}

/// A call whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AcceptedCallback {
    /// The times of the signature. The id of its key is empty.
    pub verified: Verified,
    /// The reading of the URL that was signed.
    pub reading: UrlReading,
}

impl MssCallbackVerifier {
    /// Creates a verifier of the calls that are signed with `key`.
    #[must_use]
    pub fn new(key: CallbackKey) -> Self {
        Self { key, reading: None, policy: Policy::new() }
    }

    /// Accepts this reading of the URL only.
    #[must_use]
    pub const fn with_reading(mut self, reading: UrlReading) -> Self {
        self.reading = Some(reading);
        self
    }

    /// Sets the policy, of which the clock window, the covered headers and the replay cache apply.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Checks a call at the time `now`, and says which reading of the URL was signed.
    ///
    /// # Errors
    ///
    /// As [`Verifier::verify`].
    pub fn accept(
        &self,
        request: &Request<'_>,
        now: impl Into<UnixTime>,
    ) -> Result<AcceptedCallback, Rejection> {
        let (now, scheme) = (now.into(), self.scheme());
        let facts = self.key.form.facts();
        let host = request.check_headers()?;
        let fields = own_fields(request, scheme, facts.fields)?;
        let [secret, time] = fields.map(|text| text.filter(|text| !text.is_empty()));
        let [secret_field, time_field] = facts.fields;
        let (secret, time) = (signed(secret, secret_field)?, required(time, time_field)?);
        let (secret, number) = (digest_of(&secret, facts)?, number_of(&time, facts)?);
        let signed_at = facts.unit.unwrap_or(TimeUnit::of_size(number)).time_of(number);
        let until = self.policy.check_clock(scheme, signed_at, now)?;
        let is_covered = |name: &str| scheme.covers().host() && name == "host";
        self.policy.check_covered(request, scheme, &[], is_covered)?;

        let call = Call { key: &self.key, request, host, time: &time, number };
        let is_possible = |reading: &UrlReading| {
            [self.reading, facts.reading].into_iter().flatten().all(|only| only == *reading)
        };
        let reading = [UrlReading::WithScheme, UrlReading::WithoutScheme]
            .into_iter()
            .filter(is_possible)
            .find(|reading| wiping_stack(|| call.mac(*reading).is(&secret)))
            .ok_or_else(bad_signature)?;
        self.policy.check_replay(secret_field, &secret, until, now)?;
        let verified = Verified::new("", Some(signed_at), until, false);
        Ok(AcceptedCallback { verified, reading })
    }
}

impl Verifier for MssCallbackVerifier {
    fn scheme(&self) -> &'static Scheme {
        &self.key.form.facts().scheme
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        Ok(self.accept(request, now)?.verified)
    }
}

fn digest_of(secret: &str, facts: &Facts) -> Result<[u8; 32], Rejection> {
    let digest = from_hex(&secret.as_bytes().to_ascii_lowercase());
    digest.ok_or_else(|| malformed(facts.fields[0], "is not 64 hexadecimal digits"))
}

/// Reads `[1-9a-f][0-9a-f]{0,14}`. With padding, digits of the URL could be taken for those of the
/// time: they touch in the text.
fn number_of(time: &str, facts: &Facts) -> Result<u64, Rejection> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let is_fit = time.len() <= 15 && !time.starts_with('0') && time.bytes().all(is_digit);
    let number = u64::from_str_radix(time, 16).ok().filter(|_| is_fit);
    let fault = "is not a time in lower-case hexadecimal digits without padding";
    number.ok_or_else(|| malformed(facts.fields[1], fault))
}
