//! A dossier of the core as Python sees it.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use koers_core::arrow::Batches;
use koers_core::dossier::{State, TextColumn};
use koers_core::tables::{BudgetTableRow, CostLineRow, QuantityRow};
use koers_core::tables::{Cell, Column, Kind, Row, Table};
use koers_core::{Date, Dossier, folder};
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDict};

use crate::border::{Fault, guarded};
use crate::day::day;
use crate::method::{RawMethod, settle};
use crate::rebook::changes;
use crate::scheme::RawScheme;
use crate::settlement::RawSettlement;
use crate::table::RawTable;
use crate::what_if;

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

    /// The closed book years.
    #[getter]
    fn closed(&self) -> Vec<i16> {
        self.0.closed().to_vec()
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
    fn cost_lines(&self) -> PyResult<RawTable> {
        guarded(|| Ok(cost_lines(&self.0)))
    }

    /// The quantities.
    fn quantities(&self, py: Python<'_>) -> PyResult<RawTable> {
        guarded(|| Ok(RawTable::of(py.detach(|| quantities(&self.0)))))
    }

    /// The budget with its own dimensions.
    fn budget(&self, py: Python<'_>) -> PyResult<RawTable> {
        guarded(|| Ok(RawTable::of(py.detach(|| budget(&self.0)))))
    }

    /// Settles the dossier by a method with so many threads, telling `progress` how far it is.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "objects of Python come as values"
    )]
    fn settle(
        &self,
        py: Python<'_>,
        method: &RawMethod,
        progress: Option<Py<PyAny>>,
        threads: NonZeroUsize,
    ) -> PyResult<RawSettlement> {
        guarded(|| {
            let settlement = settle(py, &self.0, (&method.0, threads), progress.as_ref())?;
            Ok(RawSettlement(Arc::new(settlement)))
        })
    }

    /// The same dossier with the rules as they were known on a date, or with all rules.
    fn known_on(&self, date: &Bound<'_, PyAny>) -> PyResult<RawDossier> {
        guarded(|| Ok(RawDossier(self.0.with_as_of(day(date, "as_of")?))))
    }

    /// Writes the dossier as a folder that can be loaded.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "paths of Python come as values"
    )]
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        guarded(|| Ok(py.detach(|| folder::save(&self.0, &path))?))
    }

    /// The schemes of its grants, by id.
    fn schemes(&self) -> PyResult<Vec<RawScheme>> {
        guarded(|| {
            let grants = 0..self.0.grants().len();
            let schemes: BTreeMap<_, _> = grants
                .map(|grant| self.0.scheme_of(grant))
                .map(|scheme| (scheme.id.as_str(), scheme))
                .collect();
            let schemes = schemes.into_values().cloned();
            Ok(schemes.map(|scheme| RawScheme(Arc::new(scheme))).collect())
        })
    }

    /// The same dossier with other bookings on some lines.
    fn rebook(&self, py: Python<'_>, bookings: &Bound<'_, PyDict>) -> PyResult<RawDossier> {
        guarded(|| {
            let changes = changes(bookings)?;
            let dossier = py.detach(|| changes.apply(&self.0)).map_err(Fault::from)?;
            Ok(RawDossier(dossier))
        })
    }

    /// The same dossier in which the costs that meet a condition are eligible for a grant.
    fn assume_eligible(&self, grant: &str, condition: &Bound<'_, PyDict>) -> PyResult<RawDossier> {
        guarded(|| what_if::assume_eligible(&self.0, grant, condition).map(RawDossier))
    }

    /// The same dossier with one more judgement of what is eligible.
    fn judge_eligible(&self, grant: &str, judgement: &Bound<'_, PyDict>) -> PyResult<RawDossier> {
        guarded(|| what_if::judge_eligible(&self.0, grant, judgement).map(RawDossier))
    }

    /// The same dossier with another award of a tranche, or of a part of one.
    fn with_award(
        &self,
        grant: &str,
        tranche: &str,
        part: Option<&str>,
        amount: &Bound<'_, PyAny>,
    ) -> PyResult<RawDossier> {
        guarded(|| {
            let place = part.map_or_else(String::new, |part| format!("/{part}"));
            let place = format!("with_award[{grant}/{tranche}{place}]");
            let amount = what_if::amount(amount, &place)?;
            Ok(RawDossier(self.0.with_award(grant, tranche, part, amount)?))
        })
    }

    /// The same dossier in which a ceiling of a scheme has another amount.
    fn with_ceiling(
        &self,
        scheme: &str,
        name: &str,
        amount: &Bound<'_, PyAny>,
    ) -> PyResult<RawDossier> {
        guarded(|| {
            let amount = what_if::amount(amount, &format!("with_ceiling[{scheme}/{name}]"))?;
            Ok(RawDossier(self.0.with_ceiling(scheme, name, amount)?))
        })
    }

    /// The same dossier with another place of a grant in the order of grants.
    fn with_preference(&self, grant: &str, preference: &Bound<'_, PyAny>) -> PyResult<RawDossier> {
        guarded(|| {
            let preference = what_if::preference(preference, grant)?;
            Ok(RawDossier(self.0.with_preference(grant, preference)?))
        })
    }

    /// The same dossier with other amounts on some lines.
    fn with_amounts(&self, py: Python<'_>, amounts: &Bound<'_, PyDict>) -> PyResult<RawDossier> {
        guarded(|| {
            let amounts = what_if::Amounts::read(amounts)?;
            Ok(RawDossier(py.detach(|| amounts.apply(&self.0))?))
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

/// The cost lines, whose rows are made when they are asked for: there may be many.
fn cost_lines(dossier: &Dossier) -> RawTable {
    let mut columns = CostLineRow::columns();
    columns.extend(dossier.lines().dimensions().iter().map(of_dimension));
    let (of_table, of_batches) = (dossier.clone(), dossier.clone());
    let (rows, names) = (dossier.lines().len(), columns.clone());
    RawTable::later(
        CostLineRow::TABLE,
        columns.clone(),
        Some(rows),
        move || Table {
            name: CostLineRow::TABLE,
            columns: columns.clone(),
            rows: (0..rows).map(|row| cells(&of_table, row)).collect(),
        },
        move || {
            let dossier = of_batches.clone();
            Batches::of_rows(names.clone(), rows, move |row| cells(&dossier, row))
        },
    )
}

/// The cells of a cost line, those of its dimensions last.
fn cells(dossier: &Dossier, row: usize) -> Vec<Cell> {
    let lines = dossier.lines();
    let own = [
        Cell::Text(lines.id(row).into_owned()),
        Cell::Text(lines.period(row).to_string()),
        Cell::Money(lines.amount(row)),
        Cell::Text(lines.kind(row).as_str().to_owned()),
        optional(lines.booking(row)),
        Cell::Bool(lines.is_fixed(row)),
        optional(lines.corrects(row)),
        Cell::Money(lines.vat_compensable(row)),
        optional(lines.source(row)),
    ];
    let dimensions = lines.dimensions().iter();
    own.into_iter()
        .chain(dimensions.map(|it| optional(it.value(row))))
        .collect()
}

fn quantities(dossier: &Dossier) -> Table {
    let rows = dossier.quantities().rows().iter().map(|row| {
        vec![
            Cell::Text(row.grant.clone()),
            Cell::Text(row.period.to_string()),
            Cell::Text(row.unit.clone()),
            Cell::Quantity(row.quantity),
            optional(row.tranche.as_ref()),
            optional(row.part.as_ref()),
            optional(row.source.as_ref()),
        ]
    });
    with_dimensions::<QuantityRow>(rows.collect(), &[])
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
        columns.push(of_dimension(dimension));
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

fn of_dimension(dimension: &TextColumn) -> Column {
    Column {
        name: dimension.name().to_owned().into(),
        kind: Kind::Text,
    }
}
