//! Closing the buckets of a year, with the limits that they share.

use super::{Exercised, Past};
use crate::ledger::{self, Allocated, Carried, Closing};
use crate::plan::{Basis as RestsOn, Caps, LastYear, LeftAt, Plan, YearOf, YearPlan};
use crate::scheme::{Basis, RuleName, Unspent};

/// Closes every bucket for good.
pub(super) fn close_year(
    (plan, year): (&Plan, &YearPlan),
    carried: &[Carried],
    allocated: &[Allocated],
    past: &mut Past<'_>,
    exercised: &mut Exercised,
) -> Vec<Option<Closing>> {
    let closings = close_buckets((plan, year), carried, allocated, &mut past.reserves);
    for (at, (of, closing)) in year.buckets.iter().zip(&closings).enumerate() {
        if let (Some(of), Some(closing)) = (of, closing) {
            mark(plan, at, of, closing, exercised);
        }
    }
    closings
}

/// The closing of every bucket with what it pays. Limits that buckets share are used up in an order of their own: a
/// reserve by the first bucket first, the limit on the last year's award by the newest first, so that the oldest money
/// goes back.
pub(super) fn close_buckets(
    (plan, year): (&Plan, &YearPlan),
    carried: &[Carried],
    allocated: &[Allocated],
    reserves: &mut [i64],
) -> Vec<Option<Closing>> {
    let mut closings = vec![None; plan.buckets().len()];
    let mut last_year = LastYear::new(plan, year, true);
    let (newest_first, others): (Vec<usize>, Vec<usize>) =
        (0..plan.buckets().len()).partition(|&at| last_year.limits(at));
    for at in others.into_iter().chain(newest_first.into_iter().rev()) {
        let Some(of) = &year.buckets[at] else {
            continue;
        };
        let reserve = &mut reserves[plan.buckets()[at].grant];
        let mut of_last_year = last_year.left(at);
        let caps = Caps {
            last_year: of_last_year.as_deref().copied().unwrap_or(0),
            reserve: *reserve,
        };
        let left = LeftAt {
            carried: carried[at].terms,
            room: ledger::room(of, &carried[at]),
            spent: allocated[at].spent,
            earned: allocated[at].available(&carried[at]),
            caps,
        };
        let decision = plan.decide(at, year, &left, true);
        if let Some(Unspent::Reserve(_)) = plan.unspent_rule(at, year, true) {
            *reserve += decision.by_rule;
        }
        if let Some(left) = &mut of_last_year
            && !decision.goes_on
        {
            **left -= decision.keep;
        }
        let closing = ledger::close(of, &carried[at], allocated[at], caps, decision);
        closings[at] = Some(closing);
    }
    closings
}

/// Marks the rules that decided on a closing.
fn mark(plan: &Plan, at: usize, of: &YearOf, closing: &Closing, exercised: &mut Exercised) {
    let grant = plan.buckets()[at].grant;
    let version = &plan.dossier().scheme_of(grant).versions[of.version];
    exercised.add(grant, of.version, RuleName::Unit);
    if matches!(&version.basis, Some(basis) if basis.rule == Basis::Realised) {
        exercised.add(grant, of.version, RuleName::Basis);
    }
    if version.maximum.is_some() {
        exercised.add(grant, of.version, RuleName::Maximum);
    }
    if closing.decision.basis == RestsOn::Unspent {
        exercised.add(grant, of.unspent_version, RuleName::Unspent);
    }
    if closing.decision.excess > 0 {
        exercised.add(grant, of.unspent_version, RuleName::Excess);
    }
}
