//! `accessKeyId` with HMAC-SHA1 over sorted parameters, after the vendor's documents of compliance,
//! `rtasr_llm` and `ifasr_llm`.

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use sha1::Sha1;
use smallvec::SmallVec;

use super::access_key_api::SCHEMES;
use super::{AccessKeyApi, ApiKey};
use crate::canonical::{Added, Base64, CanonicalQuery, Hex, Key, Order, Pair, QueryText};
use crate::config::{Config, Entry};
use crate::secret::wiping_stack;
use crate::sign::{Draft, Nonce};
use crate::text::{Found, Sink, Timestamp};
use crate::{Context, Error, ErrorKind, Request, Scheme, Signer, UnixTime};

pub(crate) const ENTRY: Entry = Entry {
    schemes: SCHEMES,
    fields: ApiKey::FIELDS,
    options: &["api"],
    hosts: &[
        "office-api-ast-dx.iflyaisol.com",
        "office-api-ist-dx.iflyaisol.com",
        "audit.iflyaisol.com",
    ],
    build: |config| Ok(Box::new(AccessKeyHmacSha1::from_config(config)?)),
};

/// Signs requests to those products of iFlytek that take `accessKeyId`: compliance, and transcription
/// with a large model, in real time (`rtasr_llm`) and of files (`ifasr_llm`).
///
/// All parameters of the URL and those that are added, without empty ones, sorted by key and
/// percent-encoded:
///
/// ```text
/// accessKeyId=<APIKey>&appId=<APPID>&lang=cn&utc=2025-03-24T00%3A01%3A19%2B0800&uuid=<uuid>
/// signature = base64(HMAC-SHA1(APISecret, that text))
/// ```
///
/// Time and nonce are `utc` and `uuid`, and the signature is a parameter, too; `ifasr_llm` has
/// `dateTime`, `signatureRandom`, and the signature in the header `signature`. See [`AccessKeyApi`].
///
/// **Not covered:** method, host, path, headers, body.
///
/// **Nonce:** `uuid` is 1 to 64 letters, digits and hyphens, 32 hexadecimal digits by default;
/// `signatureRandom` is 16 letters and digits.
///
/// **Clock:** the vendor states no tolerance.
///
/// **Errors when signing:** those of [`Signer::sign_into`]; [`ErrorKind::MissingNonce`] and
/// [`ErrorKind::InvalidNonce`]; [`ErrorKind::InvalidUrl`] for a value with a space, `*` or `~`, which
/// the vendor's SDKs encode in different ways, for a name with other characters than letters, digits,
/// `-`, `_` and `.`, and for a parameter `accessKeySecret`, which would send the secret along.
///
/// Configuration: the credential's fields, `app_id` among them, and `api` (the text of an
/// [`AccessKeyApi`]).
///
/// ```
/// use polysign::{Context, Request, Signer, iflytek};
///
/// let credential = iflytek::ApiKey::new(
///     "ba46d0f35eee65a529d8e7a38784ee4b",
///     "OWE3ZjRkNDc3ZjdhMTA5ODgxOTA5ZGRm",
/// )?
/// .with_app_id("71c7b87d")?;
/// let signer = iflytek::AccessKeyHmacSha1::new(credential, iflytek::AccessKeyApi::RtasrLlm)?;
/// let url = "wss://office-api-ast-dx.iflyaisol.com/ast/communicate/v1\
///            ?audio_encode=pcm_s16le&lang=autodialect&samplerate=16000";
/// let request = Request::new("GET", url)?;
/// let context = Context::at(1_612_936_157).with_nonce("f289ea4a594377fd107db06be1abe5c6");
/// let signed = signer.sign_with(&request, &context)?;
/// assert_eq!(signed.signature(), Some("H6Gopq19AcXQUeSFZw5sTBys5t0="));
/// # Ok::<(), polysign::Error>(())
/// ```
pub struct AccessKeyHmacSha1 {
    app_id: String,
    api_key: String,
    key: Key<Hmac<Sha1>>,
    api: AccessKeyApi,
}

impl AccessKeyHmacSha1 {
    /// Creates a signer with `credential` for one of the products.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingCredential`] for a credential without an APPID;
    /// [`ErrorKind::InvalidCredential`] for an id or a key with `*` or `~`.
    pub fn new(credential: ApiKey, api: AccessKeyApi) -> Result<Self, Error> {
        let app_id = credential.app_id.ok_or_else(|| {
            Error::new(
                ErrorKind::MissingCredential,
                "app_id",
                "is sent by this scheme and is not set; call `with_app_id`, or set XFYUN_APP_ID \
                 besides the other variables",
            )
        })?;
        for (field, text) in [("app_id", &app_id), ("api_key", &credential.api_key)] {
            if text.contains(['*', '~']) {
                let advice = "has `*` or `~`, which no id has; copy it again from the console";
                return Err(Error::new(ErrorKind::InvalidCredential, field, advice));
            }
        }
        let key = Key::of(credential.api_secret.expose().as_bytes());
        Ok(Self { app_id, api_key: credential.api_key, key, api })
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let api = config.required("api")?.parse()?;
        Self::new(config.credential(ApiKey::from_config, ApiKey::read)?, api)
    }
}

/// Writes the text that is signed, of parameters that are sorted.
pub(super) fn write_base<S: Sink>(parameters: &CanonicalQuery<'_>, sink: &mut S) {
    for (at, pair) in parameters.iter().filter(is_signed).enumerate() {
        if at > 0 {
            sink.text(b"&");
        }
        pair.write_encoded("", sink);
    }
}

/// Returns whether a parameter is in the text.
fn is_signed(pair: &&Pair<'_>) -> bool {
    !pair.value().text.is_empty() && !pair.key().is("signature")
}

