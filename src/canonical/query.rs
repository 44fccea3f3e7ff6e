//! The query as pairs: what is in the URL, less a former signature, plus what the signer adds.

use super::pair::{Pair, Place};
use super::part::{Part, Spelling};
use super::rank::shared_front;
use crate::text::Found;

/// What the signer adds to the query and signs, raw.
#[derive(Clone, Copy)]
pub(crate) struct Added<'a> {
    pub(super) name: &'static str,
    pub(super) value: &'a [u8],
    pub(super) is_secret: bool,
}

impl<'a> Added<'a> {
    pub(crate) const fn new(name: &'static str, value: &'a [u8]) -> Self {
        Self {
            name,
            value,
            is_secret: false,
        }
    }

    pub(crate) const fn secret(name: &'static str, value: &'a [u8]) -> Self {
        Self {
            name,
            value,
            is_secret: true,
        }
    }

    fn place(at: usize) -> Place {
        Place {
            start: position(at),
            key: Spelling::raw(),
            value: Spelling::raw(),
            ..Place::default()
        }
    }
}

/// In which order a scheme wants the pairs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// By the decoded bytes of the key, then of the value.
    KeyThenValue,
    /// By the finished string `enc(key)=enc(value)`. Not the same: `=` sorts behind `-` and digits.
    FinishedString,
}

/// Reads a query from the front, key by key.
pub(crate) struct Pieces<'a> {
    wire: &'a str,
    rest: &'a [u8],
}

impl<'a> Pieces<'a> {
    pub(crate) const fn of(wire: &'a str) -> Self {
        Self {
            wire,
            rest: wire.as_bytes(),
        }
    }

    /// The key of the next pair. Its value has to be read, or skipped, before the next.
    #[inline]
    pub(crate) fn key(&mut self) -> Option<Part<'a>> {
        while let [b'&', behind @ ..] = self.rest {
            self.rest = behind;
        }
        let is_over = self.rest.is_empty();
        let (key, behind) = Part::read(self.rest, b'=');
        self.rest = behind;
        (!is_over).then_some(key)
    }

    /// The value; `k` is `k=`.
    #[inline]
    pub(crate) fn value(&mut self) -> Part<'a> {
        let (value, behind) = match self.rest {
            [b'=', value @ ..] => Part::read(value, b'&'),
            behind => (Part::default(), behind),
        };
        self.rest = behind;
        value
    }

    /// The value, and the same as it stands in the wire.
    pub(crate) fn value_and_text(&mut self) -> (Part<'a>, &'a str) {
        let value = self.value();
        let end = self.position();
        (value, self.wire.found(end - value.text.len()..end))
    }

    /// Looks at many bytes at once, for those who want few values out of a long query.
    pub(crate) fn skip_value(&mut self) {
        let (blocks, rest) = self.rest.as_chunks::<16>();
        let ends = |block: &[u8]| block.iter().fold(false, |any, byte| any | (*byte == b'&'));
        let skipped = blocks.iter().take_while(|block| !ends(*block)).count();
        let block = blocks.get(skipped).map_or(rest, <[u8; 16]>::as_slice);
        let at = block.iter().position(|byte| *byte == b'&');
        let end = 16 * skipped + at.unwrap_or(block.len());
        self.rest = self.rest.found(end..);
    }

    fn position(&self) -> usize {
        self.wire.len() - self.rest.len()
    }
}

/// Names of query parameters that are left out of a canonical query.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SkippedNames {
    /// Names that match by exact case.
    pub(crate) exact: &'static [&'static str],
    /// Names that match in any case.
    pub(crate) any_case: &'static [&'static str],
}

impl SkippedNames {
    /// Whether `name`, decoded, is one of them.
    pub(crate) fn contains(&self, name: &Part<'_>) -> bool {
        let mut any_case = self.any_case.iter();
        self.exact.iter().any(|skipped| name.is(skipped))
            || any_case.any(|skipped| name.is_in_any_case(skipped))
    }
}

/// What the canonical query is made from.
#[derive(Clone, Copy)]
pub(crate) struct Query<'a> {
    /// The query of the URL.
    pub(crate) wire: &'a str,
    pub(crate) added: &'a [Added<'a>],
    /// Parameters of a former signature, which are left out.
    pub(crate) skipped: SkippedNames,
}

