//! Parameters and headers: names with values, compared name by name.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::difference::{Component, Report};
use super::escapes::decoded;
use super::{Cause, Known};

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

/// Fields of both sides. Of those under one name, one side may be empty, and not both.
#[derive(Clone, Copy)]
pub(super) struct Both<'a> {
    pub(super) ours: &'a [NamedValue<'a>],
    pub(super) theirs: &'a [NamedValue<'a>],
}

impl<'a> Both<'a> {
    /// Splits both sides into groups of fields that are equal by `order`, by which both have to be
    /// sorted.
    pub(super) fn in_step(
        self,
        order: fn(&NamedValue<'_>, &NamedValue<'_>) -> Ordering,
    ) -> impl Iterator<Item = Self> {
        let mut rest = self;
        core::iter::from_fn(move || {
            let theirs = rest.theirs.first();
            let first = match rest.ours.first() {
                Some(ours) => theirs.filter(|theirs| order(theirs, ours).is_lt()).unwrap_or(ours),
                None => theirs?,
            };
            let is_same = |field: &NamedValue<'_>| order(field, first).is_eq();
            Some(Self {
                ours: split_front(&mut rest.ours, is_same),
                theirs: split_front(&mut rest.theirs, is_same),
            })
        })
    }

    /// Returns the name of the first field.
    pub(super) fn name(&self) -> &'a str {
        let first = self.ours.first().or(self.theirs.first());
        first.map_or("", |first| first.name)
    }

    /// Returns the name of the first gap in our values.
    pub(super) fn gap(&self, known: &Known<'_>) -> Option<&'static str> {
        self.ours.iter().find_map(|field| known.gap_in(field.text()))
    }

    /// Reports that the sides differ. `show` returns the text that is shown of a field.
    pub(super) fn report(
        &self,
        component: Component,
        cause: Cause,
        known: &Known<'_>,
        show: fn(&NamedValue<'_>) -> String,
        report: &mut Report,
    ) {
        let side = |fields: &[NamedValue<'_>]| {
            let shown: Vec<_> = fields.iter().map(show).collect();
            (!shown.is_empty()).then(|| shown.join(", "))
        };
        let name: Vec<_> = decoded(self.name()).collect();
        let gap = self.gap(known).or_else(|| known.hides(&name));
        let (ours, theirs) = (side(self.ours), side(self.theirs));
        report.add(component, Some(cause), ours.as_deref(), theirs.as_deref(), gap);
    }
}

/// Splits off the items at the front of a list that `is_of_front` accepts.
fn split_front<'a, T>(list: &mut &'a [T], is_of_front: impl Fn(&T) -> bool) -> &'a [T] {
    let length = list.iter().take_while(|item| is_of_front(item)).count();
    let (front, rest) = list.split_at_checked(length).unwrap_or((list, &[]));
    *list = rest;
    front
}
