//! Every change of one byte, in every place of signed requests of every scheme: what the strict policy accepts, and by which rule.
//!
//! `cargo test --test verifying changes_strict -- --nocapture` prints each accepted change with its
//! rule.

use super::changing::{CASE, Case, check_exact};
use super::respelling::{Rule, host, map_query};
use super::wire::Wire;

/// The rules of headers that are seen with every scheme.
const OF_HEADERS: &[&str] = &[
    "a `Host` header stands for the authority",
    "a header is not covered",
    "a header's name is in any case",
    "blanks around a header's value do not count",
    "an empty path is `/`",
];

/// The rule of a host that is signed.
const OF_THE_HOST: &str = "the host is in any case, its port left out where the scheme implies it";

/// The rules of a request of which nothing but the query is covered.
const NOT_COVERED: &[&str] = &[
    "percent-escapes in the path spell bytes",
    "the body is not covered",
    OF_THE_HOST,
    "the host is not covered",
    "the method is not covered",
    "the path is not covered",
];

/// The rules of a query that is not covered.
const OF_THE_QUERY: &[&str] = &[
    "`k` is `k=` in the query",
    "empty pieces of the query do not count",
    "percent-escapes in the query spell bytes, `+` a space",
    "the rest of the query is not covered",
];

/// Leaves the values of headers as they are, but for `names`.
fn map_headers(wire: &mut Wire, names: &[&str], change: impl Fn(&mut Vec<u8>)) {
    for (name, value) in &mut wire.headers {
        if names.iter().any(|own| name.eq_ignore_ascii_case(own.as_bytes())) {
            change(value);
        }
    }
}

/// Applies `change` to the value of the parameter `name`, wherever it is.
fn map_parameter(wire: &mut Wire, name: &str, change: impl Fn(&[u8]) -> Vec<u8>) {
    let front = [name.as_bytes(), b"="].concat();
    map_query(wire, |pieces| {
        for piece in pieces.iter_mut() {
            if let Some(value) = piece.strip_prefix(&*front) {
                *piece = [&*front, &*change(value)].concat();
            }
        }
    });
}

const BLANK: Rule = Rule {
    name: "the blanks after commas in `Authorization` may be others",
    unify: |wire, _| {
        map_headers(wire, &["authorization"], |value| {
            let text = String::from_utf8_lossy(value);
            let parts: Vec<&str> =
                text.split(',').map(|part| part.trim_start_matches(' ')).collect();
            *value = parts.join(",").into();
        });
    },
};

#[cfg(feature = "tencent")]
#[test]
fn tencent_tc3_hmac_sha256() {
    const KEY: [(&str, &str); 3] =
        [("secret_id", "AKID"), ("secret_key", "0123456789abcdef"), ("service", "hunyuan")];
    let case = Case {
        scheme: "tencent/tc3-hmac-sha256",
        settings: &[
            &KEY,
            &[KEY[0], KEY[1], KEY[2], ("token", "tok+/="), ("signed_headers", "content-type;host")],
        ],
        fields: &["authorization", "x-tc-timestamp", "x-tc-token", "x-tc-content-sha256"],
        prepare: |wire| {
            let is_type = |name: &[u8]| name.eq_ignore_ascii_case(b"content-type");
            if !wire.headers.iter().any(|(name, _)| is_type(name)) {
                wire.headers.push((b"Content-Type".to_vec(), b"application/json".to_vec()));
            }
            wire.headers.push((b"X-TC-Action".to_vec(), b"ChatCompletions".to_vec()));
            if wire.method == b"PUT" {
                // The method with which the query is not covered.
                wire.method = b"POST".to_vec();
            }
        },
        rules: &[
            BLANK,
            Rule {
                name: "the value of a covered header is in any case",
                unify: |wire, _| {
                    map_headers(wire, &["content-type", "x-tc-action"], |value| {
                        value.make_ascii_lowercase();
                    });
                },
            },
        ],
        ..CASE
    };
    let more = &[
        OF_THE_HOST,
        "empty pieces of the query do not count",
        "the blanks after commas in `Authorization` may be others",
        "the rest of the query is not covered",
        "the value of a covered header is in any case",
    ];
    check_exact(&case, &[OF_HEADERS, more]);
}

#[cfg(feature = "tencent")]
#[test]
fn tencent_ivh_apaas() {
    const KEY: (&str, &str) = ("appkey", "app+key");
    const TOKEN: (&str, &str) = ("access_token", "f68f2d10ae9e4604b76fb05cf46bccec");
    let case = Case {
        scheme: "tencent/ivh-apaas",
        settings: &[&[KEY, TOKEN], &[KEY, TOKEN, ("requestid", "a b")]],
        ..CASE
    };
    check_exact(&case, &[OF_HEADERS, NOT_COVERED]);
}

