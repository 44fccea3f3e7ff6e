//! Making credentials in every way, also where it fails.

use std::borrow::Cow;

use polysign::{Secret, baidu, huawei, iflytek, signer, tencent, zego};

use super::detector::none_is_freed;
use super::{Subject, large_subject, subject};
use crate::common::verifiers::DIALECTS;

const ANSWER: &[u8] = br#"{"token":{"expires_at":"2020-01-04T09:05:22.701000Z"}}"#;

/// The secret as it is, and spoilt at its ends and in its middle.
fn good_and_bad(secret: &str) -> Vec<String> {
    let (front, back) = secret.split_at(secret.len() / 2);
    vec![
        secret.to_owned(),
        format!("{secret}\n"),
        format!(" {secret}"),
        format!("{front}\0{back}"),
        format!("{secret}é"),
        format!("{secret}\u{7f}"),
    ]
}

/// All constructors with `text` as the secret, in the form in which `of` hands it over.
fn make<S: Into<String>>(text: &str, of: impl Fn(&str) -> S) {
    let (bad_id, token) = ("bad\nid", || of(text));
    let made = [
        Secret::new("secret", token()).is_ok(),
        Secret::for_header("token", token()).is_ok(),
        zego::ServerSecret::new(1, token()).is_ok(),
        tencent::AppKey::new("k", token()).is_ok(),
        tencent::AppKey::new(bad_id, token()).is_ok(),
        tencent::ApiKey::new("k", token()).is_ok(),
        tencent::ApiKey::new(bad_id, token()).is_ok(),
        tencent::ApiKey::new("a/slash", token()).is_ok(),
        baidu::AccessKey::new("k", token()).is_ok(),
        baidu::AccessKey::new(bad_id, token()).is_ok(),
        huawei::AccessKey::new("k", token()).is_ok(),
        huawei::AccessKey::new(bad_id, token()).is_ok(),
        huawei::AccessKey::new("a,comma", token()).is_ok(),
        baidu::XilingApp::new("k", token()).is_ok(),
        baidu::XilingApp::new("a/slash", token()).is_ok(),
        iflytek::ApiKey::new("k", token()).is_ok(),
        iflytek::ApiKey::new("a\"mark", token()).is_ok(),
        iflytek::AppSecret::new("k", token()).is_ok(),
        iflytek::AppSecret::new(bad_id, token()).is_ok(),
        huawei::Token::new(token()).is_ok(),
        huawei::Token::from_answer(token(), ANSWER).is_ok(),
        huawei::Token::from_answer(token(), b"no time").is_ok(),
        huawei::PasswordLogin::new(bad_id, token(), "d").is_ok(),
        huawei::PasswordLogin::new("u", token(), bad_id).is_ok(),
    ];
    assert!(made.contains(&false), "some of them are refused in any case");
    if let Ok(login) = huawei::PasswordLogin::new("u\"\\", token(), "d") {
        drop(login.body());
        drop(login.with_passcode("u", token()).map(|login| login.body()));
    }
    // In escapes, so that what is freed of the answer does not count.
    let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    let answer = format!(
        r#"{{"credential":{{"access":"k","secret":"{escaped}","securitytoken":"{escaped}",
            "expires_at":"2020-01-04T09:05:22Z"}}}}"#
    );
    drop(huawei::AccessKey::from_answer(answer.as_bytes(), 0));
    if let Ok(token) = huawei::Token::new(token()) {
        drop(token.temporary_key_body(900));
    }
    let baidu = baidu::AccessKey::new("k", token());
    drop(baidu.and_then(|credential| credential.with_session_token(token())));
    let tencent = tencent::ApiKey::new("k", token());
    let tencent = tencent.and_then(|credential| credential.with_token(token()));
    let api = tencent::SpeechApi::TtsStream;
    drop(tencent.and_then(|credential| tencent::SpeechHmacSha1::new(credential, api)));
    let api = iflytek::AccessKeyApi::Compliance;
    for id in ["a", "a*", bad_id] {
        let iflytek = iflytek::ApiKey::new("k", token());
        let iflytek = iflytek.and_then(|credential| credential.with_app_id(id));
        drop(iflytek.and_then(|credential| iflytek::AccessKeyHmacSha1::new(credential, api)));
    }
    drop(iflytek::ApiKey::new("k", token()).map(iflytek::HmacUrl::new));
    drop(iflytek::ApiKey::new("k", token()).map(iflytek::HttpDigest::new));
    drop(baidu::XilingApp::new("k", token()).map(baidu::Xiling::new));
    let tencent = tencent::ApiKey::new("k", token());
    drop(tencent.and_then(|credential| tencent::Tc3HmacSha256::new(credential, "a/b")));
    let huawei = huawei::AccessKey::new("k", token());
    let huawei = huawei.and_then(|credential| credential.with_security_token(token()));
    drop(huawei.and_then(|credential| credential.with_project_id(bad_id)));
    for (_, _, dialect) in DIALECTS {
        for id in ["k", "数字人"] {
            let credential = iflytek::AppSecret::new(id, token());
            drop(credential.and_then(|credential| iflytek::Signa::new(credential, dialect)));
        }
    }
}

