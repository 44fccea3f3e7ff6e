//! The list of covered headers, as a signature carries it.

use core::cmp::Ordering;

use smallvec::SmallVec;

use super::fields::{header_missing, malformed};
use super::{Policy, Rejection};
use crate::canonical::{CanonicalHeaders, FirstLetters, OwnHeaders};
use crate::text::{Found, class, compare_names, cut, is_same_name, is_token};
use crate::{Request, Scheme};

/// Up to this many names are searched in order; longer lists are searched by halves.
const FEW: usize = 8;

/// The names that a signature lists as covered: in lower case, sorted, each once.
#[derive(Debug)]
pub struct ListedHeaders<'a> {
    names: SmallVec<[&'a str; FEW]>,
    /// The first letters of all names.
    letters: FirstLetters,
    /// Whether the names arrived sorted, each once.
    arrived_sorted: bool,
}

impl<'a> ListedHeaders<'a> {
    /// Reads `a;b;c`.
    ///
    /// # Errors
    ///
    /// [`Reason::Malformed`](super::Reason::Malformed) for names that are not tokens in lower case
    /// or not sorted.
    pub fn read(text: &'a str) -> Result<Self, Rejection> {
        let mut listed = Self::empty();
        if !text.is_empty() {
            listed.push_names(text)?;
        }
        if listed.arrived_sorted { Ok(listed) } else { Err(unsorted()) }
    }

    /// Reads `c;a;b`, for a scheme that does not sign the list.
    ///
    /// # Errors
    ///
    /// [`Reason::Malformed`](super::Reason::Malformed) for names that are not tokens in lower case,
    /// or are there twice.
    pub(crate) fn read_in_any_order(text: &'a str) -> Result<Self, Rejection> {
        let mut listed = Self::empty();
        listed.push_names(text)?;
        if !listed.arrived_sorted {
            listed.names.sort_unstable();
            if !listed.names.is_sorted_by(|a, b| a < b) {
                return Err(unsorted());
            }
        }
        Ok(listed)
    }

    fn empty() -> Self {
        Self { names: SmallVec::new(), letters: FirstLetters::NONE, arrived_sorted: true }
    }

    /// Reads at least one name, and checks that each is a token in lower case.
    fn push_names(&mut self, text: &'a str) -> Result<(), Rejection> {
        let mut rest = Some(text);
        while let Some(text) = rest {
            // Letters in lower case, digits, `-`: as nearly all names.
            let plain = class::run(text.as_bytes(), class::LOWER_NAME);
            let (name, after) = match text.as_bytes().get(plain) {
                None => (text, None),
                Some(b';') => (text.found(..plain), Some(text.found(plain + 1..))),
                Some(_) => match cut(text, b';') {
                    None => (text, None),
                    Some((name, after)) => (name, Some(after)),
                },
            };
            if name.is_empty() || (name.len() > plain && !is_lower_token(name)) {
                return Err(malformed(FIELD, "has a name that is not a token in lower case"));
            }
            let is_next = self.names.last().is_none_or(|last| compare(last, name).is_lt());
            self.arrived_sorted &= is_next;
            self.letters = self.letters.with(name);
            self.names.push(name);
            rest = after;
        }
        Ok(())
    }

    /// Returns whether the names arrived in their order.
    pub(crate) fn arrived_sorted(&self) -> bool {
        self.arrived_sorted
    }

    /// Returns whether `name`, in any case, is listed.
    pub fn contains(&self, name: &str) -> bool {
        self.letters.has(name.bytes().next()) && self.has(name)
    }

    fn has(&self, name: &str) -> bool {
        if self.names.len() <= FEW {
            return self.names.iter().any(|listed| is_same_name(listed, name));
        }
        let found = self.names.binary_search_by(|listed| compare_names(listed, name));
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
        match selected.first_missing(self.names.iter().copied()) {
            None => Ok(()),
            Some(name) => Err(header_missing(name)),
        }
    }
}

const FIELD: &str = "signed headers";

#[cold]
fn unsorted() -> Rejection {
    malformed(FIELD, "are not sorted, or have a name twice")
}

fn is_lower_token(name: &str) -> bool {
    is_token(name) && !name.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// Compares two names. Most differ in their first byte, which costs less than a call to find out.
fn compare(name: &str, other: &str) -> Ordering {
    match (name.as_bytes(), other.as_bytes()) {
        ([a, ..], [b, ..]) if a != b => a.cmp(b),
        _ => name.cmp(other),
    }
}
