//! Runs the vectors: `tests/vectors/`, and every `*.jsonl` beneath the folder that the environment
//! variable `POLYSIGN_VECTORS` names. The README of the library's own `tests/vectors` has the form of a
//! line.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use polysign::registry::Registry;
use polysign::{Context, Error, Payload, Request, Signer};
use serde_json::{Map, Value};

static REGISTRY: Registry = Registry::new(&[polysign_clouds::ENTRIES]);

/// What the labels of an expected error are here.
const LABELS: &[(&str, &[&str])] = &[
    ("ambiguous-host", &["ambiguous-encoding"]),
    ("ambiguous-order", &["ambiguous-encoding"]),
    ("ambiguous-path", &["ambiguous-encoding"]),
    ("invalid-scope", &["invalid-option"]),
    ("invalid-signed-header", &["invalid-header", "missing-header"]),
    ("invalid-url", &["invalid-url", "malformed-escape"]),
    ("missing-signed-header", &["missing-header"]),
    ("repeated-header", &["conflicting-header"]),
    ("repeated-query-key", &["conflicting-parameter"]),
    ("streaming-payload", &["conflicting-header"]),
    ("unsigned-header", &["missing-header"]),
    ("unsigned-payload", &["missing-payload"]),
];

#[test]
fn hosts_have_their_schemes() {
    let aliyun = ["aliyun/acs3-hmac-sha256", "aliyun/rpc-hmac-sha1"];
    for (host, expected) in [
        ("ecs.cn-hangzhou.aliyuncs.com", &aliyun[..]),
        ("bucket.oss-cn-hangzhou.aliyuncs.com", &[]),
        ("iam.amazonaws.com", &["aws/sigv4"]),
        ("iam.volcengineapi.com", &["volcengine/hmac-sha256"]),
        ("ocr.tencentcloudapi.com", &[]),
    ] {
        let mut found: Vec<_> =
            REGISTRY.schemes_for_host(host).iter().map(|scheme| scheme.name()).collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, expected, "{host}");
    }
}

#[test]
fn every_vector_holds() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut report = Report::default();
    report.run_folder(&own);
    if let Some(outside) = std::env::var_os("POLYSIGN_VECTORS") {
        report.run_folder(Path::new(&outside));
    }
    for (scheme, count) in &report.run {
        println!("{scheme}: {count} run");
    }
    for (scheme, count) in &report.not_run {
        println!("{scheme}: {count} not run, the crate does not have this scheme");
    }
    println!("{} differ", report.failures.len());
    assert!(report.failures.is_empty(), "{}", report.failures.join("\n"));
    for scheme in REGISTRY.schemes() {
        assert!(report.run.contains_key(scheme.name()), "no vectors of {}", scheme.name());
    }
}

/// What is in a line of a scheme that the crate does not have is not ours to judge.
#[test]
fn a_line_of_an_unknown_scheme_is_counted_before_it_is_read() {
    let mut report = Report::default();
    report.run_line(r#"{"request": 7, "scheme": "example/unknown", "expect": []}"#, "outside:1");
    assert_eq!(report.not_run["example/unknown"], 1);
    assert_eq!((report.run.len(), report.failures.len()), (0, 0));
}

#[derive(Default)]
struct Report {
    run: BTreeMap<String, usize>,
    not_run: BTreeMap<String, usize>,
    failures: Vec<String>,
}

impl Report {
    fn run_folder(&mut self, folder: &Path) {
        let mut files = Vec::new();
        collect_files(folder, &mut files);
        assert!(!files.is_empty(), "no *.jsonl beneath {}", folder.display());
        for file in files {
            let text = fs::read_to_string(&file).expect("a vector file is UTF-8");
            for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
                self.run_line(line, &format!("{}:{}", file.display(), at + 1));
            }
        }
    }

    fn run_line(&mut self, line: &str, place: &str) {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{place}: {e}"));
        let scheme = text(&line, "scheme").to_owned();
        if !REGISTRY.schemes().any(|known| known.name() == scheme) {
            *self.not_run.entry(scheme).or_default() += 1;
            return;
        }
        if let Err(fault) = check_line(&line) {
            self.failures.push(format!("{place}: {}: {fault}", text(&line, "id")));
        }
        *self.run.entry(scheme).or_default() += 1;
    }
}

fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "jsonl") {
            files.push(path);
        }
    }
}

