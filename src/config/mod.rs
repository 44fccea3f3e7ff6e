//! Credentials and options from variables, closures and serialised configuration.

mod host_pattern;
mod named;
#[cfg(feature = "serde")]
mod serialised;
mod unknown_name;
mod variables;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::str::FromStr;

use zeroize::Zeroizing;

use crate::canonical::{DefaultHeaders, HeaderChoice};
use crate::secret::redacted_debug;
use crate::{Error, ErrorKind, Scheme, Signer};

pub(crate) use host_pattern::Closeness;
pub(crate) use named::named;
#[cfg(feature = "serde")]
pub use serialised::deserialize_credential;
#[cfg(feature = "serde")]
pub(crate) use serialised::{Value, credential_with_number, deserialize};
pub(crate) use unknown_name::{unknown_key, unknown_scheme};
pub use variables::Credential;
#[cfg(feature = "std")]
pub use variables::environment;
pub(crate) use variables::{Families, Lookup, from_variables, id_without, read_variables, text_of};

/// A scheme in a [`Registry`](crate::registry::Registry): its facts, the keys of its settings, and
/// what makes its signer.
pub struct Entry {
    /// One for each placement, all of one name.
    pub(crate) schemes: &'static [&'static Scheme],
    /// The keys of the credential's fields.
    pub(crate) fields: &'static [&'static str],
    /// The keys of the options.
    pub(crate) options: &'static [&'static str],
    /// The patterns of the hosts.
    pub(crate) hosts: &'static [&'static str],
    /// Makes the signer.
    pub(crate) build: fn(&Config<'_>) -> Result<Box<dyn Signer>, Error>,
}

impl Entry {
    /// Creates an entry of the scheme whose facts are `schemes`, one for each placement and all of
    /// one name. `fields` are the keys of its credential, `options` those of its options.
    #[must_use]
    pub const fn new(
        schemes: &'static [&'static Scheme],
        fields: &'static [&'static str],
        options: &'static [&'static str],
        build: fn(&Config<'_>) -> Result<Box<dyn Signer>, Error>,
    ) -> Self {
        Self { schemes, fields, options, hosts: &[], build }
    }

    /// Sets the hosts that take the scheme, for
    /// [`schemes_for_host`](crate::registry::schemes_for_host).
    ///
    /// Each is a name, or a pattern in which `*` is one character or more, dots included:
    /// `*.example.com`. A `!` in front makes an exception: a host that the other patterns would
    /// take, but which does not take the scheme.
    #[must_use]
    pub const fn with_hosts(mut self, hosts: &'static [&'static str]) -> Self {
        self.hosts = hosts;
        self
    }

    /// Returns how closely the hosts describe `host`, and `None` for a host of something else.
    pub(crate) fn closeness(&self, host: &str) -> Option<Closeness> {
        let read = |pattern: &'static str| match pattern.strip_prefix('!') {
            Some(exception) => (exception, false),
            None => (pattern, true),
        };
        let of = |(pattern, takes)| Some((host_pattern::closeness(pattern, host)?, takes));
        let closest = self.hosts.iter().copied().map(read).filter_map(of).max()?;
        closest.1.then_some(closest.0)
    }

    /// Returns the name of the scheme.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.schemes.first().map_or("", |facts| facts.name())
    }
}

impl core::fmt::Debug for Entry {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Entry({})", self.name())
    }
}

redacted_debug!(Config<'_>);

/// The settings from which an [`Entry`] makes its signer: credential and options as text, by their
/// names.
pub struct Config<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    /// The variables that are asked where a field of the credential is missing.
    variables: Option<Lookup<'a>>,
    /// Returns the variable that the value of a field comes from.
    variable: &'a dyn Fn(&str) -> Option<&'static str>,
}

