//! Runs the vectors of the custom schemes in `examples/robots`: those of this folder, and of every
//! `*.jsonl` beneath the folder that the environment variable `POLYSIGN_VECTORS` names.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine;
use polysign::{Context, Error, Request, Secret, Signer};
use serde_json::{Value, json};

#[path = "../../examples/robots/dingtalk.rs"]
mod dingtalk;
#[path = "../../examples/robots/feishu.rs"]
mod feishu;

type Answer = fn(&Value, Secret) -> Result<Value, Error>;

const SCHEMES: [(&str, Answer); 2] = [("dingtalk/robot", of_dingtalk), ("feishu/robot", of_feishu)];

#[test]
fn every_vector_of_a_robot_holds() {
    let mut run = BTreeMap::new();
    run_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors"), &mut run);
    assert!(run.len() == 2 && run.values().all(|count| *count >= 10), "{run:?}");
    if let Some(outside) = std::env::var_os("POLYSIGN_VECTORS") {
        run_folder(Path::new(&outside), &mut run);
    }
    for (scheme, count) in run {
        println!("{scheme}: {count} run");
    }
}

fn run_folder(folder: &Path, run: &mut BTreeMap<&str, usize>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            run_folder(&path, run);
        } else if path.extension().is_some_and(|extension| extension == "jsonl") {
            for line in fs::read_to_string(&path).unwrap().lines().filter(|line| !line.is_empty()) {
                run_line(&serde_json::from_str(line).unwrap(), run);
            }
        }
    }
}

fn run_line(line: &Value, run: &mut BTreeMap<&str, usize>) {
    let scheme = SCHEMES.into_iter().find(|(name, _)| line["scheme"] == *name);
    let Some((scheme, answer)) = scheme else {
        return;
    };
    let secret = Secret::new("secret", line["credential"]["secret"].as_str().unwrap());
    let found = secret.and_then(|secret| answer(line, secret));
    let found = found.unwrap_or_else(|error| json!({"error": error.kind().as_str()}));
    let expect = line["expect"].as_object().unwrap();
    assert_eq!(expect.contains_key("error"), found.get("error").is_some(), "{}", line["id"]);
    for (name, expected) in expect {
        assert_eq!(found.get(name), Some(expected), "{}: {name}", line["id"]);
    }
    *run.entry(scheme).or_default() += 1;
}

fn of_dingtalk(line: &Value, secret: Secret) -> Result<Value, Error> {
    let text = secret.expose().to_owned();
    let signer = dingtalk::DingTalkRobot::new(secret);
    let (method, url) = (line["request"]["method"].as_str(), line["request"]["url"].as_str());
    let request = Request::new(method.unwrap(), url.unwrap())?;
    let context = Context::at(line["time"].as_i64().unwrap());
    let signed = signer.sign_with(&request, &context)?;
    let explained = signer.explain(&request, &context)?;
    let string_to_sign = explained.string_to_sign().expect("it has one").fill(|_| Some(&text));
    let mut query: Vec<_> = signed.query().collect();
    query.sort_unstable();
    Ok(json!({
        "headers": signed.headers().filter(|(name, _)| *name != "host").collect::<Vec<_>>(),
        "query": query,
        "signature": signed.signature(),
        "string_to_sign": String::from_utf8(string_to_sign).unwrap(),
    }))
}

fn of_feishu(line: &Value, secret: Secret) -> Result<Value, Error> {
    let body = line["request"]["body_base64"].as_str().unwrap();
    let body = base64::engine::general_purpose::STANDARD.decode(body).unwrap();
    let message: Value = serde_json::from_slice(&body).unwrap();
    let context = Context::at(line["time"].as_i64().unwrap());
    let signed = feishu::FeishuRobot::new(secret).sign(message.clone(), &context)?;
    let members = ["sign", "timestamp"].map(|name| json!([name, signed[name]]));
    let mut rest = signed.clone();
    for name in ["sign", "timestamp"] {
        rest.as_object_mut().unwrap().remove(name);
    }
    assert_eq!(rest, message, "the rest of the message is as it was");
    Ok(json!({"body_fields": members, "signature": signed["sign"]}))
}
