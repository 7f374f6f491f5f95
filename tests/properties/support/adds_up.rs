//! What adds up in every settlement, whatever the rules and the method are.

use std::collections::BTreeMap;

use koers_core::dossier::{CostLine, LineKind};
use koers_core::money::Money;
use koers_core::settle::{Measure, Settlement};
use koers_core::tables::{Cell, SettlementRow};
use proptest::prelude::*;

use super::cases::Case;

type Bucket = (String, String, Option<String>);

pub(crate) fn cents(amount: Money) -> i128 {
    i128::from(amount.cents())
}

fn bucket(row: &SettlementRow) -> Bucket {
    (row.grant.clone(), row.tranche.clone(), row.part.clone())
}

/// What a line adds to costs: income and contributions count below zero.
fn signed(line: &CostLine) -> i128 {
    match line.kind {
        LineKind::Cost => cents(line.amount),
        LineKind::Income | LineKind::Contribution => -cents(line.amount),
    }
}

/// Every cent of every line is in one allocation, taken off, or on own funds.
pub(crate) fn nothing_is_lost(case: &Case, settlement: &Settlement) -> Result<(), TestCaseError> {
    let mut parts: BTreeMap<String, (i128, i128, i128)> = BTreeMap::new();
    for row in settlement.allocations() {
        prop_assert_ne!(cents(row.amount), 0);
        parts.entry(row.line).or_default().0 += cents(row.amount);
    }
    for row in settlement.own_funds() {
        prop_assert_ne!(cents(row.amount), 0);
        parts.entry(row.line).or_default().1 += cents(row.amount);
    }
    let (mut deducted, mut vat) = (0, 0);
    for row in settlement.deductions() {
        prop_assert_ne!(cents(row.amount), 0);
        let about = case.lines.iter().find(|line| line.id == row.line);
        let cost = about.is_some_and(|line| line.kind == LineKind::Cost);
        if row.kind == "vat" {
            prop_assert!(cost);
            vat += cents(row.amount);
        }
        deducted += cents(row.amount);
        parts.entry(row.line).or_default().2 += cents(row.amount);
    }
    prop_assert_eq!(
        deducted,
        vat,
        "income and what it is set against cancel out"
    );
    let mut lines = 0;
    for line in &case.lines {
        let (paid, own, off) = parts.remove(&line.id).unwrap_or_default();
        let amount = signed(line);
        prop_assert_eq!(paid + own + off, amount, "line {}", line.id);
        prop_assert!(off.signum() * amount.signum() >= 0 && off.abs() <= amount.abs());
        prop_assert!(line.kind == LineKind::Cost || paid == 0, "income is paid");
        // No part lies on the other side of zero, or is larger than the whole.
        prop_assert!(paid.signum() * amount.signum() >= 0 && paid.abs() <= amount.abs());
        prop_assert!(own.signum() * amount.signum() >= 0 && own.abs() <= amount.abs());
        lines += amount;
    }
    prop_assert!(parts.is_empty(), "parts of no line: {parts:?}");
    let spent: i128 = settlement
        .settlement()
        .iter()
        .map(|row| cents(row.spent))
        .sum();
    prop_assert_eq!(spent, cents(settlement.total(Measure::Spent)));
    prop_assert_eq!(
        spent + cents(settlement.total(Measure::OwnFunds)) + vat,
        lines
    );
    Ok(())
}

/// The line that a line corrects, if the dossier has it.
pub(super) fn corrected_by<'c>(case: &'c Case, line: &CostLine) -> Option<&'c CostLine> {
    let id = line.corrects.as_ref()?;
    case.lines.iter().find(|line| line.id == *id)
}

