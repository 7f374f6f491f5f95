//! Chunks of cost lines: rows that came in together, each column of them in one piece.

use std::ops::Range;
use std::sync::Arc;

use super::amounts::Amounts;
use super::codes::{Codes, CodesRef};
use super::column::{Bits, BitsRef, Column};
use super::columns::TextColumn;
use super::days::Days;
use super::ids::{Id, Ids};
use super::line::LineKind;
use crate::calendar::Unit;

/// The columns of a chunk, but for those with a dictionary of texts.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) rows: usize,
    pub(super) ids: Ids,
    /// Days since 1970-01-01 of the last day of the period.
    pub(super) days: Days,
    /// By row how long the period is; a row beyond the end is a day.
    pub(super) units: Column<Unit>,
    pub(super) amounts: Amounts,
    /// By row; a row beyond the end is a cost.
    pub(super) kinds: Column<LineKind>,
    /// By row in cents; a row beyond the end has none.
    pub(super) vat: Column<i64>,
    /// By row; a row beyond the end is not fixed.
    pub(super) fixed: Bits,
    pub(super) bookings: Codes,
}

/// The chunks of a dossier's lines.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    all: Vec<Part>,
    /// By chunk its first row.
    starts: Arc<[usize]>,
    len: usize,
}

impl Parts {
    pub(super) fn new(parts: Vec<Part>) -> Parts {
        let mut len = 0;
        let mut starts = Vec::with_capacity(parts.len());
        for part in &parts {
            starts.push(len);
            len += part.rows;
        }
        Parts {
            all: parts,
            starts: starts.into(),
            len,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn starts(&self) -> &Arc<[usize]> {
        &self.starts
    }

    /// The chunks with their first rows.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Part)> {
        self.starts.iter().copied().zip(&self.all)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (usize, &mut Part)> {
        self.starts.iter().copied().zip(&mut self.all)
    }

    /// The chunk that a row is in, and its place there.
    pub(super) fn of(&self, row: usize) -> (&Part, usize) {
        let (at, row) = locate(&self.starts, row);
        (&self.all[at], row)
    }

    pub(super) fn id(&self, row: usize) -> Id<'_> {
        let (part, at) = self.of(row);
        part.ids.get(at, row)
    }
}

/// The chunk that a row is in, by the first rows of all, and its place there.
pub(super) fn locate(starts: &[usize], row: usize) -> (usize, usize) {
    // Most dossiers have one chunk.
    if starts.len() < 2 {
        return (0, row);
    }
    let at = starts
        .partition_point(|&start| start <= row)
        .saturating_sub(1);
    (at, row - starts[at])
}

/// The rows of a chunk, for a loop over all of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chunk<'l> {
    /// The row of the dossier that is the first of the chunk.
    pub(crate) start: usize,
    /// By row the amount in cents.
    pub(crate) amounts: &'l [i64],
    /// By row the days since 1970-01-01 of the day that it counts as.
    pub(crate) days: &'l [i32],
    at: usize,
    part: &'l Part,
}

impl<'l> Chunk<'l> {
    pub(super) fn new(at: usize, start: usize, part: &'l Part) -> Chunk<'l> {
        Chunk {
            start,
            amounts: part.amounts.as_slice(),
            days: part.days.as_slice(),
            at,
            part,
        }
    }

    /// How many rows it has.
    pub(crate) fn len(&self) -> usize {
        self.part.rows
    }

    /// The rows of the dossier that it has.
    pub(crate) fn rows(&self) -> Range<usize> {
        self.start..self.start + self.part.rows
    }

    /// The bytes of ids that are texts, with their rows, unless all are plain and have at most `most` of them; none where ids
    /// are numbers.
    pub(crate) fn texts(&self, most: u8) -> impl Iterator<Item = (usize, &'l [u8])> {
        let texts = match &self.part.ids {
            Ids::Text(texts) if !texts.are_plain(most) => Some(texts.iter()),
            Ids::Text(_) | Ids::Rows | Ids::Whole(_) => None,
        };
        (self.start..).zip(texts.into_iter().flatten())
    }

    /// The codes of the bookings.
    pub(crate) fn bookings(&self) -> CodesRef<'l> {
        self.part.bookings.as_ref()
    }

    /// The codes of a column of the same lines.
    pub(crate) fn codes<'c>(&self, column: &'c TextColumn) -> CodesRef<'c> {
        column.codes(self.at)
    }

    /// How long the period of a row is.
    pub(crate) fn unit(&self, row: usize) -> Unit {
        self.part.units.get(row).unwrap_or_default()
    }

    /// Whether no day comes before that of the row before.
    pub(crate) fn is_in_order(&self) -> bool {
        self.part.days.are_in_order()
    }

    /// Which rows are fixed; those beyond the end are not.
    pub(crate) fn fixed(&self) -> BitsRef<'l> {
        self.part.fixed.as_ref()
    }
}
