//! One year of an allocation.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::by_cell::{Cells, Part, Rows};
use super::{Deducted, Open, Paid, Solved};
use crate::ledger::{Carried, Closing};
use crate::plan::Plan;

/// One year of an allocation.
#[derive(Clone, Debug)]
pub(crate) struct YearAllocation {
    pub(crate) year: i16,
    pub(super) lines: OfLines,
    /// By grant: what its reserve holds at the year's end, in cents.
    pub(crate) reserves: Vec<i64>,
    /// By bucket: what the year began with.
    pub(crate) carried: Vec<Carried>,
    /// By bucket: the closing of the year; `None` before the bucket's first.
    pub(crate) closings: Vec<Option<Closing>>,
    /// What each step `least-refund` solved, with the proof.
    pub(crate) problems: Vec<Arc<Solved>>,
    /// By bucket and name of a ceiling what was paid under it until the year's end, in cents.
    pub(super) paid_under: Arc<BTreeMap<(usize, String), i64>>,
}

/// What became of the lines of a year.
#[derive(Clone, Debug)]
pub(super) enum OfLines {
    /// By line in date order, then bucket.
    One {
        paid: Vec<Paid>,
        open: Vec<Open>,
        deducted: Vec<Deducted>,
    },
    /// By sums, from which what became of each line follows.
    Together(Arc<Rows>),
    /// Only what no bucket pays in all, in cents: nobody asks for lines.
    Sum(Option<i64>),
}

impl YearAllocation {
    /// What buckets pay, by line in date order, then bucket.
    pub(crate) fn paid<'a>(&'a self, plan: &'a Plan) -> Box<dyn Iterator<Item = Paid> + 'a> {
        match &self.lines {
            OfLines::One { paid, .. } => Box::new(paid.iter().copied()),
            OfLines::Together(rows) => {
                Box::new(self.parts(plan, rows).filter_map(|part| match part {
                    Part::Paid(paid) => Some(paid),
                    Part::Open(_) => None,
                }))
            }
            OfLines::Sum(_) => Box::new(std::iter::empty()),
        }
    }

    /// What no bucket pays, by line in date order.
    pub(crate) fn open<'a>(&'a self, plan: &'a Plan) -> Box<dyn Iterator<Item = Open> + 'a> {
        match &self.lines {
            OfLines::One { open, .. } => Box::new(open.iter().copied()),
            OfLines::Together(rows) => {
                Box::new(self.parts(plan, rows).filter_map(|part| match part {
                    Part::Paid(_) => None,
                    Part::Open(open) => Some(open),
                }))
            }
            OfLines::Sum(_) => Box::new(std::iter::empty()),
        }
    }

    fn parts<'a>(&'a self, plan: &'a Plan, rows: &'a Rows) -> impl Iterator<Item = Part> + 'a {
        rows.parts(plan.dossier().lines(), plan.lines_of(self.year))
    }

    /// The cells of all lines, where they were taken together.
    pub(super) fn cells(&self) -> Option<&Arc<Cells>> {
        match &self.lines {
            OfLines::One { .. } | OfLines::Sum(_) => None,
            OfLines::Together(rows) => Some(rows.cells()),
        }
    }

    /// What was taken off before any bucket paid, by line in date order.
    pub(crate) fn deducted(&self) -> &[Deducted] {
        match &self.lines {
            OfLines::One { deducted, .. } => deducted,
            // There is nothing to take off.
            OfLines::Together(_) | OfLines::Sum(_) => &[],
        }
    }

    /// What was paid from a bucket under a ceiling of this name until the year's end, in cents.
    pub(crate) fn under(&self, bucket: usize, ceiling: &str) -> i64 {
        let paid = self.paid_under.get(&(bucket, ceiling.to_owned()));
        paid.copied().unwrap_or_default()
    }

    /// The sum of what no bucket pays, in cents; `None` where nothing is open.
    pub(crate) fn open_sum(&self) -> Option<i64> {
        match &self.lines {
            OfLines::One { open, .. } => {
                (!open.is_empty()).then(|| open.iter().map(|open| open.amount).sum())
            }
            OfLines::Together(rows) => rows.open(),
            OfLines::Sum(open) => *open,
        }
    }
}
