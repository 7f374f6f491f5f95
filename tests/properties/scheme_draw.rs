//! Schemes drawn at random, built in code: sound ones with every rule there is, and ones with faults in them.

use std::collections::BTreeSet;

use koers_core::Date;
use koers_core::money::Rate;
use koers_core::scheme::{
    Advance, Base, Basis, CarryOver, Ceiling, Citation, Cited, Condition, Day, Deadline, Deduction,
    Duty, DutyKind, Eligible, Excess, ExclusiveWith, FunderGroup, LegalBasis, Limit, Over, Part,
    Price, RefundTerm, RefundTermKind, Scheme, Share, Shifting, Target, Unit, Unspent, Until,
    Version, Window,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::draw::Draw;

/// Texts that a printer may stumble over.
const TEXTS: [&str; 16] = [
    "art. 1",
    "€ 50.000 per tranche",
    "\"twee\" aanhalingstekens",
    "'enkel' en \"dubbel\"",
    "'''",
    "\"\"\"",
    "c:\\pad\\",
    "\\u0041",
    "# geen commentaar",
    "a = [1, 2]",
    " rand ",
    "\u{5E9}\u{5DC}\u{5D5}\u{5DD} omgekeerd",
    "één \u{1F600}",
    "{x}",
    "10 %",
    "2024-01-01",
];

/// Dimensions of cost lines, which are keys in a file.
const DIMENSIONS: [&str; 7] = ["category", "Soort kosten", "a.b", "\"", "part", "é", "2024"];

/// A scheme that has no errors.
pub(crate) fn sound() -> impl Strategy<Value = Scheme> {
    vec(any::<u32>(), 0..600).prop_map(|choices| scheme(&mut Draw::new(choices)))
}

/// The simplest one.
pub(crate) fn plain() -> Scheme {
    scheme(&mut Draw::new(Vec::new()))
}

/// A scheme with faults in it, mostly.
pub(crate) fn any_scheme() -> impl Strategy<Value = Scheme> {
    (vec(any::<u32>(), 0..400), vec(any::<u32>(), 1..40)).prop_map(|(choices, faults)| {
        let mut scheme = scheme(&mut Draw::new(choices));
        let mut draw = Draw::new(faults);
        for _ in 0..draw.below(4) {
            crate::scheme_faults::fault(&mut scheme, &mut draw);
        }
        scheme
    })
}

fn text(draw: &mut Draw) -> String {
    draw.pick(&TEXTS).to_owned()
}

fn cited<T>(draw: &mut Draw, rule: T) -> Cited<T> {
    citation(draw).on(rule)
}

fn citation(draw: &mut Draw) -> Citation {
    let text = text(draw);
    let citation = match draw.below(4) {
        0 | 1 => Citation::text(text),
        2 => Citation::secondary(text),
        _ => Citation::agreement(),
    };
    if draw.chance(30) {
        citation.note(self::text(draw))
    } else {
        citation
    }
}

fn rate(draw: &mut Draw) -> Rate {
    let ppm = match draw.below(4) {
        0 => draw.pick(&[0, 1_000_000, 500_000, 175_000]),
        _ => draw.next() % 1_000_001,
    };
    Rate::from_ppm(ppm).expect("at most the whole")
}

fn date(draw: &mut Draw) -> Date {
    draw.day(&[2020, 2030])
}

fn scheme(draw: &mut Draw) -> Scheme {
    let mut basis = LegalBasis::new(text(draw));
    if draw.chance(50) {
        basis = basis.reference(text(draw)).link("https://example.org/?a=b");
    }
    let group = draw.pick(&[FunderGroup::Rijk, FunderGroup::Eu, FunderGroup::Other]);
    let mut scheme = Scheme::new(
        draw.pick(&["eigen", "spuk-iza", "A.1_b"]),
        text(draw),
        text(draw),
        group,
        basis,
    );
    if draw.chance(30) {
        scheme = scheme.title_en(text(draw));
    }
    if draw.chance(20) {
        scheme = scheme.draft();
    }
    for _ in 0..draw.below(3) {
        scheme = scheme.not_modelled(text(draw), text(draw));
    }
    let parts = parts(draw);
    let ids: Vec<String> = parts.iter().map(|part| part.id.clone()).collect();
    scheme.parts = parts;
    let mut from = draw.day(&[2020]);
    let mut published: Option<Date> = None;
    for at in 0..=draw.below(3) {
        let mut version = version(draw, from, &ids);
        if at > 0 && draw.chance(25) {
            // With effect back in time: the same first day, published later.
            let last = scheme.versions.last().expect("at least one");
            let after = published.unwrap_or(last.from).next_day().expect("a day");
            version.from = last.from;
            version.published = Some(after);
            published = version.published;
        } else {
            published = draw.chance(40).then(|| date(draw));
            version.published = published;
        }
        // A version ends before the next begins, which is at least a year later.
        version.until = draw
            .chance(30)
            .then(|| from.plus_weeks(u16::try_from(draw.below(52)).expect("weeks")))
            .flatten();
        scheme = scheme.version(version);
        from = from
            .plus_weeks(53 + u16::try_from(draw.below(60)).expect("weeks"))
            .expect("before 2199");
    }
    scheme
}

/// Parts whose groups are parts before them, so that they form no cycle.
fn parts(draw: &mut Draw) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for at in 0..draw.below(6) {
        let mut part = Part::new(format!("p{at}"), text(draw), citation(draw));
        if at > 0 && draw.chance(60) {
            part = part.group(format!("p{}", draw.below(at)));
        }
        parts.push(part);
    }
    draw.shuffle(&mut parts);
    parts
}

