//! A dossier from values in memory: Python values to nodes, then everything checked at once by the core.

use std::sync::Arc;

use koers_core::dossier::{OwnScheme, Values};
use koers_core::read::Node;
use koers_core::{Dossier, Findings, Schemes};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};

use crate::arrow;
use crate::border::{Fault, guarded};
use crate::dossier::RawDossier;
use crate::node::Reader;
use crate::scheme::RawScheme;

/// Checks a dossier from memory: its head, grants and judgements with the keys of the dossier file, rows of cost
/// lines, rows of quantities and of budget or what `rows_of` made of a stream, schemes or the names and bytes of their files, and cost lines in an Arrow stream.
#[pyfunction]
#[pyo3(signature = (head, lines, quantities, budget, schemes, stream=None))]
pub(crate) fn build(
    head: &Bound<'_, PyDict>,
    lines: Vec<Bound<'_, PyAny>>,
    quantities: &Bound<'_, PyAny>,
    budget: &Bound<'_, PyAny>,
    schemes: Vec<Bound<'_, PyAny>>,
    stream: Option<&Bound<'_, PyCapsule>>,
) -> PyResult<RawDossier> {
    guarded(|| {
        let py = head.py();
        let (values, findings) = values(head, lines, (quantities, budget), schemes, stream)?;
        let dossier =
            py.detach(|| Dossier::from_values(values, &Schemes::catalogue(), findings))?;
        Ok(RawDossier(dossier))
    })
}

/// The parts of a dossier, with what was wrong in making them.
fn values(
    head: &Bound<'_, PyDict>,
    lines: Vec<Bound<'_, PyAny>>,
    (quantities, budget): (&Bound<'_, PyAny>, &Bound<'_, PyAny>),
    schemes: Vec<Bound<'_, PyAny>>,
    stream: Option<&Bound<'_, PyCapsule>>,
) -> Result<(Values, Findings), Fault> {
    let mut findings = Findings::new();
    let head = kept(Reader::new().node(head, ""), &mut findings)?;
    let lines = rows("cost_lines", lines, &mut findings)?;
    let columns = stream.map_or(Ok(Vec::new()), arrow::lines);
    let columns = kept(columns, &mut findings)?;
    let quantities = table("quantities", quantities, &mut findings)?;
    let budget = table("budget", budget, &mut findings)?;
    let schemes = schemes.into_iter().map(|own| scheme(&own));
    let values = Values {
        head,
        cost_lines: lines,
        line_columns: columns,
        quantities,
        budget,
        schemes: schemes.collect::<PyResult<_>>()?,
    };
    Ok((values, findings))
}

/// A scheme that was read, or the name and the bytes of a file.
fn scheme(own: &Bound<'_, PyAny>) -> PyResult<OwnScheme> {
    if let Ok(read) = own.cast::<RawScheme>() {
        return Ok(OwnScheme::Read(Arc::clone(&read.get().0)));
    }
    let (name, bytes) = own.extract()?;
    Ok(OwnScheme::File(name, bytes))
}

/// The rows of a small table that came as a stream, or why there are none.
#[pyclass(name = "Rows", module = "koers._koers", frozen)]
pub(crate) struct RawRows(Result<Vec<Node>, Findings>);

/// The rows of a small table in an Arrow stream.
#[pyfunction]
pub(crate) fn rows_of(stream: &Bound<'_, PyCapsule>, table: &str) -> PyResult<RawRows> {
    guarded(|| match arrow::rows(stream, table) {
        Ok(nodes) => Ok(RawRows(Ok(nodes))),
        // It is told with all that is wrong with the dossier.
        Err(Fault::Refused(findings)) => Ok(RawRows(Err(findings))),
        Err(fault) => Err(fault),
    })
}

/// The rows of a table, from a list of them or from a stream; none where the stream is refused.
pub(crate) fn table(
    name: &str,
    given: &Bound<'_, PyAny>,
    findings: &mut Findings,
) -> Result<Vec<Node>, Fault> {
    if let Ok(read) = given.cast::<RawRows>() {
        let nodes = read.get().0.clone().map_err(Fault::Refused);
        return Ok(kept(nodes, findings)?.unwrap_or_default());
    }
    rows(name, given.extract()?, findings)
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
    quantities: &Bound<'_, PyAny>,
    budget: &Bound<'_, PyAny>,
    schemes: Vec<Bound<'_, PyAny>>,
    stream: Option<&Bound<'_, PyCapsule>>,
) -> PyResult<RawDossier> {
    guarded(|| {
        let py = head.py();
        let (values, findings) = values(head, lines, (quantities, budget), schemes, stream)?;
        let added = py.detach(|| dossier.0.with_values(values, findings))?;
        Ok(RawDossier(added))
    })
}
