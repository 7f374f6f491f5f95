//! Reconciliations, as Python sees them.

use std::path::PathBuf;
use std::sync::Arc;

use koers_core::reconcile::{Declared, Reconciliation};
use koers_core::report::render_reconciliation;
use koers_core::tables::Table;
use koers_core::{Findings, Settlement, folder};
use pyo3::prelude::*;

use crate::border::{Fault, RawFindings, format, guarded, language};
use crate::memory::table;
use crate::settlement::RawSettlement;
use crate::table::RawTable;

/// A reconciliation with the settlement it is of; immutable.
#[pyclass(name = "Reconciliation", module = "koers._koers", frozen)]
pub(crate) struct RawReconciliation {
    settlement: Arc<Settlement>,
    found: Reconciliation,
}

/// Puts the declared figures in a CSV file beside a settlement.
#[pyfunction]
pub(crate) fn reconcile_file(
    py: Python<'_>,
    settlement: &RawSettlement,
    path: PathBuf,
) -> PyResult<RawReconciliation> {
    guarded(|| {
        let declared = py.detach(|| folder::load_declared(path))?;
        Ok(reconciled(py, settlement, &declared))
    })
}

/// Puts the declared figures in rows, or what `rows_of` made of a stream, beside a settlement.
#[pyfunction]
pub(crate) fn reconcile_rows(
    settlement: &RawSettlement,
    rows: &Bound<'_, PyAny>,
) -> PyResult<RawReconciliation> {
    guarded(|| {
        let py = rows.py();
        let mut findings = Findings::new();
        let nodes = table("declared", rows, &mut findings)?;
        match py.detach(|| Declared::from_rows(&nodes)) {
            Ok(declared) if !findings.has_errors() => Ok(reconciled(py, settlement, &declared)),
            Ok(_) => Err(findings.into()),
            Err(more) => {
                findings.append(more);
                findings.sort();
                Err(findings.into())
            }
        }
    })
}

fn reconciled(
    py: Python<'_>,
    settlement: &RawSettlement,
    declared: &Declared,
) -> RawReconciliation {
    let settlement = Arc::clone(&settlement.0);
    let found = py.detach(|| settlement.reconcile(declared));
    RawReconciliation { settlement, found }
}

#[pymethods]
impl RawReconciliation {
    /// Whether each figure is what the settlement has, and each sum comes to it.
    #[getter]
    fn agrees(&self) -> bool {
        self.found.agrees()
    }

    /// The table called `name`.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<RawTable> {
        guarded(|| {
            let found = &self.found;
            let table = py.detach(|| match name {
                "reconciliation" => Some(Table::of(&found.rows())),
                "bridge" => Some(Table::of(&found.bridges())),
                "grant_budgets" => Some(Table::of(found.grants())),
                "unconfirmed" => Some(Table::of(&found.unconfirmed())),
                "funding" => Some(Table::of(&found.funding())),
                "possible" => Some(Table::of(&found.possible())),
                _ => None,
            });
            let unknown = || Fault::Unknown(format!("unknown table `{name}`"));
            table.map(RawTable::of).ok_or_else(unknown)
        })
    }

    /// What a person must look at.
    fn findings(&self) -> RawFindings {
        RawFindings(self.found.findings().clone())
    }

    /// It for people, in a format and a language.
    fn render(&self, py: Python<'_>, form: &str, lang: &str) -> PyResult<String> {
        guarded(|| {
            let (lang, format) = (language(lang)?, format(form)?);
            Ok(py.detach(|| render_reconciliation(&self.settlement, &self.found, format, lang)))
        })
    }
}
