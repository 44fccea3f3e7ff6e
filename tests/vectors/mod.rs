//! Runs the vectors: `tests/vectors/`, and every `*.jsonl` beneath the folder that the environment
//! variable `POLYSIGN_VECTORS` names.
//!
//! `tests/vectors/README.md` has the form of a line.

mod receiving;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::payload::payload;
use base64::Engine;
use polysign::{Context, Request, Signed, Signer};
use serde_json::{Map, Value};

/// How many vendors are compiled in, of five.
const VENDORS: usize = cfg!(feature = "zego") as usize
    + cfg!(feature = "tencent") as usize
    + cfg!(feature = "baidu") as usize
    + cfg!(feature = "huawei") as usize
    + cfg!(feature = "iflytek") as usize;

/// The schemes of other packages of the workspace, whose own tests run their vectors.
const ELSEWHERE: [(&str, &str); 5] = [
    ("tencent/user-sig", "tokens"),
    ("tencent/private-map-key", "tokens"),
    ("zego/token04", "tokens"),
    ("dingtalk/robot", "clients"),
    ("feishu/robot", "clients"),
];

#[test]
fn every_vector_holds() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut report = Report::default();
    let unknown = match VENDORS {
        5 => Unknown::IsAnError,
        _ => Unknown::IsCounted,
    };
    report.run_folder(&own, unknown);
    if let Some(outside) = std::env::var_os("POLYSIGN_VECTORS") {
        report.run_folder(Path::new(&outside), Unknown::IsCounted);
    }
    report.print();
    assert!(report.failures.is_empty(), "{}", report.failures.join("\n"));
    let run: usize = report.run.values().sum();
    let least = match VENDORS {
        5 => 500,
        _ => 30 * VENDORS,
    };
    assert!(run >= least, "the vectors are not where they should be: {run} run");
}

/// What is in a line of a scheme that the crate does not have is not ours to judge.
#[test]
fn a_line_of_an_unknown_scheme_is_counted_before_it_is_read() {
    let line = r#"{"request": 7, "scheme": "example/unknown", "expect": [], "new": null}"#;
    let mut report = Report::default();
    report.run_line(line, "outside:1", Unknown::IsCounted);
    assert_eq!(report.not_run["example/unknown"], 1);
    assert_eq!((report.run.len(), report.failures.len()), (0, 0));
    report.run_line(line, "ours:1", Unknown::IsAnError);
    assert_eq!(report.failures, ["ours:1: no scheme example/unknown"]);
}

#[cfg(feature = "zego")]
#[test]
fn a_line_that_differs_is_a_failure() {
    let line = r#"{"id": "x", "scheme": "zego/server-api-v2", "credential": {}, "options": {}, "expect": {}}"#;
    let mut report = Report::default();
    report.run_line(line, "outside:1", Unknown::IsCounted);
    assert_eq!(report.run["zego/server-api-v2"], 1);
    assert_eq!(report.failures.len(), 1);
}

/// What to make of a scheme that the crate does not have.
#[derive(Clone, Copy, PartialEq)]
enum Unknown {
    IsAnError,
    IsCounted,
}

#[derive(Default)]
struct Report {
    run: BTreeMap<String, usize>,
    not_run: BTreeMap<String, usize>,
    failures: Vec<String>,
}