#[test]
fn constructors() {
    for Subject { secrets, pieces } in [subject(), large_subject()] {
        for text in good_and_bad(&secrets["huawei/token"]) {
            let text = text.leak();
            none_is_freed("String", pieces, || make(text, |text: &str| text.to_owned()));
            none_is_freed("Box<str>", pieces, || make(text, |text| Box::<str>::from(text)));
            none_is_freed("Cow", pieces, || {
                make(text, |text| Cow::<str>::Owned(text.to_owned()));
            });
            let text: &'static str = text;
            none_is_freed("&str", pieces, || make(text, |_| text));
        }
    }
}

/// The variables of each family with what stands in them: an id or a secret.
const FAMILIES: [&[(&str, bool)]; 9] = [
    &[("ZEGO_APP_ID", false), ("ZEGO_SERVER_SECRET", true)],
    &[("TENCENT_APAAS_APPKEY", false), ("TENCENT_APAAS_ACCESSTOKEN", true)],
    &[
        ("TENCENTCLOUD_SECRET_ID", false),
        ("TENCENTCLOUD_SECRET_KEY", true),
        ("TENCENTCLOUD_SESSION_TOKEN", true),
        ("TENCENTCLOUD_APP_ID", false),
    ],
    &[("BCE_ACCESS_KEY_ID", false), ("BCE_SECRET_ACCESS_KEY", true), ("BCE_SESSION_TOKEN", true)],
    &[("BAIDUCLOUD_ACCESS_KEY", false), ("BAIDUCLOUD_SECRET_KEY", true)],
    &[
        ("HUAWEICLOUD_SDK_AK", false),
        ("HUAWEICLOUD_SDK_SK", true),
        ("HUAWEICLOUD_SDK_SECURITY_TOKEN", true),
        ("HUAWEICLOUD_SDK_PROJECT_ID", false),
        ("HUAWEICLOUD_SDK_DOMAIN_ID", false),
    ],
    &[("XFYUN_APP_ID", false), ("XFYUN_API_KEY", true)],
    &[("SPARKAI_API_KEY", false), ("SPARKAI_API_SECRET", true), ("SPARKAI_APP_ID", false)],
    &[("BAIDU_XILING_APP_ID", false), ("BAIDU_XILING_APP_KEY", true)],
];

#[test]
fn variables() {
    let Subject { secrets, pieces } = subject();
    let rtasr = iflytek::Dialect::Rtasr;
    for family in FAMILIES {
        for (wrong, is_secret) in family {
            let mut instead = vec![None, Some("".to_owned())];
            match is_secret {
                true => {
                    instead.extend(good_and_bad(&secrets["huawei/token"]).into_iter().map(Some))
                }
                false => instead.extend(["12345", "12345\n", "é", "k,"].map(|id| Some(id.into()))),
            }
            for instead in &*instead.leak() {
                let lookup = |name: &str| match family.iter().find(|(known, _)| *known == name)? {
                    (name, _) if name == wrong => instead.clone(),
                    (_, true) => Some(secrets["huawei/token"].clone()),
                    (_, false) => Some("12345".to_owned()),
                };
                none_is_freed(&format!("{wrong}={instead:?}"), pieces, || {
                    drop(zego::ServerSecret::from_vars(lookup));
                    drop(tencent::AppKey::from_vars(lookup));
                    drop(tencent::ApiKey::from_vars(lookup));
                    drop(baidu::AccessKey::from_vars(lookup));
                    drop(huawei::AccessKey::from_vars(lookup));
                    drop(baidu::XilingApp::from_vars(lookup));
                    drop(iflytek::ApiKey::from_vars(lookup));
                    drop(iflytek::AppSecret::from_vars(rtasr, lookup));
                });
            }
        }
    }
}

