//! Every change of one byte, in every place of signed requests: rejected, or a respelling.
//!
//! `cargo test --test verify changes -- --nocapture` prints each accepted change with its rule.

use crate::changing::{Case, check};
use crate::respelling::{Rule, map_path, map_query};

/// The rules that are seen where method, host, path, query and headers are covered.
const WHERE_ALL_IS_COVERED: &[&str] = &[
    "`k` is `k=` in the query",
    "a `Host` header stands for the authority",
    "a fragment does not belong to the target",
    "a header is not covered",
    "a header's name is in any case",
    "an empty path is `/`",
    "blanks around a header's value do not count",
    "empty pieces of the query do not count",
    "percent-escapes in the path spell bytes",
    "percent-escapes in the query spell bytes, `+` a space",
    "the host is in any case, its port left out where the scheme implies it",
];

#[test]
fn huawei_sdk_hmac_sha256() {
    const KEY: (&str, &str) = ("access_key", "AK");
    const SECRET: (&str, &str) = ("secret_key", "MFyfvK41ba2giqM7");
    check(&Case {
        scheme: "huawei/sdk-hmac-sha256",
        settings: &[
            &[KEY, SECRET],
            &[
                KEY,
                SECRET,
                ("security_token", "tok+/="),
                ("project_id", "0ae2"),
            ],
            &[KEY, SECRET, ("signed_headers", "x-sdk-date;host")],
        ],
        fields: &[
            "authorization",
            "x-sdk-date",
            "x-security-token",
            "x-sdk-content-sha256",
        ],
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
    });
}

#[test]
fn baidu_bce_auth_v1() {
    const KEY: (&str, &str) = ("access_key_id", "AK");
    const SECRET: (&str, &str) = ("secret_access_key", "0123456789abcdef");
    const TOKEN: (&str, &str) = ("session_token", "tok+/=");
    check(&Case {
        scheme: "baidu/bce-auth-v1",
        settings: &[
            &[KEY, SECRET],
            &[
                KEY,
                SECRET,
                TOKEN,
                ("placement", "x-bce-signature"),
                ("expires_in", "60"),
            ],
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
            &[
                "the body is not covered",
                "the parameter `authorization` is in any case",
            ],
        ],
    });
}
