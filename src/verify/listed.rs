//! The list of covered headers, as a signature carries it.

use alloc::vec::Vec;

use super::Rejection;
use super::fields::{header_missing, malformed};
use crate::canonical::{Filling, Header, each_name, with_slots};
use crate::text::{class, compare_names, is_token};

/// Up to so many names are looked through; among more the name is looked up.
const FEW: usize = 8;

/// The names that a signature lists as covered: in lower case, sorted, each once.
pub(crate) struct ListedHeaders<'s>(&'s [&'s str]);

impl ListedHeaders<'_> {
    /// Reads `a;b;c` and calls `then` with it.
    pub(crate) fn read<R>(
        text: &str,
        then: impl FnOnce(&ListedHeaders<'_>) -> Result<R, Rejection>,
    ) -> Result<R, Rejection> {
        let most = 1 + text.bytes().filter(|byte| *byte == b';').count();
        with_slots(most, &mut Vec::<&str>::new(), |slots| {
            let mut names = Filling::new(slots);
            for name in text.split(';').filter(|_| !text.is_empty()) {
                names.push(name);
            }
            let names = names.filled();
            check_form(names)?;
            then(&ListedHeaders(names))
        })
    }

    /// `name` in any case.
    pub(crate) fn contains(&self, name: &str) -> bool {
        let names = self.0;
        match names.len() <= FEW {
            true => names.iter().any(|listed| listed.eq_ignore_ascii_case(name)),
            false => names
                .binary_search_by(|listed| compare_names(listed, name))
                .is_ok(),
        }
    }

    /// Whether all of the list did arrive. `selected`: the headers that the list names, sorted by
    /// name.
    pub(crate) fn check_present(&self, selected: &[Header<'_>]) -> Result<(), Rejection> {
        let mut count = 0;
        each_name(selected, |_| count += 1);
        if count == self.0.len() {
            return Ok(());
        }
        let is_absent = |name: &&&str| {
            let found = selected.binary_search_by(|header| compare_names(header.name, name));
            found.is_err()
        };
        match self.0.iter().find(is_absent) {
            None => Ok(()),
            Some(name) => Err(header_missing(name)),
        }
    }
}

/// Letters in lower case, digits, `-`: as nearly all names.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| class::is(byte, class::LOWER_NAME))
}

fn check_form(names: &[&str]) -> Result<(), Rejection> {
    let is_lower = |name: &str| !name.bytes().any(|byte| byte.is_ascii_uppercase());
    let is_fit = |name: &&str| is_plain(name) || (is_token(name) && is_lower(name));
    if !names.iter().all(is_fit) {
        return Err(malformed(
            "signed headers",
            "has a name that is not a token in lower case",
        ));
    }
    match names.is_sorted_by(|a, b| a < b) {
        true => Ok(()),
        false => Err(malformed(
            "signed headers",
            "are not sorted, or have a name twice",
        )),
    }
}
