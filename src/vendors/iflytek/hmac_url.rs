//! The signed URL of most iFlytek products, after the vendor's "Universal URL authentication" and the
//! documents of IAT, TTS, ISE, Spark, OCR, and the virtual human.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use hmac::Hmac;
use sha2::Sha256;

use super::ApiKey;
use super::hmac_text::{HmacText, authorization_front};
use super::refusal::OF_GATEWAY;
use super::required::check_gateway;
use crate::canonical::{Key, base64_into};
use crate::config::{Credential, Entry};
use crate::sign::{Covers, Draft};
use crate::text::Timestamp;
use crate::{Error, Request, Scheme, Signer};

pub(super) const FIELDS: [&str; 3] = ["authorization", "date", "host"];

/// The lines that are signed, as `authorization` lists them.
pub(super) const LINES: &str = "host date request-line";

pub(super) static SCHEME: Scheme = Scheme::new("iflytek/hmac-url")
    .with_covers(Covers::NOTHING.with_method().with_host().with_path())
    .with_clock_window(300)
    .with_own_query(&FIELDS)
    .with_secret_query(&["authorization"])
    .with_refusals(&OF_GATEWAY);

pub(crate) const ENTRY: Entry = Entry {
    schemes: &[&SCHEME],
    fields: ApiKey::FIELDS,
    options: &[],
    hosts: &[
        "iat-api.xfyun.cn",
        "tts-api.xfyun.cn",
        "ise-api.xfyun.cn",
        "*.xf-yun.com",
        "!spark-api-open.xf-yun.com",
    ],
    build: |config| Ok(Box::new(HmacUrl::new(config.credential()?))),
};

/// Signs URLs of iFlytek's WebSocket and HTTP APIs: dictation (IAT), synthesis (TTS), evaluation
/// (ISE), Spark, OCR, the virtual human (avatar, VMS), and most others.
///
/// ```text
/// host: iat-api.xfyun.cn
/// date: Wed, 10 Jul 2019 07:35:43 GMT
/// GET /v2/iat HTTP/1.1
/// ```
///
/// is the string to sign, without a line end after the last line and without the query. Then
///
/// ```text
/// signature     = base64(HMAC-SHA256(APISecret, string to sign))
/// authorization = base64(api_key="<APIKey>", algorithm="hmac-sha256",
///                        headers="host date request-line", signature="<signature>")
/// ```
///
/// where the text of `authorization` is one line with one blank after each comma. `authorization`,
/// `date` and `host` go after the caller's query.
///
/// **Not covered:** the query, headers, and the body: APPID and parameters travel unsigned, so use
/// `https` and `wss`.
///
/// **Clock:** may be off by 5 minutes. Sign each connection: a URL that is kept is refused.
///
/// **Errors when signing:** those of [`Signer::sign_into`];
/// [`ErrorKind::InvalidMethod`](crate::ErrorKind::InvalidMethod) for a lower-case letter,
/// [`ErrorKind::DotSegments`](crate::ErrorKind::DotSegments), and
/// [`ErrorKind::InvalidUrl`](crate::ErrorKind::InvalidUrl) for a path with a character that some
/// clients percent-encode.
///
/// Configuration: the credential's fields. There is no option: method and URL decide.
///
/// ```
/// use polysign::{Context, Request, Signer, iflytek};
///
/// let credential = iflytek::ApiKey::new(
///     "keyxxxxxxxx8ee279348519exxxxxxxx",
///     "secretxxxxxxxx2df7900c09xxxxxxxx",
/// )?;
/// let signer = iflytek::HmacUrl::new(credential);
/// let request = Request::new("GET", "wss://iat-api.xfyun.cn/v2/iat")?;
/// let signed = signer.sign_with(&request, &Context::at(1_562_744_143))?;
/// assert_eq!(signed.signature(), Some("Hp3Ty4ZkSBmL8jKyOLpQiv9Sr5nvmeYEH7WsL/ZO2Jg="));
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct HmacUrl {
    api_key: String,
    key: Key<Hmac<Sha256>>,
    /// The beginning of `authorization`, which never changes, in whole groups of base64.
    front: String,
    /// The one or two bytes after that, which no group holds.
    rest: Vec<u8>,
}

impl HmacUrl {
    /// Creates a signer with `credential`.
    #[must_use]
    pub fn new(credential: ApiKey) -> Self {
        let text = authorization_front(&credential.api_key, LINES);
        let (groups, rest) = text.as_bytes().as_chunks::<3>();
        let mut front = String::new();
        base64_into(groups.as_flattened(), |piece| front.push_str(piece));
        Self {
            key: Key::of(credential.api_secret.expose().as_bytes()),
            api_key: credential.api_key,
            front,
            rest: rest.into(),
        }
    }
}

impl Signer for HmacUrl {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let host = draft.host();
        let date = Timestamp::http(draft.time());
        let text = HmacText::new(request, host, date.as_bytes(), None)?;
        if let Some(explanation) = draft.explanation() {
            explanation.set_key_id(self.api_key.as_str());
            explanation.write_stage("string_to_sign", |stage| text.write(stage));
            check_gateway(request, explanation);
        }
        let signature = text.sign(&self.key);
        // At most 2, 44 and 1 bytes.
        let mut end = smallvec::SmallVec::<[u8; 48]>::from_slice(&self.rest);
        end.extend_from_slice(signature.as_bytes());
        end.push(b'"');

        let host_length = host.name().len() + 6;
        draft.reserve(self.front.len() + 64 + 29 + host_length + 44);
        draft.query("authorization", |value| {
            value.push(&self.front);
            base64_into(&end, |piece| value.push(piece));
        });
        draft.query("date", |value| value.push(date.as_bytes()));
        draft.query("host", |value| host.write_bytes(|piece| value.push(piece)));
        draft.note_signature(signature.as_bytes());
        Ok(())
    }
}
