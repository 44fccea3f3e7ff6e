//! The worked examples of `signa`, from the signature page of the ABCPen speech APIs, iFlytek's
//! rtasr document and the samples in both, one test for each.
#![cfg(feature = "iflytek")]

use crate::common::stages::{self, fault, pairs, refused, variables};
use polysign::iflytek::{AppSecret, Dialect, Signa};
use polysign::{Context, ErrorKind, Request, Signer};

const URL: &str = "https://asr.example.com/v1/asr?lang=zh";
const DIALECTS: [Dialect; 5] = [
    Dialect::AbcPenHeaders,
    Dialect::AbcPenQuery,
    Dialect::Rtasr,
    Dialect::LfasrV2,
    Dialect::AiPptV2,
];

fn signer(app_id: &str, secret: &str, dialect: Dialect) -> Signa {
    let credential = AppSecret::new(app_id, secret).expect("a credential");
    Signa::new(credential, dialect).expect("a signer")
}

fn post(url: &str) -> Request<'_> {
    Request::new("POST", url).expect(url)
}

/// The names of id, time and signature; `true` for headers.
fn fields(dialect: Dialect) -> ([&'static str; 3], bool) {
    match dialect {
        Dialect::AbcPenHeaders => (["x-app-key", "x-timestamp", "x-app-signature"], true),
        Dialect::AbcPenQuery | Dialect::Rtasr => (["appid", "ts", "signa"], false),
        Dialect::LfasrV2 => (["appId", "ts", "signa"], false),
        Dialect::AiPptV2 => (["appid", "timestamp", "signature"], true),
        _ => panic!("a dialect that these tests do not know"),
    }
}

/// All stages of one line of the table, in every dialect that can send its id.
#[track_caller]
fn example(
    (app_id, time, secret): (&str, i64, &str),
    base: &str,
    (signa, wire_id, wire_signa): (&str, &str, &str),
) {
    for dialect in DIALECTS {
        let ([id, ts, signature], in_headers) = fields(dialect);
        if in_headers && !app_id.is_ascii() {
            let credential = AppSecret::new(app_id, secret).expect("a credential");
            let error = Signa::new(credential, dialect).expect_err("not for a header");
            assert_eq!(fault(&error), (ErrorKind::NonAsciiHeader, "app_id"));
            continue;
        }
        let stages = stages::sign(&signer(app_id, secret, dialect), &post(URL), time, &[]);
        assert_eq!(
            stages.shown,
            format!(
                "scheme: iflytek/signa\nkey id: {app_id}\nbase_text:\n{app_id}{time}\n\
                 string_to_sign:\n{base}\nnot covered: method, host, path, query, body\n"
            )
        );
        assert_eq!(stages.string_to_sign, base, "{dialect:?}");
        assert_eq!(stages.signature, signa, "{dialect:?}");
        let seconds = time.to_string();
        let set = pairs(&[(id, app_id), (ts, &seconds), (signature, signa)]);
        let wire = format!("{URL}&{id}={wire_id}&{ts}={time}&{signature}={wire_signa}");
        let (headers, query, url) = match in_headers {
            true => (set, pairs(&[]), URL),
            false => (pairs(&[]), set, wire.as_str()),
        };
        assert_eq!(stages.headers, headers, "{dialect:?}");
        assert_eq!(stages.query, query, "{dialect:?}");
        assert_eq!(stages.url(), url, "{dialect:?}");
    }
}

#[test]
fn i1_rtasr_document() {
    example(
        ("595f23df", 1512041814, "d9f4aa7ea6d94faca62cd88a28fd5234"),
        "0829d4012497c14a30e7e72aeebe565e",
        ("IrrzsJeOFk1NGfJHW6SkHUoN9CU=", "595f23df", "IrrzsJeOFk1NGfJHW6SkHUoN9CU%3D"),
    );
}

#[test]
fn i2_abcpen_document() {
    example(
        ("zmeet", 1529223702, "ba9e07dc-1d79-4f7a-ab49-0205d3c0e073"),
        "11b1d7e16fdb8b3555cf30160f13953c",
        ("zOeIe/zVMA9DugfB/IEXL5m7e2k=", "zmeet", "zOeIe%2FzVMA9DugfB%2FIEXL5m7e2k%3D"),
    );
}

#[test]
fn i2_in_headers_and_in_a_query() {
    let secret = "ba9e07dc-1d79-4f7a-ab49-0205d3c0e073";
    let in_headers = signer("zmeet", secret, Dialect::AbcPenHeaders);
    let stages = stages::sign(&in_headers, &post("https://h.abcpen.com/v1"), 1529223702, &[]);
    assert_eq!(stages.header("x-app-key"), "zmeet");
    assert_eq!(stages.header("x-timestamp"), "1529223702");
    assert_eq!(stages.header("x-app-signature"), "zOeIe/zVMA9DugfB/IEXL5m7e2k=");
    let in_query = signer("zmeet", secret, Dialect::AbcPenQuery);
    let stages = stages::sign(&in_query, &post("wss://h.abcpen.com/v1"), 1529223702, &[]);
    assert_eq!(
        stages.url(),
        "wss://h.abcpen.com/v1?appid=zmeet&ts=1529223702&signa=zOeIe%2FzVMA9DugfB%2FIEXL5m7e2k%3D"
    );
}

#[test]
fn i3_go_php_and_csharp_samples() {
    example(
        ("xxx", 1674496098, "xxx"),
        "90522511834abbfd27225e90b78b48e5",
        ("06xprL749yJv+obr31CRCBZ44N8=", "xxx", "06xprL749yJv%2Bobr31CRCBZ44N8%3D"),
    );
}

#[test]
fn i4_names_of_the_kotlin_and_node_samples() {
    example(
        ("your_app_id", 1700000000, "your_app_secret"),
        "a180d9b8a98344edddc56fd0c4a758ca",
        ("7/J+dLRc5Aft7QJwpqZKc2DaNbA=", "your_app_id", "7%2FJ%2BdLRc5Aft7QJwpqZKc2DaNbA%3D"),
    );
}

#[test]
fn i5_chinese_id_goes_into_a_query_alone() {
    example(
        ("应用", 1700000000, "密钥"),
        "acbdb4aeda5bc56a662d8fff48d6e3b5",
        ("BPqKvgRKCnw7JsViqGWHC1ex9wU=", "%E5%BA%94%E7%94%A8", "BPqKvgRKCnw7JsViqGWHC1ex9wU%3D"),
    );
}

#[test]
fn i6_reserved_characters() {
    example(
        ("a+b/c=d&e?f#g%h", 1700000000, "p@$$w0rd!*'()~"),
        "6f620340368eb77238a1efefcd3f0c94",
        (
            "1PXnVNYr2NQn9+RnU7LAwPXirb0=",
            "a%2Bb%2Fc%3Dd%26e%3Ff%23g%25h",
            "1PXnVNYr2NQn9%2BRnU7LAwPXirb0%3D",
        ),
    );
}

#[test]
fn i7_one_code_point() {
    example(
        ("\u{e9}", 1700000000, "\u{e9}"),
        "37ee005dc6e06710f264615308c45ce1",
        ("+y45DNq8qj0sMVCqtKLvrGrNm64=", "%C3%A9", "%2By45DNq8qj0sMVCqtKLvrGrNm64%3D"),
    );
}

#[test]
fn i8_two_code_points_are_not_normalised() {
    example(
        ("e\u{301}", 1700000000, "e\u{301}"),
        "6dcc70d1c918835fa94c9d4cba51960b",
        ("8XyR+CKcYLhWIH20hrWhQu+k18g=", "e%CC%81", "8XyR%2BCKcYLhWIH20hrWhQu%2Bk18g%3D"),
    );
}

#[test]
fn default_dialect_is_that_of_the_document() {
    assert_eq!(Dialect::default(), Dialect::AbcPenHeaders);
}

#[test]
fn window_is_stated_for_abcpen_alone() {
    for (dialect, window) in DIALECTS.into_iter().zip([Some(300), Some(300), None, None, None]) {
        let signer = signer("a", "b", dialect);
        assert!(signer.scheme().covers().is_nothing());
        assert_eq!(signer.scheme().clock_window(), window, "{dialect:?}");
        let stages = stages::sign(&signer, &post(URL), 5, &[]);
        assert_eq!(stages.expires_at, window.map(|window| 5 + i64::from(window)));
    }
}

#[test]
fn what_cannot_be_signed_is_refused() {
    let signer = signer("a", "b", Dialect::AbcPenHeaders);
    for time in [1700000000000, -1] {
        let error = refused(&signer, &post(URL), &Context::at(time));
        assert_eq!(fault(&error), (ErrorKind::TimeOutOfRange, "time"));
    }
    for (id, secret, field) in [
        ("", "b", "app_id"),
        ("a", "", "secret"),
        ("a", "b ", "secret"),
        ("a", "\u{3000}b", "secret"),
        (" a", "b", "app_id"),
    ] {
        let error = AppSecret::new(id, secret).expect_err(field);
        assert_eq!(fault(&error), (ErrorKind::InvalidCredential, field));
    }
}

#[test]
fn clear_text_is_for_this_machine_unless_allowed() {
    for dialect in DIALECTS {
        let request = post("ws://h.abcpen.com/v1");
        let error = refused(&signer("a", "b", dialect), &request, &Context::at(5));
        assert_eq!(fault(&error), (ErrorKind::ClearText, "url"));
        let allowed = signer("a", "b", dialect).allow_clear_text();
        assert!(allowed.sign_with(&request, &Context::at(5)).is_ok());
        let loopback = post("ws://localhost:8080/v1");
        assert!(signer("a", "b", dialect).sign_with(&loopback, &Context::at(5)).is_ok());
    }
}

/// The signature with the credential of these variables; `None` when they give none.
fn from_variables(dialect: Dialect, set: &[(&str, &str)]) -> Option<String> {
    let credential = AppSecret::from_vars(dialect, variables(set)).expect("nothing wrong")?;
    let signer = Signa::new(credential, dialect).expect("a signer");
    let signed = signer.sign_with(&post(URL), &Context::at(1674496098)).expect("signed");
    signed.signature().map(str::to_owned)
}

#[test]
fn environment_by_dialect() {
    let i3 = Some("06xprL749yJv+obr31CRCBZ44N8=".to_owned());
    for (dialect, family) in [
        (Dialect::AbcPenHeaders, ["ABCPEN_APP_KEY", "ABCPEN_APP_SECRET"]),
        (Dialect::AbcPenQuery, ["ABCPEN_APP_KEY", "ABCPEN_APP_SECRET"]),
        (Dialect::Rtasr, ["XFYUN_APP_ID", "XFYUN_API_KEY"]),
        (Dialect::Rtasr, ["SPARKAI_APP_ID", "SPARKAI_API_KEY"]),
        (Dialect::LfasrV2, ["XFYUN_APP_ID", "XFYUN_API_SECRET"]),
        (Dialect::LfasrV2, ["SPARKAI_APP_ID", "SPARKAI_API_SECRET"]),
        (Dialect::AiPptV2, ["XFYUN_APP_ID", "XFYUN_API_SECRET"]),
        (Dialect::AiPptV2, ["SPARKAI_APP_ID", "SPARKAI_API_SECRET"]),
    ] {
        let full = family.map(|name| (name, "xxx"));
        assert_eq!(from_variables(dialect, &full), i3, "{dialect:?} {family:?}");
        assert_eq!(from_variables(dialect, &family.map(|name| (name, " "))), None);
        for (set, missing) in [(0, 1), (1, 0)] {
            let error = AppSecret::from_vars(dialect, variables(&full[set..=set]));
            let error = error.expect_err("half a family");
            assert_eq!(fault(&error), (ErrorKind::MissingCredential, family[missing]));
        }
    }
    assert_eq!(from_variables(Dialect::Rtasr, &[]), None);
}

#[test]
fn environment_takes_one_family() {
    let xfyun = [("XFYUN_APP_ID", "xxx"), ("XFYUN_API_KEY", "xxx")];
    let spark = [("SPARKAI_APP_ID", "other"), ("SPARKAI_API_KEY", "other")];
    let both = [xfyun, spark].concat();
    assert_eq!(
        from_variables(Dialect::Rtasr, &both).as_deref(),
        Some("06xprL749yJv+obr31CRCBZ44N8="),
        "the first family counts"
    );
    let mixed = [xfyun[0], spark[1]];
    let error = AppSecret::from_vars(Dialect::Rtasr, variables(&mixed)).expect_err("mixed");
    assert_eq!(fault(&error), (ErrorKind::MissingCredential, "XFYUN_API_KEY"));
    // Variables of another dialect are not there.
    assert_eq!(from_variables(Dialect::AbcPenHeaders, &both), None);
    let abcpen = [("ABCPEN_APP_KEY", "xxx"), ("ABCPEN_APP_SECRET", "xxx")];
    assert_eq!(from_variables(Dialect::LfasrV2, &abcpen), None);
}
