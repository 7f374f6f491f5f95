//! Allocation: which bucket pays how much of which line.
//!
//! A run is an ordered list of steps over the lines that are still open; what is open at the end is on own
//! funds, with a reason. This version has one step, `booked`: each line on the grant that it is booked on,
//! as far as the rules allow.

mod admit;
mod booked;
mod candidates;
mod class;
mod close;
mod conditions;
mod earned;
mod exclusive;
mod findings;
mod limits;
mod net;
mod pieces;
mod place;

pub(crate) use admit::{Gate, Verdict};

use std::collections::{BTreeMap, BTreeSet};

use self::close::close_year;
use self::conditions::Conditions;
use self::earned::Units;
use self::limits::Limits;
use crate::diag::Findings;
use crate::dossier::Grant;
use crate::ledger::{Allocated, Carried, Closing};
use crate::plan::{Plan, YearPlan};
use crate::scheme::{Deduction, RuleName};

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

/// A part of a line that was taken off before any grant paid: VAT, or income set against costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deducted {
    /// The row in `cost_lines`.
    pub(crate) line: usize,
    /// The grant's place in the dossier.
    pub(crate) grant: usize,
    pub(crate) kind: Deduction,
    /// Cents: of a cost above zero, of the income that was set against it below.
    pub(crate) amount: i64,
}

/// Why a part of a line is on own funds. Ordered by how far it came: of several buckets the one where it
/// came farthest gives the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Block {
    /// It is booked on no grant.
    NoBooking,
    /// Income that the scheme doesn't take off the costs.
    NotDeducted,
    /// The grant is announced, withdrawn or determined, or has no tranche yet.
    State,
    /// Its date is outside every spending window of the grant.
    Window,
    /// The scheme does not pay such costs.
    Eligible,
    /// The money is for another part.
    Part,
    /// Another grant pays the line already.
    Exclusive,
    /// The grant pays only a share.
    Share,
    /// A ceiling is reached.
    Ceiling,
    /// No more is earned.
    Basis,
    /// The room is used up.
    Room,
    /// A credit note above the costs of its class.
    Credit,
    /// Income above the costs of its class.
    IncomeLeft,
}

impl Block {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Block::NoBooking => "no-booking",
            Block::NotDeducted => "not-deducted",
            Block::State => "state",
            Block::Window => "window",
            Block::Eligible => "eligible",
            Block::Part => "part",
            Block::Exclusive => "exclusive",
            Block::Share => "share",
            Block::Ceiling => "ceiling",
            Block::Basis => "basis",
            Block::Room => "room",
            Block::Credit => "credit",
            Block::IncomeLeft => "income-left",
        }
    }
}

/// The rules that decided on something, by grant and version.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exercised(BTreeSet<(usize, usize, RuleName)>);

impl Exercised {
    fn add(&mut self, grant: usize, version: usize, rule: RuleName) {
        self.0.insert((grant, version, rule));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &(usize, usize, RuleName)> {
        self.0.iter()
    }
}

/// What an allocation notes on its way.
#[derive(Debug, Default)]
struct Noted {
    exercised: Exercised,
    findings: Findings,
}

/// What the years so far leave to the next, besides each bucket's own.
struct Past<'p> {
    /// By bucket and name of a ceiling what was paid under it, in cents: whatever a later version counts it over.
    ceilings: BTreeMap<(usize, &'p str), i64>,
    units: Units<'p>,
    /// By grant: what its reserve holds, in cents.
    reserves: Vec<i64>,
}

impl Past<'_> {
    /// Before the first book year.
    fn new(plan: &Plan) -> Self {
        let reserve = |grant: &Grant| grant.reserve.as_ref().map_or(0, |it| it.value.cents());
        Past {
            ceilings: BTreeMap::new(),
            units: Units::new(),
            reserves: plan.dossier().grants().iter().map(reserve).collect(),
        }
    }
}

/// One year of an allocation.
#[derive(Clone, Debug)]
pub(crate) struct YearAllocation {
    /// By line in date order, then bucket.
    pub(crate) paid: Vec<Paid>,
    pub(crate) open: Vec<Open>,
    /// By line in date order.
    pub(crate) deducted: Vec<Deducted>,
    /// By grant: what its reserve holds at the year's end, in cents.
    pub(crate) reserves: Vec<i64>,
    /// By bucket: what the year began with.
    pub(crate) carried: Vec<Carried>,
    /// By bucket: the closing of the year; `None` before the bucket's first.
    pub(crate) closings: Vec<Option<Closing>>,
}

/// Every line divided over buckets and own funds, year by year.
#[derive(Clone, Debug)]
pub struct Allocation {
    pub(crate) plan: Plan,
    pub(crate) years: Vec<YearAllocation>,
    pub(crate) exercised: Exercised,
    pub(crate) findings: Findings,
}

impl Plan {
    /// Divides the lines of every year: each on the grant it is booked on, as far as the rules allow.
    #[must_use]
    pub fn allocate(self) -> Allocation {
        let mut noted = Noted::default();
        let mut years: Vec<YearAllocation> = Vec::new();
        {
            let conditions = Conditions::new(&self);
            let mut past = Past::new(&self);
            for year in self.years() {
                let next = allocate_year(
                    (&self, year),
                    years.last(),
                    &conditions,
                    &mut past,
                    &mut noted,
                );
                years.push(next);
            }
        }
        Allocation {
            plan: self,
            years,
            exercised: noted.exercised,
            findings: noted.findings,
        }
    }
}

fn allocate_year<'p>(
    (plan, year): (&'p Plan, &'p YearPlan),
    before: Option<&YearAllocation>,
    conditions: &Conditions<'p>,
    past: &mut Past<'p>,
    noted: &mut Noted,
) -> YearAllocation {
    let opened = year.buckets.iter().enumerate().map(|(bucket, of)| {
        let closing = before.and_then(|before| before.closings[bucket]);
        match (closing, of) {
            (Some(closing), _) => closing.next(),
            (None, Some(of)) => Carried::opening(of),
            (None, None) => Carried::default(),
        }
    });
    let carried: Vec<Carried> = opened.collect();
    let earned = earned::of_year((plan, year), &carried, past, noted);
    let mut allocated: Vec<Allocated> = earned
        .into_iter()
        .map(|earned| Allocated { spent: 0, earned })
        .collect();
    let to_use = allocated.iter().zip(&carried);
    let to_use = to_use.map(|(of, carried)| of.available(carried)).collect();
    let mut limits = Limits::new((plan, year), &carried, to_use, past);
    let gate = Gate {
        plan,
        year,
        carried: &carried,
    };
    let booked = booked::run(gate, conditions, &mut limits, noted);
    for ((bucket, item), paid) in limits.paid() {
        let mut ceilings = plan.ceilings(plan.buckets()[bucket].grant, year);
        if let Some((_, ceiling)) = ceilings.nth(item) {
            *past.ceilings.entry((bucket, &ceiling.name)).or_default() += paid;
        }
    }
    for part in &booked.paid {
        allocated[part.bucket].spent += part.amount;
    }
    let closings = close_year(
        (plan, year),
        &carried,
        &allocated,
        past,
        &mut noted.exercised,
    );
    YearAllocation {
        paid: booked.paid,
        open: booked.open,
        deducted: booked.deducted,
        reserves: past.reserves.clone(),
        carried,
        closings,
    }
}

impl Allocation {
    /// The plan it follows.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}
