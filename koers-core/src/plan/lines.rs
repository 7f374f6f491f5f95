//! What a plan reads from the cost lines: once, also when the same lines are settled under other rules or awards.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::Corrections;
use crate::calendar::Date;
use crate::diag::Findings;
use crate::dossier::Lines;

/// What was read from the lines.
#[derive(Debug)]
pub(super) struct ReadLines {
    /// The rows by book year, each year's by date and id: worked out when they are first asked for.
    by_year: OnceLock<BTreeMap<i16, Arc<[u32]>>>,
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
        ReadLines {
            by_year: OnceLock::new(),
            corrections,
            total: lines.total(),
            findings,
        }
    }

    /// The rows of a book year, by date and id.
    pub(super) fn of_year(&self, lines: &Lines, year: i16) -> &[u32] {
        let by_year = self.by_year.get_or_init(|| by_year(lines));
        by_year.get(&year).map_or(&[], |rows| rows)
    }
}

/// Rows by the days on which they fall, and on a day by id.
fn by_year(lines: &Lines) -> BTreeMap<i16, Arc<[u32]>> {
    let mut days: BTreeMap<Date, Vec<u32>> = BTreeMap::new();
    for (row, at) in (0..lines.len()).zip(0..) {
        days.entry(lines.period(row).last()).or_default().push(at);
    }
    let mut years: BTreeMap<i16, Vec<u32>> = BTreeMap::new();
    for (day, mut rows) in days {
        rows.sort_unstable_by(|&a, &b| lines.order_of_ids(place(a), place(b)).then(a.cmp(&b)));
        years.entry(day.year()).or_default().append(&mut rows);
    }
    years
        .into_iter()
        .map(|(year, rows)| (year, rows.into()))
        .collect()
}

/// A row or a code as a place in memory.
#[inline]
pub(crate) fn place(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