fn version(draw: &mut Draw, from: Date, parts: &[String]) -> Version {
    let unit = match draw.below(3) {
        0 => Unit::CalendarYear,
        1 => Unit::Term,
        _ => Unit::Years {
            years: draw.pick(&[2, 4, 50]),
            start: draw.pick(&[2019, 1900, 2199]),
        },
    };
    let window = window(draw);
    let eligible = match draw.below(3) {
        0 => Eligible::Any,
        1 => Eligible::Goal(text(draw)),
        _ => Eligible::Costs(condition(draw, 1)),
    };
    let unspent = unspent(draw);
    let mut version = Version::new(
        from,
        cited(draw, unit),
        cited(draw, window),
        cited(draw, eligible),
        cited(draw, unspent),
    );
    if draw.chance(30) {
        version = version.text(text(draw));
    }
    if draw.chance(40) {
        let rate = rate(draw);
        let share = draw.pick(&[Share::of_line(rate), Share::of_total(rate)]);
        version = version.share(cited(draw, share));
    }
    for at in 0..draw.below(4) {
        let name = format!("{} {at}", text(draw));
        let ceiling = ceiling(draw, &name, parts);
        version = version.ceiling(cited(draw, ceiling));
    }
    if draw.chance(40) {
        let inside_group = draw.chance(50);
        let rate = rate(draw);
        let shifting = draw.pick(&[
            Shifting::None,
            Shifting::UpTo { rate, inside_group },
            Shifting::Free { inside_group },
        ]);
        version = version.shifting(cited(draw, shifting));
    }
    if draw.chance(50) {
        let basis = basis(draw);
        version = version.basis(cited(draw, basis));
    }
    if draw.chance(40) {
        let excess = draw.pick(&[Excess::Refund, Excess::Retain]);
        version = version.excess(cited(draw, excess));
    }
    let version = others(draw, version);
    facts(draw, version)
}

fn others(draw: &mut Draw, mut version: Version) -> Version {
    if draw.chance(40) {
        let mut kinds: BTreeSet<Deduction> = BTreeSet::new();
        kinds.insert(Deduction::WORDS[draw.below(3)].1);
        kinds.insert(Deduction::WORDS[draw.below(3)].1);
        version = version.deductions(cited(draw, kinds));
    }
    if draw.chance(30) {
        let mut rule = ExclusiveWith::new();
        if draw.chance(60) {
            rule = rule.scheme("spuk-iza").scheme("regio-deal");
        }
        if rule.schemes.is_empty() || draw.chance(40) {
            rule = rule.funder_group(FunderGroup::WORDS[draw.below(3)].1);
        }
        version = version.exclusive_with(cited(draw, rule));
    }
    if draw.chance(30) {
        let amount = draw.amount();
        version = version.maximum(cited(draw, amount));
    }
    version
}

