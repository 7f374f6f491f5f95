//! Roll-forwards that others published, as Python sees them.

use std::path::PathBuf;

use koers_core::Findings;
use koers_core::folder;
use koers_core::roll_forward::DeclaredRollForward;
use koers_core::tables::Table;
use pyo3::prelude::*;

use crate::border::{RawFindings, guarded};
use crate::memory::rows as nodes;
use crate::table::RawTable;

/// A published roll-forward; immutable.
#[pyclass(name = "DeclaredRollForward", module = "koers._koers", frozen)]
pub(crate) struct RawDeclared(pub(crate) DeclaredRollForward);

/// Reads a published roll-forward from a CSV file.
#[pyfunction]
#[expect(
    clippy::needless_pass_by_value,
    reason = "paths of Python come as values"
)]
pub(crate) fn declared_file(py: Python<'_>, path: PathBuf) -> PyResult<RawDeclared> {
    guarded(|| Ok(RawDeclared(py.detach(|| folder::load_roll_forward(&path))?)))
}

/// Reads a published roll-forward from rows with the columns of the file.
#[pyfunction]
pub(crate) fn declared_rows(py: Python<'_>, rows: Vec<Bound<'_, PyAny>>) -> PyResult<RawDeclared> {
    guarded(|| {
        let mut findings = Findings::new();
        let nodes = nodes("roll_forward", rows, &mut findings)?;
        let read = py.detach(|| DeclaredRollForward::from_rows(&nodes));
        match read {
            Ok(declared) if !findings.has_errors() => Ok(RawDeclared(declared)),
            Ok(_) => Err(findings.into()),
            Err(more) => {
                findings.append(more);
                findings.sort();
                Err(findings.into())
            }
        }
    })
}

#[pymethods]
impl RawDeclared {
    /// The rows as they were read, with what their amounts come to.
    fn table(&self, py: Python<'_>) -> PyResult<RawTable> {
        guarded(|| Ok(RawTable::of(Table::of(&py.detach(|| self.0.table())))))
    }

    /// What doesn't add up.
    fn check(&self, py: Python<'_>) -> PyResult<RawFindings> {
        guarded(|| Ok(RawFindings(py.detach(|| self.0.check()))))
    }
}
