//! The arguments. All subcommands share their names.

use std::io::Read;
use std::path::PathBuf;
use std::{fs, io};

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use polysign::{Context, Request, UnixTime};

use crate::failure::Failure;
use crate::{explain, redact, sign, verify, why};

/// Signs requests for many vendors, and says why a server refuses them. Sends nothing.
///
/// The credential comes from the variables that `polysign schemes --variables` lists, or from a file,
/// never from arguments.
#[derive(Parser)]
#[command(name = "polysign", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Signs a request, and prints it as a curl command, headers, a URL or JSON
    Sign(sign::Sign),
    /// Says why a server refused, from its answer on the standard input
    Why(why::Why),
    /// Shows what is signed of a request, byte for byte; secrets are gaps
    Explain(explain::Explain),
    /// Checks the signature of a request as it was sent; exits with 1 if it is refused
    Verify(verify::Verify),
    /// Removes signatures and tokens from the text on the standard input
    Redact(redact::Redact),
    /// Lists the schemes, one on each line
    Schemes {
        /// List the variables of each credential, too
        #[arg(long)]
        variables: bool,
        /// List only those that a host takes
        #[arg(long, value_name = "HOST")]
        host: Option<String>,
    },
    /// Prints the completions of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// The request, as it goes on the wire.
#[derive(Args)]
pub(crate) struct RequestArguments {
    /// The method, in upper case
    method: String,
    /// The URL, percent-encoded as it goes on the wire
    url: String,
    #[command(flatten)]
    parts: PartArguments,
}

/// What a request has besides method and URL.
#[derive(Args)]
pub(crate) struct PartArguments {
    /// A header of the request
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE", value_parser = header)]
    headers: Vec<(String, String)>,
    /// The body; '' says that there is none
    #[arg(
        short,
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        conflicts_with = "body_file"
    )]
    body: Option<String>,
    /// A file with the body
    #[arg(long, value_name = "FILE")]
    body_file: Option<PathBuf>,
}

/// A request whose body was read.
pub(crate) struct Outgoing {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) body_file: Option<PathBuf>,
}

impl RequestArguments {
    pub(crate) fn read(self) -> Result<Outgoing, Failure> {
        self.parts.read(self.method, self.url)
    }
}

impl PartArguments {
    pub(crate) fn read(self, method: String, url: String) -> Result<Outgoing, Failure> {
        let body = match (self.body, &self.body_file) {
            (Some(text), _) => Some(text.into_bytes()),
            (None, Some(file)) => {
                Some(fs::read(file).map_err(|error| Failure::of_file(file, error))?)
            }
            (None, None) => None,
        };
        Ok(Outgoing { method, url, headers: self.headers, body, body_file: self.body_file })
    }
}

impl Outgoing {
    pub(crate) fn request(&self) -> Result<Request<'_>, Failure> {
        let request = Request::new(&self.method, &self.url)?.with_headers(&self.headers);
        Ok(match &self.body {
            Some(body) => request.with_body(body),
            None => request,
        })
    }
}

/// What makes one signature differ from the next.
#[derive(Args)]
pub(crate) struct ContextArguments {
    /// The time: Unix seconds, 20191115T033655Z, 2019-11-15T03:36:55Z or a date of HTTP
    #[arg(short, long, allow_hyphen_values = true, value_parser = time)]
    pub(crate) time: Option<UnixTime>,
    /// The nonce, for schemes that have one
    #[arg(short, long)]
    pub(crate) nonce: Option<String>,
}

impl ContextArguments {
    /// Returns a context with the time and the nonce that are given, and else those of `other`.
    pub(crate) fn or<'a>(&'a self, other: Context<'a>) -> Context<'a> {
        let context = match self.time {
            Some(time) => with_time(other, time),
            None => other,
        };
        self.nonce.as_deref().map_or(context, |nonce| context.with_nonce(nonce))
    }
}

fn with_time(context: Context<'_>, time: UnixTime) -> Context<'_> {
    use polysign::sign::Nonce;

    match context.nonce() {
        Nonce::Text(text) => Context::new(time).with_nonce(text),
        Nonce::Random(bytes) => Context::new(time).with_random_nonce(bytes),
        _ => Context::new(time),
    }
}

/// How to print.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A command for a shell
    Curl,
    /// The headers to set, one on each line
    Headers,
    /// The URL to send to
    Url,
    /// Everything, as one object
    Json,
}

/// Reads `NAME: VALUE`.
pub(crate) fn header(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once(':').ok_or("there is no `:` in it")?;
    Ok((name.into(), value.trim_matches([' ', '\t']).into()))
}

fn time(text: &str) -> Result<UnixTime, polysign::Error> {
    text.parse()
}

pub(crate) fn completions(shell: Shell) -> Result<String, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "polysign", &mut script);
    String::from_utf8(script).map_err(|_| Failure::new("the completions are not text"))
}

/// Reads the standard input to its end.
pub(crate) fn standard_input() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}
