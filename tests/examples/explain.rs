//! Runs `examples/explain`: it names the cause of each refusal that it demonstrates, and prints no
//! secret, whether passed or echoed.
#![cfg(all(
    feature = "std",
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

use std::io::Write;
use std::process::Stdio;

use super::{command, run, stdout};

#[test]
fn the_demonstration_names_the_causes() {
    let output = run(&mut command("explain"));
    assert!(output.status.success(), "{output:?}");
    let printed = stdout(&output);
    for expected in [
        "\nbody hash: empty-object\n",
        "\npath: trailing-slash\n",
        "\nabsent: header content-type: AIPAGE requires ",
        "\n123454fd24687296dd9f3[server_secret]1615186943\n",
        "\nnot covered: method, host, path, query, body\n",
        "clock",
    ] {
        assert!(printed.contains(expected), "no {expected:?} in {printed}");
    }
    for secret in ["MFyfvK41ba2giqM7", "bbbbbbbb", "9193cc662a4c0ec1"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

const KEYS: [&str; 6] = [
    "--set",
    "access_key=my-ak",
    "--set",
    "secret_key=hunter2-hunter2",
    "--set",
    "security_token=tok-4711-tok-4711",
];

/// The server's words come from the standard input, with the token in them.
#[test]
fn a_request_of_ones_own_is_compared() {
    let says = "verify aksk signature fail, canonicalRequest:GET|/v1/tasks/|b=c|host:example.com:443|\
                x-sdk-date:20191115T033655Z|x-security-token:tok-4711-tok-4711||\
                host;x-sdk-date;x-security-token|\
                e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let mut child = command("explain")
        .args(["--scheme", "huawei/sdk-hmac-sha256", "--at", "1573789015"])
        .args(["--url", "https://example.com/v1/tasks?b=c", "--status", "401"])
        .args(["--server-says", "-"])
        .args(KEYS)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the example starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(says.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    let printed = stdout(&output);
    assert!(printed.contains("\nhost: host-port\n"), "{printed}");
    assert!(printed.contains("x-security-token:[security_token]\n"), "{printed}");
    assert!(!printed.contains("hunter2") && !printed.contains("4711"), "{printed}");
}

#[test]
fn a_time_is_taken_in_every_form_and_from_the_request() {
    let explain = |arguments: &[&str]| {
        let output = command("explain")
            .args(["--scheme", "huawei/sdk-hmac-sha256"])
            .args(["--url", "https://example.com/v1/tasks"])
            .args(KEYS)
            .args(arguments)
            .output();
        output.expect("the example runs")
    };
    for arguments in [
        ["--at", "1573789015"],
        ["--at", "20191115T033655Z"],
        ["--at", "2019-11-15T03:36:55Z"],
        ["--at", "Fri, 15 Nov 2019 03:36:55 GMT"],
        ["--header", "X-Sdk-Date: 20191115T033655Z"],
    ] {
        let printed = stdout(&explain(&arguments));
        assert!(printed.contains("x-sdk-date:20191115T033655Z"), "{printed}");
    }
    let printed = stdout(&explain(&["--at", "0", "--header", "X-Sdk-Date: 20191115T033655Z"]));
    assert!(printed.contains("x-sdk-date:19700101T000000Z"), "{printed}");
    for text in ["yesterday", "2019-11-15", "20191315T033655Z", "15.11.2019"] {
        let output = explain(&["--at", text]);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && error.contains("is not one that can be read"),
            "{error}"
        );
    }
}

/// By the scheme: Baidu's time is a part of a header, and a date of another scheme is not read.
#[test]
fn a_time_is_read_where_the_scheme_has_it() {
    let keys = ["--set", "access_key_id=k", "--set", "secret_access_key=s"];
    let explain = |headers: &[&str]| {
        let mut command = command("explain");
        command.args(["--scheme", "baidu/bce-auth-v1", "--url", "https://example.com/"]).args(keys);
        for header in headers {
            command.args(["--header", header]);
        }
        command.output().expect("the example runs")
    };
    let sent = "Authorization: bce-auth-v1/k/2015-04-27T08:23:49Z/1800/host/abc";
    let printed = stdout(&explain(&["X-Sdk-Date: 20191115T033655Z", sent]));
    assert!(printed.contains("x-bce-date:2015-04-27T08%3A23%3A49Z"), "{printed}");
    let output = explain(&["Authorization: bce-auth-v1/k/2015-04-31T08:23:49Z/1800/host/abc"]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && error.contains("authorization: has no time"), "{error}");
}

/// Errors of the command line quote what was typed; a secret may be in it.
#[test]
fn no_error_quotes_a_secret() {
    for mistyped in [
        ["--set", "secret_key:hunter2-hunter2"],
        ["--set", "secretkey=hunter2-hunter2"],
        ["--set", "secret_key= hunter2-hunter2"],
    ] {
        let output = run(command("explain")
            .args(["--scheme", "huawei/sdk-hmac-sha256", "--url", "https://h"])
            .args(["--set", "access_key=ak"])
            .args(mistyped));
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(errors.starts_with("error: "), "{errors}");
        assert!(!errors.contains("hunter2"), "{errors}");
    }
}

/// What is missing is called by the name that the command line has for it.
#[test]
fn errors_say_what_to_pass() {
    let post = ["--method", "POST", "--url", "https://h"];
    let no_file = ["--body-file", "no-such-file", "--url", "https://h"];
    for (arguments, expected) in
        [(post.as_slice(), "error: --body: "), (&no_file, "error: no-such-file: ")]
    {
        let output = run(command("explain")
            .args(["--scheme", "huawei/sdk-hmac-sha256"])
            .args(KEYS)
            .args(arguments));
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(errors.starts_with(expected), "{errors}");
    }
}
