//! The rules that a flow over years can't keep.

use std::collections::{BTreeMap, BTreeSet};

use super::bucket::OverYears;
use super::seen::SeenYear;
use crate::allocate::YearAllocation;
use crate::allocate::least_refund::limits::{Limit, LimitKind, Where};
use crate::allocate::least_refund::{LeftOut, LeftOutKind};
use crate::plan::{LastYear, Plan};
use crate::scheme::{Deduction, Unspent};

/// The rules that the flow can't keep.
pub(super) fn left_out(
    plan: &Plan,
    years: &[YearAllocation],
    seen: &[SeenYear],
    buckets: &[OverYears],
) -> Vec<LeftOut> {
    let mut left_out = Vec::new();
    let mut add = |kind, grant, name| left_out.push(LeftOut::new(kind, grant, name));
    for (at, bucket) in buckets.iter().enumerate() {
        for &kind in &bucket.left_out {
            add(kind, plan.buckets()[at].grant, None);
        }
    }
    for of_year in seen {
        for limit in of_year.asked.limits.iter().filter(|it| it.at == Where::Out) {
            add(limit.kind.left_out(), limit.grant, limit.name.clone());
        }
        for &grant in of_year.fixed.keys() {
            if limits_fixed(plan, grant) {
                add(LeftOutKind::Fixed, grant, None);
            }
        }
        for reach in of_year.asked.reach.iter().filter(|_| plan.excludes()) {
            let grants: BTreeSet<usize> = (reach.iter())
                .map(|reach| plan.buckets()[reach.bucket].grant)
                .collect();
            for &grant in grants.iter().filter(|_| grants.len() > 1) {
                if excludes(plan, grant) {
                    add(LeftOutKind::Exclusive, grant, None);
                }
            }
        }
    }
    for grant in unseen_vat(plan, seen) {
        add(LeftOutKind::Vat, grant, None);
    }
    // Limits on unspent money that buckets share, or that closings of several years use up.
    let mut sharing: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (year, (of_plan, of)) in plan.years().iter().zip(years).enumerate() {
        let last_year = LastYear::new(plan, of_plan, true);
        for (at, closing) in of.closings.iter().enumerate() {
            let Some(closing) = closing else {
                continue;
            };
            let closed = plan.of_closed(of_plan.year).is_some();
            if closed || closing.decision.goes_on || closing.room == 0 {
                continue;
            }
            let grant = plan.buckets()[at].grant;
            let rule = plan.unspent_rule(at, of_plan, true);
            if matches!(rule, Some(Unspent::Reserve(_))) {
                *sharing.entry((grant, usize::MAX)).or_default() += 1;
            } else if last_year.limits(at) {
                *sharing.entry((grant, year)).or_default() += 1;
            }
        }
    }
    for ((grant, _), _) in sharing.into_iter().filter(|(_, count)| *count > 1) {
        add(LeftOutKind::Unspent, grant, None);
    }
    left_out
}

/// The grants that take off VAT, where a year has VAT that stands in no class of its own: none of them can pay its line, but a
/// booking on one takes it off all the same.
fn unseen_vat(plan: &Plan, seen: &[SeenYear]) -> Vec<usize> {
    let dossier = plan.dossier();
    let deducts = |grant: usize| {
        let versions = &dossier.scheme_of(grant).versions;
        let mut deciding = plan.deciding_versions(grant);
        deciding.any(|at| versions[at].deducts(Deduction::Vat))
    };
    let grants = (0..dossier.grants().len()).filter(|&grant| deducts(grant));
    let grants: Vec<usize> = grants.collect();
    let lines = dossier.lines();
    let mut unseen: BTreeMap<i16, i128> = BTreeMap::new();
    for row in (0..lines.len()).filter(|&row| !grants.is_empty() && !lines.is_fixed(row)) {
        let vat = lines.vat_compensable(row).cents();
        let year = lines.period(row).last().year();
        if vat != 0 && plan.of_closed(year).is_none() {
            *unseen.entry(year).or_default() += i128::from(vat);
        }
    }
    for (year, of_year) in plan.years().iter().zip(seen) {
        let classes = of_year.classes.iter().filter(|class| class.is_vat);
        let vat: i128 = classes.map(|class| i128::from(class.size)).sum();
        if vat != 0 {
            *unseen.entry(year.year).or_default() -= vat;
        }
    }
    if unseen.values().all(|left| *left == 0) {
        return Vec::new();
    }
    grants
}

