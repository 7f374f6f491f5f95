//! A dossier of the core as Python sees it.

use std::path::PathBuf;

use koers_core::dossier::{State, TextColumn};
use koers_core::tables::{BudgetTableRow, CostLineRow};
use koers_core::tables::{Cell, Column, Kind, Row, Table};
use koers_core::{Date, Dossier, folder};
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDict};

use crate::border::{Fault, guarded};
use crate::rebook::changes;
use crate::settlement::RawSettlement;
use crate::table::RawTable;

/// A dossier; immutable.
#[pyclass(name = "Dossier", module = "koers._koers", frozen)]
pub(crate) struct RawDossier(pub(crate) Dossier);

/// Loads and checks the dossier in a folder.
#[pyfunction]
#[expect(
    clippy::needless_pass_by_value,
    reason = "paths of Python come as values"
)]
pub(crate) fn load(py: Python<'_>, path: PathBuf) -> PyResult<RawDossier> {
    guarded(|| Ok(RawDossier(py.detach(|| folder::load(&path))?)))
}

#[pymethods]
impl RawDossier {
    /// Its id.
    #[getter]
    fn id(&self) -> &str {
        self.0.id()
    }

    /// Its title: else its id.
    #[getter]
    fn title(&self) -> &str {
        self.0.title()
    }

    /// The body that holds the grants.
    #[getter]
    fn holder(&self) -> &str {
        self.0.holder()
    }

    /// The book years.
    #[getter]
    fn years(&self) -> Vec<i16> {
        self.0.years().to_vec()
    }

    /// The date as of which the rules are known.
    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDate>>> {
        self.0.as_of().map(|date| py_date(py, date)).transpose()
    }

    /// Each grant: id, title, scheme, state.
    #[getter]
    fn grants(&self) -> Vec<(&str, &str, &str, &'static str)> {
        let grants = self.0.grants().iter();
        grants
            .map(|grant| {
                (
                    grant.id.value.as_str(),
                    grant.name(),
                    grant.scheme.value.as_str(),
                    word(grant.state),
                )
            })
            .collect()
    }

    /// The cost lines with their dimensions.
    fn cost_lines(&self, py: Python<'_>) -> PyResult<RawTable> {
        guarded(|| Ok(RawTable(py.detach(|| cost_lines(&self.0)))))
    }

    /// The budget with its own dimensions.
    fn budget(&self, py: Python<'_>) -> PyResult<RawTable> {
        guarded(|| Ok(RawTable(py.detach(|| budget(&self.0)))))
    }

    /// Settles the dossier.
    fn settle(&self, py: Python<'_>) -> PyResult<RawSettlement> {
        guarded(|| Ok(RawSettlement(py.detach(|| self.0.settle())?)))
    }

    /// The same dossier with other bookings on some lines.
    fn rebook(&self, py: Python<'_>, bookings: &Bound<'_, PyDict>) -> PyResult<RawDossier> {
        guarded(|| {
            let changes = changes(bookings)?;
            let dossier = py.detach(|| changes.apply(&self.0)).map_err(Fault::from)?;
            Ok(RawDossier(dossier))
        })
    }
}

/// A date of Python.
pub(crate) fn py_date(py: Python<'_>, date: Date) -> PyResult<Bound<'_, PyDate>> {
    // A month is 1 to 12 and a day 1 to 31: no sign is lost.
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    PyDate::new(py, i32::from(date.year()), month, day)
}

fn word(state: State) -> &'static str {
    let mut words = State::WORDS.iter();
    words
        .find(|(_, known)| *known == state)
        .map_or("", |(word, _)| word)
}

fn cost_lines(dossier: &Dossier) -> Table {
    let lines = dossier.lines();
    let cells = |row| {
        vec![
            Cell::Text(lines.id(row).to_owned()),
            Cell::Text(lines.period(row).to_string()),
            Cell::Money(lines.amount(row)),
            optional(lines.booking(row)),
            optional(lines.source(row)),
        ]
    };
    let rows = (0..lines.len()).map(cells).collect();
    with_dimensions::<CostLineRow>(rows, lines.dimensions())
}

fn budget(dossier: &Dossier) -> Table {
    let budget = dossier.budget();
    let rows = budget.rows().iter().map(|row| {
        vec![
            optional(row.line.as_ref()),
            Cell::Text(row.period.to_string()),
            optional(row.grant.as_ref()),
            Cell::Money(row.amount),
            optional(row.source.as_ref()),
        ]
    });
    with_dimensions::<BudgetTableRow>(rows.collect(), budget.dimensions())
}

fn optional(value: Option<impl ToString>) -> Cell {
    value.map_or(Cell::Null, |value| Cell::Text(value.to_string()))
}

/// The table with a column for each dimension after its own.
fn with_dimensions<R: Row>(mut rows: Vec<Vec<Cell>>, dimensions: &[TextColumn]) -> Table {
    let mut columns = R::columns();
    for dimension in dimensions {
        columns.push(Column {
            name: dimension.name().to_owned().into(),
            kind: Kind::Text,
        });
        for (at, row) in rows.iter_mut().enumerate() {
            row.push(optional(dimension.value(at)));
        }
    }
    Table {
        name: R::TABLE,
        columns,
        rows,
    }
}