/// What buckets pay of lines is what they spend, on lines of the same year. A note counts in the year of its line, or, what
/// is above that, in its own.
pub(crate) fn allocations_add_up(
    case: &Case,
    settlement: &Settlement,
) -> Result<(), TestCaseError> {
    let mut spent: BTreeMap<(i16, Bucket), i128> = BTreeMap::new();
    let mut netted: BTreeMap<(i16, Bucket), i128> = BTreeMap::new();
    let mut corrected: BTreeMap<(i16, Bucket), i128> = BTreeMap::new();
    for row in settlement.allocations() {
        let line = case.lines.iter().find(|line| line.id == row.line);
        let dated = match line.and_then(|line| corrected_by(case, line)) {
            Some(corrected) if row.reason == "corrected" => Some(corrected),
            _ => line,
        };
        prop_assert_eq!(dated.map(|line| line.period.last().year()), Some(row.year));
        let key = (row.year, (row.grant, row.tranche, row.part));
        *spent.entry(key.clone()).or_default() += cents(row.amount);
        match row.reason.as_str() {
            "netted" => *netted.entry(key).or_default() += cents(row.amount),
            "corrected" => *corrected.entry(key).or_default() += cents(row.amount).abs(),
            _ => prop_assert!(cents(row.amount) > 0),
        }
    }
    for (key, sum) in netted {
        // A line that is netted is shown whole, beside what its notes take off it.
        let notes = corrected.get(&key).copied().unwrap_or_default();
        prop_assert!(sum.abs() <= notes, "credits and costs cancel out");
    }
    for row in settlement.settlement() {
        let paid = spent.remove(&(row.year, bucket(row))).unwrap_or_default();
        prop_assert_eq!(paid, cents(row.spent));
    }
    prop_assert!(spent.is_empty(), "paid by no bucket: {spent:?}");
    Ok(())
}

/// The identities of room and cash, and closing is opening.
pub(crate) fn ledgers_hold(settlement: &Settlement) -> Result<(), TestCaseError> {
    let mut before: BTreeMap<Bucket, &SettlementRow> = BTreeMap::new();
    for row in settlement.settlement() {
        let [opening, room, received, repaid, spent, balance] = [
            row.opening,
            row.room,
            row.received,
            row.repaid,
            row.spent,
            row.balance,
        ]
        .map(cents);
        let [owed, refund, carried, pending, retained, receivable] = [
            row.owed,
            row.refund,
            row.carry_over,
            row.pending,
            row.retained,
            row.receivable,
        ]
        .map(cents);
        prop_assert!(0 <= spent && spent <= room, "{row:?}");
        prop_assert_eq!(balance, opening + received - repaid - spent);
        prop_assert_eq!(balance, refund + carried + retained - receivable);
        prop_assert!(
            [owed, refund - owed, carried, pending, retained, receivable]
                .iter()
                .all(|it| *it >= 0)
        );
        prop_assert!(
            carried + pending + retained <= room - spent,
            "more is kept than is left: {row:?}"
        );
        prop_assert!(
            receivable == 0 || (carried == 0 && refund == owed),
            "{row:?}"
        );
        if let Some(last) = row.carry_over_until {
            prop_assert!(
                last.year() > row.year,
                "carried to a day that has passed: {row:?}"
            );
        }
        prop_assert_eq!(carried > 0, row.carry_over_until.is_some());
        if let Some(last) = before.insert(bucket(row), row) {
            prop_assert_eq!(last.year + 1, row.year);
            let closing = cents(last.refund) + cents(last.carry_over) - cents(last.receivable);
            prop_assert_eq!(opening, closing);
            prop_assert_eq!(owed, (cents(last.refund) - repaid).max(0));
            let amended = cents(row.granted) - cents(last.granted);
            let kept = cents(last.carry_over) + cents(last.pending);
            // Less where an award was lowered below what was spent; how much less the model says.
            prop_assert!(room <= (kept + amended).max(0), "{row:?}");
        }
    }
    Ok(())
}

/// The roll-forward adds up per row, from year to year, and to the settlement.
pub(crate) fn roll_forward_holds(settlement: &Settlement) -> Result<(), TestCaseError> {
    let mut sums: BTreeMap<(i16, Bucket), [i128; 5]> = BTreeMap::new();
    let mut closings: BTreeMap<(Bucket, String), (i16, i128)> = BTreeMap::new();
    for row in settlement.roll_forward() {
        let [opening, received, released, repaid, other, closing] = [
            row.opening,
            row.received,
            row.released,
            row.repaid,
            row.other,
            row.closing,
        ]
        .map(cents);
        let key = (row.grant.clone(), row.tranche.clone(), row.part.clone());
        let sign = if row.kind == "liability" { 1 } else { -1 };
        prop_assert!(sign == 1 || row.kind == "receivable");
        prop_assert!(opening >= 0 && closing >= 0, "{row:?}");
        prop_assert!(received >= 0 && released >= 0 && repaid >= 0, "{row:?}");
        let moved = sign * (received - released - repaid);
        prop_assert_eq!(closing, opening + moved + other, "{:?}", row);
        let sum = sums.entry((row.year, key.clone())).or_default();
        for (sum, add) in
            sum.iter_mut()
                .zip([sign * opening, received, released, repaid, sign * closing])
        {
            *sum += add;
        }
        if let Some((year, last)) = closings.insert((key, row.kind), (row.year, closing))
            && year + 1 == row.year
        {
            prop_assert_eq!(opening, last);
        }
    }
    for row in settlement.settlement() {
        let closing = cents(row.refund) + cents(row.carry_over) - cents(row.receivable);
        let released = cents(row.spent) + cents(row.retained);
        let sum = sums.remove(&(row.year, bucket(row))).unwrap_or_default();
        prop_assert_eq!(
            sum,
            [
                cents(row.opening),
                cents(row.received),
                released,
                cents(row.repaid),
                closing
            ],
            "{:?}",
            row
        );
    }
    prop_assert!(sums.is_empty());
    Ok(())
}

