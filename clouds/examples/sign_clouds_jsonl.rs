//! Signs requests that stand on standard input, a JSON object a line, and prints the signatures. Verifies
//! the requests in `arrived` as they are, at the same time, and prints the reasons of their rejections.
//! The comparison with the vendors' SDKs (`tests/sdk/run`) uses it.

use std::error::Error;
use std::io::BufRead;

use base64::Engine;
use polysign::registry::Registry;
use polysign::verify::{Policy, Rejection};
use polysign::{Context, Request, Signer};
use serde_json::{Value, json};

#[path = "../tests/common/mod.rs"]
mod common;

static REGISTRY: Registry = Registry::new(&[polysign_clouds::ENTRIES]);

fn main() -> Result<(), Box<dyn Error>> {
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let answer = sign(&line).unwrap_or_else(|error| json!({ "error": error.to_string() }));
        println!("{answer}");
    }
    Ok(())
}

type Settings = std::collections::BTreeMap<String, String>;

fn sign(line: &Value) -> Result<Value, Box<dyn Error>> {
    let settings: Settings = serde_json::from_value(line["settings"].clone())?;
    let parts = Parts::of(line)?;
    let time = line["time"].as_i64().ok_or("time is not a number")?;
    let scheme = text(line, "scheme")?;
    let signer = REGISTRY.signer_from_pairs(scheme, &settings)?;
    let request = Request::new(&parts.method, &parts.url)?;
    let request = request.with_headers(&parts.headers).with_body(&parts.body);
    let mut context = Context::at(time);
    if let Some(nonce) = line["nonce"].as_str() {
        context = context.with_nonce(nonce);
    }
    let signed = signer.sign_with(&request, &context)?;
    let canonical = signer.explain(&request, &context)?;
    let canonical = canonical.canonical_request().map(ToString::to_string);
    let mut reasons = Vec::new();
    for arrived in line["arrived"].as_array().ok_or("arrived is not a list")? {
        let mut policy = Policy::new();
        if arrived["covers_host"] == false {
            policy = policy.allow_uncovered_host();
        }
        if arrived["covers_body"] == false {
            policy = policy.allow_unsigned_body();
        }
        if arrived["removes_segments"] == true {
            policy = policy.allow_removed_segments();
        }
        let verifier = common::verifier(scheme, &|key| settings.get(key).cloned(), policy);
        let parts = Parts::of(arrived)?;
        let verified = parts
            .arrived()
            .map_err(Rejection::from)
            .and_then(|request| verifier.verify(&request, time.into()));
        reasons.push(verified.err().map(|rejection| rejection.reason().as_str()));
    }
    Ok(
        json!({ "signature": signed.signature(), "canonical_request": canonical, "reasons": reasons }),
    )
}

/// What a request is made of.
struct Parts {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Parts {
    fn of(line: &Value) -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            method: text(line, "method")?.to_owned(),
            url: text(line, "url")?.to_owned(),
            headers: serde_json::from_value(line["headers"].clone())?,
            body: base64::engine::general_purpose::STANDARD.decode(text(line, "body")?)?,
        })
    }

    /// The request as a server gets it.
    fn arrived(&self) -> Result<Request<'_>, polysign::Error> {
        let rest = self.url.strip_prefix("https://").unwrap_or(&self.url);
        let (host, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let request = Request::from_parts(&self.method, "https", host, target)?;
        Ok(request.with_headers(&self.headers).with_body(&self.body))
    }
}

fn text<'a>(line: &'a Value, key: &str) -> Result<&'a str, String> {
    line[key].as_str().ok_or(format!("{key} is not text"))
}