impl<'a> Query<'a> {
    /// How many places [`Query::sorted`] needs at the most.
    pub(crate) fn most(&self) -> usize {
        // In blocks whose count fits a byte, which lets this run over many bytes at once.
        let (blocks, rest) = self.wire.as_bytes().as_chunks::<128>();
        let in_block = |block: &[u8]| block.iter().map(|byte| u8::from(*byte == b'&')).sum::<u8>();
        let in_blocks = blocks.iter().map(|block| usize::from(in_block(block)));
        let separators = in_blocks.sum::<usize>() + usize::from(in_block(rest));
        1 + separators + self.added.len()
    }

    /// Fills `places` with those of the pairs in the scheme's order.
    pub(crate) fn sorted<'s>(self, order: Order, places: &'s mut [Place]) -> Parameters<'a, 's> {
        let mut free = places.iter_mut();
        let mut used = self.read(&mut free);
        for (at, place) in (0..self.added.len()).zip(free) {
            *place = Added::place(at);
            used += 1;
        }
        let places = places.found_mut(..used);
        self.sort(order, places);
        Parameters {
            query: self,
            places,
        }
    }

    /// Reads the wire. Gives the number of places that were filled.
    #[allow(
        clippy::expect_used,
        reason = "`most` counted the places; a pair without one would not be signed"
    )]
    fn read<'p>(&self, free: &mut impl Iterator<Item = &'p mut Place>) -> usize {
        let mut used = 0;
        let mut pieces = Pieces::of(self.wire);
        while let Some(key) = pieces.key() {
            let key_end = pieces.position();
            let value = pieces.value();
            if self.skipped.contains(&key) {
                continue;
            }
            let place = free.next().expect("a place for each piece of the query");
            place.start = position(key_end - key.text.len());
            place.key_end = position(key_end);
            place.end = position(pieces.position());
            place.key = key.spelling;
            place.value = value.spelling;
            used += 1;
        }
        used
    }

    fn sort(&self, order: Order, places: &mut [Place]) {
        let compare = |a: &Place, b: &Place| self.pair(a).compare(&self.pair(b), order);
        // Most queries come sorted, and finding that out costs less than sorting.
        if places.is_sorted_by(|a, b| compare(a, b).is_le()) {
            return;
        }
        // For a few, ranks cost more than they save.
        if places.len() <= 8 {
            return places.sort_unstable_by(compare);
        }
        let shared = self.shared_front(order, places);
        for place in places.iter_mut() {
            place.rank = self.pair(place).rank(order, shared);
        }
        // By numbers alone, which is faster; then those that the numbers do not tell apart.
        places.sort_unstable_by_key(|place| place.rank);
        for same in places.chunk_by_mut(|a, b| a.rank == b.rank) {
            if same.len() > 1 {
                same.sort_unstable_by(compare);
            }
        }
    }

    /// Parameters often begin alike, so that the first bytes of all would tell little. None are
    /// skipped where one of the pairs has to be spelt out.
    fn shared_front(&self, order: Order, places: &[Place]) -> usize {
        let ready = |place| self.pair(place).ready(order);
        match places.iter().all(|place| ready(place).is_some()) {
            true => shared_front(places.iter().filter_map(ready)),
            false => 0,
        }
    }

    fn pair<'s>(&'s self, place: &'s Place) -> Pair<'a, 's> {
        Pair { query: self, place }
    }

    /// What stands in the wire there.
    #[inline]
    pub(super) fn text(&self, start: u32, end: u32) -> &'a [u8] {
        self.wire.as_bytes().found(start as usize..end as usize)
    }

    pub(super) fn wire_text(&self, start: u32, end: u32) -> &'a str {
        self.wire.found(start as usize..end as usize)
    }

    pub(super) fn added(&self, place: &Place) -> Added<'a> {
        *self.added.found(place.start as usize)
    }
}

#[allow(
    clippy::expect_used,
    reason = "with another place, other text would be signed"
)]
fn position(at: usize) -> u32 {
    u32::try_from(at).expect("a URL of four gibibytes is refused when it is read")
}

/// The parameters in the scheme's order.
#[derive(Clone, Copy)]
pub(crate) struct Parameters<'a, 's> {
    query: Query<'a>,
    places: &'s [Place],
}

impl<'a> Parameters<'a, '_> {
    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Pair<'a, '_>> {
        self.places.iter().map(|place| self.query.pair(place))
    }
}
