//! A what-if on kept classes is what a full run of the changed dossier gives.

use std::sync::atomic::{AtomicUsize, Ordering};

use koers_core::dossier::{
    Booking, CostLine, Dossier, DossierBuilder, EligibleFor, Grant, Tranche,
};
use koers_core::money::Money;
use koers_core::scheme::Schemes;
use koers_core::settle::{Measure, Settlement};
use koers_core::{Findings, Lang, Method, Period};
use proptest::prelude::*;

use crate::support::asked::{Asked, asked, refused};
use crate::support::config;
use crate::support::draw::Draw;
use crate::support::rich::condition;

static KEPT: AtomicUsize = AtomicUsize::new(0);
static ALL: AtomicUsize = AtomicUsize::new(0);

/// The dossier with something else in it; `looks` becomes true where that goes by the look of lines.
pub(crate) fn changed(
    dossier: &Dossier,
    draw: &mut Draw,
    looks: &mut bool,
) -> Result<Dossier, Findings> {
    let grants = dossier.grants();
    if grants.is_empty() {
        return Ok(dossier.clone());
    }
    let grant = draw.pick(grants);
    let id = grant.id.value.as_str();
    let change = draw.pick(&[0, 1, 2, 3, 6, 0, 1, 2, 3, 4, 5, 6]);
    *looks |= matches!(change, 4 | 5);
    match change {
        0 => {
            let tranche = draw.pick(&grant.tranches);
            let part = tranche.part.as_ref().map(|part| part.value.as_str());
            dossier.with_award(id, &tranche.id.value, part, draw.amount())
        }
        1 => {
            let at = draw.below(grants.len());
            let scheme = dossier.scheme_of(at);
            let ceilings = scheme.versions.iter().flat_map(|it| &it.ceilings);
            let names: Vec<&str> = ceilings.map(|it| it.rule.name.as_str()).collect();
            if names.is_empty() {
                Ok(dossier.clone())
            } else {
                dossier.with_ceiling(&scheme.id, draw.pick(&names), draw.amount())
            }
        }
        2 => dossier.with_preference(id, draw.pick(&[None, Some(1), Some(2), Some(7)])),
        3 => dossier.assume_eligible(id, None),
        4 => dossier.assume_eligible(id, Some(condition(draw))),
        5 => dossier.judge_eligible(EligibleFor::new(id, "memo").costs(condition(draw))),
        _ => {
            let mut judgement = EligibleFor::new(id, "memo");
            let lines = dossier.lines();
            if lines.is_empty() {
                return Ok(dossier.clone());
            }
            for _ in 0..draw.pick(&[1, 2, 5]) {
                judgement = judgement.line(lines.id(draw.below(lines.len())));
            }
            dossier.judge_eligible(judgement)
        }
    }
}

/// Whether all rules are inside the flow, so that lines needn't be looked at.
fn inside(dossier: &Dossier, full: &Settlement) -> bool {
    let mut grants = (0..dossier.grants().len()).flat_map(|at| &dossier.scheme_of(at).versions);
    let certificate = full.certificate();
    let mut claims = certificate
        .iter()
        .flat_map(koers_core::allocate::Certificate::claims);
    grants.all(|it| it.exclusive_with.is_none()) && claims.all(|it| it.left_out.is_empty())
}

fn lost(settlement: &Settlement) -> i64 {
    let total = |measure| settlement.total(measure).cents();
    total(Measure::OwnFunds) + total(Measure::Refund)
}

fn same_as_in_full(asked: &Asked, choices: Vec<u32>) -> Result<(), TestCaseError> {
    let least = Method::least_refund();
    let draw = &mut Draw::new(choices);
    draw.scale = draw.pick(&[40, 1_000, 7, 100_000_000]);
    let best = asked.by(&least)?;
    let mut dossier = best.dossier().clone();
    let mut looks = false;
    for _ in 0..draw.pick(&[1, 2, 3]) {
        dossier = changed(&dossier, draw, &mut looks).map_err(refused_change)?;
        let (what_if, full) = (best.what_if(&dossier), dossier.settle_by(&least));
        let (what_if, full) = match (what_if, full) {
            (Ok(what_if), Ok(full)) => (what_if, full),
            (Err(one), Err(other)) => {
                prop_assert_eq!(one.render(Lang::En), other.render(Lang::En));
                return Err(TestCaseError::reject("a change that is refused"));
            }
            (one, other) => {
                let (one, other) = (one.is_ok(), other.is_ok());
                return Err(TestCaseError::fail(format!("refused: {one} {other}")));
            }
        };
        let kept = what_if.used_kept_classes();
        if inside(&dossier, &full) {
            prop_assert!(kept || looks, "not from kept classes");
            ALL.fetch_add(1, Ordering::Relaxed);
            KEPT.fetch_add(usize::from(kept), Ordering::Relaxed);
        }
        prop_assert_eq!(what_if.settlement(), full.settlement());
        prop_assert_eq!(what_if.outcomes(), full.outcomes());
        prop_assert_eq!(what_if.roll_forward(), full.roll_forward());
        for (_, measure) in Measure::WORDS {
            prop_assert_eq!(what_if.total(measure), full.total(measure), "{:?}", measure);
        }
        let claims = |of: Option<koers_core::allocate::Certificate>| {
            of.map(|it| {
                it.verify()
                    .map_err(|flaw| TestCaseError::fail(flaw.to_string()))?;
                Ok::<_, TestCaseError>(it.claims())
            })
            .transpose()
        };
        prop_assert_eq!(claims(what_if.certificate())?, claims(full.certificate())?);
    }
    Ok(())
}

