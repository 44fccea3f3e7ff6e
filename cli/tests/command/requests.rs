//! `sign`, `explain` and `verify`, for every scheme.

use serde_json::{Map, Value, json};

use super::schemes::{Row, rows};
use super::{failed, file, object, polysign, printed, run, text};

const TIME: &str = "1700000000";

/// The credential of a row as a file, and the arguments that say the row's signer.
fn signer(row: &Row, is_json: bool) -> Vec<String> {
    let number = |key: &str, value: &str| match key {
        "app_id" if row.scheme.starts_with("zego") => value.to_owned(),
        _ => json!(value).to_string(),
    };
    let content = match is_json {
        true => {
            let fields = row.credential.iter().map(|(key, value)| ((*key).into(), json!(value)));
            Value::Object(fields.collect::<Map<_, _>>()).to_string()
        }
        false => {
            let fields = row.credential.iter();
            fields.map(|(key, value)| format!("{key} = {}\n", number(key, value))).collect()
        }
    };
    let end = if is_json { "json" } else { "toml" };
    let name = format!("{}.{end}", row.name.replace([' ', ','], "-"));
    let path = file(&name, &content).display().to_string();
    let mut arguments = vec!["--credential".into(), path];
    for (key, value) in row.options {
        arguments.extend(["--option".into(), format!("{key}={value}")]);
    }
    arguments
}

/// The row's request as arguments, with these headers and at this URL.
fn request(row: &Row, url: &str, headers: &[(String, String)]) -> Vec<String> {
    let sample = row.sample;
    let mut arguments = vec![row.scheme.into(), sample.method.into(), url.to_owned()];
    for (name, value) in headers {
        arguments.extend(["--header".into(), format!("{name}: {value}")]);
    }
    arguments.extend(["--body".into(), sample.body.into()]);
    arguments
}

fn own_headers(row: &Row) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), value.trim().to_owned());
    row.sample.headers.iter().map(owned).collect()
}

/// The row's request as it was sent: URL and headers of the signed one.
fn sent(row: &Row, signed: &Value) -> Vec<String> {
    let mut headers = own_headers(row);
    for (name, value) in signed["headers"].as_object().expect("headers") {
        headers.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
        headers.push((name.clone(), value.as_str().expect("text").to_owned()));
    }
    request(row, signed["url"].as_str().expect("a URL"), &headers)
}

#[test]
fn what_is_signed_is_verified_and_explained() {
    for (at, row) in rows().enumerate() {
        let signer = signer(row, at % 2 == 0);
        let unsigned = request(row, row.sample.url, &own_headers(row));
        let nonce = match row.scheme {
            "tencent/speech-hmac-sha1" => "1424242",
            _ => "4fd24687296dd9f3",
        };
        let at_time = ["--time", TIME, "--nonce", nonce];
        let mut sign = polysign(&["sign", "--json"]);
        let signed = object(sign.args(&signer).args(&unsigned).args(at_time), b"");
        assert_eq!(signed["scheme"], row.scheme);

        // The library signs the same.
        let request = row.sample.request();
        let context = polysign::Context::at(1_700_000_000).with_nonce(nonce);
        let expected = row.signer(&[]).expect(row.name).sign_with(&request, &context);
        let expected = expected.expect(row.name);
        assert_eq!(signed["signature"].as_str(), expected.signature(), "{}", row.name);
        assert_eq!(signed["url"], expected.url(&request).expect(row.name).expose());
        for (name, value) in expected.headers() {
            assert_eq!(signed["headers"][name], value, "{}", row.name);
        }

        let sent = sent(row, &signed);
        let mut verify = polysign(&["verify", "--json", "--time", TIME]);
        let outcome = object(verify.args(&signer).args(&sent), b"");
        assert_eq!(outcome["accepted"], true, "{}: {outcome}", row.name);

        // Time and nonce come from the request.
        let mut explain = polysign(&["explain", "--json"]);
        let explained = object(explain.args(&signer).args(&sent), b"");
        let mut before = polysign(&["explain", "--json"]);
        let expected = object(before.args(&signer).args(&unsigned).args(at_time), b"");
        // The token of Xiling says when it ends, not when it was made.
        if row.scheme != "baidu/xiling" {
            assert_eq!(explained["stages"], expected["stages"], "{}", row.name);
        }

        let mut another = sent.clone();
        let body = another.len() - 1;
        another[2] = another[2].replacen("?", "?changed=1&", 1);
        another[body].push('!');
        let mut verify = polysign(&["verify", "--json", "--time", TIME]);
        let output = run(verify.args(&signer).args(&another), b"");
        let covers_it = explained["covers"]["query"] == true || explained["covers"]["body"] == true;
        assert_eq!(output.status.code(), Some(covers_it.into()), "{}", row.name);
        if covers_it {
            let outcome: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            // The body's own digest is compared first.
            let reasons = [json!("bad-signature"), json!("body-mismatch")];
            assert!(reasons.contains(&outcome["reason"]), "{}: {outcome}", row.name);
        }
    }
}

const KEY: [(&str, &str); 2] =
    [("HUAWEICLOUD_SDK_AK", "AccessKey"), ("HUAWEICLOUD_SDK_SK", "hunter2-hunter2")];

