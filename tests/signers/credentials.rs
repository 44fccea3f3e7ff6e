//! Ids, secrets and tokens that are empty, padded, or cannot stand where they have to.

use polysign::ErrorKind;

use crate::common::refusing::assert_refused;

/// Scheme, its settings, and which of them go into a header.
type Fields = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

const FIELDS: &[Fields] = &[
    ("zego/server-api-v2", &[("app_id", "1"), ("server_secret", "s")], &[]),
    ("tencent/ivh-apaas", &[("appkey", "k"), ("access_token", "t"), ("requestid", "r")], &[]),
    (
        "tencent/tc3-hmac-sha256",
        &[("secret_id", "k"), ("secret_key", "s"), ("app_id", "a"), ("token", "t")],
        &["secret_id", "app_id", "token"],
    ),
    (
        "tencent/speech-hmac-sha1",
        &[("secret_id", "k"), ("secret_key", "s"), ("app_id", "a"), ("token", "t")],
        &["secret_id", "app_id", "token"],
    ),
    (
        "baidu/bce-auth-v1",
        &[("access_key_id", "a"), ("secret_access_key", "s"), ("session_token", "t")],
        &["access_key_id", "session_token"],
    ),
    (
        "huawei/sdk-hmac-sha256",
        &[
            ("access_key", "a"),
            ("secret_key", "s"),
            ("security_token", "t"),
            ("project_id", "p"),
            ("domain_id", "d"),
        ],
        &["access_key", "security_token", "project_id", "domain_id"],
    ),
    ("huawei/auth-token", &[("token", "t")], &["token"]),
    ("iflytek/hmac-url", &[("api_key", "k"), ("api_secret", "s")], &["api_key"]),
    (
        "iflytek/access-key",
        &[("api_key", "k"), ("api_secret", "s"), ("app_id", "a")],
        &["api_key", "app_id"],
    ),
    ("iflytek/signa", &[("app_id", "a"), ("secret", "s")], &["app_id"]),
];

/// Makes the signer with one field changed.
fn with(fields: &Fields, changed: &str, value: &str) -> Result<(), polysign::Error> {
    let (scheme, settings, _) = fields;
    polysign::signer(scheme, |key| {
        match key {
            "api" if *scheme == "iflytek/access-key" => return Some("compliance".to_owned()),
            "api" => return Some("asr-v2".to_owned()),
            "service" => return Some("cvm".to_owned()),
            _ => {}
        }
        let (_, usual) = settings.iter().find(|(name, _)| *name == key)?;
        Some(if key == changed { value } else { *usual }.to_owned())
    })
    .map(|_| ())
}

