//! Explanations, as Python sees them.

use koers_core::explain::{ExplainError, Explanation, Subject};
use koers_core::report::render_explanation;
use koers_core::settle::Settlement;
use pyo3::prelude::*;

use crate::border::{Fault, format, guarded, language};

/// An explanation; immutable.
#[pyclass(name = "Explanation", module = "koers._koers", frozen)]
pub(crate) struct RawExplanation(Explanation);

#[pymethods]
impl RawExplanation {
    /// It for people, in a format and a language.
    fn render(&self, py: Python<'_>, form: &str, lang: &str) -> PyResult<String> {
        guarded(|| {
            let (lang, format) = (language(lang)?, format(form)?);
            Ok(py.detach(|| render_explanation(&self.0, format, lang)))
        })
    }
}

/// Explains a subject, or says why it was not paid.
pub(crate) fn asked(
    settlement: &Settlement,
    subject: &str,
    year: Option<i64>,
    why_not: bool,
) -> Result<RawExplanation, Fault> {
    let subject = Subject::parse(subject, settlement.dossier()).map_err(Fault::Unexplained)?;
    let year = year.map(|year| {
        i16::try_from(year).map_err(|_| ExplainError::unknown_year(year, settlement.dossier()))
    });
    let year = year.transpose().map_err(Fault::Unexplained)?;
    let explained = if why_not {
        settlement.why_not(&subject, year)
    } else {
        settlement.explain(&subject, year)
    };
    explained.map(RawExplanation).map_err(Fault::Unexplained)
}
