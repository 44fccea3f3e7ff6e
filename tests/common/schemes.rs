//! The table of schemes: every scheme, in every placement and with every kind of credential.
//!
//! The suites, the tests for leaks, the wire test and the benches take their signers from here. A new
//! scheme is its facts and a row, and an arm of `verifiers::verifier`.

use polysign::{Error, Request, Signer};

type Pairs = &'static [(&'static str, &'static str)];

/// What the suites know of a scheme, besides what it says of itself.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) scheme: &'static str,
    /// All fields of its credential.
    pub(crate) fields: Fields,
    /// The fields and options without which there is no signer.
    pub(crate) needs: &'static [&'static str],
    /// The vendor's formula, from the explanation alone.
    pub(crate) formula: fn(&dyn Explained) -> Signature,
    pub(crate) as_sent: AsSent,
    pub(crate) vectors: Vectors,
}

/// Which part of the URL is signed as it is sent, where other schemes decode it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AsSent {
    Nothing,
    Path,
    PathAndQuery,
}

/// The lines of a scheme's vectors, by what its verifier says of them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Vectors {
    /// Verified with the lenient policy.
    pub(crate) verified: usize,
    /// Verified where unsigned bodies are allowed, and rejected otherwise.
    pub(crate) with_unsigned_body: usize,
    /// Verified where the host may be left out, and rejected otherwise.
    pub(crate) without_host: usize,
    /// Both.
    pub(crate) with_neither: usize,
    /// Rejected, because the declared digest is not the body's.
    pub(crate) body_mismatch: usize,
    /// Not signed at all: the vector is about an error.
    pub(crate) not_signed: usize,
}

impl Vectors {
    pub(crate) const NONE: Self = Self::verified(0);

    /// All of them are verified.
    const fn verified(verified: usize) -> Self {
        Self {
            verified,
            with_unsigned_body: 0,
            without_host: 0,
            with_neither: 0,
            body_mismatch: 0,
            not_signed: 0,
        }
    }
}

/// What a formula is computed from: an explanation, the row that signed, and hashes that are not the
/// crate's.
pub(crate) trait Explained {
    /// A stage, with the credential's own values in its gaps.
    fn stage(&self, name: &str) -> Vec<u8>;

    /// The value of a field or an option.
    fn setting(&self, key: &str) -> &str;

    fn md5(&self, text: &[u8]) -> Vec<u8>;

    fn sha256(&self, text: &[u8]) -> Vec<u8>;

    fn hmac_sha1(&self, key: &[u8], text: &[u8]) -> Vec<u8>;

    fn hmac_sha256(&self, key: &[u8], text: &[u8]) -> Vec<u8>;

    fn hex(&self, bytes: &[u8]) -> String;
}

/// What is written as the signature.
#[derive(Debug)]
pub(crate) enum Signature {
    Hex(Vec<u8>),
    Base64(Vec<u8>),
    /// Nothing is signed.
    None,
}

pub(crate) type Fields = &'static [(&'static str, Kind)];

/// What a field of a credential takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A number that fits into 32 bits.
    Number,
    /// A time of ISO 8601.
    Time,
    /// Any text.
    Id,
    /// Visible ASCII, which a header takes.
    HeaderId,
    /// Any text, and secret.
    Secret,
    /// Visible ASCII, and secret.
    Token,
}

impl Kind {
    pub(crate) fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::Token)
    }
}

/// The string to sign, keyed with a field.
fn hmac_sha1(explained: &dyn Explained, field: &str) -> Vec<u8> {
    explained.hmac_sha1(explained.setting(field).as_bytes(), &explained.stage("string_to_sign"))
}

/// The same with the other hash.
fn hmac_sha256(explained: &dyn Explained, field: &str) -> Vec<u8> {
    explained.hmac_sha256(explained.setting(field).as_bytes(), &explained.stage("string_to_sign"))
}