/// A field or an option, with a value that is refused where it is no secret.
type Field = (&'static str, Option<&'static str>);

const CONFIGURATIONS: [(&str, &[Field]); 12] = [
    (
        "zego/server-api-v2",
        &[("app_id", Some("x")), ("server_secret", None), ("allow_clear_text", Some("x"))],
    ),
    (
        "tencent/ivh-apaas",
        &[("appkey", Some("")), ("access_token", None), ("requestid", Some(" x"))],
    ),
    (
        "tencent/tc3-hmac-sha256",
        &[
            ("secret_id", Some(",")),
            ("secret_key", None),
            ("token", None),
            ("app_id", Some("é")),
            ("service", Some("a/b")),
            ("signed_headers", Some("host")),
        ],
    ),
    (
        "tencent/speech-hmac-sha1",
        &[
            ("secret_id", Some("/")),
            ("secret_key", None),
            ("token", None),
            ("app_id", Some("")),
            ("api", Some("x")),
            ("expires_in", Some("0")),
        ],
    ),
    (
        "baidu/bce-auth-v1",
        &[
            ("access_key_id", Some("é")),
            ("secret_access_key", None),
            ("session_token", None),
            ("placement", Some("x")),
            ("expires_in", Some("0")),
            ("signed_headers", Some("x")),
            ("keep_dot_segments", Some("x")),
        ],
    ),
    (
        "huawei/sdk-hmac-sha256",
        &[
            ("access_key", Some(",")),
            ("secret_key", None),
            ("security_token", None),
            ("project_id", Some("")),
            ("domain_id", Some("é")),
            ("signed_headers", Some("x")),
        ],
    ),
    (
        "huawei/auth-token",
        &[("token", None), ("expires_at", Some("x")), ("allow_clear_text", Some("x"))],
    ),
    (
        "baidu/xiling",
        &[
            ("app_id", Some("/")),
            ("app_key", None),
            ("placement", Some("x")),
            ("spelling", Some("x")),
            ("expires_in", Some("0")),
        ],
    ),
    ("iflytek/hmac-url", &[("api_key", Some("\"")), ("api_secret", None)]),
    ("iflytek/http-digest", &[("api_key", Some("é")), ("api_secret", None)]),
    (
        "iflytek/access-key",
        &[("api_key", Some("~")), ("api_secret", None), ("app_id", Some("*")), ("api", Some("x"))],
    ),
    ("iflytek/signa", &[("app_id", Some("")), ("secret", None), ("dialect", Some("x"))]),
];

#[test]
fn configurations() {
    let Subject { secrets, pieces } = subject();
    let bad = &*good_and_bad(&secrets["huawei/token"]).leak();
    for (scheme, fields) in CONFIGURATIONS {
        let secret = |name: &str| match fields.iter().find(|(known, _)| *known == name)? {
            (_, None) => Some(secrets["huawei/token"].clone()),
            ("app_id" | "appkey" | "access_key" | "access_key_id" | "secret_id" | "api_key", _) => {
                Some("12345".to_owned())
            }
            ("api", _) if scheme == "iflytek/access-key" => Some("compliance".to_owned()),
            ("api", _) => Some("asr-v2".to_owned()),
            ("service", _) => Some("cvm".to_owned()),
            _ => None,
        };
        none_is_freed(scheme, pieces, || {
            assert!(signer(scheme, secret).is_ok(), "{scheme}");
        });
        for (wrong, refused) in fields {
            let with = |value: Option<String>| {
                signer(scheme, |name| if name == *wrong { value.clone() } else { secret(name) })
            };
            let what = format!("{scheme}, {wrong}");
            none_is_freed(&what, pieces, || {
                drop(signer(scheme, |name| if name == *wrong { None } else { secret(name) }))
            });
            match refused {
                Some(refused) => none_is_freed(&what, pieces, || {
                    assert!(with(Some((*refused).to_owned())).is_err(), "{wrong}");
                }),
                None => bad.iter().for_each(|bad| {
                    none_is_freed(&what, pieces, || {
                        drop(signer(scheme, |name| match name == *wrong {
                            true => Some(bad.clone()),
                            false => secret(name),
                        }));
                    });
                }),
            }
        }
    }
}
