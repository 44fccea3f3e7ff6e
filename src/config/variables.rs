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

/// A variable and the field of the credential that it is for.
pub(crate) type Variable = (&'static str, &'static str);

/// Makes a credential of the variables of one family. A blank one counts as unset.
///
/// `None` when no variable of the family is set; an error that names the missing one when only
/// some of those that are needed are.
pub(crate) fn family<C, const REQUIRED: usize, const OPTIONAL: usize>(
    lookup: Lookup<'_>,
    required: [Variable; REQUIRED],
    optional: [Variable; OPTIONAL],
    make: impl FnOnce([String; REQUIRED], [Option<String>; OPTIONAL]) -> Result<C, Error>,
) -> Result<Option<C>, Error> {
    let needed = read_all(lookup, required)?;
    let extra = read_all(lookup, optional)?;
    if needed.iter().chain(&extra).all(Option::is_none) {
        return Ok(None);
    }
    let unset = needed.iter().position(Option::is_none);
    if let Some((name, _)) = unset.and_then(|at| required.get(at)) {
        return Err(Error::new(
            ErrorKind::MissingCredential,
            *name,
            "is not set although other variables of its family are; set it",
        ));
    }
    let needed = needed.map(|value| value.map(taken).unwrap_or_default());
    let made = make(needed, extra.map(|value| value.map(taken)));
    made.map(Some).map_err(|error| {
        let mut variables = required.iter().chain(&optional);
        match variables.find(|(_, field)| *field == error.field()) {
            Some((name, _)) => error.noted("it was read from the variable", name),
            None => error,
        }
    })
}

fn read_all<const N: usize>(
    lookup: Lookup<'_>,
    variables: [Variable; N],
) -> Result<[Option<Zeroizing<String>>; N], Error> {
    let mut values = [const { None }; N];
    for (value, (name, _)) in values.iter_mut().zip(variables) {
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