/// The string to sign, which ends with the digest of the canonical request.
fn string_to_sign_of_digest(explained: &dyn Explained) -> Vec<u8> {
    let string_to_sign = explained.stage("string_to_sign");
    let digest = explained.hex(&explained.sha256(&explained.stage("canonical_request")));
    assert!(string_to_sign.ends_with(digest.as_bytes()), "the digest is another");
    string_to_sign
}

/// A signer, and a request that it would sign.
#[derive(Debug)]
pub(crate) struct Row {
    /// What sets this row apart from all others.
    pub(crate) name: &'static str,
    pub(crate) scheme: &'static str,
    pub(crate) facts: &'static Facts,
    /// Made up.
    pub(crate) credential: Pairs,
    pub(crate) options: Pairs,
    pub(crate) sample: &'static Sample,
}

/// A request as the vendor's documents have it.
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) method: &'static str,
    pub(crate) url: &'static str,
    pub(crate) headers: Pairs,
    pub(crate) body: &'static str,
}

impl Sample {
    pub(crate) fn request(&self) -> Request<'static> {
        let request = Request::new(self.method, self.url).expect("a sample is a request");
        request.with_headers(self.headers).with_body(self.body)
    }
}

impl Row {
    /// The signer of this row. `more` replaces settings of the row.
    pub(crate) fn signer(&self, more: &[(&str, &str)]) -> Result<Box<dyn Signer>, Error> {
        let is_replaced = |key: &str| more.iter().any(|(other, _)| *other == key);
        let own = self.settings().copied();
        let mut all: Vec<(&str, &str)> = own.filter(|(key, _)| !is_replaced(key)).collect();
        all.extend(more);
        polysign::registry::signer_from_pairs(self.scheme, all)
    }

    /// A field of the credential or an option, where the row has it.
    pub(crate) fn setting(&self, key: &str) -> Option<&'static str> {
        let setting = self.settings().find(|(name, _)| *name == key);
        setting.map(|(_, value)| *value)
    }

    /// The fields of the credential that are secret, where the row has them.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = (&'static str, Kind)> {
        let fields = self.facts.fields.iter().copied();
        fields.filter(|(field, kind)| kind.is_secret() && self.setting(field).is_some())
    }

    /// What the scheme needs, as the row has it.
    pub(crate) fn needed(&self) -> Vec<(&'static str, &'static str)> {
        let value = |key: &&'static str| {
            (*key, self.setting(key).unwrap_or_else(|| panic!("{}: no {key}", self.name)))
        };
        self.facts.needs.iter().map(value).collect()
    }

    /// Whether `key` is a field of the credential, and no option.
    pub(crate) fn has_field(&self, key: &str) -> bool {
        self.facts.fields.iter().any(|(field, _)| *field == key)
    }

    /// Credential and options.
    pub(crate) fn settings(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        self.credential.iter().chain(self.options)
    }
}

/// The rows whose schemes are compiled in.
pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    let is_there = |row: &&Row| polysign::schemes().any(|scheme| scheme.name() == row.scheme);
    ROWS.iter().filter(is_there)
}

/// The first row of each scheme.
pub(crate) fn first_rows() -> impl Iterator<Item = &'static Row> {
    let mut former = Vec::new();
    rows().filter(move |row| {
        let is_first = !former.contains(&row.scheme);
        former.push(row.scheme);
        is_first
    })
}

/// The first row of a scheme.
pub(crate) fn first_row(scheme: &str) -> &'static Row {
    let row = rows().find(|row| row.scheme == scheme);
    row.unwrap_or_else(|| panic!("no row of {scheme}"))
}

