//! What the costs of cells come to by day, found while lines are read: where the order of lines will decide, they need not be
//! read again for it.

use super::cells::Cell;
use super::days::Days;
use crate::plan::place;

/// The most days of cells; in tests so few that there are too many.
const MOST: usize = if cfg!(test) { 1 << 9 } else { 1 << 20 };

/// For so many lines one, but for a few.
const LINES: usize = 2;
const FEW: usize = 1 << 13;

/// By cell and day in cents.
#[derive(Debug)]
pub(crate) struct Daily {
    /// By cell where its days begin.
    starts: Vec<usize>,
    /// From the first day of the cuts on.
    sums: Vec<i64>,
}

/// Cells being added up by day.
pub(super) struct ByDays<'r> {
    days: &'r Days,
    most: usize,
    /// By cell where its days begin.
    starts: Vec<usize>,
    pub(super) sums: Vec<i64>,
}

impl<'r> ByDays<'r> {
    /// Of so many lines.
    pub(super) fn new(days: &'r Days, lines: usize) -> Self {
        ByDays {
            days,
            most: MOST.min((lines / LINES).max(FEW)),
            starts: Vec::new(),
            sums: Vec::new(),
        }
    }

    /// Adds a cell of such days. Gives what a day of it, since 1970, adds to be the place of its sum; `None` where there are
    /// too many.
    pub(super) fn add(&mut self, cut: u32) -> Option<u32> {
        let (start, end) = (self.sums.len(), self.sums.len() + self.days.length(cut));
        if end > self.most {
            return None;
        }
        self.starts.push(start);
        self.sums.resize(end, 0);
        let first = self.days.edges[place(cut)].epoch_days().cast_unsigned();
        Some(u32::try_from(start).ok()?.wrapping_sub(first))
    }

    /// What all days of a cell come to.
    pub(super) fn whole(&self, cell: usize) -> i64 {
        let end = self.starts.get(cell + 1).copied();
        let days = self.starts[cell]..end.unwrap_or(self.sums.len());
        self.sums[days].iter().sum()
    }

    /// Adds a cell of other lines to one of these, or as the next of them; whether there are few enough.
    pub(super) fn merge(&mut self, to: usize, cut: u32, other: &ByDays<'_>, from: usize) -> bool {
        if to == self.starts.len() && self.add(cut).is_none() {
            return false;
        }
        let length = self.days.length(cut);
        let sums = &mut self.sums[self.starts[to]..][..length];
        let more = &other.sums[other.starts[from]..][..length];
        for (sum, more) in sums.iter_mut().zip(more) {
            *sum += more;
        }
        true
    }

    pub(super) fn done(self) -> Daily {
        Daily {
            starts: self.starts,
            sums: self.sums,
        }
    }
}

impl Daily {
    /// The first day of a cell, since 1970, and from there on what its costs come to.
    pub(super) fn of(&self, cell: usize, days: &Days, of: &Cell) -> (i32, &[i64]) {
        let first = days.edges[place(of.days)].epoch_days();
        let sums = &self.sums[self.starts[cell]..][..days.length(of.days)];
        (first, sums)
    }
}
