//! Every way in which a credential is refused.

use polysign::registry::signer_from_vars;
use polysign::{Secret, baidu, huawei, iflytek, signer, tencent, zego};

use super::shown::Shown;
use crate::common::drawn::Secrets;
use crate::common::keys::{Variable, families, options};
use crate::common::schemes::{Kind, Row, first_rows, rows};
use crate::common::stages::variables;

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

/// A value that is taken for a field: a secret one where it can be.
fn good(row: &Row, (field, kind): (&str, Kind), secret: &str) -> String {
    let is_taken = kind.is_secret() || row.signer(&[(field, secret)]).is_ok();
    if is_taken { secret.to_owned() } else { "12345".to_owned() }
}

/// Each variable in turn is spoilt or absent while all others hold something good and secret.
pub(crate) fn refuse_variables(secrets: &Secrets, shown: &mut Shown) {
    let secret = secrets["huawei/token"].replace([',', '/'], ".");
    for row in rows() {
        let read = |lookup: &dyn Fn(&str) -> Option<String>| {
            signer_from_vars(row.scheme, variables(row.options), lookup)
        };
        for family in families(row) {
            let good = |name: &str| {
                let variable = family.iter().find(|variable| variable.name == name)?;
                Some(good(row, (variable.field, variable.kind), &secret))
            };
            let lookup = |wrong: &str, bad: Option<&str>| {
                read(&|name| if name == wrong { bad.map(str::to_owned) } else { good(name) })
            };
            for Variable { name, field, .. } in &family {
                for bad in spoilt(&secret) {
                    shown.refused(name, lookup(name, Some(&bad)));
                }
                if row.facts.needs.contains(field) {
                    shown.refused(name, lookup(name, None));
                }
            }
        }
    }
}

/// Each field is spoilt or absent, and each option holds a secret that is good in itself.
pub(crate) fn refuse_configurations(secrets: &Secrets, shown: &mut Shown) {
    let secret = secrets["huawei/token"].replace([',', '/'], ".");
    shown.refused("scheme", signer(&secret, |_| Some(secret.clone())));
    for row in first_rows() {
        let texts = row.facts.fields.iter().copied().filter(|(_, kind)| *kind != Kind::Time);
        let good: Vec<_> =
            texts.map(|(field, kind)| (field, good(row, (field, kind), &secret))).collect();
        let good = |name: &str| match good.iter().find(|(field, _)| *field == name) {
            Some((_, value)) => Some(value.clone()),
            None => row.setting(name).map(str::to_owned),
        };
        assert!(signer(row.scheme, good).is_ok(), "{}", row.scheme);
        let with = |wrong: &str, bad: Option<&str>| {
            signer(row.scheme, |name| match name == wrong {
                true => bad.map(str::to_owned),
                false => good(name),
            })
        };
        for key in row.facts.needs {
            shown.refused(key, with(key, None));
        }
        for (field, _) in row.facts.fields {
            for bad in spoilt(&secret) {
                shown.refused(field, with(field, Some(&bad)));
            }
        }
        for option in options(row) {
            // A list of header names may name them in an error; this one holds none.
            let bad = format!("{secret}(\n");
            shown.refused(&option, with(&option, Some(&bad)));
        }
    }
}
