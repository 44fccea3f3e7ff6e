//! Reading credentials from variables and from serialised configuration. Knows no vendor.

use alloc::string::String;

use zeroize::Zeroizing;

use crate::{Error, ErrorKind};

/// Returns the value of a variable. An environment can hold text that is not Unicode, hence the
/// `Result`.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Result<Option<String>, Error>;

/// Looks a variable up in the environment of the process.
#[cfg(feature = "std")]
pub(crate) fn environment(name: &str) -> Result<Option<String>, Error> {
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

/// Holds the values of one family of variables.
pub(crate) struct Family<const REQUIRED: usize, const OPTIONAL: usize> {
    pub(crate) required: [String; REQUIRED],
    pub(crate) optional: [Option<String>; OPTIONAL],
}

/// Reads the variables of one family. A blank one counts as unset.
///
/// `None` when no variable of the family is set; an error that names the missing one when only
/// some of those that are needed are.
pub(crate) fn family<const REQUIRED: usize, const OPTIONAL: usize>(
    lookup: Lookup<'_>,
    required: [&'static str; REQUIRED],
    optional: [&'static str; OPTIONAL],
) -> Result<Option<Family<REQUIRED, OPTIONAL>>, Error> {
    let needed = read_all(lookup, required)?;
    let extra = read_all(lookup, optional)?;
    if needed.iter().chain(&extra).all(Option::is_none) {
        return Ok(None);
    }
    if let Some(at) = needed.iter().position(Option::is_none) {
        return Err(Error::new(
            ErrorKind::MissingCredential,
            required.get(at).copied().unwrap_or_default(),
            "is not set although other variables of its family are; set it",
        ));
    }
    Ok(Some(Family {
        required: needed.map(|value| value.map(taken).unwrap_or_default()),
        optional: extra.map(|value| value.map(taken)),
    }))
}

fn read_all<const N: usize>(
    lookup: Lookup<'_>,
    names: [&'static str; N],
) -> Result<[Option<Zeroizing<String>>; N], Error> {
    let mut values = [const { None }; N];
    for (value, name) in values.iter_mut().zip(names) {
        let text = lookup(name)?.map(Zeroizing::new);
        *value = text.filter(|text| !text.trim().is_empty());
    }
    Ok(values)
}

/// The string out of its wiping wrapper, without a copy.
fn taken(mut text: Zeroizing<String>) -> String {
    core::mem::take(&mut *text)
}

/// The functions that every credential has to get it from variables.
macro_rules! from_variables {
    ($read:path $(, $option:ident: $type:ty)?) => {
        /// Reads the credential from the environment, by the names listed for this type. A blank
        /// variable counts as unset; `None` when none is set.
        ///
        /// # Errors
        ///
        /// [`ErrorKind::MissingCredential`](crate::ErrorKind::MissingCredential) with the name of
        /// the variable when only some are set, and the errors of `new`.
        #[cfg(feature = "std")]
        pub fn from_env($($option: $type)?) -> Result<Option<Self>, $crate::Error> {
            $read(&$crate::config::environment $(, $option)?)
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
            $read(&|name: &str| Ok(lookup(name)) $(, $option)?)
        }
    };
}
pub(crate) use from_variables;
