//! The signers, one for each scheme and placement, with the credentials that the check is told.

use polysign::{Error, Signer};

pub struct Scheme {
    pub name: &'static str,
    /// What sets this signer apart from others of the scheme.
    pub placement: &'static str,
    pub credential: &'static [(&'static str, &'static str)],
    pub options: &'static [(&'static str, &'static str)],
}

impl Scheme {
    pub fn signer(&self) -> Result<Box<dyn Signer>, Error> {
        let fields = self.credential.iter().chain(self.options);
        polysign::signer_from_pairs(self.name, fields.copied())
    }
}

const HUAWEI: &[(&str, &str)] = &[
    ("access_key", "QTWAOYTTINDUT2QVKYUC"),
    ("secret_key", "a huawei secret"),
];
const HUAWEI_FULL: &[(&str, &str)] = &[
    ("access_key", "QTWAOYTTINDUT2QVKYUC"),
    ("secret_key", "a huawei secret"),
    ("security_token", "a+huawei/token=="),
    ("project_id", "a-project"),
    ("domain_id", "a-domain"),
];
const TOKEN: &[(&str, &str)] = &[("token", "a-huawei-x-auth-token==")];
const BAIDU: &[(&str, &str)] = &[
    ("access_key_id", "a-baidu-id"),
    ("secret_access_key", "a baidu secret"),
];
const BAIDU_FULL: &[(&str, &str)] = &[
    ("access_key_id", "a-baidu-id"),
    ("secret_access_key", "a baidu secret"),
    ("session_token", "a+baidu/token=="),
];
const TENCENT: &[(&str, &str)] = &[
    ("appkey", "a tencent&key"),
    ("access_token", "a tencent token"),
];
const ZEGO: &[(&str, &str)] = &[
    ("app_id", "4294967295"),
    ("server_secret", "9193cc662a4c0ec135ec71fb57194b38"),
];
const IFLYTEK: &[(&str, &str)] = &[("app_id", "an+app/id"), ("secret", "an iflytek secret")];

const fn scheme(
    name: &'static str,
    placement: &'static str,
    credential: &'static [(&'static str, &'static str)],
    options: &'static [(&'static str, &'static str)],
) -> Scheme {
    Scheme {
        name,
        placement,
        credential,
        options,
    }
}

pub const SCHEMES: &[Scheme] = &[
    scheme("huawei/sdk-hmac-sha256", "header", HUAWEI, &[]),
    scheme("huawei/sdk-hmac-sha256", "header, token", HUAWEI_FULL, &[]),
    scheme("huawei/auth-token", "header", TOKEN, &[]),
    scheme(
        "baidu/bce-auth-v1",
        "header",
        BAIDU,
        &[("placement", "header")],
    ),
    scheme(
        "baidu/bce-auth-v1",
        "header, token",
        BAIDU_FULL,
        &[
            ("placement", "header"),
            ("signed_headers", "document-default"),
        ],
    ),
    scheme(
        "baidu/bce-auth-v1",
        "x-bce-signature",
        BAIDU_FULL,
        &[("placement", "x-bce-signature")],
    ),
    scheme(
        "baidu/bce-auth-v1",
        "query",
        BAIDU_FULL,
        &[("placement", "query"), ("expires_in", "600")],
    ),
    scheme("tencent/ivh-apaas", "query", TENCENT, &[]),
    scheme(
        "tencent/ivh-apaas",
        "query, requestid",
        TENCENT,
        &[("requestid", "a session")],
    ),
    scheme("zego/server-api-v2", "query", ZEGO, &[]),
    scheme(
        "iflytek/signa",
        "header",
        IFLYTEK,
        &[("dialect", "abcpen"), ("placement", "header")],
    ),
    scheme(
        "iflytek/signa",
        "query",
        IFLYTEK,
        &[("dialect", "abcpen"), ("placement", "query")],
    ),
    scheme(
        "iflytek/signa",
        "query, rtasr",
        IFLYTEK,
        &[("dialect", "rtasr"), ("placement", "query")],
    ),
    scheme(
        "iflytek/signa",
        "query, lfasr-v2",
        IFLYTEK,
        &[("dialect", "lfasr-v2"), ("placement", "query")],
    ),
    scheme(
        "iflytek/signa",
        "header, aippt-v2",
        IFLYTEK,
        &[("dialect", "aippt-v2"), ("placement", "header")],
    ),
];
