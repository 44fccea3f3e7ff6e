//! Runs an example that is built.

mod curl;
mod explain;
mod sign;

use std::path::Path;
use std::process::{Command, Output};
use std::time::SystemTime;
use std::{fs, io};

/// The example, without any variable of the caller's.
pub(crate) fn command(name: &str) -> Command {
    // From target/<profile>/deps/<this test> to target/<profile>/examples/<name>.
    let test = std::env::current_exe().expect("the path of this test");
    let profile = test.ancestors().nth(2).expect("the folder of the profile");
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let path = profile.join("examples").join(file);
    // `cargo test` builds the examples, `cargo test --test` does not.
    let built = modified(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; run `cargo build --example {name}`", path.display())
    });
    let sources = Path::new("examples").join(name);
    for source in fs::read_dir(sources).expect("the example's source") {
        let source = source.expect("a file").path();
        assert!(
            modified(&source).expect("a time") <= built,
            "{} is older than {}; run `cargo build --example {name}`",
            path.display(),
            source.display()
        );
    }
    let mut command = Command::new(path);
    command.env_clear();
    command
}

fn modified(path: &Path) -> io::Result<SystemTime> {
    fs::metadata(path)?.modified()
}

pub(crate) fn run(command: &mut Command) -> Output {
    command.output().expect("the example starts")
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}
