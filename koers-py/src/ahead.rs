//! What is ahead of a settlement, as Python sees it.

use std::sync::Arc;

use koers_core::forecast::{Basis, Deadlines, Forecast, Outlook, side_by_side};
use koers_core::report::{
    render_deadlines, render_forecast, render_forecast_diff, render_scenarios,
};
use koers_core::tables::{ScenarioRow, Table};
use pyo3::prelude::*;
use pyo3::types::PyDate;

use crate::border::{Fault, format, guarded, language};
use crate::dossier::{RawDossier, py_date};
use crate::settlement::RawSettlement;
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

/// What a forecast rests on.
pub(crate) fn outlook(
    basis: &str,
    as_of: Option<koers_core::Date>,
    through: Option<i64>,
    horizon: bool,
) -> Result<Outlook, Fault> {
    let found = Basis::parse(basis).ok_or_else(|| {
        let words = Basis::WORDS.map(|(word, _)| word).join(", ");
        Fault::Unknown(format!("unknown basis `{basis}`; known: {words}"))
    })?;
    let mut outlook = Outlook::new(found);
    outlook.as_of = as_of;
    outlook.horizon = horizon;
    // A year beyond all that can be is beyond those that are looked at too.
    let nearest = |year: i64| i16::try_from(year.clamp(0, 9_999)).unwrap_or(i16::MAX);
    outlook.through = through.map(nearest);
    Ok(outlook)
}

/// A forecast; immutable.
#[pyclass(name = "Forecast", module = "koers._koers", frozen)]
pub(crate) struct RawForecast(pub(crate) Forecast);

#[pymethods]
impl RawForecast {
    /// The day up to which costs are known.
    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        py_date(py, self.0.as_of())
    }

    /// Where the costs of the years to come are taken from.
    #[getter]
    fn basis(&self) -> &'static str {
        self.0.basis().as_str()
    }

    /// The dossier with the expected costs in it.
    fn dossier(&self) -> RawDossier {
        RawDossier(self.0.settlement().dossier().clone())
    }

    /// That dossier settled.
    fn settlement(&self) -> RawSettlement {
        RawSettlement(Arc::new(self.0.settlement().clone()))
    }

    /// The table called `name`: `forecast`, `forecast_years` or `horizon`.
    fn table(&self, name: &str) -> PyResult<RawTable> {
        guarded(|| match name {
            "forecast" => Ok(RawTable::of(Table::of(self.0.rows()))),
            "forecast_years" => Ok(RawTable::of(Table::of(self.0.years()))),
            "horizon" => {
                let horizon = self.0.horizon().map(std::slice::from_ref);
                Ok(RawTable::of(Table::of(horizon.unwrap_or_default())))
            }
            _ => Err(Fault::Unknown(format!("unknown table `{name}`"))),
        })
    }

    /// It for people, in a format and a language.
    fn render(&self, py: Python<'_>, form: &str, lang: &str) -> PyResult<String> {
        guarded(|| {
            let (lang, format) = (language(lang)?, format(form)?);
            Ok(py.detach(|| render_forecast(&self.0, format, lang)))
        })
    }

    /// What differs from another forecast.
    fn diff(&self, py: Python<'_>, before: &RawForecast) -> PyResult<RawTable> {
        guarded(|| {
            let rows = py.detach(|| self.0.diff(&before.0));
            Ok(RawTable::of(Table::of(&rows)))
        })
    }

    /// What differs from another forecast for people, in a format and a language.
    fn render_diff(
        &self,
        py: Python<'_>,
        before: &RawForecast,
        form: &str,
        lang: &str,
    ) -> PyResult<String> {
        guarded(|| {
            let (lang, format) = (language(lang)?, format(form)?);
            Ok(py.detach(|| render_forecast_diff(&self.0, &before.0, format, lang)))
        })
    }
}

/// Forecasts beside each other, each with its name.
type Named<'py> = Vec<(String, PyRef<'py, RawForecast>)>;

fn rows(forecasts: &Named<'_>) -> Vec<ScenarioRow> {
    let named = forecasts.iter().map(|(name, it)| (name.as_str(), &it.0));
    side_by_side(&named.collect::<Vec<_>>())
}

/// Forecasts beside each other, as a table.
#[pyfunction]
#[expect(
    clippy::needless_pass_by_value,
    reason = "lists of Python come as values"
)]
pub(crate) fn scenarios(forecasts: Named<'_>) -> PyResult<RawTable> {
    guarded(|| Ok(RawTable::of(Table::of(&rows(&forecasts)))))
}

/// Forecasts beside each other for people, in a format and a language.
#[pyfunction(name = "render_scenarios")]
#[expect(
    clippy::needless_pass_by_value,
    reason = "lists of Python come as values"
)]
pub(crate) fn rendered(forecasts: Named<'_>, form: &str, lang: &str) -> PyResult<String> {
    guarded(|| {
        let (lang, format) = (language(lang)?, format(form)?);
        Ok(render_scenarios(&rows(&forecasts), format, lang))
    })
}
