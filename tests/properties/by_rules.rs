//! By whatever method: nothing is lost, and nothing is paid outside the rules.

use proptest::prelude::*;

use crate::support::adds_up::{
    allocations_add_up, ledgers_hold, nothing_is_lost, roll_forward_holds, rows_are_in_order,
    views_agree,
};
use crate::support::asked::{Asked, close_asked, rich_asked};
use crate::support::config;
use crate::support::rules::Rules;
use koers_core::Method;

fn adds_up(asked: &Asked) -> Result<(), TestCaseError> {
    let settlement = asked.settled()?;
    nothing_is_lost(&asked.case, &settlement)?;
    allocations_add_up(&asked.case, &settlement)?;
    ledgers_hold(&settlement)?;
    roll_forward_holds(&settlement)?;
    views_agree(&asked.case, &settlement)?;
    rows_are_in_order(&asked.case, &settlement)?;
    Rules::new(asked, &settlement).hold()?;
    // Fixed lines stay whatever comes after them.
    let first = asked.case.years[0];
    let fixed = |method: &Method| {
        let mut rows = asked.by(method)?.allocations();
        rows.retain(|row| row.step == "fixed" && row.year == first);
        Ok::<_, TestCaseError>(rows)
    };
    prop_assert_eq!(fixed(&asked.method)?, fixed(&Method::booked())?);
    Ok(())
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn every_method_stays_within_the_rules_of_rich_dossiers(asked in rich_asked()) {
        adds_up(&asked)?;
    }

    #[test]
    fn every_method_stays_within_the_rules_where_grants_compete(asked in close_asked()) {
        adds_up(&asked)?;
    }
}
