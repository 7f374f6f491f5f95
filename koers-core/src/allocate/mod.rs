//! Allocation: which bucket pays how much of which line.
//!
//! A run is an ordered list of steps over the lines that are still open; what is open at the end is on own
//! funds, with a reason. This version has one step, [`booked`]: each line on the grant that it is booked on,
//! as far as the rules allow.

mod admit;
mod booked;
mod class;
mod earned;
mod findings;
mod limits;
mod net;
mod pieces;
mod place;

pub(crate) use admit::{Gate, PART, Verdict};

use std::collections::{BTreeMap, BTreeSet};

use self::earned::Units;
use self::limits::{CeilingOn, Limits};
use crate::diag::Findings;
use crate::ledger::{self, Carried, Closing, Year};
use crate::plan::{Caps, LeftAt, Plan, YearPlan};
use crate::scheme::{Basis, Deduction, RuleName, Unspent};

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

/// What the years so far leave to the next, besides each bucket's own.
struct Past {
    /// What was paid under each ceiling, in cents.
    ceilings: BTreeMap<CeilingOn, i64>,
    units: Units,
    /// By grant: what its reserve holds, in cents.
    reserves: Vec<i64>,
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
        let mut findings = Findings::new();
        let mut exercised = Exercised::default();
        let mut years: Vec<YearAllocation> = Vec::new();
        let grants = self.dossier().grants().iter();
        let mut past = Past {
            ceilings: BTreeMap::new(),
            units: Units::new(),
            reserves: grants
                .map(|grant| {
                    grant
                        .reserve
                        .as_ref()
                        .map_or(0, |reserve| reserve.value.cents())
                })
                .collect(),
        };
        for year in self.years() {
            let carried: Vec<Carried> = year
                .buckets
                .iter()
                .enumerate()
                .map(|(bucket, of)| {
                    let before = years.last().and_then(|year| year.closings[bucket]);
                    match (before, of) {
                        (Some(closing), _) => closing.next(),
                        (None, Some(of)) => Carried::opening(of),
                        (None, None) => Carried::default(),
                    }
                })
                .collect();
            let earned = earned::of_year(
                &self,
                year,
                &carried,
                &mut past,
                &mut exercised,
                &mut findings,
            );
            let to_use = earned.iter().zip(&carried);
            let to_use =
                to_use.map(|(earned, carried)| earned.map(|earned| earned + carried.earned));
            let mut limits = Limits::new(
                &self,
                year,
                &carried,
                to_use.collect(),
                &past,
                &mut findings,
            );
            let gate = Gate {
                plan: &self,
                year,
                carried: &carried,
            };
            let booked = booked::run(gate, &mut limits, &mut exercised, &mut findings);
            for (bucket, item, paid) in limits.paid() {
                let Some(of) = &year.buckets[bucket] else {
                    continue;
                };
                let scheme = self.dossier().scheme_of(self.buckets()[bucket].grant);
                let name = scheme.versions[of.version].ceilings[item].rule.name.clone();
                *past.ceilings.entry((bucket, name)).or_default() += paid;
            }
            let mut spent = vec![0_i64; self.buckets().len()];
            for part in &booked.paid {
                spent[part.bucket] += part.amount;
            }
            let closings = close_year(
                &self,
                year,
                &carried,
                (&spent, &earned),
                &mut past,
                &mut exercised,
            );
            years.push(YearAllocation {
                paid: booked.paid,
                open: booked.open,
                deducted: booked.deducted,
                reserves: past.reserves.clone(),
                carried,
                closings,
            });
        }
        Allocation {
            plan: self,
            years,
            exercised,
            findings,
        }
    }
}

/// Closes every bucket. Limits that buckets share are used up in an order of their own: a reserve by the first bucket
/// first, the limit on the last year's award by the newest first, so that the oldest money goes back.
fn close_year(
    plan: &Plan,
    year: &YearPlan,
    carried: &[Carried],
    (spent, earned): (&[i64], &[Option<i64>]),
    past: &mut Past,
    exercised: &mut Exercised,
) -> Vec<Option<Closing>> {
    let mut closings = vec![None; plan.buckets().len()];
    // By grant, part and agreement: what is left of the limit on the last year's award.
    let mut last_years: BTreeMap<(usize, Option<&str>, Option<usize>), i64> = BTreeMap::new();
    let (newest_first, others): (Vec<usize>, Vec<usize>) =
        (0..plan.buckets().len()).partition(|&at| plan.last_year_limit(at, year).is_some());
    for at in others.into_iter().chain(newest_first.into_iter().rev()) {
        let Some(of) = &year.buckets[at] else {
            continue;
        };
        let bucket = &plan.buckets()[at];
        let (grant, carried) = (bucket.grant, &carried[at]);
        let agreement = bucket.unspent_agreement.as_ref().map(|(_, place)| *place);
        let key = (grant, bucket.part(plan.dossier()), agreement);
        let limit = plan.last_year_limit(at, year);
        let mut last_year = limit.map(|limit| last_years.entry(key).or_insert(limit));
        let caps = Caps {
            last_year: last_year.as_deref().copied().unwrap_or(0),
            reserve: past.reserves[grant],
        };
        let left = LeftAt {
            carried: carried.until,
            room: ledger::room(of, carried),
            spent: spent[at],
            earned: earned[at].map(|earned| earned + carried.earned),
            caps,
        };
        let decision = plan.decide(at, year, &left, true);
        let rule = plan.unspent_rule(at, year);
        if decision.by_rule > 0 && matches!(rule, Some(Unspent::Reserve(_))) {
            past.reserves[grant] += decision.by_rule;
        }
        if let Some(left) = &mut last_year
            && !decision.goes_on
        {
            **left -= decision.keep;
        }
        let brought = Year {
            spent: spent[at],
            earned: earned[at],
            caps,
        };
        let closing = ledger::close(of, carried, brought, decision);
        closed(plan, at, of, &closing, exercised);
        closings[at] = Some(closing);
    }
    closings
}

/// Marks the rules that decided on a closing.
fn closed(
    plan: &Plan,
    at: usize,
    of: &crate::plan::YearOf,
    closing: &Closing,
    exercised: &mut Exercised,
) {
    use crate::plan::Basis as Rests;
    let grant = plan.buckets()[at].grant;
    let version = &plan.dossier().scheme_of(grant).versions[of.version];
    exercised.add(grant, of.version, RuleName::Unit);
    if matches!(&version.basis, Some(basis) if basis.rule == Basis::Realised) {
        exercised.add(grant, of.version, RuleName::Basis);
    }
    if version.maximum.is_some() {
        exercised.add(grant, of.version, RuleName::Maximum);
    }
    if closing.decision.basis == Rests::Unspent {
        exercised.add(grant, of.unspent_version, RuleName::Unspent);
    }
    if closing.decision.excess > 0 {
        exercised.add(grant, of.unspent_version, RuleName::Excess);
    }
}

impl Allocation {
    /// The plan it follows.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}
