//! The list of covered headers, as a signature carries it.

use alloc::vec::Vec;

use super::Rejection;
use super::fields::{header_missing, malformed};
use crate::Request;
use crate::canonical::{Filling, compare_names, is_token, with_slots};

/// The names that a signature lists as covered: in lower case, sorted, each once, all of them on
/// the request.
pub(crate) struct ListedHeaders<'s, 'a>(&'s [Listed<'a>]);

#[derive(Clone, Copy, Default)]
struct Listed<'a> {
    name: &'a str,
    is_present: bool,
}

impl ListedHeaders<'_, '_> {
    /// Reads `a;b;c` and calls `then` with it. `counts`: whether a header of that value is one
    /// that the scheme covers.
    pub(crate) fn read<R>(
        text: &str,
        request: &Request<'_>,
        counts: impl Fn(&[u8]) -> bool,
        then: impl FnOnce(&ListedHeaders<'_, '_>) -> Result<R, Rejection>,
    ) -> Result<R, Rejection> {
        let most = 1 + text.bytes().filter(|byte| *byte == b';').count();
        with_slots(most, &mut Vec::<Listed<'static>>::new(), |slots| {
            let mut listed = Filling::new(slots);
            for name in text.split(';').filter(|_| !text.is_empty()) {
                listed.push(Listed {
                    name,
                    is_present: name == "host",
                });
            }
            let listed = listed.filled();
            check_form(listed)?;
            mark_present(listed, request, counts)?;
            then(&ListedHeaders(listed))
        })
    }

    /// `name` in any case.
    pub(crate) fn contains(&self, name: &str) -> bool {
        find(self.0, name).is_some()
    }
}

fn find(listed: &[Listed<'_>], name: &str) -> Option<usize> {
    listed
        .binary_search_by(|listed| compare_names(listed.name, name))
        .ok()
}

fn check_form(listed: &[Listed<'_>]) -> Result<(), Rejection> {
    let is_fit = |listed: &Listed<'_>| {
        is_token(listed.name) && !listed.name.bytes().any(|byte| byte.is_ascii_uppercase())
    };
    if !listed.iter().all(is_fit) {
        return Err(malformed(
            "signed headers",
            "has a name that is not a token in lower case",
        ));
    }
    match listed.is_sorted_by(|a, b| a.name < b.name) {
        true => Ok(()),
        false => Err(malformed(
            "signed headers",
            "are not sorted, or have a name twice",
        )),
    }
}

fn mark_present(
    listed: &mut [Listed<'_>],
    request: &Request<'_>,
    counts: impl Fn(&[u8]) -> bool,
) -> Result<(), Rejection> {
    for (name, value) in request.header_fields() {
        if let Some(found) = find(listed, name).and_then(|at| listed.get_mut(at)) {
            found.is_present |= counts(value);
        }
    }
    match listed.iter().find(|listed| !listed.is_present) {
        None => Ok(()),
        Some(absent) => Err(header_missing(absent.name)),
    }
}
