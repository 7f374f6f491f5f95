//! An allocator that counts, so that memory is known to the byte.
#![expect(
    unsafe_code,
    reason = "an allocator is unsafe to implement; this one hands everything on"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicIsize, Ordering::Relaxed};

static ON: AtomicBool = AtomicBool::new(false);
static NOW: AtomicIsize = AtomicIsize::new(0);
static MOST: AtomicIsize = AtomicIsize::new(0);

pub(crate) struct Counting;

// SAFETY: all is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: as the caller promises.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        count(0, layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.realloc(at, layout, size) }
    }
}

fn count(more: usize, less: usize) {
    if ON.load(Relaxed) {
        let change = more.cast_signed() - less.cast_signed();
        let now = NOW.fetch_add(change, Relaxed) + change;
        MOST.fetch_max(now, Relaxed);
    }
}

/// What a run allocates at its peak above what was there, and what it leaves when it is done, in bytes.
pub(crate) fn peak<R>(run: impl FnOnce() -> R) -> (R, usize, usize) {
    NOW.store(0, Relaxed);
    MOST.store(0, Relaxed);
    ON.store(true, Relaxed);
    let result = run();
    ON.store(false, Relaxed);
    let bytes = |of: &AtomicIsize| usize::try_from(of.load(Relaxed)).unwrap_or(0);
    (result, bytes(&MOST), bytes(&NOW))
}
