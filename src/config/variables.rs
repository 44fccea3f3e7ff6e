//! Reading credentials from variables and from serialised configuration. Knows no vendor.

use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::Config;
use crate::secret::checked_id;
use crate::{Error, ErrorKind};

/// Returns the value of a variable. An environment can hold text that is not Unicode, hence the
/// `Result`.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Result<Option<String>, Error>;

/// Looks a variable up in the environment of the process.
///
/// # Errors
///
/// [`ErrorKind::InvalidCredential`] for a value that is not Unicode.
#[cfg(feature = "std")]
pub fn environment(name: &str) -> Result<Option<String>, Error> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(Error::new(
            ErrorKind::InvalidCredential,
            String::from(name),
            "is not valid Unicode; set it again",
        )),
    }
}

/// The families of a credential's variables: [`Credential::FAMILIES`].
pub(crate) type Families = &'static [&'static [&'static str]];

/// A credential that can be made from text: from a configuration, or from variables.
pub trait Credential: Sized {
    /// The keys of its fields.
    const FIELDS: &'static [&'static str];

    /// Families of variables, which are tried in their order. Each has a variable for each of the
    /// fields, or for the first of them.
    const FAMILIES: &'static [&'static [&'static str]];

    /// Makes the credential of its fields.
    ///
    /// # Errors
    ///
    /// Those of [`Config::required`], and of the credential.
    fn from_config(config: &Config<'_>) -> Result<Self, Error>;

    /// Makes the credential from the first family of variables of which one is set.
    ///
    /// `lookup` reads a variable. A blank one counts as unset. `None` when no variable of any family
    /// is set.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingCredential`](crate::ErrorKind::MissingCredential) with the name of the
    /// variable for a field that is needed, and those of `lookup` and of the credential.
    fn from_variables(lookup: Lookup<'_>) -> Result<Option<Self>, Error> {
        read_variables(lookup, Self::FAMILIES)
    }
}

/// Checks an id as [`checked_id`] does, and that it has none of `marks`, as `advice` says: they would end
/// it where it is sent.
pub(crate) fn id_without(
    marks: &[char],
    field: &'static str,
    id: impl Into<String>,
    advice: &'static str,
) -> Result<String, Error> {
    let id = checked_id(field, id)?;
    if id.contains(marks) {
        return Err(Error::new(ErrorKind::InvalidCredential, field, advice));
    }
    Ok(id)
}

/// Makes a credential as [`Credential::from_variables`] does, from these families.
pub(crate) fn read_variables<C: Credential>(
    lookup: Lookup<'_>,
    families: Families,
) -> Result<Option<C>, Error> {
    for family in families {
        let variables = C::FIELDS.iter().zip(*family);
        let mut values = Vec::new();
        for (field, name) in variables.clone() {
            let text = lookup(name)?.map(Zeroizing::new);
            let text = text.filter(|text| !text.trim().is_empty());
            values.extend(text.map(|text| (*field, text)));
        }
        if values.is_empty() {
            continue;
        }
        let variable = |key: &str| variables.clone().find(|(field, _)| **field == key);
        let variable = |key: &str| variable(key).map(|(_, name)| *name);
        let lookup = |key: &str| text_of(&values, key);
        let made =
            C::from_config(&Config { lookup: &lookup, variables: None, variable: &variable });
        return made.map(Some).map_err(|error| match variable(error.field()) {
            Some(name) => error.noted("it was read from the variable", name),
            None => error,
        });
    }
    Ok(None)
}

/// Returns the text of a key, of which nobody wipes the copy.
pub(crate) fn text_of<T: AsRef<str>>(pairs: &[(&str, T)], key: &str) -> Option<String> {
    let pair = pairs.iter().find(|(own, _)| *own == key);
    pair.map(|(_, text)| String::from(text.as_ref()))
}

/// The functions that every credential has to get it from variables.
macro_rules! from_variables {
    ($families:expr $(, $option:ident: $type:ty)?) => {
        /// Reads the credential from the environment, by the names listed for this type. A blank
        /// variable counts as unset; `None` when none is set.
        ///
        /// # Errors
        ///
        /// [`ErrorKind::MissingCredential`](crate::ErrorKind::MissingCredential) with the name of
        /// the variable when only some are set, and the errors of `new`.
        #[cfg(feature = "std")]
        pub fn from_env($($option: $type)?) -> Result<Option<Self>, $crate::Error> {
            $crate::config::read_variables(&$crate::config::environment, $families)
        }

        /// Reads the credential from any other source of variables, by the names listed for this
        /// type.
        ///
        /// # Errors
        ///
        /// As `from_env`.
        pub fn from_vars(
            $($option: $type,)?
            lookup: impl Fn(&str) -> Option<alloc::string::String>,
        ) -> Result<Option<Self>, $crate::Error> {
            $crate::config::read_variables(&|name: &str| Ok(lookup(name)), $families)
        }
    };
}
pub(crate) use from_variables;
