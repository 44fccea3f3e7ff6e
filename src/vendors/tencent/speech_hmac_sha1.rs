//! The signature of the speech services, after "Real-time speech recognition" (1093/48982) and the
//! vendor's speech SDKs.

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use sha1::Sha1;
use smallvec::SmallVec;

use super::speech_api::{HOSTS, SCHEMES};
use super::{ApiKey, SpeechApi};
use crate::canonical::{
    Added, Base64, CanonicalQuery, Key, Order, Pair, VerbatimTarget, write_decoded,
};
use crate::config::{Credential, Entry};
use crate::request::Host;
use crate::secret::Secret;
use crate::sign::{Draft, Nonce, Requirement};
use crate::text::{Decimal, Sink};
use crate::verify::fields::read_decimal;
use crate::{Error, ErrorKind, Explanation, Request, Scheme, Signer};

pub(crate) const ENTRY: Entry = Entry {
    schemes: SCHEMES,
    fields: ApiKey::FIELDS,
    options: &["api", "expires_in"],
    hosts: HOSTS,
    build: |config| {
        let signer = SpeechHmacSha1::new(config.credential()?, config.required("api")?.parse()?)?;
        Ok(Box::new(config.set_lifetime(signer, SpeechHmacSha1::with_expires_in)?))
    },
};

/// The validity of the vendor's SDKs, a day.
const DEFAULT_EXPIRY: u32 = 86_400;
/// The seconds for which a signature can be valid: "less than 90 days".
pub(super) const LIFETIMES: core::ops::Range<u32> = 1..90 * 86_400;
/// "A positive integer of at most 10 digits", as 31 bits.
const MAX_NONCE: u32 = i32::MAX as u32;

/// Signs requests to Tencent's speech services: recognition, synthesis, voice conversion,
/// evaluation.
///
/// What is signed are all parameters of the URL and those that are added, sorted by key and decoded,
/// after the endpoint without its scheme:
///
/// ```text
/// asr.cloud.tencent.com/asr/v2/<appid>?engine_model_type=16k_zh&expired=...&nonce=...
/// POSTasr.cloud.tencent.com/asr/flash/v1/<appid>?...      (asr-flash, with the method)
/// GETtts.cloud.tencent.com/stream_ws?...                  (tts-stream, with the method)
/// signature = base64(HMAC-SHA1(SecretKey, that text))
/// ```
///
/// The signature goes to the end of the query; that of `asr-flash` goes into `Authorization`.
///
/// **Not covered:** headers and body, and so all audio; the method, except where the text has it.
///
/// **Valid** for a day, or as [`SpeechHmacSha1::with_expires_in`] says. That of `asr-flash` has no
/// end of its own.
///
/// **Clock:** the vendor does not say how far it may be off. `GET
/// https://asr.cloud.tencent.com/server_time` answers with the server's time in Unix seconds.
///
/// **Errors when signing:** those of [`Signer::sign_into`]; [`ErrorKind::DotSegments`], and
/// [`ErrorKind::InvalidUrl`] for a path with a character that some clients percent-encode;
/// [`ErrorKind::InvalidMethod`] for a lower-case letter where the method is signed;
/// [`ErrorKind::MissingNonce`] and [`ErrorKind::InvalidNonce`] where the service has a nonce, which
/// is a number from 1 to 2147483647.
///
/// Configuration: the credential's fields, `api` (the text of a [`SpeechApi`]) and `expires_in`.
///
/// ```
/// use polysign::{Context, Request, Signer, tencent};
///
/// let credential = tencent::ApiKey::new("AKIDEXAMPLE", "testsecret")?.with_app_id("1259220000")?;
/// let signer = tencent::SpeechHmacSha1::new(credential, tencent::SpeechApi::VcStream)?;
/// let url = "wss://tts.cloud.tencent.com/vc_stream/1259220000?VoiceType=301005&SampleRate=16000\
///            &Codec=pcm&VoiceId=voice-test&Volume=0&End=0";
/// let request = Request::new("GET", url)?;
/// let signed = signer.sign_with(&request, &Context::at(1_670_304_040))?;
/// assert_eq!(signed.signature(), Some("vuCesnwv4Oj9bLNbC7A9Cpikb3g="));
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct SpeechHmacSha1 {
    secret_id: String,
    key: Key<Hmac<Sha1>>,
    token: Option<Secret>,
    app_id: String,
    api: SpeechApi,
    expires_in: u32,
}

impl SpeechHmacSha1 {
    /// Creates a signer with `credential` for one of the services.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingCredential`] for a credential without an app id;
    /// [`ErrorKind::InvalidCredential`] for one with a token where the service takes no temporary
    /// keys.
    pub fn new(credential: ApiKey, api: SpeechApi) -> Result<Self, Error> {
        let ApiKey { secret_id, secret_key, token, app_id } = credential;
        if token.is_some() && !api.facts().0.query().contains(&"token") {
            let advice =
                "is not a field of this service, which takes no temporary keys; use a lasting key";
            return Err(Error::new(ErrorKind::InvalidCredential, "token", advice));
        }
        let advice = "is needed by the speech services; the console shows it as AppID";
        let app_id =
            app_id.ok_or_else(|| Error::new(ErrorKind::MissingCredential, "app_id", advice))?;
        let key = Key::of(secret_key.expose().as_bytes());
        Ok(Self { secret_id, key, token, app_id, api, expires_in: DEFAULT_EXPIRY })
    }

