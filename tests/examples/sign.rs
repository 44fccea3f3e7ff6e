//! Runs `examples/sign`: the five published signatures come out, its errors are the crate's, and
//! a command that it prints sends, through a shell and curl, exactly what was signed.
#![cfg(all(
    feature = "std",
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::thread;

use super::{run, stdout};
use polysign::{Context, Request};

#[test]
fn every_published_signature_comes_out() {
    let output = run(&mut example());
    assert!(output.status.success(), "{output:?}");
    let printed = stdout(&output);
    let expected = [
        ("Z1: ZEGO, ", "zego/server-api-v2", "43e5cfcca828314675f91b001390566a"),
        ("T1: Tencent, ", "tencent/ivh-apaas", "BfWuaC9kmaicCggXc693uK+sZQ8qe88O4HVQNTdwZuo="),
        (
            "B1: Baidu, ",
            "baidu/bce-auth-v1",
            "d74a04362e6a848f5b39b15421cb449427f419c95a480fd6b8cf9fc783e2999e",
        ),
        (
            "H1: Huawei, ",
            "huawei/sdk-hmac-sha256",
            "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe",
        ),
        ("I1: iFlytek, ", "iflytek/signa", "IrrzsJeOFk1NGfJHW6SkHUoN9CU="),
    ];
    for (title, scheme, signature) in expected {
        let (_, rest) = printed.split_once(title).unwrap_or_else(|| panic!("{title}: {printed}"));
        let lines: Vec<&str> = rest.lines().skip(1).take(3).map(str::trim).collect();
        assert!(lines[0].starts_with(scheme), "{printed}");
        assert_eq!(lines[1], format!("published {signature}"));
        assert_eq!(lines[2], format!("computed  {signature}"));
    }
    assert!(printed.contains("\n5 of 5 published signatures came out.\n"), "{printed}");
    // Their times are years ago: nothing to paste.
    assert!(!printed.contains("curl"), "{printed}");
}

/// What curl and shells are known to change: globs, dot segments, quotes, `$`, a leading `@`.
const TARGET: &str = "/v1/a/../b//c'd/$HOME?x[]=[1-3]&y={a,b}&z=%2F&`id`";
const NOTE: &str = "it's \"quoted\" $HOME `id` \\";
const BODY: &str = "@it's {\"a\": \"$(id)\"}";

#[test]
fn a_printed_command_sends_what_was_signed() {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
    let authority = server.local_addr().expect("an address").to_string();
    let output = run(example()
        .args(["baidu/bce-auth-v1", "POST"])
        .arg(format!("http://{authority}{TARGET}"))
        .args(["--header", &format!("x-bce-meta-note: {NOTE}")])
        .args(["--header", "x-bce-date: 2001-01-01T00:00:00Z"])
        .args(["--header", "x-empty:"])
        .args(["--body", BODY])
        .args(["--option", "keep_dot_segments=true"])
        .args(["--time", "1430123029"])
        .env("BCE_ACCESS_KEY_ID", "my_ak")
        .env("BCE_SECRET_ACCESS_KEY", "my_sk"));
    assert!(output.status.success(), "{output:?}");

    let received = thread::spawn(move || receive(&server));
    super::curl::run(stdout(&output).trim_end());
    let received = received.join().expect("the server answered");

    assert_eq!(received.line, format!("POST {TARGET} HTTP/1.1"));
    assert_eq!(received.body, BODY);
    let expected = [
        ("host", vec![authority.as_str()]),
        ("x-bce-meta-note", vec![NOTE]),
        ("x-bce-date", vec!["2015-04-27T08:23:49Z"]),
        ("x-empty", vec![""]),
        ("content-type", vec![]),
    ];
    for (name, values) in expected {
        assert_eq!(received.values(name), values, "{name}");
    }

    // Signed again as it arrived, it gets the same header.
    let signer = polysign::signer("baidu/bce-auth-v1", |key| match key {
        "access_key_id" => Some("my_ak".into()),
        "secret_access_key" => Some("my_sk".into()),
        _ => None,
    })
    .expect("a signer");
    let request = Request::from_parts("POST", "http", &authority, TARGET)
        .expect("a request")
        .with_headers(&received.headers)
        .with_body(&received.body);
    let signed = signer.sign_with(&request, &Context::at(1_430_123_029)).expect("a signature");
    let again = signed.headers().find(|(name, _)| *name == "authorization");
    let (_, again) = again.expect("the scheme sets it");
    assert_eq!(received.values("authorization"), [again]);
}

