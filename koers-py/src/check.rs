//! The check of a scheme file or of a folder, with the examples that it runs.

use std::path::PathBuf;
use std::sync::Arc;

use koers_core::scheme::{Checked, check_file};
use koers_core::{folder, roll_forward};
use pyo3::prelude::*;

use crate::border::{RawFindings, guarded};
use crate::scheme::RawScheme;
use crate::settlement::RawSettlement;

/// What a check found.
#[pyclass(name = "Checked", module = "koers._koers", frozen)]
pub(crate) struct RawChecked(Checked);

#[pymethods]
impl RawChecked {
    /// The scheme: none when its file has errors of its own, and for a dossier.
    #[getter]
    fn scheme(&self) -> Option<RawScheme> {
        let scheme = self.0.scheme()?;
        Some(RawScheme(Arc::new(scheme.clone())))
    }

    /// The findings.
    #[getter]
    fn findings(&self) -> RawFindings {
        RawFindings(self.0.findings().clone())
    }

    /// How many examples were run.
    #[getter]
    fn examples(&self) -> usize {
        self.0.examples()
    }

    /// How many of them gave something else than they must.
    #[getter]
    fn failed(&self) -> usize {
        self.0.failed()
    }
}

/// Checks the text of a scheme file, which findings call `name`, and runs its examples.
#[pyfunction]
#[expect(
    clippy::needless_pass_by_value,
    reason = "bytes of Python come as values"
)]
pub(crate) fn check_text(py: Python<'_>, name: &str, bytes: Vec<u8>) -> PyResult<RawChecked> {
    guarded(|| Ok(RawChecked(py.detach(|| check_file(name, &bytes)))))
}

/// Checks a published roll-forward in CSV, and where a settlement is given compares the two.
#[pyfunction]
#[expect(
    clippy::needless_pass_by_value,
    reason = "bytes of Python come as values"
)]
pub(crate) fn check_roll_forward(
    py: Python<'_>,
    name: &str,
    csv: Vec<u8>,
    settlement: Option<&RawSettlement>,
) -> PyResult<RawChecked> {
    guarded(|| {
        let against = settlement.map(|settlement| &*settlement.0);
        let checked = py.detach(|| roll_forward::check_file(name, &csv, against));
        Ok(RawChecked(checked))
    })
}

/// Checks the published roll-forward in a CSV file, and compares it with a settlement.
#[pyfunction]
#[expect(
    clippy::needless_pass_by_value,
    reason = "paths of Python come as values"
)]
pub(crate) fn check_roll_forward_file(
    py: Python<'_>,
    path: PathBuf,
    settlement: &RawSettlement,
) -> PyResult<RawChecked> {
    guarded(|| {
        let checked = py.detach(|| folder::check_roll_forward(&path, Some(&settlement.0)))?;
        Ok(RawChecked(checked))
    })
}

/// Checks a scheme file and runs its examples, or loads and settles the dossier in a folder.
#[pyfunction]
#[expect(
    clippy::needless_pass_by_value,
    reason = "paths of Python come as values"
)]
pub(crate) fn check_path(py: Python<'_>, path: PathBuf) -> PyResult<RawChecked> {
    guarded(|| Ok(RawChecked(py.detach(|| folder::check(&path)))))
}
