//! Every change of one byte, in every place of signed requests: rejected, or a respelling.
//!
//! `cargo test --test verify changes -- --nocapture` prints each accepted change with its rule.

use super::changing::{CASE, Case, check, check_exact};
use super::respelling::{Rule, map_path, map_query};

/// The rules that are seen where method, host, path, query and headers are covered.
const WHERE_ALL_IS_COVERED: &[&str] = &[
    "`k` is `k=` in the query",
    "a `Host` header stands for the authority",
    "a header is not covered",
    "a header's name is in any case",
    "an empty path is `/`",
    "blanks around a header's value do not count",
    "empty pieces of the query do not count",
    "percent-escapes in the path spell bytes",
    "percent-escapes in the query spell bytes, `+` a space",
    "the host is in any case, its port left out where the scheme implies it",
];

/// The rules that are left where path and query have one spelling. No router reads them differently.
const WHERE_THE_TARGET_IS_EXACT: &[&str] = &[
    "a `Host` header stands for the authority",
    "a header is not covered",
    "a header's name is in any case",
    "blanks around a header's value do not count",
    "the host is in any case, its port left out where the scheme implies it",
];

#[cfg(feature = "huawei")]
#[test]
fn huawei_sdk_hmac_sha256() {
    check(&huawei());
}

#[cfg(feature = "huawei")]
#[test]
fn huawei_sdk_hmac_sha256_with_an_exact_target() {
    let blank = &["the blank behind a comma in `Authorization` may be left out"];
    check_exact(&huawei(), &[WHERE_THE_TARGET_IS_EXACT, blank]);
}

#[cfg(feature = "huawei")]
fn huawei() -> Case {
    const KEY: (&str, &str) = ("access_key", "AK");
    const SECRET: (&str, &str) = ("secret_key", "MFyfvK41ba2giqM7");
    Case {
        scheme: "huawei/sdk-hmac-sha256",
        settings: &[
            &[KEY, SECRET],
            &[KEY, SECRET, ("security_token", "tok+/="), ("project_id", "0ae2")],
            &[KEY, SECRET, ("signed_headers", "x-sdk-date;host")],
        ],
        fields: &["authorization", "x-sdk-date", "x-security-token", "x-sdk-content-sha256"],
        rules: &[
            Rule {
                name: "the blank behind a comma in `Authorization` may be left out",
                unify: |wire, _| {
                    for (name, value) in &mut wire.headers {
                        if name == b"authorization" {
                            let text = String::from_utf8_lossy(value).replace(", ", ",");
                            *value = text.into();
                        }
                    }
                },
            },
            Rule {
                name: "the canonical path ends in `/`, whether or not it is sent",
                unify: |wire, _| {
                    map_path(wire, |path| {
                        if !path.ends_with(b"/") {
                            path.push(b'/');
                        }
                    });
                },
            },
        ],
        seen: &[
            WHERE_ALL_IS_COVERED,
            &[
                "the blank behind a comma in `Authorization` may be left out",
                "the canonical path ends in `/`, whether or not it is sent",
            ],
        ],
        ..CASE
    }
}

#[cfg(feature = "baidu")]
#[test]
fn baidu_bce_auth_v1() {
    check(&baidu());
}

#[cfg(feature = "baidu")]
#[test]
fn baidu_bce_auth_v1_with_an_exact_target() {
    let more = &["the body is not covered", "the parameter `authorization` is in any case"];
    check_exact(&baidu(), &[WHERE_THE_TARGET_IS_EXACT, more]);
}

#[cfg(feature = "baidu")]
fn baidu() -> Case {
    const KEY: (&str, &str) = ("access_key_id", "AK");
    const SECRET: (&str, &str) = ("secret_access_key", "0123456789abcdef");
    const TOKEN: (&str, &str) = ("session_token", "tok+/=");
    Case {
        scheme: "baidu/bce-auth-v1",
        settings: &[
            &[KEY, SECRET],
            &[KEY, SECRET, TOKEN, ("placement", "x-bce-signature"), ("expires_in", "60")],
            &[KEY, SECRET, TOKEN, ("placement", "query")],
            &[KEY, SECRET, TOKEN, ("signed_headers", "document-default")],
            &[KEY, SECRET, ("signed_headers", "host")],
        ],
        fields: &["authorization", "x-bce-signature", "x-bce-security-token"],
        rules: &[Rule {
            name: "the parameter `authorization` is in any case",
            unify: |wire, _| {
                map_query(wire, |pieces| {
                    for piece in pieces {
                        if piece.to_ascii_lowercase().starts_with(b"authorization=") {
                            piece[.."authorization".len()].make_ascii_lowercase();
                        }
                    }
                });
            },
        }],
        seen: &[
            WHERE_ALL_IS_COVERED,
            &["the body is not covered", "the parameter `authorization` is in any case"],
        ],
        ..CASE
    }
}

/// The rules that are seen where no more than the query is covered.
const WHERE_THE_REST_IS_NOT_COVERED: &[&str] = &[
    "`k` is `k=` in the query",
    "a `Host` header stands for the authority",
    "a header is not covered",
    "a header's name is in any case",
    "an empty path is `/`",
    "blanks around a header's value do not count",
    "empty pieces of the query do not count",
    "percent-escapes in the path spell bytes",
    "percent-escapes in the query spell bytes, `+` a space",
    "the body is not covered",
    "the host is in any case, its port left out where the scheme implies it",
    "the host is not covered",
    "the method is not covered",
    "the path is not covered",
];

#[cfg(feature = "tencent")]
#[test]
fn tencent_ivh_apaas() {
    const KEY: (&str, &str) = ("appkey", "app+key");
    const TOKEN: (&str, &str) = ("access_token", "f68f2d10ae9e4604b76fb05cf46bccec");
    check(&Case {
        scheme: "tencent/ivh-apaas",
        settings: &[&[KEY, TOKEN], &[KEY, TOKEN, ("requestid", "a b")]],
        seen: &[WHERE_THE_REST_IS_NOT_COVERED],
        ..CASE
    });
}
