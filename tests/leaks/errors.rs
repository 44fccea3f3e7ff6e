//! Every way in which a credential is refused.

use polysign::{Secret, baidu, huawei, iflytek, signer, tencent, zego};

use super::shown::Shown;
use crate::common::drawn::Secrets;

/// A secret that is refused wherever a secret stands: what is wrong with it is at either end or
/// in the middle.
fn spoilt(secret: &str) -> Vec<String> {
    let middle =
        (secret.len() / 2..).find(|at| secret.is_char_boundary(*at)).expect("the end is one");
    let (front, back) = secret.split_at(middle);
    vec![
        format!("{secret}\n"),
        format!(" {secret}"),
        format!("{secret}\u{3000}"),
        format!("{front}\0{back}"),
        format!("{front}\u{7f}{back}{secret}"),
    ]
}

/// The same for what goes into a header.
fn spoilt_for_header(token: &str) -> Vec<String> {
    let mut all = spoilt(token);
    all.push(format!("{token}é"));
    all.push(format!("钥{token}"));
    all.push(format!("{token} {token}"));
    all
}

pub(crate) fn refuse_credentials(secrets: &Secrets, shown: &mut Shown) {
    for bad in spoilt(&secrets["zego/server_secret"]) {
        shown.refused("secret", Secret::new("secret", &bad));
        shown.refused("zego", zego::ServerSecret::new(1, &bad));
        shown.refused("tencent", tencent::AppKey::new("k", &bad));
        shown.refused("tencent id", tencent::AppKey::new(&bad, &secrets["zego/server_secret"]));
        shown.refused("tencent cloud", tencent::ApiKey::new("k", &bad));
        shown.refused("baidu", baidu::AccessKey::new("k", &bad));
        shown.refused("huawei", huawei::AccessKey::new("k", &bad));
        shown.refused("xiling", baidu::XilingApp::new("k", &bad));
        shown.refused("iflytek key", iflytek::ApiKey::new("k", &bad));
        shown.refused("iflytek", iflytek::AppSecret::new("k", &bad));
        shown.refused("iflytek id", iflytek::AppSecret::new(&bad, &secrets["zego/server_secret"]));
        let good = secrets["zego/server_secret"].as_str();
        for [user, password, domain, project] in [
            [bad.as_str(), good, good, good],
            [good, &bad, good, good],
            [good, good, &bad, good],
            [good, good, good, &bad],
        ] {
            let scope = huawei::TokenScope::Project(project.into());
            let login = huawei::PasswordLogin::new(user, password, domain);
            // A password may be in quotation marks.
            if password != bad {
                shown.refused("login", login.and_then(|login| login.with_scope(scope)));
            }
        }
        let credential = tencent::AppKey::new("k", good).unwrap();
        let signer = tencent::IvhApaas::new(credential);
        shown.refused("requestid", signer.with_request_id(&bad));
    }
    for bad in spoilt_for_header(&secrets["huawei/token"]) {
        shown.refused("for_header", Secret::for_header("token", &bad));
        shown.refused("tencent id", tencent::ApiKey::new(&bad, &secrets["tencent/secret_key"]));
        let tencent = || tencent::ApiKey::new("k", &secrets["tencent/secret_key"]).unwrap();
        shown.refused("tencent token", tencent().with_token(&bad));
        shown.refused("tencent app id", tencent().with_app_id(&bad));
        shown.refused("baidu id", baidu::AccessKey::new(&bad, &secrets["baidu/secret_access_key"]));
        shown
            .refused("xiling id", baidu::XilingApp::new(&bad, &secrets["baidu/secret_access_key"]));
        shown.refused("iflytek id", iflytek::ApiKey::new(&bad, &secrets["iflytek/api_secret"]));
        let iflytek = iflytek::ApiKey::new("k", &secrets["iflytek/api_secret"]).unwrap();
        shown.refused("iflytek app id", iflytek.with_app_id(&bad));
        shown.refused("huawei id", huawei::AccessKey::new(&bad, &secrets["huawei/secret_key"]));
        let baidu = baidu::AccessKey::new("k", &secrets["baidu/secret_access_key"]).unwrap();
        shown.refused("session_token", baidu.with_session_token(&bad));
        let huawei = || huawei::AccessKey::new("k", &secrets["huawei/secret_key"]).unwrap();
        shown.refused("security_token", huawei().with_security_token(&bad));
        shown.refused("project_id", huawei().with_project_id(&bad));
        shown.refused("domain_id", huawei().with_domain_id(&bad));
        shown.refused("token", huawei::Token::new(&bad));
    }
    let comma = format!("{},x", secrets["huawei/token"]);
    shown.refused("comma", tencent::ApiKey::new(&comma, &secrets["tencent/secret_key"]));
    shown.refused("comma", huawei::AccessKey::new(&comma, &secrets["huawei/secret_key"]));
    let no_time = huawei::Token::from_answer(
        &secrets["huawei/token"],
        secrets["zego/server_secret"].as_bytes(),
    );
    shown.refused("expires_at", no_time);
    let beyond_ascii =
        iflytek::AppSecret::new(format!("é{}", secrets["zego/server_secret"]), "secret").unwrap();
    let headers = iflytek::Dialect::AiPptV2;
    shown.refused("app_id", iflytek::Signa::new(beyond_ascii, headers));
}

