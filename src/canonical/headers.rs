//! The headers that are signed, and the order in which they are signed.

use alloc::string::String;
use core::cmp::Ordering;

use smallvec::SmallVec;

use super::HeaderNames;
use super::rank::{rank, rank_of};
use crate::request::Headers;
use crate::text::{Found, Sink, class, compare_names, lower_case, trim};
use crate::{Error, ErrorKind};

crate::secret::redacted_debug!(Header<'_>, OwnHeaders<'_>, CanonicalHeaders<'_>);

/// The number of headers that are sorted without an allocation.
const INLINE_HEADERS: usize = 40;

/// A header of the request, or one that the signer sets.
#[derive(Clone, Copy)]
pub struct Header<'a> {
    /// The name, in any case.
    pub(crate) name: &'a str,
    /// The value, trimmed.
    pub(crate) value: &'a [u8],
    has_upper_case: bool,
    /// The place among the headers that were collected.
    place: u32,
    /// The rank of the name in lower case.
    rank: u64,
}

impl<'a> Header<'a> {
    /// Trims the value.
    #[inline]
    pub(crate) fn new(name: &'a str, value: &'a [u8]) -> Self {
        let has_upper_case = class::union(name.as_bytes()) & class::UPPER != 0;
        Self {
            name,
            value: trim(value),
            has_upper_case,
            place: 0,
            rank: if has_upper_case {
                rank_of(name.bytes().map(|byte| byte.to_ascii_lowercase()))
            } else {
                rank(name.as_bytes())
            },
        }
    }

    /// Takes a header of the signer, whose name is in lower case.
    #[inline]
    fn own(name: &'static str, value: &'a [u8]) -> Self {
        let (value, rank) = (trim(value), rank(name.as_bytes()));
        Self { name, value, has_upper_case: false, place: 0, rank }
    }

    /// Returns the name, in any case.
    #[must_use]
    #[inline]
    pub const fn name(&self) -> &'a str {
        self.name
    }

    /// Returns the value without blanks at its ends. That of `host` is empty, since it is written
    /// from the request's host.
    #[must_use]
    #[inline]
    pub const fn value(&self) -> &'a [u8] {
        self.value
    }

    /// Writes the name in lower case.
    #[inline]
    pub fn write_name<S: Sink>(&self, sink: &mut S) {
        self.lower_name(|piece| sink.text(piece));
    }

    /// Passes on the name in lower case, in pieces.
    #[inline]
    pub(crate) fn lower_name(&self, mut piece: impl FnMut(&[u8])) {
        if !self.has_upper_case {
            return piece(self.name.as_bytes());
        }
        lower_case(self.name.as_bytes(), piece);
    }

    /// Returns the first bytes that differ in the two lower-case names, if they are among the first
    /// eight. The end of a name is 0.
    pub(crate) fn first_difference(&self, other: &Header<'_>) -> Option<(u8, u8)> {
        let differing = self.rank ^ other.rank;
        let above = 56_u32.checked_sub(differing.leading_zeros() / 8 * 8)?;
        let byte = |rank: u64| (rank >> above) as u8;
        Some((byte(self.rank), byte(other.rank)))
    }

    /// Compares the lower-case names, then the places in the request, where the headers of one name
    /// are signed in their order.
    #[must_use]
    #[inline]
    pub fn compare_in_order(&self, other: &Header<'_>) -> Ordering {
        self.compare_name(other).then(self.place.cmp(&other.place))
    }

    /// Compares the lower-case names, then the bytes of the values.
    #[must_use]
    #[inline]
    pub fn compare(&self, other: &Header<'_>) -> Ordering {
        self.compare_name(other).then_with(|| self.value.cmp(other.value))
    }

    /// Compares the lower-case names.
    #[must_use]
    #[inline]
    pub fn compare_name(&self, other: &Header<'_>) -> Ordering {
        let by_rank = self.rank.cmp(&other.rank);
        by_rank.then_with(|| {
            if self.has_upper_case || other.has_upper_case {
                compare_names(self.name, other.name)
            } else {
                self.name.cmp(other.name)
            }
        })
    }
}

/// The headers that a signer sets, in the order in which it writes them; names in lower case.
#[derive(Default)]
pub struct OwnHeaders<'a> {
    headers: SmallVec<[(&'static str, &'a [u8]); 6]>,
}

impl<'a> OwnHeaders<'a> {
    /// Adds a header, if there is a value for it.
    #[inline]
    pub fn set(&mut self, name: &'static str, value: Option<&'a [u8]>) {
        if let Some(value) = value {
            self.headers.push((name, value));
        }
    }

    /// Returns whether the signer sets the header `name`, in any case.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        let mut names = self.headers.iter();
        names.any(|(own, _)| own.eq_ignore_ascii_case(name))
    }

    /// Iterates over name and value of each header, in the order in which they were set.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'a [u8])> {
        self.headers.iter().copied()
    }

    /// Returns the number of bytes in all values.
    #[must_use]
    pub fn length(&self) -> usize {
        self.headers.iter().map(|(_, value)| value.len()).sum()
    }
}

/// The headers that are signed, sorted.
///
/// It is made empty and filled where it stays: to move the inline headers would cost as much as to
/// sort them.
#[derive(Default)]
pub struct CanonicalHeaders<'a> {
    headers: SmallVec<[Header<'a>; INLINE_HEADERS]>,
}

