//! The border between Rust and Python: what can go wrong, and the exception that it becomes.
//!
//! Every call that reads, computes or writes runs inside [`guarded`], so that no panic reaches Python as a
//! `PanicException`, which `except Exception` doesn't catch. Only getters of plain values do without.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use koers_core::diag::{Code, Finding, Severity};
use koers_core::explain::ExplainError;
use koers_core::report::{Format, ParseFormatError, findings_json, render_findings};
use koers_core::settle::finding_rows;
use koers_core::tables::Table;
use koers_core::{Findings, Lang, folder};
use pyo3::prelude::*;

use crate::table::RawTable;

mod errors {
    pyo3::import_exception!(koers.errors, Cancelled);
    pyo3::import_exception!(koers.errors, InputError);
    pyo3::import_exception!(koers.errors, InternalError);
    pyo3::import_exception!(koers.errors, UnknownNameError);
    pyo3::import_exception!(koers.errors, UnknownSubjectError);
}

/// Why a call gives no result.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The input is refused.
    Refused(Findings),
    /// A dimension, measure, format or language that there isn't; the text lists those there are.
    Unknown(String),
    /// What can't be explained.
    Unexplained(ExplainError),
    /// The run was broken off by the caller.
    Cancelled,
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
            Fault::Cancelled => errors::Cancelled::new_err("cancelled"),
            Fault::Unexplained(error) => {
                let findings = RawFindings(error.finding().into());
                errors::UnknownSubjectError::new_err((error.to_string(), findings))
            }
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

/// The format that `word` names.
pub(crate) fn format(word: &str) -> Result<Format, Fault> {
    word.parse()
        .map_err(|unknown: ParseFormatError| Fault::Unknown(unknown.to_string()))
}

/// Panics, so that a test can see what a fault in the library looks like.
#[pyfunction]
pub(crate) fn panic() -> PyResult<()> {
    guarded(|| std::panic::panic_any("asked for"))
}

/// What is told of a file that could not be opened, or written: `errno` says why.
#[pyfunction]
#[expect(
    clippy::needless_pass_by_value,
    reason = "paths of Python come as values"
)]
pub(crate) fn file_refused(path: PathBuf, errno: i32, written: bool) -> PyResult<RawFindings> {
    guarded(|| {
        let error = std::io::Error::from_raw_os_error(errno);
        Ok(RawFindings(if written {
            folder::not_written(&path, &error)
        } else {
            folder::not_read(&path, &error)
        }))
    })
}

/// Findings: of refused input, or of a check.
#[pyclass(name = "Findings", module = "koers._koers", frozen)]
pub(crate) struct RawFindings(pub(crate) Findings);

#[pymethods]
impl RawFindings {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// How many there are of each severity: errors, warnings and notices.
    #[getter]
    fn counts(&self) -> (usize, usize, usize) {
        let of = |severity| {
            let findings = self.0.iter();
            findings.filter(|it| it.severity() == severity).count()
        };
        (
            of(Severity::Error),
            of(Severity::Warning),
            of(Severity::Notice),
        )
    }

    /// The findings as a table, with texts in a language.
    fn table(&self, py: Python<'_>, lang: &str) -> PyResult<RawTable> {
        guarded(|| {
            let lang = language(lang)?;
            Ok(py.detach(|| RawTable::of(Table::of(&finding_rows(&self.0, lang)))))
        })
    }

    /// The findings as text for people, with the input they point at.
    fn render(&self, py: Python<'_>, lang: &str) -> PyResult<String> {
        guarded(|| {
            let lang = language(lang)?;
            Ok(py.detach(|| self.0.render(lang)))
        })
    }

    /// The findings in a format and a language.
    fn write(&self, py: Python<'_>, form: &str, lang: &str) -> PyResult<String> {
        guarded(|| {
            let (lang, format) = (language(lang)?, format(form)?);
            Ok(py.detach(|| render_findings(&self.0, format, lang)))
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
