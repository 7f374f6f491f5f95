//! The sum that a dossier may not exceed, so that nothing which is computed from it can.

use super::{Budget, Grant, StatedClosing};
use crate::money::Money;

/// The sum of all amounts of a dossier but those of its cost lines, without sign, in cents.
pub(crate) fn total_amount(years: &[i16], grants: &[Grant], budget: &Budget) -> i128 {
    let wide = |amount: Money| i128::from(amount.abs().cents());
    let mut sum = 0;
    for reserve in grants.iter().filter_map(|grant| grant.reserve.as_ref()) {
        sum += wide(reserve.value);
    }
    for tranche in grants.iter().flat_map(|grant| &grant.tranches) {
        sum += wide(tranche.granted.value);
        if let Some(opening) = &tranche.opening {
            let state = opening.value;
            sum += wide(state.balance) + wide(state.room) + wide(state.owed);
            sum += wide(state.spent) + wide(state.earned);
            sum += wide(state.given_up) + wide(state.short);
        }
        sum += tranche
            .paid_before
            .values()
            .map(|it| wide(*it))
            .sum::<i128>();
        // Of the years before the last that closed nothing is computed but what is still to be paid back, in wider numbers.
        let counts = |it: &&StatedClosing| years.first().is_none_or(|first| it.year >= first - 1);
        for closing in tranche
            .closings
            .iter()
            .chain(&tranche.restated)
            .filter(counts)
        {
            let amounts = closing.amounts().into_iter().map(|(_, amount)| amount);
            let beside = closing.beside().into_iter().filter_map(|(_, it)| it);
            sum += amounts.chain(beside).map(wide).sum::<i128>();
        }
        for movement in tranche
            .amendments
            .iter()
            .chain(&tranche.received)
            .chain(&tranche.repaid)
        {
            sum += wide(movement.amount.value);
        }
    }
    sum + budget
        .rows()
        .iter()
        .map(|row| wide(row.amount))
        .sum::<i128>()
}
