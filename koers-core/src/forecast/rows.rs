//! The rows of a forecast, and the sums of its years.

use std::collections::BTreeMap;

use crate::calendar::Date;
use crate::money::Money;
use crate::plan::{Plan, ReasonCode};
use crate::scheme::ShareOf;
use crate::settle::{Fate, Reason, Settlement, given_up};
use crate::tables::{ForecastRow, ForecastYearRow};

/// What goes back of a row of a forecast: each amount with why.
pub(super) type Back = Vec<(Money, Reason)>;

/// The rows of the years of which the last day is wanted, each with what goes back; lines from row `known` on are expected, and
/// `without` is settled without them.
pub(super) fn rows(
    settlement: &Settlement,
    without: &Settlement,
    known: usize,
    wanted: impl Fn(Date) -> bool,
) -> Vec<(ForecastRow, Back)> {
    let allocation = settlement.allocation();
    let plan = allocation.plan();
    let of_total = of_total(plan);
    let without = if of_total.contains(&true) {
        spent(without)
    } else {
        BTreeMap::new()
    };
    let mut rows = Vec::new();
    let mut told = settlement.settlement().iter().enumerate();
    for (of, year) in plan.years().iter().zip(&allocation.years) {
        let closed = year.closings.iter().flatten().count();
        let of_year: Vec<_> = told.by_ref().take(closed).collect();
        if !wanted(of.end) {
            continue;
        }
        let mut expected: BTreeMap<usize, i64> = BTreeMap::new();
        for paid in year.paid(plan).filter(|paid| paid.line >= known) {
            *expected.entry(paid.bucket).or_default() += paid.amount;
        }
        let closings = year.closings.iter().enumerate();
        let closings = closings.filter_map(|(at, closing)| Some((at, closing.as_ref()?)));
        // What lines are told to have of a share of all costs together says nothing of a single line.
        let mut moved = 0;
        for (at, closing) in closings.clone().filter(|(at, _)| of_total[*at]) {
            let by_line = expected.entry(at).or_default();
            let bucket = &plan.buckets()[at];
            let before = without.get(&(bucket.grant, bucket.tranche, of.year));
            let before = before.copied().unwrap_or_default();
            let more = (closing.spent - before).clamp(0, closing.spent);
            moved += *by_line - more;
            *by_line = more;
        }
        for ((at, closing), (place, row)) in closings.zip(of_year) {
            let (_, back, reason) = given_up(plan, of, at, closing);
            let lapse = if reason.code == ReasonCode::Lapsed {
                back
            } else {
                0
            };
            let fates = settlement.fates(place, (of, at, closing)).into_iter();
            let new = |fate: &Fate, reason: &Reason| {
                *fate == Fate::Refund && reason.code != ReasonCode::Owed
            };
            let fates = fates.filter(|(fate, _, reason)| new(fate, reason));
            let row = ForecastRow {
                year: of.year,
                grant: Some(row.grant.clone()),
                tranche: Some(row.tranche.clone()),
                part: row.part.clone(),
                room: row.room,
                spent: row.spent,
                expected: Money::of(expected.get(&at).copied().unwrap_or(0)),
                refund: Money::of(row.refund.cents() - row.owed.cents()),
                lapse: Money::of(lapse),
                carry_over: row.carry_over,
                carry_over_until: row.carry_over_until,
                pending: row.pending,
                retained: row.retained,
                receivable: row.receivable,
                reason: Some(row.reason.clone()),
            };
            rows.push((row, fates.map(|(_, amount, why)| (amount, why)).collect()));
        }
        let open = year.open(plan).filter(|open| open.line >= known);
        let expected = open.map(|open| open.amount).sum::<i64>() + moved;
        let own_funds = ForecastRow {
            year: of.year,
            grant: None,
            tranche: None,
            part: None,
            room: Money::ZERO,
            spent: Money::of(year.open_sum().unwrap_or(0)),
            expected: Money::of(expected),
            refund: Money::ZERO,
            lapse: Money::ZERO,
            carry_over: Money::ZERO,
            carry_over_until: None,
            pending: Money::ZERO,
            retained: Money::ZERO,
            receivable: Money::ZERO,
            reason: None,
        };
        rows.push((own_funds, Back::new()));
    }
    rows
}

/// By bucket whether its grant pays a share of all costs together.
fn of_total(plan: &Plan) -> Vec<bool> {
    let buckets = plan.buckets().iter();
    let versions = buckets.map(|bucket| &plan.dossier().scheme_of(bucket.grant).versions);
    let shares = versions.map(|versions| {
        let mut shares = versions.iter().filter_map(|version| version.share.as_ref());
        shares.any(|share| share.rule.of == ShareOf::Total)
    });
    shares.collect()
}

/// What each bucket of a settlement spent in each year, in cents, by the places of its grant and tranche.
fn spent(settlement: &Settlement) -> BTreeMap<(usize, usize, i16), i64> {
    let allocation = settlement.allocation();
    let plan = allocation.plan();
    let mut spent = BTreeMap::new();
    for (of, year) in plan.years().iter().zip(&allocation.years) {
        for (bucket, closing) in plan.buckets().iter().zip(&year.closings) {
            if let Some(closing) = closing {
                spent.insert((bucket.grant, bucket.tranche, of.year), closing.spent);
            }
        }
    }
    spent
}

/// The sums of each year: what moves is added up, what stays stands at the year's end.
pub(super) fn sums(rows: &[ForecastRow]) -> Vec<ForecastYearRow> {
    let mut years: BTreeMap<i16, [i64; 7]> = BTreeMap::new();
    for row in rows {
        let sums = years.entry(row.year).or_default();
        let (spent, own_funds) = match row.grant {
            Some(_) => (row.spent, Money::ZERO),
            None => (Money::ZERO, row.spent),
        };
        let of = [
            spent,
            own_funds,
            row.refund,
            row.lapse,
            row.carry_over,
            row.pending,
            row.retained,
        ];
        for (sum, amount) in sums.iter_mut().zip(of) {
            *sum += amount.cents();
        }
    }
    let years = years.into_iter().map(|(year, sums)| {
        let [
            spent,
            own_funds,
            refund,
            lapse,
            carry_over,
            pending,
            retained,
        ] = sums.map(Money::of);
        ForecastYearRow {
            year,
            spent,
            own_funds,
            refund,
            lapse,
            carry_over,
            pending,
            retained,
        }
    });
    years.collect()
}
