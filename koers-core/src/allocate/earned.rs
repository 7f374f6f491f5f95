//! What each bucket earns in a year by price and quantity, or by fixed sums.

use std::collections::BTreeMap;

use super::{Exercised, Past};
use crate::diag::{Code, Finding, Findings};
use crate::ledger::Carried;
use crate::money::{Money, Quantity};
use crate::plan::{Plan, YearPlan, price_on};
use crate::scheme::{Basis, RuleName};

/// By bucket what the year earns, in cents; none where all that is spent is earned.
pub(super) fn of_year(
    plan: &Plan,
    year: &YearPlan,
    carried: &[Carried],
    past: &mut Past,
    exercised: &mut Exercised,
    findings: &mut Findings,
) -> Vec<Option<i64>> {
    let mut earned: Vec<Option<i64>> = (0..plan.buckets().len())
        .map(|at| by_quantity(plan, year, at).then_some(0))
        .collect();
    let quantities = plan.dossier().quantities();
    let mut rows: Vec<usize> = (0..quantities.rows().len())
        .filter(|&row| quantities.rows()[row].period.last().year() == year.year)
        .collect();
    // By date, unit and the larger first, so that it matters to no cut in which order rows are written.
    rows.sort_by(|&a, &b| {
        let (a, b) = (&quantities.rows()[a], &quantities.rows()[b]);
        let key = |row: &crate::dossier::QuantityLine| (row.period.last(), row.unit.clone());
        key(a).cmp(&key(b)).then(b.quantity.cmp(&a.quantity))
    });
    // By grant and unit: what units above the most of a tranche would have earned.
    let mut above: BTreeMap<(usize, &str), i64> = BTreeMap::new();
    for at in rows {
        let row = &quantities.rows()[at];
        let Some(grant) = plan.grant_place(&row.grant) else {
            continue;
        };
        let date = row.period.last();
        let bucket = plan.buckets_of(grant).find(|(at, bucket)| {
            let tranche = bucket.tranche(plan.dossier());
            let until = carried[*at].until.map(|carried| carried.until);
            row.tranche
                .as_ref()
                .is_none_or(|id| *id == tranche.id.value)
                && row
                    .part
                    .as_deref()
                    .is_none_or(|part| bucket.part(plan.dossier()) == Some(part))
                && year.buckets[*at].is_some_and(|of| of.open)
                && bucket
                    .span_on(date, until)
                    .is_some_and(|span| span.contains(date))
        });
        let Some((bucket, of)) = bucket else {
            findings.push(
                Finding::new(Code::QuantityOutsideWindow)
                    .subject(&row.grant)
                    .arg("grant", plan.dossier().grants()[grant].name())
                    .arg("unit", &row.unit)
                    .date("date", date)
                    .at(quantities.place(at, "period")),
            );
            continue;
        };
        let most = of.tranche(plan.dossier()).units.get(&row.unit);
        let used = past.units.entry((bucket, row.unit.clone())).or_default();
        let counted = match most {
            None => row.quantity,
            Some(most) => at_most(row.quantity, i128::from(most.millionths()) - *used),
        };
        *used += i128::from(counted.millionths());
        let scheme = plan.dossier().scheme_of(grant);
        let on = price_on(scheme, &row.unit, date, plan.dossier().as_of());
        if let (Some(on), Some(earned)) = (on, &mut earned[bucket]) {
            let amount = if counted == row.quantity {
                plan.earned(at)
            } else {
                // Smaller than the whole row, which is within the bound that the plan proved.
                let amount = counted.times(on.price).map_or(0, Money::cents);
                *above.entry((grant, row.unit.as_str())).or_default() += plan.earned(at) - amount;
                amount
            };
            *earned += amount;
            if amount != 0 {
                exercised.add(grant, on.version, RuleName::Basis);
                exercised.add(grant, on.version, on.rule);
            }
        }
    }
    for ((grant, unit), amount) in above.into_iter().filter(|(_, amount)| *amount > 0) {
        let grant = &plan.dossier().grants()[grant];
        findings.push(
            Finding::new(Code::UnitsAboveMost)
                .subject(&grant.id.value)
                .arg("year", year.year)
                .arg("grant", grant.name())
                .arg("unit", unit)
                .amount(Money::of(amount))
                .at(grant.place.clone()),
        );
    }
    for earned in earned.iter_mut().flatten() {
        *earned = (*earned).max(0);
    }
    earned
}

/// Whether what a bucket may spend is what it earned by quantity, in the version at the year's end.
fn by_quantity(plan: &Plan, year: &YearPlan, bucket: usize) -> bool {
    let grant = plan.buckets()[bucket].grant;
    let version = year.buckets[bucket].as_ref().map(|of| of.version);
    let basis = version.and_then(|version| {
        let version = &plan.dossier().scheme_of(grant).versions[version];
        version.basis.as_ref()
    });
    basis.is_some_and(|basis| !matches!(basis.rule, Basis::Realised))
}

/// A quantity, cut at what is left of the most that counts; a correction below zero is never cut.
fn at_most(quantity: Quantity, left: i128) -> Quantity {
    let cut = i128::from(quantity.millionths()).min(left.max(0));
    if quantity.is_negative() {
        return quantity;
    }
    let cut = i64::try_from(cut).ok().and_then(Quantity::from_millionths);
    cut.unwrap_or(quantity)
}

/// By bucket and unit how many were counted in the years so far, in millionths.
pub(super) type Units = BTreeMap<(usize, String), i128>;
