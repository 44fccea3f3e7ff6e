//! One answer of each vendor in every form that languages print, inside of everything that logs and
//! tools put around it.

use polysign::refusal::{Refusal, Response};
use serde_json::{Map, Value, json};

use super::hostile::scheme;

/// The scheme, an answer, and what has to be read: kind, code and id.
fn answers() -> Vec<(&'static str, Value, [&'static str; 3])> {
    let unknown_key = "Incorrect IAM authentication information: ak x1 not exist";
    vec![
        (
            "huawei/sdk-hmac-sha256",
            json!({"error_code": "APIGW.0301", "error_msg": unknown_key, "request_id": "f6e7"}),
            ["unknown-key", "APIGW.0301", "f6e7"],
        ),
        (
            "baidu/bce-auth-v1",
            json!({"code": "AccessDenied", "message": "Access denied.", "requestId": "81d0-5f"}),
            ["permission", "AccessDenied", "81d0-5f"],
        ),
        (
            "zego/server-api-v2",
            json!({"Code": 100_000_005, "Message": "signature error", "RequestId": "833355"}),
            ["signature", "100000005", "833355"],
        ),
        (
            "tencent/ivh-apaas",
            json!({"Header": {"Code": 100_012, "Message": "请求过于频繁", "RequestID": "gz1"}}),
            ["throttled", "100012", "gz1"],
        ),
        (
            "iflytek/signa",
            json!({"action": "error", "code": "10105", "desc": "illegal access|illegal client_ip: 192.0.2.17", "sid": "rta0@ch3"}),
            ["source-address", "10105", "rta0@ch3"],
        ),
    ]
}

/// How a form writes an object: what is before and after it, after a name, and between fields.
struct Form {
    name: &'static str,
    object: [&'static str; 2],
    field: fn(&str, &str) -> String,
    between: &'static str,
    text: fn(&str) -> String,
}

fn quoted(text: &str) -> String {
    format!("{text:?}")
}

fn plain(text: &str) -> String {
    text.to_owned()
}

fn capital(name: &str) -> String {
    let parts = name.split('_').map(|part| part[..1].to_uppercase() + &part[1..]);
    parts.collect()
}

const FORMS: [Form; 15] = [
    Form {
        name: "json",
        object: ["{", "}"],
        field: |name, value| format!("{name:?}:{value}"),
        between: ",",
        text: quoted,
    },
    Form {
        name: "python",
        object: ["{", "}"],
        field: |name, value| format!("'{name}': {value}"),
        between: ", ",
        text: |text| format!("'{text}'"),
    },
    Form {
        name: "node",
        object: ["{\n", "\n}"],
        field: |name, value| format!("  {name}: {value}"),
        between: ",\n",
        text: |text| format!("'{text}'"),
    },
    Form {
        name: "go",
        object: ["{", "}"],
        field: |name, value| format!("{}:{value}", capital(name)),
        between: " ",
        text: plain,
    },
    Form {
        name: "go pointer",
        object: ["&{", "}"],
        field: |name, value| format!("{}:{value}", capital(name)),
        between: " ",
        text: plain,
    },
    Form {
        name: "go with types",
        object: ["main.Resp{", "}"],
        field: |name, value| format!("{}:{value}", capital(name)),
        between: ", ",
        text: quoted,
    },
    Form {
        name: "go map",
        object: ["map[", "]"],
        field: |name, value| format!("{name}:{value}"),
        between: " ",
        text: plain,
    },
    Form {
        name: "java map",
        object: ["{", "}"],
        field: |name, value| format!("{name}={value}"),
        between: ", ",
        text: plain,
    },
    Form {
        name: "java object",
        object: ["Resp{", "}"],
        field: |name, value| format!("{name}={value}"),
        between: ", ",
        text: |text| format!("'{text}'"),
    },
    Form {
        name: "kotlin",
        object: ["Resp(", ")"],
        field: |name, value| format!("{name}={value}"),
        between: ", ",
        text: plain,
    },
    Form {
        name: "rust",
        object: ["Body {\n", ",\n}"],
        field: |name, value| format!("{name}: Some(\n{value},\n)"),
        between: ",\n",
        text: quoted,
    },
    Form {
        name: "php",
        object: ["array(3) {\n", "\n}"],
        field: |name, value| format!("  [{name:?}]=>\n  {value}"),
        between: "\n",
        text: |text| format!("string({}) {text:?}", text.len()),
    },
    Form {
        name: "php readable",
        object: ["Array\n(\n", "\n)\n"],
        field: |name, value| format!("    [{name}] => {value}"),
        between: "\n",
        text: plain,
    },
    Form {
        name: "ruby",
        object: ["{", "}"],
        field: |name, value| format!("{name:?}=>{value}"),
        between: ", ",
        text: quoted,
    },
    Form {
        name: "xml",
        object: ["", ""],
        field: |name, value| format!("<{name}>{value}</{name}>"),
        between: "\n",
        text: plain,
    },
];

impl Form {
    fn write(&self, value: &Value) -> String {
        match value {
            Value::Object(fields) => self.write_object(fields),
            Value::String(text) => (self.text)(text),
            other => other.to_string(),
        }
    }

