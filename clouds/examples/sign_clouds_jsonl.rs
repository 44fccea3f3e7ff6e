//! Signs requests that stand on standard input, a JSON object a line, and prints the signatures. The
//! comparison with the vendors' SDKs (`tests/sdk/run`) uses it.

use std::error::Error;
use std::io::BufRead;

use base64::Engine;
use polysign::registry::Registry;
use polysign::{Context, Request, Signer};
use serde_json::{Value, json};

static REGISTRY: Registry = Registry::new(&[polysign_clouds::ENTRIES]);

fn main() -> Result<(), Box<dyn Error>> {
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let answer = sign(&line).unwrap_or_else(|error| json!({ "error": error.to_string() }));
        println!("{answer}");
    }
    Ok(())
}

fn sign(line: &Value) -> Result<Value, Box<dyn Error>> {
    let text = |key: &str| line[key].as_str().ok_or(format!("{key} is not text"));
    let settings: std::collections::BTreeMap<String, String> =
        serde_json::from_value(line["settings"].clone())?;
    let headers: Vec<(String, String)> = serde_json::from_value(line["headers"].clone())?;
    let body = base64::engine::general_purpose::STANDARD.decode(text("body")?)?;
    let signer = REGISTRY.signer_from_pairs(text("scheme")?, &settings)?;
    let request =
        Request::new(text("method")?, text("url")?)?.with_headers(&headers).with_body(&body);
    let mut context = Context::at(line["time"].as_i64().ok_or("time is not a number")?);
    if let Some(nonce) = line["nonce"].as_str() {
        context = context.with_nonce(nonce);
    }
    let signed = signer.sign_with(&request, &context)?;
    let canonical = signer.explain(&request, &context)?;
    let canonical = canonical.canonical_request().map(ToString::to_string);
    Ok(json!({ "signature": signed.signature(), "canonical_request": canonical }))
}
