//! Parameters and headers: names with values, compared name by name.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::difference::{Component, Report};
use super::escapes::decoded;
use super::{Cause, Known};

/// `name=value`, `name`, or `name:value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NamedValue<'a> {
    pub(super) name: &'a str,
    pub(super) value: Option<&'a str>,
}

impl<'a> NamedValue<'a> {
    /// Splits at the first separator.
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

/// Fields of both sides under one name. One of the two may be empty, not both.
#[derive(Clone, Copy)]
pub(super) struct Both<'a> {
    pub(super) ours: &'a [NamedValue<'a>],
    pub(super) theirs: &'a [NamedValue<'a>],
}

impl<'a> Both<'a> {
    /// Returns what both have for each key. Both have to be sorted in that order.
    pub(super) fn in_step(
        self,
        order: fn(&NamedValue<'_>, &NamedValue<'_>) -> Ordering,
    ) -> impl Iterator<Item = Self> {
        let mut rest = self;
        core::iter::from_fn(move || {
            let theirs = rest.theirs.first();
            let first = match rest.ours.first() {
                Some(ours) => theirs
                    .filter(|theirs| order(theirs, ours).is_lt())
                    .unwrap_or(ours),
                None => theirs?,
            };
            let is_same = |field: &NamedValue<'_>| order(field, first).is_eq();
            Some(Self {
                ours: split_front(&mut rest.ours, is_same),
                theirs: split_front(&mut rest.theirs, is_same),
            })
        })
    }

    /// Returns the name.
    pub(super) fn name(&self) -> &'a str {
        let first = self.ours.first().or(self.theirs.first());
        first.map_or("", |first| first.name)
    }

    /// Returns the name of the gap among our values.
    pub(super) fn gap(&self, known: &Known<'_>) -> Option<&'static str> {
        self.ours
            .iter()
            .find_map(|field| known.gap_in(field.text()))
    }

    /// Reports that the sides differ. `show` says how a field is shown.
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
        report.add(
            component,
            Some(cause),
            ours.as_deref(),
            theirs.as_deref(),
            gap,
        );
    }
}

/// Takes the front of a list off, as long as that holds.
fn split_front<'a, T>(list: &mut &'a [T], is_of_front: impl Fn(&T) -> bool) -> &'a [T] {
    let length = list.iter().take_while(|item| is_of_front(item)).count();
    let (front, rest) = list.split_at_checked(length).unwrap_or((list, &[]));
    *list = rest;
    front
}
