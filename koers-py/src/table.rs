//! A table of the core as Python sees it: names, kinds, rows of plain values, and its forms as text.

use std::sync::{Arc, OnceLock};

use koers_arrow::export;
use koers_core::arrow::Batches;
use koers_core::money::Quantity;
use koers_core::report::{table_csv, table_html, table_json, table_markdown, table_text};
use koers_core::tables::{Cell, Column, Table};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyCapsule, PyString, PyTuple};
use rust_decimal::Decimal;

use crate::arrow::STREAM;
use crate::border::{Fault, guarded};
use crate::dossier::py_date;

/// A table; immutable.
#[pyclass(name = "Table", module = "koers._koers", frozen)]
pub(crate) struct RawTable {
    name: &'static str,
    columns: Vec<Column>,
    /// How many rows there are, where that is known before they are made.
    rows: Option<usize>,
    made: OnceLock<Arc<Table>>,
    later: Option<Later>,
}

/// How a table is made when it is asked for, as a whole or in batches.
struct Later {
    table: Box<dyn Fn() -> Table + Send + Sync>,
    batches: Box<dyn Fn() -> Batches + Send + Sync>,
}

#[pymethods]
impl RawTable {
    /// Its name.
    #[getter]
    fn name(&self) -> &'static str {
        self.name
    }

    /// Each column: its name, and `int`, `text`, `money`, `quantity` or `date`.
    #[getter]
    fn columns(&self) -> Vec<(&str, &'static str)> {
        let columns = self.columns.iter();
        columns
            .map(|column| (column.name.as_ref(), column.kind.as_str()))
            .collect()
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        guarded(|| match self.rows {
            Some(rows) => Ok(rows),
            None => Ok(self.made(py).rows.len()),
        })
    }

    /// The table as an Arrow stream in a capsule, made batch by batch.
    fn stream<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        guarded(|| {
            let batches = match &self.later {
                Some(later) => (later.batches)(),
                None => Batches::of_table(Arc::clone(self.made(py))),
            };
            Ok(PyCapsule::new_with_value(py, export(batches), STREAM)?)
        })
    }

    /// The rows, each a tuple of int, str, Decimal, date or None.
    fn rows<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyTuple>>> {
        guarded(|| {
            let rows = self.made(py).rows.iter();
            rows.map(|row| tuple(py, row))
                .collect::<PyResult<_>>()
                .map_err(Fault::from)
        })
    }

    /// The first `limit` rows in columns of text; all when there is no limit.
    #[pyo3(signature = (limit=None))]
    fn text(&self, py: Python<'_>, limit: Option<usize>) -> PyResult<String> {
        guarded(|| Ok(first(self.made(py), limit, table_text)))
    }

    /// The first `limit` rows as an HTML table; all when there is no limit.
    #[pyo3(signature = (limit=None))]
    fn html(&self, py: Python<'_>, limit: Option<usize>) -> PyResult<String> {
        guarded(|| Ok(first(self.made(py), limit, table_html)))
    }

    /// All rows as CSV.
    fn csv(&self, py: Python<'_>) -> PyResult<String> {
        guarded(|| Ok(table_csv(self.made(py))))
    }

    /// All rows as canonical JSON.
    fn json(&self, py: Python<'_>) -> PyResult<String> {
        guarded(|| Ok(table_json(self.made(py))))
    }

    /// All rows as Markdown.
    fn markdown(&self, py: Python<'_>) -> PyResult<String> {
        guarded(|| Ok(table_markdown(self.made(py))))
    }
}

impl RawTable {
    pub(crate) fn of(table: Table) -> RawTable {
        RawTable {
            name: table.name,
            columns: table.columns.clone(),
            rows: Some(table.rows.len()),
            made: OnceLock::from(Arc::new(table)),
            later: None,
        }
    }

    /// A table that is made when it is asked for: as a whole, or in batches.
    pub(crate) fn later(
        name: &'static str,
        columns: Vec<Column>,
        rows: Option<usize>,
        table: impl Fn() -> Table + Send + Sync + 'static,
        batches: impl Fn() -> Batches + Send + Sync + 'static,
    ) -> RawTable {
        RawTable {
            name,
            columns,
            rows,
            made: OnceLock::new(),
            later: Some(Later {
                table: Box::new(table),
                batches: Box::new(batches),
            }),
        }
    }

    fn made(&self, py: Python<'_>) -> &Arc<Table> {
        let make = || {
            let table = self.later.as_ref().map(|later| (later.table)());
            let empty = || Table {
                name: self.name,
                columns: self.columns.clone(),
                rows: Vec::new(),
            };
            Arc::new(table.unwrap_or_else(empty))
        };
        match self.made.get() {
            Some(table) => table,
            // Whoever waits for it must not hold up who makes it.
            None => py.detach(|| self.made.get_or_init(make)),
        }
    }
}

/// The first rows of a table, written.
fn first(table: &Table, limit: Option<usize>, write: fn(&Table) -> String) -> String {
    match limit {
        Some(limit) if limit < table.rows.len() => write(&Table {
            name: table.name,
            columns: table.columns.clone(),
            rows: table.rows[..limit].to_vec(),
        }),
        _ => write(table),
    }
}

fn tuple<'py>(py: Python<'py>, row: &[Cell]) -> PyResult<Bound<'py, PyTuple>> {
    let values: Vec<_> = row
        .iter()
        .map(|cell| value(py, cell))
        .collect::<PyResult<_>>()?;
    PyTuple::new(py, values)
}

fn value<'py>(py: Python<'py>, cell: &Cell) -> PyResult<Bound<'py, PyAny>> {
    Ok(match cell {
        Cell::Null => py.None().into_bound(py),
        Cell::Int(number) => number.into_pyobject(py)?.into_any(),
        Cell::Bool(flag) => PyBool::new(py, *flag).to_owned().into_any(),
        Cell::Text(text) => PyString::new(py, text).into_any(),
        Cell::Money(amount) => amount.to_decimal().into_pyobject(py)?,
        Cell::Quantity(quantity) => decimal(*quantity).into_pyobject(py)?,
        Cell::Date(date) => py_date(py, *date)?.into_any(),
    })
}

/// The quantity as a decimal without needless zeros.
fn decimal(quantity: Quantity) -> Decimal {
    Decimal::new(quantity.millionths(), 6).normalize()
}