#[test]
fn four_formats() {
    let formatted = |format: &str| {
        let mut sign =
            polysign(&["sign", "huawei/sdk-hmac-sha256", "PUT", "https://h.example.com"]);
        sign.args(["--body", "it's", "-t", "20191115T033655Z", "-H", "X-A:", "--format", format]);
        printed(sign.envs(KEY), b"")
    };
    let curl = formatted("curl");
    let front =
        r"curl -g --path-as-is -X 'PUT' --data-raw 'it'\''s' -H 'X-A;' -H 'authorization: SDK-";
    assert!(curl.starts_with(front), "{curl}");
    assert!(curl.contains(" -H 'content-type:' "), "{curl}");
    assert!(curl.ends_with(" 'https://h.example.com/'\n"), "{curl}");
    let headers = formatted("headers");
    assert!(headers.ends_with("\nx-sdk-date: 20191115T033655Z\n"), "{headers}");
    assert_eq!(formatted("url"), "https://h.example.com/\n");
    assert!(formatted("json").starts_with("{\n  \"scheme\": \"huawei/sdk-hmac-sha256\",\n"));
}

/// The body from a file goes to curl as the file.
#[test]
fn a_body_can_be_a_file() {
    let path = file("body of a request", "\u{0}binary").display().to_string();
    let mut sign = polysign(&["sign", "huawei/sdk-hmac-sha256", "POST", "https://h.example.com/"]);
    let curl = printed(sign.envs(KEY).args(["--body-file", &path]), b"");
    assert!(curl.contains(&format!(" --data-binary '@{path}' ")), "{curl}");
}

#[test]
fn what_is_wrong_is_said_in_words_of_the_command() {
    let sign = |arguments: &[&str]| {
        let mut sign = polysign(&["sign", "huawei/sdk-hmac-sha256"]);
        failed(sign.envs(KEY).args(arguments))
    };
    let url = "https://h.example.com/";
    for (arguments, expected) in [
        (&["POST", url][..], "--body: is not given, and the signature covers the body"),
        (&["GET", "h.example.com"], "url: "),
        (&["GET", url, "--option", "signed_header=host"], "did you mean `signed_headers`?"),
        (&["GET", url, "--option", "hunter2"], "--option: has no `=` in it"),
        (&["GET", url, "--time", "yesterday"], "is not one that can be read"),
        (&["GET", url, "--credential", "/no/such/file"], "/no/such/file: "),
    ] {
        let said = sign(arguments);
        assert!(said.contains(expected), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
    let said = failed(&mut polysign(&["sign", "huawei/sdk-hmac-sha256", "GET", url]));
    assert!(said.contains("HUAWEICLOUD_SDK_AK: ") && said.contains("--credential"), "{said}");
    let said = failed(&mut polysign(&["sign", "huawei/sdk-hmac-sha265", "GET", url]));
    assert!(said.contains("'huawei/sdk-hmac-sha256'"), "{said}");
}

/// Secrets come from variables or a file. Wherever one is by mistake, it is not shown.
#[test]
fn no_secret_is_an_argument_or_is_quoted() {
    let url = "https://h.example.com/";
    for option in ["secret_key=hunter2-hunter2", "access_key=hunter2-hunter2"] {
        let mut sign = polysign(&["sign", "huawei/sdk-hmac-sha256", "GET", url, "-o", option]);
        let said = failed(sign.envs(KEY));
        assert!(said.contains("is not a setting here") && !said.contains("hunter2"), "{said}");
    }
    for (name, content) in [
        ("broken.toml", "access_key = 'k'\nsecret_key = hunter2-hunter2\n"),
        ("broken.json", "{\"access_key\": \"k\",\n\"secret_key\": hunter2-hunter2}"),
        ("wrong.toml", "access_key = 'k'\nsecret_key = ['hunter2-hunter2']\n"),
        ("other.toml", "access_key = 'k'\nsecret = 'hunter2-hunter2'\n"),
    ] {
        let path = file(name, content).display().to_string();
        for command in ["sign", "verify", "explain"] {
            let mut command = polysign(&[command, "huawei/sdk-hmac-sha256", "GET", url]);
            let said = failed(command.args(["--credential", &path, "-H", "x-sdk-date: 0"]));
            assert!(!said.contains("hunter2"), "{said}");
        }
    }
}

#[test]
fn a_date_that_cannot_be_read_is_reported() {
    let url = "https://h.example.com/";
    let mut explain = polysign(&["explain", "huawei/sdk-hmac-sha256", "GET", url]);
    let said = failed(explain.envs(KEY).args(["-H", "x-sdk-date: 2019-11-15"]));
    assert!(said.contains("x-sdk-date: has no time where the scheme puts it"), "{said}");
    // With a time that is given, and where there is none yet, nothing has to be read.
    let shown = printed(explain.args(["--time", "1573789015"]), b"");
    assert!(shown.contains("x-sdk-date:20191115T033655Z"), "{shown}");
    let mut explain = polysign(&["explain", "huawei/sdk-hmac-sha256", "GET", url]);
    assert!(printed(explain.envs(KEY), b"").contains("x-sdk-date:20"));
}

#[test]
fn a_request_that_is_refused_says_why() {
    let mut verify =
        polysign(&["verify", "huawei/sdk-hmac-sha256", "GET", "https://h.example.com/"]);
    let output = run(verify.envs(KEY), b"");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(text(&output.stdout).starts_with("refused: not-signed, "), "{output:?}");
}
