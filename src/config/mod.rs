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

use crate::{Error, ErrorKind, Scheme, Signer};

#[cfg(feature = "serde")]
pub(crate) use serialised::{deserialize, fields};
pub(crate) use unknown_name::{unknown_key, unknown_scheme};
#[cfg(feature = "std")]
pub(crate) use variables::environment;
pub(crate) use variables::{Lookup, family, from_variables};

/// What a scheme's file contributes.
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
    /// Returns whether this is the scheme `name`.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.schemes.iter().any(|facts| facts.name() == name)
    }
}

/// Configuration as text.
pub(crate) struct Config<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    variables: Option<Lookup<'a>>,
}

impl<'a> Config<'a> {
    pub(crate) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            lookup,
            variables: None,
        }
    }

    /// Asks for variables too, where a field of the credential is not there.
    pub(crate) fn with_variables(mut self, variables: Lookup<'a>) -> Self {
        self.variables = Some(variables);
        self
    }

    /// The credential: of its fields, or else of the variables if there are any to ask for.
    pub(crate) fn credential<C>(
        &self,
        of_fields: impl Fn(&Self) -> Result<C, Error>,
        of_variables: impl Fn(Lookup<'_>) -> Result<Option<C>, Error>,
    ) -> Result<C, Error> {
        match (of_fields(self), self.variables) {
            (Err(error), Some(variables)) if error.kind() == ErrorKind::MissingCredential => {
                let first = Cell::new(None);
                let credential = of_variables(&|name| {
                    first.set(first.take().or_else(|| Some(String::from(name))));
                    variables(name)
                })?;
                credential.ok_or_else(|| {
                    let field = first.take().unwrap_or_else(|| String::from(error.field()));
                    Error::new(
                        ErrorKind::MissingCredential,
                        field,
                        "is not set, nor is the credential given; set it and the others",
                    )
                })
            }
            (result, _) => result,
        }
    }

    /// A field that may be absent.
    pub(crate) fn optional(&self, key: &'static str) -> Option<String> {
        (self.lookup)(key)
    }

    /// A field that is needed.
    pub(crate) fn required(&self, key: &'static str) -> Result<String, Error> {
        self.optional(key).ok_or_else(|| {
            Error::new(
                ErrorKind::MissingCredential,
                key,
                "is not in the configuration; add it",
            )
        })
    }

    /// An option that is `true` or `false`; absent is `false`.
    pub(crate) fn flag(&self, key: &'static str) -> Result<bool, Error> {
        self.parsed(key, "has to be true or false", |text| text.parse().ok())
            .map(Option::unwrap_or_default)
    }

    /// An option that is read by `read`, which answers `None` for a value that there is not.
    pub(crate) fn parsed<T>(
        &self,
        key: &'static str,
        advice: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let Some(text) = self.optional(key).map(Zeroizing::new) else {
            return Ok(None);
        };
        match read(&text) {
            Some(value) => Ok(Some(value)),
            None => Err(Error::new(ErrorKind::InvalidOption, key, advice)),
        }
    }

    /// An option that is a list of header names, separated by `;`, `,` or spaces.
    pub(crate) fn names(&self, key: &'static str) -> Option<Vec<String>> {
        let text = self.optional(key)?;
        Some(
            text.split([';', ',', ' '])
                .filter(|name| !name.is_empty())
                .map(String::from)
                .collect(),
        )
    }
}