/// Whether it matters from which bucket of a grant lines are paid that stay where they are booked, or what else they leave.
fn limits_fixed(plan: &Plan, grant: usize) -> bool {
    let versions = &plan.dossier().scheme_of(grant).versions;
    let mut deciding = plan.deciding_versions(grant).map(|at| &versions[at]);
    plan.buckets_of(grant).count() > 1
        || deciding.any(|it| it.share.is_some() || it.basis.is_some() || !it.ceilings.is_empty())
}

/// Whether a version of a grant's scheme excludes others.
fn excludes(plan: &Plan, grant: usize) -> bool {
    let versions = &plan.dossier().scheme_of(grant).versions;
    let mut deciding = plan.deciding_versions(grant);
    deciding.any(|at| versions[at].exclusive_with.is_some())
}

/// The limits of one ceiling, each with the place of its year.
type InYears<'s> = Vec<(usize, &'s Limit)>;

/// Ceilings hold for all years together. By bucket the least of those over all that it spends; of the others each year has its
/// own, and those that several years could then exceed together are left out.
pub(super) fn lives(seen: &[SeenYear], left_out: &mut Vec<LeftOut>) -> BTreeMap<usize, i64> {
    let mut over: BTreeMap<(usize, usize, &str), InYears<'_>> = BTreeMap::new();
    for (year, of_year) in seen.iter().enumerate() {
        let limits = of_year.asked.limits.iter();
        for limit in limits.filter(|limit| limit.kind == LimitKind::Ceiling) {
            let name = limit.name.as_deref().unwrap_or_default();
            let key = (limit.grant, limit.first, name);
            over.entry(key).or_default().push((year, limit));
        }
    }
    let mut lives: BTreeMap<usize, i64> = BTreeMap::new();
    for ((grant, _, name), limits) in over {
        let least = limits.iter().map(|(_, limit)| limit.capacity).min();
        let least = least.unwrap_or_default();
        let asked = limits.iter().map(|(year, limit)| {
            let classes = limit.classes.iter();
            let costs: i64 = classes.map(|&at| seen[*year].classes[at].size).sum();
            i128::from(costs.min(limit.capacity))
        });
        if limits.len() == 1 || asked.sum::<i128>() <= i128::from(least) {
            continue;
        }
        let same = limits.iter().all(|(_, limit)| limit.capacity == least);
        let buckets: BTreeSet<usize> = limits
            .iter()
            .flat_map(|(_, it)| it.buckets.clone())
            .collect();
        let bucket = buckets.first().filter(|_| buckets.len() == 1 && same);
        let whole = bucket.filter(|&&bucket| {
            // All that it spends in any year lies under the ceiling.
            let reached = seen.iter().enumerate().filter(|(_, year)| {
                let mut reach = year.asked.reach.iter().flatten();
                reach.any(|reach| reach.bucket == bucket)
            });
            let mut reached = reached.map(|(year, _)| year);
            reached.all(|year| {
                let mut limits = limits.iter();
                limits.any(|(of, limit)| *of == year && limit.at == Where::Behind)
            })
        });
        match whole {
            Some(&bucket) => {
                let life = lives.entry(bucket).or_insert(least);
                *life = least.min(*life);
            }
            None => left_out.push(LeftOut::new(
                LeftOutKind::Ceiling,
                grant,
                Some(name.to_owned()),
            )),
        }
    }
    lives
}
