//! Certificates as Python sees them.

use koers_core::allocate::Certificate;
use pyo3::prelude::*;
use pyo3::types::PyString;
use rust_decimal::Decimal;

use crate::border::guarded;

/// A certificate; immutable.
#[pyclass(name = "Certificate", module = "koers._koers", frozen)]
pub(crate) struct RawCertificate(pub(crate) Certificate);

/// What one proves of one step in one year: year, step, levels, what is left out, gap.
type Claimed = (i16, usize, Vec<(String, Decimal)>, Vec<String>, Decimal);

#[pymethods]
impl RawCertificate {
    /// The certificate as canonical JSON.
    fn json(&self, py: Python<'_>) -> PyResult<String> {
        guarded(|| Ok(py.detach(|| self.0.to_json())))
    }

    /// The SHA-256 of dossier, rules and method.
    fn input(&self, py: Python<'_>) -> PyResult<String> {
        guarded(|| Ok(py.detach(|| self.0.input().to_owned())))
    }

    /// The first statement that doesn't hold; none where all do.
    fn flaw(&self, py: Python<'_>) -> PyResult<Option<String>> {
        guarded(|| Ok(py.detach(|| self.0.verify().err().map(|flaw| flaw.to_string()))))
    }

    /// What it proves, by book year and step.
    fn claims(&self) -> PyResult<Vec<Claimed>> {
        guarded(|| {
            let claims = self.0.claims().into_iter().map(|claim| {
                let levels = claim.levels.into_iter();
                let levels = levels.map(|(level, amount)| (level, amount.to_decimal()));
                let gap = claim.gap.to_decimal();
                (
                    claim.year,
                    claim.step,
                    levels.collect(),
                    claim.left_out,
                    gap,
                )
            });
            Ok(claims.collect())
        })
    }
}

/// Reads a certificate from its JSON, or tells why it is none.
#[pyfunction]
#[pyo3(name = "certificate")]
pub(crate) fn read(
    json: &Bound<'_, PyString>,
) -> PyResult<(Option<RawCertificate>, Option<String>)> {
    guarded(|| {
        let Ok(text) = json.to_cow() else {
            return Ok((None, Some("not a certificate: not Unicode".to_owned())));
        };
        Ok(match json.py().detach(|| Certificate::from_json(&text)) {
            Ok(read) => (Some(RawCertificate(read)), None),
            Err(why) => (None, Some(why.to_string())),
        })
    })
}
