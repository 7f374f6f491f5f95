//! What holds of all years planned together, on dossiers drawn at random: it loses no more than the years one by one, no
//! method loses less than what it proves, and it is a settlement like any other.

use koers_core::diag::Code;
use koers_core::dossier::{CostLine, LineKind};
use koers_core::settle::{Measure, Settlement};
use koers_core::tables::HorizonRow;
use koers_core::{Findings, Lang, Method, Plan};
use proptest::prelude::*;

use crate::support::adds_up::{
    allocations_add_up, ledgers_hold, nothing_is_lost, roll_forward_holds, rows_are_in_order,
    views_agree,
};
use crate::support::cases::{Case, cases};
use crate::support::config;
use crate::support::draw::Draw;
use crate::support::permuted::permuted;
use crate::support::rich::rich_cases;
use crate::support::tables::without_places;

fn planned(case: &Case) -> Result<(HorizonRow, Settlement), TestCaseError> {
    let refused = |findings: Findings| TestCaseError::reject(findings.render(Lang::En));
    let plan = Plan::horizon(case.dossier().map_err(refused)?).map_err(refused)?;
    let allocation = plan.allocate();
    let horizon = allocation.horizon().cloned();
    Ok((horizon.expect("it was planned"), allocation.settle()))
}

/// Own funds and refunds together, and what of that is own funds, in cents.
fn lost(settlement: &Settlement) -> (i64, i64) {
    let own = settlement.total(Measure::OwnFunds).cents();
    let owed: i64 = {
        let first = settlement.dossier().years().first().copied();
        let rows = settlement.settlement().iter();
        let rows = rows.filter(|row| Some(row.year) == first);
        rows.map(|row| row.owed.cents()).sum()
    };
    (own + settlement.total(Measure::Refund).cents() - owed, own)
}

fn holds(case: &Case) -> Result<(), TestCaseError> {
    let (horizon, settlement) = planned(case)?;
    let of_plan = (horizon.lost.cents(), horizon.own_funds.cents());
    prop_assert_eq!(lost(&settlement), of_plan);
    let dossier = settlement.dossier();
    // What credit notes and income are set off against is a matter of the method.
    let plain = |line: &CostLine| {
        line.kind == LineKind::Cost && line.amount.cents() >= 0 && line.vat_compensable.is_zero()
    };
    let plain = case.lines.iter().all(plain);
    for method in [Method::least_refund(), Method::booked(), Method::new().step(koers_core::method::Priority::new())] {
        let other = dossier.settle_by(&method).expect("it was settled before");
        let lost = lost(&other);
        if method == Method::least_refund() {
            prop_assert_eq!(lost, (horizon.chain_lost.cents(), horizon.chain_own_funds.cents()));
            prop_assert!(of_plan <= lost);
        }
        if let Some(at_least) = horizon.at_least
            && (plain || method == Method::least_refund())
        {
            prop_assert!(lost.0 >= at_least.cents(), "{:?} {:?}", lost, horizon);
        }
    }
    if let Some(at_least) = horizon.at_least {
        prop_assert!(horizon.lost >= at_least);
        let told = settlement.findings().iter().any(|it| it.code() == Code::HorizonOutside);
        let text = settlement.findings().render(Lang::En);
        prop_assert!(!text.contains("planned together and"), "{}", text);
        prop_assert!(told || horizon.lost == at_least, "{:?}", horizon);
    }
    nothing_is_lost(case, &settlement)?;
    allocations_add_up(case, &settlement)?;
    ledgers_hold(&settlement)?;
    roll_forward_holds(&settlement)?;
    views_agree(case, &settlement)?;
    rows_are_in_order(case, &settlement)?;
    Ok(())
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn it_is_never_worse_than_the_years_one_by_one(case in cases()) {
        holds(&case)?;
    }

    #[test]
    fn it_is_never_worse_under_every_rule(case in rich_cases()) {
        holds(&case)?;
    }

    #[test]
    fn the_order_of_input_changes_nothing(case in rich_cases(), choices in proptest::collection::vec(any::<u32>(), 200)) {
        let mut other = permuted(&case, &mut Draw::new(choices));
        other.schemes.clone_from(&case.schemes);
        let ((one, settled), (other, of_other)) = (planned(&case)?, planned(&other)?);
        prop_assert_eq!(one, other);
        prop_assert_eq!(without_places(&settled), without_places(&of_other));
    }
}
