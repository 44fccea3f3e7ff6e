//! The command line.

use clap::Parser;

use crate::command_line::{borrowed, header, schemes};
use crate::curl::Outgoing;

/// Sign a request and print it as a curl command. Without arguments: the documents' own requests.
#[derive(Parser)]
#[command(name = "sign", after_help = schemes("--option"))]
pub(crate) struct Arguments {
    /// Which signature: vendor/scheme
    pub(crate) scheme: String,
    /// The method, in upper case
    method: String,
    /// The URL, percent-encoded as it goes on the wire
    url: String,
    /// A header of the request
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = header)]
    headers: Vec<(String, String)>,
    /// The body; '' says that there is none, which POST, PUT and PATCH have to say where the
    /// signature covers it
    #[arg(long, allow_hyphen_values = true)]
    body: Option<String>,
    /// An option of the scheme, or a field of its credential in place of the variable
    #[arg(long = "option", value_name = "KEY=VALUE", value_parser = option)]
    pub(crate) options: Vec<(String, String)>,
    /// Unix seconds to sign in place of the system's
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) time: Option<i64>,
    /// The nonce to sign in place of a fresh one
    #[arg(long)]
    pub(crate) nonce: Option<String>,
}

impl Arguments {
    pub(crate) fn headers(&self) -> Vec<(&str, &str)> {
        borrowed(&self.headers)
    }

    pub(crate) fn request<'a>(&'a self, headers: &'a [(&'a str, &'a str)]) -> Outgoing<'a> {
        Outgoing { method: &self.method, url: &self.url, headers, body: self.body.as_deref() }
    }
}

fn option(text: &str) -> Result<(String, String), &'static str> {
    let (key, value) = text.split_once('=').ok_or("there is no `=` in it")?;
    Ok((key.into(), value.into()))
}
