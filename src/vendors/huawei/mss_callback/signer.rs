//! Signing as MetaStudio does, for tests and mocks.

use super::{Call, CallbackKey, UrlReading};
use crate::canonical::Hex;
use crate::secret::wiping_stack;
use crate::sign::Draft;
use crate::verify::TimeUnit;
use crate::{Error, ErrorKind, Request, Scheme, Signer};

/// Signs calls as MetaStudio does, for tests of a receiver and for mocks of the vendor.
///
/// ```text
/// secret = lower_hex(HMAC-SHA256(key, URL time))
/// ```
///
/// The vendor's documents leave open which reading of the URL it signs and in which unit its time is,
/// so both are stated here.
///
/// **Not covered:** method, body and headers; of the URL that is called, nothing but with
/// [`CallbackForm::CustomPlatform`](super::CallbackForm::CustomPlatform).
///
/// **Clock:** see [`MssCallbackVerifier`](super::MssCallbackVerifier).
///
/// **Errors when signing:** those of [`Signer::sign_into`](crate::Signer::sign_into);
/// [`ErrorKind::TimeOutOfRange`] for the first second of 1970, which no call can carry.
///
/// ```
/// use polysign::huawei::{CallbackForm, CallbackKey, MssCallback, UrlReading};
/// use polysign::{Context, Request, Signer, verify::TimeUnit};
///
/// let url = "https://metastudio-llm/digital-human/chat";
/// let key = CallbackKey::new(CallbackForm::Llm, "huawei_metaStudio", url)?;
/// let signer = MssCallback::new(key, UrlReading::WithScheme, TimeUnit::Milliseconds)?;
/// let request = Request::new("POST", url)?;
/// let signed = signer.sign_with(&request, &Context::at(1_744_612_873))?;
/// assert!(signed.query().any(|pair| pair == ("time_stamp", "1963307d328")));
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct MssCallback {
    key: CallbackKey,
    reading: UrlReading,
    unit: TimeUnit,
}

impl MssCallback {
    /// Creates a signer with `key`, which signs the URL in that reading and sends the time in that
    /// unit.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidOption`] for a reading or a unit that the documents exclude for the form
    /// of the key.
    pub fn new(key: CallbackKey, reading: UrlReading, unit: TimeUnit) -> Result<Self, Error> {
        let facts = key.form.facts();
        let is_fit = facts.reading.is_none_or(|only| only == reading)
            && facts.unit.is_none_or(|only| only == unit);
        let advice = "has one reading and one unit, and these are not they; pass the other ones";
        is_fit.then_some(()).ok_or_else(|| Error::new(ErrorKind::InvalidOption, "form", advice))?;
        Ok(Self { key, reading, unit })
    }
}

impl Signer for MssCallback {
    fn scheme(&self) -> &'static Scheme {
        &self.key.form.facts().scheme
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let facts = self.key.form.facts();
        let seconds = draft.time().seconds().unsigned_abs();
        let number = seconds * self.unit.per_second();
        let padded = Hex::<16>::new(&number.to_be_bytes());
        let time = padded.as_str().trim_start_matches('0');
        if time.is_empty() {
            let advice = "is the first second of 1970, which no call can carry; pass a later one";
            return Err(Error::new(ErrorKind::TimeOutOfRange, "time", advice));
        }
        let call = Call { key: &self.key, request, host: draft.host(), time, number };
        if let Some(explanation) = draft.explanation() {
            explanation.write_stage("string_to_sign", |text| call.write(self.reading, text));
        }
        let secret = wiping_stack(|| Hex::<64>::new(&call.mac(self.reading).finish().0));
        draft.reserve(64 + time.len());
        let [secret_field, time_field] = facts.fields;
        draft.set(secret_field, |value| value.push_signature(secret.as_bytes()));
        draft.set(time_field, |value| value.push(time));
        Ok(())
    }
}
