//! The engine's tables in a form to compare.

use koers_core::Lang;
use koers_core::report::settlement_json;
use koers_core::settle::Settlement;

use super::model::{Key, Outcome, Row};

/// The same figures, read from the engine's tables.
pub(crate) fn outcome(settlement: &Settlement) -> Outcome {
    let mut outcome = Outcome::default();
    for row in settlement.settlement() {
        let cents = |money: koers_core::Money| i128::from(money.cents());
        let key: Key = (
            row.year,
            row.grant.clone(),
            row.tranche.clone(),
            row.part.clone(),
        );
        let figures = Row {
            opening: cents(row.opening),
            granted: cents(row.granted),
            room: cents(row.room),
            received: cents(row.received),
            repaid: cents(row.repaid),
            spent: cents(row.spent),
            balance: cents(row.balance),
            owed: cents(row.owed),
            refund: cents(row.refund),
            carry_over: cents(row.carry_over),
            until: row.carry_over_until,
            pending: cents(row.pending),
            receivable: cents(row.receivable),
        };
        assert!(
            outcome.rows.insert(key, figures).is_none(),
            "two rows of one bucket and year"
        );
    }
    for row in settlement.own_funds() {
        let reasons = ["no-booking", "state", "window", "room", "credit"];
        let reason = reasons.into_iter().find(|known| *known == row.reason);
        let key = (row.line, reason.expect("a known reason"));
        *outcome.own_funds.entry(key).or_default() += i128::from(row.amount.cents());
    }
    for row in settlement.allocations() {
        let key = (row.line, (row.year, row.grant, row.tranche, row.part));
        *outcome.paid.entry(key).or_default() += i128::from(row.amount.cents());
    }
    outcome.own_funds.retain(|_, cents| *cents != 0);
    outcome.paid.retain(|_, cents| *cents != 0);
    outcome
}

/// The canonical JSON, findings in the order of their text and without the place they are about.
pub(crate) fn without_places(settlement: &Settlement) -> String {
    let json = settlement_json(settlement, Lang::Nl);
    let (tables, findings) = json
        .split_once("\"findings\":")
        .expect("a table of findings");
    let mut findings: Vec<&str> = findings
        .lines()
        .map(|row| row.split_once(",\"source\":").map_or(row, |(row, _)| row))
        .collect();
    findings.sort_unstable();
    format!("{tables}{}", findings.join("\n"))
}
