//! Answers of any bytes and any size: nothing panics, nothing grows without bound.

use polysign::Scheme;
use polysign::refusal::Response;
use proptest::prelude::*;

/// Reads the body by every scheme, with and without a status.
fn read_by_all(body: &[u8]) {
    polysign::schemes().for_each(|scheme| read_by(scheme, body));
}

fn read_by(scheme: &Scheme, body: &[u8]) {
    let headers = [("x-bce-request-id", body)];
    let response = Response::new(body).headers(&headers);
    for response in [response, response.status(200), response.status(401)] {
        let Some(refusal) = scheme.read_refusal(&response) else {
            continue;
        };
        for text in [refusal.code(), refusal.message(), refusal.request_id()] {
            // Bytes that are not text become letters of three bytes each.
            assert!(text.is_none_or(|text| text.len() <= 3 * 16 * 1024));
        }
        let quoted = refusal.quoted_message().unwrap_or_default();
        assert!(!quoted.contains(char::is_control));
        assert!(!format!("{refusal} {refusal:?}").contains(char::is_control));
    }
}

pub(crate) fn scheme(name: &str) -> &'static Scheme {
    let mut schemes = polysign::schemes();
    schemes
        .find(|scheme| scheme.name() == name)
        .expect("a scheme")
}

/// Pieces of which answers are made, in any order.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "\\u",
        "\\ud83d",
        "\\u4e2d",
        "\"code\":",
        "\"Code\":",
        "\"message\":",
        "\"error_msg\":",
        "\"Header\":",
        "100000005",
        "\"APIG.0301\"",
        "10110",
        "-",
        "1e9",
        "null",
        "<",
        ">",
        "</",
        "/>",
        "<Error>",
        "<Code>",
        "</Code>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?",
        "&amp;",
        "&#x",
        "&#1;",
        "&",
        ";",
        "SignatureDoesNotMatch",
        "signature expired",
        "x-security-token:",
        "authorization",
        "signature=",
        "%",
        " ",
        "\n",
        "\u{0}",
        "\u{feff}",
        "中",
        "🔑",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat().into_bytes())
}

proptest! {
    #[test]
    fn any_bytes(body in prop::collection::vec(any::<u8>(), 0..400)) {
        read_by_all(&body);
    }

    #[test]
    fn anything_that_looks_like_an_answer(body in pieces(), cut in any::<prop::sample::Index>()) {
        read_by_all(&body);
        let (front, back) = body.split_at(cut.index(body.len() + 1));
        read_by_all(front);
        read_by_all(back);
    }

    /// Whatever JSON is before it, a code at its place is found, and none elsewhere is.
    #[test]
    fn a_code_is_found_behind_any_field(name in "[^\u{0}]{0,12}", text in "\\PC{0,40}", number in any::<f64>()) {
        prop_assume!(!["code", "message"].iter().any(|field| name.eq_ignore_ascii_case(field)));
        let scheme = scheme("baidu/bce-auth-v1");
        let other = serde_json::json!({"code": "AccessDenied", name.clone(): [text.clone(), {"code": "OptInRequired"}]});
        let body = format!(
            r#"{{{}:{},{}:[{number}],"code":"SignatureDoesNotMatch","message":{}}}"#,
            serde_json::json!(name), other, serde_json::json!(format!("{name}.")), serde_json::json!(text),
        );
        let refusal = scheme.read_refusal(&Response::new(&body).status(400)).expect("refused");
        prop_assert_eq!(refusal.code(), Some("SignatureDoesNotMatch"));
        let message = Some(text.trim()).filter(|text| !text.is_empty());
        prop_assert_eq!(refusal.message(), message);
    }
}

#[test]
fn bodies_of_a_mebibyte() {
    // The one reads JSON and XML, the other has codes that are numbers.
    let schemes = [scheme("baidu/bce-auth-v1"), scheme("zego/server-api-v2")];
    const SIZE: usize = 1 << 20;
    for piece in [
        "[",
        "{",
        "{\"a\":",
        "\"",
        "\\",
        "{\"code\":\"",
        "<",
        "<a>",
        "<a",
        "</",
        "<!--",
        "<![CDATA[",
        "&#",
        "\"code\":1,",
        "Code: 10000000",
        "APIG.030",
        "signature=",
        "x-security-token:",
        " ",
        "\u{feff}",
        "AuthFailur",
        "verify aksk signature fai",
    ] {
        for start in ["", "{", "{\"code\":\"", "<Error><Message>"] {
            let mut body = start.to_owned();
            body.extend(std::iter::repeat_n(piece, SIZE / piece.len()));
            let response = Response::new(&body).status(401);
            for scheme in schemes {
                let began = std::time::Instant::now();
                let refusal = scheme.read_refusal(&response);
                let took = began.elapsed().as_millis();
                if took > 300 {
                    eprintln!("TIME {took} {piece:?} behind {start:?}");
                }
                assert!(refusal.is_some(), "{piece:?} behind {start:?}");
            }
        }
    }
}

#[test]
fn a_code_is_found_behind_a_mebibyte() {
    let scheme = scheme("zego/server-api-v2");
    let data = "[".repeat(1 << 19) + &"]".repeat(1 << 19);
    let body = format!(
        r#"{{"Data":{data},"Message":"{}","Code":100000005}}"#,
        "m".repeat(1 << 20)
    );
    let refusal = scheme.read_refusal(&Response::new(&body)).expect("refused");
    assert_eq!(refusal.code(), Some("100000005"));
    assert_eq!(refusal.message().map(str::len), Some(16 * 1024));
}
