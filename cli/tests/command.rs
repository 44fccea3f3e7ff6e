//! Runs the program.

#[path = "../../tests/common/schemes/mod.rs"]
#[allow(dead_code, reason = "the table is for all suites")]
mod schemes;

#[path = "command/refusals.rs"]
mod refusals;
#[path = "command/requests.rs"]
mod requests;
#[path = "command/rest.rs"]
mod rest;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The program, without any variable of the caller's.
fn polysign(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_polysign"));
    command.env_clear().args(arguments);
    command
}

/// Runs it with a standard input.
fn run(command: &mut Command, input: &[u8]) -> Output {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    // A program that ends for a wrong argument reads nothing.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// What it prints where it succeeds.
#[track_caller]
fn printed(command: &mut Command, input: &[u8]) -> String {
    let output = run(command, input);
    assert!(output.status.success(), "{command:?}: {}", text(&output.stderr));
    text(&output.stdout).to_owned()
}

#[track_caller]
fn object(command: &mut Command, input: &[u8]) -> Value {
    let printed = printed(command, input);
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
}

/// What it says where it fails.
#[track_caller]
fn failed(command: &mut Command) -> String {
    let output = run(command, b"");
    assert_eq!(output.status.code(), Some(2), "{command:?}: {}", text(&output.stdout));
    assert_eq!(text(&output.stdout), "");
    text(&output.stderr).to_owned()
}

/// A file of this name with this text.
fn file(name: &str, content: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("a file");
    path
}
