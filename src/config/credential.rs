//! Credentials that are read from their fields as text.

use alloc::string::String;

use super::variables::{Lookup, Variable, family};
use crate::Error;

/// The variables of one family, for the fields that are needed and for the others.
pub(crate) type Family<const REQUIRED: usize, const OPTIONAL: usize> =
    ([&'static str; REQUIRED], [&'static str; OPTIONAL]);

/// Makes a credential of the first of `families` of which a variable is set. `""` stands for a
/// variable that a family does not have.
///
/// # Errors
///
/// As [`family`].
pub(crate) fn families<C, const REQUIRED: usize, const OPTIONAL: usize>(
    lookup: Lookup<'_>,
    families: &[Family<REQUIRED, OPTIONAL>],
    fields: Family<REQUIRED, OPTIONAL>,
    make: impl Fn([String; REQUIRED], [Option<String>; OPTIONAL]) -> Result<C, Error>,
) -> Result<Option<C>, Error> {
    let exists = |name: &str| if name.is_empty() { Ok(None) } else { lookup(name) };
    for (needed, extra) in families {
        let needed = with_fields(needed, fields.0);
        let read = family(&exists, needed, with_fields(extra, fields.1), &make)?;
        if read.is_some() {
            return Ok(read);
        }
    }
    Ok(None)
}

fn with_fields<const N: usize>(
    variables: &[&'static str; N],
    fields: [&'static str; N],
) -> [Variable; N] {
    let mut named = fields.map(|field| ("", field));
    for ((name, _), variable) in named.iter_mut().zip(variables) {
        *name = variable;
    }
    named
}

/// Declares how a credential is read by way of its function `of`: the keys of the fields that are
/// needed and of the others, and the families of variables.
macro_rules! credential {
    (
        $type:ty, [$($required:literal),+], [$($optional:literal),*],
        $families:expr $(, $option:ident: $kind:ty)?
    ) => {
        impl $type {
            pub(super) const FIELDS: &'static [&'static str] = &[$($required,)+ $($optional),*];

            $crate::config::from_variables!(Self::read $(, $option: $kind)?);

            pub(super) fn read(
                lookup: $crate::config::Lookup<'_>
                $(, $option: $kind)?
            ) -> Result<Option<Self>, $crate::Error> {
                let fields = ([$($required),+], [$($optional),*]);
                $crate::config::families(lookup, &$families, fields, Self::of)
            }

            pub(super) fn from_config(
                config: &$crate::config::Config<'_>,
            ) -> Result<Self, $crate::Error> {
                Self::of([$(config.required($required)?),+], [$(config.optional($optional)),*])
            }
        }

        #[cfg(feature = "serde")]
        $crate::config::deserialize!($type, None);
    };
}
pub(crate) use credential;
