//! `polysign`, the command: signs requests, and says why a server refuses them.
//!
//! It sends nothing. Secrets come from variables or from a file, never from arguments.

mod arguments;
mod curl;
mod explain;
mod failure;
mod json;
mod redact;
mod sign;
mod signer;
mod verify;
mod why;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use failure::Failure;

/// The output of a subcommand. A yes is exit code 0.
struct Answer {
    text: String,
    is_yes: bool,
}

impl Answer {
    fn yes(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_yes: true }
    }
}

fn main() -> ExitCode {
    match run(Arguments::parse().command).and_then(print) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            anstream::eprintln!("{}error:{:#} {failure}", failure::RED, failure::RED);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Sign(command) => command.run(),
        Command::Why(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Redact(command) => command.run(),
        Command::Schemes { variables, host } => Ok(signer::list(variables, host.as_deref())),
        Command::Completions { shell } => Ok(Answer::yes(arguments::completions(shell)?)),
    }
}

/// Prints without colours where the output is no terminal. A reader that has gone is no failure.
fn print(answer: Answer) -> Result<bool, Failure> {
    let mut output = anstream::stdout().lock();
    let end = if answer.text.ends_with('\n') { "" } else { "\n" };
    match write!(output, "{}{end}", answer.text).and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(answer.is_yes),
    }
}
