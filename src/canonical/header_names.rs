//! Lists of header names, for schemes that let the caller choose the headers to sign.

use alloc::string::String;
use alloc::vec::Vec;

use crate::text::{compare_names, is_token};
use crate::{Error, ErrorKind};

/// Header names in lower case, sorted, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct HeaderNames(Vec<String>);

impl HeaderNames {
    /// Holds no name.
    pub(crate) const NONE: Self = Self(Vec::new());

    /// Takes names in any case. `field` is the name of the list in errors.
    pub(crate) fn new<N: AsRef<str>>(
        field: &'static str,
        names: impl IntoIterator<Item = N>,
    ) -> Result<Self, Error> {
        let mut lower = Vec::new();
        for name in names {
            let name = name.as_ref();
            if !is_token(name) {
                return Err(Error::new(
                    ErrorKind::InvalidHeader,
                    field,
                    "has a name that is not a token; names are letters, digits and `-`",
                ));
            }
            lower.push(name.to_ascii_lowercase());
        }
        lower.sort_unstable();
        lower.dedup();
        Ok(Self(lower))
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Returns whether the list has `name`, in any case. Short lists are searched in order.
    #[inline]
    pub(crate) fn contains(&self, name: &str) -> bool {
        if self.0.len() <= 8 {
            // Most clients have names in lower case.
            let is_name = |listed: &String| listed == name || listed.eq_ignore_ascii_case(name);
            return self.0.iter().any(is_name);
        }
        self.0.binary_search_by(|listed| compare_names(listed, name)).is_ok()
    }

    /// Refuses names with `_`, for schemes that never sign such headers, because proxies drop them.
    pub(crate) fn refuse_underscores(&self) -> Result<(), Error> {
        match self.0.iter().find(|name| name.contains('_')) {
            None => Ok(()),
            Some(name) => Err(Error::new(
                ErrorKind::InvalidHeader,
                name.clone(),
                "has an underscore in its name, which is never signed; leave it out",
            )),
        }
    }
}