    fn write_object(&self, fields: &Map<String, Value>) -> String {
        let fields = fields.iter().map(|(name, value)| (self.field)(name, &self.write(value)));
        let fields: Vec<String> = fields.collect();
        let [before, after] = self.object;
        format!("{before}{}{after}", fields.join(self.between))
    }
}

/// What stands around an answer.
const AROUND: [(&str, &str); 10] = [
    ("", ""),
    ("[ERROR] call failed: ", ""),
    ("2026-11-28 16:00:01,010 - client - ERROR - resp: ", "\n"),
    ("<Response [403]>\n", ""),
    ("HTTP/1.1 403 X\r\nDate: Sat, 28 Nov 2026 08:00:01 GMT\r\n\r\n", ""),
    ("> POST / HTTP/1.1\n> Host: h\n>\n< HTTP/1.1 403 X\n<\n", "\n* left intact"),
    ("event: error\ndata: ", "\n\n"),
    ("报错如下:\n```\n", "\n```\n请问怎么解决？"),
    ("{reqid=7, attempt=1} ", ""),
    ("\u{feff}", ""),
];

fn said(refusal: Option<&Refusal>) -> [String; 3] {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    [
        text(refusal.map(|refusal| refusal.refused().as_str())),
        text(refusal.and_then(Refusal::code)),
        text(refusal.and_then(Refusal::request_id)),
    ]
}

#[test]
fn every_form_is_read_whatever_is_around_it() {
    let mut misread = Vec::new();
    for (name, answer, expected) in answers() {
        for form in &FORMS {
            for (before, after) in AROUND {
                let text = format!("{before}{}{after}", form.write(&answer));
                let in_json = json!({ "success": false, "error": text }).to_string();
                for body in [&text, &in_json] {
                    let refusal = scheme(name).read_refusal(&Response::new(body));
                    let said = said(refusal.as_ref());
                    if said != expected {
                        misread.push(format!("{}: {said:?} of {body}", form.name));
                    }
                }
            }
        }
    }
    assert!(misread.is_empty(), "{} misread, {}", misread.len(), misread.join("\n\n"));
}

/// Whatever bytes a cut leaves, nothing is claimed that the whole does not say.
#[test]
fn no_cut_makes_another_cause() {
    for (name, answer, expected) in answers() {
        for form in &FORMS {
            let text = form.write(&answer);
            for end in 0..text.len() {
                let cut = text.as_bytes().get(..end).unwrap_or_default();
                let refusal = scheme(name).read_refusal(&Response::new(cut).with_status(403));
                let [refused, code, _] = said(refusal.as_ref());
                assert!(
                    refused == expected[0] || refused == "unknown" || !code.is_empty(),
                    "{refused}: {text}, {end}"
                );
                let is_claimed =
                    !["unknown", "not-authentication", expected[0]].contains(&refused.as_str());
                // The code alone may stand for several.
                assert!(
                    !is_claimed || refused == "ambiguous",
                    "{refused} {code}: {}",
                    String::from_utf8_lossy(cut)
                );
            }
        }
    }
}
