//! `polysign why` says of every answer what the library says.

use std::fs;
use std::path::{Path, PathBuf};

use polysign::refusal::{Refusal, Refused, Response};
use serde_json::{Value, json};

use super::{object, polysign, printed, run, text};

/// An answer as the corpus and the cases have it.
struct Answer {
    scheme: String,
    options: Vec<(String, String)>,
    status: Option<u16>,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

fn pairs(value: &Value) -> Vec<(String, String)> {
    let map = value.as_object().into_iter().flatten();
    map.map(|(key, value)| (key.clone(), value.as_str().expect("text").to_owned())).collect()
}

impl Answer {
    /// Both forms: an answer in a line, or in the field `response`.
    fn of(line: &Value) -> Self {
        let own = if line["response"].is_object() { &line["response"] } else { line };
        let body = match (&own["body"], &own["body_hex"], &own["json"]) {
            (Value::String(body), ..) => body.clone().into_bytes(),
            (_, Value::String(digits), _) => hex::decode(digits).expect("hexadecimal digits"),
            (_, _, Value::Null) => Vec::new(),
            (_, _, json) => json.to_string().into_bytes(),
        };
        Self {
            scheme: line["scheme"].as_str().expect("a scheme").to_owned(),
            options: pairs(&line["options"]),
            status: own["status"].as_u64().map(|status| status.try_into().expect("a status")),
            headers: pairs(&own["headers"]),
            body,
        }
    }

    fn of_library(&self) -> Value {
        let option = |key: &str| {
            let option = self.options.iter().find(|(own, _)| own == key);
            option.map(|(_, value)| value.clone())
        };
        let is_option = ["dialect", "placement", "expires_in", "signed_headers", "requestid"];
        let made_up = |key: &str| match key {
            "security_token" | "session_token" | "expires_at" | "project_id" | "domain_id" => None,
            _ if is_option.contains(&key) || key.contains("allow") || key.contains("signed") => {
                None
            }
            "keep_dot_segments" => None,
            // Not every service takes one.
            "token" if self.scheme == "tencent/speech-hmac-sha1" => None,
            _ => Some("12345".to_owned()),
        };
        let signer = polysign::signer(&self.scheme, |key| option(key).or_else(|| made_up(key)));
        let signer = signer.unwrap_or_else(|error| panic!("{}: {error}", self.scheme));
        let response = Response::new(&self.body).with_headers(&self.headers);
        let refusal = signer.scheme().read_refusal(&match self.status {
            Some(status) => response.with_status(status),
            None => response,
        });
        let refused = refusal.as_ref().map(Refusal::refused);
        let causes = refused.as_ref().map_or(&[][..], |refused| refused.causes());
        let field = causes.iter().find_map(|cause| match cause {
            Refused::Malformed(field) => Some(*field),
            _ => None,
        });
        json!({
            "scheme": self.scheme,
            "refused": refused.map(|refused| refused.as_str()),
            "causes": causes.iter().map(|cause| cause.as_str()).collect::<Vec<_>>(),
            "field": field,
            "code": refusal.as_ref().and_then(|it| it.code()),
            "message": refusal.as_ref().and_then(|it| it.quoted_message()),
            "request_id": refusal.as_ref().and_then(|it| it.request_id()),
            "advice": refusal.as_ref().map_or(&[][..], |it| it.advice()),
            "another_clock_may_help": refusal.as_ref().is_some_and(|it| it.another_clock_may_help()),
            "retrying_does_harm": refusal.as_ref().is_some_and(|it| it.retrying_does_harm()),
            "comparison": null,
        })
    }

    fn of_command(&self) -> Value {
        let mut arguments = vec!["why".to_owned(), self.scheme.clone(), "--json".into()];
        for (key, value) in &self.options {
            arguments.extend(["--option".into(), format!("{key}={value}")]);
        }
        for (name, value) in &self.headers {
            arguments.extend(["--answer-header".into(), format!("{name}: {value}")]);
        }
        if let Some(status) = self.status {
            arguments.extend(["--status".into(), status.to_string()]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        object(&mut polysign(&arguments), &self.body)
    }
}

/// The files of the library's suite, and those of `POLYSIGN_REFUSALS`.
fn files() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/refusals");
    let mut folders = vec![own.join("corpus"), own];
    folders.extend(std::env::var_os("POLYSIGN_REFUSALS").map(PathBuf::from));
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    let files = entries.map(|entry| entry.expect("an entry").path());
    files.filter(|file| file.extension().is_some_and(|end| end == "jsonl")).collect()
}

#[test]
fn the_command_agrees_with_the_library() {
    let mut answers = Vec::new();
    for file in files() {
        for line in fs::read_to_string(&file).expect("UTF-8").lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            if polysign::schemes().any(|scheme| line["scheme"] == scheme.name()) {
                answers.push(Answer::of(&line));
            }
        }
    }
    assert!(answers.len() > 900, "only {} answers", answers.len());
    let (front, back) = answers.split_at(answers.len() / 2);
    std::thread::scope(|scope| {
        for half in [front, back] {
            scope.spawn(move || {
                for answer in half {
                    let (found, expected) = (answer.of_command(), answer.of_library());
                    assert_eq!(found, expected, "{}", String::from_utf8_lossy(&answer.body));
                }
            });
        }
    });
}

const ANSWER: &str = r#"{"error_msg":"Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:DELETE|/v1/tasks/1/||host:example.com|x-sdk-date:20191115T033655Z||host;x-sdk-date|44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","error_code":"APIGW.0301","request_id":"5a63903e"}"#;
const REQUEST: [&str; 4] =
    ["huawei/sdk-hmac-sha256", "DELETE", "https://example.com/v1/tasks/1", "--status=401"];

/// With the request, what differs is said. Its time is read from it.
#[test]
fn a_request_is_compared_with_the_answer() {
    let mut why = polysign(&["why"]);
    why.args(REQUEST).args(["-H", "x-sdk-date: 20191115T033655Z"]);
    why.env("HUAWEICLOUD_SDK_AK", "AccessKey").env("HUAWEICLOUD_SDK_SK", "hunter2-hunter2");
    let shown = printed(&mut why, ANSWER.as_bytes());
    assert!(shown.starts_with("refused: signature\ncode: APIGW.0301\n"), "{shown}");
    for expected in ["\nrequest id: 5a63903e\n", "\nto do: ", "\nbody hash: empty-object\n"] {
        assert!(shown.contains(expected), "{shown}");
    }
    assert!(!shown.contains("hunter2") && !shown.contains('\u{1b}'), "{shown}");

    let object = object(why.arg("--json"), ANSWER.as_bytes());
    assert_eq!(object["comparison"]["verdict"], "different");
    assert_eq!(object["comparison"]["causes"], json!(["empty-object"]));
    assert_eq!(object["comparison"]["differences"][0]["component"], "body hash");
}

#[test]
fn colours_are_for_terminals() {
    let mut why = polysign(&["why", "huawei/auth-token", "--status", "401"]);
    assert!(!printed(&mut why, ANSWER.as_bytes()).contains('\u{1b}'));
    let output = run(why.env("CLICOLOR_FORCE", "1"), ANSWER.as_bytes());
    assert!(text(&output.stdout).contains('\u{1b}'), "{output:?}");
}

#[test]
fn an_answer_that_is_no_refusal_is_said_to_be_none() {
    let mut why = polysign(&["why", "zego/server-api-v2", "--status", "200"]);
    let shown = printed(&mut why, br#"{"Code":0,"Message":"success"}"#);
    assert_eq!(shown, "refused: nothing that this vendor documents\n");
}
