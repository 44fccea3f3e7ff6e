//! What is signed is verified, and nothing else: each vector goes to its verifier.

use std::collections::BTreeMap;

use base64::Engine;
use polysign::registry::Registry;
use polysign::verify::{Policy, Reason, Verifier};
use polysign::{Context, Payload, Request};
use serde_json::Value;

mod arrived;
mod common;

use arrived::Arrived;

static REGISTRY: Registry = Registry::new(&[polysign_clouds::ENTRIES]);

type Settings = BTreeMap<String, String>;

fn settings(line: &Value) -> Settings {
    let mut settings = Settings::new();
    for part in ["credential", "options"] {
        for (key, value) in line[part].as_object().expect("a map") {
            let text = match value {
                Value::Array(names) => {
                    let names: Vec<_> = names.iter().filter_map(Value::as_str).collect();
                    names.join(";")
                }
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            settings.insert(key.clone(), text);
        }
    }
    settings
}

/// The verifier of a line, or `None` for an option that is for some endpoints alone.
fn verifier(scheme: &str, settings: &Settings) -> Option<Box<dyn Verifier>> {
    let special = ["normalize_path", "double_encode", "sign_token"];
    if scheme == "aws/sigv4" && special.iter().any(|key| settings.contains_key(*key)) {
        return None;
    }
    let policy = Policy::new()
        .allow_unsigned_body()
        .allow_uncovered_host()
        .allow_any_order()
        .allow_escaped_slashes()
        .allow_removed_segments();
    Some(common::verifier(scheme, &|key| settings.get(key).cloned(), policy))
}

fn arrived(line: &Value, settings: &Settings) -> Option<Arrived> {
    let mut settings = settings.clone();
    let is_unsigned = settings.remove("payload").is_some();
    if line["scheme"] == "aws/sigv4" {
        settings.insert("keep_dot_segments".into(), "true".into());
    }
    let signer = REGISTRY.signer_from_pairs(line["scheme"].as_str()?, &settings).ok()?;
    let text = |key: &str| line["request"][key].as_str().expect("text");
    let headers: Vec<(String, String)> =
        serde_json::from_value(line["request"]["headers"].clone()).expect("headers");
    let body =
        base64::engine::general_purpose::STANDARD.decode(text("body_base64")).expect("base64");
    let payload = if is_unsigned { Payload::Unsigned } else { Payload::Bytes(&body) };
    let request = Request::new(text("method"), text("url")).ok()?;
    let request = request.with_headers(&headers).with_payload(payload);
    let mut context = Context::at(line["time"].as_i64()?);
    if let Some(nonce) = line["nonce"].as_str() {
        context = context.with_nonce(nonce);
    }
    let signed = signer.sign_with(&request, &context).ok()?;
    Some(Arrived::of(&signed, &request, &headers, &body))
}

#[test]
fn every_vector_is_verified_and_each_change_is_refused() {
    let files = [
        "vectors/aws/sigv4.jsonl",
        "vectors/volcengine/hmac-sha256.jsonl",
        "vectors/aliyun/acs3-hmac-sha256.jsonl",
        "vectors/aliyun/rpc-hmac-sha1.jsonl",
    ];
    let mut count = 0;
    for file in files {
        let path = format!("{}/tests/{file}", env!("CARGO_MANIFEST_DIR"));
        for line in std::fs::read_to_string(path).expect("a file").lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            let id = line["id"].as_str().expect("an id");
            if line["expect"].get("error").is_some() {
                continue;
            }
            let settings = settings(&line);
            let Some(verifier) = verifier(line["scheme"].as_str().expect("a name"), &settings)
            else {
                continue;
            };
            let arrived = arrived(&line, &settings).expect(id);
            let now = line["time"].as_i64().expect("a time");
            assert_eq!(arrived.verify(&*verifier, now).map(drop), Ok(()), "{id}");
            refuses_changes(&arrived, &*verifier, now, id);
            count += 1;
        }
    }
    assert!(count > 80, "{count}");
}

fn refuses_changes(arrived: &Arrived, verifier: &dyn Verifier, now: i64, id: &str) {
    let mut others = vec![arrived.clone(); 4];
    others[0].method = if arrived.method == "GET" { "PUT" } else { "GET" }.to_owned();
    let end = if arrived.target.contains('?') { "&added=1" } else { "?added=1" };
    others[1].target.push_str(end);
    let query_signature = arrived.target.rfind("Signature=").map(|at| at + "Signature=".len());
    match query_signature {
        Some(at) => flip(&mut others[2].target, at),
        None => {
            let fields = others[2].headers.iter_mut();
            let field = fields.into_iter().find(|(name, _)| name == "authorization");
            let (_, value) = field.expect("a signature");
            let at = value.len() - 1;
            flip(value, at);
        }
    }
    let (path, query) = arrived.target.split_once('?').unwrap_or((&arrived.target, ""));
    others[3].target = format!("{path}x?{query}");
    for (at, other) in others.iter().enumerate() {
        let (reason, detail) = other.verify(verifier, now).expect_err(id);
        let is_refused =
            matches!(reason, Reason::BadSignature | Reason::Malformed | Reason::Request);
        assert!(is_refused, "{id}, change {at}: {reason} {detail}");
    }
    let (reason, _) = arrived.verify(verifier, now - 100_000).expect_err(id);
    assert_eq!(reason, Reason::Clock, "{id}");
}

fn flip(text: &mut String, at: usize) {
    let other = if text.as_bytes()[at] == b'0' { "1" } else { "0" };
    text.replace_range(at..=at, other);
}
