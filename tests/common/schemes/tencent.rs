//! Tencent's schemes.

use super::formula::{Signature, hmac_sha1, hmac_sha256, string_to_sign_of_digest};
use super::{AsSent, Facts, Fields, JSON, Kind, Pairs, Row, Sample, Vectors, row};

const IVH: Sample = Sample {
    method: "POST",
    url: "https://gw.tvs.qq.com/v2/ivh/crossproject/anchor?lang=zh",
    headers: JSON,
    body: "{\"Header\":{},\"Payload\":{}}",
};

const TC3: Sample = Sample {
    method: "POST",
    url: "https://hunyuan.tencentcloudapi.com/",
    headers: &[
        ("Content-Type", "application/json; charset=UTF-8"),
        ("X-TC-Action", "ChatCompletions"),
        ("X-TC-Version", "2023-09-01"),
    ],
    body: "{\"text\":\"数字人\"}",
};

const TC3_GET: Sample = Sample {
    method: "GET",
    url: "https://cvm.tencentcloudapi.com/?Limit=10&InstanceIds.0=ins-09dx96dg&m=mid+dle%2Bplus",
    headers: &[("Content-Type", "application/x-www-form-urlencoded")],
    body: "",
};

const SPEECH: Sample = Sample {
    method: "GET",
    url: "wss://asr.cloud.tencent.com/asr/v2/1259220000?engine_model_type=16k_zh&voice_id=c64385ee",
    headers: &[],
    body: "",
};

const SPEECH_FLASH: Sample = Sample {
    method: "POST",
    url: "https://asr.cloud.tencent.com/asr/flash/v1/1259220000?engine_type=16k_zh&voice_format=wav",
    headers: &[("Content-Type", "application/octet-stream")],
    body: "RIFF",
};

const SPEECH_TTS: Sample = Sample {
    method: "GET",
    url: "wss://tts.cloud.tencent.com/stream_wsv2?Action=TextToStreamAudioWSv2&SessionId=b78ae3ba",
    headers: &[],
    body: "",
};

const SPEECH_VC: Sample = Sample {
    method: "GET",
    url: "wss://tts.cloud.tencent.com/vc_stream/1259220000?VoiceType=301005&Text=a%20%2B%2F",
    headers: &[],
    body: "",
};

const IVH_APAAS: Facts = Facts {
    scheme: "tencent/ivh-apaas",
    fields: &[("appkey", Kind::Id), ("access_token", Kind::Secret)],
    needs: &["appkey", "access_token"],
    formula: |explained| Signature::Base64(hmac_sha256(explained, "access_token")),
    as_sent: AsSent::Nothing,
    vectors: Vectors::verified(71),
};

const API_KEY: Fields = &[
    ("secret_id", Kind::HeaderId),
    ("secret_key", Kind::Secret),
    ("token", Kind::Token),
    ("app_id", Kind::HeaderId),
];

const API_ID: Pairs =
    &[("secret_id", "AKIDEXAMPLE"), ("secret_key", "0123456789abcdef"), ("app_id", "1259220000")];

const TC3_HMAC_SHA256: Facts = Facts {
    scheme: "tencent/tc3-hmac-sha256",
    fields: API_KEY,
    needs: &["secret_id", "secret_key", "service"],
    formula: |explained| {
        let string_to_sign = string_to_sign_of_digest(explained);
        let text = str::from_utf8(&string_to_sign).expect("ASCII");
        let scope = text.lines().nth(2).expect("a scope");
        let key = format!("TC3{}", explained.setting("secret_key")).into_bytes();
        let next = |key: Vec<u8>, part: &str| explained.hmac_sha256(&key, part.as_bytes());
        let key = scope.split('/').fold(key, next);
        Signature::Hex(explained.hmac_sha256(&key, &string_to_sign))
    },
    as_sent: AsSent::PathAndQuery,
    vectors: Vectors { with_unsigned_body: 1, ..Vectors::verified(54) },
};

const SPEECH_HMAC_SHA1: Facts = Facts {
    scheme: "tencent/speech-hmac-sha1",
    fields: API_KEY,
    needs: &["secret_id", "secret_key", "app_id", "api"],
    formula: |explained| Signature::Base64(hmac_sha1(explained, "secret_key")),
    as_sent: AsSent::Path,
    vectors: Vectors::verified(48),
};

pub(super) const ROWS: &[Row] = &[
    row(
        "apaas",
        &IVH_APAAS,
        &[("appkey", "app+key"), ("access_token", "f68f2d10ae9e4604")],
        &[],
        &IVH,
    ),
    row(
        "apaas with request id",
        &IVH_APAAS,
        &[("appkey", "a key&more"), ("access_token", "f68f2d10ae9e4604")],
        &[("requestid", "a b&c")],
        &IVH,
    ),
    row(
        "tc3",
        &TC3_HMAC_SHA256,
        &[("secret_id", "AKIDEXAMPLE"), ("secret_key", "0123456789abcdef")],
        &[("service", "hunyuan")],
        &TC3,
    ),
    row(
        "tc3, with token",
        &TC3_HMAC_SHA256,
        &[
            ("secret_id", "AKIDEXAMPLE"),
            ("secret_key", "a secret with spaces"),
            ("token", "tok+/=&more"),
        ],
        &[("service", "cvm"), ("signed_headers", "content-type;host")],
        &TC3_GET,
    ),
    row("speech", &SPEECH_HMAC_SHA1, API_ID, &[("api", "asr-v2")], &SPEECH),
    row(
        "speech, with token",
        &SPEECH_HMAC_SHA1,
        &[
            ("secret_id", "AKIDEXAMPLE"),
            ("secret_key", "a secret with spaces"),
            ("app_id", "1259220000"),
            ("token", "tok+/=&more"),
        ],
        &[("api", "asr-v2"), ("expires_in", "600")],
        &SPEECH,
    ),
    row("speech in a file", &SPEECH_HMAC_SHA1, API_ID, &[("api", "asr-flash")], &SPEECH_FLASH),
    row("speech synthesis", &SPEECH_HMAC_SHA1, API_ID, &[("api", "tts-stream")], &SPEECH_TTS),
    row("voice conversion", &SPEECH_HMAC_SHA1, API_ID, &[("api", "vc-stream")], &SPEECH_VC),
];
