//! An allocator that counts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// Counts for each thread.
pub(crate) struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
    static HELD: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

// SAFETY: every call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count_one(of_block(layout.size()));
        // SAFETY: the caller's promise is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count_one(of_block(layout.size()));
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // For a moment both blocks may be there.
        count_one(of_block(size));
        hold(-of_block(layout.size()));
        // SAFETY: as above.
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        hold(-of_block(layout.size()));
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }
}

fn count_one(more: isize) {
    // The thread is on its way out where this fails, and counts no more.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
    hold(more);
}

/// A block with what an allocator takes beside it.
const fn of_block(size: usize) -> isize {
    size.cast_signed() + 16
}

fn hold(more: isize) {
    let _ = HELD.try_with(|held| held.set(held.get() + more));
    let _ = PEAK.try_with(|peak| peak.set(peak.get().max(HELD.get())));
}

/// How often `run` allocates on this thread; a block that grows counts as one more.
pub(crate) fn count<R>(run: impl FnOnce() -> R) -> (usize, R) {
    let before = COUNT.get();
    let result = run();
    (COUNT.get() - before, result)
}

/// How many bytes this thread has allocated and not freed, with 16 more for each block.
pub(crate) fn held() -> isize {
    HELD.get()
}

/// How many bytes `run` has on this thread at the most, beyond those that were there before.
pub(crate) fn peak<R>(run: impl FnOnce() -> R) -> (isize, R) {
    let before = HELD.get();
    PEAK.set(before);
    let result = run();
    (PEAK.get() - before, result)
}
