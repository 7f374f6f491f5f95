//! Allocation: which bucket pays how much of which line.
//!
//! A run is an ordered list of steps over the lines that are still open; what is open at the end is on own
//! funds, with a reason. This version has one step, [`booked`]: each line on the grant that it is booked on,
//! as far as the rules allow.

mod booked;

use crate::diag::Findings;
use crate::ledger::{self, Carried, Closing};
use crate::plan::Plan;

/// A part of a line that a bucket pays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paid {
    /// The row in `cost_lines`.
    pub(crate) line: usize,
    /// The place in the plan's buckets.
    pub(crate) bucket: usize,
    /// Cents; below zero for a credit note.
    pub(crate) amount: i64,
    /// Whether a credit note and a cost cancel out.
    pub(crate) netted: bool,
}

/// A part of a line that no bucket pays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    pub(crate) line: usize,
    /// Cents; below zero where a credit has nothing to go back to.
    pub(crate) amount: i64,
    pub(crate) block: Block,
}

/// Why a part of a line is on own funds. Ordered by how far it came: of several buckets the one where it
/// came farthest gives the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Block {
    /// It is booked on no grant.
    NoBooking,
    /// The grant is announced, withdrawn or determined, or has no tranche yet.
    State,
    /// Its date is outside every spending window of the grant.
    Window,
    /// The room is used up.
    Room,
    /// A credit note above the costs of its class.
    Credit,
}

impl Block {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Block::NoBooking => "no-booking",
            Block::State => "state",
            Block::Window => "window",
            Block::Room => "room",
            Block::Credit => "credit",
        }
    }
}

/// One year of an allocation.
#[derive(Clone, Debug)]
pub(crate) struct YearAllocation {
    /// By line in date order, then bucket.
    pub(crate) paid: Vec<Paid>,
    pub(crate) open: Vec<Open>,
    /// By bucket: the closing of the year; `None` before the bucket's first.
    pub(crate) closings: Vec<Option<Closing>>,
}

/// Every line divided over buckets and own funds, year by year.
#[derive(Clone, Debug)]
pub struct Allocation {
    pub(crate) plan: Plan,
    pub(crate) years: Vec<YearAllocation>,
    pub(crate) findings: Findings,
}

impl Plan {
    /// Divides the lines of every year: each on the grant it is booked on, as far as the rules allow.
    #[must_use]
    pub fn allocate(self) -> Allocation {
        let mut findings = Findings::new();
        let mut years: Vec<YearAllocation> = Vec::new();
        for (at, year) in self.years().iter().enumerate() {
            let carried: Vec<Carried> = year
                .buckets
                .iter()
                .enumerate()
                .map(|(bucket, of)| {
                    let before = at.checked_sub(1).and_then(|at| years[at].closings[bucket]);
                    match (before, of) {
                        (Some(closing), _) => closing.next(),
                        (None, Some(of)) => Carried::opening(of),
                        (None, None) => Carried::default(),
                    }
                })
                .collect();
            let (paid, open) = booked::run(&self, year, &carried, &mut findings);
            let mut spent = vec![0_i64; self.buckets().len()];
            for part in &paid {
                spent[part.bucket] += part.amount;
            }
            let closings = (0..self.buckets().len())
                .map(|bucket| {
                    let of = year.buckets[bucket].as_ref()?;
                    let carried = &carried[bucket];
                    let rule =
                        |room, spent| self.decide(bucket, year, carried.until, (room, spent), true);
                    Some(ledger::close(of, carried, spent[bucket], rule))
                })
                .collect();
            years.push(YearAllocation {
                paid,
                open,
                closings,
            });
        }
        Allocation {
            plan: self,
            years,
            findings,
        }
    }
}

impl Allocation {
    /// The plan it follows.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}