impl<'a> Config<'a> {
    /// Takes what returns a setting by its key, and `None` for one that is absent.
    #[must_use]
    pub fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { lookup, variables: None, variable: &|_| None }
    }

    /// Adds variables, which are asked where a field of the credential is missing.
    pub(crate) fn with_variables(mut self, variables: Lookup<'a>) -> Self {
        self.variables = Some(variables);
        self
    }

    /// Makes a credential from its fields or, where one is missing, from the variables.
    ///
    /// # Errors
    ///
    /// Those of the credential and of the variables, and [`ErrorKind::MissingCredential`] where
    /// neither the fields nor the variables are there.
    pub fn credential<C: Credential>(&self) -> Result<C, Error> {
        self.credential_of(C::FAMILIES)
    }

    /// Makes a credential as `credential` does, from other variables than its own.
    pub(crate) fn credential_of<C: Credential>(&self, families: Families) -> Result<C, Error> {
        let result = C::from_config(self);
        match (&result, self.variables, families) {
            (Err(error), Some(variables), [[first, ..], ..])
                if error.kind() == ErrorKind::MissingCredential =>
            {
                let advice = "is not set, nor is the credential given; set it and the others";
                read_variables(variables, families)?
                    .ok_or_else(|| Error::new(ErrorKind::MissingCredential, *first, advice))
            }
            _ => result,
        }
    }

    /// Returns a field that may be absent.
    #[must_use]
    pub fn optional(&self, key: &'static str) -> Option<String> {
        (self.lookup)(key)
    }

    /// Returns a field that is needed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingCredential`].
    pub fn required(&self, key: &'static str) -> Result<String, Error> {
        self.optional(key).ok_or_else(|| {
            let advice = match (self.variable)(key) {
                Some(_) => "is not set although other variables of its family are; set it",
                None => "is not in the configuration; add it",
            };
            Error::new(ErrorKind::MissingCredential, self.source_of(key), advice)
        })
    }

    /// Returns where a field is read from: the name of a variable, or the key itself.
    pub(crate) fn source_of(&self, key: &'static str) -> &'static str {
        (self.variable)(key).unwrap_or(key)
    }

    /// Returns an option that is `true` or `false`; absent is `false`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidOption`] for another text.
    pub fn flag(&self, key: &'static str) -> Result<bool, Error> {
        self.parsed(key, "has to be true or false", |text| text.parse().ok())
            .map(Option::unwrap_or_default)
    }

    /// Returns an option that `read` reads, which gives `None` for a value that does not exist.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidOption`] with `advice`, which says what the option has to be.
    pub fn parsed<T>(
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

    /// Returns an option that names a value of `T`; absent is the default.
    ///
    /// # Errors
    ///
    /// That of `T`.
    pub(crate) fn choice<T: Default + FromStr<Err = Error>>(
        &self,
        key: &'static str,
    ) -> Result<T, Error> {
        self.optional(key).map_or_else(|| Ok(T::default()), |text| text.parse())
    }

    /// Sets the option `expires_in` of a signer, a lifetime in seconds, with `set`; absent is that of the
    /// signer.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidExpiration`] for another text, and that of `set`.
    pub(crate) fn set_lifetime<S>(
        &self,
        signer: S,
        set: impl FnOnce(S, u32) -> Result<S, Error>,
    ) -> Result<S, Error> {
        let Some(text) = self.optional("expires_in") else {
            return Ok(signer);
        };
        let advice = "has to be a number of seconds above 0";
        let refused = |_| Error::new(ErrorKind::InvalidExpiration, "expires_in", advice);
        set(signer, text.parse().map_err(refused)?)
    }

    /// Returns the choice of signed headers: `signed_headers` (`default` or a list of names) and,
    /// with the default, `add_signed_headers` and `leave_out_signed_headers`.
    ///
    /// # Errors
    ///
    /// Those of [`HeaderChoice`], and [`ErrorKind::InvalidOption`] for an exact list with one of the
    /// others.
    pub fn header_choice(&self, defaults: &'static DefaultHeaders) -> Result<HeaderChoice, Error> {
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
    #[must_use]
    pub fn names(&self, key: &'static str) -> Option<Vec<String>> {
        let text = self.optional(key)?;
        let names = text.split([';', ',', ' ']);
        Some(names.filter(|name| !name.is_empty()).map(String::from).collect())
    }
}
