//! The border between Rust and Python: what can go wrong, and the exception that it becomes.
//!
//! Every call that reads, computes or writes runs inside [`guarded`], so that no panic reaches Python as a
//! `PanicException`, which `except Exception` doesn't catch. Only getters of plain values do without.

use std::panic::{AssertUnwindSafe, catch_unwind};

use koers_core::diag::{Code, Finding};
use koers_core::report::findings_json;
use koers_core::settle::finding_rows;
use koers_core::tables::Table;
use koers_core::{Findings, Lang};
use pyo3::prelude::*;

use crate::table::RawTable;

mod errors {
    pyo3::import_exception!(koers.errors, InputError);
    pyo3::import_exception!(koers.errors, InternalError);
    pyo3::import_exception!(koers.errors, UnknownNameError);
}

/// Why a call gives no result.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The input is refused.
    Refused(Findings),
    /// A dimension, measure, format or language that there isn't; the text lists those there are.
    Unknown(String),
    /// What Python code raised while it was asked for its values.
    Python(PyErr),
}

impl From<Findings> for Fault {
    fn from(findings: Findings) -> Self {
        Fault::Refused(findings)
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Fault::Python(error)
    }
}

impl From<Fault> for PyErr {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(findings) => errors::InputError::new_err((RawFindings(findings),)),
            Fault::Unknown(text) => errors::UnknownNameError::new_err(text),
            Fault::Python(error) => error,
        }
    }
}

/// Runs `call`; a panic in it becomes an `InternalError` with the text of K9001.
pub(crate) fn guarded<T>(call: impl FnOnce() -> Result<T, Fault>) -> PyResult<T> {
    // Everything that crosses the border is immutable, so nothing half changed is left behind.
    let result = catch_unwind(AssertUnwindSafe(call)).map_err(|_| {
        let findings = Findings::from(Finding::new(Code::Internal));
        errors::InternalError::new_err(findings.render(Lang::Nl))
    })?;
    result.map_err(PyErr::from)
}

/// The language that `word` names.
pub(crate) fn language(word: &str) -> Result<Lang, Fault> {
    Lang::parse(word)
        .ok_or_else(|| Fault::Unknown(format!("unknown language `{word}`; known: nl, en")))
}

/// Panics, so that a test can see what a fault in the library looks like.
#[pyfunction]
pub(crate) fn panic() -> PyResult<()> {
    guarded(|| std::panic::panic_any("asked for"))
}

/// The findings of refused input.
#[pyclass(name = "Findings", module = "koers._koers", frozen)]
pub(crate) struct RawFindings(Findings);

#[pymethods]
impl RawFindings {
    /// The findings as a table, with texts in a language.
    fn table(&self, py: Python<'_>, lang: &str) -> PyResult<RawTable> {
        guarded(|| {
            let lang = language(lang)?;
            Ok(py.detach(|| RawTable(Table::of(&finding_rows(&self.0, lang)))))
        })
    }

    /// The findings as text for people, with the input they point at.
    fn render(&self, py: Python<'_>, lang: &str) -> PyResult<String> {
        guarded(|| {
            let lang = language(lang)?;
            Ok(py.detach(|| self.0.render(lang)))
        })
    }

    /// The findings as canonical JSON.
    fn json(&self, py: Python<'_>, lang: &str) -> PyResult<String> {
        guarded(|| {
            let lang = language(lang)?;
            Ok(py.detach(|| findings_json(&self.0, lang)))
        })
    }
}
