//! What holds of all years planned together, on dossiers drawn at random: it loses no more than the years one by one, no
//! method loses less than what it proves, and it is a settlement like any other.

use koers_core::dossier::{Booking, CostLine, DossierBuilder, Grant, LineKind, Tranche};
use koers_core::forecast::{Basis, Outlook};
use koers_core::money::Money;
use koers_core::report::{Format, render_forecast};
use koers_core::settle::{Measure, Settlement};
use koers_core::tables::HorizonRow;
use koers_core::{Dossier, Lang, Method, Period, Plan, Receipt, Schemes};
use proptest::prelude::*;

use crate::support::adds_up::{
    allocations_add_up, ledgers_hold, nothing_is_lost, roll_forward_holds, rows_are_in_order,
    views_agree,
};
use crate::support::asked::{Asked, asked, refused};
use crate::support::config;
use crate::support::draw::Draw;
use crate::support::permuted::permuted;
use crate::support::rules::Rules;
use crate::support::tables::without_places;

fn planned(asked: &Asked) -> Result<(HorizonRow, Settlement), TestCaseError> {
    let plan = Plan::horizon(asked.dossier().map_err(refused)?).map_err(refused)?;
    Ok(of_plan(plan))
}

fn of_plan(plan: Plan) -> (HorizonRow, Settlement) {
    let allocation = plan.allocate();
    let horizon = allocation.horizon().cloned();
    (horizon.expect("it was planned"), allocation.settle())
}

/// Own funds and refunds together, and what of that is own funds, in cents.
fn lost(settlement: &Settlement) -> (i64, i64) {
    let own = settlement.total(Measure::OwnFunds).cents();
    let rows = settlement.settlement().iter();
    let back = rows.map(|row| row.refund.cents() - row.owed.cents());
    (own + back.sum::<i64>(), own)
}

fn told(settlement: &Settlement) -> Vec<String> {
    let findings = settlement.findings().iter();
    let findings = findings.filter(|it| it.code().as_str().starts_with("K06"));
    let told = findings.map(|it| format!("{} {}", it.code(), it.message(Lang::En)));
    told.collect()
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn it_is_never_worse_than_the_years_one_by_one(asked in asked()) {
        let (horizon, settlement) = planned(&asked)?;
        let of_plan = (horizon.lost.cents(), horizon.own_funds.cents());
        prop_assert_eq!(lost(&settlement), of_plan);
        let chain = lost(&asked.by(&Method::least_refund())?);
        prop_assert_eq!(chain, (horizon.chain_lost.cents(), horizon.chain_own_funds.cents()));
        prop_assert!(of_plan <= chain);
        prop_assert_eq!(horizon.saved.cents(), chain.0 - of_plan.0);
        let outside = told(&settlement).iter().any(|it| it.starts_with("K0601"));
        if let Some(at_least) = horizon.at_least {
            prop_assert!(at_least <= horizon.lost, "{:?}", horizon);
            prop_assert!(outside || at_least == horizon.lost, "{:?}", horizon);
            // What credit notes, income and VAT are set off against is a matter of the method.
            let plain = |line: &CostLine| {
                line.kind == LineKind::Cost && line.amount.cents() >= 0 && line.vat_compensable.is_zero()
            };
            if asked.case.lines.iter().all(plain) {
                let other = lost(&asked.settled()?);
                prop_assert!(at_least.cents() <= other.0, "{:?} {:?}", other, horizon);
            }
        } else {
            prop_assert!(!outside && !told(&settlement).is_empty());
        }
    }

    #[test]
    fn it_is_a_settlement_like_any_other(mut asked in asked()) {
        asked.method = Method::least_refund();
        let (_, settlement) = planned(&asked)?;
        nothing_is_lost(&asked.case, &settlement)?;
        allocations_add_up(&asked.case, &settlement)?;
        ledgers_hold(&settlement)?;
        roll_forward_holds(&settlement)?;
        views_agree(&asked.case, &settlement)?;
        rows_are_in_order(&asked.case, &settlement)?;
        Rules::new(&asked, &settlement).hold()?;
    }

    #[test]
    fn the_order_of_input_changes_nothing(asked in asked(), choices in proptest::collection::vec(any::<u32>(), 200)) {
        let mut other = asked.clone();
        other.case = permuted(&asked.case, &mut Draw::new(choices));
        other.case.schemes.clone_from(&asked.case.schemes);
        let ((one, settled), (other, of_other)) = (planned(&asked)?, planned(&other)?);
        prop_assert_eq!(one, other);
        prop_assert_eq!(without_places(&settled), without_places(&of_other));
    }
}

