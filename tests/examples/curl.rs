//! Runs a printed `curl` command through a shell: by curl, or, on a machine without it, by a
//! stand-in that takes the arguments as the shell understood them and sends them as curl would.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Output};

/// Runs the command, which has to succeed.
pub(crate) fn run(command: &str) {
    let is_there = Command::new("curl").arg("--version").output().is_ok();
    match is_there {
        true => {
            let sent = shell(command);
            assert!(sent.status.success(), "{sent:?}");
        }
        false => {
            println!("there is no curl here; a stand-in sends the request");
            let arguments = shell(&format!("curl() {{ printf '%s\\0' \"$@\"; }}; {command}"));
            assert!(arguments.status.success(), "{arguments:?}");
            stand_in(&String::from_utf8(arguments.stdout).expect("UTF-8"));
        }
    }
}

fn shell(command: &str) -> Output {
    Command::new("sh")
        .args(["-c", command])
        // Neither a proxy nor a configuration of the user's may come between.
        .env("no_proxy", "*")
        .env("CURL_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("HOME", env!("CARGO_TARGET_TMPDIR"))
        .output()
        .expect("this test needs a POSIX shell, `sh`")
}

/// Knows the options that the example prints for an HTTP request, and no other.
fn stand_in(arguments: &str) {
    let (mut method, mut url, mut body) = ("GET", "", "");
    let mut headers = String::new();
    let mut arguments = arguments.trim_end_matches('\0').split('\0');
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().expect("an option has a value");
        match argument {
            "-g" | "--path-as-is" => {}
            "-X" => method = value(),
            "--data-raw" => body = value(),
            "-H" => headers += &header(value()),
            option if option.starts_with('-') => panic!("{option} is unknown here"),
            target => url = target,
        }
    }
    let rest = url.strip_prefix("http://").expect("a URL of loopback");
    let slash = rest.find('/').expect("a path");
    let (authority, target) = rest.split_at(slash);
    let length = body.len();
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: {authority}\r\n{headers}\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    let mut stream = TcpStream::connect(authority).expect("the server listens");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// `name: value` is sent, `name;` is sent empty, `name:` keeps curl from sending its own.
fn header(text: &str) -> String {
    match (text.strip_suffix(';'), text.split_once(':')) {
        (Some(name), None) => format!("{name}:\r\n"),
        (_, Some((_, ""))) => String::new(),
        _ => format!("{text}\r\n"),
    }
}
