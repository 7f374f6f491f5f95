//! `least-refund` with more ways from costs to buckets than it solves.

use koers_core::diag::{Code, Lang};
use koers_core::dossier::{CostLine, Dossier, DossierBuilder, Grant, Tranche};
use koers_core::plan::{Plan, Taking};
use koers_core::report::settlement_json;
use koers_core::scheme::Schemes;
use koers_core::settle::{Measure, Settlement};
use koers_core::{Method, Money, Period};
use proptest::prelude::*;

use crate::support::adds_up::{allocations_add_up, ledgers_hold, nothing_is_lost};
use crate::support::asked::{Asked, asked, refused};
use crate::support::config;
use crate::support::rules::Rules;

fn settled(asked: &Asked, most: usize, taking: Taking) -> Result<Settlement, TestCaseError> {
    let dossier = asked.dossier().map_err(refused)?;
    let plan = Plan::by(dossier, asked.method.clone()).map_err(refused)?;
    Ok(plan
        .solving_at_most(most)
        .taking(taking)
        .allocate()
        .settle())
}

fn has(settlement: &Settlement, code: Code) -> bool {
    let mut findings = settlement.findings().iter();
    findings.any(|finding| finding.code() == code)
}

fn lost(settlement: &Settlement) -> Money {
    let owed = settlement.settlement().iter().map(|row| row.owed.cents());
    let refund = settlement.total(Measure::Refund).cents() - owed.sum::<i64>();
    let own = settlement.total(Measure::OwnFunds).cents();
    Money::from_cents(refund + own).expect("small")
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn all_rules_hold_however_little_is_solved(asked in asked(), most in 0_usize..40) {
        let settlement = settled(&asked, most, Taking::ByNumber)?;
        nothing_is_lost(&asked.case, &settlement)?;
        allocations_add_up(&asked.case, &settlement)?;
        ledgers_hold(&settlement)?;
        Rules::new(&asked, &settlement).hold()?;
        if let Some(certificate) = settlement.certificate() {
            certificate.verify().expect("it holds");
        }
    }

    #[test]
    fn folded_bookings_lose_no_more(mut asked in asked(), most in 0_usize..40) {
        asked.method = Method::least_refund();
        let usual = settled(&asked, usize::MAX, Taking::ByNumber)?;
        let folded = settled(&asked, most, Taking::ByNumber)?;
        prop_assert!(!has(&usual, Code::BookingsFolded) && !has(&usual, Code::TooManyToSolve));
        // What is left out of a flow is repaired in the order of its classes.
        prop_assume!(!has(&usual, Code::OutsideFlow) && asked.case.years.len() == 1);
        let (least, found) = (lost(&usual), lost(&folded));
        if has(&folded, Code::TooManyToSolve) {
            prop_assert!(least <= found, "{least} {found}");
            prop_assert!(folded.certificate().is_none());
        } else {
            prop_assert_eq!(least, found);
        }
    }

    #[test]
    fn folded_bookings_are_the_same_taken_together(mut asked in asked(), most in 0_usize..40) {
        asked.method = Method::least_refund();
        let [one, other] = [Taking::OneByOne, Taking::Together].map(|taking| settled(&asked, most, taking));
        prop_assert_eq!(settlement_json(&one?, Lang::Nl), settlement_json(&other?, Lang::Nl));
    }
}

const SCHEME: &str = r#"
format = 1
scheme = { id = "any", title = "t", funder = "f", funder_group = "rijk", legal_basis = { title = "b" } }
[[versions]]
from = 1900-01-01
unit = { period = "calendar-year", status = "agreement" }
window = { rule = "tranche-year", status = "agreement" }
eligible = { rule = "any", status = "agreement" }
unspent = { rule = "refund", status = "agreement" }
"#;

/// So many grants of 10.00 each, and as many lines of 10.00, each booked on one of them.
fn many(count: usize) -> Dossier {
    let mut schemes = Schemes::empty();
    schemes.insert_toml("any.toml", SCHEME).expect("a scheme");
    let amount = Money::from_cents(1_000).expect("small");
    let mut builder = DossierBuilder::new("d".to_owned(), "h", vec![2024]);
    let mut lines = Vec::new();
    for at in 0..count {
        let tranche = Tranche::new("2024", amount).year(2024);
        builder = builder.grant(Grant::new(format!("g{at:05}"), "any").tranche(tranche));
        let year = Period::year(2024).expect("a year");
        // The first line is on the last grant.
        let on = format!("g{:05}", count - 1 - at);
        lines.push(CostLine::new(format!("L{at:05}"), year, amount).on(on));
    }
    builder.add_lines(lines);
    builder.build(&schemes).expect("a dossier")
}

#[test]
fn lines_booked_on_many_grants_count_together() {
    // 9 million ways, where 3,000 will do.
    let dossier = many(3_000);
    let settlement = dossier.settle_by(&Method::least_refund()).expect("settled");
    assert!(has(&settlement, Code::BookingsFolded));
    assert_eq!(lost(&settlement), Money::ZERO);
    // All stays where it is booked.
    for row in settlement.allocations().iter().step_by(100) {
        let at: usize = row.line[1..].parse().expect("a number");
        assert_eq!(row.grant, format!("g{:05}", 2_999 - at));
    }
    let certificate = settlement.certificate().expect("it was solved");
    certificate.verify().expect("it holds");
    assert!(
        certificate.claims()[0]
            .levels
            .iter()
            .all(|(level, _)| level != "moved")
    );
}

#[test]
fn what_is_too_much_to_solve_goes_in_order() {
    let plan = Plan::by(many(30), Method::least_refund()).expect("a plan");
    let settlement = plan.solving_at_most(29).allocate().settle();
    let findings: Vec<String> = settlement
        .findings()
        .iter()
        .map(|finding| finding.message(Lang::En))
        .collect();
    let expected = "2024: `least-refund` in step 1 would have 900 ways from costs to grants, more than 29; the step went by the order of the grants, without proof";
    assert_eq!(findings, [expected]);
    assert!(settlement.certificate().is_none());
    // In the order of grants: the first line on the first grant.
    assert_eq!(settlement.allocations()[0].grant, "g00000");
    assert_eq!(settlement.allocations()[0].line, "L00000");
    assert_eq!(lost(&settlement), Money::ZERO);
}
