//! The canonical query: the pairs of the URL without a former signature, and what the signer adds.

use smallvec::SmallVec;

use super::pair::Pair;
use super::pieces::Pieces;
use super::query_text::QueryText;
use super::rank::{FirstLetters, shared_front};
use crate::secret::redacted_debug;
use crate::text::Sink;

/// The number of pairs that are sorted without an allocation.
const INLINE_PAIRS: usize = 72;

/// More parameters than a signer adds.
const MOST_ADDED: usize = 16;

/// A parameter that the signer adds to the query and signs, not encoded.
#[derive(Clone, Copy)]
pub struct Added<'a> {
    pub(crate) name: &'static str,
    pub(crate) value: &'a [u8],
    pub(crate) is_secret: bool,
    pub(crate) is_nonce: bool,
}

impl<'a> Added<'a> {
    /// Takes a parameter.
    #[must_use]
    pub const fn new(name: &'static str, value: &'a [u8]) -> Self {
        Self { name, value, is_secret: false, is_nonce: false }
    }

    /// Takes a parameter whose value an explanation must not show.
    #[must_use]
    pub const fn secret(name: &'static str, value: &'a [u8]) -> Self {
        Self { is_secret: true, ..Self::new(name, value) }
    }

    /// Takes the parameter that has the nonce, which [`Signed::nonce`](crate::Signed::nonce) returns.
    #[must_use]
    pub const fn nonce(name: &'static str, value: &'a [u8]) -> Self {
        Self { is_nonce: true, ..Self::new(name, value) }
    }
}

/// The order in which a scheme wants the pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// Orders by the decoded bytes of the key, then of the value.
    KeyThenValue,
    /// Orders by the decoded bytes of the key. Pairs of one key stay in the order of the URL.
    KeyThenPlace,
    /// Orders by the encoded key, then by the encoded value.
    EncodedKeyThenValue,
    /// Orders by the encoded text `key=value`. This differs from `KeyThenValue` because `=` sorts
    /// after `-` and the digits.
    EncodedPair,
}

/// Names of query parameters that are left out of a canonical query.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SkippedNames {
    /// Names that match by exact case.
    pub(crate) exact: &'static [&'static str],
    /// Names that match in any case.
    pub(crate) any_case: &'static [&'static str],
    /// The first letters of all names.
    letters: FirstLetters,
}

impl SkippedNames {
    /// Takes the names that match by exact case, and those that match in any case.
    #[must_use]
    pub const fn new(exact: &'static [&'static str], any_case: &'static [&'static str]) -> Self {
        Self { exact, any_case, letters: FirstLetters::of(exact).and(FirstLetters::of(any_case)) }
    }

    /// Holds no name.
    pub const NONE: Self = Self::new(&[], &[]);

    /// Returns whether `name`, decoded, is one of them.
    #[must_use]
    #[inline]
    pub fn contains(&self, name: &QueryText<'_>) -> bool {
        self.letters != FirstLetters::NONE
            && self.letters.has(name.bytes().next())
            && self.has(name)
    }

    fn has(&self, name: &QueryText<'_>) -> bool {
        let mut any_case = self.any_case.iter();
        self.exact.iter().any(|skipped| name.is(skipped))
            || any_case.any(|skipped| name.is_in_any_case(skipped))
    }
}

redacted_debug!(CanonicalQuery<'_>, Added<'_>);

/// The pairs of a query in a scheme's order.
///
/// It is made empty and filled where it stays: to move the inline pairs would cost as much as to
/// sort them.
#[derive(Default)]
pub struct CanonicalQuery<'a> {
    pairs: SmallVec<[Pair<'a>; INLINE_PAIRS]>,
}

impl<'a> CanonicalQuery<'a> {
    /// Creates an empty query.
    #[must_use]
    #[inline]
    pub fn new() -> Self {
        Self { pairs: SmallVec::new() }
    }

