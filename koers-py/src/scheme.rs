//! Schemes of the core as Python sees them: the catalogue, and one from text.

use std::sync::Arc;

use koers_core::Schemes;
use koers_core::diag::Code;
use koers_core::scheme::Scheme;
use koers_core::tables::Table;
use pyo3::prelude::*;
use pyo3::types::PyDate;

use crate::border::{Fault, RawFindings, format, guarded, language};
use crate::dossier::py_date;
use crate::table::RawTable;

/// A scheme; immutable.
#[pyclass(name = "Scheme", module = "koers._koers", frozen, eq)]
#[derive(PartialEq)]
pub(crate) struct RawScheme(pub(crate) Arc<Scheme>);

#[pymethods]
impl RawScheme {
    /// Its id.
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// Its Dutch title.
    #[getter]
    fn title(&self) -> &str {
        &self.0.title
    }

    /// Its English title, where one is given.
    #[getter]
    fn title_en(&self) -> Option<&str> {
        self.0.title_en.as_deref()
    }

    /// The body that pays.
    #[getter]
    fn funder(&self) -> &str {
        &self.0.funder
    }

    /// `eu`, `rijk` or `other`.
    #[getter]
    fn funder_group(&self) -> &'static str {
        self.0.funder_group.as_str()
    }

    /// Whether rules are missing that a settlement may need.
    #[getter]
    fn draft(&self) -> bool {
        self.0.draft
    }

    /// The first day of each version.
    #[getter]
    fn versions<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDate>>> {
        let versions = self.0.versions.iter();
        versions.map(|version| py_date(py, version.from)).collect()
    }

    /// The scheme in words, in a language and a format.
    fn describe(&self, py: Python<'_>, lang: &str, form: &str) -> PyResult<String> {
        guarded(|| {
            let (lang, format) = (language(lang)?, format(form)?);
            Ok(py.detach(|| self.0.describe(lang, format)))
        })
    }

    /// The scheme as the text of a scheme file.
    fn to_toml(&self, py: Python<'_>) -> PyResult<String> {
        guarded(|| Ok(py.detach(|| self.0.to_toml())))
    }

    /// What is the matter with it.
    fn check(&self, py: Python<'_>) -> PyResult<RawFindings> {
        guarded(|| Ok(RawFindings(py.detach(|| self.0.check()))))
    }
}

/// Reads a scheme from the text of a scheme file, which findings call `name`.
#[pyfunction]
pub(crate) fn scheme(py: Python<'_>, name: &str, text: &str) -> PyResult<RawScheme> {
    guarded(|| {
        let scheme = py.detach(|| Scheme::from_toml(name, text))?;
        Ok(RawScheme(Arc::new(scheme)))
    })
}

/// The schemes of the catalogue, by id.
#[pyfunction]
pub(crate) fn catalogue() -> PyResult<Vec<RawScheme>> {
    guarded(|| {
        let schemes = Schemes::catalogue();
        Ok(schemes.iter().cloned().map(RawScheme).collect())
    })
}

/// The catalogue as a table, with titles in a language.
#[pyfunction]
pub(crate) fn catalogue_table(lang: &str) -> PyResult<RawTable> {
    guarded(|| {
        let rows = Schemes::catalogue().rows(language(lang)?);
        Ok(RawTable::of(Table::of(&rows)))
    })
}

/// What a finding code means and what to do about it.
#[pyfunction]
pub(crate) fn explain_code(code: &str, lang: &str) -> PyResult<String> {
    guarded(|| {
        let lang = language(lang)?;
        let unknown = || Fault::Unknown(format!("unknown code `{code}`"));
        let code = Code::parse(code).ok_or_else(unknown)?;
        Ok(code.explain(lang))
    })
}

/// The JSON Schema of a file of this kind: `scheme`, `dossier` or `method`.
#[pyfunction]
pub(crate) fn json_schema(kind: &str) -> Option<&'static str> {
    match kind {
        "scheme" => Some(koers_core::scheme::JSON_SCHEMA),
        "dossier" => Some(koers_core::dossier::JSON_SCHEMA),
        "method" => Some(koers_core::method::JSON_SCHEMA),
        _ => None,
    }
}
