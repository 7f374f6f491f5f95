//! A dossier from values in memory: Python values to nodes, then everything checked at once by the core.

use koers_core::dossier::Values;
use koers_core::read::Node;
use koers_core::{Dossier, Findings, Schemes};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};

use crate::arrow;
use crate::border::{Fault, guarded};
use crate::dossier::RawDossier;
use crate::node::Reader;

/// Checks a dossier from memory: its head, grants and judgements with the keys of the dossier file, rows of cost
/// lines, of quantities and of budget, the names and bytes of scheme files, and cost lines in an Arrow stream.
#[pyfunction]
#[pyo3(signature = (head, lines, quantities, budget, schemes, stream=None))]
pub(crate) fn build(
    head: &Bound<'_, PyDict>,
    lines: Vec<Bound<'_, PyAny>>,
    quantities: Vec<Bound<'_, PyAny>>,
    budget: Vec<Bound<'_, PyAny>>,
    schemes: Vec<(String, Vec<u8>)>,
    stream: Option<&Bound<'_, PyCapsule>>,
) -> PyResult<RawDossier> {
    guarded(|| {
        let py = head.py();
        let (values, findings) = values(head, lines, quantities, budget, schemes, stream)?;
        let dossier =
            py.detach(|| Dossier::from_values(values, &Schemes::catalogue(), findings))?;
        Ok(RawDossier(dossier))
    })
}

/// The parts of a dossier, with what was wrong in making them.
fn values(
    head: &Bound<'_, PyDict>,
    lines: Vec<Bound<'_, PyAny>>,
    quantities: Vec<Bound<'_, PyAny>>,
    budget: Vec<Bound<'_, PyAny>>,
    schemes: Vec<(String, Vec<u8>)>,
    stream: Option<&Bound<'_, PyCapsule>>,
) -> Result<(Values, Findings), Fault> {
    let mut findings = Findings::new();
    let head = kept(Reader::new().node(head, ""), &mut findings)?;
    let lines = rows("cost_lines", lines, &mut findings)?;
    let columns = stream.map_or(Ok(Vec::new()), arrow::lines);
    let columns = kept(columns, &mut findings)?;
    let quantities = rows("quantities", quantities, &mut findings)?;
    let budget = rows("budget", budget, &mut findings)?;
    let values = Values {
        head,
        cost_lines: lines,
        line_columns: columns,
        quantities,
        budget,
        schemes,
    };
    Ok((values, findings))
}

pub(crate) fn rows(
    table: &str,
    rows: Vec<Bound<'_, PyAny>>,
    findings: &mut Findings,
) -> Result<Vec<Node>, Fault> {
    let mut nodes = Vec::with_capacity(rows.len());
    for (at, row) in rows.into_iter().enumerate() {
        let node = Reader::of_row().node(&row, &format!("{table}[{}]", at + 1));
        nodes.extend(kept(node, findings)?);
    }
    Ok(nodes)
}

/// What was read; when it is refused nothing, and the findings go to the others.
fn kept<T>(node: Result<T, Fault>, findings: &mut Findings) -> Result<Option<T>, Fault> {
    match node {
        Ok(node) => Ok(Some(node)),
        Err(Fault::Refused(refused)) => {
            findings.append(refused);
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

/// The same dossier with what is added: grants and judgements as in `build`, and rows.
#[pyfunction]
#[pyo3(signature = (dossier, head, lines, quantities, budget, schemes, stream=None))]
pub(crate) fn add(
    dossier: &RawDossier,
    head: &Bound<'_, PyDict>,
    lines: Vec<Bound<'_, PyAny>>,
    quantities: Vec<Bound<'_, PyAny>>,
    budget: Vec<Bound<'_, PyAny>>,
    schemes: Vec<(String, Vec<u8>)>,
    stream: Option<&Bound<'_, PyCapsule>>,
) -> PyResult<RawDossier> {
    guarded(|| {
        let py = head.py();
        let (values, findings) = values(head, lines, quantities, budget, schemes, stream)?;
        let added = py.detach(|| dossier.0.with_values(values, findings))?;
        Ok(RawDossier(added))
    })
}
