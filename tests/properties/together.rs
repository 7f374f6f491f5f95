//! Lines that are taken together come out as lines that are taken one by one.

use koers_core::diag::Lang;
use koers_core::dossier::{Booking, CostLine, DossierBuilder, Grant, Tranche};
use koers_core::method::{Priority, Step};
use koers_core::plan::{Plan, Taking};
use koers_core::report::settlement_json;
use koers_core::scheme::{Condition, Scheme, Schemes};
use koers_core::{Method, Money, Period};
use proptest::prelude::*;

use crate::support::asked::{Asked, asked, draw_method, refused};
use crate::support::config;
use crate::support::draw::Draw;

/// The same dossier with lines as plain as can be taken together, more of them, by a method of one step.
fn plain(mut asked: Asked, draw: &mut Draw) -> Asked {
    let ids: Vec<String> = asked
        .case
        .grants
        .iter()
        .map(|it| it.id.value.clone())
        .collect();
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
            plain.fixed = line.fixed && draw.chance(50) || draw.chance(15);
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
    Ok((
        together,
        settlement_json(&settlement, Lang::Nl),
        certificate,
    ))
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

/// A limit runs out among the fixed lines, and then one among lines that became one class only in the step.
#[test]
fn what_runs_out_among_fixed_lines_says_nothing_of_the_step() {
    let scheme = |id: &str, window: &str, eligible: &str| {
        let text = format!(
            "format = 1\n[scheme]\nid = \"{id}\"\ntitle = \"R\"\nfunder = \"F\"\nfunder_group = \"rijk\"\nlegal_basis = {{ title = \"R\" }}\n\
             [[versions]]\nfrom = 2020-01-01\nunit = {{ period = \"calendar-year\", article = \"a\", status = \"text\" }}\n\
             window = {{ {window}, article = \"a\", status = \"text\" }}\neligible = {{ {eligible}, article = \"a\", status = \"text\" }}\n\
             unspent = {{ rule = \"refund\", article = \"a\", status = \"text\" }}\n"
        );
        Scheme::from_toml("scheme.toml", &text).expect("a sound scheme")
    };
    let any = scheme("any", "rule = \"tranche-year\"", "rule = \"any\"");
    let march = "rule = \"period\", from = 2024-03-01, until = 2024-03-31";
    let narrow = scheme(
        "narrow",
        march,
        "rule = \"costs\", only = { theme = [\"z\"] }",
    );
    let day = |text: &str| Period::day(text.parse().expect("a date"));
    let euros = |text: &str| Money::parse(text).expect("an amount");
    let tranche = |award: &str| Tranche::new("2024", euros(award)).year(2024);
    let mut builder = DossierBuilder::new("d".to_owned(), "holder", vec![2024]);
    for (id, scheme, award) in [
        ("a", "any", "5.00"),
        ("b", "any", "4.00"),
        ("c", "narrow", "9.00"),
    ] {
        builder = builder.grant(Grant::new(id, scheme).tranche(tranche(award)));
    }
    for at in 1..=9 {
        let fixed = format!("2024-01-0{at}");
        builder = builder
            .line(
                CostLine::new(format!("f{at}"), day(&fixed), euros("1.00"))
                    .on("a")
                    .fixed(),
            )
            // They come first, and are of another class.
            .line(CostLine::new(format!("w{at}"), day("2024-02-01"), euros("0.50")).on("b"))
            .line(
                CostLine::new(format!("z{at}"), day("2024-02-05"), euros("0.40"))
                    .dimension("theme", "z"),
            )
            .line(
                CostLine::new(format!("y{at}"), day("2024-03-07"), euros("0.30"))
                    .dimension("theme", "y"),
            );
    }
    let mut schemes = Schemes::empty();
    for scheme in [any, narrow] {
        schemes.insert(scheme).expect("a scheme of its own");
    }
    let dossier = builder.build(&schemes).expect("a sound dossier");
    let settle = |taking| {
        let method = Method::new().step(Priority::new());
        let plan = Plan::by(dossier.clone(), method)
            .expect("a plan")
            .taking(taking);
        assert_eq!(plan.takes_together(), taking == Taking::Together);
        settlement_json(&plan.allocate().settle(), Lang::Nl)
    };
    assert_eq!(settle(Taking::Together), settle(Taking::OneByOne));
}
