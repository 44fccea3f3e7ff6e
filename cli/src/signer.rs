//! The signer, from a scheme's name, options, and a credential in variables or in a file.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;
use polysign::registry::{SignerConfig, schemes_for_host, signer_from_pairs};
use polysign::{ErrorKind, Scheme, Signer};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::Answer;
use crate::failure::Failure;

/// In place of a credential, where nothing is signed. A number, since one id has to be one.
const MADE_UP: &str = "12345";

/// Which signature, and whose.
#[derive(Args)]
pub(crate) struct SignerArguments {
    /// Which signature: vendor/scheme
    #[arg(value_parser = PossibleValuesParser::new(names()), hide_possible_values = true)]
    pub(crate) scheme: String,
    /// An option of the scheme
    // Taken apart by us: clap quotes a value that it refuses.
    #[arg(short, long = "option", value_name = "KEY=VALUE")]
    options: Vec<String>,
    /// A file with the fields of the credential, TOML or JSON; without it they are in variables
    #[arg(short, long, value_name = "FILE")]
    pub(crate) credential: Option<PathBuf>,
}

impl SignerArguments {
    /// Makes the signer that signs.
    pub(crate) fn signer(&self) -> Result<Box<dyn Signer>, Failure> {
        let credential = match &self.credential {
            Some(file) => table(file)?,
            None => json!("environment"),
        };
        Ok(self.config(credential)?.signer()?)
    }

    /// Returns the facts of the scheme with these options. No credential is needed.
    pub(crate) fn facts(&self) -> Result<&'static Scheme, Failure> {
        let options = self.options()?.into_iter();
        let text = |(key, value): (String, Value)| (key, value.as_str().map(String::from));
        let mut settings: BTreeMap<_, _> = options.map(text).collect();
        loop {
            let pairs = settings.iter().filter_map(|(key, text)| Some((key, text.as_ref()?)));
            let error = match signer_from_pairs(&self.scheme, pairs) {
                Ok(signer) => return Ok(signer.scheme()),
                Err(error) => error,
            };
            let is_new = !settings.contains_key(error.field());
            if error.kind() != ErrorKind::MissingCredential || !is_new {
                return Err(error.into());
            }
            settings.insert(error.field().to_owned(), Some(MADE_UP.to_owned()));
        }
    }

    fn config(&self, credential: Value) -> Result<SignerConfig, Failure> {
        let options = self.options()?;
        let config = json!({ "scheme": self.scheme, "credential": credential, "options": options });
        serde_json::from_value(config).map_err(|error| Failure::new(error.to_string()))
    }

    pub(crate) fn options(&self) -> Result<Map<String, Value>, Failure> {
        let pair = |text: &String| {
            let (key, value) = text.split_once('=')?;
            Some((key.to_owned(), json!(value)))
        };
        let pairs: Option<_> = self.options.iter().map(pair).collect();
        pairs.ok_or_else(|| Failure::new("--option: has no `=` in it; write KEY=VALUE"))
    }

    /// Reads a credential by its own type, from the file or else from variables.
    pub(crate) fn credential<C: DeserializeOwned>(
        &self,
        from_env: impl FnOnce() -> Result<Option<C>, polysign::Error>,
    ) -> Result<C, Failure> {
        let found = match &self.credential {
            Some(file) => serde_json::from_value(table(file)?)
                .map(Some)
                .map_err(|error| Failure::of_file(file, error))?,
            None => from_env()?,
        };
        found.ok_or_else(|| {
            Failure::new("the credential is in no variable; set them, or pass --credential FILE")
        })
    }
}

/// Returns the names of the schemes, in the order of the registry.
pub(crate) fn names() -> Vec<&'static str> {
    distinct(polysign::schemes())
}

fn distinct(schemes: impl IntoIterator<Item = &'static Scheme>) -> Vec<&'static str> {
    let mut seen = BTreeSet::new();
    let names = schemes.into_iter().map(|scheme| scheme.name());
    names.filter(|name| seen.insert(*name)).collect()
}

/// Lists the schemes on lines, all or those of a host, with the variables that each asks for if it is
/// given nothing else. It is a yes if there are any.
pub(crate) fn list(with_variables: bool, host: Option<&str>) -> Answer {
    let names = host.map_or_else(names, |host| distinct(schemes_for_host(host)));
    let line = |name: &&str| {
        if with_variables {
            format!("{name} {}", variables(name).join(" "))
        } else {
            (*name).into()
        }
    };
    let lines = names.iter().map(line).map(|line: String| line.trim_end().to_owned());
    Answer { text: lines.collect::<Vec<_>>().join("\n"), is_yes: !names.is_empty() }
}

fn variables(scheme: &str) -> Vec<String> {
    let asked = RefCell::new(Vec::new());
    let ask = |variable: &str| {
        asked.borrow_mut().push(variable.to_owned());
        None
    };
    // An error for want of a credential, after every variable was asked for.
    let _ = polysign::registry::signer_from_vars(scheme, |_| None, ask);
    asked.into_inner()
}

/// Reads a file with a table. An error quotes nothing of it.
fn table(file: &Path) -> Result<Value, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::of_file(file, error))?;
    let is_json = file.extension().is_some_and(|extension| extension == "json");
    let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
    let read = if is_json {
        serde_json::from_str(&text).map_err(|error| ("JSON", error.line()))
    } else {
        toml::from_str(&text)
            .map_err(|error| ("TOML", line(error.span().map_or(0, |span| span.start))))
    };
    read.map_err(|(format, line)| {
        Failure::of_file(file, format!("is not {format}, in line {line}"))
    })
}