/// The stages in the order in which they are computed, each as JSON as in `expect`.
type Stages = Vec<(&'static str, Option<Value>)>;

fn check_line(line: &Value) -> Result<(), String> {
    let mut settings = settings(line)?;
    let is_unsigned = settings.remove("payload").is_some_and(|payload| payload == "unsigned");
    let answer = match REGISTRY.signer_from_pairs(text(line, "scheme"), &settings) {
        // A misspelled key is a fault of the line, also where it expects an invalid option.
        Err(error) if error.to_string().contains("is not a setting") => {
            return Err(error.to_string());
        }
        Err(error) => Err(error),
        Ok(signer) => sign(line, signer.as_ref(), &settings, is_unsigned)?,
    };
    compare(object(&line["expect"], "expect")?, answer)
}

fn sign(
    line: &Value,
    signer: &dyn Signer,
    settings: &BTreeMap<String, String>,
    is_unsigned: bool,
) -> Result<Result<Stages, Error>, String> {
    let request = object(&line["request"], "request")?;
    let headers: Vec<(String, String)> =
        serde_json::from_value(request["headers"].clone()).map_err(|e| format!("headers: {e}"))?;
    let body = base64::engine::general_purpose::STANDARD
        .decode(text(&line["request"], "body_base64"))
        .map_err(|e| format!("body: {e}"))?;
    let mut context = Context::at(line["time"].as_i64().ok_or("time is not a number")?);
    if let Some(nonce) = line["nonce"].as_str() {
        context = context.with_nonce(nonce);
    }
    let payload = if is_unsigned { Payload::Unsigned } else { Payload::Bytes(&body) };
    let method = text(&line["request"], "method");
    let request = match Request::new(method, text(&line["request"], "url")) {
        Ok(request) => request.with_headers(&headers).with_payload(payload),
        Err(error) => return Ok(Err(error)),
    };
    Ok(signer.explain(&request, &context).and_then(|explanation| {
        let signed = signer.sign_with(&request, &context)?;
        let filled = |text: &polysign::explain::Text| {
            let bytes = text.fill(|gap| settings.get(gap).map(String::as_str));
            Value::from(String::from_utf8_lossy(&bytes).into_owned())
        };
        let pairs = |pairs: &mut dyn Iterator<Item = (&str, &str)>| {
            let mut pairs: Vec<_> = pairs.filter(|(name, _)| *name != "host").collect();
            pairs.sort_unstable();
            serde_json::to_value(pairs).expect("pairs of text")
        };
        Ok(vec![
            ("canonical_request", explanation.canonical_request().map(filled)),
            ("string_to_sign", explanation.string_to_sign().map(filled)),
            ("signed_headers", Some(Value::from(explanation.signed_headers()))),
            ("signature", signed.signature().map(Value::from)),
            ("headers", Some(pairs(&mut signed.headers()))),
            ("query", Some(pairs(&mut signed.query()))),
        ])
    }))
}

fn compare(expect: &Map<String, Value>, answer: Result<Stages, Error>) -> Result<(), String> {
    let stages = match (expect.get("error"), answer) {
        (Some(label), Err(error)) => {
            let label = label.as_str().ok_or("the label is not text")?;
            let kinds = LABELS.iter().find(|(own, _)| *own == label).map(|(_, kinds)| *kinds);
            let is_expected = kinds.unwrap_or(&[label]).contains(&error.kind().as_str());
            return is_expected.then_some(()).ok_or(format!("expected {label}, found {error:?}"));
        }
        (Some(label), Ok(_)) => return Err(format!("expected {label}, found a signature")),
        (None, Err(error)) => return Err(format!("was refused: {error}")),
        (None, Ok(stages)) => stages,
    };
    if let Some(key) = expect.keys().find(|key| !stages.iter().any(|(name, _)| name == key)) {
        return Err(format!("unknown key {key}"));
    }
    for (name, found) in stages {
        let Some(expected) = expect.get(name) else {
            continue;
        };
        let expected = match name {
            "headers" | "query" => sorted(expected)?,
            _ => expected.clone(),
        };
        if found.as_ref() != Some(&expected) {
            let found = found.unwrap_or_default();
            return Err(format!("{name}:\n  expected {expected}\n  found    {found}"));
        }
    }
    Ok(())
}

fn sorted(pairs: &Value) -> Result<Value, String> {
    let mut pairs: Vec<(String, String)> =
        serde_json::from_value(pairs.clone()).map_err(|e| format!("pairs: {e}"))?;
    pairs.sort_unstable();
    Ok(serde_json::to_value(pairs).expect("pairs of text"))
}

/// Credential and options as the text of a configuration.
fn settings(line: &Value) -> Result<BTreeMap<String, String>, String> {
    let mut settings = BTreeMap::new();
    for part in ["credential", "options"] {
        for (key, value) in object(&line[part], part)? {
            let as_text = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Bool(flag) => flag.to_string(),
                Value::Array(names) => {
                    let names: Option<Vec<_>> = names.iter().map(Value::as_str).collect();
                    names.ok_or_else(|| format!("{part}.{key} is not a list of text"))?.join(";")
                }
                Value::Null => continue,
                _ => return Err(format!("{part}.{key} is of an unknown type")),
            };
            settings.insert(key.clone(), as_text);
        }
    }
    Ok(settings)
}

fn object<'a>(value: &'a Value, what: &str) -> Result<&'a Map<String, Value>, String> {
    value.as_object().ok_or_else(|| format!("{what} is not an object"))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is not text in {value}"))
}
