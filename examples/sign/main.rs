//! Signs requests and prints what would be sent, as `curl` commands.
//!
//! Without arguments: the requests that the vendors' documents sign, with the documents' keys and
//! clock. With arguments: a request of yours, with your credential from the environment.
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

/// Signs the documents' requests and compares the signatures.
fn sign_published() -> Result<ExitCode, Error> {
    let mut code = ExitCode::SUCCESS;
    for example in PUBLISHED {
        let Published { id, sample, .. } = example;
        let (signer, scheme) = (sample.signer()?, sample.scheme);
        let (command, signature) = sign(signer.as_ref(), &example.request, &sample.context())?;
        let expected = example.signature;
        match signature.as_deref() == Some(expected) {
            true => println!("{id} {scheme}: the published signature came out, {expected}"),
            false => {
                println!("{id} {scheme}: the published signature did not come out, {expected}");
                code = ExitCode::FAILURE;
            }
        }
        println!("{command}\n");
    }
    Ok(code)
}

/// Signs the request of the command line.
fn sign_given(arguments: &Arguments) -> Result<ExitCode, Error> {
    let options = borrowed(&arguments.options);
    let signer = polysign::registry::signer_from_pairs_or_env(&arguments.scheme, options)?;
    let context = context(arguments.time, arguments.nonce.as_deref())?;
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
