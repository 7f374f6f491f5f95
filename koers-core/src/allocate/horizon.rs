//! All years planned together: the plan of the flow over all years, and the years one by one. What loses less is taken.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::by_cell::Reader;
use super::least_refund::horizon::{Planned, SeenYear, plan};
use super::{Allocation, Noted, Pieces, YearAllocation};
use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::money::Money;
use crate::plan::Plan;
use crate::progress::{Cancelled, Progress};
use crate::tables::HorizonRow;

/// What came of planning all years together.
#[derive(Clone, Debug)]
pub(crate) struct Horizon {
    pub(crate) row: HorizonRow,
    /// What a person must know of it.
    findings: Findings,
}

/// What became of the lines of all years.
#[derive(Default)]
pub(super) struct Divided {
    pub(super) years: Vec<YearAllocation>,
    pub(super) noted: Noted,
    pub(super) horizon: Option<Horizon>,
}

/// How a step `least-refund` goes through the years.
pub(super) enum Going<'g> {
    /// Each year by itself.
    Years,
    /// It spends nothing, and notes what each year asks.
    Looking(&'g mut Vec<SeenYear>),
    /// In each year, in order, each bucket spends at most so much, in cents.
    Within(std::slice::Iter<'g, Vec<i64>>),
}

/// What years come to, in the order in which it counts: what is lost, what of that is own funds, and what stays at the end to
/// lapse, by date, the nearest first. In cents.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Outcome {
    lost: i64,
    own_funds: i64,
    lapse: BTreeMap<Date, i64>,
}

impl Outcome {
    fn of(years: &[YearAllocation]) -> Outcome {
        let own_funds: i64 = years.iter().filter_map(YearAllocation::open_sum).sum();
        let closings = years.iter().flat_map(|year| year.closings.iter().flatten());
        let back: i64 = closings.map(|it| it.refund - it.owed).sum();
        let mut lapse = BTreeMap::new();
        for closing in years
            .last()
            .iter()
            .flat_map(|last| last.closings.iter().flatten())
        {
            if let Some(until) = closing.decision.until {
                *lapse.entry(until).or_default() += closing.carry_over;
            }
        }
        Outcome {
            lost: own_funds + back,
            own_funds,
            lapse,
        }
    }

    /// Whether it is better than another.
    fn beats(&self, other: &Outcome) -> bool {
        let dates = self.lapse.keys().chain(other.lapse.keys());
        let mut dates: Vec<Date> = dates.copied().collect();
        dates.sort_unstable();
        dates.dedup();
        let key = |of: &Outcome| -> (i64, i64, Vec<i64>) {
            let lapse = dates.iter().map(|date| of.lapse.get(date));
            let lapse = lapse.map(|left| left.copied().unwrap_or_default());
            (of.lost, of.own_funds, lapse.collect())
        };
        key(self) < key(other)
    }
}

/// Divides the lines of all years as is best over all of them.
pub(super) fn run(
    of: &Plan,
    report: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Divided, Cancelled> {
    let mut divide =
        |going: &mut Going<'_>| of.divide(report, &mut Pieces::Lines(Reader::new(of)), going);
    let chain = divide(&mut Going::Years)?;
    let mut seen = Vec::new();
    let empty = divide(&mut Going::Looking(&mut seen))?;
    let pairs = seen.iter().map(|year| year.pairs);
    let pairs = pairs.fold(0, usize::saturating_add);
    if pairs > of.most_pairs() {
        return Ok(choose(of, chain, None, &Err(pairs)));
    }
    let planned = plan(of, &empty.years, &seen, &mut || Ok(()))?;
    let within = divide(&mut Going::Within(planned.most.iter()))?;
    Ok(choose(of, chain, Some(within), &Ok(planned)))
}

/// The better of the plan and the years one by one.
fn choose(
    of: &Plan,
    chain: Divided,
    within: Option<Divided>,
    planned: &Result<Planned, usize>,
) -> Divided {
    let by_year = Outcome::of(&chain.years);
    let of_plan = within.as_ref().map(|within| Outcome::of(&within.years));
    let mut findings = Findings::new();
    tell(of, (planned, of_plan.as_ref(), &by_year), &mut findings);
    let (mut taken, outcome, word) = match (within, of_plan) {
        (Some(within), Some(of_plan)) if !by_year.beats(&of_plan) => (within, of_plan, "plan"),
        _ => (chain, by_year.clone(), "chain"),
    };
    let at_least = planned.as_ref().ok().filter(|planned| planned.is_least());
    taken.noted.findings.append(findings.clone());
    taken.horizon = Some(Horizon {
        row: HorizonRow {
            lost: Money::of(outcome.lost),
            own_funds: Money::of(outcome.own_funds),
            chain_lost: Money::of(by_year.lost),
            chain_own_funds: Money::of(by_year.own_funds),
            saved: Money::of(by_year.lost - outcome.lost),
            at_least: at_least.map(|planned| Money::of(planned.lost)),
            taken: word.to_owned(),
        },
        findings,
    });
    taken
}

/// Tells what the plan does not know, and where the years one by one lose less than it.
fn tell(
    of: &Plan,
    (planned, of_plan, by_year): (&Result<Planned, usize>, Option<&Outcome>, &Outcome),
    findings: &mut Findings,
) {
    let about = |code| Finding::new(code).subject(of.dossier().id());
    let (planned, of_plan) = match (planned, of_plan) {
        (Ok(planned), Some(of_plan)) => (planned, of_plan),
        (Err(count), _) => {
            let finding = about(Code::HorizonTooMany).arg("count", *count);
            findings.push(finding.arg("most", of.most_pairs()));
            return;
        }
        _ => return,
    };
    let mut causes: Vec<String> = planned.left_out.iter().map(|it| it.in_words(of)).collect();
    causes.dedup();
    let best = of_plan.lost.min(by_year.lost);
    if !planned.is_least() {
        findings.push(about(Code::HorizonUnproven).arg("causes", causes.join(", ")));
    } else if !causes.is_empty() || best > planned.lost {
        let gap = Money::of(best - planned.lost);
        let finding = about(Code::HorizonOutside).arg("causes", causes.join(", "));
        findings.push(finding.amount(gap));
    }
    if by_year.beats(of_plan) {
        let finding = about(Code::HorizonIsChain).money("computed", Money::of(of_plan.lost));
        findings.push(finding.amount(Money::of(by_year.lost)));
    }
}

impl Allocation {
    /// What all years come to when they are planned as one, where [they were](Plan::horizon).
    #[must_use]
    pub fn horizon(&self) -> Option<&HorizonRow> {
        self.horizon.as_ref().map(|horizon| &horizon.row)
    }

    /// What another method makes of the same years, where that is better than what was planned.
    pub(crate) fn or_better(self, mut other: Allocation) -> Allocation {
        let (planned, of_other) = (Outcome::of(&self.years), Outcome::of(&other.years));
        let Some(horizon) = self.horizon.as_ref().filter(|_| of_other.beats(&planned)) else {
            return self;
        };
        other.findings.append(horizon.findings.clone());
        other.horizon = Some(Horizon {
            row: HorizonRow {
                lost: Money::of(of_other.lost),
                own_funds: Money::of(of_other.own_funds),
                saved: Money::of(horizon.row.chain_lost.cents() - of_other.lost),
                taken: "method".to_owned(),
                ..horizon.row.clone()
            },
            findings: horizon.findings.clone(),
        });
        other
    }
}
