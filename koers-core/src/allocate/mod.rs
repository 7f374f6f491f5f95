//! Allocation: which bucket pays how much of which line.
//!
//! A run is an ordered list of steps over the lines that are still open ([`Method`](crate::Method)); what is open at the
//! end is on own funds, with a reason. Lines that are fixed where they are booked come before the first step.

mod admit;
mod block;
mod booked;
mod by_cell;
mod candidates;
mod close;
mod coded;
mod conditions;
mod corrected;
mod earned;
mod exclusive;
mod feed;
mod findings;
mod horizon;
mod joint;
mod kept;
mod least_refund;
mod limits;
mod lists;
mod looks;
mod net;
mod outcome;
mod over_steps;
mod parts;
mod past;
mod pieces;
mod place;
mod priority;
mod pro_rata;
mod run;
mod shares;
mod sights;
mod sorting;
mod spread;
mod step;
mod totals;
mod way;
mod year;

pub(crate) use admit::{Gate, Verdict};
pub(crate) use block::Block;
pub(crate) use parts::{Deducted, How, Open, Paid, StepWord};
pub(crate) use pieces::split;
pub(crate) use year::YearAllocation;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use self::by_cell::Reader;
use self::close::close_year;
use self::conditions::Conditions;
use self::feed::{Pieces, feed};
pub(crate) use self::horizon::Horizon;
use self::horizon::{Divided, Going};
pub(crate) use self::kept::Kept;
use self::least_refund::horizon::SeenYear;
pub use self::least_refund::{Certificate, CertificateError, Claim, Flaw};
pub(crate) use self::least_refund::{CutOf, Solved};
use self::limits::Limits;
pub(crate) use self::looks::Looks;
use self::past::Past;
use self::run::Run;
use self::step::{StepRun, run_steps};
use crate::diag::Findings;
use crate::ledger::{Allocated, Carried};
use crate::plan::{Plan, YearPlan};
use crate::progress::{Cancelled, Progress, Watch, Work};
use crate::scheme::RuleName;

/// The rules that decided on something, by grant and version.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exercised(BTreeSet<(usize, usize, RuleName)>);

impl Exercised {
    fn add(&mut self, grant: usize, version: usize, rule: RuleName) {
        self.0.insert((grant, version, rule));
    }

    fn extend(&mut self, more: &Exercised) {
        self.0.extend(&more.0);
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
    behind: LeftBehind,
}

/// What the last year leaves to the next dossier, besides closings and reserves.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeftBehind {
    /// By bucket and name of a ceiling what was paid under it, in cents.
    pub(crate) ceilings: BTreeMap<(usize, String), i64>,
    /// By bucket and unit how many were earned, in millionths.
    pub(crate) units: BTreeMap<(usize, String), i128>,
}

/// Every line divided over buckets and own funds, year by year.
#[derive(Clone, Debug)]
pub struct Allocation {
    pub(crate) plan: Plan,
    pub(crate) years: Vec<YearAllocation>,
    pub(crate) exercised: Exercised,
    pub(crate) findings: Findings,
    pub(crate) behind: LeftBehind,
    /// What it rests on where all years were planned together.
    pub(crate) horizon: Option<Horizon>,
}

impl Plan {
    /// Divides the lines of every year by the plan's method, as far as the rules allow.
    #[must_use]
    pub fn allocate(self) -> Allocation {
        let mut go_on = |_: Progress| ControlFlow::Continue(());
        // Nothing cancels it.
        let divided = self.run(&mut go_on).unwrap_or_default();
        Allocation::new(self, divided)
    }

    /// Whether [`Plan::allocate`] takes lines together that show the same to the rules, as [`Taking`](crate::plan::Taking)
    /// says: where each has one day, is a cost on one grant at most and has no compensable VAT or correction, where there
    /// is one step over all lines, and no grant pays a share or excludes another.
    #[must_use]
    pub fn takes_together(&self) -> bool {
        Reader::new(self).together
    }