/// A change may be refused for what it changes to: an award below what amendments took off, and the like.
fn refused_change(_: Findings) -> TestCaseError {
    TestCaseError::reject("a change that is refused")
}

fn saved(asked: &Asked, choices: Vec<u32>) -> Result<(), TestCaseError> {
    let draw = &mut Draw::new(choices);
    draw.scale = draw.pick(&[40, 1_000, 7, 100_000_000]);
    let least = Method::least_refund();
    let best = asked.by(&least)?;
    let dossier = best.dossier().clone();
    let more = if draw.chance(30) {
        Money::from_cents(-draw.cents()).expect("small")
    } else {
        draw.amount()
    };
    if !dossier.grants().is_empty() {
        let grant = draw.pick(dossier.grants());
        let tranche = draw.pick(&grant.tranches);
        let (id, part) = (&grant.id.value, tranche.part.as_ref());
        let part = part.map(|part| part.value.as_str());
        let amended = tranche.amendments.iter().map(|it| it.amount.value.cents());
        let award = tranche.granted.value.cents() + amended.sum::<i64>() + more.cents();
        let other = Money::from_cents(award)
            .ok_or_else(|| TestCaseError::reject("too much"))
            .and_then(|award| {
                let changed = dossier.with_award(id, &tranche.id.value, part, award);
                changed.map_err(refused_change)
            });
        if let Ok(other) = other
            && let Ok(full) = other.settle_by(&least)
        {
            let saved = best.saved_by_award(id, &tranche.id.value, part, more);
            let saved = saved.map_err(refused)?;
            prop_assert_eq!(saved.cents(), lost(&best) - lost(&full));
        }
    }
    if !dossier.lines().is_empty() {
        let lines = dossier.lines();
        let row = draw.below(lines.len());
        let (id, amount) = (lines.id(row), lines.amount(row));
        let id = &*id;
        // The kind of a cost of nothing and below it is another; notes have the amount that their line lets them.
        let corrected = asked
            .case
            .lines
            .iter()
            .any(|it| it.corrects.as_deref() == Some(id));
        if corrected || lines.corrects(row).is_some() || !lines.vat_compensable(row).is_zero() {
            return Ok(());
        }
        let other = amount
            .checked_add(more)
            .and_then(|amount| dossier.with_amounts([(id, amount)]).ok());
        if let Some(other) = other
            && let Ok(full) = other.settle_by(&least)
        {
            let saved = best.saved_by_cost(id, more);
            let saved = saved.map_err(refused)?;
            prop_assert_eq!(
                saved.cents(),
                lost(&best) - lost(&full),
                "{} of {}",
                more,
                id
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn a_what_if_is_what_a_full_run_gives(
        asked in asked(),
        choices in proptest::collection::vec(any::<u32>(), 0..80),
    ) {
        same_as_in_full(&asked, choices)?;
        let (kept, all) = (KEPT.load(Ordering::Relaxed), ALL.load(Ordering::Relaxed));
        prop_assert!(all < 100 || kept * 2 > all, "{kept} of {all} by kept classes");
    }

    #[test]
    fn what_an_award_or_cost_saves_is_the_difference_of_full_runs(
        asked in asked(),
        choices in proptest::collection::vec(any::<u32>(), 0..80),
    ) {
        saved(&asked, choices)?;
    }
}

/// A judgement on a line with a booking of nothing on a grant that pays other lines of nothing.
#[test]
fn a_line_that_is_judged_apart_leaves_its_kinds_piece_by_piece() {
    let scheme = "format = 1\nscheme = { id = \"s\", title = \"t\", funder = \"f\", funder_group = \"rijk\", \
        legal_basis = { title = \"b\" } }\n[[versions]]\nfrom = 1900-01-01\n\
        unit = { period = \"calendar-year\", status = \"agreement\" }\n\
        window = { rule = \"tranche-year\", status = \"agreement\" }\n\
        eligible = { rule = \"any\", status = \"agreement\" }\n\
        unspent = { rule = \"refund\", status = \"agreement\" }\n";
    let mut schemes = Schemes::empty();
    schemes.insert_toml("s.toml", scheme).expect("a scheme");
    let year = Period::year(2024).expect("a year");
    let mut builder = DossierBuilder::new("d", "h", vec![2024]);
    for id in ["a", "b", "c"] {
        let tranche = Tranche::new("t", Money::ZERO).year(2024);
        builder = builder.grant(Grant::new(id, "s").tranche(tranche));
    }
    let booking: Booking = "c:95%;b:5%;a:0%".parse().expect("a booking");
    let cents = |cents| Money::from_cents(cents).expect("few");
    let dossier = builder
        .line(CostLine::new("L1", year, cents(100)).booked(booking))
        .line(CostLine::new("L2", year, cents(1)).on("c"))
        .line(CostLine::new("L3", year, Money::ZERO).on("a"))
        .build(&schemes)
        .expect("a dossier");
    let best = dossier
        .settle_by(&Method::least_refund())
        .expect("a settlement");
    let judged = dossier.with_preference("c", Some(1)).expect("a grant");
    let judged = judged.judge_eligible(EligibleFor::new("a", "memo").line("L1"));
    let what_if = best
        .what_if(&judged.expect("a line"))
        .expect("a settlement");
    assert!(what_if.used_kept_classes());
    assert_eq!(what_if.total(Measure::OwnFunds), cents(101));
}
