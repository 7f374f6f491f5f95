//! Receipts as Python sees them.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use koers_core::{Receipt, folder};
use pyo3::prelude::*;
use rust_decimal::Decimal;

use crate::border::{RawFindings, guarded};
use crate::dossier::RawDossier;
use crate::settlement::measure;

/// A receipt; immutable.
#[pyclass(name = "Receipt", module = "koers._koers", frozen)]
pub(crate) struct RawReceipt(pub(crate) Receipt);

#[pymethods]
impl RawReceipt {
    /// The version of the library that made it.
    #[getter]
    fn engine(&self) -> &str {
        self.0.engine()
    }

    /// The SHA-256 of all that the settlement was made of.
    fn input(&self) -> PyResult<String> {
        guarded(|| Ok(self.0.input()))
    }

    /// The SHA-256 of the certificate; none where there is none.
    #[getter]
    fn certificate(&self) -> Option<&str> {
        self.0.certificate()
    }

    /// The sum of a measure over the rows of a year; none when it is no book year.
    fn total(&self, year: i16, measure: &str) -> PyResult<Option<Decimal>> {
        guarded(|| {
            let total = self.0.total(year, self::measure(measure)?);
            Ok(total.map(koers_core::Money::to_decimal))
        })
    }

    /// The receipt as canonical JSON.
    fn json(&self) -> PyResult<String> {
        guarded(|| Ok(self.0.to_json()))
    }

    /// What a dossier, settled by its method, gives otherwise.
    fn verify(
        &self,
        py: Python<'_>,
        dossier: &RawDossier,
        threads: NonZeroUsize,
    ) -> PyResult<RawFindings> {
        guarded(|| {
            let findings = py.detach(|| self.0.verify_with(&dossier.0, threads));
            Ok(RawFindings(findings))
        })
    }
}

/// Reads a receipt from its bytes, which findings call `name`.
#[pyfunction]
#[expect(
    clippy::needless_pass_by_value,
    reason = "bytes of Python come as values"
)]
pub(crate) fn receipt_text(py: Python<'_>, name: &str, bytes: Vec<u8>) -> PyResult<RawReceipt> {
    guarded(|| Ok(RawReceipt(py.detach(|| Receipt::from_json(name, &bytes))?)))
}

/// Reads a receipt from a file.
#[pyfunction]
#[expect(
    clippy::needless_pass_by_value,
    reason = "paths of Python come as values"
)]
pub(crate) fn receipt_file(py: Python<'_>, path: PathBuf) -> PyResult<RawReceipt> {
    guarded(|| Ok(RawReceipt(py.detach(|| folder::receipt(&path))?)))
}
