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
    let response = Response::new(body).with_headers(&headers);
    for response in [response, response.with_status(200), response.with_status(401)] {
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
    schemes.find(|scheme| scheme.name() == name).expect("a scheme")
}

/// Pieces of which answers are made, in any order.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud83d", "\\u4e2d", "\"code\":",
        "\"Code\":", "\"message\":", "\"error_msg\":", "\"Header\":", "100000005", "\"APIG.0301\"",
        "10110", "-", "1e9", "null", "<", ">", "</", "/>", "<Error>", "<Code>", "</Code>",
        "<![CDATA[", "]]>", "<!--", "-->", "<?", "&amp;", "&#x", "&#1;", "&", ";",
        "SignatureDoesNotMatch", "signature expired", "x-security-token:", "authorization",
        "signature=", "%", " ", "\n", "\u{0}", "\u{feff}", "中", "🔑",
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
    fn a_code_is_found_after_any_field(name in "[^\u{0}]{0,12}", text in "\\PC{0,40}", number in any::<f64>()) {
        prop_assume!(!["code", "message"].iter().any(|field| name.eq_ignore_ascii_case(field)));
        let scheme = scheme("baidu/bce-auth-v1");
        let other = serde_json::json!({"code": "AccessDenied", name.clone(): [text.clone(), {"code": "OptInRequired"}]});
        let body = format!(
            r#"{{{}:{},{}:[{number}],"code":"SignatureDoesNotMatch","message":{}}}"#,
            serde_json::json!(name), other, serde_json::json!(format!("{name}.")), serde_json::json!(text),
        );
        let refusal = scheme.read_refusal(&Response::new(&body).with_status(400)).expect("refused");
        prop_assert_eq!(refusal.code(), Some("SignatureDoesNotMatch"));
        let message = Some(text.trim()).filter(|text| !text.is_empty());
        prop_assert_eq!(refusal.message(), message);
    }
}

/// Pieces of which a long body may be made: what opens, what never closes, what almost matches.
const PIECES: [&str; 44] = [
    "[",
    "{",
    "(",
    "{\"a\":",
    "\"",
    "'",
    " '",
    "\\",
    "\\\"",
    "{\"code\":\"",
    "<",
    "<a>",
    "<a",
    "</",
    "</a>",
    "<!--",
    "<![CDATA[",
    "<message>",
    "&#",
    "&quot;",
    "\"code\":1,",
    "Code: 10000000",
    "message: a ",
    "message: {",
    "code=Some(",
    "code:string(1",
    "APIG.030",
    "signature=",
    "x-security-token:",
    " ",
    "\n",
    "a ",
    "a :",
    "]:",
    "=>",
    "b'",
    "HTTP/",
    "Request ",
    "错误码",
    "：",
    "\u{201c}",
    "\u{feff}",
    "AuthFailur",
    "verify aksk signature fai",
];

/// None of these is read to its end if reading takes more than in proportion to the body.
#[test]
fn long_bodies_of_any_piece() {
    // The one has codes of words and reads XML, the other has codes that are numbers.
    let schemes = [scheme("baidu/bce-auth-v1"), scheme("zego/server-api-v2")];
    const SIZE: usize = 1 << 20;
    for piece in PIECES {
        for start in ["", "{\"code\":\"", "<Error><Message>"] {
            let mut body = start.to_owned();
            body.extend(std::iter::repeat_n(piece, SIZE / piece.len()));
            let response = Response::new(&body).with_status(401);
            for scheme in schemes {
                let refusal = scheme.read_refusal(&response);
                assert!(refusal.is_some(), "{piece:?} after {start:?}");
            }
        }
    }
}

#[test]
fn bodies_of_ten_mebibytes() {
    let scheme = scheme("huawei/sdk-hmac-sha256");
    const SIZE: usize = 10 << 20;
    let code = r#""error_code":"APIG.0308""#;
    for piece in [r#"{"a":"#, "x", r#"{"list":[1,2,{"code":5}]},"#] {
        let data = piece.repeat(SIZE / piece.len());
        let body = format!("{{{code},\"data\":[{data}");
        let refusal = scheme.read_refusal(&Response::new(&body).with_status(429));
        assert_eq!(refusal.expect("refused").code(), Some("APIG.0308"), "{piece}");
    }
}

#[test]
fn of_a_long_message_the_front_is_kept() {
    let scheme = scheme("huawei/sdk-hmac-sha256");
    let message = "m".repeat(1 << 20);
    for body in [format!(r#"{{"error_code":"APIG.0308","error_msg":"{message}"}}"#), message] {
        let refusal = scheme.read_refusal(&Response::new(&body).with_status(429)).expect("refused");
        assert_eq!(refusal.message().map(str::len), Some(16 * 1024));
    }
}

#[test]
fn a_code_or_an_id_that_is_too_long_is_none() {
    let scheme = scheme("huawei/sdk-hmac-sha256");
    for (length, is_taken) in [(256, true), (257, false), (1 << 20, false)] {
        let text = "c".repeat(length);
        let body = format!(r#"{{"error_code":"{text}","request_id":"{text}","error_msg":"m"}}"#);
        let refusal = scheme.read_refusal(&Response::new(&body).with_status(401)).expect("refused");
        for found in [refusal.code(), refusal.request_id()] {
            assert_eq!(found, is_taken.then_some(&*text), "{length}");
        }
    }
}

/// A text in a text in a text: however often, what is read is bounded.
#[test]
fn texts_in_texts() {
    let scheme = scheme("zego/server-api-v2");
    let mut body = r#"{"Code":100000005,"Message":"signature error"}"#.to_owned();
    for level in 0..12 {
        let refusal = scheme.read_refusal(&Response::new(&body));
        let is_read = refusal.is_some_and(|refusal| refusal.code() == Some("100000005"));
        assert!(is_read || level > 3, "level {level}");
        body = serde_json::json!({ "error": body }).to_string();
    }
}

#[test]
fn a_code_is_found_after_a_mebibyte() {
    let scheme = scheme("zego/server-api-v2");
    let data = "[".repeat(1 << 19) + &"]".repeat(1 << 19);
    let body = format!(r#"{{"Data":{data},"Message":"{}","Code":100000005}}"#, "m".repeat(1 << 20));
    let refusal = scheme.read_refusal(&Response::new(&body)).expect("refused");
    assert_eq!(refusal.code(), Some("100000005"));
    assert_eq!(refusal.message().map(str::len), Some(16 * 1024));
}
