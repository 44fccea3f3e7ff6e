//! `redact`: what a log can look like with a signed URL in it.

use polysign::{Request, redact};
use proptest::prelude::*;

use crate::common::every_signer::{context, every_signer};

/// No part of the secret of this length may be left.
const SHOWN: usize = 6;

/// Asserts for each text that nothing of the secret in it is left, and names all where it is.
#[track_caller]
fn assert_gone(texts: impl IntoIterator<Item = (String, &'static str)>) {
    let left: Vec<_> = texts
        .into_iter()
        .filter(|(text, secret)| is_left(&redact(text), secret))
        .map(|(text, _)| format!("\n  {text}\n  {}", redact(&text)))
        .collect();
    assert!(left.is_empty(), "got through:{}", left.concat());
}

fn is_left(redacted: &str, secret: &str) -> bool {
    assert_eq!(redact(redacted), redacted, "redacting twice");
    let letters: Vec<char> = secret.chars().collect();
    let parts = letters.windows(SHOWN).map(|part| part.iter().collect::<String>());
    { parts }.any(|part| redacted.contains(&part)) || !redacted.contains("[redacted]")
}

const HEX: &str = "43e5cfcca828314675f91b001390566a";
const BASE64: &str = "BfWuaC9k/aicCggXc693uK+sZQ8qe88O4HVQNTdwZuo=";
const BASE64_ENCODED: &str = "BfWuaC9k%2FaicCggXc693uK%2BsZQ8qe88O4HVQNTdwZuo%3D";

#[test]
fn urls_as_the_crate_writes_them() {
    for (case, signer) in every_signer() {
        let request = Request::new("GET", "https://h/p?x=1").expect(case);
        let signed = signer.sign_with(&request, &context()).expect(case);
        let url = signed.url(&request).expect(case);
        let secret = signer.scheme().secret_query();
        if !signed.query().any(|(name, _)| secret.contains(&name)) {
            assert_eq!(redact(url.expose()), url.expose(), "{case}");
            continue;
        }
        let shown = redact(url.expose());
        for (name, value) in signed.query() {
            let encoded: String = polysign::UrlBuilder::new("https://h")
                .expect("a base")
                .with_pair(name, value)
                .build()
                .split_off("https://h?".len());
            match secret.contains(&name) {
                true => assert!(shown.contains(&format!("{name}=[redacted]")), "{case} {shown}"),
                false => assert!(shown.contains(&encoded), "{case} {shown}"),
            }
        }
    }
}

/// `@` stands for the value in each text.
const PLAIN: [&str; 28] = [
    "https://h/?signature=@",
    "https://h/?signature=@&x=1",
    "https://h/?x=1&Signature=@#f",
    "https://h/?SIGNATURE=@",
    "https://h/?signa=@",
    "https://h/?x=1;signature=@",
    "error sending request for url (https://h/?signature=@): timed out",
    "GET /?x=1&signature=@ HTTP/1.1",
    "\"GET /?signature=@ HTTP/1.1\" 403 12",
    "{\"url\":\"https://h/?x=1&signature=@\",\"status\":403}",
    "{\"url\":\"https://h/?x=1\\u0026signature=@\"}",
    "<a href=\"https://h/?x=1&amp;signature=@&amp;y=2\">",
    "<a href=\"https://h/?x=1&#38;signature=@&#38;y=2\">",
    "<a href=\"https://h/?x=1&#x26;signature=@\">",
    "[link](https://h/?signature=@)",
    "<https://h/?signature=@>",
    "url=https://h/?signature=@",
    "url='https://h/?signature=@'",
    "请求https://h/?signature=@失败",
    "请求signature=@失败",
    "é?signature=@…",
    "https://h/?%73ignature=@",
    "https://h/?%53%49%47%4e%41%54%55%52%45=@",
    "first https://h/?signature=@ then https://h/?signature=@",
    "?signature=@?signature=@",
    "retry=1,signature=@,next=2",
    "query: {signature=@}",
    "[\"signature=@\"]",
];

#[test]
fn texts_around_a_url() {
    for secret in [HEX, BASE64_ENCODED] {
        assert_gone(PLAIN.map(|text| (text.replace('@', secret), secret)));
    }
}

const BAIDU: &str = "bce-auth-v1/my_ak/2015-04-27T08:23:49Z/1800/host;x-bce-date/d74a04362e6a848f";
/// The part of it that is the signature.
const BAIDU_HEX: &str = "d74a04362e6a848f";
const TOKEN: &str = "tok+/=abcdef";

#[test]
fn values_that_were_decoded() {
    assert_gone([
        (format!("https://h/?signature={BASE64}"), BASE64),
        (format!("https://h/?signature={BASE64}&x=1"), BASE64),
        (format!("string: signature={BASE64}, next"), BASE64),
        (format!("https://h/?signa={BASE64}"), BASE64),
        (format!("https://h/?authorization={BAIDU}"), BAIDU_HEX),
        (format!("https://h/?Authorization={BAIDU} x"), BAIDU_HEX),
        (format!("https://h/?x-bce-security-token={TOKEN}&authorization={BAIDU}"), TOKEN),
        (format!("https://h/?x-bce-security-token={TOKEN}&authorization={BAIDU}"), BAIDU_HEX),
    ]);
}

#[test]
fn a_url_within_a_url() {
    let around = [
        "https://proxy/?target=https%3A%2F%2Fh%2F%3Fsignature%3D@",
        "https://proxy/?target=https%3A%2F%2Fh%2F%3Fx%3D1%26signature%3D@%26y%3D2&z=3",
        "https://proxy/?target=https%3a%2f%2fh%2f%3fx%3d1%26signature%3d@",
        "https://a/?u=https%253A%252F%252Fh%252F%253Fx%253D1%2526signature%253D@",
        "https://a/?u=https%25253A%25252F%25252Fh%25253Fx%25253D1%252526signature%25253D@",
        "https://a/?u=https://h/%3Fsignature=@",
        "https://a/?u=h%3Fx%3D1%3Bsignature%3D@",
        "https://a/?u=h%3Fx%3D1%26amp%3Bsignature%3D@",
        "https://a/?fragment=%23signature%3D@",
        "https://a/?lines=x%3D1%0Asignature%3D@",
        "https://a/?lines=x%3D1%0D%0Asignature%3D@",
        "https://a/?list=x%3D1%2Csignature%3D@",
        "https://a/?list=x%3D1%7Csignature%3D@",
        "https://a/?list=%28signature%3D@%29",
        "https://a/?list=%5Bsignature%3D@%5D",
        "https://a/?json=%7Bsignature%3D@%7D",
        "https://a/?json=%22signature%3D@%22",
        "https://a/?text=x%20signature%3D@",
        "https://a/?text=%E4%B8%ADsignature%3D@",
        "https://a/?u=h%3Fx%3D1%26%73ignature%3D@",
        "https://a/?u=h%3Fx%3D1%26%2573ignature%3D@",
    ];
    assert_gone(around.map(|text| (text.replace('@', HEX), HEX)));
}

/// Line ends and the like as a `Debug` or a JSON log writes them, with a letter before the name.
#[test]
fn a_name_behind_an_escape_of_a_log() {
    let texts = [
        "\"x=1\\nsignature=@\"",
        "\"x=1\\r\\nsignature=@\"",
        "\"x=1\\tsignature=@\"",
        "\"x=1\\u000asignature=@\"",
        "\"x=1\\u0026signature=@\"",
        "\"x=1\\x26signature=@\"",
        "\"x=1\\u{26}signature=@\"",
        "\"x=1\\u003Fsignature=@\"",
        "\"x=1\\u003bsignature=@\"",
        "x=1&ampsignature=@",
    ];
    assert_gone(texts.map(|text| (text.replace('@', HEX), HEX)));
}

/// JSON writers that escape `=`, `+` and `/`, and HTML's ways to write them.
#[test]
fn an_equals_sign_with_the_escape_of_a_log() {
    let texts = [
        r#"{"url":"https://h/?x\u003d1\u0026signature\u003d@"}"#,
        r#"{"url":"https://h/?signature\u003D@"}"#,
        r#"<a href="https://h/?signature&#61;@">"#,
        r#"<a href="https://h/?signature&#x3D;@">"#,
        r#"<a href="https://h/?signature&equals;@">"#,
    ];
    assert_gone(texts.map(|text| (text.replace('@', HEX), HEX)));
}

#[test]
fn a_value_with_the_escapes_of_a_log() {
    let escapes = [("\\/", "+"), ("/", "\\u002B"), ("\\u002f", "+"), ("&#x2F;", "&#43;")];
    let values = escapes.map(|(slash, plus)| {
        let escaped = BASE64.replace('/', slash).replace('+', plus);
        (format!("{{\"url\":\"https://h/?x=1&signature={escaped}\"}}"), BASE64)
    });
    let escaped = BAIDU.replace('/', "\\/");
    let baidu = format!("https:\\/\\/h\\/?authorization={escaped}");
    assert_gone(values.into_iter().chain([(baidu, BAIDU_HEX)]));
}

/// Letters of the name and the sign after it in the escapes of JSON, HTML, logs and URLs.
#[test]
fn a_name_and_its_sign_in_every_escape() {
    let names = [
        "signature", r"\u0073ignature", r"s\u0069gnatur\u0065", "&#115;ignature", "signatur&#x65;",
        "&amp;#115;ignature", r"\x73ignature", r"\\u0073ignature", "%u0073ignature",
        "%2573ignature",
    ];
    let signs = [
        "=", "%3D", "%253d", "%u003d", "%u003D", r"\u003d", r"\\u003d", r"\x3d", r"\\x3D",
        r"\u{3d}", "&#61;", "&#061;", "&equals;", "&amp;#61;", "&amp;equals;",
    ];
    let texts = names.iter().flat_map(|name| {
        let texts = signs.map(|sign| (format!("https://h/?x=1&{name}{sign}{HEX}"), HEX));
        texts.into_iter()
    });
    assert_gone(texts);
}

/// Blanks and quotes between the name, the sign and the value.
#[test]
fn a_value_in_quotes() {
    let texts = [
        r#"signature = "@""#,
        "signature = @",
        "signature= '@'",
        "signature=\"@\"",
        r#"{"signature":"@"}"#,
        r#"{"signature" : "@", "x": 1}"#,
        r#"{"x":{"Signature":["@","y"]}}"#,
        r#"{\"signature\":\"@\"}"#,
        r#"{\\\"signature\\\": \\\"@\\\"}"#,
        "{'signature': '@'}",
        "{&quot;signature&quot;:&quot;@&quot;}",
        "{%22signature%22:%22@%22}",
        "{%22signature%22%3A%22@%22}",
        r#""signature" => "@""#,
        "signature := `@`",
        "<Signature>@</Signature>",
        "&lt;signature&gt;@&lt;/signature&gt;",
        r#"Digest username="u", signature="@", qop="auth""#,
        r#"{"password":"a\"@"}"#,
        r#"{"token":"@"#,
        r#"[("x", "y"), ("x-auth-token", "@"), ("z", "1")]"#,
        r#"{"log":"[(\"signature\", \"@\")]"}"#,
    ];
    for secret in [HEX, BASE64] {
        assert_gone(texts.map(|text| (text.replace('@', secret), secret)));
    }
}

/// Passwords and tokens have characters that end other values.
#[test]
fn a_value_with_any_mark_in_it() {
    for mark in ["$", "@", "'", "(", ",", "(x)", "[", "{", "?", "^", "!", ":", ";", "$@'(,"] {
        let secret = "tail-4711abcdef";
        let value = format!("head{mark}{secret}");
        let texts = [
            format!("https://h/?x=1&signature={value}&y=2"),
            format!("url (https://h/?x=1&token={value}): timed out"),
            format!("password={value} user=u"),
            format!("https://h/?secret={value}"),
        ];
        assert_gone(texts.map(|text| (text, secret)));
    }
}

/// A quote or a blank that is percent-encoded in a parameter is part of its value.
#[test]
fn a_parameter_that_begins_with_an_encoded_quote_or_blank() {
    let secret = "tail-4711abcdef";
    for mark in ["%22", "%27", "%60", "%20", "%09", "%20%22"] {
        let texts = [
            format!("https://h/?token={mark}ab{mark}{secret}&y=2"),
            format!("https://h/?token={mark}{secret}"),
            format!("x%5B%5D=1&password={mark}a{mark} b {secret}").replace(" b ", "%20b"),
        ];
        assert_gone(texts.map(|text| (text, secret)));
    }
}

#[test]
fn header_lines() {
    let texts = [
        "authorization: @",
        "Authorization: Bearer @",
        "Authorization: AWS4-HMAC-SHA256 Credential=ak/x, SignedHeaders=host, Signature=@",
        "host: h\r\nX-Auth-Token: @\r\nx-a: b",
        "> X-Security-Token:@\n> Accept: */*",
        "Cookie: a=1; session=@; b=2",
        "Set-Cookie: id=@; Path=/; HttpOnly",
        "curl -H 'X-Auth-Token: @' -H 'Accept: */*' https://h/",
        r#"{"msg":"sent authorization: Basic @\r\nhost: h"}"#,
        r#"{"authorization": "Bearer @", "host": "h"}"#,
        r#"Digest: x, Proxy-Authorization: Digest username="u", response="@""#,
        "x-api-key:@|host:h",
        "https://h/?headers=authorization%3A%20Bearer%20@",
        "don't log password: @",
    ];
    assert_gone(texts.map(|text| (text.replace('@', HEX), HEX)));
}

/// What is removed is the value, and what is around it can still be read.
#[test]
fn what_is_around_a_value_stays() {
    for (text, expected) in [
        (r#"{"token" : "abc", "status":403}"#, r#"{"token" : "[redacted]", "status":403}"#),
        (r#"{"token":12,"x":1}"#, r#"{"token":[redacted],"x":1}"#),
        (r#"{"token":["a","b"],"x":1}"#, r#"{"token":[redacted],"x":1}"#),
        (
            "host: h\nauthorization: Bearer abc, def\nx-a: b",
            "host: h\nauthorization: [redacted]\nx-a: b",
        ),
        (
            "curl -H 'X-Auth-Token: abc' -H 'Accept: */*'",
            "curl -H 'X-Auth-Token: [redacted]' -H 'Accept: */*'",
        ),
        ("GET (https://h/?token=a(b)c), then", "GET (https://h/?token=[redacted]), then"),
        (
            "<Error><Signature>abc</Signature><Code>x</Code></Error>",
            "<Error><Signature>[redacted]</Signature><Code>x</Code></Error>",
        ),
        (
            r#"{"msg":"cookie: a=1; b=2","status":403}"#,
            r#"{"msg":"cookie: [redacted]","status":403}"#,
        ),
        ("token = abc and more", "token = [redacted] and more"),
        ("C:\\token=abc", "C:\\token=[redacted]"),
    ] {
        assert_eq!(redact(text), expected);
        assert_eq!(redact(expected), expected, "redacting twice");
    }
}

/// Too much is better than too little: what stands before a name may be an escape of any kind.
#[test]
fn the_end_of_a_longer_name_counts() {
    let text = "https://h/?designature=abcdef&x=1";
    assert_eq!(redact(text), "https://h/?designature=[redacted]&x=1");
}

#[test]
fn what_is_no_signature_stays() {
    for text in [
        "",
        "signature",
        "signature=",
        "signature= x",
        "signature: none",
        "https://h/?SignatureVersion=2.0&SignatureNonce=1",
        "https://h/?signatures=abc",
        "https://h/?q=signa",
        "100%",
        "%%%",
        "%3D%3D",
        "=====",
        "中文=中文",
        "appkey=k&timestamp=1",
        "signature expired, signature time: 20230527T000431Z",
        "signature: does not match, see the log",
        "error: invalid token: expired",
        r#"{"token":null,"cookie":"","tokens":["a"]}"#,
        "cookie::Jar",
        "let token = ",
        "max_tokens=100 access_key=AK",
        "Vec<Signature> is empty",
        "/v1/token/refresh?x=1",
        "the token, a secret and no signature",
        r#"["authorization", "host"]"#,
        r#"the "token", "secret" and so on"#,
    ] {
        assert!(matches!(redact(text), std::borrow::Cow::Borrowed(same) if same == text), "{text}");
    }
}

#[test]
fn long_texts_are_taken() {
    for unit in [
        "=", "%3D", "%", "%25", "25", "signature=", "signature=x&", "signature%3D", "&signature",
        "%2525", "a", "é=", "signature", "%73", "%73ignature=x ", "?signature==", "x%26", "\\",
        "&amp;", "amp;", "signature>", "signature:", "signature: not ", "signature=\"", "token: ",
        "token=(", "token:[", "\"token\":", "token=,", "token='", "(\"token\", ", "\\",
        "\"token\",", "token ",
    ] {
        let text = unit.repeat((1 << 18) / unit.len());
        assert!(redact(&text).len() <= 2 * text.len() + 20, "{unit}");
    }
    // One percent sign with a run behind it that is longer than any text should be.
    let text = format!("%{}", "25".repeat(1 << 19));
    assert_eq!(redact(&text), text);
}

const PIECES: [&str; 44] = [
    "signature", "token", "x-", "_", "=", ":", " ", "\t", "\n", "\r\n", "\\n", "\\t", "\\\"", "\"",
    "'", "`", "%", "%3D", "%22", "%20", "%0a", "25", "\\", "\\u003d", "\\u0022", "u0041", "&",
    "&amp;", "&quot;", "#61;", "<", ">", "=>", "(", ")", "[", "]", "[redacted]", ",", "|", "none",
    "abc", "中", "é",
];

proptest! {
    /// Whatever is left was seen and judged: a second time changes nothing.
    #[test]
    fn any_mix_of_names_and_signs(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24)) {
        let text = pieces.concat();
        let redacted = redact(&text);
        prop_assert_eq!(redact(&redacted), &redacted[..], "{}", text);
    }
}