fn facts(draw: &mut Draw, mut version: Version) -> Version {
    if draw.chance(40) {
        let advance = if draw.chance(50) {
            // Twelve parts that together are at most the whole.
            Advance::Months(std::array::from_fn(|_| {
                Rate::from_ppm(draw.next() % 83_334).expect("a part")
            }))
        } else {
            Advance::Share(rate(draw))
        };
        version = version.advance(cited(draw, advance));
    }
    for _ in 0..draw.below(3) {
        let kind = RefundTermKind::WORDS[draw.below(6)].1;
        let mut term = RefundTerm::new(kind);
        term.deadline = deadline(draw);
        if kind == RefundTermKind::Limitation {
            term = term.years(draw.pick(&[5, 1, 100]));
        }
        version = version.refund_term(cited(draw, term));
    }
    for _ in 0..draw.below(3) {
        let mut duty = Duty::new(DutyKind::WORDS[draw.below(3)].1);
        duty.deadline = deadline(draw);
        version = version.duty(cited(draw, duty));
    }
    version
}

fn deadline(draw: &mut Draw) -> Option<Deadline> {
    if draw.chance(40) {
        return None;
    }
    let day = if draw.chance(50) {
        let (month, day) = draw.pick(&[(7, 15), (2, 28), (12, 31), (1, 1)]);
        Day::NextYear { month, day }
    } else {
        Day::Date(date(draw))
    };
    Some(Deadline::on(day).weeks(draw.pick(&[0, 37, 520])))
}

fn window(draw: &mut Draw) -> Window {
    match draw.below(5) {
        0 => Window::TrancheYear,
        1 => Window::Tranche,
        2 => Window::Unit,
        3 => Window::Until(date(draw)),
        _ => {
            let (a, b) = (date(draw), date(draw));
            Window::Period {
                from: a.min(b),
                until: a.max(b),
            }
        }
    }
}

fn values(draw: &mut Draw) -> Vec<String> {
    (0..=draw.below(3)).map(|_| text(draw)).collect()
}

/// A condition on at least so many dimensions.
fn condition(draw: &mut Draw, least: usize) -> Condition {
    let mut condition = Condition::new();
    for at in 0..least + draw.below(3) {
        let (dimension, values) = (draw.pick(&DIMENSIONS), values(draw));
        condition = if at % 2 == 0 {
            condition.only(dimension, values)
        } else {
            condition.except(dimension, values)
        };
    }
    if draw.chance(30) {
        condition = condition.any();
    }
    condition
}

fn limit(draw: &mut Draw, bases: &[Base]) -> Limit {
    if draw.chance(50) {
        Limit::Amount(draw.amount())
    } else {
        Limit::Share(rate(draw), draw.pick(bases))
    }
}

fn ceiling(draw: &mut Draw, name: &str, parts: &[String]) -> Ceiling {
    let mut ceiling = Ceiling::new(name, limit(draw, &[Base::Award]));
    ceiling = ceiling.over(Over::WORDS[draw.below(3)].1);
    if !parts.is_empty() && draw.chance(50) {
        ceiling = ceiling.part(draw.pick(parts));
    }
    if draw.chance(50) {
        ceiling = ceiling.costs(condition(draw, 0));
    }
    ceiling
}

fn basis(draw: &mut Draw) -> Basis {
    if draw.chance(30) {
        return Basis::Realised;
    }
    let mut prices = Vec::new();
    for at in 0..=draw.below(3) {
        let mut price = Price::new(format!("{} {at}", text(draw)), draw.amount());
        if draw.chance(50) {
            price = price.from(date(draw));
        }
        prices.push(cited(draw, price));
    }
    if draw.chance(50) {
        Basis::PriceQuantity(prices)
    } else {
        Basis::FixedSum(prices)
    }
}

fn unspent(draw: &mut Draw) -> Unspent {
    match draw.below(6) {
        0 => Unspent::Refund,
        1 => Unspent::ByAgreement,
        2 => Unspent::Retain,
        3 => Unspent::Reserve(rate(draw)),
        _ => {
            let until = match draw.below(3) {
                0 => Until::NextYearEnd,
                1 => Until::NextUnitEnd,
                _ => Until::Date(date(draw)),
            };
            let mut carry = CarryOver::until(until);
            if draw.chance(60) {
                carry = carry.limit(limit(draw, &[Base::Award, Base::LastYear]));
            }
            if draw.chance(30) {
                carry = carry.to(Target::AnyPart);
            }
            for _ in 0..draw.below(3) {
                carry = carry.tranche_year(draw.pick(&[2020, 2023, 1900, 2199]));
            }
            Unspent::CarryOver(carry)
        }
    }
}
