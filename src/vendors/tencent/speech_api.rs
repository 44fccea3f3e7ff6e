//! The speech services: where each is, what it calls the fields of a signature, and what it requires.

use super::refusal::{OF_SPEECH, OF_VOICE_CONVERSION};
use crate::Scheme;
use crate::config::named;
use crate::sign::Covers;

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
        .with_own_query(query)
        .with_secret_query(&["signature", "Signature", "token"])
        .with_refusals(&OF_SPEECH)
}

const URL: Covers = Covers::NOTHING.with_host().with_path().with_query();

static ASR: Scheme =
    scheme(URL, &["expired", "nonce", "secretid", "timestamp", "token", "signature"]).with_nonce();

static FLASH: Scheme = scheme(URL.with_method(), &["secretid", "timestamp"])
    .with_own_headers(&["authorization"])
    .with_secret_headers(&["authorization"]);

static TTS: Scheme =
    scheme(URL.with_method(), &["AppId", "Expired", "SecretId", "Timestamp", "Signature"]);

static VC: Scheme = scheme(URL, &["Expired", "SecretId", "Timestamp", "Signature"])
    .with_refusals(&OF_VOICE_CONVERSION);

pub(super) const SCHEMES: &[&Scheme] = &[&ASR, &FLASH, &TTS, &VC];

/// The hosts of the services.
pub(super) const HOSTS: &[&str] = &[ASR_HOST, SOE_HOST, TTS_HOST];

const ASR_HOST: &str = "asr.cloud.tencent.com";
const SOE_HOST: &str = "soe.cloud.tencent.com";
const TTS_HOST: &str = "tts.cloud.tencent.com";

/// The names of id, time, expiry and signature.
const NAMES: [&str; 4] = ["secretid", "timestamp", "expired", "signature"];
const NAMES_OF_FLASH: [&str; 4] = ["secretid", "timestamp", "expired", "authorization"];
const CAPITALISED: [&str; 4] = ["SecretId", "Timestamp", "Expired", "Signature"];

impl SpeechApi {
    /// Returns the scheme, the names of its fields, and the endpoint: the host, and the beginning of the
    /// path, which ends with the `AppId` or the edition of the synthesis.
    pub(super) const fn facts(self) -> (&'static Scheme, [&'static str; 4], [&'static str; 2]) {
        match self {
            Self::AsrV2 => (&ASR, NAMES, [ASR_HOST, "/asr/v2/"]),
            Self::SpeechTranslate => (&ASR, NAMES, [ASR_HOST, "/asr/speech_translate/"]),
            Self::VirtualNumber => (&ASR, NAMES, [ASR_HOST, "/asr/virtual_number/v1/"]),
            Self::Soe => (&ASR, NAMES, [SOE_HOST, "/soe/api/"]),
            Self::AsrFlash => (&FLASH, NAMES_OF_FLASH, [ASR_HOST, "/asr/flash/v1/"]),
            Self::TtsStream => (&TTS, CAPITALISED, [TTS_HOST, "/stream_ws"]),
            Self::VcStream => (&VC, CAPITALISED, [TTS_HOST, "/vc_stream/"]),
        }
    }

    /// Returns the parameters that the document of the service requires of the caller.
    pub(super) const fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::AsrV2 => &["engine_model_type", "voice_id"],
            Self::SpeechTranslate => &["source", "target", "trans_model", "voice_id"],
            Self::VirtualNumber => &["voice_id"],
            Self::Soe => &["server_engine_type", "voice_id", "eval_mode", "score_coeff"],
            Self::AsrFlash => &["engine_type", "voice_format"],
            Self::TtsStream => &["Action", "SessionId"],
            Self::VcStream => &[],
        }
    }
}
