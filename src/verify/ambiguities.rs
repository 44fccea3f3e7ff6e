//! What a signature does not distinguish, and routers or handlers may.

use super::policy::not_covered;
use super::{Policy, Reason, Rejection};
use crate::canonical::{CanonicalHeaders, CanonicalQuery, Order, Pair, Pieces};
use crate::request::Path;
use crate::{Request, Scheme};

/// Headers that frameworks take for the method or the path. Names in lower case.
const OVERRIDES: &[&str] = &[
    "x-http-method-override", "x-http-method", "x-method-override", "x-original-url",
    "x-rewrite-url",
];

/// The part of a policy that is about requests with one signature and two meanings.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ambiguities {
    pub(super) allows_escaped_slashes: bool,
    pub(super) allows_trailing_slash: bool,
    pub(super) allows_any_order: bool,
    pub(super) allows_joined_parameters: bool,
    pub(super) allows_removed_segments: bool,
    pub(super) allows_uncovered_overrides: bool,
    pub(super) requires_exact_target: bool,
}

impl Ambiguities {
    /// Checks that a header that overrides the method or the path is covered where these are.
    ///
    /// # Errors
    ///
    /// [`Reason::HeaderNotCovered`].
    pub(super) fn check_overrides(
        self,
        request: &Request<'_>,
        scheme: &Scheme,
        is_covered: impl Fn(&str) -> bool,
    ) -> Result<(), Rejection> {
        if self.allows_uncovered_overrides || !scheme.covers().method() {
            return Ok(());
        }
        for (name, _) in request.headers().iter().filter(|(name, _)| name.starts_with(['x', 'X'])) {
            let mut overrides = OVERRIDES.iter();
            let found = overrides.find(|other| name.eq_ignore_ascii_case(other));
            if let Some(name) = found.filter(|name| !is_covered(name)) {
                return Err(not_covered(name));
            }
        }
        Ok(())
    }

    fn fault_of_path(self, path: Path<'_>, is_slash_added: bool) -> Option<&'static str> {
        let has = |escape: &str| path.text.contains(escape);
        let has_escaped_slash = || path.text.contains('%') && (has("%2F") || has("%2f"));
        if !self.allows_escaped_slashes && has_escaped_slash() {
            return Some("has `%2F` in its path, which is signed as `/`");
        }
        let is_ended = || path.ends_in_slash() && path.text != "/";
        if is_slash_added && !self.allows_trailing_slash && is_ended() {
            return Some(
                "has a path that ends in `/`, which is signed for the path without it, too",
            );
        }
        let is_inexact = self.requires_exact_target && !path.is_canonical();
        is_inexact.then_some("has a path that is not spelled as it is signed")
    }
}

impl Policy {
    /// Checks path and query for spellings that the signature does not tell from others, where the
    /// scheme signs them decoded and encoded again. `is_slash_added` says that the scheme signs a path
    /// with `/` at its end in any case.
    ///
    /// # Errors
    ///
    /// [`Reason::Ambiguous`].
    pub fn check_target(
        &self,
        request: &Request<'_>,
        is_slash_added: bool,
    ) -> Result<(), Rejection> {
        if let Some(fault) = self.ambiguities.fault_of_path(request.target.path, is_slash_added) {
            return Err(ambiguous(fault));
        }
        self.check_query(request)
    }

    /// Checks that a path has no segment that is empty, `.` or `..`, but for an empty one at its end,
    /// where the scheme signs the path without them.
    ///
    /// # Errors
    ///
    /// [`Reason::Ambiguous`].
    pub fn check_removed_segments(&self, request: &Request<'_>) -> Result<(), Rejection> {
        let path = request.target.path;
        let has_empty = || path.text.contains("//");
        if self.ambiguities.allows_removed_segments || !has_empty() && !path.has_dot_segment(false)
        {
            return Ok(());
        }
        Err(ambiguous("has an empty, `.` or `..` segment in its path, which is signed without it"))
    }

    /// Checks the query of a scheme that signs it decoded, or encoded once more, in the same way.
    ///
    /// # Errors
    ///
    /// [`Reason::Ambiguous`].
    pub fn check_query(&self, request: &Request<'_>) -> Result<(), Rejection> {
        let query = request.query().filter(|_| self.ambiguities.requires_exact_target);
        if query.is_some_and(|query| !Pieces::are_canonical(query)) {
            return Err(ambiguous("has a query that is not spelled as it is signed"));
        }
        Ok(())
    }

    /// Checks the query of a scheme that signs decoded parameters, sorted and joined with `&`. `signed`
    /// are those of `query` that are in the text.
    ///
    /// # Errors
    ///
    /// [`Reason::Request`] for an `&`, or an `=` in a name, which the text does not tell from the marks
    /// between parameters; and [`Reason::Ambiguous`].
    pub(crate) fn check_joined<'p, 'a: 'p>(
        &self,
        request: &Request<'_>,
        query: &CanonicalQuery<'_>,
        mut signed: impl Iterator<Item = &'p Pair<'a>>,
    ) -> Result<(), Rejection> {
        let is_joined =
            |pair: &Pair<'_>| pair.key().has_reserved(b"&=") || pair.value().has_reserved(b"&");
        if !self.ambiguities.allows_joined_parameters && signed.any(is_joined) {
            return Err(Rejection::new(
                Reason::Request,
                "a parameter has `&` in it, or `=` in its name, and the signature does not tell it \
                 from two",
            ));
        }
        self.check_query(request)?;
        self.check_parameters(query, Order::KeyThenValue)
    }

    /// Checks that parameters of one name arrived in the order in which they are signed.
    ///
    /// # Errors
    ///
    /// [`Reason::Ambiguous`].
    pub fn check_parameters(
        &self,
        query: &CanonicalQuery<'_>,
        order: Order,
    ) -> Result<(), Rejection> {
        if self.ambiguities.allows_any_order || query.keeps_order(order) {
            return Ok(());
        }
        Err(ambiguous("has values of one parameter in another order than they are signed in"))
    }

    /// Checks that covered headers of one name arrived in the order in which they are signed.
    ///
    /// # Errors
    ///
    /// [`Reason::Ambiguous`].
    pub fn check_values(
        &self,
        request: &Request<'_>,
        signed: &CanonicalHeaders<'_>,
        is_signed: impl Fn(&str) -> bool,
    ) -> Result<(), Rejection> {
        if self.ambiguities.allows_any_order || signed.keeps_order(request.headers(), is_signed) {
            return Ok(());
        }
        Err(ambiguous("has values of one header in another order than they are signed in"))
    }
}

#[cold]
fn ambiguous(fault: &'static str) -> Rejection {
    Rejection::new(Reason::Ambiguous, fault)
}
