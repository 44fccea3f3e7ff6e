//! Credentials and options from variables, closures and serialised configuration.

#[cfg(feature = "serde")]
mod serialised;
mod unknown_name;
mod variables;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use zeroize::Zeroizing;

use crate::canonical::{DefaultHeaders, HeaderChoice};
use crate::{Error, ErrorKind, Scheme, Signer};

#[cfg(feature = "serde")]
pub(crate) use serialised::{Value, deserialize, fields};
pub(crate) use unknown_name::{unknown_key, unknown_scheme};
#[cfg(feature = "std")]
pub(crate) use variables::environment;
pub(crate) use variables::{Lookup, family, from_variables};

/// Registers a scheme: what the file of each scheme contributes.
pub(crate) struct Entry {
    /// One for each placement, all of one name.
    pub(crate) schemes: &'static [&'static Scheme],
    /// The keys of the credential's fields.
    pub(crate) fields: &'static [&'static str],
    /// The keys of the options.
    pub(crate) options: &'static [&'static str],
    /// Makes the signer.
    pub(crate) build: fn(&Config<'_>) -> Result<Box<dyn Signer>, Error>,
}

impl Entry {
    /// Returns the name of the scheme.
    pub(crate) fn name(&self) -> &'static str {
        self.schemes.first().map_or("", |facts| facts.name())
    }
}

/// Reads credentials and options from text by their names.
pub(crate) struct Config<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    variables: Option<Lookup<'a>>,
}

impl<'a> Config<'a> {
    pub(crate) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { lookup, variables: None }
    }

    /// Adds variables, which are asked where a field of the credential is missing.
    pub(crate) fn with_variables(mut self, variables: Lookup<'a>) -> Self {
        self.variables = Some(variables);
        self
    }

    /// Reads the credential from its fields or, where one is missing, from the variables.
    pub(crate) fn credential<C>(
        &self,
        of_fields: impl Fn(&Self) -> Result<C, Error>,
        of_variables: impl Fn(Lookup<'_>) -> Result<Option<C>, Error>,
    ) -> Result<C, Error> {
        let result = of_fields(self);
        match (&result, self.variables) {
            (Err(error), Some(variables)) if error.kind() == ErrorKind::MissingCredential => {
                named_if_unset(variables, error.field(), of_variables)
            }
            _ => result,
        }
    }

    /// Returns a field that may be absent.
    pub(crate) fn optional(&self, key: &'static str) -> Option<String> {
        (self.lookup)(key)
    }

    /// Returns a field that is needed.
    pub(crate) fn required(&self, key: &'static str) -> Result<String, Error> {
        self.optional(key).ok_or_else(|| {
            Error::new(ErrorKind::MissingCredential, key, "is not in the configuration; add it")
        })
    }

    /// Returns an option that is `true` or `false`; absent is `false`.
    pub(crate) fn flag(&self, key: &'static str) -> Result<bool, Error> {
        self.parsed(key, "has to be true or false", |text| text.parse().ok())
            .map(Option::unwrap_or_default)
    }

    /// Returns an option that `read` reads, which gives `None` for a value that does not exist.
    pub(crate) fn parsed<T>(
        &self,
        key: &'static str,
        advice: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let Some(text) = self.optional(key).map(Zeroizing::new) else {
            return Ok(None);
        };
        let value = read(&text).ok_or_else(|| Error::new(ErrorKind::InvalidOption, key, advice))?;
        Ok(Some(value))
    }

    /// Returns the choice of signed headers: `signed_headers` (`default` or a list of names) and, with
    /// the default, `add_signed_headers` and `leave_out_signed_headers`.
    pub(crate) fn header_choice(
        &self,
        defaults: &'static DefaultHeaders,
    ) -> Result<HeaderChoice, Error> {
        let list = |key| self.names(key).unwrap_or_default();
        let [add, leave_out] = ["add_signed_headers", "leave_out_signed_headers"];
        if matches!(self.optional("signed_headers").as_deref(), None | Some("default")) {
            return HeaderChoice::standard_with(defaults, list(add), list(leave_out));
        }
        match [add, leave_out].into_iter().find(|key| self.optional(key).is_some()) {
            None => HeaderChoice::exact(defaults, list("signed_headers")),
            Some(key) => Err(Error::new(
                ErrorKind::InvalidOption,
                key,
                "goes with the default set only; write the exact list as it has to be",
            )),
        }
    }

    /// Returns an option that is a list of header names, separated by `;`, `,` or spaces.
    pub(crate) fn names(&self, key: &'static str) -> Option<Vec<String>> {
        let text = self.optional(key)?;
        let names = text.split([';', ',', ' ']);
        Some(names.filter(|name| !name.is_empty()).map(String::from).collect())
    }
}

/// Reads a credential from variables; if none is set, the error names the first that was asked for.
fn named_if_unset<C>(
    variables: Lookup<'_>,
    field: &str,
    of_variables: impl Fn(Lookup<'_>) -> Result<Option<C>, Error>,
) -> Result<C, Error> {
    let first = Cell::new(None);
    let credential = of_variables(&|name| {
        first.set(first.take().or_else(|| Some(String::from(name))));
        variables(name)
    })?;
    credential.ok_or_else(|| {
        Error::new(
            ErrorKind::MissingCredential,
            first.take().unwrap_or_else(|| String::from(field)),
            "is not set, nor is the credential given; set it and the others",
        )
    })
}
