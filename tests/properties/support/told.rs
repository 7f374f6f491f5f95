//! What findings tell of own funds.

use koers_core::diag::{Code, Finding};
use koers_core::dossier::{CostLine, LineKind};
use koers_core::settle::Settlement;
use proptest::prelude::*;

use super::adds_up::{cents, corrected_by};
use super::cases::Case;

/// What stays on own funds although it was booked is all told, and nothing else.
pub(crate) fn findings_add_up(case: &Case, settlement: &Settlement) -> Result<(), TestCaseError> {
    let told = |code: Code| -> i128 {
        let about = settlement.findings().iter().filter(|it| it.code() == code);
        about.filter_map(Finding::at_stake).map(cents).sum()
    };
    let (mut costs, mut credits, mut shut, mut shared, mut excluded) = (0, 0, 0, 0, 0);
    // What is told of a line is what its notes leave of it; the rows have both.
    let mut of_notes = 0;
    let linked = |line: &CostLine| corrected_by(case, line).is_some();
    for row in settlement.own_funds() {
        let line = case.lines.iter().find(|line| line.id == row.line);
        let cost = line.is_some_and(|line| line.kind == LineKind::Cost);
        let note = line.is_some_and(linked);
        match row.reason.as_str() {
            "no-booking" | "corrected" => {}
            "exclusive" => excluded += cents(row.amount),
            _ if !cost => {}
            "share" => shared += cents(row.amount),
            "credit" => credits -= cents(row.amount),
            _ => {
                if row.amount.is_negative() {
                    shut -= cents(row.amount);
                } else {
                    costs += cents(row.amount);
                }
                if note {
                    of_notes += cents(row.amount).abs();
                }
            }
        }
    }
    let told_costs = told(Code::StaysOnOwnFunds);
    prop_assert!(
        (costs - of_notes..=costs).contains(&told_costs),
        "{told_costs} of {costs}, {of_notes}"
    );
    prop_assert_eq!(told(Code::ShareOnOwnFunds), shared);
    prop_assert_eq!(told(Code::PaidByExclusiveGrant), excluded);
    // Where no bucket is open credits keep the reason of their costs; what exceeds those is told too.
    let told_credits = told(Code::CreditsExceedCosts);
    prop_assert!((credits..=credits + shut).contains(&told_credits));
    let overpaid: i128 = settlement
        .settlement()
        .iter()
        .map(|row| {
            // What was owed before is not in the row: only where nothing is left of it, more may have been repaid.
            if row.owed.is_zero() {
                cents(row.repaid)
            } else {
                0
            }
        })
        .sum();
    prop_assert!(told(Code::RepaidAboveOwed) <= overpaid);
    Ok(())
}
