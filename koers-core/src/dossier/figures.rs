//! Rows of the table `declared`.

use super::header::Column;
use super::row::Row;
use super::rows::TableRow;
use crate::diag::{Code, Findings};
use crate::reconcile::{Claim, DeclaredFigure, FigureMeasure, Scope, is_key, parse_sums};

impl TableRow for DeclaredFigure {
    fn read(row: &Row<'_>, findings: &mut Findings) -> Option<Self> {
        let key = row.need_text(Column::Key, findings);
        let key = key.filter(|key| {
            let sound = is_key(key);
            if !sound {
                findings.push(row.on(Code::MalformedId, Column::Key));
            }
            sound
        });
        let scope = match row.text(Column::Scope, findings) {
            Err(()) => Err(()),
            Ok(None) => Ok(None),
            Ok(Some(text)) => text.parse::<Scope>().map(Some).map_err(|_| {
                findings.push(row.on(Code::MalformedScope, Column::Scope));
            }),
        };
        let measure = row.word(Column::Measure, &FigureMeasure::WORDS, findings);
        let amount = row.amount(Column::Amount, findings);
        let claim = row.word(Column::Claim, &Claim::WORDS, findings);
        let sums = match row.text(Column::SumOf, findings) {
            Err(()) => Err(()),
            Ok(None) => Ok(Vec::new()),
            Ok(Some(text)) => parse_sums(&text).ok_or_else(|| {
                findings.push(row.on(Code::MalformedSum, Column::SumOf));
            }),
        };
        let document = row.text(Column::Document, findings);
        let source = row.text(Column::Source, findings);
        let (key, scope, measure) = (key?, scope.ok()?, measure.ok()?);
        let (amount, sums, claim) = (amount.ok()?, sums.ok()?, claim.ok()?.unwrap_or_default());
        if claim == Claim::Named {
            let grant = scope.as_ref().is_some_and(Scope::is_of_grant);
            if !grant || measure.is_some() || amount.is_some() || !sums.is_empty() {
                findings.push(row.on(Code::NamedOnly, Column::Claim).arg("key", &key));
                return None;
            }
            return Some(DeclaredFigure {
                key,
                scope,
                measure,
                amount,
                claim,
                sums,
                document: document.ok()?,
                source: source.ok()?,
            });
        }
        if amount.is_none() && sums.is_empty() {
            findings.push(row.on(Code::EmptyCell, Column::Amount));
            return None;
        }
        match (&scope, measure) {
            (Some(_), None) => {
                findings.push(row.on(Code::EmptyCell, Column::Measure));
                return None;
            }
            (Some(scope), Some(measure)) if !measure.fits(scope) => {
                let finding = row.on(Code::MeasureOfScope, Column::Scope);
                findings.push(finding.arg("measure", measure.as_str()));
                return None;
            }
            _ => {}
        }
        Some(DeclaredFigure {
            key,
            scope,
            measure,
            amount,
            claim,
            sums,
            document: document.ok()?,
            source: source.ok()?,
        })
    }
}