proptest! {
    #![proptest_config(config(150))]

    /// Years that are closed stay as they are booked, whatever is planned after them, and what is planned begins with what they
    /// leave: it is never worse than year by year, and what it can't fall below is no claim about closed years.
    #[test]
    fn closed_years_stay_as_they_are(asked in asked(), rate in any::<bool>()) {
        let before = asked.settled()?;
        let closed = before.close().map_err(refused)?;
        let closed = closed.settle_by(&asked.method).map_err(refused)?;
        let years = closed.dossier().closed().to_vec();
        let last = *years.last().expect("a book year");
        let basis = if rate { Basis::RunRate } else { Basis::Plan };
        let outlook = Outlook::new(basis).through(last + 2);
        let (Ok(chain), Ok(forecast)) = (closed.forecast(&outlook), closed.forecast(&outlook.horizon())) else {
            return Err(TestCaseError::reject("beyond the bound"));
        };
        let of = forecast.settlement();
        let paid = |of: &Settlement| -> Vec<_> {
            of.allocations().into_iter().filter(|row| years.contains(&row.year)).collect()
        };
        prop_assert_eq!(paid(of), paid(&closed));
        let open = |of: &Settlement| -> Vec<_> {
            of.own_funds().into_iter().filter(|row| years.contains(&row.year)).collect()
        };
        prop_assert_eq!(open(of), open(&closed));
        prop_assert_eq!(of.restatement(), closed.restatement());
        let rows = |of: &Settlement| -> Vec<_> {
            of.settlement().iter().filter(|row| row.year <= last).cloned().collect()
        };
        prop_assert_eq!(rows(of), rows(&closed));
        let horizon = forecast.horizon().expect("it was planned");
        prop_assert!(horizon.lost <= horizon.chain_lost);
        let (own, of_chain) = (of.total(Measure::OwnFunds), chain.settlement().total(Measure::OwnFunds));
        prop_assert!(lost(of) <= lost(chain.settlement()), "{:?} {:?}", own, of_chain);
        if let Some(at_least) = horizon.at_least {
            prop_assert!(at_least <= horizon.lost, "{:?}", horizon);
            let outside = told(of).iter().any(|it| it.starts_with("K0601"));
            prop_assert!(outside || at_least == horizon.lost, "{:?}", horizon);
        }
        // What a person must know of the plan is in every form that people read.
        for lang in [Lang::Nl, Lang::En] {
            for form in [Format::Text, Format::Markdown, Format::Html] {
                let text = render_forecast(&forecast, form, lang);
                for finding in of.findings().iter().filter(|it| it.code().as_str().starts_with("K06")) {
                    prop_assert!(text.contains(finding.code().as_str()), "{}", text);
                }
            }
        }
        let receipt = of.receipt();
        let read = Receipt::from_json("r", receipt.to_json().as_bytes()).map_err(refused)?;
        let found = read.verify(of.dossier());
        prop_assert!(found.is_empty(), "{}", found);
    }
}

fn scheme(id: &str, more: &str) -> String {
    format!(
        r#"
format = 1
scheme = {{ id = "{id}", title = "t", funder = "f", funder_group = "rijk", legal_basis = {{ title = "b" }} }}
[[versions]]
from = 1900-01-01
unit = {{ period = "calendar-year", status = "agreement" }}
window = {{ rule = "tranche-year", status = "agreement" }}
eligible = {{ rule = "any", status = "agreement" }}
{more}
"#
    )
}

