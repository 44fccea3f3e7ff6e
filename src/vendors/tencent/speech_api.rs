//! The speech services: where each is, what it calls the fields of a signature, and what it requires.

use super::refusal::{OF_SPEECH, OF_VOICE_CONVERSION};
use crate::config::named;
use crate::request::Host;
use crate::sign::{Covers, Requirement};
use crate::{Explanation, Request, Scheme};

named! {
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
    #[non_exhaustive]
    pub enum SpeechApi: "api" {
        /// Real-time recognition, second edition (1093/48982), and recognition of speakers.
        AsrV2 = "asr-v2",
        /// Simultaneous interpretation.
        SpeechTranslate = "speech-translate",
        /// Recognition of virtual numbers: what an answering machine says.
        VirtualNumber = "virtual-number",
        /// Spoken evaluation, new edition.
        Soe = "soe",
        /// Recognition of a recording in one request (1093/52097), without an expiry.
        AsrFlash = "asr-flash",
        /// Synthesis in a stream, in its three forms.
        TtsStream = "tts-stream",
        /// Voice conversion.
        VcStream = "vc-stream",
    }
}

const fn scheme(covers: Covers, query: &'static [&'static str]) -> Scheme {
    Scheme::new("tencent/speech-hmac-sha1")
        .with_covers(covers)
        .with_query(query)
        .with_stale_query(query)
        .with_secret_query(&["signature", "Signature", "token"])
        .with_refusals(&OF_SPEECH)
}

const URL: Covers = Covers::NOTHING.with_host().with_path().with_query();
const URL_AND_METHOD: Covers = URL.with_method();

static ASR: Scheme =
    scheme(URL, &["expired", "nonce", "secretid", "timestamp", "token", "signature"]).with_nonce();

static FLASH: Scheme = scheme(URL_AND_METHOD, &["secretid", "timestamp"])
    .with_headers(&["authorization"])
    .with_stale_headers(&["authorization"])
    .with_secret_headers(&["authorization"]);

static TTS: Scheme =
    scheme(URL_AND_METHOD, &["AppId", "Expired", "SecretId", "Timestamp", "Signature"]);

static VC: Scheme = scheme(URL, &["Expired", "SecretId", "Timestamp", "Signature"])
    .with_refusals(&OF_VOICE_CONVERSION);

/// The hosts of the services.
pub(super) const HOSTS: &[&str] = &[ASR_HOST, SOE_HOST, TTS_HOST];

pub(super) const SCHEMES: &[&Scheme] = &[&ASR, &FLASH, &TTS, &VC];

const ASR_HOST: &str = "asr.cloud.tencent.com";
const SOE_HOST: &str = "soe.cloud.tencent.com";
const TTS_HOST: &str = "tts.cloud.tencent.com";

/// What the documents say of a service.
struct Facts {
    scheme: &'static Scheme,
    host: &'static str,
    /// The beginning of the path, which ends with the `AppId`, or the edition of the synthesis.
    path: &'static str,
    /// The parameters that the service requires of the caller.
    parameters: &'static [&'static str],
}

impl Facts {
    const fn new(
        scheme: &'static Scheme,
        host: &'static str,
        path: &'static str,
        parameters: &'static [&'static str],
    ) -> Self {
        Self { scheme, host, path, parameters }
    }
}

impl SpeechApi {
    const fn facts(self) -> Facts {
        match self {
            Self::AsrV2 => {
                Facts::new(&ASR, ASR_HOST, "/asr/v2/", &["engine_model_type", "voice_id"])
            }
            Self::SpeechTranslate => Facts::new(
                &ASR,
                ASR_HOST,
                "/asr/speech_translate/",
                &["source", "target", "trans_model", "voice_id"],
            ),
            Self::VirtualNumber => {
                Facts::new(&ASR, ASR_HOST, "/asr/virtual_number/v1/", &["voice_id"])
            }
            Self::Soe => Facts::new(
                &ASR,
                SOE_HOST,
                "/soe/api/",
                &["server_engine_type", "voice_id", "eval_mode", "score_coeff"],
            ),
            Self::AsrFlash => {
                Facts::new(&FLASH, ASR_HOST, "/asr/flash/v1/", &["engine_type", "voice_format"])
            }
            Self::TtsStream => Facts::new(&TTS, TTS_HOST, "/stream_ws", &["Action", "SessionId"]),
            Self::VcStream => Facts::new(&VC, TTS_HOST, "/vc_stream/", &[]),
        }
    }

    pub(super) const fn scheme(self) -> &'static Scheme {
        self.facts().scheme
    }

    /// Returns the names of id, time, expiry and signature.
    pub(super) const fn names(self) -> [&'static str; 4] {
        match self {
            Self::TtsStream | Self::VcStream => ["SecretId", "Timestamp", "Expired", "Signature"],
            Self::AsrFlash => ["secretid", "timestamp", "expired", "authorization"],
            _ => ["secretid", "timestamp", "expired", "signature"],
        }
    }

    /// Returns whether a field of the signature is among the parameters, under its name.
    pub(super) fn has(self, name: &str) -> bool {
        self.scheme().query().contains(&name)
    }

    /// Notes what the documents of the service require besides the fields of the signature.
    pub(super) fn check_required(
        self,
        request: &Request<'_>,
        host: Host<'_>,
        app_id: &str,
        explanation: &mut Explanation,
    ) {
        let facts = self.facts();
        explanation.require_parameters(
            request,
            facts.parameters,
            "the document of the service requires it, signed as the other parameters are",
        );
        explanation.require_host(host, facts.host);
        let end = request.path().strip_prefix(facts.path);
        explanation.require(
            end.is_some_and(|end| match self {
                Self::TtsStream => matches!(end, "" | "v2" | "_podcast"),
                _ => end == app_id,
            }),
            Requirement::Path,
            "the document of the service has another path; it ends with the `AppId` of the \
             credential, except for `tts-stream`",
        );
        explanation.require(
            request.method() == if self == Self::AsrFlash { "POST" } else { "GET" },
            Requirement::Method,
            "the flash recognition takes POST, the others are opened as a WebSocket with GET",
        );
        explanation.require_tls(request, "the services are documented for https and wss only");
    }
}
