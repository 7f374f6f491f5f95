//! Every rule of the language on top of a dossier drawn at random, through the builders of the library.

use koers_core::dossier::QuantityLine;
use koers_core::money::{Money, Quantity};
use koers_core::scheme::{
    Base, Basis, CarryOver, Ceiling, Citation, Condition, Deduction, Eligible, Excess,
    ExclusiveWith, FunderGroup, Limit, Over, Part, Price, Scheme, Share, Shifting, Target, Unit,
    Unspent, Until, Version, Window,
};
use proptest::prelude::*;

use super::cases::{Case, cases};
use super::draw::{Draw, money};
use super::schemes::draw_rate;

/// Dossiers under every rule.
pub(crate) fn rich_cases() -> impl Strategy<Value = Case> {
    let choices = proptest::collection::vec(any::<u32>(), 0..400);
    (cases(), choices).prop_map(|(mut case, choices)| {
        // The line that fills the dossier up to the bound leaves no amount to what is earned.
        case.lines.retain(|line| line.id != "FILL");
        decorate(&mut case, &mut Draw::new(choices.clone()));
        case.rich = Some(choices);
        case
    })
}

const PARTS: [&str; 4] = ["p0", "p1", "h", "unknown"];
const KINDS: [&str; 3] = ["staff", "rent", "overhead"];

/// Fixes some lines, and lets some correct another.
fn link(case: &mut Case, draw: &mut Draw) {
    let mut corrected = vec![false; case.lines.len()];
    for at in 0..case.lines.len() {
        case.lines[at].fixed = draw.chance(10);
        let to = draw.below(case.lines.len());
        let (note, line) = (&case.lines[at], &case.lines[to]);
        let opposite = note.amount.cents().signum() * line.amount.cents().signum() <= 0;
        let sound = at != to && opposite && note.kind == line.kind && line.corrects.is_none();
        if sound && !corrected[at] && draw.chance(50) {
            corrected[to] = true;
            let id = case.lines[to].id.clone();
            case.lines[at].corrects = Some(id);
        } else if !corrected[at] && draw.chance(5) {
            case.lines[at].corrects = Some("none".to_owned());
        }
    }
}

/// Gives lines a kind, VAT and dimensions, and grants quantities, units and reserves.
pub(crate) fn decorate(case: &mut Case, draw: &mut Draw) {
    for line in &mut case.lines {
        if draw.chance(40) {
            line.dimensions
                .push(("part".to_owned(), draw.pick(&PARTS).to_owned()));
        }
        if draw.chance(60) {
            line.dimensions
                .push(("sort".to_owned(), draw.pick(&KINDS).to_owned()));
        }
        let kind = draw.below(10);
        *line = match kind {
            7 if line.amount.cents() > 0 => line.clone().income(),
            8 => line.clone().contribution(),
            9 => {
                let vat = line.amount.cents() / i64::try_from(1 + draw.below(6)).expect("few");
                line.clone().vat_compensable(money(vat))
            }
            _ => continue,
        };
    }
    link(case, draw);
    let years = case.years.clone();
    for grant in &mut case.grants {
        if draw.chance(20) {
            *grant = grant.clone().reserve(draw.amount());
        }
        for tranche in &mut grant.tranches {
            if draw.chance(20) {
                let most = Quantity::from_units(i64::try_from(draw.below(20)).expect("few"));
                *tranche = tranche.clone().units("u", most.expect("few"));
            }
        }
        for _ in 0..draw.below(3) {
            let millionths = draw.pick(&[1_000_000, 2_500_000, 333_333, 40_000_000, -1_000_000]);
            let quantity = Quantity::from_millionths(millionths).expect("few");
            let day = koers_core::Period::day({
                let year = draw.pick(&years);
                draw.day_of(year)
            });
            let id = grant.id.value.clone();
            case.quantities
                .push(QuantityLine::new(id, day, "u", quantity));
        }
    }
}

