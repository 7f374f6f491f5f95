//! What a plan reads from the cost lines: once, also when the same lines are settled under other rules or awards.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::Corrections;
use crate::calendar::Date;
use crate::diag::Findings;
use crate::dossier::Lines;

/// What was read from the lines.
#[derive(Debug)]
pub(super) struct ReadLines {
    /// The rows by book year, each year's by date and id: worked out when they are first asked for.
    by_year: OnceLock<ByYear>,
    /// What corrections make of the lines that they correct.
    pub(super) corrections: Corrections,
    /// The sum of all amounts, without sign, in cents.
    pub(super) total: i128,
    pub(super) findings: Findings,
}

impl ReadLines {
    pub(super) fn new(lines: &Lines, closed: &[i16]) -> ReadLines {
        let corrections = Corrections::new(lines, closed);
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
        let (rows, years) = self.by_year.get_or_init(|| by_year(lines));
        let rows = years.get(&year).and_then(|of| rows.get(of.clone()));
        rows.unwrap_or_default()
    }
}

/// The rows of all book years in one piece, and which of them are of each.
type ByYear = (Vec<u32>, BTreeMap<i16, Range<usize>>);

/// Rows by the days on which they fall, and on a day by id: four bytes a row, for there may be millions.
fn by_year(lines: &Lines) -> ByYear {
    let days = || lines.chunks().flat_map(|chunk| chunk.days.iter().copied());
    let ends = days().fold(None, |ends, day| {
        let (first, last) = ends.unwrap_or((day, day));
        Some((day.min(first), day.max(last)))
    });
    let Some((first, last)) = ends else {
        return ByYear::default();
    };
    // All are days of the book years, so there are few of them.
    let at = |day: i32| place(day.wrapping_sub(first).cast_unsigned());
    // By day the place of its first row, and after them all the end.
    let mut starts = vec![0_usize; at(last) + 2];
    for day in days() {
        starts[at(day) + 1] += 1;
    }
    for day in 1..starts.len() {
        starts[day] += starts[day - 1];
    }
    let (mut next, mut rows) = (starts.clone(), vec![0; lines.len()]);
    for (day, row) in days().zip(0..) {
        let next = &mut next[at(day)];
        rows[*next] = row;
        *next += 1;
    }
    let mut keys = Vec::new();
    let mut years: BTreeMap<i16, Range<usize>> = BTreeMap::new();
    for (day, ends) in (first..=last).zip(starts.windows(2)) {
        let of = ends[0]..ends[1];
        // On most days of few lines there are none.
        let day = (!of.is_empty()).then_some(day);
        let Some(date) = day.and_then(Date::from_epoch_days) else {
            continue;
        };
        lines.sort_by_id(&mut rows[of.clone()], &mut keys);
        years.entry(date.year()).or_insert(of.start..of.start).end = of.end;
    }
    (rows, years)
}

/// A row or a code as a place in memory.
#[inline]
pub(crate) fn place(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
