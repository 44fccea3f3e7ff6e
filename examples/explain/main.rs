//! Explains what is signed of a request, and what a server that refused it says: what differs, what
//! usually causes that, and what was refused.
//!
//! Without arguments: refusals of three vendors, made up by the forms that their documents and public
//! reports have. With arguments: a request of yours, with your credential from the environment, and
//! with the time that was sent.
//!
//! ```sh
//! cargo run --example explain
//! cargo run --example explain -- --scheme huawei/sdk-hmac-sha256 --method DELETE \
//!     --url https://example.com/v1/tasks/1 --at 1573789015 --status 401 --server-says answer.json
//! cargo run --example explain -- --help
//! ```
//!
//! No secret is printed: neither those that are passed, nor those that a server echoes.

mod arguments;
#[path = "../common/command_line.rs"]
mod command_line;
mod demonstration;
#[path = "../common/sample.rs"]
mod sample;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use polysign::refusal::Response;
use polysign::{Explanation, Request};

use arguments::{Arguments, in_own_words};
use command_line::borrowed;
use demonstration::STORIES;

fn main() -> ExitCode {
    let result = match std::env::args_os().len() {
        0 | 1 => demonstrate(),
        _ => explain_given(&Arguments::parse()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn demonstrate() -> Result<(), Box<dyn Error>> {
    for story in STORIES {
        println!("=== {}\n", story.title);
        let signer = story.sample.signer()?;
        let request = Request::new(story.method, story.url)?;
        let request = request.with_headers(story.headers).with_body(story.body);
        let explanation = signer.explain(&request, &story.sample.context())?;
        print(&explanation, Some((story.answer.as_bytes(), Some(story.status))));
        println!();
    }
    Ok(())
}

fn explain_given(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let settings = arguments.settings()?;
    let signer =
        polysign::registry::signer_from_pairs_or_env(&arguments.scheme, borrowed(&settings))?;
    let (headers, body) = (arguments.headers(), arguments.body()?);
    let request = Request::new(&arguments.method, &arguments.url)?.with_headers(&headers);
    let request = match &body {
        Some(body) => request.with_body(body),
        None => request,
    };
    let sent = arguments.sent(&*signer, &request).map_err(in_own_words)?;
    let explanation = signer.explain(&request, &arguments.context(sent.as_ref())?);
    let explanation = explanation.map_err(in_own_words)?;
    let says = arguments.server_says()?;
    print(&explanation, says.as_deref().map(|says| (says, arguments.status)));
    Ok(())
}

/// The derivation, and what the server's words, perhaps with a status, say of it.
fn print(explanation: &Explanation, answer: Option<(&[u8], Option<u16>)>) {
    print!("{explanation}");
    let Some((says, status)) = answer else {
        return;
    };
    println!("--- compared with what the server says");
    print!("{}", explanation.compare(says));
    let response = Response::new(says);
    let response = status.map_or(response, |status| response.with_status(status));
    println!("--- what was refused");
    match explanation.scheme().read_refusal(&response) {
        Some(refusal) => {
            println!("{refusal}");
            if let Some(message) = refusal.quoted_message() {
                println!("in the server's words: {message}");
            }
        }
        None => println!("nothing that this vendor documents"),
    }
}
