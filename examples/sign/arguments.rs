//! The command line.

use std::cell::RefCell;
use std::fmt::Write;

use clap::Parser;

use crate::curl::Outgoing;

/// Sign a request and print it as a curl command. Without arguments: the documents' own requests.
#[derive(Parser)]
#[command(name = "sign", after_help = schemes())]
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
        let pairs = self.headers.iter();
        pairs
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    pub(crate) fn request<'a>(&'a self, headers: &'a [(&'a str, &'a str)]) -> Outgoing<'a> {
        Outgoing {
            method: &self.method,
            url: &self.url,
            headers,
            body: self.body.as_deref(),
        }
    }
}

fn header(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once(':').ok_or("there is no `:` in it")?;
    Ok((name.into(), value.trim_matches([' ', '\t']).into()))
}

fn option(text: &str) -> Result<(String, String), &'static str> {
    let (key, value) = text.split_once('=').ok_or("there is no `=` in it")?;
    Ok((key.into(), value.into()))
}

/// The schemes with the variables that each asks for when it is given nothing else.
fn schemes() -> String {
    let mut names: Vec<_> = polysign::schemes().map(|scheme| scheme.name()).collect();
    names.dedup();
    let mut text = String::from("Schemes, and the variables that their credentials are read from:");
    for name in names {
        let asked = RefCell::new(Vec::new());
        let ask = |variable: &str| {
            asked.borrow_mut().push(variable.to_owned());
            None
        };
        // An error for want of a credential, after every variable was asked for.
        let _ = polysign::signer_from_vars(name, |_| None, ask);
        let variables = match asked.borrow().join(" ") {
            none if none.is_empty() => "none; pass the fields with --option".to_owned(),
            variables => variables,
        };
        let _ = write!(text, "\n\n  {name}\n    {variables}");
    }
    text + "\n\nThe README lists the options, and the variables that an option changes."
}
