//! iFlytek's schemes.

use super::formula::{Signature, hmac_sha1, hmac_sha256};
use super::{AsSent, Facts, Fields, JSON, Kind, Pairs, Row, Sample, Vectors, row};

const RTASR: Sample = Sample {
    method: "GET",
    url: "https://rtasr.xfyun.cn/v1/ws?lang=cn&pd=edu",
    headers: &[],
    body: "",
};

const SOCKET: Sample = Sample {
    method: "GET",
    url: "wss://avatar.cn-huadong-1.xf-yun.com/v1/interact?serviceId=a%20b",
    headers: &[],
    body: "",
};

const TRANSLATION: Sample = Sample {
    method: "POST",
    url: "https://itrans.xfyun.cn/v2/its?lang=zh",
    headers: JSON,
    body: "{\"common\":{\"app_id\":\"bddb2ece\"}}",
};

const RECORDING: Sample = Sample {
    method: "POST",
    url: "https://office-api-ist-dx.iflyaisol.com/v2/upload?fileName=a%2Bb.wav&duration=&fileSize=9",
    headers: &[("Content-Type", "application/octet-stream")],
    body: "RIFF",
};

const API_KEY: Fields =
    &[("api_key", Kind::HeaderId), ("api_secret", Kind::Secret), ("app_id", Kind::HeaderId)];

const KEY: Pairs = &[("api_key", "keyxxxxxxxx8ee27"), ("api_secret", "MjlmNzkzNmZkMDQ2")];

const KEY_WITH_ID: Pairs = &[
    ("api_key", "ba46d0f35eee65a5"),
    ("api_secret", "OWE3ZjRkNDc3ZjdhMTA5"),
    ("app_id", "71c7b87d"),
];

const HMAC_URL: Facts = Facts {
    scheme: "iflytek/hmac-url",
    fields: API_KEY,
    needs: &["api_key", "api_secret"],
    formula: |explained| Signature::Base64(hmac_sha256(explained, "api_secret")),
    as_sent: AsSent::Path,
    vectors: Vectors::verified(24),
};

const HTTP_DIGEST: Facts = Facts {
    scheme: "iflytek/http-digest",
    fields: API_KEY,
    needs: &["api_key", "api_secret"],
    formula: |explained| Signature::Base64(hmac_sha256(explained, "api_secret")),
    as_sent: AsSent::Path,
    vectors: Vectors::verified(33),
};

const ACCESS_KEY: Facts = Facts {
    scheme: "iflytek/access-key",
    fields: API_KEY,
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

pub(super) const ROWS: &[Row] = &[
    row("iflytek url", &HMAC_URL, KEY, &[], &SOCKET),
    row("iflytek digest", &HTTP_DIGEST, KEY, &[], &TRANSLATION),
    row("iflytek compliance", &ACCESS_KEY, KEY_WITH_ID, &[("api", "compliance")], &TRANSLATION),
    row("rtasr-llm", &ACCESS_KEY, KEY_WITH_ID, &[("api", "rtasr-llm")], &RTASR),
    row("ifasr-llm", &ACCESS_KEY, KEY_WITH_ID, &[("api", "ifasr-llm")], &RECORDING),
    row(
        "abcpen in headers",
        &SIGNA,
        &[("app_id", "zmeet"), ("secret", "ba9e07dc-1d79")],
        &[("dialect", "abcpen"), ("placement", "header")],
        &RTASR,
    ),
    row(
        "abcpen in the query",
        &SIGNA,
        &[("app_id", "zmeet"), ("secret", "ba9e07dc-1d79")],
        &[("dialect", "abcpen"), ("placement", "query")],
        &RTASR,
    ),
    row(
        "rtasr",
        &SIGNA,
        &[("app_id", "an+app/id"), ("secret", "a secret with spaces")],
        &[("dialect", "rtasr"), ("placement", "query")],
        &RTASR,
    ),
    row(
        "lfasr",
        &SIGNA,
        &[("app_id", "an+app/id"), ("secret", "a secret with spaces")],
        &[("dialect", "lfasr-v2"), ("placement", "query")],
        &RTASR,
    ),
    row(
        "aippt",
        &SIGNA,
        &[("app_id", "x"), ("secret", "ba9e07dc")],
        &[("dialect", "aippt-v2"), ("placement", "header")],
        &RTASR,
    ),
];
