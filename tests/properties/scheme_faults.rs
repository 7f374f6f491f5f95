//! Faults put into a scheme that was sound.

use koers_core::Date;
use koers_core::money::{Money, Rate};
use koers_core::scheme::{
    Advance, Base, Basis, CarryOver, Ceiling, Citation, Condition, Day, Deadline, Duty, DutyKind,
    Eligible, ExclusiveWith, Limit, Part, Price, RefundTerm, RefundTermKind, Scheme, Unit, Unspent,
    Until, Version, Window,
};

use crate::draw::Draw;

/// The largest amount, owed.
const OWED: Money = Money::MIN;

/// Texts that are none.
const MALFORMED: [&str; 4] = ["", "  ", "a\nb", "\u{0}"];

/// Puts one fault into a scheme, or changes something that is no fault.
pub(crate) fn fault(scheme: &mut Scheme, draw: &mut Draw) {
    match draw.below(12) {
        0 => scheme.id = draw.pick(&["", "a b", "é", "-a", "x"]).to_owned(),
        1 => scheme.title = draw.pick(&MALFORMED).to_owned(),
        2 => {
            scheme.legal_basis.link = Some(draw.pick(&MALFORMED).to_owned());
        }
        3 => scheme.versions.reverse(),
        4 => {
            let copy = scheme.versions.first().cloned();
            scheme.versions.extend(copy);
        }
        5 => scheme.versions.clear(),
        6 | 7 => part(scheme, draw),
        _ => {
            let versions = scheme.versions.len();
            if let Some(version) = scheme.versions.get_mut(draw.below(versions)) {
                in_version(version, draw);
            }
        }
    }
}

fn part(scheme: &mut Scheme, draw: &mut Draw) {
    let parts = scheme.parts.len();
    match draw.below(5) {
        0 => scheme
            .parts
            .push(Part::new("p0", "dubbel?", Citation::agreement())),
        1 => scheme
            .parts
            .push(Part::new("a b", "", Citation::agreement())),
        _ => {
            if let Some(part) = scheme.parts.get_mut(draw.below(parts)) {
                part.group = Some(format!("p{}", draw.below(parts + 1)));
            }
        }
    }
}

fn in_version(version: &mut Version, draw: &mut Draw) {
    let (early, late) = (day(1900), day(2199));
    let other = Citation::secondary("art. 2");
    match draw.below(24) {
        0 => version.until = Some(draw.pick(&[early, late])),
        1 => version.published = Some(draw.pick(&[early, late])),
        2 => version.from = draw.pick(&[early, late]),
        3 => version.text = Some("\t".to_owned()),
        4 => version.unit.citation.article = None,
        5 => {
            version.unit.rule = Unit::Years {
                years: draw.pick(&[4, 1, 51, 0]),
                start: draw.pick(&[i16::MIN, i16::MAX, 0, 2019]),
            };
        }
        6 => {
            version.window.rule = Window::Period {
                from: late,
                until: early,
            };
        }
        7 => version.eligible.rule = Eligible::Costs(Condition::new()),
        8 => {
            let condition = Condition::new();
            version.eligible.rule = Eligible::Costs(match draw.below(3) {
                0 => condition.only("", ["a"]),
                1 => condition.except("x", [""; 0]),
                _ => condition.except("x", ["a\nb"]),
            });
        }
        9 => {
            let amount = |amount: Money| Limit::Amount(amount);
            let ceiling = match draw.below(3) {
                0 => Ceiling::new("\n", amount(Money::MAX)),
                1 => Ceiling::new("x", amount(OWED)),
                _ => Ceiling::new("x", amount(Money::MAX)).part("nergens"),
            };
            *version = version.clone().ceiling(other.on(ceiling));
        }
        10 => {
            let rate = Rate::from_ppm(1).expect("a rate");
            let ceiling = Ceiling::new("x", Limit::Share(rate, Base::LastYear));
            *version = version.clone().ceiling(other.on(ceiling));
        }
        11 => {
            let copy = version.ceilings.first().cloned();
            version.ceilings.extend(copy);
        }
        12 => version.basis = Some(other.on(Basis::FixedSum(Vec::new()))),
        13 => {
            let amount = draw.pick(&[OWED, Money::ZERO]);
            let price = || Citation::agreement().on(Price::new("uur", amount).from(late));
            let prices = (0..=draw.below(2)).map(|_| price()).collect();
            version.basis = Some(other.on(Basis::PriceQuantity(prices)));
        }
        14 => {
            let carry = CarryOver::until(Until::NextYearEnd);
            version.unspent.rule = Unspent::CarryOver(match draw.below(3) {
                0 => carry.tranche_year(i16::MIN),
                1 => carry.tranche_year(i16::MAX),
                _ => carry.limit(Limit::Amount(OWED)),
            });
        }
        15 => {
            let mut carry = CarryOver::until(Until::Date(early));
            carry.tranche_years = Some(std::collections::BTreeSet::new());
            version.unspent.rule = Unspent::CarryOver(carry);
        }
        16 => version.exclusive_with = Some(other.on(ExclusiveWith::new())),
        17 => {
            version.exclusive_with = Some(other.on(ExclusiveWith::new().scheme("é")));
        }
        18 => version.maximum = Some(other.on(OWED)),
        19 => {
            let whole = Rate::from_ppm(1_000_000).expect("the whole");
            version.advance = Some(other.on(Advance::Months([whole; 12])));
        }
        20 => version.deductions = Some(other.on(std::collections::BTreeSet::new())),
        21 => {
            let day = draw.pick(&[29, 28]);
            let day = Deadline::on(Day::NextYear { month: 2, day }).weeks(draw.pick(&[521, 520]));
            let duty = Duty::new(DutyKind::Approval).by(day);
            *version = version.clone().duty(other.on(duty));
        }
        22 => {
            let term = RefundTerm::new(RefundTermKind::Must).years(1);
            *version = version.clone().refund_term(other.on(term));
        }
        _ => {
            let term = RefundTerm::new(RefundTermKind::Limitation);
            *version = version.clone().refund_term(other.on(term));
        }
    }
}

fn day(year: i16) -> Date {
    Date::first_of_year(year).expect("a year that dates can have")
}
