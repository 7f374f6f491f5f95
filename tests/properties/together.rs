//! Lines that are taken together come out as lines that are taken one by one.

use koers_core::diag::Lang;
use koers_core::dossier::{Booking, CostLine};
use koers_core::method::{Priority, Step};
use koers_core::plan::{Plan, Taking};
use koers_core::report::settlement_json;
use koers_core::scheme::Condition;
use koers_core::{Method, Money, Period};
use proptest::prelude::*;

use crate::support::asked::{Asked, asked, draw_method, refused};
use crate::support::config;
use crate::support::draw::Draw;

/// The same dossier with lines as plain as can be taken together, more of them, by a method of one step.
fn plain(mut asked: Asked, draw: &mut Draw) -> Asked {
    let ids: Vec<String> = asked.case.grants.iter().map(|it| it.id.value.clone()).collect();
    let mut lines: Vec<CostLine> = Vec::new();
    for line in &asked.case.lines {
        if line.amount.abs().cents() > 1_000_000_000_000 {
            continue;
        }
        for copy in 0..draw.pick(&[1, 1, 2, 3, 8]) {
            let mut plain = CostLine::new(
                format!("{}{}", draw.below(1_000), line.id),
                Period::day(line.period.last()),
                line.amount,
            );
            if lines.iter().any(|known| known.id == plain.id) {
                continue;
            }
            if copy > 0 && draw.chance(60) {
                let cents = draw.pick(&[1, 100, 333, -50, -7, 0, 12_345]);
                plain.amount = Money::from_cents(cents).unwrap_or(line.amount);
            }
            plain.dimensions.clone_from(&line.dimensions);
            plain.fixed = line.fixed && draw.chance(50);
            plain.booking = match &line.booking {
                Some(Booking::Grant(grant)) => Some(Booking::Grant(grant.clone())),
                Some(_) if !ids.is_empty() => Some(Booking::Grant(draw.pick(&ids))),
                _ => None,
            };
            lines.push(plain);
        }
    }
    for judged in &mut asked.judged {
        judged.lines.clear();
    }
    asked.judged.retain(|judged| !judged.costs.is_empty());
    asked.case.lines = lines;
    asked.case.budget.clear();
    let mut drawn = draw_method(draw, &ids);
    drawn.steps.truncate(1);
    asked.method = match draw.below(6) {
        0 => Method::booked(),
        1 => Method::least_refund(),
        2 => Method::new().step(Priority::new()),
        _ => match drawn.steps.pop().map(|step| step.value) {
            Some(Step::Priority(step)) => Method::new().step(step.costs(Condition::new())),
            Some(Step::ProRata(step)) => Method::new().step(step.costs(Condition::new())),
            Some(Step::LeastRefund(step)) => Method::new().step(step.costs(Condition::new())),
            Some(Step::Booked(step)) => Method::new().step(step.costs(Condition::new())),
            _ => Method::booked(),
        },
    };
    asked
}

fn told(asked: &Asked, taking: Taking) -> Result<(bool, String, Option<String>), TestCaseError> {
    let dossier = asked.dossier().map_err(refused)?;
    let plan = Plan::by(dossier, asked.method.clone()).map_err(refused)?;
    let plan = plan.taking(taking);
    let together = plan.takes_together();
    let settlement = plan.allocate().settle();
    let certificate = settlement.certificate().map(|it| it.to_json());
    Ok((together, settlement_json(&settlement, Lang::Nl), certificate))
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn lines_taken_together_come_out_as_one_by_one(
        asked in asked(),
        choices in proptest::collection::vec(any::<u32>(), 400),
    ) {
        let asked = plain(asked, &mut Draw::new(choices));
        let (together, one, proof) = told(&asked, Taking::Together)?;
        let (alone, other, other_proof) = told(&asked, Taking::OneByOne)?;
        prop_assert!(!alone);
        if !together {
            return Err(TestCaseError::reject("not plain"));
        }
        let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
        prop_assert!(differs.is_none() && one == other, "{:?}\n{:#?}", asked, differs);
        prop_assert_eq!(proof, other_proof);
    }
}
