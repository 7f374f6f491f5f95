//! What a plan reads from the cost lines: once, also when the same lines are settled under other rules or awards.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Corrections;
use crate::diag::Findings;
use crate::dossier::Lines;

/// What was read from the lines.
#[derive(Debug)]
pub(super) struct ReadLines {
    /// The rows by book year, each year's by date and id.
    by_year: BTreeMap<i16, Arc<[usize]>>,
    /// What corrections make of the lines that they correct.
    pub(super) corrections: Corrections,
    /// The sum of all amounts, without sign, in cents.
    pub(super) total: i128,
    pub(super) findings: Findings,
}

impl ReadLines {
    pub(super) fn new(lines: &Lines) -> ReadLines {
        let corrections = Corrections::new(lines);
        let mut findings = Findings::new();
        corrections.report(lines, &mut findings);
        let amounts = (0..lines.len()).map(|row| i128::from(lines.amount(row).abs().cents()));
        ReadLines {
            by_year: by_year(lines),
            corrections,
            total: amounts.sum(),
            findings,
        }
    }

    /// The rows of a book year, by date and id.
    pub(super) fn of_year(&self, year: i16) -> Arc<[usize]> {
        self.by_year.get(&year).cloned().unwrap_or_default()
    }
}

fn by_year(lines: &Lines) -> BTreeMap<i16, Arc<[usize]>> {
    let mut years: BTreeMap<i16, Vec<usize>> = BTreeMap::new();
    for row in 0..lines.len() {
        years
            .entry(lines.period(row).last().year())
            .or_default()
            .push(row);
    }
    let sorted = |mut rows: Vec<usize>| {
        rows.sort_by(|&a, &b| lines.order(a, b));
        rows.into()
    };
    years
        .into_iter()
        .map(|(year, rows)| (year, sorted(rows)))
        .collect()
}