/// The variables of each credential, those that are needed first.
const ZEGO: [&str; 2] = ["ZEGO_APP_ID", "ZEGO_SERVER_SECRET"];
const TENCENT: [&str; 2] = ["TENCENT_APAAS_APPKEY", "TENCENT_APAAS_ACCESSTOKEN"];
const TENCENT_CLOUD: [&str; 4] = [
    "TENCENTCLOUD_SECRET_ID",
    "TENCENTCLOUD_SECRET_KEY",
    "TENCENTCLOUD_SESSION_TOKEN",
    "TENCENTCLOUD_APP_ID",
];
const BAIDU: [&str; 3] = ["BCE_ACCESS_KEY_ID", "BCE_SECRET_ACCESS_KEY", "BCE_SESSION_TOKEN"];
const HUAWEI: [&str; 5] = [
    "HUAWEICLOUD_SDK_AK",
    "HUAWEICLOUD_SDK_SK",
    "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    "HUAWEICLOUD_SDK_PROJECT_ID",
    "HUAWEICLOUD_SDK_DOMAIN_ID",
];
const ABCPEN: [&str; 2] = ["ABCPEN_APP_KEY", "ABCPEN_APP_SECRET"];
const XFYUN: [&str; 3] = ["XFYUN_API_KEY", "XFYUN_API_SECRET", "XFYUN_APP_ID"];
const XILING: [&str; 2] = ["BAIDU_XILING_APP_ID", "BAIDU_XILING_APP_KEY"];

/// Each variable in turn is spoilt or absent while all others hold something good and secret.
pub(crate) fn refuse_variables(secrets: &Secrets, shown: &mut Shown) {
    let good = |name: &str| match name {
        "ZEGO_APP_ID" => "12345".to_owned(),
        _ => secrets["huawei/token"].replace([',', '/'], "."),
    };
    for bad in spoilt(&secrets["huawei/token"]) {
        for names in
            [&ZEGO[..], &TENCENT, &TENCENT_CLOUD, &BAIDU, &HUAWEI, &ABCPEN, &XFYUN, &XILING]
        {
            for wrong in names {
                let spoil = |name: &str| match name == *wrong {
                    true => Some(bad.clone()),
                    false => names.contains(&name).then(|| good(name)),
                };
                read(names, spoil, shown);
            }
            for absent in names.iter().take(2) {
                let leave_out =
                    |name: &str| (names.contains(&name) && name != *absent).then(|| good(name));
                read(names, leave_out, shown);
            }
        }
    }
}