    /// Reads the query of a URL without the parameters `skipped`, adds `added` and sorts.
    #[inline]
    pub fn collect(
        &mut self,
        url_query: Option<&'a str>,
        skipped: SkippedNames,
        added: &[Added<'a>],
        order: Order,
    ) {
        self.extend(url_query.unwrap_or_default(), skipped);
        self.add(added);
        self.sort_by(order);
    }

    /// Adds the pairs of `text`, a query or a form as it is sent, without `skipped`.
    /// [`CanonicalQuery::sort_by`] has to follow.
    #[inline]
    pub fn extend(&mut self, text: &'a str, skipped: SkippedNames) {
        let mut pieces = Pieces::of(text);
        while let Some(pair) = pieces.pair() {
            if !skipped.contains(&pair.key()) {
                if self.pairs.len() == self.pairs.capacity() {
                    self.make_room(&pieces);
                }
                self.pairs.push(pair);
            }
        }
    }

    /// Makes room for a pair, those that are still to be read, and those that a signer adds. To double the
    /// room again and again would take much more memory than the query has.
    #[cold]
    fn make_room(&mut self, rest: &Pieces<'_>) {
        self.pairs.reserve_exact(1 + rest.count_at_most() + MOST_ADDED);
    }

    /// Adds parameters of the signer. [`CanonicalQuery::sort_by`] has to follow.
    #[inline]
    pub fn add(&mut self, added: &[Added<'a>]) {
        self.pairs.extend(added.iter().map(Pair::added));
    }

    /// Sorts the pairs. Those of [`Order::KeyThenPlace`] have to be sorted once only.
    #[inline]
    pub fn sort_by(&mut self, order: Order) {
        match order {
            Order::KeyThenPlace => {
                for (pair, place) in self.pairs.iter_mut().zip(0..) {
                    pair.place = place;
                }
            }
            Order::EncodedKeyThenValue => self.pairs.iter_mut().for_each(Pair::examine),
            _ => {}
        }
        sort(&mut self.pairs, order);
    }

    /// Returns whether the pairs would stay where they are if they were sorted by `order`.
    #[must_use]
    pub fn is_sorted_by(&self, order: Order) -> bool {
        self.pairs.is_sorted_by(|a, b| a.compare(b, order).is_le())
    }

    /// Iterates over the pairs in order.
    pub fn iter(&self) -> impl Iterator<Item = &Pair<'a>> {
        self.pairs.iter()
    }

    /// Returns whether the pairs of one key stand in the URL in the order `order`, in which they are
    /// here.
    pub(crate) fn keeps_order(&self, order: Order) -> bool {
        let mut same_keys = self.pairs.chunk_by(Pair::has_key_of);
        same_keys.all(|same| {
            if same.len() == 1 {
                return true;
            }
            let mut arrived: SmallVec<[Pair<'_>; 8]> = SmallVec::from_slice(same);
            arrived.sort_unstable_by_key(Pair::place);
            arrived.is_sorted_by(|a, b| a.compare(b, order).is_le())
        })
    }

    /// Writes `key=value`, encoded, joined with `&`. `secret` names the value of a secret pair.
    pub fn write_encoded<S: Sink>(&self, secret: &'static str, sink: &mut S) {
        join(self.iter(), sink, |pair, sink| pair.write_encoded(secret, sink));
    }
}

/// Writes pairs, each as `write` writes it, joined with `&`.
#[inline]
pub(crate) fn join<'p, 'a: 'p, S: Sink>(
    pairs: impl Iterator<Item = &'p Pair<'a>>,
    sink: &mut S,
    write: impl Fn(&Pair<'a>, &mut S),
) {
    for (at, pair) in pairs.enumerate() {
        if at > 0 {
            sink.text(b"&");
        }
        write(pair, sink);
    }
}

/// Writes `key=value`, decoded, joined with `&`. `secret` names the value of a secret pair.
pub(crate) fn write_decoded<'p, 'a: 'p, S: Sink>(
    pairs: impl Iterator<Item = &'p Pair<'a>>,
    secret: &'static str,
    sink: &mut S,
) {
    join(pairs, sink, |pair, sink| pair.write_decoded(secret, sink));
}

fn sort(pairs: &mut [Pair<'_>], order: Order) {
    // Ranks cost more than they save for a few pairs.
    if pairs.len() <= 8 {
        return match order {
            Order::KeyThenValue => pairs.sort_unstable_by(|a, b| a.compare(b, Order::KeyThenValue)),
            order => pairs.sort_unstable_by(|a, b| a.compare(b, order)),
        };
    }
    // Most queries arrive sorted, and finding that out costs less than sorting.
    if pairs.is_sorted_by(|a, b| a.compare(b, order).is_le()) {
        return;
    }
    let shared = shared_front_of(pairs, order);
    for pair in pairs.iter_mut() {
        pair.rank = pair.rank_of(order, shared);
    }
    // Comparing numbers decides most places; texts are compared where numbers are equal.
    pairs.sort_unstable_by_key(|pair| pair.rank);
    for same in pairs.chunk_by_mut(|a, b| a.rank == b.rank) {
        if same.len() > 1 {
            same.sort_unstable_by(|a, b| a.compare(b, order));
        }
    }
}

/// Returns the number of bytes with which all pairs begin. Ranks leave them out.
///
/// Parameters often begin alike, so the first bytes would tell little. Nothing is left out where a
/// pair has to be encoded or decoded first.
fn shared_front_of(pairs: &[Pair<'_>], order: Order) -> usize {
    let ready = |pair: &Pair<'_>| pair.ready(order).is_some();
    if !pairs.iter().all(ready) {
        return 0;
    }
    shared_front(pairs.iter().filter_map(|pair| pair.ready(order)))
}
