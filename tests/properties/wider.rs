//! Invariant 7: what more money, wider eligibility and one more cost never do by `least-refund`, and what they do by others.

use koers_core::dossier::{CostLine, Dossier, DossierBuilder, Grant, Tranche};
use koers_core::method::{Booked, Priority, ProRata, Weights};
use koers_core::money::{Money, Quantity};
use koers_core::scheme::Schemes;
use koers_core::settle::{Measure, Settlement};
use koers_core::{Method, Period};
use proptest::prelude::*;

use crate::certificates::plainly;
use crate::splits::shares_lines;
use crate::support::asked::{Asked, close_asked, refused};
use crate::support::config;
use crate::support::draw::{Draw, money};
use crate::support::rich::condition;

fn cents(settlement: &Settlement, measure: Measure) -> i64 {
    settlement.total(measure).cents()
}

/// Whether all rules were inside the flow, and how many cents shares of lines may cost.
fn slack(settlement: &Settlement) -> Option<i64> {
    let Some(certificate) = settlement.certificate() else {
        return Some(0);
    };
    let inside = certificate
        .claims()
        .iter()
        .all(|claim| claim.left_out.is_empty());
    if !inside || !shares_lines(settlement.dossier()) {
        return inside.then_some(0);
    }
    let json: serde_json::Value = serde_json::from_str(&certificate.to_json()).expect("JSON");
    let shares = json["problems"][0]["limits"]
        .as_array()
        .expect("limits")
        .iter();
    let shares = shares.filter(|limit| limit["kind"] == "share").count();
    i64::try_from(shares).ok()
}

/// One year, costs only.
fn year(asked: Asked) -> Asked {
    let mut asked = plainly(asked);
    asked.case.years.truncate(1);
    let year = asked.case.years[0];
    asked
        .case
        .lines
        .retain(|line| line.period.last().year() == year);
    asked.judged.retain(|judged| judged.lines.is_empty());
    asked
        .case
        .quantities
        .retain(|it| it.period.last().year() == year);
    asked
}

fn wider(asked: &Asked, draw: &mut Draw, narrow: &Dossier) -> Result<(), TestCaseError> {
    let least = Method::least_refund();
    let before = narrow.settle_by(&least).map_err(refused)?;
    let grant = draw.pick(narrow.grants());
    let id = grant.id.value.as_str();
    let costs = draw.chance(50).then(|| condition(draw));
    let after = narrow.assume_eligible(id, costs).map_err(refused)?;
    let after = after.settle_by(&least).map_err(refused)?;
    let slack_before = slack(&before);
    if let (Some(a), Some(b)) = (slack_before, slack(&after)) {
        for measure in [Measure::OwnFunds, Measure::Refund] {
            let [one, other] = [&before, &after].map(|it| cents(it, measure));
            prop_assert!(
                other <= one + a + b,
                "wider: {measure:?} {other} after {one}"
            );
        }
    }
    let tranche = draw.pick(&grant.tranches);
    let award = tranche.granted.value.cents() + draw.cents();
    let part = tranche.part.as_ref().map(|part| part.value.as_str());
    let award = Money::from_cents(award).expect("within the bound");
    let after = narrow
        .with_award(id, &tranche.id.value, part, award)
        .map_err(refused)?;
    let after = after.settle_by(&least).map_err(refused)?;
    if let (Some(a), Some(b)) = (slack_before, slack(&after)) {
        let [one, other] = [&before, &after].map(|it| cents(it, Measure::OwnFunds));
        prop_assert!(
            other <= one + a + b,
            "more money: own funds {other} after {one}"
        );
    }
    let mut more = asked.clone();
    let mut line = match more.case.lines.first() {
        Some(line) if draw.chance(50) => draw.pick(&more.case.lines).clone_as("more", line.amount),
        _ => CostLine::new("more", draw.period(&more.case.years), draw.amount()),
    };
    if draw.chance(50) {
        line = line.on(id);
    }
    line.amount = draw.amount();
    more.case.lines.push(line);
    let after = more.settled()?;
    if let (Some(a), Some(b)) = (slack_before, slack(&after)) {
        let [one, other] = [&before, &after].map(|it| cents(it, Measure::Refund));
        prop_assert!(
            other <= one + a + b,
            "one more cost: refund {other} after {one}"
        );
    }
    Ok(())
}

trait As {
    /// A line that looks the same.
    fn clone_as(&self, id: &str, amount: Money) -> CostLine;
}

