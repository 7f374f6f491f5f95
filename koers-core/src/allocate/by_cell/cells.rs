//! Cells: lines that show the same to the rules.

use std::sync::Arc;

use super::days::Days;
use super::folding::{APART, Shape};
use super::pieces::SIGNS;
use crate::allocate::conditions::Conditions;
use crate::calendar::Date;
use crate::dossier::Lines;
use crate::plan::{Plan, place};

/// All lines of a dossier in cells.
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    /// By row the place of its cell.
    pub(crate) of_row: Arc<Vec<u16>>,
    pub(super) list: Vec<Cell>,
    pub(super) days: Days,
    pub(super) shape: Shape,
}

/// Lines that show the same to the rules.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// The place of its days in [`Days`].
    pub(super) days: u32,
    /// Which conditions hold for it; [`APART`] for a line by itself.
    pub(super) profile: u32,
    /// The code of the booking of its lines, and whether they are fixed; none for a line by itself.
    pub(super) booking: Option<(u32, bool)>,
    /// By [`sign`].
    pub(super) sums: [Sum; SIGNS],
}

/// The place of costs, credit notes and lines of nothing, by an amount of them.
#[inline]
pub(super) fn sign(amount: i64) -> usize {
    match amount {
        1.. => 0,
        0 => 2,
        ..0 => 1,
    }
}

/// What lines of one sign in a cell add up to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    /// In cents.
    pub(super) cents: i64,
    /// How many lines.
    pub(super) lines: u32,
    pub(super) first: First,
}

/// The first of some lines, by date and id.
#[derive(Clone, Copy, Debug)]
pub(super) struct First {
    /// After all days where there is none.
    pub(super) day: i32,
    row: u32,
}

impl Sum {
    pub(super) const NOTHING: Sum = Sum {
        cents: 0,
        lines: 0,
        first: First::NONE,
    };

    /// Adds what other lines add up to.
    pub(super) fn add(&mut self, more: &Sum, lines: &Lines) {
        self.cents += more.cents;
        self.lines += more.lines;
        if more.lines > 0 && more.first.day <= self.first.day {
            self.first.is(lines, (more.first.day, more.first.row()));
        }
    }
}

impl First {
    pub(super) const NONE: First = First {
        day: i32::MAX,
        row: u32::MAX,
    };

    /// Takes a line as the first if it comes before, which is not of a later day.
    #[cold]
    pub(super) fn is(&mut self, lines: &Lines, (day, row): (i32, usize)) {
        let before = day < self.day || lines.order_of_ids(row, self.row()).is_lt();
        if before {
            // There are fewer rows than that.
            (self.day, self.row) = (day, u32::try_from(row).unwrap_or(u32::MAX));
        }
    }

    /// Its row.
    pub(super) fn row(self) -> usize {
        place(self.row)
    }
}

impl Cells {
    /// Whether these are also cells of the same lines under another plan.
    pub(super) fn fit(&self, plan: &Plan, conditions: &Conditions) -> bool {
        let days = Days::new(plan, &self.days.more);
        days.is_some_and(|days| days.edges == self.days.edges)
            && self.shape.is_enough_for(&Shape::new(plan, conditions))
    }

    /// The same with so many cents more of costs like a row, in the cell of that.
    pub(crate) fn with_cost(&self, lines: &Lines, (row, cents): (usize, i64)) -> Cells {
        let mut cells = self.clone();
        let at = usize::from(self.of_row[row]);
        let [costs, ..] = &mut cells.list[at].sums;
        costs.cents += cents;
        if costs.lines == 0 {
            costs.lines = 1;
            costs.first.is(lines, (lines.day(row), row));
        }
        cells
    }

    /// By cell the year in which it lies.
    pub(super) fn year_of(&self, cell: usize) -> i16 {
        self.first_day(cell).year()
    }

    /// What the lines of a cell show but for their booking. `None` for a line by itself.
    pub(super) fn look(&self, cell: usize) -> Option<usize> {
        let cell = &self.list[cell];
        let look = place(cell.profile) * self.days.edges.len() + place(cell.days);
        (cell.profile != APART).then_some(look)
    }

    /// How many cuts of days there are.
    pub(super) fn cuts(&self) -> u32 {
        // Days have a place in the table of cuts.
        u32::try_from(self.days.edges.len()).unwrap_or(u32::MAX)
    }

    /// The first of the days of a cell.
    pub(super) fn first_day(&self, cell: usize) -> Date {
        self.days.edges[place(self.list[cell].days)]
    }
}
