//! Reads what a call left on the stack.

use std::hint::black_box;

/// How much of the stack is read. No call of the crate goes as deep.
const DEPTH: usize = 192 << 10;
/// How far below the reader the call begins, so that the reader does not write over what is left.
const GAP: usize = 8 << 10;

/// The bytes of the stack below the frame that made `call`, after it returned. They were zero
/// before.
#[inline(never)]
pub(crate) fn stack_below(call: &mut dyn FnMut()) -> Vec<u8> {
    let mut read = vec![0; DEPTH - GAP];
    let marker = 0_u8;
    clear();
    descend(call);
    let top = black_box(&raw const marker).addr() - GAP;
    let bottom = std::ptr::with_exposed_provenance::<u8>(top - read.len());
    let _ = (&raw const marker).expose_provenance();
    // SAFETY: `clear` used the stack of this thread as far as that, so that it is mapped and
    // initialised, and nothing that lives is there: it is below the frame that reads.
    unsafe { copy(bottom, read.as_mut_ptr(), read.len()) };
    read
}

/// Byte by byte and volatile: not a call that would need more stack, nor one that is left out.
#[inline(always)]
unsafe fn copy(from: *const u8, to: *mut u8, length: usize) {
    for at in 0..length {
        // SAFETY: the caller's promise, for every place of both.
        unsafe { to.add(at).write_volatile(from.add(at).read_volatile()) };
    }
}

/// Overwrites the stack below with zeros.
#[inline(never)]
fn clear() {
    let mut zeros = [0_u8; DEPTH + 4096];
    black_box(&mut zeros);
}

/// Calls below a gap.
#[inline(never)]
fn descend(call: &mut dyn FnMut()) {
    let mut gap = [0_u8; GAP];
    black_box(&mut gap);
    call();
    black_box(&mut gap);
}

/// What the search has to find: a copy in a frame that is gone.
#[inline(never)]
pub(crate) fn leave(bytes: &[u8]) {
    let mut copied = [0_u8; 128];
    copied[..bytes.len()].copy_from_slice(bytes);
    black_box(&mut copied);
}

/// The same below a large frame.
#[inline(never)]
pub(crate) fn leave_deep(bytes: &[u8]) {
    let mut frame = [0_u8; DEPTH / 2];
    black_box(&mut frame);
    leave(bytes);
    black_box(&mut frame);
}