const ZEGO: Sample = Sample {
    method: "GET",
    url: "https://aigc-digitalhuman-api.zegotech.cn/?Action=GetMetahumanInfo&Id=a%2Fb",
    headers: &[],
    body: "",
};
const TENCENT: Sample = Sample {
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
const BAIDU: Sample = Sample {
    method: "PUT",
    url: "https://aipage.bce.baidu.com/v1/sites/%E4%B8%AD?partNumber=9&uploadId=a%20b",
    headers: &[("Content-Type", "text/plain"), ("X-Bce-Meta-Name", " a  b ")],
    body: "Example",
};
const XILING_VIDEO: Sample = Sample {
    method: "POST",
    url: "https://open.xiling.baidu.com/api/digitalhuman/open/v1/video/submit?draft=true",
    headers: JSON,
    body: "{\"figureId\":\"353922\"}",
};
const XILING_PAGE: Sample = Sample {
    method: "GET",
    url: "https://open.xiling.baidu.com/cloud/realtime?initMode=noAudio&figureId=353922",
    headers: &[],
    body: "",
};
const HUAWEI: Sample = Sample {
    method: "POST",
    url: "https://metastudio.cn-north-4.myhuaweicloud.com/v1/0a1b/ttsc?limit=2&marker=13551d6b",
    headers: &[("Content-Type", "application/json"), ("X-Language", "zh-cn")],
    body: "{\"text\":\"数字人\"}",
};
const IFLYTEK: Sample = Sample {
    method: "GET",
    url: "https://rtasr.xfyun.cn/v1/ws?lang=cn&pd=edu",
    headers: &[],
    body: "",
};
const JSON: Pairs = &[("Content-Type", "application/json")];

const IFLYTEK_SOCKET: Sample = Sample {
    method: "GET",
    url: "wss://avatar.cn-huadong-1.xf-yun.com/v1/interact?serviceId=a%20b",
    headers: &[],
    body: "",
};
const IFLYTEK_TRANSLATION: Sample = Sample {
    method: "POST",
    url: "https://itrans.xfyun.cn/v2/its?lang=zh",
    headers: JSON,
    body: "{\"common\":{\"app_id\":\"bddb2ece\"}}",
};
const IFLYTEK_RECORDING: Sample = Sample {
    method: "POST",
    url: "https://office-api-ist-dx.iflyaisol.com/v2/upload?fileName=a%2Bb.wav&duration=&fileSize=9",
    headers: &[("Content-Type", "application/octet-stream")],
    body: "RIFF",
};
const SERVER_API_V2: Facts = Facts {
    scheme: "zego/server-api-v2",
    fields: &[("app_id", Kind::Number), ("server_secret", Kind::Secret)],
    needs: &["app_id", "server_secret"],
    formula: |explained| Signature::Hex(explained.md5(&explained.stage("string_to_sign"))),
    as_sent: AsSent::Nothing,
    vectors: Vectors { not_signed: 1, ..Vectors::verified(38) },
};

const IVH_APAAS: Facts = Facts {
    scheme: "tencent/ivh-apaas",
    fields: &[("appkey", Kind::Id), ("access_token", Kind::Secret)],
    needs: &["appkey", "access_token"],
    formula: |explained| Signature::Base64(hmac_sha256(explained, "access_token")),
    as_sent: AsSent::Nothing,
    vectors: Vectors::verified(71),
};

const TENCENT_KEY: Fields = &[
    ("secret_id", Kind::HeaderId),
    ("secret_key", Kind::Secret),
    ("token", Kind::Token),
    ("app_id", Kind::HeaderId),
];
const TENCENT_ID: Pairs =
    &[("secret_id", "AKIDEXAMPLE"), ("secret_key", "0123456789abcdef"), ("app_id", "1259220000")];

const TC3_HMAC_SHA256: Facts = Facts {
    scheme: "tencent/tc3-hmac-sha256",
    fields: TENCENT_KEY,
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
    fields: TENCENT_KEY,
    needs: &["secret_id", "secret_key", "app_id", "api"],
    formula: |explained| Signature::Base64(hmac_sha1(explained, "secret_key")),
    as_sent: AsSent::Path,
    vectors: Vectors::verified(48),
};

const BCE_AUTH_V1: Facts = Facts {
    scheme: "baidu/bce-auth-v1",
    fields: &[
        ("access_key_id", Kind::HeaderId),
        ("secret_access_key", Kind::Secret),
        ("session_token", Kind::Token),
    ],
    needs: &["access_key_id", "secret_access_key"],
    formula: |explained| {
        let secret = explained.setting("secret_access_key").as_bytes();
        let signing_key = explained.hmac_sha256(secret, &explained.stage("auth_string_prefix"));
        let signing_key = explained.hex(&signing_key);
        let canonical_request = explained.stage("canonical_request");
        Signature::Hex(explained.hmac_sha256(signing_key.as_bytes(), &canonical_request))
    },
    as_sent: AsSent::Nothing,
    vectors: Vectors::verified(124),
};
const BAIDU_ID: Pairs = &[("access_key_id", "my_ak"), ("secret_access_key", "0123456789abcdef")];
const BAIDU_TOKEN: Pairs = &[
    ("access_key_id", "my_ak"),
    ("secret_access_key", "0123456789abcdef"),
    ("session_token", "tok+/="),
];

const XILING: Facts = Facts {
    scheme: "baidu/xiling",
    fields: &[("app_id", Kind::HeaderId), ("app_key", Kind::Secret)],
    needs: &["app_id", "app_key"],
    formula: |explained| Signature::Hex(hmac_sha256(explained, "app_key")),
    as_sent: AsSent::Nothing,
    vectors: Vectors { not_signed: 2, ..Vectors::verified(13) },
};
const XILING_APP: Pairs = &[("app_id", "s-pgewi73tzrtwt"), ("app_key", "made-up-app-key+/=")];

const HUAWEI_KEY: Fields = &[
    ("access_key", Kind::HeaderId),
    ("secret_key", Kind::Secret),
    ("security_token", Kind::Token),
    ("project_id", Kind::HeaderId),
    ("domain_id", Kind::HeaderId),
];

const SDK_HMAC_SHA256: Facts = Facts {
    scheme: "huawei/sdk-hmac-sha256",
    fields: HUAWEI_KEY,
    needs: &["access_key", "secret_key"],
    formula: |explained| {
        let secret = explained.setting("secret_key").as_bytes();
        Signature::Hex(explained.hmac_sha256(secret, &string_to_sign_of_digest(explained)))
    },
    as_sent: AsSent::Nothing,
    vectors: Vectors {
        verified: 149,
        with_unsigned_body: 10,
        without_host: 68,
        with_neither: 6,
        body_mismatch: 1,
        not_signed: 4,
    },
};

const AUTH_TOKEN: Facts = Facts {
    scheme: "huawei/auth-token",
    fields: &[("token", Kind::Token), ("expires_at", Kind::Time)],
    needs: &["token"],
    formula: |_| Signature::None,
    as_sent: AsSent::Nothing,
    vectors: Vectors::NONE,
};

const IFLYTEK_FIELDS: Fields =
    &[("api_key", Kind::HeaderId), ("api_secret", Kind::Secret), ("app_id", Kind::HeaderId)];
const IFLYTEK_KEY: Pairs = &[("api_key", "keyxxxxxxxx8ee27"), ("api_secret", "MjlmNzkzNmZkMDQ2")];
const IFLYTEK_ID: Pairs = &[
    ("api_key", "ba46d0f35eee65a5"),
    ("api_secret", "OWE3ZjRkNDc3ZjdhMTA5"),
    ("app_id", "71c7b87d"),
];

const HMAC_URL: Facts = Facts {
    scheme: "iflytek/hmac-url",
    fields: IFLYTEK_FIELDS,
    needs: &["api_key", "api_secret"],
    formula: |explained| Signature::Base64(hmac_sha256(explained, "api_secret")),
    as_sent: AsSent::Path,
    vectors: Vectors::verified(24),
};

const HTTP_DIGEST: Facts = Facts {
    scheme: "iflytek/http-digest",
    fields: IFLYTEK_FIELDS,
    needs: &["api_key", "api_secret"],
    formula: |explained| Signature::Base64(hmac_sha256(explained, "api_secret")),
    as_sent: AsSent::Path,
    vectors: Vectors::verified(33),
};

const ACCESS_KEY: Facts = Facts {
    scheme: "iflytek/access-key",
    fields: IFLYTEK_FIELDS,
    needs: &["app_id", "api_key", "api_secret", "api"],
    formula: |explained| Signature::Base64(hmac_sha1(explained, "api_secret")),
    as_sent: AsSent::Nothing,
    vectors: Vectors { not_signed: 4, ..Vectors::verified(26) },
};

const SIGNA: Facts = Facts {
    scheme: "iflytek/signa",
    fields: &[("app_id", Kind::HeaderId), ("secret", Kind::Secret)],
    needs: &["app_id", "secret"],
    formula: |explained| {
        let base = explained.hex(&explained.md5(&explained.stage("base_text")));
        assert_eq!(explained.stage("string_to_sign"), base.as_bytes());
        let secret = explained.setting("secret").as_bytes();
        Signature::Base64(explained.hmac_sha1(secret, base.as_bytes()))
    },
    as_sent: AsSent::Nothing,
    vectors: Vectors { not_signed: 12, ..Vectors::verified(60) },
};

const fn row(
    name: &'static str,
    facts: &'static Facts,
    credential: Pairs,
    options: Pairs,
    sample: &'static Sample,
) -> Row {
    Row { name, scheme: facts.scheme, facts, credential, options, sample }
}

const ROWS: &[Row] = &[
    row(
        "zego",
        &SERVER_API_V2,
        &[("app_id", "12345"), ("server_secret", "9193cc662a4c0ec1")],
        &[],
        &ZEGO,
    ),
    row(
        "zego, with the largest id",
        &SERVER_API_V2,
        &[("app_id", "4294967295"), ("server_secret", "9193cc662a4c0ec135ec71fb57194b38")],
        &[],
        &ZEGO,
    ),
    row(
        "apaas",
        &IVH_APAAS,
        &[("appkey", "app+key"), ("access_token", "f68f2d10ae9e4604")],
        &[],
        &TENCENT,
    ),
    row(
        "apaas with request id",
        &IVH_APAAS,
        &[("appkey", "a key&more"), ("access_token", "f68f2d10ae9e4604")],
        &[("requestid", "a b&c")],
        &TENCENT,
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
    row("speech", &SPEECH_HMAC_SHA1, TENCENT_ID, &[("api", "asr-v2")], &SPEECH),
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
    row("speech in a file", &SPEECH_HMAC_SHA1, TENCENT_ID, &[("api", "asr-flash")], &SPEECH_FLASH),
    row("speech synthesis", &SPEECH_HMAC_SHA1, TENCENT_ID, &[("api", "tts-stream")], &SPEECH_TTS),
    row("voice conversion", &SPEECH_HMAC_SHA1, TENCENT_ID, &[("api", "vc-stream")], &SPEECH_VC),
    row(
        "baidu in authorization, without token",
        &BCE_AUTH_V1,
        BAIDU_ID,
        &[("placement", "header")],
        &BAIDU,
    ),
    row("baidu in authorization", &BCE_AUTH_V1, BAIDU_TOKEN, &[("placement", "header")], &BAIDU),
    row(
        "baidu in authorization, with the document's headers",
        &BCE_AUTH_V1,
        BAIDU_TOKEN,
        &[("placement", "header"), ("signed_headers", "document-default")],
        &BAIDU,
    ),
    row(
        "baidu in x-bce-signature",
        &BCE_AUTH_V1,
        BAIDU_ID,
        &[("placement", "x-bce-signature")],
        &BAIDU,
    ),
    row(
        "baidu in x-bce-signature, with token",
        &BCE_AUTH_V1,
        BAIDU_TOKEN,
        &[("placement", "x-bce-signature")],
        &BAIDU,
    ),
    row("baidu in the query", &BCE_AUTH_V1, BAIDU_TOKEN, &[("placement", "query")], &BAIDU),
    row(
        "baidu in the query, without token",
        &BCE_AUTH_V1,
        BAIDU_ID,
        &[("placement", "query"), ("expires_in", "600")],
        &BAIDU,
    ),
    row("xiling", &XILING, XILING_APP, &[("placement", "header")], &XILING_VIDEO),
    row(
        "xiling in the query",
        &XILING,
        XILING_APP,
        &[("placement", "query"), ("spelling", "offset")],
        &XILING_PAGE,
    ),
    row(
        "huawei, without token",
        &SDK_HMAC_SHA256,
        &[("access_key", "QTWAOYTTINDUT2QVKYUC"), ("secret_key", "a secret with spaces")],
        &[],
        &HUAWEI,
    ),
    row(
        "huawei",
        &SDK_HMAC_SHA256,
        &[
            ("access_key", "AccessKey"),
            ("secret_key", "MFyfvK41ba2giqM7"),
            ("security_token", "gQpzaGFuZ2hhaQ+/="),
        ],
        &[],
        &HUAWEI,
    ),
    row(
        "huawei, with project and domain",
        &SDK_HMAC_SHA256,
        &[
            ("access_key", "QTWAOYTTINDUT2QVKYUC"),
            ("secret_key", "a secret with spaces"),
            ("security_token", "a+huawei/token=="),
            ("project_id", "a-project"),
            ("domain_id", "a-domain"),
        ],
        &[],
        &HUAWEI,
    ),
    row("huawei token", &AUTH_TOKEN, &[("token", "MIIDkgYJKoZIhvcN")], &[], &HUAWEI),
    row("iflytek url", &HMAC_URL, IFLYTEK_KEY, &[], &IFLYTEK_SOCKET),
    row("iflytek digest", &HTTP_DIGEST, IFLYTEK_KEY, &[], &IFLYTEK_TRANSLATION),
    row(
        "iflytek compliance",
        &ACCESS_KEY,
        IFLYTEK_ID,
        &[("api", "compliance")],
        &IFLYTEK_TRANSLATION,
    ),
    row("rtasr-llm", &ACCESS_KEY, IFLYTEK_ID, &[("api", "rtasr-llm")], &IFLYTEK),
    row("ifasr-llm", &ACCESS_KEY, IFLYTEK_ID, &[("api", "ifasr-llm")], &IFLYTEK_RECORDING),
    row(
        "abcpen in headers",
        &SIGNA,
        &[("app_id", "zmeet"), ("secret", "ba9e07dc-1d79")],
        &[("dialect", "abcpen"), ("placement", "header")],
        &IFLYTEK,
    ),
    row(
        "abcpen in the query",
        &SIGNA,
        &[("app_id", "zmeet"), ("secret", "ba9e07dc-1d79")],
        &[("dialect", "abcpen"), ("placement", "query")],
        &IFLYTEK,
    ),
    row(
        "rtasr",
        &SIGNA,
        &[("app_id", "an+app/id"), ("secret", "a secret with spaces")],
        &[("dialect", "rtasr"), ("placement", "query")],
        &IFLYTEK,
    ),
    row(
        "lfasr",
        &SIGNA,
        &[("app_id", "an+app/id"), ("secret", "a secret with spaces")],
        &[("dialect", "lfasr-v2"), ("placement", "query")],
        &IFLYTEK,
    ),
    row(
        "aippt",
        &SIGNA,
        &[("app_id", "x"), ("secret", "ba9e07dc")],
        &[("dialect", "aippt-v2"), ("placement", "header")],
        &IFLYTEK,
    ),
];