fn each_field(mut check: impl FnMut(&Fields, &'static str)) {
    for fields in FIELDS {
        for (name, _) in fields.1.iter().filter(|(name, usual)| !is_number(name, usual)) {
            check(fields, name);
        }
    }
}

fn is_number(name: &str, usual: &str) -> bool {
    name == "app_id" && usual == "1"
}

#[test]
fn empty_padded_and_control_characters_are_refused_at_construction() {
    each_field(|fields, name| {
        assert_eq!(with(fields, name, "usual"), Ok(()), "{} {name}", fields.0);
        for value in [
            "", " ", "\t", " a", "a ", "a\t", "\u{a0}a", "a\u{3000}", "a\nb", "a\r\n", "\0",
            "a\0b", "a\x7f", "a\u{85}b", "\u{1b}[2J",
        ] {
            let case = format!("{} {name} {value:?}", fields.0);
            let result = with(fields, name, value);
            assert_refused(result, ErrorKind::InvalidCredential, name, None, &case);
        }
    });
}

/// Values as people paste them, and what the error has to name.
const PASTED: [(&str, &str); 14] = [
    ("\u{feff}AbC", "cannot be seen"),
    ("AbC\u{200b}", "cannot be seen"),
    ("Ab\u{200d}C", "cannot be seen"),
    ("Ab\u{202e}C", "cannot be seen"),
    ("Ab\u{ad}C", "cannot be seen"),
    ("\"AbC\"", "quotation marks"),
    ("'AbC'", "quotation marks"),
    ("`AbC`", "quotation marks"),
    ("“AbC”", "quotation marks"),
    ("「AbC」", "quotation marks"),
    ("${SECRET_KEY}", "placeholder"),
    ("{{ secret_key }}", "placeholder"),
    ("<your secret key>", "placeholder"),
    ("<AK>", "placeholder"),
];

#[test]
fn what_people_paste_by_mistake_is_refused_and_not_shown() {
    each_field(|fields, name| {
        for (value, expected) in PASTED {
            let error = with(fields, name, value).expect_err(value);
            assert_eq!(error.kind(), ErrorKind::InvalidCredential, "{name} {value}");
            assert_eq!(error.field(), name);
            let text = error.to_string();
            assert!(text.contains(expected), "{text}");
            assert!(!text.contains(value) && !text.contains("AbC"), "{text}");
        }
        for value in ["a\"", "'", "<a", "a>", "$a", "{a}", "a'b'"] {
            // In an `authorization` of iFlytek a quotation mark ends the key.
            let ends_the_key = name == "api_key" && value.contains('"');
            if let Err(error) = with(fields, name, value)
                && !ends_the_key
            {
                panic!("{name} {value}: {error}");
            }
        }
    });
}

#[test]
fn what_goes_into_a_header_is_visible_ascii_and_the_rest_any_text() {
    each_field(|fields, name| {
        for (value, offset) in [("aé", 1), ("密钥", 0), ("a b", 1), ("a\u{2003}b", 1)] {
            let case = format!("{} {name} {value:?}", fields.0);
            let result = with(fields, name, value);
            match fields.2.contains(&name) {
                true => {
                    assert_refused(result, ErrorKind::NonAsciiHeader, name, Some(offset), &case)
                }
                false => assert_eq!(result, Ok(()), "{case}"),
            }
        }
    });
}

#[test]
fn an_id_cannot_break_out_of_its_header() {
    let of = |scheme: &str| FIELDS.iter().find(|fields| fields.0 == scheme).expect("a scheme");
    for (scheme, id, value) in [
        ("huawei/sdk-hmac-sha256", "access_key", "a,SignedHeaders=host"),
        ("tencent/speech-hmac-sha1", "secret_id", "a,b"),
        ("tencent/speech-hmac-sha1", "secret_id", "a/2019-02-25"),
    ] {
        let result = with(of(scheme), id, value);
        assert_refused(result, ErrorKind::InvalidCredential, id, None, value);
    }
}

#[test]
fn an_app_id_is_a_decimal_number_without_padding() {
    let zego = &FIELDS[0];
    for value in ["", " 1", "1 ", "-1", "4294967296", "0x1", "1e3", "a", "１", "1_000", "+1"] {
        let result = with(zego, "app_id", value);
        assert_refused(result, ErrorKind::InvalidCredential, "app_id", None, value);
    }
    for value in ["0", "1", "4294967295"] {
        assert_eq!(with(zego, "app_id", value), Ok(()), "{value}");
    }
}

#[test]
fn a_validity_is_a_number_of_seconds_above_0() {
    let signer = |expires_in: &'static str, placement: &'static str| {
        polysign::signer("baidu/bce-auth-v1", |key| match key {
            "access_key_id" | "secret_access_key" => Some("a".to_owned()),
            "expires_in" => Some(expires_in.to_owned()),
            "placement" => Some(placement.to_owned()),
            _ => None,
        })
    };
    for text in ["0", "-2", "4294967296", "", " 1", "1.5", "never", "99999999999999999999"] {
        let result = signer(text, "query");
        assert_refused(result, ErrorKind::InvalidExpiration, "expires_in", None, text);
    }
    for placement in ["header", "x-bce-signature"] {
        let signer = signer("-1", placement).expect("made before it is known where it goes");
        let request = polysign::Request::new("GET", "https://h/").expect("a request");
        let result = crate::common::refusing::sign(signer.as_ref(), &request);
        assert_refused(result, ErrorKind::InvalidExpiration, "expires_in", None, placement);
    }
}

#[test]
fn a_token_that_has_expired_signs_nothing() {
    let token = polysign::signer("huawei/auth-token", |key| match key {
        "token" => Some("t".to_owned()),
        "expires_at" => Some("2019-11-15T03:36:56.000000Z".to_owned()),
        _ => None,
    })
    .expect("a signer");
    let request = polysign::Request::new("GET", "https://h/").expect("a request");
    let at = |time| {
        let context = polysign::Context::at(crate::common::every_signer::TIME + time);
        crate::common::refusing::sign_at(token.as_ref(), &request, &context)
    };
    assert!(at(0).is_ok());
    for late in [1, 2, 1_000_000_000] {
        assert_refused(at(late), ErrorKind::CredentialExpired, "token", None, &late.to_string());
    }
}
