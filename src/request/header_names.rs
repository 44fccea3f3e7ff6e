//! Lists of header names, as options of the schemes that let the caller choose what is signed.

use alloc::string::String;
use alloc::vec::Vec;

use crate::canonical::{Header, each_name};
use crate::text::{compare_names, is_token};
use crate::{Error, ErrorKind};

/// Header names in lower case, sorted, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct HeaderNames(Vec<String>);

impl HeaderNames {
    /// Takes names in any case. `field` is what the list is called in errors.
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

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// `name` in any case.
    #[inline]
    pub(crate) fn contains(&self, name: &str) -> bool {
        !self.0.is_empty()
            && self
                .0
                .binary_search_by(|listed| compare_names(listed, name))
                .is_ok()
    }

    /// For schemes that cannot sign such names, because proxies drop them.
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

    /// Refuses a request that lacks one of the names. `selected`: the headers that the list names,
    /// those of one name next to each other.
    pub(crate) fn require(&self, selected: &mut [Header<'_>]) -> Result<(), Error> {
        let mut count = 0;
        each_name(selected, |_| count += 1);
        match count == self.0.len() {
            true => Ok(()),
            false => self.name_missing(selected),
        }
    }

    #[cold]
    fn name_missing(&self, selected: &mut [Header<'_>]) -> Result<(), Error> {
        selected.sort_unstable_by(Header::compare_name);
        let is_absent = |name: &&String| {
            let found = selected.binary_search_by(|header| compare_names(header.name, name));
            found.is_err()
        };
        match self.0.iter().find(is_absent) {
            None => Ok(()),
            Some(name) => Err(Error::new(
                ErrorKind::MissingHeader,
                name.clone(),
                "has to be signed and is not on the request; set it before signing",
            )),
        }
    }
}
