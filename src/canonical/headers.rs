//! Headers: trimming, and the order in which they are signed.

use core::cmp::Ordering;

use super::rank::{rank, rank_of};
use crate::text::{Sink, compare_names, trim};

/// A header of the request, or one that the signer adds.
#[derive(Clone, Copy, Default)]
pub(crate) struct Header<'a> {
    /// In any case.
    pub(crate) name: &'a str,
    /// Trimmed.
    pub(crate) value: &'a [u8],
    has_upper_case: bool,
    /// Of the name in lower case.
    rank: u64,
}

impl<'a> Header<'a> {
    /// Trims the value.
    #[inline]
    pub(crate) fn new(name: &'a str, value: &'a [u8]) -> Self {
        let has_upper_case = name.bytes().any(|byte| byte.is_ascii_uppercase());
        Self {
            name,
            value: trim(value),
            has_upper_case,
            rank: match has_upper_case {
                false => rank(name.as_bytes()),
                true => rank_of(name.bytes().map(|byte| byte.to_ascii_lowercase())),
            },
        }
    }

    /// Hands over the name in lower case, in pieces.
    pub(crate) fn lower_name(&self, mut piece: impl FnMut(&[u8])) {
        if !self.has_upper_case {
            return piece(self.name.as_bytes());
        }
        let (chunks, rest) = self.name.as_bytes().as_chunks::<16>();
        for chunk in chunks {
            piece(&chunk.to_ascii_lowercase());
        }
        for byte in rest {
            piece(&[byte.to_ascii_lowercase()]);
        }
    }

    /// The bytes by which the names, in lower case, differ first, with 0 for the end of a name, if
    /// that is among the first eight.
    pub(crate) fn first_difference(&self, other: &Header<'_>) -> Option<(u8, u8)> {
        let differing = self.rank ^ other.rank;
        let above = 56_u32.checked_sub(differing.leading_zeros() / 8 * 8)?;
        let byte = |rank: u64| (rank >> above) as u8;
        Some((byte(self.rank), byte(other.rank)))
    }

    /// By lower-case name, then by the bytes of the value.
    pub(crate) fn compare(&self, other: &Header<'_>) -> Ordering {
        self.compare_name(other)
            .then_with(|| self.value.cmp(other.value))
    }

    /// By lower-case name.
    pub(crate) fn compare_name(&self, other: &Header<'_>) -> Ordering {
        let by_rank = self.rank.cmp(&other.rank);
        by_rank.then_with(|| match self.has_upper_case || other.has_upper_case {
            false => self.name.cmp(other.name),
            true => compare_names(self.name, other.name),
        })
    }
}

/// Hands over a header of each name. The headers have to be sorted by name.
pub(crate) fn each_name<'h, 'a>(headers: &'h [Header<'a>], mut then: impl FnMut(&'h Header<'a>)) {
    let mut last: Option<&Header<'_>> = None;
    for header in headers {
        if last.is_none_or(|last| last.compare_name(header).is_ne()) {
            then(header);
        }
        last = Some(header);
    }
}

/// The names in lower case, joined with `;`. The headers have to be sorted by name.
pub(crate) fn write_names(headers: &[Header<'_>], sink: &mut impl Sink) {
    let mut is_first = true;
    each_name(headers, |header| {
        if !is_first {
            sink.text(b";");
        }
        is_first = false;
        header.lower_name(|piece| sink.text(piece));
    });
}
