//! The forms in which servers and tools show a text.

use serde_json::json;

/// Puts a text into its form.
pub(crate) type Form = fn(&str) -> String;

/// By the name that the cases have for it.
pub(crate) const FORMS: &[(&str, Form)] = &[
    ("lines", |text| text.to_owned()),
    ("crlf", |text| text.replace('\n', "\r\n") + "\r\n"),
    ("indented", |text| format!("    {}\n", text.replace('\n', "\n    "))),
    ("quoted", |text| format!("\"{text}\"\n")),
    ("json", json_body),
    ("json-in-json", |text| json!({"errors": [json_body(text)]}).to_string()),
    ("huawei-echo", |text| huawei_echo(text).to_string()),
    ("huawei-inspected", |text| {
        format!(
            "{{\n  error_msg: '{}',\n  error_code: 'APIGW.0301',\n  request_id: \
             '5a63903e690bcd18d9ddf5c2ca75e827'\n}}",
            huawei_message(text)
        )
    }),
    ("prose", |text| {
        format!(
            "The signature does not match.\n\nThe text should have been\n'{text}'\n\nCheck it.\n"
        )
    }),
];

fn json_body(text: &str) -> String {
    json!({
        "code": "SignatureDoesNotMatch",
        "message": "The request signature we calculated does not match the signature you provided.",
        "signed": text,
        "requestId": "81d0b05f-5ad4-1f22-8068-d5c9de60a1d7",
    })
    .to_string()
}

/// As Huawei's gateway words it.
fn huawei_message(text: &str) -> String {
    format!(
        "Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:{}",
        text.replace('\n', "|")
    )
}

fn huawei_echo(text: &str) -> serde_json::Value {
    json!({
        "error_msg": huawei_message(text),
        "error_code": "APIGW.0301",
        "request_id": "5a63903e690bcd18d9ddf5c2ca75e827",
    })
}
