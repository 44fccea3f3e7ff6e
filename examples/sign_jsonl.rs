//! Answers each test vector on standard input with what this crate signs, one JSON line each.
//!
//! ```text
//! cargo run --example sign_jsonl < tests/vectors/huawei/sdk-hmac-sha256.jsonl
//! ```
//!
//! A line has the form of `tests/vectors/README.md`; its `expect` is not read. The answer holds
//! `id` and either the stages that the scheme has (`canonical_request`, `string_to_sign`,
//! `signed_headers`, `signature`) with the `headers` and the `query` to set, or `error` with the
//! kind and `detail` with a sentence. A line that cannot be read is answered with the kind
//! `malformed-line`, and the next one is taken.
//!
//! Secrets and tokens stand as named gaps: `[secret_key]` is the field of that name of the line's
//! credential, percent-encoded where the scheme encodes it. A text that is not UTF-8 is given as
//! `{"base64": "..."}`.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufWriter, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use polysign::explain::{Piece, Text};
use polysign::{Context, Explanation, Payload, Request, Signed, Signer};
use serde_json::{Map, Value, json};

/// The fields of credentials that no answer shows.
const SECRETS: &[&str] = &[
    "secret_key", "security_token", "secret_access_key", "session_token", "access_token",
    "api_secret", "app_key", "server_secret", "secret", "token",
];

fn main() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty() {
            writeln!(output, "{}", answer(&line))?;
            // Whoever asks line by line waits for this answer before the next question.
            output.flush()?;
        }
        line.clear();
    }
    Ok(())
}

fn answer(line: &[u8]) -> Value {
    let line: Value = match serde_json::from_slice(line) {
        Ok(line) => line,
        Err(_) => return refusal(&Value::Null, "malformed-line", "is not JSON"),
    };
    let id = line.get("id").cloned().unwrap_or_default();
    match sign(&line) {
        Ok(Ok(mut stages)) => {
            stages.insert("id".to_owned(), id);
            Value::Object(stages)
        }
        Ok(Err(error)) => refusal(&id, error.kind().as_str(), &error.to_string()),
        Err(malformed) => refusal(&id, "malformed-line", &malformed),
    }
}

fn refusal(id: &Value, kind: &str, detail: &str) -> Value {
    json!({ "id": id, "error": kind, "detail": detail })
}

/// The outer error is about the line, the inner one is the crate's.
fn sign(line: &Value) -> Result<Result<Map<String, Value>, polysign::Error>, String> {
    let settings = settings(line)?;
    let signer = polysign::registry::signer_from_pairs(text(line, "scheme")?, &settings);

    let request = line.get("request").ok_or("there is no request")?;
    let headers: Vec<(String, String)> = serde_json::from_value(request["headers"].clone())
        .map_err(|_| "request.headers is not a list of pairs of text".to_owned())?;
    let body = STANDARD
        .decode(text(request, "body_base64")?)
        .map_err(|_| "request.body_base64 is not base64".to_owned())?;
    let time = line["time"].as_i64().ok_or("time is not a whole number")?;
    let context = match &line["nonce"] {
        Value::Null => Context::at(time),
        Value::String(nonce) => Context::at(time).with_nonce(nonce),
        _ => return Err("nonce is neither text nor null".to_owned()),
    };
    let (method, url) = (text(request, "method")?, text(request, "url")?);
    Ok(signer.and_then(|signer| {
        let request = Request::new(method, url)?
            .with_headers(&headers)
            .with_payload(payload(&headers, &body));
        let explanation = signer.explain(&request, &context)?;
        let signed = signer.sign_with(&request, &context)?;
        Ok(stages(&explanation, &signed, &settings))
    }))
}

/// The header by which each scheme says so, and the first word of its `Authorization`.
const UNSIGNED: [(&str, &str); 2] =
    [("x-sdk-content-sha256", "SDK-HMAC-SHA256"), ("x-tc-content-sha256", "TC3-HMAC-SHA256")];

/// Returns `body`, unless a header says that it is not signed. Where a former signature left that
/// header, it says nothing.
fn payload<'a>(headers: &[(String, String)], body: &'a [u8]) -> Payload<'a> {
    let has = |name: &str, is_it: &dyn Fn(&str) -> bool| {
        let mut headers = headers.iter();
        headers.any(|(other, value)| {
            other.eq_ignore_ascii_case(name) && is_it(value.trim_matches([' ', '\t']))
        })
    };
    let says_unsigned = |(name, word): &(&str, &str)| {
        has(name, &|value| value == "UNSIGNED-PAYLOAD")
            && !has("authorization", &|value| value.starts_with(word))
    };
    if UNSIGNED.iter().any(says_unsigned) { Payload::Unsigned } else { Payload::Bytes(body) }
}

fn stages(
    explanation: &Explanation,
    signed: &Signed,
    settings: &BTreeMap<String, String>,
) -> Map<String, Value> {
    let mut stages = Map::new();
    for stage in ["canonical_request", "string_to_sign"] {
        if let Some(text) = explanation.stage(stage) {
            stages.insert(stage.to_owned(), with_gaps(text));
        }
    }
    if explanation.canonical_request().is_some() {
        stages.insert("signed_headers".to_owned(), json!(explanation.signed_headers()));
    }
    stages.insert("signature".to_owned(), json!(signed.signature()));
    let shown = |pairs: &mut dyn Iterator<Item = (&'static str, &str)>| {
        pairs.map(|(name, value)| json!([name, without_secret(value, settings)])).collect()
    };
    stages.insert("headers".to_owned(), shown(&mut signed.headers()));
    stages.insert("query".to_owned(), shown(&mut signed.query()));
    stages
}

/// The bytes that were signed. (The `Display` of the text escapes what a terminal would act on.)
fn with_gaps(text: &Text) -> Value {
    let mut bytes = Vec::new();
    for piece in text.pieces() {
        match piece {
            Piece::Bytes(shown) => bytes.extend_from_slice(shown),
            Piece::LineEnd => bytes.push(b'\n'),
            Piece::Gap { name, .. } => bytes.extend_from_slice(format!("[{name}]").as_bytes()),
            _ => bytes.extend_from_slice(b"[unknown]"),
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => Value::from(text),
        Err(error) => json!({ "base64": STANDARD.encode(error.into_bytes()) }),
    }
}

/// A value that is a secret of the credential, by its name.
fn without_secret(value: &str, settings: &BTreeMap<String, String>) -> String {
    let is_value = |name: &&&str| settings.get(**name).is_some_and(|secret| secret == value);
    match SECRETS.iter().find(is_value) {
        Some(name) => format!("[{name}]"),
        None => value.to_owned(),
    }
}

/// Credential and options as the text of a configuration.
fn settings(line: &Value) -> Result<BTreeMap<String, String>, String> {
    let mut settings = BTreeMap::new();
    for part in ["credential", "options"] {
        let fields = line.get(part).and_then(Value::as_object);
        for (key, value) in fields.ok_or_else(|| format!("{part} is not an object"))? {
            let as_text = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Bool(flag) => flag.to_string(),
                Value::Array(names) => {
                    let names: Option<Vec<_>> = names.iter().map(Value::as_str).collect();
                    let names = names.ok_or_else(|| format!("{part}.{key} is not text"))?;
                    names.join(";")
                }
                _ => return Err(format!("{part}.{key} is of an unknown type")),
            };
            settings.insert(key.clone(), as_text);
        }
    }
    Ok(settings)
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str, String> {
    value.get(key).and_then(Value::as_str).ok_or_else(|| format!("{key} is not text"))
}