impl As for CostLine {
    fn clone_as(&self, id: &str, amount: Money) -> CostLine {
        let mut line = CostLine::new(id, self.period, amount);
        line.dimensions.clone_from(&self.dimensions);
        line
    }
}

fn scheme(id: &str, unspent: &str, eligible: &str) -> String {
    format!(
        "format = 1\nscheme = {{ id = \"{id}\", title = \"t\", funder = \"f\", funder_group = \"rijk\", \
         legal_basis = {{ title = \"b\" }} }}\n[[versions]]\nfrom = 1900-01-01\n\
         unit = {{ period = \"calendar-year\", status = \"agreement\" }}\n\
         window = {{ rule = \"tranche-year\", status = \"agreement\" }}\n\
         eligible = {{ {eligible}, status = \"agreement\" }}\n\
         unspent = {{ {unspent}, status = \"agreement\" }}\n"
    )
}

/// A dossier of 2024 with grants `(id, scheme, award)` and lines `(id, cents)`.
fn dossier(schemes: &[String], grants: &[(&str, &str, i64)], lines: &[(&str, i64)]) -> Dossier {
    let mut all = Schemes::empty();
    for (at, scheme) in schemes.iter().enumerate() {
        all.insert_toml(&format!("{at}.toml"), scheme)
            .expect("a scheme");
    }
    let year = Period::year(2024).expect("a year");
    let mut builder = DossierBuilder::new("d", "h", vec![2024]);
    for (id, scheme, award) in grants {
        let tranche = Tranche::new("t", money(*award)).year(2024);
        let tranche = tranche.received(year, money(*award));
        let key = Quantity::from_units(*award).expect("few");
        builder = builder.grant(Grant::new(*id, *scheme).tranche(tranche).key("weight", key));
    }
    builder.add_lines(
        lines
            .iter()
            .map(|(id, cents)| CostLine::new(*id, year, money(*cents))),
    );
    builder.build(&all).expect("a dossier")
}

/// A grant that keeps its money takes the cost that emptied one that gives it back.
#[test]
fn by_priority_a_wider_rule_can_raise_the_refund() {
    let schemes = [
        scheme(
            "keeps",
            "rule = \"retain\"",
            "rule = \"goal\", goal = \"g\"",
        ),
        scheme("back", "rule = \"refund\"", "rule = \"any\""),
    ];
    let grants = [("a", "keeps", 10), ("b", "back", 10)];
    let narrow = dossier(&schemes, &grants, &[("L1", 10)]);
    let wide = narrow.assume_eligible("a", None).expect("a grant");
    let refund = |dossier: &Dossier, method: Method| {
        let settlement = dossier.settle_by(&method).expect("a settlement");
        cents(&settlement, Measure::Refund)
    };
    assert_eq!(refund(&narrow, Method::priority()), 0);
    assert_eq!(refund(&wide, Method::priority()), 10);
    assert_eq!(refund(&wide, Method::least_refund()), 0);
    // Where a step before it has put the cost on a grant, least-refund can't take it back.
    let after = Method::new()
        .step(Priority::new().grants(["a"]))
        .step(koers_core::method::LeastRefund::new());
    assert_eq!(refund(&wide, after), 10);
    assert_eq!(refund(&wide, Method::new().step(Booked::new())), 10);
}

/// The Alabama paradox: one cent more to divide, and one grant pays a cent less.
#[test]
fn by_pro_rata_a_grant_can_pay_less_of_more() {
    let schemes = [scheme("back", "rule = \"refund\"", "rule = \"any\"")];
    let grants = [("a", "back", 600), ("b", "back", 600), ("c", "back", 200)];
    for weights in [Weights::Award, Weights::Room, Weights::key("weight")] {
        let by_c = |cents: i64| -> i64 {
            let method = Method::new().step(ProRata::new(weights.clone()));
            let dossier = dossier(&schemes, &grants, &[("L1", cents)]);
            let settlement = dossier.settle_by(&method).expect("a settlement");
            let rows = settlement.allocations().into_iter();
            rows.filter(|row| row.grant == "c")
                .map(|row| row.amount.cents())
                .sum()
        };
        assert_eq!((by_c(10), by_c(11)), (2, 1));
    }
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn least_refund_never_loses_by_more_to_choose_from(
        asked in close_asked(),
        choices in proptest::collection::vec(any::<u32>(), 0..60),
    ) {
        let asked = year(asked);
        let narrow = asked.dossier().map_err(refused)?;
        let draw = &mut Draw::new(choices);
        draw.scale = draw.pick(&[40, 1_000, 7, 100_000_000]);
        wider(&asked, draw, &narrow)?;
    }
}
