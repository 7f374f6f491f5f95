//! `priority` as a loop: each line from the first tranche that may pay it and has room, then from the next.

use super::{Amount, Lines, Payers, Purse, Step, Totals, costs, net, pools, run};
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
        let mut pools = pools(year, lines);
        for (row, class, amount) in costs(year, lines) {
            let left = net(amount, &mut pools[class]);
            let mask = year.classes.masks[class];
            payers.last[row] = purse.pay((row, mask), left, &mut payers.others);
        }
        for pool in pools {
            purse.own_funds -= pool;
        }
    }
}
