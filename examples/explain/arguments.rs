//! The command line.

use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::Parser;
use polysign::explain::SentContext;
use polysign::{Context, Error, ErrorKind, Request, Signer, UnixTime};

use crate::command_line::{self, borrowed, header, schemes};

/// Explain what is signed of a request, and why a server refused it. Without arguments: a demonstration.
#[derive(Parser)]
#[command(name = "explain", after_help = schemes("--set"))]
pub(crate) struct Arguments {
    /// Which signature: vendor/scheme
    #[arg(long)]
    pub(crate) scheme: String,
    /// The method, in upper case
    #[arg(long, default_value = "GET")]
    pub(crate) method: String,
    /// The URL, percent-encoded as it goes on the wire
    #[arg(long)]
    pub(crate) url: String,
    /// A header of the request
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = header)]
    headers: Vec<(String, String)>,
    /// The body; '' says that there is none
    #[arg(long, allow_hyphen_values = true, conflicts_with = "body_file")]
    body: Option<String>,
    /// A file with the body
    #[arg(long, value_name = "FILE")]
    body_file: Option<PathBuf>,
    /// An option of the scheme, or a field of its credential in place of the variable
    // Taken apart by us: clap quotes a value that it refuses, and this may be a secret.
    #[arg(long = "set", value_name = "KEY=VALUE", allow_hyphen_values = true)]
    settings: Vec<String>,
    /// The time that was sent: Unix seconds, 20191115T033655Z, 2019-11-15T03:36:55Z or a date of
    /// HTTP; without it, that of the headers or the query, or else now
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, value_parser = time)]
    at: Option<UnixTime>,
    /// The nonce that was sent; without it, a fresh one
    #[arg(long)]
    nonce: Option<String>,
    /// A file with what the server says: its error body, or a text from a debug tool; - for the
    /// standard input
    #[arg(long, value_name = "FILE")]
    server_says: Option<PathBuf>,
    /// The status of the server's answer
    #[arg(long)]
    pub(crate) status: Option<u16>,
}

impl Arguments {
    pub(crate) fn headers(&self) -> Vec<(&str, &str)> {
        borrowed(&self.headers)
    }

    pub(crate) fn settings(&self) -> Result<Vec<(String, String)>, Error> {
        let pair = |text: &String| {
            let (key, value) = text.split_once('=')?;
            Some((key.to_owned(), value.to_owned()))
        };
        let pairs: Option<_> = self.settings.iter().map(pair).collect();
        pairs.ok_or_else(|| {
            let advice = "has no `=` in it; write KEY=VALUE";
            Error::new(ErrorKind::InvalidOption, "--set", advice)
        })
    }

    pub(crate) fn body(&self) -> io::Result<Option<Vec<u8>>> {
        match (&self.body, &self.body_file) {
            (Some(text), _) => Ok(Some(text.clone().into_bytes())),
            (None, Some(file)) => read(file).map(Some),
            (None, None) => Ok(None),
        }
    }

    pub(crate) fn server_says(&self) -> io::Result<Option<Vec<u8>>> {
        match &self.server_says {
            None => Ok(None),
            Some(file) if file.as_os_str() == "-" => {
                let mut text = Vec::new();
                io::Read::read_to_end(&mut io::stdin(), &mut text)?;
                Ok(Some(text))
            }
            Some(file) => read(file).map(Some),
        }
    }

    /// Reads what was sent, unless time and nonce are given. A request that was not signed has none.
    pub(crate) fn sent(
        &self,
        signer: &dyn Signer,
        request: &Request<'_>,
    ) -> Result<Option<SentContext>, Error> {
        match SentContext::read(signer, request) {
            Ok(sent) => Ok(Some(sent)),
            Err(error) if error.kind() == ErrorKind::NotSigned || self.at.is_some() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The time and the nonce given, or those that were sent, or new ones.
    pub(crate) fn context<'a>(
        &'a self,
        sent: Option<&'a SentContext>,
    ) -> Result<Context<'a>, Error> {
        let time = self.at.or(sent.and_then(SentContext::time));
        let nonce = self.nonce.as_deref().or(sent.and_then(SentContext::nonce));
        command_line::context(time, nonce)
    }
}

fn time(text: &str) -> Result<UnixTime, Error> {
    text.parse()
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    let with_name = |error: io::Error| {
        let text = format!("{}: {error}", file.display());
        io::Error::new(error.kind(), text)
    };
    fs::read(file).map_err(with_name)
}

/// An error of the crate in words of the command line.
pub(crate) fn in_own_words(error: Error) -> Error {
    match error.kind() {
        ErrorKind::MissingPayload => {
            let advice =
                "is not given, and the signature covers the body; pass '' if there is none";
            Error::new(ErrorKind::MissingPayload, "--body", advice)
        }
        _ => error,
    }
}
