//! The cases of a file, read strictly: a field of another name is an error.

use std::collections::BTreeMap;

use polysign::refusal::{Refusal, Response};
use polysign::{Scheme, signer};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) case: String,
    pub(crate) from: String,
    scheme: String,
    #[serde(default)]
    options: BTreeMap<String, String>,
    response: Answer,
    pub(crate) refused: Option<String>,
    #[serde(default)]
    pub(crate) causes: Vec<String>,
    pub(crate) field: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    #[serde(default)]
    pub(crate) retrying_does_harm: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
    json: Option<serde_json::Value>,
}

/// Every case of one vendor.
pub(crate) fn of(vendor: &str) -> Vec<Case> {
    let lines = match vendor {
        "zego" => include_str!("zego.jsonl"),
        "tencent" => include_str!("tencent.jsonl"),
        "baidu" => include_str!("baidu.jsonl"),
        "huawei" => include_str!("huawei.jsonl"),
        "iflytek" => include_str!("iflytek.jsonl"),
        _ => panic!("no cases of {vendor}"),
    };
    let read = |(at, line)| {
        serde_json::from_str(line)
            .unwrap_or_else(|error| panic!("{vendor}, line {}: {error}", at + 1))
    };
    lines.lines().enumerate().map(read).collect()
}

impl Case {
    /// The scheme of a signer with the options of the case.
    pub(crate) fn scheme(&self) -> &'static Scheme {
        scheme(&self.scheme, &self.options)
    }

    pub(crate) fn read(&self) -> Option<Refusal> {
        let Answer { status, headers, body, json } = &self.response;
        assert!(body.is_none() || json.is_none(), "{}: two bodies", self.case);
        let json = json.as_ref().map(ToString::to_string);
        let body = body.as_ref().or(json.as_ref()).map_or("", String::as_str);
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let response = Response::new(body).with_headers(&headers);
        let response = match status {
            Some(status) => response.with_status(*status),
            None => response,
        };
        self.scheme().read_refusal(&response)
    }
}

/// The scheme of a signer of that name with a made-up credential.
pub(crate) fn scheme(name: &str, options: &BTreeMap<String, String>) -> &'static Scheme {
    let made_up = |key: &str| match key {
        "app_id" => Some("12345".to_owned()),
        "service" => Some("cvm".to_owned()),
        // Not every service takes one.
        "token" if name == "tencent/speech-hmac-sha1" => None,
        "server_secret" | "appkey" | "access_token" | "access_key_id" | "secret_access_key"
        | "access_key" | "secret_id" | "secret_key" | "token" | "secret" | "api_key"
        | "api_secret" | "app_key" => Some("made-up".to_owned()),
        _ => options.get(key).cloned(),
    };
    let signer = signer(name, made_up).unwrap_or_else(|error| panic!("{name}: {error}"));
    signer.scheme()
}