/// Adds rules to every version of a scheme.
pub(crate) fn enrich(scheme: &mut Scheme, draw: &mut Draw, years: &[i16]) {
    if !scheme.parts.is_empty() {
        for part in &mut scheme.parts {
            part.group = draw.chance(60).then(|| "h".to_owned());
        }
        let group = Part::new("h", "A group", Citation::text("art. 1"));
        scheme.parts.push(group);
    }
    let parts = !scheme.parts.is_empty();
    let by_quantity = draw.chance(30);
    for version in &mut scheme.versions {
        if by_quantity {
            let price = Price::new(
                "u",
                Money::from_cents(draw.pick(&[100, 33, 1])).expect("few"),
            );
            let prices = vec![cite().on(price)];
            let basis = match draw.below(2) {
                0 => Basis::PriceQuantity(prices),
                _ => Basis::FixedSum(prices),
            };
            version.basis = Some(cite().on(basis));
        } else {
            // A price that earns nothing, so that every quantity has one.
            let free = Price::new("u", Money::ZERO);
            if draw.chance(20) {
                version.basis = Some(cite().on(Basis::Realised));
            }
            version.basis = match version.basis.take() {
                None => Some(cite().on(Basis::PriceQuantity(vec![cite().on(free)]))),
                realised => realised,
            };
        }
        enrich_version(version, draw, years, parts);
    }
}

fn cite() -> Citation {
    Citation::text("art. 1")
}

fn enrich_version(version: &mut Version, draw: &mut Draw, years: &[i16], parts: bool) {
    if version.window.rule == Window::TrancheYear && draw.chance(30) {
        version.window.rule = Window::Unit;
        version.unit.rule = Unit::Years {
            years: draw.pick(&[2, 3, 4]),
            start: years[0],
        };
    }
    if draw.chance(40) {
        version.eligible.rule = Eligible::Costs(condition(draw));
    }
    version.share = draw.chance(30).then(|| {
        let rate = draw_rate(draw);
        cite().on(match draw.below(2) {
            0 => Share::of_line(rate),
            _ => Share::of_total(rate),
        })
    });
    for at in 0..draw.pick(&[0, 0, 1, 1, 2, 3]) {
        let limit = match draw.below(2) {
            0 => Limit::Amount(draw.amount()),
            _ => Limit::Share(draw_rate(draw), Base::Award),
        };
        let over = draw.pick(&[Over::Bucket, Over::Tranche, Over::Grant]);
        let mut ceiling = Ceiling::new(format!("c{at}"), limit).over(over);
        if draw.chance(60) {
            ceiling = ceiling.costs(condition(draw));
        }
        if parts && draw.chance(40) {
            ceiling = ceiling.part(draw.pick(&["p0", "h"]));
        }
        version.ceilings.push(cite().on(ceiling));
    }
    version.shifting = (parts && draw.chance(60)).then(|| {
        let inside_group = draw.chance(40);
        let rate = draw_rate(draw);
        cite().on(match draw.below(3) {
            0 => Shifting::None,
            1 => Shifting::UpTo { rate, inside_group },
            _ => Shifting::Free { inside_group },
        })
    });
    if draw.chance(50) {
        version.unspent.rule = match draw.below(5) {
            0 => Unspent::Retain,
            1 => Unspent::Reserve(draw_rate(draw)),
            2 => Unspent::CarryOver(
                CarryOver::until(Until::NextUnitEnd)
                    .limit(Limit::Share(draw_rate(draw), Base::LastYear)),
            ),
            3 => Unspent::CarryOver(CarryOver::until(Until::NextYearEnd).to(Target::AnyPart)),
            _ => Unspent::CarryOver(
                CarryOver::until(Until::NextYearEnd).tranche_year(draw.pick(years)),
            ),
        };
    }
    version.excess = draw.chance(30).then(|| {
        let rule = draw.pick(&[Excess::Refund, Excess::Retain]);
        cite().on(rule)
    });
    version.deductions = draw.chance(40).then(|| {
        let kinds = [Deduction::Income, Deduction::Contribution, Deduction::Vat];
        let first = draw.below(3);
        cite().on(kinds.into_iter().skip(first).collect())
    });
    version.exclusive_with = draw.chance(25).then(|| {
        let exclusive = ExclusiveWith::new();
        cite().on(match draw.below(2) {
            0 => exclusive.scheme("scheme-0"),
            _ => exclusive.funder_group(FunderGroup::Rijk),
        })
    });
}

pub(crate) fn condition(draw: &mut Draw) -> Condition {
    let mut costs = Condition::new();
    if draw.chance(60) {
        costs = costs.only("sort", [draw.pick(&KINDS), "rent"]);
    }
    if draw.chance(40) {
        costs = costs.only("theme", ["sport"]);
    }
    if draw.chance(40) || costs.is_empty() {
        costs = costs.except("sort", [draw.pick(&KINDS)]);
    }
    if draw.chance(30) { costs.any() } else { costs }
}