#[cfg(feature = "tencent")]
#[test]
fn tencent_speech_hmac_sha1() {
    const KEY: [(&str, &str); 3] =
        [("secret_id", "AKID"), ("secret_key", "0123456789abcdef"), ("app_id", "1259220000")];
    let in_query = Case {
        scheme: "tencent/speech-hmac-sha1",
        settings: &[
            &[KEY[0], KEY[1], KEY[2], ("api", "asr-v2")],
            &[KEY[0], KEY[1], KEY[2], ("api", "asr-v2"), ("token", "tok+/=")],
            &[KEY[0], KEY[1], KEY[2], ("api", "vc-stream")],
        ],
        nonce: "1573789015",
        prepare: |wire| wire.method = b"GET".to_vec(),
        ..CASE
    };
    let more = &[OF_THE_HOST, "the body is not covered", "the method is not covered"];
    check_exact(&in_query, &[OF_HEADERS, more]);
}

#[cfg(feature = "tencent")]
#[test]
fn tencent_speech_hmac_sha1_with_the_method() {
    const KEY: [(&str, &str); 3] =
        [("secret_id", "AKID"), ("secret_key", "0123456789abcdef"), ("app_id", "1259220000")];
    let case = Case {
        scheme: "tencent/speech-hmac-sha1",
        settings: &[
            &[KEY[0], KEY[1], KEY[2], ("api", "asr-flash")],
            &[KEY[0], KEY[1], KEY[2], ("api", "tts-stream")],
        ],
        fields: &["authorization"],
        ..CASE
    };
    check_exact(&case, &[OF_HEADERS, &[OF_THE_HOST, "the body is not covered"]]);
}

#[cfg(feature = "iflytek")]
const IFLYTEK: [(&str, &str); 3] =
    [("api_key", "keyxxxxxxxx8ee27"), ("api_secret", "MjlmNzkzNmZkMDQ2"), ("app_id", "71c7b87d")];

#[cfg(feature = "iflytek")]
#[test]
fn iflytek_hmac_url() {
    let case = Case {
        scheme: "iflytek/hmac-url",
        settings: &[&[IFLYTEK[0], IFLYTEK[1]]],
        rules: &[Rule {
            name: "the parameter `host` is a host in any form",
            unify: |wire, _| {
                map_parameter(wire, "host", |value| {
                    let text = String::from_utf8_lossy(value);
                    host(text.replace("%3A", ":").as_bytes())
                });
            },
        }],
        ..CASE
    };
    let more =
        &[OF_THE_HOST, "the body is not covered", "the parameter `host` is a host in any form"];
    check_exact(&case, &[OF_HEADERS, OF_THE_QUERY, more]);
}

#[cfg(feature = "iflytek")]
#[test]
fn iflytek_http_digest() {
    let case = Case {
        scheme: "iflytek/http-digest",
        settings: &[&[IFLYTEK[0], IFLYTEK[1]]],
        fields: &["authorization", "date", "digest"],
        rules: &[BLANK],
        ..CASE
    };
    let more = &[OF_THE_HOST, BLANK.name];
    check_exact(&case, &[OF_HEADERS, OF_THE_QUERY, more]);
}

#[cfg(feature = "iflytek")]
#[test]
fn iflytek_access_key() {
    let case = Case {
        scheme: "iflytek/access-key",
        settings: &[
            &[IFLYTEK[0], IFLYTEK[1], IFLYTEK[2], ("api", "compliance")],
            &[IFLYTEK[0], IFLYTEK[1], IFLYTEK[2], ("api", "ifasr-llm")],
        ],
        fields: &["signature"],
        // What the vendor's SDKs encode in different ways.
        prepare: |wire| {
            map_query(wire, |pieces| {
                let is_plain = |piece: &[u8]| !piece.iter().any(|byte| b"%+~*".contains(byte));
                pieces.retain(|piece| is_plain(piece) && !piece.starts_with(b"="));
            });
        },
        rules: &[Rule {
            name: "a parameter without a value is not covered",
            unify: |wire, _| {
                map_query(wire, |pieces| pieces.retain(|piece| !piece.ends_with(b"=")))
            },
        }],
        ..CASE
    };
    check_exact(&case, &[OF_HEADERS, NOT_COVERED, &["a parameter without a value is not covered"]]);
}

#[cfg(feature = "baidu")]
#[test]
fn baidu_xiling() {
    const KEY: [(&str, &str); 2] =
        [("app_id", "s-pgewi73tzrtwt"), ("app_key", "made-up-app-key+/=")];
    let case = Case {
        scheme: "baidu/xiling",
        settings: &[
            &[KEY[0], KEY[1], ("placement", "header")],
            &[KEY[0], KEY[1], ("placement", "query"), ("spelling", "offset")],
        ],
        fields: &["authorization"],
        ..CASE
    };
    check_exact(&case, &[OF_HEADERS, NOT_COVERED, OF_THE_QUERY]);
}

