//! An allocator that searches every block that is freed.

use std::alloc::{GlobalAlloc, Layout, System};
use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::slice;

use crate::common::pieces::Pieces;

/// Looks into blocks that the current thread frees while it is told to.
pub(crate) struct Detector;

// One per thread: the test harness frees blocks of its own at any time.
thread_local! {
    static WANTED: Cell<Option<&'static Pieces>> = const { Cell::new(None) };
    static HITS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

// SAFETY: every block comes from the system's allocator and goes back to it with its own layout.
unsafe impl GlobalAlloc for Detector {
    // Zeroed, so that there is nothing in a block but what was written into it: neither what an
    // earlier block left behind nor memory that must not be read.
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is the same.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block is the caller's until it is given back, and all of it was written.
        look_into(unsafe { slice::from_raw_parts(block, layout.size()) });
        // SAFETY: it came from there with this layout.
        unsafe { System.dealloc(block, layout) }
    }

    // `realloc` is the trait's own: a new block, a copy, and `dealloc` of the old one. A buffer
    // that grows without wiping is found by that every time and not only where it had to move.
}

fn look_into(block: &[u8]) {
    let Ok(Some(pieces)) = WANTED.try_with(Cell::get) else {
        return;
    };
    let Some(piece) = pieces.find(block) else {
        return;
    };
    // Writing the hit down allocates and frees.
    WANTED.set(None);
    let trace = Backtrace::force_capture().to_string();
    let trace: Vec<&str> = trace.lines().filter(|line| line.contains("polysign::")).collect();
    let hit = format!(
        "{:?} in a block of {} bytes, freed by\n{}",
        String::from_utf8_lossy(piece),
        block.len(),
        trace.join("\n")
    );
    HITS.with_borrow_mut(|hits| hits.push(hit));
    WANTED.set(Some(pieces));
}

/// The blocks with a piece in them that were freed during `run`. What `run` gives back is freed
/// later.
pub(crate) fn hits_of<R>(pieces: &'static Pieces, run: impl FnOnce() -> R) -> (Vec<String>, R) {
    /// Ends the search also where `run` fails, so that unwinding is not searched.
    struct Search;
    impl Drop for Search {
        fn drop(&mut self) {
            WANTED.set(None);
        }
    }
    HITS.take();
    WANTED.set(Some(pieces));
    let search = Search;
    let result = run();
    drop(search);
    (HITS.take(), result)
}

/// Fails when a block with a piece in it is freed during `run`.
pub(crate) fn none_is_freed(what: &str, pieces: &'static Pieces, run: impl FnOnce()) {
    let (hits, ()) = hits_of(pieces, run);
    assert!(hits.is_empty(), "{what}: {}", hits.join("\n"));
}
