//! A dossier from trees of values in memory: what a caller in another language has.

use std::sync::Arc;

use super::files::{Own, add_schemes, finished};
use super::read::read_head;
use super::rows::{Input, read_budget, read_lines, read_quantities};
use super::{Dossier, DossierBuilder, LineColumns};
use crate::diag::{Code, Finding, Findings, Place};
use crate::read::{Fields, Node};
use crate::scheme::{Scheme, Schemes};

/// The parts of a dossier, not yet read.
#[derive(Clone, Debug)]
pub struct Values {
    /// `{"dossier": {...}, "grants": [...], "eligible_for": [...]}`, with the keys of a dossier file (but for `format` and `tables`);
    /// `None` when it was refused already.
    pub head: Option<Node>,
    /// Tables with the columns of `cost_lines`.
    pub cost_lines: Vec<Node>,
    /// Cost lines as columns, which come after those of `cost_lines`; `None` when they were refused already.
    pub line_columns: Option<Vec<LineColumns>>,
    /// Tables with the columns of `budget`.
    pub budget: Vec<Node>,
    /// Tables with the columns of `quantities`.
    pub quantities: Vec<Node>,
    /// Schemes of its own.
    pub schemes: Vec<OwnScheme>,
}

/// A scheme that a dossier brings.
#[derive(Clone, Debug)]
pub enum OwnScheme {
    /// The name and the bytes of a scheme file.
    File(String, Vec<u8>),
    /// One that was read and checked.
    Read(Arc<Scheme>),
}

impl From<OwnScheme> for Own {
    fn from(own: OwnScheme) -> Own {
        match own {
            OwnScheme::File(name, bytes) => Own::File(name, Ok(bytes)),
            OwnScheme::Read(scheme) => Own::Read(scheme),
        }
    }
}

impl Default for Values {
    fn default() -> Self {
        Values {
            head: None,
            cost_lines: Vec::new(),
            line_columns: Some(Vec::new()),
            budget: Vec::new(),
            quantities: Vec::new(),
            schemes: Vec::new(),
        }
    }
}

impl Dossier {
    /// Reads and checks a dossier from its parts. Its own schemes go before those in `schemes`. `findings` are
    /// those from before, when the parts were made: with an error among them there is no dossier.
    ///
    /// # Errors
    /// All findings of all parts, when any is an error.
    pub fn from_values(
        values: Values,
        schemes: &Schemes,
        mut findings: Findings,
    ) -> Result<Dossier, Findings> {
        let mut schemes = schemes.clone();
        let own = values.schemes.into_iter().map(Own::from);
        let readable = add_schemes(own, &mut schemes, &mut findings);
        let head = values.head.as_ref();
        let file = head.and_then(|head| Fields::of(head, "dossier", &mut findings));
        let mut builder = file.map_or_else(DossierBuilder::refused, |mut file| {
            let builder = read_head(&mut file, &mut findings);
            file.finish(&mut findings);
            builder
        });
        builder.refused.schemes = !readable;
        builder.refused.all_grants |= values.head.is_none();
        builder.lines = read_lines(Input::Memory(&values.cost_lines), &mut findings);
        builder.add_all_columns(values.line_columns, &mut findings);
        builder.budget = read_budget(Input::Memory(&values.budget), &mut findings);
        builder.quantities = read_quantities(Input::Memory(&values.quantities), &mut findings);
        let dossier = builder.check(&schemes, &mut findings);
        finished(dossier, findings)
    }
}

impl DossierBuilder {
    /// Adds lines as columns; `None` when they were refused already.
    pub(super) fn add_all_columns(
        &mut self,
        columns: Option<Vec<LineColumns>>,
        findings: &mut Findings,
    ) {
        let Some(columns) = columns else {
            self.lines.all_refused = true;
            return;
        };
        for lines in columns {
            if let Err(error) = self.add_columns(lines) {
                self.lines.all_refused = true;
                let finding = Finding::new(Code::BrokenStream).subject("cost_lines");
                let place = Place::Path("cost_lines".to_owned());
                findings.push(finding.arg("cause", error).at(place));
                break;
            }
        }
    }
}
