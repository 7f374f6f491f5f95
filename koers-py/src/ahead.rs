//! What is ahead of a settlement, as Python sees it.

use koers_core::forecast::Deadlines;
use koers_core::report::render_deadlines;
use koers_core::tables::Table;
use pyo3::prelude::*;
use pyo3::types::PyDate;

use crate::border::{Fault, format, guarded, language};
use crate::dossier::py_date;
use crate::table::RawTable;

/// Deadlines; immutable.
#[pyclass(name = "Deadlines", module = "koers._koers", frozen)]
pub(crate) struct RawDeadlines(pub(crate) Deadlines);

#[pymethods]
impl RawDeadlines {
    /// The day up to which costs are known.
    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        py_date(py, self.0.as_of())
    }

    /// The table called `name`: `deadlines` or `deadline_totals`.
    fn table(&self, name: &str) -> PyResult<RawTable> {
        guarded(|| match name {
            "deadlines" => Ok(RawTable::of(Table::of(self.0.rows()))),
            "deadline_totals" => Ok(RawTable::of(Table::of(self.0.totals()))),
            _ => Err(Fault::Unknown(format!("unknown table `{name}`"))),
        })
    }

    /// Them for people, in a format and a language.
    fn render(&self, py: Python<'_>, form: &str, lang: &str) -> PyResult<String> {
        guarded(|| {
            let (lang, format) = (language(lang)?, format(form)?);
            Ok(py.detach(|| render_deadlines(&self.0, format, lang)))
        })
    }
}
