//! Text that may be logged.

use crate::input::split_at;

/// A secret that no input has by chance, of letters that no form escapes.
const SECRET: &str = "S3cr3tS3cr3tS3cr3tS3cr3t";

/// Names whose values are secret in some scheme, in forms in which logs show them.
const FORMS: &[(&str, &str)] = &[
    ("https://h/?signature=", "&x=1"),
    ("https://h/?a=b&Signature=", ""),
    ("https://h/?authorization=", "&"),
    ("Authorization: SDK-HMAC-SHA256 Access=k, SignedHeaders=host, Signature=", "\n"),
    ("authorization: bce-auth-v1/k/2019-11-15T03:36:55Z/1800/host/", "\r\n"),
    ("x-security-token: ", "\n"),
    ("{\"x-auth-token\": \"", "\"}"),
    ("{\"url\":\"https:\\/\\/h\\/?signature\\u003d", "\\u0026a=b\"}"),
    ("signature = \"", "\""),
];

/// No secret survives, whatever stands before and after it.
pub fn redaction(input: &[u8]) {
    let Some((number, rest)) = input.split_first() else { return };
    let (before, after) = split_at(rest, b"\0").unwrap_or((rest, b""));
    let (Ok(before), Ok(after)) = (std::str::from_utf8(before), std::str::from_utf8(after)) else {
        return;
    };
    if [before, after].iter().any(|text| text.contains("S3c")) {
        return;
    }
    let (front, end) = FORMS[usize::from(*number) % FORMS.len()];
    // What stands directly before a name could be a part of it, so a line ends there.
    let text = format!("{before}\n{front}{SECRET}{end}{after}");
    let redacted = polysign::redact(&text);
    assert!(!redacted.contains(SECRET), "{text:?} -> {redacted:?}");
}
