//! The table of schemes: every scheme, in every placement and with every kind of credential.
//!
//! The suites, the tests for leaks, the wire test and the benches take their signers from here. A new
//! scheme is a row, and an arm of `verifiers::verifier`.

use polysign::{Error, Request, Signer};

type Pairs = &'static [(&'static str, &'static str)];

/// A signer, and a request that it would sign.
#[derive(Debug)]
pub(crate) struct Row {
    /// What sets this row apart from all others.
    pub(crate) name: &'static str,
    pub(crate) scheme: &'static str,
    /// Made up.
    pub(crate) credential: Pairs,
    pub(crate) options: Pairs,
    /// The fields of the credential that are secret.
    pub(crate) secrets: &'static [&'static str],
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
const XILING: Sample = Sample {
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

const BAIDU_ID: Pairs = &[("access_key_id", "my_ak"), ("secret_access_key", "0123456789abcdef")];
const BAIDU_TOKEN: Pairs = &[
    ("access_key_id", "my_ak"),
    ("secret_access_key", "0123456789abcdef"),
    ("session_token", "tok+/="),
];
const BAIDU_SECRETS: &[&str] = &["secret_access_key", "session_token"];
const TENCENT_ID: Pairs =
    &[("secret_id", "AKIDEXAMPLE"), ("secret_key", "0123456789abcdef"), ("app_id", "1259220000")];
const HUAWEI_SECRETS: &[&str] = &["secret_key", "security_token"];

const fn zego(name: &'static str, credential: Pairs) -> Row {
    Row {
        name,
        scheme: "zego/server-api-v2",
        credential,
        options: &[],
        secrets: &["server_secret"],
        sample: &ZEGO,
    }
}

const fn baidu(name: &'static str, credential: Pairs, options: Pairs) -> Row {
    Row {
        name,
        scheme: "baidu/bce-auth-v1",
        credential,
        options,
        secrets: BAIDU_SECRETS,
        sample: &BAIDU,
    }
}

const fn xiling(name: &'static str, options: Pairs, sample: &'static Sample) -> Row {
    const APP: Pairs = &[("app_id", "s-pgewi73tzrtwt"), ("app_key", "made-up-app-key+/=")];
    Row { name, scheme: "baidu/xiling", credential: APP, options, secrets: &["app_key"], sample }
}

const fn huawei(name: &'static str, credential: Pairs) -> Row {
    Row {
        name,
        scheme: "huawei/sdk-hmac-sha256",
        credential,
        options: &[],
        secrets: HUAWEI_SECRETS,
        sample: &HUAWEI,
    }
}

const fn tencent(name: &'static str, credential: Pairs, options: Pairs) -> Row {
    Row {
        name,
        scheme: "tencent/ivh-apaas",
        credential,
        options,
        secrets: &["access_token"],
        sample: &TENCENT,
    }
}

const fn tc3(
    name: &'static str,
    credential: Pairs,
    options: Pairs,
    sample: &'static Sample,
) -> Row {
    Row {
        name,
        scheme: "tencent/tc3-hmac-sha256",
        credential,
        options,
        secrets: &["secret_key", "token"],
        sample,
    }
}

const fn speech(
    name: &'static str,
    credential: Pairs,
    options: Pairs,
    sample: &'static Sample,
) -> Row {
    Row {
        name,
        scheme: "tencent/speech-hmac-sha1",
        credential,
        options,
        secrets: &["secret_key", "token"],
        sample,
    }
}

const fn signa(name: &'static str, credential: Pairs, options: Pairs) -> Row {
    Row {
        name,
        scheme: "iflytek/signa",
        credential,
        options,
        secrets: &["secret"],
        sample: &IFLYTEK,
    }
}

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
const IFLYTEK_ID: Pairs = &[
    ("api_key", "ba46d0f35eee65a5"),
    ("api_secret", "OWE3ZjRkNDc3ZjdhMTA5"),
    ("app_id", "71c7b87d"),
];
const IFLYTEK_KEY: Pairs = &[("api_key", "keyxxxxxxxx8ee27"), ("api_secret", "MjlmNzkzNmZkMDQ2")];

const fn iflytek(
    name: &'static str,
    scheme: &'static str,
    options: Pairs,
    sample: &'static Sample,
) -> Row {
    let credential = if options.is_empty() { IFLYTEK_KEY } else { IFLYTEK_ID };
    Row { name, scheme, credential, options, secrets: &["api_secret"], sample }
}

/// The first row of a scheme has only what the scheme needs.
const ROWS: &[Row] = &[
    zego("zego", &[("app_id", "12345"), ("server_secret", "9193cc662a4c0ec1")]),
    zego(
        "zego, with the largest id",
        &[("app_id", "4294967295"), ("server_secret", "9193cc662a4c0ec135ec71fb57194b38")],
    ),
    tencent("apaas", &[("appkey", "app+key"), ("access_token", "f68f2d10ae9e4604")], &[]),
    tencent(
        "apaas with request id",
        &[("appkey", "a key&more"), ("access_token", "f68f2d10ae9e4604")],
        &[("requestid", "a b&c")],
    ),
    tc3(
        "tc3",
        &[("secret_id", "AKIDEXAMPLE"), ("secret_key", "0123456789abcdef")],
        &[("service", "hunyuan")],
        &TC3,
    ),
    tc3(
        "tc3, with token",
        &[
            ("secret_id", "AKIDEXAMPLE"),
            ("secret_key", "a secret with spaces"),
            ("token", "tok+/=&more"),
        ],
        &[("service", "cvm"), ("signed_headers", "content-type;host")],
        &TC3_GET,
    ),
    speech("speech", TENCENT_ID, &[("api", "asr-v2")], &SPEECH),
    speech(
        "speech, with token",
        &[
            ("secret_id", "AKIDEXAMPLE"),
            ("secret_key", "a secret with spaces"),
            ("app_id", "1259220000"),
            ("token", "tok+/=&more"),
        ],
        &[("api", "asr-v2"), ("expires_in", "600")],
        &SPEECH,
    ),
    speech("speech in a file", TENCENT_ID, &[("api", "asr-flash")], &SPEECH_FLASH),
    speech("speech synthesis", TENCENT_ID, &[("api", "tts-stream")], &SPEECH_TTS),
    speech("voice conversion", TENCENT_ID, &[("api", "vc-stream")], &SPEECH_VC),
    baidu("baidu in authorization, without token", BAIDU_ID, &[("placement", "header")]),
    baidu("baidu in authorization", BAIDU_TOKEN, &[("placement", "header")]),
    baidu(
        "baidu in authorization, with the document's headers",
        BAIDU_TOKEN,
        &[("placement", "header"), ("signed_headers", "document-default")],
    ),
    baidu("baidu in x-bce-signature", BAIDU_ID, &[("placement", "x-bce-signature")]),
    baidu("baidu in x-bce-signature, with token", BAIDU_TOKEN, &[("placement", "x-bce-signature")]),
    baidu("baidu in the query", BAIDU_TOKEN, &[("placement", "query")]),
    baidu(
        "baidu in the query, without token",
        BAIDU_ID,
        &[("placement", "query"), ("expires_in", "600")],
    ),
    xiling("xiling", &[("placement", "header")], &XILING),
    xiling("xiling in the query", &[("placement", "query"), ("spelling", "offset")], &XILING_PAGE),
    huawei(
        "huawei, without token",
        &[("access_key", "QTWAOYTTINDUT2QVKYUC"), ("secret_key", "a secret with spaces")],
    ),
    huawei(
        "huawei",
        &[
            ("access_key", "AccessKey"),
            ("secret_key", "MFyfvK41ba2giqM7"),
            ("security_token", "gQpzaGFuZ2hhaQ+/="),
        ],
    ),
    huawei(
        "huawei, with project and domain",
        &[
            ("access_key", "QTWAOYTTINDUT2QVKYUC"),
            ("secret_key", "a secret with spaces"),
            ("security_token", "a+huawei/token=="),
            ("project_id", "a-project"),
            ("domain_id", "a-domain"),
        ],
    ),
    Row {
        name: "huawei token",
        scheme: "huawei/auth-token",
        credential: &[("token", "MIIDkgYJKoZIhvcN")],
        options: &[],
        secrets: &["token"],
        sample: &HUAWEI,
    },
    iflytek("iflytek url", "iflytek/hmac-url", &[], &IFLYTEK_SOCKET),
    iflytek("iflytek digest", "iflytek/http-digest", &[], &IFLYTEK_TRANSLATION),
    iflytek(
        "iflytek compliance",
        "iflytek/access-key",
        &[("api", "compliance")],
        &IFLYTEK_TRANSLATION,
    ),
    iflytek("rtasr-llm", "iflytek/access-key", &[("api", "rtasr-llm")], &IFLYTEK),
    iflytek("ifasr-llm", "iflytek/access-key", &[("api", "ifasr-llm")], &IFLYTEK_RECORDING),
    signa(
        "abcpen in headers",
        &[("app_id", "zmeet"), ("secret", "ba9e07dc-1d79")],
        &[("dialect", "abcpen"), ("placement", "header")],
    ),
    signa(
        "abcpen in the query",
        &[("app_id", "zmeet"), ("secret", "ba9e07dc-1d79")],
        &[("dialect", "abcpen"), ("placement", "query")],
    ),
    signa(
        "rtasr",
        &[("app_id", "an+app/id"), ("secret", "a secret with spaces")],
        &[("dialect", "rtasr"), ("placement", "query")],
    ),
    signa(
        "lfasr",
        &[("app_id", "an+app/id"), ("secret", "a secret with spaces")],
        &[("dialect", "lfasr-v2"), ("placement", "query")],
    ),
    signa(
        "aippt",
        &[("app_id", "x"), ("secret", "ba9e07dc")],
        &[("dialect", "aippt-v2"), ("placement", "header")],
    ),
];
