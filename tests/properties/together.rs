//! Lines that are taken together come out as lines that are taken one by one.

use koers_core::diag::Lang;
use std::num::NonZeroUsize;

use koers_core::allocate::Certificate;
use koers_core::dossier::{
    Booking, Column, CostLine, Dictionary, DossierBuilder, Grant, LineColumns, Tranche,
};
use koers_core::method::{Priority, Step};
use koers_core::plan::{Plan, Taking};
use koers_core::report::settlement_json;
use koers_core::scheme::{Condition, Scheme, Schemes};
use koers_core::settle::Measure;
use koers_core::tables::{OwnFundsRow, SettlementRow};
use koers_core::{Dossier, Findings, Method, Money, Period, Settlement};
use proptest::prelude::*;

use crate::support::asked::{Asked, asked, draw_method, refused};
use crate::support::config;
use crate::support::draw::Draw;
use crate::what_if::changed;

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
    let settlement = plan.clone().allocate().settle();
    // What a run found out changes no other.
    let again = plan.allocate().settle();
    let texts = [&settlement, &again].map(|it| settlement_json(it, Lang::Nl));
    prop_assert_eq!(&texts[0], &texts[1]);
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

/// The dossier with another award of one tranche; `None` where there is none.
fn other_award(dossier: &Dossier, draw: &mut Draw) -> Option<Result<Dossier, Findings>> {
    let grants: Vec<&Grant> = dossier.grants().iter().collect();
    if grants.is_empty() {
        return None;
    }
    let grant = draw.pick(&grants);
    let tranches: Vec<&Tranche> = grant.tranches.iter().collect();
    if tranches.is_empty() {
        return None;
    }
    let tranche = draw.pick(&tranches);
    let part = tranche.part.as_ref().map(|part| part.value.as_str());
    let (grant, tranche) = (&grant.id.value, &tranche.id.value);
    Some(dossier.with_award(grant, tranche, part, draw.amount()))
}

/// What-ifs on a settlement whose lines were taken together are what settling anew one by one gives.
fn kept(asked: &Asked, choices: Vec<u32>) -> Result<(), TestCaseError> {
    let dossier = asked.dossier().map_err(refused)?;
    let plan = Plan::by(dossier, asked.method.clone()).map_err(refused)?;
    let plan = plan.taking(Taking::Together);
    if !plan.takes_together() {
        return Err(TestCaseError::reject("not plain"));
    }
    let best = plan.allocate().settle();
    let anew = |dossier: &Dossier| {
        let plan = Plan::by(dossier.clone(), asked.method.clone());
        let plan = plan.map_err(|_| TestCaseError::reject("a change that is refused"))?;
        Ok::<_, TestCaseError>(plan.taking(Taking::OneByOne).allocate().settle())
    };
    let draw = &mut Draw::new(choices);
    draw.scale = draw.pick(&[40, 1_000, 7, 100_000_000]);
    // Those after the first take over what that found out; what is built on is changed again.
    let mut dossier = best.dossier().clone();
    for _ in 0..draw.pick(&[1, 3, 5]) {
        let award = draw.chance(60).then(|| other_award(best.dossier(), draw));
        let changed = match award.flatten() {
            Some(changed) => changed,
            None => changed(&dossier, draw, &mut false),
        };
        let Ok(changed) = changed else {
            continue;
        };
        let full = anew(&changed)?;
        let what_if = best.what_if(&changed).map_err(refused)?;
        prop_assert_eq!(what_if.settlement(), full.settlement());
        prop_assert_eq!(what_if.outcomes(), full.outcomes());
        prop_assert_eq!(
            what_if.total(Measure::OwnFunds),
            full.total(Measure::OwnFunds)
        );
        let proof = |of: Option<Certificate>| of.map(|it| it.to_json());
        prop_assert_eq!(proof(what_if.certificate()), proof(full.certificate()));
        dossier = changed;
    }
    let lines = best.dossier().lines();
    if lines.is_empty() {
        return Ok(());
    }
    let row = draw.below(lines.len());
    let (id, amount, more) = (lines.id(row), lines.amount(row), draw.amount());
    let Some(amount) = amount.checked_add(more).filter(|_| !more.is_negative()) else {
        return Ok(());
    };
    let other = best.dossier().with_amounts([(&*id, amount)]);
    let other = other.map_err(|_| TestCaseError::reject("a change that is refused"))?;
    let lost =
        |of: &Settlement| of.total(Measure::OwnFunds).cents() + of.total(Measure::Refund).cents();
    let saved = best.saved_by_cost(&id, more).map_err(refused)?;
    prop_assert_eq!(
        saved.cents(),
        lost(&best) - lost(&anew(&other)?),
        "{} of {}",
        more,
        id
    );
    Ok(())
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn what_ifs_on_lines_taken_together_are_as_one_by_one(
        asked in asked(),
        choices in proptest::collection::vec(any::<u32>(), 400),
        changes in proptest::collection::vec(any::<u32>(), 60),
    ) {
        kept(&plain(asked, &mut Draw::new(choices)), changes)?;
    }
}

