//! The Python package of Koers: the compiled module `koers._koers`, under the typed package in `python/koers`.
//!
//! Nothing here decides anything. Python values become the core's [`koers_core::read::Node`]s and results come
//! back as tuples and text; reading, checking, computing and rendering are the core's.

mod ahead;
mod arrow;
mod border;
mod certificate;
mod check;
mod day;
mod dossier;
mod explain;
mod memory;
mod method;
mod node;
mod rebook;
mod receipt;
mod reconcile;
mod scheme;
mod settlement;
mod table;
mod what_if;
mod years;

use mimalloc::MiMalloc;
use pyo3::prelude::*;

/// A call with ten lines takes and gives back thousands of small pieces of memory, which costs glibc half of its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The compiled part of the package koers. Use that package: names here may change.
#[pymodule(gil_used = false)]
mod _koers {
    #[pymodule_export]
    use super::ahead::RawDeadlines as Deadlines;
    #[pymodule_export]
    use super::ahead::RawForecast as Forecast;
    #[pymodule_export]
    use super::ahead::{rendered, scenarios};
    #[pymodule_export]
    use super::border::RawFindings as Findings;
    #[pymodule_export]
    use super::border::file_refused;
    #[pymodule_export]
    use super::border::panic;
    #[pymodule_export]
    use super::certificate::{RawCertificate as Certificate, read as certificate};
    #[pymodule_export]
    use super::check::{
        RawChecked as Checked, check_path, check_roll_forward, check_roll_forward_file, check_text,
    };
    #[pymodule_export]
    use super::dossier::{RawDossier as Dossier, load};
    #[pymodule_export]
    use super::explain::RawExplanation as Explanation;
    #[pymodule_export]
    use super::memory::{RawRows as Rows, add, build, rows_of};
    #[pymodule_export]
    use super::method::{RawMethod as Method, method, method_file};
    #[pymodule_export]
    use super::receipt::{RawReceipt as Receipt, receipt_file, receipt_text};
    #[pymodule_export]
    use super::reconcile::{RawReconciliation as Reconciliation, reconcile_file, reconcile_rows};
    #[pymodule_export]
    use super::scheme::{
        RawScheme as Scheme, catalogue, catalogue_table, explain_code, json_schema, scheme,
    };
    #[pymodule_export]
    use super::settlement::RawSettlement as Settlement;
    #[pymodule_export]
    use super::settlement::RawWhatIf as WhatIf;
    #[pymodule_export]
    use super::table::RawTable as Table;

    #[pymodule_export]
    use super::years::{RawDeclared as DeclaredRollForward, declared_file, declared_rows};

    /// The version of the library.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "the name that Python packages use")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
