//! A signer for every scheme in every placement.

use polysign::{Context, Signer};

/// 2019-11-15T03:36:55Z
pub(crate) const TIME: i64 = 1_573_789_015;

/// Scheme and settings of one signer.
type Settings = (&'static str, &'static [(&'static str, &'static str)]);

/// Name of the case, scheme, settings. The secrets are made up.
const EVERY: &[(&str, Settings)] = &[
    (
        "zego",
        (
            "zego/server-api-v2",
            &[("app_id", "12345"), ("server_secret", "9193cc662a4c0ec1")],
        ),
    ),
    (
        "apaas",
        (
            "tencent/ivh-apaas",
            &[("appkey", "app+key"), ("access_token", "f68f2d10ae9e4604")],
        ),
    ),
    (
        "apaas with request id",
        (
            "tencent/ivh-apaas",
            &[
                ("appkey", "key"),
                ("access_token", "f68f2d10ae9e4604"),
                ("requestid", "a b&c"),
            ],
        ),
    ),
    ("baidu in authorization", ("baidu/bce-auth-v1", BAIDU)),
    (
        "baidu in x-bce-signature",
        (
            "baidu/bce-auth-v1",
            &[
                ("access_key_id", "my_ak"),
                ("secret_access_key", "0123456789abcdef"),
                ("placement", "x-bce-signature"),
            ],
        ),
    ),
    (
        "baidu in the query",
        (
            "baidu/bce-auth-v1",
            &[
                ("access_key_id", "my_ak"),
                ("secret_access_key", "0123456789abcdef"),
                ("session_token", "tok+/="),
                ("placement", "query"),
            ],
        ),
    ),
    (
        "huawei",
        (
            "huawei/sdk-hmac-sha256",
            &[
                ("access_key", "AccessKey"),
                ("secret_key", "MFyfvK41ba2giqM7"),
                ("security_token", "gQpzaGFuZ2hhaQ+/="),
            ],
        ),
    ),
    (
        "huawei token",
        ("huawei/auth-token", &[("token", "MIIDkgYJKoZIhvcN")]),
    ),
    (
        "abcpen in headers",
        (
            "iflytek/signa",
            &[("app_id", "zmeet"), ("secret", "ba9e07dc-1d79")],
        ),
    ),
    (
        "abcpen in the query",
        (
            "iflytek/signa",
            &[
                ("app_id", "zmeet"),
                ("secret", "ba9e07dc-1d79"),
                ("placement", "query"),
            ],
        ),
    ),
    (
        "rtasr",
        (
            "iflytek/signa",
            &[
                ("app_id", "x"),
                ("secret", "ba9e07dc"),
                ("dialect", "rtasr"),
            ],
        ),
    ),
    (
        "lfasr",
        (
            "iflytek/signa",
            &[
                ("app_id", "x"),
                ("secret", "ba9e07dc"),
                ("dialect", "lfasr-v2"),
            ],
        ),
    ),
    (
        "aippt",
        (
            "iflytek/signa",
            &[
                ("app_id", "x"),
                ("secret", "ba9e07dc"),
                ("dialect", "aippt-v2"),
            ],
        ),
    ),
];

const BAIDU: &[(&str, &str)] = &[
    ("access_key_id", "my_ak"),
    ("secret_access_key", "0123456789abcdef"),
    ("session_token", "tok+/="),
];

/// A signer of the list by the name of its case.
pub(crate) fn signer(case: &str) -> Box<dyn Signer> {
    signer_with(case, &[])
}

/// The same with further settings.
pub(crate) fn signer_with(case: &str, more: &[(&str, &str)]) -> Box<dyn Signer> {
    let (_, (scheme, settings)) = EVERY
        .iter()
        .find(|(name, _)| *name == case)
        .unwrap_or_else(|| panic!("no case {case}"));
    let usual = settings
        .iter()
        .filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    polysign::signer_from_pairs(scheme, usual.chain(more).copied())
        .unwrap_or_else(|error| panic!("{case}: {error}"))
}

/// All of them.
pub(crate) fn every_signer() -> impl Iterator<Item = (&'static str, Box<dyn Signer>)> {
    EVERY.iter().map(|(case, _)| (*case, signer(case)))
}

/// A time and a nonce that suit every scheme.
pub(crate) fn context() -> Context<'static> {
    Context::at(TIME).with_random_nonce([0x5a; 16])
}
