//! What differs between two methods adds up, and what advice saves is what the bookings lose more.

use std::collections::BTreeMap;

use koers_core::Method;
use koers_core::settle::{Measure, Settlement};
use proptest::prelude::*;

use crate::support::asked::{asked, close_asked};
use crate::support::config;

fn lost(settlement: &Settlement) -> i64 {
    let total = |measure| settlement.total(measure).cents();
    total(Measure::OwnFunds) + total(Measure::Refund)
}

/// By measure of buckets the sum over all rows of the settlement.
fn sums(settlement: &Settlement) -> BTreeMap<&'static str, i64> {
    let mut sums = BTreeMap::new();
    for row in settlement.settlement() {
        for (name, amount) in [
            ("room", row.room),
            ("received", row.received),
            ("earned", row.earned),
            ("spent", row.spent),
            ("refund", row.refund),
            ("carry_over", row.carry_over),
            ("pending", row.pending),
            ("retained", row.retained),
            ("receivable", row.receivable),
        ] {
            *sums.entry(name).or_insert(0) += amount.cents();
        }
    }
    let rows = settlement.allocations().into_iter();
    sums.insert("paid", rows.map(|row| row.amount.cents()).sum());
    let rows = settlement.own_funds().into_iter();
    sums.insert("own_funds", rows.map(|row| row.amount.cents()).sum());
    let rows = settlement.deductions().into_iter();
    sums.insert("deducted", rows.map(|row| row.amount.cents()).sum());
    sums
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn differences_between_methods_add_up(asked in asked()) {
        let (one, other) = (asked.settled()?, asked.by(&Method::booked())?);
        prop_assert_eq!(one.diff(&one), []);
        let rows = one.diff(&other);
        let (after, before) = (sums(&one), sums(&other));
        let mut told: BTreeMap<String, i64> = BTreeMap::new();
        for row in &rows {
            prop_assert_eq!(row.change.cents(), row.after.cents() - row.before.cents());
            prop_assert!(!row.change.is_zero() || row.reason_before != row.reason_after, "{row:?}");
            *told.entry(row.measure.clone()).or_default() += row.change.cents();
        }
        for (name, after) in after {
            let told = told.remove(name).unwrap_or_default();
            prop_assert_eq!(told, after - before[name], "{}", name);
        }
        prop_assert!(told.is_empty());
    }

    #[test]
    fn advice_adds_up_where_grants_compete(asked in close_asked()) {
        let booked = asked.by(&Method::booked())?;
        let rows = booked.advice();
        let mut bookings = BTreeMap::new();
        for row in &rows {
            prop_assert!(row.amount.cents() > 0);
            prop_assert!(row.from.as_ref() != Some(&row.to));
            bookings.insert(row.line.as_str(), Some(row.booking.parse().expect("a booking")));
        }
        let rebooked = booked.dossier().rebook(bookings).expect("bookings to enter");
        let after = rebooked.settle().expect("a settlement");
        let saves: i64 = rows.iter().map(|row| row.saves.cents()).sum();
        prop_assert_eq!(saves, lost(&booked) - lost(&after));
        prop_assert!(rows.is_empty() || saves > 0);
    }
}
