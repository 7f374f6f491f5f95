//! Panics on purpose, for the tests of the boundary. Not in the library as it ships, and not in the header.

use crate::boundary::{call, read, value};
use crate::dossier::Dossier;
use crate::error::Error;
use crate::memory::exclusive;
use crate::status::Status;

/// A fault while a dossier is being changed; a fault without one when it is NULL.
///
/// # Panics
/// Inside; it stops at the border.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_panic_for_tests(dossier: *mut Dossier, error: *mut Error) -> Status {
    // SAFETY: the caller keeps to the conventions of the header.
    unsafe {
        call(error, || {
            assert!(!dossier.is_null(), "on purpose");
            exclusive(dossier, "dossier")?.panic()
        })
    }
}

/// A fault in a function without error text, and in one that only has a value.
///
/// # Panics
/// Inside; it stops at the border.
#[unsafe(no_mangle)]
pub extern "C" fn koers_panic_for_tests_plain() -> Status {
    value((), || panic!("on purpose"));
    read(|| panic!("on purpose"))
}
