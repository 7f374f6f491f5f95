//! All years planned together: the plan of the flow over all years, and the years one by one. What loses less is taken.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::by_cell::Reader;
use super::least_refund::horizon::{Planned, plan};
use super::{Allocation, Divided, Going, LeftOut, Pieces, YearAllocation};
use crate::calendar::Date;
use crate::money::Money;
use crate::plan::Plan;
use crate::progress::{Cancelled, Progress};

/// What all years come to together when they are planned as one, and when each is settled by itself. In euros and cents, over
/// all book years.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Horizon {
    /// Own funds and refunds together.
    pub lost: Money,
    /// What of that is own funds.
    pub own_funds: Money,
    /// Own funds and refunds together when `least-refund` settles each year by itself.
    pub chain_lost: Money,
    /// What of that is own funds.
    pub chain_own_funds: Money,
    /// No plan loses less than this; none where a rule outside the flow keeps that from being known, or there were more
    /// ways from costs to buckets than are solved.
    pub at_least: Option<Money>,
    /// Whether the years are as when each is settled by itself, since the plan of the flow came to no less.
    pub is_chain: bool,
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) too_many: bool,
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
        for closing in years.last().iter().flat_map(|last| last.closings.iter().flatten()) {
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
    let mut divide = |going: &mut Going<'_>| {
        of.divide(report, &mut Pieces::Lines(Reader::new(of)), going)
    };
    let chain = divide(&mut Going::Years)?;
    let mut seen = Vec::new();
    let empty = divide(&mut Going::Looking(&mut seen))?;
    let pairs = seen.iter().map(|year| year.pairs);
    let too_many = pairs.fold(0, usize::saturating_add) > of.most_pairs();
    let mut planned = None;
    let mut within = None;
    if !too_many {
        let flow = plan(of, &empty.years, &seen, &mut || Ok(()))?;
        within = Some(divide(&mut Going::Within(flow.most.iter()))?);
        planned = Some(flow);
    }
    Ok(choose(chain, within, planned))
}

/// The better of the plan and the years one by one.
fn choose(chain: Divided, within: Option<Divided>, planned: Option<Planned>) -> Divided {
    let by_year = Outcome::of(&chain.years);
    let of_plan = within.as_ref().map(|within| Outcome::of(&within.years));
    let is_chain = of_plan.as_ref().is_none_or(|of_plan| by_year.beats(of_plan));
    let (mut taken, outcome) = match (within, of_plan) {
        (Some(within), Some(of_plan)) if !is_chain => (within, of_plan),
        _ => (chain, by_year.clone()),
    };
    let at_least = planned.as_ref().filter(|planned| planned.is_least());
    taken.horizon = Some(Horizon {
        lost: Money::of(outcome.lost),
        own_funds: Money::of(outcome.own_funds),
        chain_lost: Money::of(by_year.lost),
        chain_own_funds: Money::of(by_year.own_funds),
        at_least: at_least.map(|planned| Money::of(planned.lost)),
        is_chain,
        too_many: planned.is_none(),
        left_out: planned.map_or_else(Vec::new, |planned| planned.left_out),
    });
    taken
}

impl Allocation {
    /// What all years come to together, where they were [planned as one](Plan::horizon).
    #[must_use]
    pub fn horizon(&self) -> Option<&Horizon> {
        self.horizon.as_ref()
    }
}
