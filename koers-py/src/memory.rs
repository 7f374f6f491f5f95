//! A dossier from values in memory: Python values to nodes, then everything checked at once by the core.

use std::collections::BTreeSet;

use koers_core::diag::{Code, Finding, Place};
use koers_core::dossier::DossierBuilder;
use koers_core::read::{Encoding, Node, decode};
use koers_core::scheme::Scheme;
use koers_core::{Dossier, Findings, Schemes};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::border::{Fault, guarded};
use crate::dossier::RawDossier;
use crate::node::Reader;

/// Checks a dossier from memory: its head and grants with the keys of the dossier file, rows of cost lines and
/// of budget, and the names and bytes of scheme files.
#[pyfunction]
pub(crate) fn build(
    head: &Bound<'_, PyDict>,
    lines: Vec<Bound<'_, PyAny>>,
    budget: Vec<Bound<'_, PyAny>>,
    schemes: Vec<(String, Vec<u8>)>,
) -> PyResult<RawDossier> {
    guarded(|| {
        let py = head.py();
        let mut findings = Findings::new();
        let head = kept(Reader::new().node(head, ""), &mut findings)?;
        let lines = rows("cost_lines", lines, &mut findings)?;
        let budget = rows("budget", budget, &mut findings)?;
        let parts = Parts {
            head,
            lines,
            budget,
            schemes,
        };
        let dossier = py.detach(|| parts.check(findings))?;
        Ok(RawDossier(dossier))
    })
}

fn rows(
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

/// The node; when it is refused nothing, and the findings go to the others.
fn kept(node: Result<Node, Fault>, findings: &mut Findings) -> Result<Option<Node>, Fault> {
    match node {
        Ok(node) => Ok(Some(node)),
        Err(Fault::Refused(refused)) => {
            findings.extend(refused);
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

/// What a dossier is made of, without anything of Python.
struct Parts {
    head: Option<Node>,
    lines: Vec<Node>,
    budget: Vec<Node>,
    schemes: Vec<(String, Vec<u8>)>,
}

impl Parts {
    /// All findings of all parts come at once. What depends on a part that was refused is not checked, since
    /// it would be found wanting for no fault of its own.
    fn check(self, mut findings: Findings) -> Result<Dossier, Findings> {
        let builder = self.head.as_ref().map(DossierBuilder::from_node);
        let before = findings.len();
        let schemes = own_schemes(self.schemes, &mut findings);
        let schemes_read = findings.len() == before;
        let (mut builder, head_read) = match builder {
            Some(Ok(builder)) => (builder, true),
            Some(Err(refused)) => {
                findings.extend(refused);
                (stand_in(), false)
            }
            None => (stand_in(), false),
        };
        let before = findings.len();
        let mut budget = builder.clone();
        findings.extend(
            builder
                .add_line_rows(&self.lines)
                .err()
                .into_iter()
                .flatten(),
        );
        let lines_read = findings.len() == before;
        findings.extend(
            budget
                .add_budget_rows(&self.budget)
                .err()
                .into_iter()
                .flatten(),
        );
        let all_read = findings.is_empty();
        if lines_read && all_read {
            builder.add_budget_rows(&self.budget)?;
        }
        if head_read && schemes_read {
            match builder.build(&schemes) {
                Ok(dossier) if all_read => return Ok(dossier),
                Ok(_) => {}
                Err(refused) => findings.extend(refused),
            }
        }
        findings.sort();
        Err(findings)
    }
}

/// A dossier to read rows into when its head was refused: only the findings of the rows count.
fn stand_in() -> DossierBuilder {
    DossierBuilder::new(String::new(), "", Vec::new())
}

/// The catalogue with the user's own schemes, which go first.
fn own_schemes(files: Vec<(String, Vec<u8>)>, findings: &mut Findings) -> Schemes {
    let mut schemes = Schemes::catalogue();
    let mut own = BTreeSet::new();
    for (name, bytes) in files {
        let Some(source) = decode(&name, bytes, Encoding::Utf8, findings) else {
            continue;
        };
        match Scheme::from_toml(source.name(), source.text()) {
            Err(refused) => findings.extend(refused),
            Ok(scheme) if own.contains(&scheme.id) => findings.push(
                Finding::new(Code::DuplicateScheme)
                    .subject(&scheme.id)
                    .arg("value", &scheme.id)
                    .at(Place::Text { source, span: 0..0 }),
            ),
            Ok(scheme) => {
                own.insert(scheme.id.clone());
                schemes.insert(scheme);
            }
        }
    }
    schemes
}