fn dossier(schemes: &[(&str, &str)], tranches: &[(&str, i16)], lines: &[i16]) -> Dossier {
    let mut known = Schemes::empty();
    for (id, more) in schemes {
        let text = scheme(id, more);
        known
            .insert_toml(&format!("{id}.toml"), &text)
            .expect("a scheme");
    }
    let hundred = Money::from_cents(10_000).expect("small");
    let mut builder = DossierBuilder::new("d".to_owned(), "h", vec![2024, 2025]);
    for (id, _) in schemes {
        let mut grant = Grant::new(*id, *id);
        for (_, year) in tranches.iter().filter(|(of, _)| of == id) {
            let period = Period::year(*year).expect("a year");
            let tranche = Tranche::new(year.to_string(), hundred).year(*year);
            grant = grant.tranche(tranche.received(period, hundred));
        }
        builder = builder.grant(grant);
    }
    for (at, year) in lines.iter().enumerate() {
        let period = Period::year(*year).expect("a year");
        builder = builder.line(CostLine::new(format!("L{at}"), period, hundred));
    }
    builder.build(&known).expect("a dossier")
}

const REFUND: &str = r#"unspent = { rule = "refund", status = "agreement" }"#;

/// A line of 150.00 of which a grant of 100.00 pays all or nothing beside the other: 100.00 and 50.00 are as good, as far as a
/// flow knows.
#[test]
fn rules_outside_the_flow_are_told_with_what_they_can_matter() {
    let exclusive =
        format!("{REFUND}\nexclusive_with = {{ schemes = [\"b\"], status = \"agreement\" }}");
    let dossier = dossier(
        &[("a", &exclusive), ("b", REFUND)],
        &[("a", 2024), ("b", 2024)],
        &[2024],
    );
    let amounts = [("L0", Money::from_cents(15_000).expect("small"))];
    let dossier = dossier.with_amounts(amounts).expect("a line");
    let (horizon, settlement) = of_plan(Plan::horizon(dossier).expect("a plan"));
    // The flow loses 50.00 of b; in truth a pays 100.00, 50.00 is on own funds, and all of b goes back.
    assert_eq!(horizon.lost.to_string(), "150.00");
    assert_eq!(
        horizon.at_least.map(|it| it.to_string()).as_deref(),
        Some("50.00")
    );
    assert_eq!(
        told(&settlement),
        [
            "K0601 the years were planned together, without the exclusion of `a`, and then settled one by one; refund and own funds together could be at most € 100.00 lower"
        ]
    );
}

/// 150.00 in 2024 and 40.00 in 2025, which only `a` may pay with what it carries. A flow divides the first over both grants, 50.00 and
/// 100.00; in truth `a` then keeps `b` out, so 100.00 is on own funds, all of `b` goes back, and 10.00 of `a` lapses. Year by year
/// `a` pays 100.00 in 2024: 50.00 and 40.00 are on own funds, and all of `b` goes back.
#[test]
fn where_the_plan_is_worse_the_years_one_by_one_stand() {
    let carried = r#"unspent = { rule = "carry-over", until = 2025-12-31, status = "agreement" }
exclusive_with = { schemes = ["b"], status = "agreement" }"#;
    let schemes = [("a", carried), ("b", REFUND)];
    let dossier = dossier(&schemes, &[("a", 2024), ("b", 2024)], &[2024, 2025]);
    let cents = |cents| Money::from_cents(cents).expect("small");
    let dossier = dossier.with_amounts([("L0", cents(15_000)), ("L1", cents(4_000))]);
    // Of divisions that lose as little the flow takes that in which `b` pays the most of what is booked on it.
    let on_b = Some("b".parse::<Booking>().expect("a booking"));
    let dossier = dossier.expect("lines").rebook([("L0", on_b)]);
    let plan = Plan::horizon(dossier.expect("a line")).expect("a plan");
    let (horizon, settlement) = of_plan(plan);
    assert_eq!(horizon.taken, "chain", "{:?}", told(&settlement));
    assert_eq!(
        (horizon.lost, horizon.own_funds),
        (cents(19_000), cents(9_000))
    );
    assert_eq!(
        (horizon.saved, horizon.at_least),
        (cents(0), Some(cents(1_000)))
    );
    assert_eq!(
        told(&settlement),
        [
            "K0601 the years were planned together, without the exclusion of `a`, and then settled one by one; refund and own funds together could be at most € 180.00 lower",
            "K0603 the plan of all years together loses € 210.00, the years one by one € 190.00; so these stand, or less is left to lapse by them",
        ]
    );
}

