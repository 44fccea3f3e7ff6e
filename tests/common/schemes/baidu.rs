//! Baidu's schemes.

use super::formula::{Signature, hmac_sha256};
use super::{AsSent, Facts, JSON, Kind, Pairs, Row, Sample, Vectors, row};

const SITE: Sample = Sample {
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

const ACCESS_KEY: Pairs = &[("access_key_id", "my_ak"), ("secret_access_key", "0123456789abcdef")];

const TEMPORARY_KEY: Pairs = &[
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

pub(super) const ROWS: &[Row] = &[
    row(
        "baidu in authorization, without token",
        &BCE_AUTH_V1,
        ACCESS_KEY,
        &[("placement", "header")],
        &SITE,
    ),
    row("baidu in authorization", &BCE_AUTH_V1, TEMPORARY_KEY, &[("placement", "header")], &SITE),
    row(
        "baidu in authorization, with the document's headers",
        &BCE_AUTH_V1,
        TEMPORARY_KEY,
        &[("placement", "header"), ("signed_headers", "document-default")],
        &SITE,
    ),
    row(
        "baidu in x-bce-signature",
        &BCE_AUTH_V1,
        ACCESS_KEY,
        &[("placement", "x-bce-signature")],
        &SITE,
    ),
    row(
        "baidu in x-bce-signature, with token",
        &BCE_AUTH_V1,
        TEMPORARY_KEY,
        &[("placement", "x-bce-signature")],
        &SITE,
    ),
    row("baidu in the query", &BCE_AUTH_V1, TEMPORARY_KEY, &[("placement", "query")], &SITE),
    row(
        "baidu in the query, without token",
        &BCE_AUTH_V1,
        ACCESS_KEY,
        &[("placement", "query"), ("expires_in", "600")],
        &SITE,
    ),
    row("xiling", &XILING, XILING_APP, &[("placement", "header")], &XILING_VIDEO),
    row(
        "xiling in the query",
        &XILING,
        XILING_APP,
        &[("placement", "query"), ("spelling", "offset")],
        &XILING_PAGE,
    ),
];
