//! `redact`: what a log can look like with a signed URL in it.

use polysign::{Request, redact};

use super::every_signer::{context, every_signer};

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
    let parts = letters
        .windows(SHOWN)
        .map(|part| part.iter().collect::<String>());
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
        if signed.query().next().is_none() {
            assert_eq!(redact(url.expose()), url.expose(), "{case}");
            continue;
        }
        assert!(!secret.is_empty(), "{case}");
        let shown = redact(url.expose());
        for (name, value) in signed.query() {
            let encoded: String = polysign::UrlBuilder::new("https://h")
                .expect("a base")
                .with_pair(name, value)
                .build()
                .split_off("https://h?".len());
            match secret.contains(&name) {
                true => assert!(
                    shown.contains(&format!("{name}=[redacted]")),
                    "{case} {shown}"
                ),
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
        (
            format!("https://h/?x-bce-security-token={TOKEN}&authorization={BAIDU}"),
            TOKEN,
        ),
        (
            format!("https://h/?x-bce-security-token={TOKEN}&authorization={BAIDU}"),
            BAIDU_HEX,
        ),
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
    let escapes = [
        ("\\/", "+"),
        ("/", "\\u002B"),
        ("\\u002f", "+"),
        ("&#x2F;", "&#43;"),
    ];
    let values = escapes.map(|(slash, plus)| {
        let escaped = BASE64.replace('/', slash).replace('+', plus);
        (
            format!("{{\"url\":\"https://h/?x=1&signature={escaped}\"}}"),
            BASE64,
        )
    });
    let escaped = BAIDU.replace('/', "\\/");
    let baidu = format!("https:\\/\\/h\\/?authorization={escaped}");
    assert_gone(values.into_iter().chain([(baidu, BAIDU_HEX)]));
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
    ] {
        assert!(
            matches!(redact(text), std::borrow::Cow::Borrowed(same) if same == text),
            "{text}"
        );
    }
}

#[test]
fn long_texts_are_taken() {
    for unit in [
        "=",
        "%3D",
        "%",
        "%25",
        "25",
        "signature=",
        "signature=x&",
        "signature%3D",
        "&signature",
        "%2525",
        "a",
        "é=",
        "signature",
        "%73",
        "%73ignature=x ",
        "?signature==",
        "x%26",
    ] {
        let text = unit.repeat((1 << 18) / unit.len());
        assert!(redact(&text).len() <= 2 * text.len() + 20, "{unit}");
    }
    // One percent sign with a run behind it that is longer than any text should be.
    let text = format!("%{}", "25".repeat(1 << 19));
    assert_eq!(redact(&text), text);
}
