//! Reading a query from its front, key by key.

use super::pair::Pair;
use super::query_text::QueryText;
use crate::text::Found;

/// A reader of a query, key by key. Empty pieces are skipped; `k` has an empty value, as `k=` has.
pub(crate) struct Pieces<'a> {
    rest: &'a [u8],
}

impl<'a> Pieces<'a> {
    pub(crate) const fn of(query: &'a str) -> Self {
        Self { rest: query.as_bytes() }
    }

    /// Returns whether each parameter of a query is written as [`Pair::write_encoded`] writes it, and
    /// none is empty.
    pub(crate) fn are_canonical(query: &'a str) -> bool {
        let mut pieces = Self::of(query);
        let is_whole = !query.split('&').any(str::is_empty);
        is_whole && core::iter::from_fn(|| pieces.pair()).all(|pair| pair.encoded().is_some())
    }

    /// Reads the next pair.
    #[inline]
    pub(super) fn pair(&mut self) -> Option<Pair<'a>> {
        self.skip_separators();
        let start = self.rest;
        let key = self.key()?;
        let value = self.value();
        let length = start.len() - self.rest.len();
        Some(Pair::read(start.found(..length), key, value))
    }

    /// Reads the key of the next pair. Its value has to be read or skipped before the next key.
    #[inline]
    pub(crate) fn key(&mut self) -> Option<QueryText<'a>> {
        self.skip_separators();
        let is_over = self.rest.is_empty();
        let (key, rest) = QueryText::read(self.rest, b'=');
        self.rest = rest;
        (!is_over).then_some(key)
    }

    /// Reads the value of the pair whose key was read.
    #[inline]
    pub(crate) fn value(&mut self) -> QueryText<'a> {
        let (value, rest) = match self.rest {
            [b'=', value @ ..] => QueryText::read(value, b'&'),
            rest => (QueryText::default(), rest),
        };
        self.rest = rest;
        value
    }

    /// Returns a number of pairs that are at most still to be read.
    pub(super) fn count_at_most(&self) -> usize {
        // Counting in one byte runs over sixteen bytes of a block at once.
        let count = |block: &[u8]| {
            usize::from(block.iter().fold(0_u8, |count, byte| count + u8::from(*byte == b'&')))
        };
        let (blocks, rest) = self.rest.as_chunks::<240>();
        1 + count(rest) + blocks.iter().map(|block| count(block)).sum::<usize>()
    }

    fn skip_separators(&mut self) {
        while let [b'&', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }
}
