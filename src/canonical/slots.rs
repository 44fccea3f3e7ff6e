//! Room for sorting, without an allocation for requests of ordinary size.

use alloc::vec::Vec;

use super::{Header, Place};
use crate::text::Found;

/// The room that a very large request needs, kept for whoever signs with it again.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(crate) places: Vec<Place>,
    pub(crate) headers: Vec<Header<'static>>,
}

/// Calls `then` with `count` slots: of a small array, of a larger one, or of `spare`'s block.
///
/// A small array first because it has to be filled with something before it is used.
pub(crate) fn with_slots<S, T: Copy + Default, R>(
    count: usize,
    spare: &mut Vec<S>,
    then: impl FnOnce(&mut [T]) -> R,
) -> R {
    let mut few;
    let mut some;
    let mut many;
    let mut heap = Vec::new();
    let slots: &mut [T] = if count <= 8 {
        few = [T::default(); 8];
        &mut few
    } else if count <= 16 {
        some = [T::default(); 16];
        &mut some
    } else if count <= 64 + 8 {
        // 64 of the caller's, and those that the signer adds.
        many = [T::default(); 64 + 8];
        &mut many
    } else {
        heap = recycle(core::mem::take(spare));
        heap.resize(count, T::default());
        &mut heap
    };
    let result = then(slots);
    if heap.capacity() > 0 {
        *spare = recycle(heap);
    }
    result
}

/// Slots that are filled from the front.
pub(crate) struct Filling<'s, T> {
    slots: &'s mut [T],
    used: usize,
}

impl<'s, T> Filling<'s, T> {
    pub(crate) fn new(slots: &'s mut [T]) -> Self {
        Self { slots, used: 0 }
    }

    /// There is a slot for everything that may come: they were counted before.
    #[inline]
    pub(crate) fn push(&mut self, item: T) {
        *self.slots.found_mut(self.used) = item;
        self.used += 1;
    }

    /// The slots that were filled.
    pub(crate) fn filled(self) -> &'s mut [T] {
        self.slots.found_mut(..self.used)
    }
}

/// The same block of memory for items of another lifetime. Collecting a vector's own iterator
/// happens in place; were it not so, this would allocate and still be right.
fn recycle<S, T>(mut used: Vec<S>) -> Vec<T> {
    used.clear();
    used.into_iter().filter_map(|_| None).collect()
}
