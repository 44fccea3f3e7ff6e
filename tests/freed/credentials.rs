//! Making credentials in every way, also where it fails.

use std::borrow::Cow;

use polysign::registry::signer_from_vars;
use polysign::{Secret, baidu, huawei, iflytek, signer, tencent, zego};

use super::detector::none_is_freed;
use super::{Subject, large_subject, subject};
use crate::common::keys::{Variable, families, keys};
use crate::common::schemes::{Kind, first_rows, rows};
use crate::common::stages;
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

#[test]
fn variables() {
    let Subject { secrets, pieces } = subject();
    let rtasr = iflytek::Dialect::Rtasr;
    for (row, family) in rows().flat_map(|row| families(row).into_iter().map(move |of| (row, of))) {
        for Variable { name: wrong, kind, .. } in &family {
            let mut instead = vec![None, Some("".to_owned())];
            match kind.is_secret() {
                true => {
                    instead.extend(good_and_bad(&secrets["huawei/token"]).into_iter().map(Some))
                }
                false => instead.extend(["12345", "12345\n", "é", "k,"].map(|id| Some(id.into()))),
            }
            for instead in &*instead.leak() {
                let lookup = |name: &str| {
                    let variable = family.iter().find(|variable| variable.name == name)?;
                    match variable.kind.is_secret() {
                        _ if name == wrong => instead.clone(),
                        true => Some(secrets["huawei/token"].clone()),
                        false => Some("12345".to_owned()),
                    }
                };
                none_is_freed(&format!("{wrong}={instead:?}"), pieces, || {
                    drop(signer_from_vars(row.scheme, stages::variables(row.options), lookup));
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

#[test]
fn configurations() {
    let Subject { secrets, pieces } = subject();
    let bad = &*good_and_bad(&secrets["huawei/token"]).leak();
    for row in first_rows() {
        let scheme = row.scheme;
        let kind = |name: &str| row.facts.fields.iter().find(|(field, _)| *field == name);
        let good = |name: &str| match kind(name) {
            Some((_, kind)) if kind.is_secret() => Some(secrets["huawei/token"].clone()),
            Some((_, Kind::Time)) => None,
            Some(_) => Some("12345".to_owned()),
            None => row.setting(name).map(str::to_owned),
        };
        none_is_freed(scheme, pieces, || {
            assert!(signer(scheme, good).is_ok(), "{scheme}");
        });
        for wrong in keys(row) {
            let with = |value: Option<&str>| {
                signer(scheme, |name| match name == wrong {
                    true => value.map(str::to_owned),
                    false => good(name),
                })
            };
            let what = format!("{scheme}, {wrong}");
            none_is_freed(&what, pieces, || drop(with(None)));
            if kind(&wrong).is_some_and(|(_, kind)| kind.is_secret()) {
                bad.iter().for_each(|bad| {
                    none_is_freed(&what, pieces, || drop(with(Some(bad))));
                });
            } else {
                none_is_freed(&what, pieces, || assert!(with(Some("x(\n")).is_err(), "{wrong}"));
            }
        }
    }
}
