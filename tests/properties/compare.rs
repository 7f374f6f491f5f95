//! A difference between settlements adds up whichever way it is taken, and advice keeps what it promises.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use koers_core::Method;
use koers_core::dossier::{Booking, Dossier};
use koers_core::settle::{Measure, Settlement};
use koers_core::tables::{AdviceRow, DiffRow};
use proptest::prelude::*;

use crate::support::cases::{Case, cases};
use crate::support::config;
use crate::support::rich::rich_cases;

fn lost(settlement: &Settlement) -> i64 {
    let total = |measure| settlement.total(measure).cents();
    total(Measure::OwnFunds) + total(Measure::Refund)
}

/// A row as it is seen from the other side.
fn turned(mut row: DiffRow) -> DiffRow {
    std::mem::swap(&mut row.before, &mut row.after);
    std::mem::swap(&mut row.reason_before, &mut row.reason_after);
    row.change = -row.change;
    row
}

/// The change of a measure over all rows.
fn change(rows: &[DiffRow], measure: &str) -> i128 {
    let rows = rows.iter().filter(|row| row.measure == measure);
    rows.map(|row| i128::from(row.change.cents())).sum()
}

/// Compares the bookings with the least refund; whether they differ.
fn difference(dossier: &Dossier) -> Result<bool, TestCaseError> {
    let booked = dossier.settle().expect("a settlement");
    let best = dossier.settle_by(&Method::least_refund());
    let best = best.expect("a settlement");
    prop_assert_eq!(booked.diff(&booked), []);
    let rows = best.diff(&booked);
    let back: Vec<DiffRow> = booked.diff(&best).into_iter().map(turned).collect();
    prop_assert_eq!(&rows, &back);
    // What buckets spend more they pay more of lines, and of all lines together nothing is gained or lost.
    let [spent, paid, deducted, own_funds] =
        ["spent", "paid", "deducted", "own_funds"].map(|measure| change(&rows, measure));
    prop_assert_eq!(spent, paid);
    prop_assert_eq!(paid + deducted + own_funds, 0);
    let total = |settlement: &Settlement| settlement.total(Measure::OwnFunds).cents();
    prop_assert_eq!(own_funds, i128::from(total(&best) - total(&booked)));
    Ok(!rows.is_empty())
}

/// The settlement when all that is advised is entered.
fn entered(dossier: &Dossier, rows: &[AdviceRow]) -> Result<Settlement, TestCaseError> {
    let mut bookings = BTreeMap::new();
    for row in rows {
        let booking: Booking = row.booking.parse().expect("a booking");
        let before = bookings.insert(row.line.as_str(), Some(booking.clone()));
        // All rows of a line give its whole booking.
        prop_assert!(
            before.is_none_or(|before| before == Some(booking)),
            "{row:?}"
        );
    }
    let rebooked = dossier.rebook(bookings).expect("bookings to enter");
    Ok(rebooked.settle().expect("a settlement"))
}

/// Enters what is advised; whether anything was, and whether it is as good as the least refund.
fn advice(dossier: &Dossier) -> Result<(bool, bool), TestCaseError> {
    let booked = dossier.settle().expect("a settlement");
    let rows = booked.advice();
    let after = entered(dossier, &rows)?;
    let saves: i64 = rows.iter().map(|row| row.saves.cents()).sum();
    prop_assert_eq!(saves, lost(&booked) - lost(&after));
    prop_assert!(rows.is_empty() || saves > 0);
    prop_assert!(rows.iter().all(|row| row.amount.cents() > 0));
    prop_assert!(rows.is_sorted_by_key(|row| Reverse(row.amount)));
    // Whatever method settled the dossier.
    let best = dossier.settle_by(&Method::least_refund());
    let best = best.expect("a settlement");
    prop_assert_eq!(best.advice(), rows.clone());
    Ok((!rows.is_empty(), lost(&after) <= lost(&best)))
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    let Ok(dossier) = case.dossier() else {
        return Ok(());
    };
    if dossier.settle().is_ok() {
        difference(&dossier)?;
        advice(&dossier)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn differences_and_advice_add_up(case in cases()) {
        check(&case)?;
    }

    #[test]
    fn differences_and_advice_add_up_under_every_rule(case in rich_cases()) {
        check(&case)?;
    }
}

#[cfg(feature = "folder")]
#[test]
#[expect(clippy::disallowed_methods, reason = "it walks the corpus")]
fn differences_and_advice_on_the_corpus() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/corpus/good");
    let (mut different, mut advised, mut as_good) = (0, 0, 0);
    for case in std::fs::read_dir(root).expect("a corpus") {
        let path = case.expect("a case").path();
        let Ok(dossier) = koers_core::folder::load(&path) else {
            continue;
        };
        let of_case = difference(&dossier).and_then(|differs| Ok((differs, advice(&dossier)?)));
        let (differs, (some, good)) =
            of_case.unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        different += usize::from(differs);
        advised += usize::from(some);
        as_good += usize::from(some && good);
    }
    assert!(different > 25 && advised > 12, "{different} {advised}");
    // Shares, VAT and the order of tranches may keep bookings from what the method does; little else does.
    assert!(as_good * 3 > advised * 2, "{as_good} of {advised}");
}
