//! The signed headers of iFlytek's HTTP APIs for translation and transcription, with a digest of the
//! body.

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use sha2::Sha256;
use smallvec::SmallVec;

use super::ApiKey;
use super::hmac_text::{HmacText, authorization_front};
use super::refusal::OF_GATEWAY;
use crate::canonical::{Base64, Hashing, Key};
use crate::config::{Credential, Entry};
use crate::request::Payload;
use crate::sign::{Covers, Draft};
use crate::text::{Sink, Timestamp};
use crate::{Error, ErrorKind, Request, Scheme, Signer};

pub(super) const FIELDS: [&str; 3] = ["date", "digest", "authorization"];

/// The lines that are signed, as `Authorization` lists them.
pub(super) const LINES: &str = "host date request-line digest";

pub(super) static SCHEME: Scheme = Scheme::new("iflytek/http-digest")
    .with_covers(Covers::NOTHING.with_method().with_host().with_path().with_body())
    .with_clock_window(300)
    .with_own_headers(&FIELDS)
    .with_secret_headers(&["authorization"])
    .with_refusals(&OF_GATEWAY);

pub(crate) const ENTRY: Entry = Entry {
    schemes: &[&SCHEME],
    fields: ApiKey::FIELDS,
    options: &[],
    hosts: &[
        "itrans.xfyun.cn", "ntrans.xfyun.cn", "rest-api.xfyun.cn", "tyocr.xfyun.cn",
        "ost-api.xfyun.cn",
    ],
    build: |config| Ok(Box::new(HttpDigest::new(config.credential()?))),
};

/// Signs requests to iFlytek's HTTP APIs with a `Digest` header: translation (`itrans`, `ntrans`),
/// formula recognition (`rest-api`), transcription of files (`ost-api`), and others.
///
/// ```text
/// host: itrans.xfyun.cn
/// date: Sun, 13 Jun 2021 04:19:27 GMT
/// POST /v2/its HTTP/1.1
/// digest: SHA-256=<base64(SHA-256(body))>
/// ```
///
/// is the string to sign, without a line end after the last line and without the query. The headers
/// `Date` and `Digest` are set as signed, and
///
/// ```text
/// signature     = base64(HMAC-SHA256(APISecret, string to sign))
/// Authorization = api_key="<APIKey>", algorithm="hmac-sha256",
///                 headers="host date request-line digest", signature="<signature>"
/// ```
///
/// as one line with one blank after each comma, and not encoded.
///
/// **Not covered:** the query, and headers other than these.
///
/// **Clock:** may be off by 5 minutes, as for [`HmacUrl`](super::HmacUrl).
///
/// **Errors when signing:** those of [`HmacUrl`](super::HmacUrl); [`ErrorKind::MissingPayload`] for
/// a body that is not stated, and for [`Payload::Unsigned`], which the scheme does not have.
///
/// Configuration: the credential's fields.
///
/// ```
/// use polysign::{Context, Request, Signer, iflytek};
///
/// let signer = iflytek::HttpDigest::new(iflytek::ApiKey::new("myapikey", "mysecret")?);
/// let body = r#"{"common":{"app_id":"bddb2ece"},"business":{"from":"cn","to":"en"},"data":{"text":"5LuK5aSp5aSp5rCU5oCO5LmI5qC377yf"}}"#;
/// let request = Request::new("POST", "https://itrans.xfyun.cn/v2/its")?.with_body(body);
/// let signed = signer.sign_with(&request, &Context::at(1_623_557_967))?;
/// assert_eq!(signed.signature(), Some("S2MbXzOYZ1JlLyCWjRRgYMmIh3nDkzCQPDkZ9P+Wqa0="));
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct HttpDigest {
    api_key: String,
    key: Key<Hmac<Sha256>>,
    /// The value of `Authorization` up to the signature.
    front: String,
}

impl HttpDigest {
    /// Creates a signer with `credential`.
    #[must_use]
    pub fn new(credential: ApiKey) -> Self {
        Self {
            key: Key::of(credential.api_secret.expose().as_bytes()),
            front: authorization_front(&credential.api_key, LINES),
            api_key: credential.api_key,
        }
    }
}

/// The value of a `Digest` header.
pub(super) type DigestText = SmallVec<[u8; 52]>;

/// The value of `Digest` before the digest itself.
const ALGORITHM: &[u8] = b"SHA-256=";

/// Returns the value of the `Digest` header.
pub(super) fn digest_of(payload: Payload<'_>) -> Result<DigestText, Error> {
    let digest = match payload {
        Payload::Bytes(body) => {
            let mut sha256 = Hashing::<Sha256>::new();
            sha256.text(body);
            sha256.finish().0
        }
        Payload::Digest(digest) => *digest.as_bytes(),
        Payload::Unsigned => {
            return Err(Error::new(
                ErrorKind::MissingPayload,
                "payload",
                "has to be hashed in this scheme, which has no way to leave the body out; call \
                 `with_body`, or pass a digest from `BodyHasher`",
            ));
        }
    };
    let mut value = SmallVec::from_slice(ALGORITHM);
    value.extend_from_slice(Base64::<44>::new(&digest).as_bytes());
    Ok(value)
}

impl Signer for HttpDigest {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let digest = digest_of(request.covered_payload()?)?;
        let host = draft.host();
        let date = Timestamp::http(draft.time());
        let text = HmacText::new(request, host, date.as_bytes(), Some(&digest))?;
        if let Some(explanation) = draft.explanation() {
            explanation.set_key_id(self.api_key.as_str());
            explanation.write_stage("string_to_sign", |stage| text.write(stage));
            explanation.require_json(request, "the APIs of this scheme take `application/json`");
        }
        let signature = text.sign(&self.key);

        draft.reserve(29 + digest.len() + self.front.len() + 45);
        draft.header("date", |value| value.push(date.as_bytes()));
        draft.header("digest", |value| value.push(&digest));
        draft.header("authorization", |value| {
            value.push(&self.front);
            value.push_signature(signature.as_bytes());
            value.push("\"");
        });
        Ok(())
    }
}