/// Checks that every way of encoding gives one text, and that the secret is not sent.
pub(super) fn check_parameters(parameters: &CanonicalQuery<'_>) -> Result<(), Error> {
    for pair in parameters.iter().filter(is_signed) {
        let fault = if pair.key().is("accessKeySecret") {
            "would send the secret along; leave it out, as the signature is made with it"
        } else if !pair.key().decoded_bytes().all(is_of_name) {
            "has a name with other characters than letters, digits, `-`, `_` and `.`, which the \
             vendor's SDKs sign in different ways; rename it"
        } else if pair.value().decoded_bytes().any(|byte| matches!(byte, b' ' | b'*' | b'~')) {
            "has a space, `*` or `~`, which the vendor's SDKs sign in different ways; replace it, \
             in the name of a file for example"
        } else {
            continue;
        };
        return Err(Error::new(ErrorKind::InvalidUrl, name_of(pair.key()), fault));
    }
    Ok(())
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// Returns the name of a parameter, or `url` if it is not plain.
fn name_of(name: QueryText<'_>) -> String {
    let is_plain = name.decoded_bytes().all(is_of_name) && name.decoded_bytes().count() <= 64;
    let name = name.decoded_bytes().map(char::from);
    if is_plain { name.collect() } else { String::from("url") }
}

/// The nonce as text: the caller's, or random bytes in hexadecimal.
enum NonceText<'a> {
    Given(&'a str),
    Random(Hex<32>, AccessKeyApi),
}

impl<'a> NonceText<'a> {
    fn of(nonce: Nonce<'a>, api: AccessKeyApi) -> Result<Self, Error> {
        match nonce {
            Nonce::Random(bytes) => Ok(Self::Random(Hex::new(&bytes), api)),
            Nonce::Text(text) if is_nonce(text, api) => Ok(Self::Given(text)),
            Nonce::Text(_) => Err(Error::new(
                ErrorKind::InvalidNonce,
                "nonce",
                "has to be 1 to 64 letters, digits and hyphens; for ifasr-llm exactly 16 letters \
                 and digits",
            )),
            Nonce::Absent => Err(Error::new(
                ErrorKind::MissingNonce,
                "nonce",
                "is needed; call `Context::with_nonce`, or `Signer::sign`",
            )),
        }
    }

    fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Given(text) => text.as_bytes(),
            Self::Random(hex, AccessKeyApi::IfasrLlm) => hex.as_bytes().found(..16),
            Self::Random(hex, _) => hex.as_bytes(),
        }
    }
}

/// Returns whether a text can be the nonce of the product.
pub(super) fn is_nonce(text: &str, api: AccessKeyApi) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric();
    match api {
        AccessKeyApi::IfasrLlm => text.len() == 16 && text.bytes().all(is_plain),
        _ => {
            let is_uuid = text.bytes().all(|byte| is_plain(byte) || byte == b'-');
            matches!(text.len(), 1..=64) && is_uuid
        }
    }
}

/// Returns a time as the product has it, `2025-09-04T15:38:07+0800` for example.
///
/// # Errors
///
/// [`ErrorKind::TimeOutOfRange`] for a time that is after 9999 in that zone.
fn local_time(time: UnixTime, api: AccessKeyApi) -> Result<SmallVec<[u8; 24]>, Error> {
    let (hours, zone) = api.zone();
    let local = Context::new(time.saturating_add(hours * 3600)).checked_time()?;
    let mut text = SmallVec::from_slice(Timestamp::extended(local).as_bytes().found(..19));
    text.extend_from_slice(zone);
    Ok(text)
}

impl Signer for AccessKeyHmacSha1 {
    fn scheme(&self) -> &'static Scheme {
        self.api.scheme()
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let nonce = NonceText::of(draft.nonce(), self.api)?;
        let time = local_time(draft.time(), self.api)?;
        let [time_name, nonce_name] = self.api.names();
        let added = [
            Added::new("accessKeyId", self.api_key.as_bytes()),
            Added::new("appId", self.app_id.as_bytes()),
            Added::new(time_name, &time),
            Added::new(nonce_name, nonce.as_bytes()),
        ];
        let mut parameters = CanonicalQuery::new();
        let skipped = self.scheme().skipped_query();
        parameters.collect(request.query(), skipped, &added, Order::KeyThenValue);
        check_parameters(&parameters)?;
        let host = draft.host();
        if let Some(explanation) = draft.explanation() {
            explanation.set_key_id(self.api_key.as_str());
            explanation.write_stage("string_to_sign", |text| write_base(&parameters, text));
            self.api.check_required(host, explanation);
        }
        let signature = wiping_stack(|| {
            let mut mac = self.key.start();
            write_base(&parameters, &mut mac);
            Base64::<28>::new(&mac.finish().0)
        });

        draft.reserve(self.api_key.len() + self.app_id.len() + 24 + nonce.as_bytes().len() + 28);
        draft.query("accessKeyId", |value| value.push(&self.api_key));
        draft.query("appId", |value| value.push(&self.app_id));
        draft.query(time_name, |value| value.push(&time));
        draft.query(nonce_name, |value| value.push_nonce(nonce.as_bytes()));
        if self.api == AccessKeyApi::IfasrLlm {
            draft.header("signature", |value| value.push_signature(signature.as_bytes()));
        } else {
            draft.query("signature", |value| value.push_signature(signature.as_bytes()));
        }
        Ok(())
    }
}

impl core::fmt::Debug for AccessKeyHmacSha1 {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("AccessKeyHmacSha1")
            .field("app_id", &self.app_id)
            .field("api_key", &self.api_key)
            .field("api", &self.api)
            .finish_non_exhaustive()
    }
}
