//! Signs a request and prints what would be sent, as a `curl` command.
//!
//! Without arguments: the requests that the vendors' documents sign, with the documents' keys and
//! times, and whether the published signatures came out. With arguments: a request of yours, with your
//! credential from the environment.
//!
//! ```sh
//! cargo run --example sign
//! cargo run --example sign -- huawei/sdk-hmac-sha256 POST https://example.com/v1/tasks \
//!     --header 'content-type: application/json' --body '{}'
//! cargo run --example sign -- --help
//! ```

mod arguments;
#[path = "../common/command_line.rs"]
mod command_line;
mod curl;
mod published;
#[path = "../common/sample.rs"]
mod sample;

use std::process::ExitCode;

use clap::Parser;
use polysign::{Context, Error, Signer};

use arguments::Arguments;
use command_line::{borrowed, context};
use curl::Outgoing;
use published::{PUBLISHED, Published};

fn main() -> ExitCode {
    let result = match std::env::args_os().len() {
        0 | 1 => sign_published(),
        _ => sign_given(&Arguments::parse()),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Signs the documents' requests and compares the signatures. No command is printed: their times are
/// years ago, and no server would accept them.
fn sign_published() -> Result<ExitCode, Error> {
    println!("Requests of the vendors' documents, signed with the documents' keys and times:\n");
    let mut right = 0;
    for example in PUBLISHED {
        let Published { id, document, sample, request, signature: expected } = example;
        let (_, signature) = sign(sample.signer()?.as_ref(), request, &sample.context())?;
        let is_right = signature.as_deref() == Some(*expected);
        right += usize::from(is_right);
        println!("{id}: {document}");
        println!("    {} {} {}", sample.scheme, request.method, request.url);
        println!("    published {expected}");
        println!("    computed  {}\n", signature.as_deref().unwrap_or("none"));
    }
    println!("{right} of {} published signatures came out.", PUBLISHED.len());
    println!("A request of yours: cargo run --example sign -- --help");
    Ok(if right == PUBLISHED.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Signs the request of the command line.
fn sign_given(arguments: &Arguments) -> Result<ExitCode, Error> {
    let options = borrowed(&arguments.options);
    let signer = polysign::registry::signer_from_pairs_or_env(&arguments.scheme, options)?;
    let context = context(arguments.time.map(Into::into), arguments.nonce.as_deref())?;
    let headers = arguments.headers();
    let (command, _) = sign(signer.as_ref(), &arguments.request(&headers), &context)?;
    println!("{command}");
    Ok(ExitCode::SUCCESS)
}

/// The curl command and the signature.
fn sign(
    signer: &dyn Signer,
    outgoing: &Outgoing<'_>,
    context: &Context<'_>,
) -> Result<(String, Option<String>), Error> {
    let request = outgoing.request()?;
    let signed = signer.sign_with(&request, context)?;
    let url = signed.url(&request)?;
    let command = outgoing.curl(&signed, url.expose());
    Ok((command, signed.signature().map(String::from)))
}