#[test]
fn errors_are_the_crates_own() {
    let huawei = ["huawei/sdk-hmac-sha256", "POST", "https://example.com/"];
    let zego = ["zego/server-api-v2", "GET", "http://example.com/"];
    let keys = [("HUAWEICLOUD_SDK_AK", "ak"), ("HUAWEICLOUD_SDK_SK", "sk")];
    let half = [("HUAWEICLOUD_SDK_AK", "ak"), ("HUAWEICLOUD_SDK_SK", " ")];
    refuses(huawei, &[], "HUAWEICLOUD_SDK_AK: is not set");
    refuses(huawei, &half, "HUAWEICLOUD_SDK_SK: is not set");
    refuses(huawei, &keys, "payload: is covered by the signature");
    let keys = [("ZEGO_APP_ID", "1"), ("ZEGO_SERVER_SECRET", "s")];
    refuses(zego, &keys, "url: is sent in clear text");
    let unknown = ["zego/none", "GET", "https://example.com/"];
    refuses(unknown, &[], "scheme: is not known");
}

/// Signed without it, the mistake would leave no trace.
#[test]
fn an_option_that_the_scheme_does_not_have_is_refused_by_name() {
    let keys = [("HUAWEICLOUD_SDK_AK", "ak"), ("HUAWEICLOUD_SDK_SK", "sk")];
    let request = ["huawei/sdk-hmac-sha256", "GET", "https://example.com/"];
    for (option, expected) in [
        ("signed_header=host", "did you mean `signed_headers`?"),
        ("placement=query", "write one of access_key, "),
    ] {
        let mut command = example();
        command.args(request).args(["--option", option]).envs(keys);
        let output = run(&mut command);
        let errors = String::from_utf8_lossy(&output.stderr);
        let (key, _) = option.split_once('=').expect("a pair");
        let start = format!("error: {key}: is not a setting here; {expected}");
        assert!(errors.starts_with(&start), "{errors}");
        assert_eq!(output.status.code(), Some(1), "{errors}");
    }
}

fn refuses(arguments: [&str; 3], variables: &[(&str, &str)], expected: &str) {
    let output = run(example().args(arguments).envs(variables.iter().copied()));
    let errors = String::from_utf8_lossy(&output.stderr);
    let expected = format!("error: {expected}");
    assert!(errors.starts_with(&expected), "{errors}");
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert_eq!(stdout(&output), "", "{errors}");
}

#[test]
fn usage_is_shown() {
    let output = run(example().arg("--help"));
    assert!(output.status.success(), "{output:?}");
    let help = stdout(&output);
    for scheme in polysign::schemes() {
        assert!(help.contains(scheme.name()), "{help}");
    }
    let output = run(example().arg("huawei/sdk-hmac-sha256"));
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

fn example() -> Command {
    super::command("sign")
}

/// A request as it came in.
struct Received {
    line: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Received {
    fn values(&self, name: &str) -> Vec<&str> {
        let named = self.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str()).collect()
    }
}

/// Takes one request and answers it.
fn receive(server: &TcpListener) -> Received {
    let (stream, _) = server.accept().expect("a connection");
    let mut reader = BufReader::new(&stream);
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a line");
        line.strip_suffix("\r\n").expect("a whole line").to_owned()
    };
    let mut received = Received { line: line(), headers: Vec::new(), body: String::new() };
    loop {
        match line() {
            end if end.is_empty() => break,
            header => {
                let (name, value) = header.split_once(':').expect("a header");
                let value = value.trim_matches(' ');
                received.headers.push((name.into(), value.into()));
            }
        }
    }
    let length = received.values("content-length")[0].parse().expect("a number");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("the body");
    received.body = String::from_utf8(body).expect("UTF-8");
    (&stream)
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        .expect("the answer");
    received
}
