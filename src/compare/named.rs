//! Parameters and headers: names with values, paired with those of the other side.

use core::cmp::Ordering;
use core::iter;

/// A parameter or header: `name=value`, `name`, or `name:value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NamedValue<'a> {
    pub(super) name: &'a str,
    pub(super) value: Option<&'a str>,
}

impl<'a> NamedValue<'a> {
    /// Reads a field, which is split at the first separator.
    pub(super) fn read(text: &'a str, separator: char) -> Self {
        let parts = text.split_once(separator);
        let (name, value) = parts.map_or((text, None), |(name, value)| (name, Some(value)));
        Self { name, value }
    }

    /// Returns the value, empty where there is none.
    pub(super) fn text(&self) -> &'a str {
        self.value.unwrap_or_default()
    }
}

/// An item of our text and its counterpart in the server's. One of them may be absent.
pub(super) type Both<T> = [Option<T>; 2];

/// Pairs the items of two lists that are equal by `order`, by which both lists are sorted. An item
/// without a counterpart comes alone.
pub(super) fn paired<T>(
    ours: impl Iterator<Item = T>,
    theirs: impl Iterator<Item = T>,
    order: impl Fn(&T, &T) -> Ordering,
) -> impl Iterator<Item = Both<T>> {
    let (mut ours, mut theirs) = (ours.peekable(), theirs.peekable());
    iter::from_fn(move || {
        let order = match (ours.peek(), theirs.peek()) {
            (Some(ours), Some(theirs)) => order(ours, theirs),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return None,
        };
        Some([ours.next_if(|_| order.is_le()), theirs.next_if(|_| order.is_ge())])
    })
}