#[cfg(feature = "huawei")]
#[test]
fn huawei_auth_token() {
    let case = Case {
        scheme: "huawei/auth-token",
        settings: &[&[("token", "MIIDkgYJKoZIhvcN")]],
        fields: &["x-auth-token"],
        ..CASE
    };
    check_exact(&case, &[OF_HEADERS, NOT_COVERED, OF_THE_QUERY]);
}

#[cfg(feature = "zego")]
#[test]
fn zego_server_api_v2() {
    const KEY: &[(&str, &str)] =
        &[("app_id", "12345"), ("server_secret", "9193cc662a4c0ec135ec71fb57194b38")];
    let case = Case { scheme: "zego/server-api-v2", settings: &[KEY], ..CASE };
    check_exact(&case, &[OF_HEADERS, NOT_COVERED, OF_THE_QUERY]);
}

#[cfg(feature = "iflytek")]
#[test]
fn iflytek_signa() {
    const ID: (&str, &str) = ("app_id", "zmeet");
    const SECRET: (&str, &str) = ("secret", "ba9e07dc-1d79-4f7a-ab49-0205d3c0e073");
    let case = Case {
        scheme: "iflytek/signa",
        settings: &[
            &[ID, SECRET, ("dialect", "abcpen"), ("placement", "header")],
            &[ID, SECRET, ("dialect", "abcpen"), ("placement", "query")],
            &[ID, SECRET, ("dialect", "rtasr")],
            &[ID, SECRET, ("dialect", "lfasr-v2")],
            &[ID, SECRET, ("dialect", "aippt-v2")],
        ],
        fields: &["x-app-key", "x-timestamp", "x-app-signature", "appid", "timestamp", "signature"],
        ..CASE
    };
    check_exact(&case, &[OF_HEADERS, NOT_COVERED, OF_THE_QUERY]);
}

#[cfg(feature = "huawei")]
mod callbacks {
    use polysign::huawei::{
        CallbackForm, CallbackKey, MssCallback, MssCallbackVerifier, UrlReading,
    };
    use polysign::verify::TimeUnit;

    use super::{
        CASE, Case, NOT_COVERED, OF_HEADERS, OF_THE_HOST, OF_THE_QUERY, Rule, check_exact,
        map_headers, map_parameter,
    };

    const URL: &str = "https://api.example.com/jobs?tenant=7&kind=video";
    const FIELDS: &[&str] = &["x-hw-mss-secret", "x-hw-mss-time"];
    const SECRET: Rule = Rule {
        name: "the secret is in any case",
        unify: |wire, _| {
            map_headers(wire, &["x-hw-mss-secret"], |value| value.make_ascii_lowercase());
            for name in ["secret", "hwSecret"] {
                map_parameter(wire, name, |value| value.to_ascii_lowercase());
            }
        },
    };

    /// A key of each form that signs the configured URL.
    const OF_FORMS: Case = Case {
        scheme: "huawei/mss-callback",
        both: |_, settings, policy| {
            let (form, reading) = match settings["form"].as_str() {
                "task" => (CallbackForm::Task, UrlReading::WithoutScheme),
                "live" => (CallbackForm::Live, UrlReading::WithScheme),
                "live-head" => (CallbackForm::LiveHead, UrlReading::WithoutScheme),
                _ => (CallbackForm::Llm, UrlReading::WithScheme),
            };
            let key = || CallbackKey::new(form, "a key of callbacks", URL).expect("a key");
            let signer =
                MssCallback::new(key(), reading, TimeUnit::Milliseconds).expect("a signer");
            let verifier = MssCallbackVerifier::new(key()).with_policy(policy);
            (Box::new(signer), Box::new(verifier))
        },
        settings: &[
            &[("form", "task")],
            &[("form", "live")],
            &[("form", "live-head")],
            &[("form", "llm")],
        ],
        fields: FIELDS,
        rules: &[SECRET],
        ..CASE
    };

    #[test]
    fn huawei_mss_callback() {
        check_exact(&OF_FORMS, &[OF_HEADERS, NOT_COVERED, OF_THE_QUERY, &[SECRET.name]]);
    }

    #[test]
    fn huawei_mss_callback_of_a_custom_platform() {
        let case = Case {
            both: |_, _, policy| {
                let key = || CallbackKey::custom_platform("a key of callbacks").expect("a key");
                let reading = UrlReading::WithoutScheme;
                let signer = MssCallback::new(key(), reading, TimeUnit::Seconds).expect("a signer");
                let verifier = MssCallbackVerifier::new(key()).with_policy(policy);
                (Box::new(signer), Box::new(verifier))
            },
            settings: &[&[]],
            ..OF_FORMS
        };
        let more = &[
            OF_THE_HOST,
            SECRET.name,
            "empty pieces of the query do not count",
            "the body is not covered",
            "the method is not covered",
        ];
        check_exact(&case, &[OF_HEADERS, more]);
    }
}
