//! A table of the core as Python sees it: names, kinds, rows of plain values, and its forms as text.

use koers_core::money::Quantity;
use koers_core::report::{table_csv, table_html, table_json, table_markdown, table_text};
use koers_core::tables::{Cell, Table};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyString, PyTuple};
use rust_decimal::Decimal;

use crate::border::{Fault, guarded};
use crate::dossier::py_date;

/// A table; immutable.
#[pyclass(name = "Table", module = "koers._koers", frozen)]
pub(crate) struct RawTable(pub(crate) Table);

#[pymethods]
impl RawTable {
    /// Its name.
    #[getter]
    fn name(&self) -> &'static str {
        self.0.name
    }

    /// Each column: its name, and `int`, `text`, `money`, `quantity` or `date`.
    #[getter]
    fn columns(&self) -> Vec<(&str, &'static str)> {
        let columns = self.0.columns.iter();
        columns
            .map(|column| (column.name.as_ref(), column.kind.as_str()))
            .collect()
    }

    fn __len__(&self) -> usize {
        self.0.rows.len()
    }

    /// The rows, each a tuple of int, str, Decimal, date or None.
    fn rows<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyTuple>>> {
        guarded(|| {
            let rows = self.0.rows.iter();
            rows.map(|row| tuple(py, row))
                .collect::<PyResult<_>>()
                .map_err(Fault::from)
        })
    }

    /// The first `limit` rows in columns of text; all when there is no limit.
    #[pyo3(signature = (limit=None))]
    fn text(&self, limit: Option<usize>) -> PyResult<String> {
        guarded(|| Ok(self.first(limit, table_text)))
    }

    /// The first `limit` rows as an HTML table; all when there is no limit.
    #[pyo3(signature = (limit=None))]
    fn html(&self, limit: Option<usize>) -> PyResult<String> {
        guarded(|| Ok(self.first(limit, table_html)))
    }

    /// All rows as CSV.
    fn csv(&self) -> PyResult<String> {
        guarded(|| Ok(table_csv(&self.0)))
    }

    /// All rows as canonical JSON.
    fn json(&self) -> PyResult<String> {
        guarded(|| Ok(table_json(&self.0)))
    }

    /// All rows as Markdown.
    fn markdown(&self) -> PyResult<String> {
        guarded(|| Ok(table_markdown(&self.0)))
    }
}

impl RawTable {
    fn first(&self, limit: Option<usize>, write: fn(&Table) -> String) -> String {
        match limit {
            Some(limit) if limit < self.0.rows.len() => write(&Table {
                name: self.0.name,
                columns: self.0.columns.clone(),
                rows: self.0.rows[..limit].to_vec(),
            }),
            _ => write(&self.0),
        }
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
