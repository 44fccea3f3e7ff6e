//! `accessKeyId` with HMAC-SHA1 over sorted parameters, after the vendor's documents of compliance,
//! `rtasr_llm` and `ifasr_llm`.

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use sha1::Sha1;

use super::access_key_api::{Facts, HOSTS, SCHEMES};
use super::{AccessKeyApi, ApiKey};
use crate::canonical::{Added, Base64, CanonicalQuery, Key, Order, Pair, QueryText, join};
use crate::config::{Credential, Entry};
use crate::sign::Draft;
use crate::text::Sink;
use crate::{Error, ErrorKind, Request, Scheme, Signer};

pub(crate) const ENTRY: Entry = Entry {
    schemes: SCHEMES,
    fields: ApiKey::FIELDS,
    options: &["api"],
    hosts: HOSTS,
    build: |config| {
        let api = config.required("api")?.parse()?;
        Ok(Box::new(AccessKeyHmacSha1::new(config.credential()?, api)?))
    },
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
#[derive(Debug)]
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
}

/// Writes the text that is signed, of parameters that are sorted.
pub(super) fn write_base<S: Sink>(parameters: &CanonicalQuery<'_>, sink: &mut S) {
    join(parameters.iter().filter(is_signed), sink, |pair, sink| pair.write_encoded("", sink));
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
        } else if pair.key().has(|byte| !is_of_name(byte)) {
            "has a name with other characters than letters, digits, `-`, `_` and `.`, which the \
             vendor's SDKs sign in different ways; rename it"
        } else if pair.value().has(|byte| matches!(byte, b' ' | b'*' | b'~')) {
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
    let is_plain = !name.has(|byte| !is_of_name(byte)) && name.decoded_bytes().count() <= 64;
    let name = name.decoded_bytes().map(char::from);
    if is_plain { name.collect() } else { String::from("url") }
}

impl Signer for AccessKeyHmacSha1 {
    fn scheme(&self) -> &'static Scheme {
        self.api.facts().scheme
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let nonce = self.api.nonce(draft.nonce())?;
        let time = self.api.local_time(draft.time())?;
        let Facts { scheme, time_name, nonce_name, host: product_host } = self.api.facts();
        let added = [
            Added::new("accessKeyId", self.api_key.as_bytes()),
            Added::new("appId", self.app_id.as_bytes()),
            Added::new(time_name, &time),
            Added::nonce(nonce_name, nonce.as_bytes()),
        ];
        let mut parameters = CanonicalQuery::new();
        parameters.extend(request.query().unwrap_or_default(), scheme.skipped_query());
        check_parameters(&parameters)?;
        parameters.add(&added);
        parameters.sort_by(Order::KeyThenValue);
        let host = draft.host();
        if let Some(explanation) = draft.explanation() {
            explanation.set_key_id(self.api_key.as_str());
            explanation.write_stage("string_to_sign", |text| write_base(&parameters, text));
            explanation.require_host(host, product_host);
        }
        let signature = self.key.sign(|mac| write_base(&parameters, mac));
        let signature = Base64::<28>::new(&signature.0);
        draft.add_parameters(&added);
        draft.set("signature", |value| value.push_signature(signature.as_bytes()));
        Ok(())
    }
}