    /// As [`Plan::allocate`], telling `report` how far it is, which may cancel it.
    ///
    /// # Errors
    /// When `report` says to break off.
    pub fn allocate_watched(
        self,
        report: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Allocation, Cancelled> {
        let divided = self.run(report)?;
        Ok(Allocation::new(self, divided))
    }

    /// Divides the lines: year by year, or as is best over all years.
    fn run(
        &self,
        report: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Divided, Cancelled> {
        if self.over_all_years() {
            horizon::run(self, report)
        } else {
            self.divide(
                report,
                &mut Pieces::Lines(Reader::new(self)),
                &mut Going::Years,
            )
        }
    }

    /// Divides what `pieces` gives of each year.
    fn divide(
        &self,
        report: &mut dyn FnMut(Progress) -> ControlFlow<()>,
        pieces: &mut Pieces<'_>,
        going: &mut Going<'_>,
    ) -> Result<Divided, Cancelled> {
        let mut noted = Noted::default();
        let mut years: Vec<YearAllocation> = Vec::new();
        let mut watch = Watch::new(report);
        let conditions = self.looks().conditions(self);
        let steps = step::steps(self, self.method());
        let mut past = Past::new(self);
        if let (Pieces::Lines(reader), Going::Years) = (&pieces, &going) {
            let known = &reader.years;
            // What quantities were counted for is not kept by year.
            let known = known
                .iter()
                .filter(|_| self.dossier().quantities().rows().is_empty());
            for year in known.map_while(|year| past.after(self, year).then_some(year)) {
                years.push(year.clone());
            }
        }
        let closed = self.years().first().and_then(|it| self.of_closed(it.year));
        let closed = closed.map(|plan| {
            let steps = step::steps(plan, plan.method());
            (plan, plan.looks().conditions(plan), steps)
        });
        for (at, year) in self.years().iter().enumerate().skip(years.len()) {
            watch.year(year.year)?;
            if let Some((plan, conditions, steps)) = &closed
                && self.of_closed(year.year).is_some()
            {
                match &mut *going {
                    Going::Years => {}
                    Going::Looking(seen) => seen.push(SeenYear::closed(plan)),
                    Going::Within(most) => {
                        let _ = most.next();
                    }
                }
                let next = allocate_year(
                    (plan, &plan.years()[at]),
                    years.last(),
                    (conditions, steps),
                    (&mut Pieces::Lines(Reader::one_by_one()), &mut Going::Years),
                    &mut past,
                    (&mut noted, &mut watch),
                )?;
                years.push(next);
                continue;
            }
            let next = allocate_year(
                (self, year),
                years.last(),
                (conditions, &steps),
                (&mut *pieces, &mut *going),
                &mut past,
                (&mut noted, &mut watch),
            )?;
            years.push(next);
        }
        watch.end()?;
        let owned = |name: &str| name.to_owned();
        let ceilings = past.ceilings.into_iter();
        let units = past.units.into_iter();
        noted.behind = LeftBehind {
            ceilings: ceilings
                .map(|((at, name), it)| ((at, owned(name)), it))
                .collect(),
            units: units
                .map(|((at, name), it)| ((at, owned(name)), it))
                .collect(),
        };
        Ok(Divided {
            years,
            noted,
            horizon: None,
        })
    }
}

/// What each bucket brings into a year: what its closing of the year before left, or its opening.
fn opened(plan: &Plan, year: &YearPlan, before: Option<&YearAllocation>) -> Vec<Carried> {
    let opened = year.buckets.iter().enumerate().map(|(bucket, of)| {
        let closing = before.and_then(|before| before.closings[bucket]);
        match (closing, of) {
            (Some(closing), _) => closing.next(),
            (None, Some(of)) => Carried::opening(&plan.buckets()[bucket], of),
            (None, None) => Carried::default(),
        }
    });
    opened.collect()
}

fn allocate_year<'p>(
    (plan, year): (&'p Plan, &'p YearPlan),
    before: Option<&YearAllocation>,
    (conditions, steps): (&'p Conditions, &[StepRun<'p>]),
    (pieces, going): (&mut Pieces<'_>, &mut Going<'_>),
    past: &mut Past<'p>,
    (noted, watch): (&mut Noted, &mut dyn Work),
) -> Result<YearAllocation, Cancelled> {
    let carried = opened(plan, year, before);
    let earned = earned::of_year((plan, year), &carried, past, noted);
    let mut allocated: Vec<Allocated> = earned
        .into_iter()
        .map(|earned| Allocated { spent: 0, earned })
        .collect();
    let to_use = allocated.iter().zip(&carried);
    let to_use = to_use.map(|(of, carried)| of.available(carried)).collect();
    let limits = Limits::new((plan, year), &carried, to_use, past);
    let gate = Gate {
        plan,
        year,
        carried: &carried,
    };
    // What is found out in a run that goes otherwise is no less true, but it may be more than others ask.
    let keeps = matches!(going, Going::Years);
    let known = keeps.then(|| plan.looks().of_year(gate)).flatten();
    let known = known.as_deref();
    let taken = known.and_then(|known| known.taken.as_ref());
    let taken = taken.filter(|taken| matches!(pieces, Pieces::Lines(reader) if reader.has(taken)));
    let (given, cells) = match pieces {
        _ if taken.is_some() => (Vec::new(), None),
        Pieces::Kept(kept) => (kept(gate), None),
        Pieces::Lines(reader) => match reader.cells(gate, conditions, watch)? {
            None => (pieces::of_year(gate), None),
            cells => (Vec::new(), cells),
        },
    };
    let mut run = Run::new(gate, (conditions, known), (limits, given), noted, watch);
    let fresh = feed(gate, &mut run, pieces, (cells, taken));
    let most = match going {
        Going::Within(most) => most.next(),
        Going::Years | Going::Looking(_) => None,
    };
    let mut steps = steps;
    booked::run(&mut run, &StepRun::fixed(plan.dossier()))?;
    let looking = matches!(going, Going::Looking(_));
    if let (Going::Looking(seen), [step, ..]) = (&mut *going, steps) {
        seen.push(least_refund::horizon::look(&mut run, step)?);
        steps = &[];
    }
    let state = least_refund::State {
        carried: &carried,
        allocated: &allocated,
        reserves: &past.reserves,
    };
    let problems = run_steps(&mut run, steps, (&state, most))?;
    if keeps && taken.is_none() {
        let taken = fresh.and_then(|fresh| run.taken(&fresh));
        if taken.is_some() || known.is_none() {
            plan.looks().keep(gate, &run, taken);
        }
    }
    let (lines, mut spent, limits) = run.finish();
    let mut paid_under = limits.paid();
    if looking {
        // As if not even the lines were there that stay where they are booked.
        spent.fill(0);
        paid_under.clear();
    }
    for ((bucket, item), paid) in paid_under {
        let mut ceilings = plan.ceilings(plan.buckets()[bucket].grant, year);
        if let Some((_, ceiling)) = ceilings.nth(item) {
            *past.ceilings.entry((bucket, &ceiling.name)).or_default() += paid;
        }
    }
    for (allocated, spent) in allocated.iter_mut().zip(spent) {
        allocated.spent += spent;
    }
    let closings = close_year(
        (plan, year),
        &carried,
        &allocated,
        past,
        &mut noted.exercised,
    );
    Ok(YearAllocation {
        year: year.year,
        lines,
        reserves: past.reserves.clone(),
        carried,
        closings,
        problems,
        paid_under: Arc::new(past.paid_under()),
    })
}

impl Allocation {
    fn new(plan: Plan, divided: Divided) -> Allocation {
        let Divided {
            years,
            noted,
            horizon,
        } = divided;
        Allocation {
            plan,
            years,
            exercised: noted.exercised,
            findings: noted.findings,
            behind: noted.behind,
            horizon,
        }
    }

    /// The plan it follows.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}
