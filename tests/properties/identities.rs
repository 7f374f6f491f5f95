//! What adds up in every settlement, whatever the rules are.

use koers_core::diag::Code;
use koers_core::dossier::CostLine;
use koers_core::money::Money;
use proptest::prelude::*;

use crate::support::adds_up::{
    allocations_add_up, ledgers_hold, nothing_is_lost, roll_forward_holds, rows_are_in_order,
    views_agree,
};
use crate::support::cases::cases;
use crate::support::rich::rich_cases;
use crate::support::told::findings_add_up;
use crate::support::{config, settled};

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn every_settlement_adds_up(case in cases()) {
        let settlement = settled(&case)?;
        nothing_is_lost(&case, &settlement)?;
        allocations_add_up(&case, &settlement)?;
        ledgers_hold(&settlement)?;
        roll_forward_holds(&settlement)?;
        views_agree(&case, &settlement)?;
        findings_add_up(&case, &settlement)?;
        rows_are_in_order(&case, &settlement)?;
        prop_assert!(!settlement.findings().has_errors());
    }

    #[test]
    fn every_settlement_adds_up_under_every_rule(case in rich_cases()) {
        let settlement = settled(&case)?;
        nothing_is_lost(&case, &settlement)?;
        allocations_add_up(&case, &settlement)?;
        ledgers_hold(&settlement)?;
        roll_forward_holds(&settlement)?;
        views_agree(&case, &settlement)?;
        findings_add_up(&case, &settlement)?;
        rows_are_in_order(&case, &settlement)?;
        prop_assert!(!settlement.findings().has_errors());
    }

    #[test]
    fn a_cent_above_the_bound_is_refused(case in cases(), cents in 1..=1000_i64) {
        let mut case = case;
        let left = i128::from(Money::MAX.cents()) - case.sum() + i128::from(cents);
        let half = i64::try_from(left / 2).expect("within the bound");
        let rest = i64::try_from(left - i128::from(half)).expect("within the bound");
        let period = koers_core::Period::year(case.years[0]).expect("a year");
        for (id, cents) in [("HALF", half), ("REST", -rest)] {
            let amount = Money::from_cents(cents).expect("within the bound");
            case.lines.push(CostLine::new(id, period, amount));
        }
        let refused = case.dossier().and_then(|dossier| dossier.settle()).err();
        let findings = refused.expect("the sum is above the bound");
        prop_assert!(findings.iter().any(|finding| finding.code() == Code::SumOutOfBounds));
    }
}
