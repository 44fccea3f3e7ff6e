//! The speech services: where each is, what it calls the fields of a signature, and what it requires.

use super::refusal::{OF_SPEECH, OF_VOICE_CONVERSION};
use crate::config::named;
use crate::request::Host;
use crate::sign::{Covers, Requirement, has_parameter};
use crate::{Explanation, Request, Scheme};

/// A speech service of Tencent Cloud. It decides the names of the signed fields and where the
/// signature goes.
///
/// | value | text | endpoint |
/// |---|---|---|
/// | [`SpeechApi::AsrV2`] | `asr-v2` | `wss://asr.cloud.tencent.com/asr/v2/<appid>` |
/// | [`SpeechApi::SpeechTranslate`] | `speech-translate` | `wss://asr.cloud.tencent.com/asr/speech_translate/<appid>` |
/// | [`SpeechApi::VirtualNumber`] | `virtual-number` | `wss://asr.cloud.tencent.com/asr/virtual_number/v1/<appid>` |
/// | [`SpeechApi::Soe`] | `soe` | `wss://soe.cloud.tencent.com/soe/api/<appid>` |
/// | [`SpeechApi::AsrFlash`] | `asr-flash` | `https://asr.cloud.tencent.com/asr/flash/v1/<appid>` |
/// | [`SpeechApi::TtsStream`] | `tts-stream` | `wss://tts.cloud.tencent.com/stream_ws`, `/stream_wsv2`, `/stream_ws_podcast` |
/// | [`SpeechApi::VcStream`] | `vc-stream` | `wss://tts.cloud.tencent.com/vc_stream/<appid>` |
///
/// `Display` and `FromStr` use the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpeechApi {
    /// Real-time recognition, second edition (1093/48982), and recognition of speakers.
    AsrV2,
    /// Simultaneous interpretation.
    SpeechTranslate,
    /// Recognition of virtual numbers: what an answering machine says.
    VirtualNumber,
    /// Spoken evaluation, new edition.
    Soe,
    /// Recognition of a recording in one request (1093/52097), without an expiry.
    AsrFlash,
    /// Synthesis in a stream, in its three forms.
    TtsStream,
    /// Voice conversion.
    VcStream,
}

const fn facts(covers: Covers) -> Scheme {
    Scheme::new("tencent/speech-hmac-sha1").with_covers(covers).with_refusals(&OF_SPEECH)
}

const URL: Covers = Covers::NOTHING.with_host().with_path().with_query();

const ASR_QUERY: &[&str] = &["expired", "nonce", "secretid", "timestamp", "token", "signature"];
const FLASH_QUERY: &[&str] = &["secretid", "timestamp"];
const TTS_QUERY: &[&str] = &["AppId", "Expired", "SecretId", "Timestamp", "Signature"];
const VC_QUERY: &[&str] = &["Expired", "SecretId", "Timestamp", "Signature"];

static ASR: Scheme = facts(URL)
    .with_nonce()
    .with_query(ASR_QUERY)
    .with_stale_query(ASR_QUERY)
    .with_secret_query(&["signature", "token"]);

static FLASH: Scheme = facts(URL.with_method())
    .with_query(FLASH_QUERY)
    .with_stale_query(FLASH_QUERY)
    .with_headers(&["authorization"])
    .with_stale_headers(&["authorization"])
    .with_secret_headers(&["authorization"]);

static TTS: Scheme = facts(URL.with_method())
    .with_query(TTS_QUERY)
    .with_stale_query(TTS_QUERY)
    .with_secret_query(&["Signature"]);

static VC: Scheme = facts(URL)
    .with_query(VC_QUERY)
    .with_stale_query(VC_QUERY)
    .with_refusals(&OF_VOICE_CONVERSION)
    .with_secret_query(&["Signature"]);

pub(super) const SCHEMES: &[&Scheme] = &[&ASR, &FLASH, &TTS, &VC];

/// What the documents say of a service.
struct Service {
    scheme: &'static Scheme,
    host: &'static str,
    /// The beginning of the path; what follows is the `AppId`, or the edition of the synthesis.
    path: &'static str,
    /// The parameters that it requires of the caller.
    parameters: &'static [&'static str],
}

const ASR_HOST: &str = "asr.cloud.tencent.com";
const TTS_HOST: &str = "tts.cloud.tencent.com";

named! {
    SpeechApi, "api":
    AsrV2 = "asr-v2", SpeechTranslate = "speech-translate", VirtualNumber = "virtual-number",
    Soe = "soe", AsrFlash = "asr-flash", TtsStream = "tts-stream"; or VcStream = "vc-stream"
}

impl SpeechApi {
    const fn service(self) -> Service {
        let (scheme, host, path, parameters): (_, _, _, &[_]) = match self {
            Self::AsrV2 => (&ASR, ASR_HOST, "/asr/v2/", &["engine_model_type", "voice_id"]),
            Self::SpeechTranslate => {
                let parameters = &["source", "target", "trans_model", "voice_id"];
                (&ASR, ASR_HOST, "/asr/speech_translate/", parameters)
            }
            Self::VirtualNumber => (&ASR, ASR_HOST, "/asr/virtual_number/v1/", &["voice_id"]),
            Self::Soe => {
                let parameters = &["server_engine_type", "voice_id", "eval_mode", "score_coeff"];
                (&ASR, "soe.cloud.tencent.com", "/soe/api/", parameters)
            }
            Self::AsrFlash => {
                (&FLASH, ASR_HOST, "/asr/flash/v1/", &["engine_type", "voice_format"])
            }
            Self::TtsStream => (&TTS, TTS_HOST, "/stream_ws", &["Action", "SessionId"]),
            Self::VcStream => (&VC, TTS_HOST, "/vc_stream/", &[]),
        };
        Service { scheme, host, path, parameters }
    }

    pub(super) const fn scheme(self) -> &'static Scheme {
        self.service().scheme
    }

    /// Returns the name of the header or parameter that has the signature.
    pub(super) const fn signature(self) -> &'static str {
        match self {
            Self::TtsStream | Self::VcStream => "Signature",
            Self::AsrFlash => "authorization",
            _ => "signature",
        }
    }

    /// Returns whether a field of the signature is sent and signed, under its name.
    pub(super) fn has(self, name: &str) -> bool {
        self.scheme().query().contains(&name)
    }

    /// Returns whether this is the path of the service for that account.
    fn takes_path(self, path: &str, app_id: &str) -> bool {
        let rest = path.strip_prefix(self.service().path);
        rest.is_some_and(|rest| match self {
            Self::TtsStream => matches!(rest, "" | "v2" | "_podcast"),
            _ => rest == app_id,
        })
    }

    /// Notes what the documents of the service require besides the fields of the signature.
    pub(super) fn check_required(
        self,
        request: &Request<'_>,
        host: Host<'_>,
        app_id: &str,
        explanation: &mut Explanation,
    ) {
        let service = self.service();
        for name in service.parameters {
            explanation.require(
                has_parameter(request, name),
                Requirement::Parameter(name),
                "the document of the service requires it, signed as the other parameters are",
            );
        }
        explanation.require_host(host, service.host);
        explanation.require(
            self.takes_path(request.path(), app_id),
            Requirement::Path,
            "the document of the service has another path; it ends with the `AppId` of the \
             credential, except for `tts-stream`",
        );
        let method = if self == Self::AsrFlash { "POST" } else { "GET" };
        explanation.require(
            request.method() == method,
            Requirement::Method,
            "the flash recognition takes POST, the others are opened as a WebSocket with GET",
        );
        explanation.require_tls(request, "the services are documented for https and wss only");
    }
}