#[test]
fn what_a_flow_does_not_know_over_years_is_told() {
    let reserve = r#"unspent = { rule = "reserve", limit = "10 %", of = "award", status = "agreement" }
excess = { rule = "refund", status = "agreement" }"#;
    let dossier = dossier(&[("a", reserve)], &[("a", 2024), ("a", 2025)], &[2024]);
    let (horizon, settlement) = of_plan(Plan::horizon(dossier).expect("a plan"));
    // 2024 is spent; of 2025 10.00 goes to the reserve.
    assert_eq!(horizon.lost.to_string(), "90.00");
    assert_eq!(horizon.at_least, None);
    assert_eq!(
        told(&settlement),
        [
            "K0602 the years were planned together, but what the limit on unspent money of `a` does over the years is not in that plan; how much lower the loss can be is not known"
        ]
    );
}

/// No grant can pay a line of 2025, so no way shows that `a` would take its VAT off; being booked on it does so all the same.
#[test]
fn vat_that_only_a_booking_takes_off_is_no_part_of_a_proof() {
    let deducts = format!("{REFUND}\ndeductions = {{ kinds = [\"vat\"], status = \"agreement\" }}");
    let mut known = Schemes::empty();
    let added = known.insert_toml("a.toml", &scheme("a", &deducts));
    added.expect("a scheme");
    let cents = |cents| Money::from_cents(cents).expect("small");
    let tranche = Tranche::new("2024", cents(0)).year(2024);
    let period = Period::year(2025).expect("a year");
    let line = CostLine::new("L0", period, cents(12_100)).on("a");
    let builder = DossierBuilder::new("d".to_owned(), "h", vec![2024, 2025])
        .grant(Grant::new("a", "a").tranche(tranche))
        .line(line.vat_compensable(cents(2_100)));
    let dossier = builder.build(&known).expect("a dossier");
    let booked = dossier.settle().expect("settled");
    assert_eq!(booked.total(Measure::OwnFunds), cents(10_000));
    let (horizon, settlement) = of_plan(Plan::horizon(dossier).expect("a plan"));
    assert_eq!(horizon.lost, cents(12_100));
    assert_eq!(horizon.at_least, None);
    assert_eq!(
        told(&settlement),
        [
            "K0602 the years were planned together, but what the compensable VAT of `a` does over the years is not in that plan; how much lower the loss can be is not known"
        ]
    );
}

#[test]
fn what_is_too_much_to_solve_goes_year_by_year() {
    let dossier = dossier(&[("a", REFUND)], &[("a", 2024), ("a", 2025)], &[2024, 2025]);
    let plan = Plan::horizon(dossier).expect("a plan").solving_at_most(1);
    let (horizon, settlement) = of_plan(plan);
    assert_eq!(
        (horizon.lost.to_string().as_str(), horizon.taken.as_str()),
        ("0.00", "chain")
    );
    assert_eq!(
        told(&settlement),
        [
            "K0604 all years together have 2 ways from costs to grants, more than 1; they were settled one by one"
        ]
    );
}
