//! The list of covered headers, as a signature carries it.

use smallvec::SmallVec;

use super::fields::{header_missing, malformed};
use super::{Policy, Rejection};
use crate::canonical::{CanonicalHeaders, OwnHeaders};
use crate::text::{class, compare_names, is_same_name, is_token, split};
use crate::{Request, Scheme};

/// Up to this many names are searched in order; longer lists are searched by halves.
const FEW: usize = 8;

/// The names that a signature lists as covered: in lower case, sorted, each once.
#[derive(Debug)]
pub struct ListedHeaders<'a>(SmallVec<[&'a str; FEW]>);

impl<'a> ListedHeaders<'a> {
    /// Reads `a;b;c`.
    ///
    /// # Errors
    ///
    /// [`Reason::Malformed`](super::Reason::Malformed) for names that are not tokens in lower case
    /// or not sorted.
    pub fn read(text: &'a str) -> Result<Self, Rejection> {
        let names: SmallVec<_> = split(text, b';').filter(|_| !text.is_empty()).collect();
        check_form(&names)?;
        Ok(Self(names))
    }

    /// Reads `c;a;b`, for a scheme that does not sign the list.
    ///
    /// # Errors
    ///
    /// [`Reason::Malformed`](super::Reason::Malformed) for names that are not tokens in lower case,
    /// or are there twice.
    pub(crate) fn read_in_any_order(text: &'a str) -> Result<Self, Rejection> {
        let mut names: SmallVec<_> = split(text, b';').collect();
        names.sort_unstable();
        check_form(&names)?;
        Ok(Self(names))
    }

    /// Returns whether `list` is the names in their order.
    pub(crate) fn is_joined(&self, list: &str) -> bool {
        split(list, b';').eq(self.0.iter().copied())
    }

    /// Returns whether `name`, in any case, is listed.
    pub fn contains(&self, name: &str) -> bool {
        if self.0.len() <= FEW {
            return self.0.iter().any(|listed| is_same_name(listed, name));
        }
        let found = self.0.binary_search_by(|listed| compare_names(listed, name));
        found.is_ok()
    }

    /// Checks that the list has all that has to be covered, `own` among it, and collects its headers,
    /// sorted.
    ///
    /// # Errors
    ///
    /// Those of [`Policy::check_covered`] and [`ListedHeaders::check_present`].
    pub(crate) fn collect<'h>(
        &self,
        policy: &Policy,
        scheme: &Scheme,
        own: &[&str],
        request: &Request<'h>,
        signed: &mut CanonicalHeaders<'h>,
    ) -> Result<(), Rejection> {
        let is_listed = |name: &str| self.contains(name);
        policy.check_covered(request, scheme, own, is_listed)?;
        signed.collect(request.headers(), &OwnHeaders::default(), is_listed, |_| true);
        self.check_present(signed)
    }

    /// Checks that every header of the list arrived. `selected` holds those that did, sorted by
    /// name.
    ///
    /// # Errors
    ///
    /// [`Reason::HeaderMissing`](super::Reason::HeaderMissing).
    pub fn check_present(&self, selected: &CanonicalHeaders<'_>) -> Result<(), Rejection> {
        match selected.first_missing(self.0.iter().copied()) {
            None => Ok(()),
            Some(name) => Err(header_missing(name)),
        }
    }
}

/// Letters in lower case, digits, `-`: as nearly all names.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && class::has_all(name.as_bytes(), class::LOWER_NAME)
}

fn check_form(names: &[&str]) -> Result<(), Rejection> {
    let is_lower = |name: &str| !name.bytes().any(|byte| byte.is_ascii_uppercase());
    let is_fit = |name: &&str| is_plain(name) || (is_token(name) && is_lower(name));
    if !names.iter().all(is_fit) {
        return Err(malformed("signed headers", "has a name that is not a token in lower case"));
    }
    if names.is_sorted_by(|a, b| a < b) {
        Ok(())
    } else {
        Err(malformed("signed headers", "are not sorted, or have a name twice"))
    }
}