fn read(names: &[&str], lookup: impl Fn(&str) -> Option<String>, shown: &mut Shown) {
    let abcpen = iflytek::Dialect::AbcPenHeaders;
    match names {
        names if names == ZEGO => shown.refused("zego", zego::ServerSecret::from_vars(lookup)),
        names if names == TENCENT => {
            shown.refused("tencent", tencent::AppKey::from_vars(lookup));
        }
        names if names == TENCENT_CLOUD => {
            shown.refused("tencent cloud", tencent::ApiKey::from_vars(lookup));
        }
        names if names == BAIDU => shown.refused("baidu", baidu::AccessKey::from_vars(lookup)),
        names if names == HUAWEI => shown.refused("huawei", huawei::AccessKey::from_vars(lookup)),
        names if names == XFYUN => shown.refused("xfyun", iflytek::ApiKey::from_vars(lookup)),
        names if names == XILING => shown.refused("xiling", baidu::XilingApp::from_vars(lookup)),
        names if names == ABCPEN => {
            shown.refused("iflytek", iflytek::AppSecret::from_vars(abcpen, lookup));
        }
        _ => panic!("no credential has {names:?}"),
    }
}

/// Each field of each scheme's configuration, and whether it can be spoilt by a secret that is
/// good in itself.
const CONFIGURATIONS: [(&str, &[&str], &[&str]); 12] = [
    ("zego/server-api-v2", &["server_secret"], &["app_id", "allow_clear_text"]),
    ("tencent/ivh-apaas", &["appkey", "access_token", "requestid"], &[]),
    (
        "tencent/tc3-hmac-sha256",
        &["secret_id", "secret_key", "token", "app_id"],
        &["service", "signed_headers"],
    ),
    (
        "tencent/speech-hmac-sha1",
        &["secret_id", "secret_key", "token", "app_id"],
        &["api", "expires_in"],
    ),
    (
        "baidu/bce-auth-v1",
        &["access_key_id", "secret_access_key", "session_token"],
        &["placement", "expires_in", "signed_headers", "keep_dot_segments"],
    ),
    (
        "huawei/sdk-hmac-sha256",
        &["access_key", "secret_key", "security_token", "project_id", "domain_id"],
        &["signed_headers"],
    ),
    ("huawei/auth-token", &["token"], &["expires_at", "allow_clear_text"]),
    ("baidu/xiling", &["app_key"], &["placement", "spelling", "expires_in", "allow_clear_text"]),
    ("iflytek/hmac-url", &["api_key", "api_secret"], &[]),
    ("iflytek/http-digest", &["api_key", "api_secret"], &[]),
    ("iflytek/access-key", &["api_key", "api_secret"], &["api"]),
    ("iflytek/signa", &["app_id", "secret"], &["dialect", "placement", "allow_clear_text"]),
];

pub(crate) fn refuse_configurations(secrets: &Secrets, shown: &mut Shown) {
    let secret = secrets["huawei/token"].replace([',', '/'], ".");
    shown.refused("scheme", signer(&secret, |_| Some(secret.clone())));
    for (scheme, credential, options) in CONFIGURATIONS {
        let good = |name: &str| match name {
            "app_id" | "api_key" => Some("12345".to_owned()),
            "api" if scheme == "iflytek/access-key" => Some("compliance".to_owned()),
            "api" => Some("asr-v2".to_owned()),
            "service" => Some("cvm".to_owned()),
            _ => credential.contains(&name).then(|| secret.clone()),
        };
        assert!(signer(scheme, good).is_ok(), "{scheme}");
        let with = |wrong: &str, bad: &str| {
            signer(scheme, |name| match name == wrong {
                true => Some(bad.to_owned()),
                false => good(name),
            })
        };
        for wrong in credential {
            for bad in spoilt(&secret) {
                shown.refused(wrong, with(wrong, &bad));
            }
            if !["requestid", "session_token", "token", "security_token", "project_id", "domain_id"]
                .contains(wrong)
                && (scheme, *wrong) != ("tencent/tc3-hmac-sha256", "app_id")
            {
                let absent = |name: &str| if name == *wrong { None } else { good(name) };
                shown.refused(wrong, signer(scheme, absent));
            }
        }
        for wrong in options {
            // A list of header names may name them in an error; this one holds none.
            let bad = format!("{secret}(");
            shown.refused(wrong, with(wrong, &bad));
        }
    }
}
