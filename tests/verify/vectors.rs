//! Every request of `tests/vectors` verifies, but those that declare a digest that is not the
//! body's.

use std::fs;
use std::path::Path;

use base64::Engine;
use polysign::Context;
use polysign::verify::Reason;
use serde_json::Value;

use super::wire::Wire;
use crate::common::schemes::{Vectors, first_rows};
use crate::common::verifiers::{Settings, lenient, signer, verifier};

#[test]
fn every_line_is_what_the_table_says() {
    let mut faults = Vec::new();
    for row in first_rows() {
        let (found, expected) = (run(row.scheme), &row.facts.vectors);
        let covers = row.signer(&[]).expect(row.name).scheme().covers();
        assert!(covers.is_nothing() || found != Vectors::NONE, "{} has no vectors", row.scheme);
        if found != *expected {
            faults.push(format!("{}: found {found:#?}, expected {expected:#?}", row.scheme));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Runs all lines of the scheme's file, if it has one, and fails on the first that is not as it has to
/// be.
fn run(scheme: &str) -> Vectors {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let path = folder.join(scheme).with_extension("jsonl");
    let mut count = Vectors::NONE;
    if !path.exists() {
        return count;
    }
    let file = fs::read_to_string(path).expect("vectors");
    for line in file.lines().filter(|line| !line.is_empty()) {
        let line: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(line["scheme"], scheme);
        *run_line(&line, &mut count) += 1;
    }
    count
}

/// Signs what the line has and verifies it. Gives the counter that the line belongs to.
fn run_line<'c>(line: &Value, count: &'c mut Vectors) -> &'c mut usize {
    let expect = &line["expect"];
    if expect.get("error").is_some() {
        return &mut count.not_signed;
    }
    let (scheme, id) = (text(line, "scheme"), text(line, "id"));
    let (settings, wire) = (settings(line), wire(line));
    let context = Context::at(line["time"].as_i64().expect("a time"));
    let context = context.with_nonce(line["nonce"].as_str().unwrap_or("none"));
    let signer = signer(scheme, &settings);
    let signed = wire.with_outgoing(|request| signer.sign_with(&request, &context).expect(id));
    let signed = signed.expect(id);
    assert_eq!(signed.signature(), expect["signature"].as_str(), "{id}");
    let arrived = wire.carrying(&signed);

    let verify = |policy| {
        let verifier = verifier(scheme, &settings, policy);
        arrived.verify(&*verifier, context.time())
    };
    let covers_host = signer.scheme().covers().host();
    let lists_host = expect["signed_headers"]
        .as_array()
        .is_none_or(|names| names.contains(&Value::from("host")));
    let lacks_host = covers_host && !lists_host;
    let is_unsigned = signer.scheme().covers().body() && says_unsigned(&arrived);
    let (policy, refused, counter) = match (is_unsigned, lacks_host) {
        (false, false) => (lenient(), None, &mut count.verified),
        (true, false) => (
            lenient().allow_unsigned_body(),
            Some(Reason::UnsignedBody),
            &mut count.with_unsigned_body,
        ),
        (false, true) => (
            lenient().allow_uncovered_host(),
            Some(Reason::HeaderNotCovered),
            &mut count.without_host,
        ),
        (true, true) => (
            lenient().allow_uncovered_host().allow_unsigned_body(),
            Some(Reason::UnsignedBody),
            &mut count.with_neither,
        ),
    };
    if let Some(reason) = refused {
        let rejection = verify(lenient()).expect_err(id);
        assert_eq!(rejection.reason(), reason, "{id}: {}", rejection.detail());
    }
    let verified = match verify(policy) {
        Ok(verified) => verified,
        Err(rejection) => {
            assert_eq!(
                (rejection.reason(), declares_another_digest(&arrived)),
                (Reason::BodyMismatch, true),
                "{id}: {}",
                rejection.detail()
            );
            return &mut count.body_mismatch;
        }
    };
    assert!(!declares_another_digest(&arrived), "{id}: was accepted");
    let signed_at = verified.signed_at().map(i64::from);
    // A token says when it ends, and not when it was made.
    let time = line["time"].as_i64().filter(|_| scheme != "baidu/xiling");
    assert_eq!(signed_at, time, "{id}");
    assert_eq!(verified.covers_body(), signer.scheme().covers().body() && !is_unsigned, "{id}");
    let expires_at = match scheme {
        // iFlytek names none for its own dialects of `signa`; there the verifier has that of ABCPen.
        "iflytek/signa" | "iflytek/access-key" => Some(context.time().saturating_add(300)),
        _ => signed.expires_at(),
    };
    assert_eq!(verified.expires_at(), expires_at, "{id}");
    counter
}

fn declared(wire: &Wire) -> Option<&[u8]> {
    let mut headers = wire.headers.iter();
    let found = headers.find(|(name, _)| {
        name.eq_ignore_ascii_case(b"x-sdk-content-sha256")
            || name.eq_ignore_ascii_case(b"x-tc-content-sha256")
    });
    found.map(|(_, value)| value.trim_ascii())
}

fn says_unsigned(wire: &Wire) -> bool {
    declared(wire) == Some(b"UNSIGNED-PAYLOAD")
}

fn declares_another_digest(wire: &Wire) -> bool {
    use sha2::Digest;
    let digest = hex::encode(sha2::Sha256::digest(&wire.body));
    !says_unsigned(wire) && declared(wire).is_some_and(|declared| declared != digest.as_bytes())
}

fn wire(line: &Value) -> Wire {
    let request = &line["request"];
    let headers: Vec<(String, String)> =
        serde_json::from_value(request["headers"].clone()).expect("pairs");
    let headers: Vec<(&str, &str)> =
        headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let body = base64::engine::general_purpose::STANDARD.decode(text(request, "body_base64"));
    Wire::new(text(request, "method"), text(request, "url"), &headers, &body.expect("base64"))
}

/// Credential and options as the text of a configuration.
fn settings(line: &Value) -> Settings {
    // Some lines have paths that only some clients send as they are, and one signer refuses to
    // write then; no other asks for this setting.
    let mut settings = Settings::from([
        ("keep_dot_segments".to_owned(), "true".to_owned()),
        ("allow_ambiguous_parameters".to_owned(), "true".to_owned()),
    ]);
    for part in ["credential", "options"] {
        for (key, value) in line[part].as_object().expect("an object") {
            let as_text = match value {
                Value::String(text) => text.clone(),
                Value::Array(names) => names
                    .iter()
                    .map(|name| name.as_str().expect("a name"))
                    .collect::<Vec<_>>()
                    .join(";"),
                other => other.to_string(),
            };
            settings.insert(key.clone(), as_text);
        }
    }
    settings
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is not text in {value}"))
}