    /// Sets the number of seconds for which a signature is valid: less than 90 days.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidExpiration`] for 0, for 90 days or more, and for `asr-flash`, whose
    /// signatures have no end.
    pub fn with_expires_in(self, seconds: u32) -> Result<Self, Error> {
        let advice = match self.api {
            SpeechApi::AsrFlash => "is not a field of asr-flash; leave it out",
            _ if LIFETIMES.contains(&seconds) => return Ok(Self { expires_in: seconds, ..self }),
            _ => "has to be above 0 and below 90 days",
        };
        Err(Error::new(ErrorKind::InvalidExpiration, "expires_in", advice))
    }

    /// Notes what the documents of the service require besides the fields of the signature.
    fn check_required(&self, request: &Request<'_>, host: Host<'_>, explanation: &mut Explanation) {
        let (.., [own_host, front]) = self.api.facts();
        let is_path = match (self.api, request.path().strip_prefix(front)) {
            (SpeechApi::TtsStream, end) => matches!(end, Some("" | "v2" | "_podcast")),
            (_, end) => end == Some(&self.app_id),
        };
        let method = if self.api == SpeechApi::AsrFlash { "POST" } else { "GET" };
        let why = "the document of the service requires it, signed as the other parameters are";
        explanation.require_parameters(request, self.api.parameters(), why);
        explanation.require_host(host, own_host);
        let why = "the document of the service has another path; it ends with the `AppId` of the \
                   credential, except for `tts-stream`";
        explanation.require(is_path, Requirement::Path, why);
        let why = "the flash recognition takes POST, the others are opened as a WebSocket with GET";
        explanation.require(request.method() == method, Requirement::Method, why);
        explanation.require_tls(request, "the services are documented for https and wss only");
    }
}

/// Returns the nonce as the vendor wants it.
fn nonce_of(nonce: Nonce<'_>) -> Result<Decimal, Error> {
    let advice = "has to be a number from 1 to 2147483647 in decimal digits";
    let form = |[a, b, c, d, ..]: [u8; 16]| (u32::from_be_bytes([a, b, c, d]) & MAX_NONCE).max(1);
    Ok(Decimal::new(nonce.read(form, read_nonce, advice)?.into()))
}

/// Reads a nonce in decimal digits without padding.
pub(super) fn read_nonce(text: &str) -> Option<u32> {
    read_decimal(text).filter(|number| (1..=MAX_NONCE).contains(number))
}

/// Writes the text that is signed: `[METHOD]host/path?k=v&k=v`, all of it without percent-encoding but
/// the path. The parameters have to be sorted.
pub(super) fn plaintext<'p, 'q: 'p, S: Sink>(
    target: &VerbatimTarget<'_>,
    parameters: impl Iterator<Item = &'p Pair<'q>>,
    sink: &mut S,
) {
    sink.text(target.method.as_bytes());
    target.host.write_bytes(|piece| sink.text(piece));
    sink.text(target.path.as_bytes());
    sink.text(b"?");
    write_decoded(parameters, "token", sink);
}

impl Signer for SpeechHmacSha1 {
    fn scheme(&self) -> &'static Scheme {
        self.api.facts().0
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let ((scheme, [.., own], ..), host) = (self.api.facts(), draft.host());
        let target = VerbatimTarget::new(request, host, scheme.covers().method())?;
        let nonce = if scheme.needs_nonce() { nonce_of(draft.nonce())? } else { Decimal::new(0) };
        let expires_at = draft.time().saturating_add(self.expires_in.into());
        let (time, expired) = (Decimal::of_time(draft.time()), Decimal::of_time(expires_at));
        let mut added = SmallVec::<[_; 6]>::new();
        for name in scheme.query() {
            added.push(match (*name, &self.token) {
                ("AppId", _) => Added::new(name, self.app_id.as_bytes()),
                ("expired" | "Expired", _) => Added::new(name, expired.as_bytes()),
                ("nonce", _) => Added::nonce(name, nonce.as_bytes()),
                ("secretid" | "SecretId", _) => Added::new(name, self.secret_id.as_bytes()),
                ("timestamp" | "Timestamp", _) => Added::new(name, time.as_bytes()),
                ("token", Some(token)) => Added::secret(name, token.expose().as_bytes()),
                _ => continue,
            });
        }
        let mut query = CanonicalQuery::new();
        query.collect(request.query(), scheme.skipped_query(), &added, Order::KeyThenValue);
        if let Some(explanation) = draft.explanation() {
            explanation.set_key_id(self.secret_id.as_str());
            explanation.write_stage("string_to_sign", |out| plaintext(&target, query.iter(), out));
            self.check_required(request, host, explanation);
        }
        let signature = self.key.sign(|mac| plaintext(&target, query.iter(), mac));
        draft.add_parameters(&added);
        draft.set(own, |value| value.push_signature(Base64::<28>::new(&signature.0).as_bytes()));
        draft.set_expires_at((self.api != SpeechApi::AsrFlash).then_some(expires_at));
        Ok(())
    }
}