/// Outcomes, totals and the tables by dimension are other views of the same sums.
pub(crate) fn views_agree(case: &Case, settlement: &Settlement) -> Result<(), TestCaseError> {
    let mut outcomes: BTreeMap<(i16, Bucket, String), i128> = BTreeMap::new();
    for row in settlement.outcomes() {
        prop_assert!(cents(row.amount) > 0);
        let key = (row.year, (row.grant, row.tranche, row.part), row.kind);
        *outcomes.entry(key).or_default() += cents(row.amount);
    }
    let mut refund = 0;
    let mut last = 0;
    for row in settlement.settlement() {
        let kinds = [
            ("refund", row.refund),
            ("carry_over", row.carry_over),
            ("retained", row.retained),
            ("receivable", row.receivable),
        ];
        for (kind, amount) in kinds {
            let sum = outcomes
                .remove(&(row.year, bucket(row), kind.to_owned()))
                .unwrap_or_default();
            prop_assert_eq!(sum, cents(amount), "{} {:?}", kind, row);
        }
        refund += cents(row.refund) - cents(row.owed);
        if row.year == case.years[0] {
            refund += cents(row.owed);
        }
        if Some(&row.year) == case.years.last() {
            last += cents(row.carry_over);
        }
    }
    prop_assert!(outcomes.is_empty());
    prop_assert_eq!(cents(settlement.total(Measure::Refund)), refund);
    prop_assert_eq!(cents(settlement.total(Measure::CarryOver)), last);
    let realised: i128 = case.lines.iter().map(signed).sum();
    let budget: i128 = case.budget.iter().map(|row| cents(row.amount)).sum();
    for dimensions in [
        &[][..],
        &["line"],
        &["period"],
        &["theme"],
        &["theme", "project", "line"],
    ] {
        let Ok(table) = settlement.by(dimensions) else {
            continue;
        };
        let column = |name: &str| -> i128 {
            let at = table
                .columns
                .iter()
                .position(|column| column.name == name)
                .expect("a column");
            let amounts = table.rows.iter().map(|row| match &row[at] {
                Cell::Money(amount) => cents(*amount),
                other => panic!("no amount: {other:?}"),
            });
            amounts.sum()
        };
        prop_assert_eq!(column("realised"), realised, "by {:?}", dimensions);
        prop_assert_eq!(column("budget"), budget, "by {:?}", dimensions);
        prop_assert_eq!(column("balance"), budget - realised, "by {:?}", dimensions);
    }
    Ok(())
}

/// Rows come by year and grant, lines by year, date and id; grants by preference, then id.
pub(crate) fn rows_are_in_order(case: &Case, settlement: &Settlement) -> Result<(), TestCaseError> {
    let place = |id: &str| {
        let grant = case
            .grants
            .iter()
            .find(|grant| grant.id.value == id)
            .expect("a grant");
        (grant.preference.unwrap_or(u32::MAX), id.to_owned())
    };
    let line = |id: String| {
        let line = case
            .lines
            .iter()
            .find(|line| line.id == id)
            .expect("a line");
        (line.period.last(), id)
    };
    let rows = settlement.settlement().iter();
    prop_assert!(rows.map(|row| (row.year, place(&row.grant))).is_sorted());
    let grants = settlement.dossier().grants().iter();
    prop_assert!(grants.map(|grant| place(&grant.id.value)).is_sorted());
    // A note on a line of another year stands in the year of its line.
    prop_assert!(
        settlement
            .allocations()
            .into_iter()
            .map(|row| (row.year, line(row.line)))
            .is_sorted()
    );
    prop_assert!(
        settlement
            .own_funds()
            .into_iter()
            .map(|row| (row.year, line(row.line)))
            .is_sorted()
    );
    Ok(())
}