/// What so many threads come to, on lines that look different in many ways.
fn threaded(threads: usize) -> (Vec<SettlementRow>, Option<Money>, Vec<OwnFundsRow>) {
    const LINES: i32 = 420_000;
    let mut schemes = Schemes::empty();
    for (id, themes) in [
        ("r", "\"0\", \"1\", \"4\", \"6\""),
        ("s", "\"1\", \"2\""),
        ("t", "\"2\", \"3\", \"5\""),
    ] {
        let text = format!(
            "format = 1\n[scheme]\nid = \"{id}\"\ntitle = \"R\"\nfunder = \"F\"\nfunder_group = \"rijk\"\nlegal_basis = {{ title = \"R\" }}\n\
             [[versions]]\nfrom = 2020-01-01\nunit = {{ period = \"calendar-year\", article = \"a\", status = \"text\" }}\n\
             window = {{ rule = \"tranche-year\", article = \"a\", status = \"text\" }}\n\
             eligible = {{ rule = \"costs\", only = {{ theme = [{themes}] }}, article = \"a\", status = \"text\" }}\n\
             unspent = {{ rule = \"refund\", article = \"a\", status = \"text\" }}\n"
        );
        let scheme = Scheme::from_toml("s.toml", &text).expect("a sound scheme");
        schemes.insert(scheme).expect("a scheme of its own");
    }
    let mut draw = 7_u32;
    let mut next = |below: i32| {
        draw = draw.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        i32::try_from(draw >> 16).expect("16 bits") % below
    };
    // 2024-01-01 is day 19,723.
    let days: Vec<i32> = (0..LINES).map(|_| 19_723 + next(366)).collect();
    let cents: Vec<i64> = (0..LINES).map(|_| i64::from(next(100_000)) - 900).collect();
    let themes: Vec<u8> = (0..LINES)
        .map(|_| u8::try_from(next(8)).expect("few"))
        .collect();
    let themes = Dictionary::new(Column::from(themes), (0..8).map(|theme| theme.to_string()));
    let lines = LineColumns::new(days, cents).dimension("theme", themes);
    let mut builder = DossierBuilder::new("d".to_owned(), "holder", vec![2024]);
    for (scheme, award) in [("r", "90000000"), ("s", "20000000"), ("t", "30000000")] {
        let award = Money::parse(award).expect("an amount");
        let tranche = Tranche::new("2024", award).year(2024);
        builder = builder.grant(Grant::new(scheme, scheme).tranche(tranche));
    }
    builder.add_columns(lines).expect("columns that fit");
    let dossier = builder.build(&schemes).expect("a sound dossier");
    let method = Method::new().step(Priority::new());
    let plan = Plan::by(dossier, method).expect("a plan");
    let threads = NonZeroUsize::new(threads).expect("at least one");
    assert!(plan.takes_together());
    let settlement = plan.threads(threads).allocate().settle();
    let mut own = settlement.own_funds();
    own.truncate(2_000);
    (
        settlement.settlement().to_vec(),
        settlement.own_funds_of(2024),
        own,
    )
}

#[test]
fn two_threads_come_to_what_one_does() {
    assert_eq!(threaded(1), threaded(2));
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

    let plan = Plan::by(dossier.clone(), Method::least_refund()).expect("a plan");
    let best = plan.taking(Taking::Together).allocate().settle();
    let more = dossier.with_award("c", "2024", None, euros("9.50"));
    let what_if = best.what_if(&more.expect("a tranche")).expect("a plan");
    assert!(what_if.used_kept_classes());
    // A rule that tells lines apart that were alike: they are read again.
    let theme = Condition::new().only("theme", ["y"]);
    let ruled = dossier.assume_eligible("c", Some(theme)).expect("a grant");
    assert!(!best.what_if(&ruled).expect("a plan").used_kept_classes());
}