impl<'a> CanonicalHeaders<'a> {
    /// Creates an empty list.
    #[must_use]
    #[inline]
    pub fn new() -> Self {
        Self { headers: SmallVec::new() }
    }

    /// Selects headers of the request and sorts them by name, then by value. The value of `host`
    /// is left empty: it is written from the request's host.
    #[inline]
    pub fn collect(
        &mut self,
        headers: Headers<'a>,
        own: &OwnHeaders<'a>,
        is_signed: impl Fn(&str) -> bool,
        is_kept: impl Fn(&str) -> bool,
    ) {
        for (name, value) in headers.iter() {
            if is_signed(name) && !name.eq_ignore_ascii_case("host") && is_kept(name) {
                self.push(Header::new(name, value));
            }
        }
        for (name, value) in own.iter().filter(|(name, _)| is_signed(name)) {
            self.push(Header::own(name, value));
        }
        if is_signed("host") {
            self.push(Header::own("host", b""));
        }
        self.sort_by(Header::compare);
    }

    #[inline]
    fn push(&mut self, header: Header<'a>) {
        let place = self.headers.len() as u32;
        self.headers.push(Header { place, ..header });
    }

    /// Returns whether the headers of one name stand in `request`, from which those that `is_signed`
    /// were selected, in the order of their values.
    pub(crate) fn keeps_order(
        &self,
        request: Headers<'_>,
        is_signed: impl Fn(&str) -> bool,
    ) -> bool {
        let mut neighbours = self.headers.iter().zip(self.headers.iter().skip(1));
        if !neighbours.any(|(a, b)| a.compare_name(b).is_eq()) {
            return true;
        }
        let signed = request.iter().filter(|(name, _)| is_signed(name));
        let signed = signed.map(|(name, value)| Header::new(name, value));
        let mut arrived: SmallVec<[_; INLINE_HEADERS]> = signed.collect();
        arrived.sort_by(Header::compare_name);
        arrived.is_sorted_by(|a, b| a.compare(b).is_le())
    }

    /// Sorts in another order.
    pub fn sort_by(&mut self, compare: impl Fn(&Header<'a>, &Header<'a>) -> Ordering) {
        if !self.headers.is_sorted_by(|a, b| compare(a, b).is_le()) {
            self.headers.sort_unstable_by(compare);
        }
    }

    /// Keeps the headers for which `is_kept` returns true.
    pub fn retain(&mut self, is_kept: impl Fn(&Header<'a>) -> bool) {
        self.headers.retain(|header| is_kept(header));
    }

    /// Returns whether no header is signed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.headers.is_empty()
    }

    /// Iterates over the headers in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Header<'a>> {
        self.headers.iter()
    }

    /// Returns the headers in their order.
    pub(crate) fn as_slice(&self) -> &[Header<'a>] {
        &self.headers
    }

    /// Returns the headers before and after the host, `None` where it is not signed.
    #[inline]
    pub(crate) fn around_host(&self) -> Option<(&[Header<'a>], &[Header<'a>])> {
        let at = self.headers.iter().position(|header| header.name == "host")?;
        Some((self.headers.found(..at), self.headers.found(at + 1..)))
    }

    /// Returns whether the header `name`, in lower case, is signed.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.headers.iter().any(|header| header.name == name)
    }

    /// Iterates over the first header of each name. The headers have to be sorted by name.
    #[inline]
    pub fn names(&self) -> impl Iterator<Item = &Header<'a>> {
        let mut last: Option<&Header<'a>> = None;
        self.headers.iter().filter(move |header| {
            let is_new = last.is_none_or(|last| last.compare_name(header).is_ne());
            last = Some(header);
            is_new
        })
    }

    /// Returns the first of `names` that is not among the headers. Both have to be sorted by name,
    /// each name in lower case and once.
    pub fn first_missing<'n>(
        &self,
        names: impl ExactSizeIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        if self.names().count() == names.len() {
            return None;
        }
        let mut present = self.names().peekable();
        let is_before = |header: &&Header<'a>, name: &str| compare_names(header.name, name).is_lt();
        names.into_iter().find(|name| {
            while present.next_if(|header| is_before(header, name)).is_some() {}
            let is_there = |header: &&Header<'a>| header.name.eq_ignore_ascii_case(name);
            present.next_if(is_there).is_none()
        })
    }

    /// Checks that all headers of an exact list are there.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingHeader`] for the first name that the request does not have.
    pub(crate) fn require(&self, names: &HeaderNames) -> Result<(), Error> {
        match self.first_missing(names.iter()) {
            None => Ok(()),
            Some(name) => Err(Error::new(
                ErrorKind::MissingHeader,
                String::from(name),
                "has to be signed and is not on the request; set it before signing",
            )),
        }
    }

    /// Returns the largest number of bytes that [`CanonicalHeaders::write_names`] writes.
    pub fn names_length(&self) -> usize {
        self.headers.iter().map(|header| header.name.len() + 1).sum()
    }

    /// Writes the names in lower case, joined with `;`. The headers have to be sorted by name.
    pub fn write_names<S: Sink>(&self, sink: &mut S) {
        for (at, header) in self.names().enumerate() {
            if at > 0 {
                sink.text(b";");
            }
            header.lower_name(|piece| sink.text(piece));
        }
    }
}