impl Report {
    fn run_folder(&mut self, folder: &Path, unknown: Unknown) {
        let mut files = Vec::new();
        collect_files(folder, &mut files);
        assert!(!files.is_empty(), "no *.jsonl beneath {}", folder.display());
        for file in files {
            let text = fs::read_to_string(&file).expect("a vector file is UTF-8");
            for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
                let place = format!("{}:{}", file.display(), at + 1);
                self.run_line(line, &place, unknown);
            }
        }
    }

    fn run_line(&mut self, line: &str, place: &str, unknown: Unknown) {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{place}: {e}"));
        let scheme = text(&line, "scheme").to_owned();
        let is_there = polysign::schemes().any(|known| known.name() == scheme)
            || receiving::receiver(&scheme).is_some();
        match (is_there, unknown) {
            (true, _) => {
                if let Err(fault) = check_line(&line) {
                    let id = text(&line, "id");
                    self.failures.push(format!("{place}: {id}: {fault}"));
                }
                *self.run.entry(scheme).or_default() += 1;
            }
            (false, Unknown::IsCounted) => *self.not_run.entry(scheme).or_default() += 1,
            (false, Unknown::IsAnError) => {
                self.failures.push(format!("{place}: no scheme {scheme}"));
            }
        }
    }

    fn print(&self) {
        for (scheme, count) in &self.run {
            println!("{scheme}: {count} run");
        }
        for (scheme, count) in &self.not_run {
            match ELSEWHERE.iter().find(|(name, _)| name == scheme) {
                Some((_, package)) => println!("{scheme}: {count} lines of the package {package}"),
                None => println!("{scheme}: {count} not run, the crate does not have this scheme"),
            }
        }
        println!("{} differ", self.failures.len());
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

fn check_line(line: &Value) -> Result<(), String> {
    let map = object(line, "line")?;
    only_keys(
        map,
        &[
            "id", "scheme", "source", "note", "published", "credential", "options", "time",
            "nonce", "request", "expect",
        ],
    )?;
    if let Some(receiver) = receiving::receiver(text(line, "scheme")) {
        return receiving::check(line, receiver);
    }
    let settings = settings(line)?;
    let signer = polysign::registry::signer_from_pairs(text(line, "scheme"), &settings);
    let expect = object(&line["expect"], "expect")?;
    let answer = match signer {
        // A misspelled key is a fault of the line, also where it expects an invalid option.
        Err(error) if error.to_string().contains("is not a setting") => {
            return Err(error.to_string());
        }
        Err(error) => Err(error),
        Ok(signer) => sign(line, signer.as_ref(), &settings)?,
    };
    compare(expect, answer)
}

/// The stages in the order in which they are computed, each as JSON as in `expect`.
type Stages = Vec<(&'static str, Option<Value>)>;

fn sign(
    line: &Value,
    signer: &dyn Signer,
    settings: &BTreeMap<String, String>,
) -> Result<Result<Stages, polysign::Error>, String> {
    let (headers, body) = headers_and_body(line)?;
    let time = line["time"].as_i64().ok_or("time is not a number")?;
    let mut context = Context::at(time);
    if let Some(nonce) = line["nonce"].as_str() {
        context = context.with_nonce(nonce);
    }
    let method = text(&line["request"], "method");
    let request = match Request::new(method, text(&line["request"], "url")) {
        Ok(request) => request.with_headers(&headers).with_payload(payload(&headers, &body)),
        Err(error) => return Ok(Err(error)),
    };
    Ok(signer.explain(&request, &context).and_then(|explanation| {
        let signed = signer.sign_with(&request, &context)?;
        let filled = |text: &polysign::explain::Text| {
            let bytes = text.fill(|gap| settings.get(gap).map(String::as_str));
            Value::from(String::from_utf8_lossy(&bytes).into_owned())
        };
        let pairs = |pairs: &mut dyn Iterator<Item = (&str, &str)>| {
            let mut pairs: Vec<_> = pairs.collect();
            pairs.sort_unstable();
            serde_json::to_value(pairs).expect("pairs of text")
        };
        Ok(vec![
            ("canonical_request", explanation.canonical_request().map(filled)),
            ("string_to_sign", explanation.string_to_sign().map(filled)),
            ("signed_headers", Some(Value::from(explanation.signed_headers()))),
            ("signature", signed.signature().map(Value::from)),
            ("headers", Some(pairs(&mut signed.headers().filter(|(name, _)| *name != "host")))),
            ("query", Some(pairs(&mut signed.query()))),
            ("removed_headers", Some(removed_headers(&request, &signed))),
        ])
    }))
}

type HeaderPairs = Vec<(String, String)>;

/// The headers and the body of the request, whose form is checked.
fn headers_and_body(line: &Value) -> Result<(HeaderPairs, Vec<u8>), String> {
    let request = object(&line["request"], "request")?;
    only_keys(request, &["method", "url", "headers", "body_base64"])?;
    let headers =
        serde_json::from_value(request["headers"].clone()).map_err(|e| format!("headers: {e}"))?;
    let body = base64::engine::general_purpose::STANDARD
        .decode(text(&line["request"], "body_base64"))
        .map_err(|e| format!("body: {e}"))?;
    Ok((headers, body))
}

/// The headers of the request that an application takes off.
fn removed_headers(request: &Request<'_>, signed: &Signed) -> Value {
    let is_there = |name: &&str| request.headers().get(name).is_some();
    let mut names: Vec<_> = signed.removed_headers().filter(is_there).collect();
    names.sort_unstable();
    Value::from(names)
}

fn compare(
    expect: &Map<String, Value>,
    answer: Result<Stages, polysign::Error>,
) -> Result<(), String> {
    let stages = match (expect.get("error"), answer) {
        (Some(kind), Err(error)) => {
            only_keys(expect, &["error"])?;
            return match kind_of(kind.as_str().unwrap_or_default()) == error.kind().as_str() {
                true => Ok(()),
                false => Err(format!("error: expected {kind}, found {error:?}")),
            };
        }
        (Some(kind), Ok(_)) => return Err(format!("error: expected {kind}, found a signature")),
        (None, Err(error)) => return Err(format!("was refused: {error}")),
        (None, Ok(stages)) => stages,
    };
    let known: Vec<_> = stages.iter().map(|(name, _)| *name).collect();
    only_keys(expect, &known)?;
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

/// The kind of the crate for a label of the vectors: its own, or one that serves several labels.
fn kind_of(label: &str) -> &str {
    match label {
        "ambiguous-encoding" => "invalid-url",
        _ => label,
    }
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

fn only_keys(map: &Map<String, Value>, known: &[&str]) -> Result<(), String> {
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => Err(format!("unknown key {key}")),
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is not text in {value}"))
}
