//! Where calls from C enter and leave: no panic passes, and every failure becomes a status and a text.
//!
//! Every exported function runs its body in [`call`], [`read`] or [`value`]; a test scans the sources for that.

use std::panic::{AssertUnwindSafe, catch_unwind};

use koers_core::Findings;
use koers_core::diag::{Code, Finding};

use crate::error::{Error, Report};
use crate::status::{Failure, Status};

/// Runs a function that can fail and that tells why in the caller's `error`.
///
/// # Safety
/// `error` is NULL or points to memory that the caller may read and write.
pub(crate) unsafe fn call(error: *mut Error, body: impl FnOnce() -> Result<(), Failure>) -> Status {
    let outcome = stop_panic(|| {
        // SAFETY: as promised by the caller.
        let report = match unsafe { Report::open(error) } {
            Ok(report) => report,
            Err(failure) => return failure.status(),
        };
        let outcome = body();
        // SAFETY: the report was opened on memory that the caller lets us write.
        unsafe { report.write(outcome.as_ref().err()) };
        outcome.map_or_else(|failure| failure.status(), |()| Status::Ok)
    });
    outcome.unwrap_or_else(|| {
        let fault = Failure::Panic(Findings::from(Finding::new(Code::Internal)));
        // The text of a fault in the library is best effort: nothing may come out of here.
        let _ = stop_panic(|| {
            // SAFETY: as above.
            unsafe { Report::open(error).map(|report| report.write(Some(&fault))) }.ok()
        });
        Status::Panic
    })
}

/// Runs a function that can fail, and whose status says it all.
pub(crate) fn read(body: impl FnOnce() -> Result<(), Failure>) -> Status {
    // SAFETY: NULL is always allowed.
    unsafe { call(std::ptr::null_mut(), body) }
}

/// Runs a function that always has a value; `fault` is what comes out of a panic.
pub(crate) fn value<T>(fault: T, body: impl FnOnce() -> T) -> T {
    stop_panic(body).unwrap_or(fault)
}

/// The value of `body`, or nothing when it panics.
///
/// What a panic may have left half done is the business of the bodies: they change a handle last, or mark it
/// as broken while they work on it (`dossier::Dossier::change`).
fn stop_panic<T>(body: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(body)).ok()
}
