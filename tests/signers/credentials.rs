//! Ids, secrets and tokens that are empty, padded, or cannot stand where they have to.

use polysign::ErrorKind;

use crate::common::refusing::assert_refused;
use crate::common::schemes::{Kind, Row, first_row, first_rows};

/// Makes the signer with one field changed.
fn with(row: &Row, changed: &str, value: &str) -> Result<(), polysign::Error> {
    row.signer(&[(changed, value)]).map(|_| ())
}

/// Each field that is a text, and an option that is checked as one.
fn each_field(mut check: impl FnMut(&Row, &'static str, Kind)) {
    for row in first_rows() {
        let fields = row.facts.fields.iter();
        for (name, kind) in fields.filter(|(_, kind)| !matches!(kind, Kind::Number | Kind::Time)) {
            check(row, name, *kind);
        }
    }
    check(first_row("tencent/ivh-apaas"), "requestid", Kind::Id);
}

#[test]
fn empty_padded_and_control_characters_are_refused_at_construction() {
    each_field(|row, name, _| {
        assert_eq!(with(row, name, "usual"), Ok(()), "{} {name}", row.scheme);
        for value in [
            "", " ", "\t", " a", "a ", "a\t", "\u{a0}a", "a\u{3000}", "a\nb", "a\r\n", "\0",
            "a\0b", "a\x7f", "a\u{85}b", "\u{1b}[2J",
        ] {
            let case = format!("{} {name} {value:?}", row.scheme);
            let result = with(row, name, value);
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
    each_field(|row, name, _| {
        for (value, expected) in PASTED {
            let error = with(row, name, value).expect_err(value);
            assert_eq!(error.kind(), ErrorKind::InvalidCredential, "{name} {value}");
            assert_eq!(error.field(), name);
            let text = error.to_string();
            assert!(text.contains(expected), "{text}");
            assert!(!text.contains(value) && !text.contains("AbC"), "{text}");
        }
        for value in ["a\"", "'", "<a", "a>", "$a", "{a}", "a'b'"] {
            // In an `authorization` of iFlytek a quotation mark ends the key.
            let ends_the_key = name == "api_key" && value.contains('"');
            if let Err(error) = with(row, name, value)
                && !ends_the_key
            {
                panic!("{name} {value}: {error}");
            }
        }
    });
}

#[test]
fn what_goes_into_a_header_is_visible_ascii_and_the_rest_any_text() {
    each_field(|row, name, kind| {
        for (value, offset) in [("aé", 1), ("密钥", 0), ("a b", 1), ("a\u{2003}b", 1)] {
            let case = format!("{} {name} {value:?}", row.scheme);
            let result = with(row, name, value);
            match kind {
                // One error for this and for a slash.
                Kind::HeaderId if row.scheme == "baidu/xiling" => {
                    assert_refused(result, ErrorKind::InvalidCredential, name, None, &case);
                }
                Kind::HeaderId | Kind::Token => {
                    assert_refused(result, ErrorKind::NonAsciiHeader, name, Some(offset), &case);
                }
                _ => assert_eq!(result, Ok(()), "{case}"),
            }
        }
    });
}

#[test]
fn an_id_cannot_break_out_of_its_header() {
    for (scheme, id, value) in [
        ("huawei/sdk-hmac-sha256", "access_key", "a,SignedHeaders=host"),
        ("tencent/speech-hmac-sha1", "secret_id", "a,b"),
        ("tencent/speech-hmac-sha1", "secret_id", "a/2019-02-25"),
    ] {
        let result = with(first_row(scheme), id, value);
        assert_refused(result, ErrorKind::InvalidCredential, id, None, value);
    }
}

#[test]
fn an_app_id_is_a_decimal_number_without_padding() {
    let zego = first_row("zego/server-api-v2");
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
