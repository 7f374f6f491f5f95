//! The C interface of Koers: what `include/koers.h` declares.
//!
//! No rules live here. A call comes in through [`mod@boundary`], where panics stop and failures become a status
//! and a text; [`mod@memory`] judges every pointer, length and size before anything is read; the other modules
//! are one object family each, and translate. Documentation of exported items is written for the reader of the
//! header, which a test generates from it.
//!
//! Exported functions are `unsafe`: the caller must keep to the conventions on the first page of the header.
#![expect(
    clippy::missing_safety_doc,
    reason = "what the caller must keep to is the same for all, and stands on the header's first page"
)]

#[cfg(not(panic = "unwind"))]
compile_error!("koers-ffi must be built with panic = \"unwind\": a panic may not end the host");

/// What the header promises about threads.
const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<dossier::Dossier>();
    shared::<settlement::Settlement>();
    shared::<by::By>();
    shared::<check::Checked>();
    shared::<deadlines::Deadlines>();
    shared::<diff::Diff>();
    shared::<eligibility::Eligibility>();
    shared::<explanation::Explanation>();
    shared::<forecast::Forecast>();
    shared::<method::Method>();
    shared::<reconcile::Reconciliation>();
    shared::<scenarios::Scenarios>();
    shared::<schemes::Schemes>();
};

pub mod arrow;
mod boundary;
pub mod by;
pub mod certificate;
pub mod check;
pub mod code;
pub mod deadlines;
pub mod diff;
pub mod dossier;
pub mod eligibility;
pub mod error;
pub mod explanation;
pub mod forecast;
mod memory;
pub mod method;
#[cfg(feature = "panic-for-tests")]
pub mod panic_for_tests;
pub mod receipt;
pub mod reconcile;
pub mod scenarios;
pub mod schemes;
pub mod settlement;
pub mod status;
pub mod tables;
pub mod text;
pub mod what_if;
pub mod years;
