//! `priority` as a loop: each line from the first tranche that may pay it and has room, then from the next.

use super::{Amount, Lines, Payers, Purse, Step, Totals, net, run};
use crate::rules::{Rules, Year};

/// Runs it over lines by date and id.
pub fn waterfall<A: Amount>(
    rules: &Rules,
    awards: &[i64],
    lines: Lines<'_, A>,
    payers: &mut Payers<A>,
) -> Totals {
    run(rules, awards, lines, payers, &mut Waterfall)
}

struct Waterfall;

impl<A: Amount> Step<A> for Waterfall {
    fn run(
        &mut self,
        year: &Year,
        lines: Lines<'_, A>,
        purse: &mut Purse<A>,
        payers: &mut Payers<A>,
    ) {
        let (columns, classes) = (lines.columns, &year.classes);
        let mut pools = vec![A::default(); classes.masks.len()];
        for row in year.rows.clone() {
            if lines.amounts[row] < A::default() && columns.pins[row] == 0 {
                pools[classes.of(columns, row)] -= lines.amounts[row];
            }
        }
        for row in year.rows.clone() {
            let amount = lines.amounts[row];
            if amount > A::default() && columns.pins[row] == 0 {
                let class = classes.of(columns, row);
                let left = net(amount, &mut pools[class]);
                payers.last[row] = purse.pay((row, classes.masks[class]), left, &mut payers.others);
            }
        }
        for pool in pools {
            purse.own_funds -= pool;
        }
    }
}
