//! What the rules that decide on amounts say, in Dutch.

use std::collections::{BTreeMap, BTreeSet};

use super::super::words::{At, joined};
use super::{day, euros};
use crate::scheme::{
    Base, Basis, CarryOver, Ceiling, Condition, Deduction, Eligible, Excess, ExclusiveWith,
    FunderGroup, Limit, Matching, Over, Price, Share, ShareOf, Shifting, Target, Unit, Unspent,
    Until, Window,
};

pub(super) fn unit(rule: Unit) -> String {
    match rule {
        Unit::CalendarYear => "Er wordt per kalenderjaar afgerekend".to_owned(),
        Unit::Term => {
            "Er wordt eenmaal afgerekend, na de laatste dag van de bestedingsperiode".to_owned()
        }
        Unit::Years { years, start } => {
            let last = |first: i16| first.saturating_add(i16::from(years).max(1) - 1);
            let next = last(start).saturating_add(1);
            format!(
                "Er wordt per {years} jaar afgerekend: {start} tot en met {}, {next} tot en met {}, enzovoort",
                last(start),
                last(next)
            )
        }
    }
}

pub(super) fn window(rule: Window) -> String {
    let when = match rule {
        Window::TrancheYear => "in het kalenderjaar van de jaarschijf".to_owned(),
        Window::Period { from, until } => format!("van {} tot en met {}", day(from), day(until)),
        Window::Until(until) => format!("tot en met {}", day(until)),
        Window::Tranche => "in de periode die de beschikking voor de jaarschijf noemt".to_owned(),
        Window::Unit => "van 1 januari van het jaar van de jaarschijf tot en met de laatste dag van de afrekenperiode".to_owned(),
    };
    format!("Het geld mag worden besteed {when}")
}

pub(super) fn eligible(rule: &Eligible) -> String {
    match rule {
        Eligible::Any => "Alle kosten komen in aanmerking".to_owned(),
        Eligible::Goal(goal) => {
            format!("Kosten voor dit doel komen in aanmerking: “{goal}”; een mens beoordeelt dat")
        }
        Eligible::Costs(condition) if condition.only.is_empty() => {
            format!("Alle kosten komen in aanmerking{}", except(condition))
        }
        Eligible::Costs(condition) => format!("In aanmerking komen alleen {}", costs(condition)),
    }
}

/// The costs that meet a condition.
fn costs(condition: &Condition) -> String {
    let only = match condition.matching {
        Matching::All => in_columns(&condition.only, ", en met "),
        Matching::Any => in_columns(&condition.only, ", of met "),
    };
    match only.as_str() {
        "" => format!("alle kosten{}", except(condition)),
        only => format!("kosten met {only}{}", except(condition)),
    }
}

fn except(condition: &Condition) -> String {
    match in_columns(&condition.except, ", of met ").as_str() {
        "" => String::new(),
        except => format!(", behalve die met {except}"),
    }
}

/// “a” of “b” in kolom x.
fn in_columns(columns: &BTreeMap<String, BTreeSet<String>>, between: &str) -> String {
    let columns = columns.iter().map(|(column, values)| {
        let values: Vec<String> = values.iter().map(|value| format!("“{value}”")).collect();
        format!("{} in kolom “{column}”", joined(&values, "of"))
    });
    columns.collect::<Vec<_>>().join(between)
}

pub(super) fn share(rule: Share) -> String {
    let of = match rule.of {
        ShareOf::Line => "elke boekingsregel",
        ShareOf::Total => "alle kosten van het jaar samen",
    };
    format!(
        "De subsidie betaalt hoogstens {} van {of}",
        rule.rate.dutch()
    )
}

pub(super) fn ceiling(at: At<'_>, rule: &Ceiling) -> String {
    let limit = match rule.limit {
        Limit::Amount(amount) => euros(amount),
        Limit::Share(rate, base) => format!("{} van {}", rate.dutch(), award(base)),
    };
    let over = match rule.over {
        Over::Bucket if at.has_parts() => "Per onderdeel van een jaarschijf",
        Over::Bucket | Over::Tranche => "Per jaarschijf",
        Over::Grant => "Voor de hele subsidie",
    };
    let parts: Vec<String> = rule.parts.iter().map(|id| part(at, id)).collect();
    let of_parts = match parts.as_slice() {
        [] => String::new(),
        parts => format!(" voor {}", joined(parts, "en")),
    };
    format!(
        "{over} geldt{of_parts} een plafond van {limit} op {}",
        costs(&rule.costs)
    )
}

fn part(at: At<'_>, id: &str) -> String {
    match at.part(id) {
        Some(title) => format!("onderdeel {id} ({title})"),
        None => format!("onderdeel {id}"),
    }
}

fn award(base: Base) -> &'static str {
    match base {
        Base::Award => "de verlening",
        Base::LastYear => "de verlening voor het laatste jaar van de afrekenperiode",
    }
}

pub(super) fn shifting(rule: Shifting) -> String {
    let inside = |group: bool| if group { " in dezelfde groep" } else { "" };
    match rule {
        Shifting::None => "Geld voor een onderdeel mag niet naar een ander onderdeel".to_owned(),
        Shifting::UpTo { rate, inside_group } => format!(
            "Hoogstens {} van de verlening voor een onderdeel mag in het jaar kosten van een ander onderdeel{} betalen",
            rate.dutch(),
            inside(inside_group)
        ),
        Shifting::Free { inside_group } => format!(
            "Geld voor een onderdeel mag in het jaar zonder grens kosten van een ander onderdeel{} betalen",
            inside(inside_group)
        ),
    }
}

pub(super) fn basis(rule: &Basis) -> &'static str {
    match rule {
        Basis::Realised => "Verdiend is wat werkelijk is besteed",
        Basis::PriceQuantity(_) => {
            "Verdiend is de prijs maal de hoeveelheid, tot hoogstens de verlening; wat is verdiend en niet is besteed, mag de ontvanger houden"
        }
        Basis::FixedSum(_) => {
            "Verdiend is een vast bedrag per object, tot hoogstens de verlening; wat is verdiend en niet is besteed, mag de ontvanger houden"
        }
    }
}

pub(super) fn price(rule: &Price) -> String {
    let from = rule.from.map(|date| format!(" vanaf {}", day(date)));
    format!(
        "{} per {}{}",
        euros(rule.price),
        rule.unit,
        from.unwrap_or_default()
    )
}

pub(super) fn unspent(at: At<'_>, rule: &Unspent) -> String {
    let rest = if at.version.excess.is_none() {
        "; wat daarboven uitkomt, gaat terug"
    } else {
        ""
    };
    let left = if at.earns() {
        "Wat niet is verdiend,"
    } else {
        "Wat niet is besteed,"
    };
    let fate = match rule {
        Unspent::Refund => "gaat terug naar de verstrekker".to_owned(),
        Unspent::ByAgreement => {
            "gaat terug naar de verstrekker, tenzij een afspraak anders zegt".to_owned()
        }
        Unspent::Retain => "mag de ontvanger houden".to_owned(),
        Unspent::Reserve(rate) => {
            format!(
                "gaat naar een reserve van hoogstens {} van de verlening{rest}",
                rate.dutch()
            )
        }
        Unspent::CarryOver(rule) => carry_over(at, rule, rest),
    };
    format!("{left} {fate}")
}

fn carry_over(at: At<'_>, rule: &CarryOver, rest: &str) -> String {
    let (most, rest) = match rule.limit {
        None => (String::new(), ""),
        Some(Limit::Amount(amount)) => (format!(", tot hoogstens {},", euros(amount)), rest),
        Some(Limit::Share(rate, base)) => {
            let together = match base {
                Base::Award => "",
                Base::LastYear => " (één grens voor alle jaarschijven samen)",
            };
            (
                format!(
                    ", tot hoogstens {} van {}{together},",
                    rate.dutch(),
                    award(base)
                ),
                rest,
            )
        }
    };
    let until = match rule.until {
        Until::Date(date) => day(date),
        Until::NextYearEnd => "31 december van het jaar erna".to_owned(),
        Until::NextUnitEnd => "de laatste dag van de volgende afrekenperiode".to_owned(),
    };
    let to = match rule.to {
        _ if !at.has_parts() => "",
        Target::SamePart => " aan hetzelfde onderdeel",
        Target::AnyPart => " aan elk onderdeel",
    };
    let years = rule.tranche_years.as_ref().map(|years| {
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        let (word, years) = (
            if years.len() == 1 {
                "jaarschijf"
            } else {
                "jaarschijven"
            },
            joined(&years, "en"),
        );
        format!(". Dat geldt voor {word} {years}; van andere jaren gaat alles terug")
    });
    format!(
        "mag{most} nog tot en met {until} worden besteed{to}{rest}{}",
        years.unwrap_or_default()
    )
}

pub(super) fn excess(rule: Excess) -> &'static str {
    match rule {
        Excess::Refund => "Wat boven die grens uitkomt, gaat terug naar de verstrekker",
        Excess::Retain => "Wat boven die grens uitkomt, mag de ontvanger houden",
    }
}

pub(super) fn deductions(rule: &BTreeSet<Deduction>) -> String {
    let kinds = rule.iter().map(|kind| match kind {
        Deduction::Income => "eigen inkomsten",
        Deduction::Contribution => "bijdragen van derden",
        Deduction::Vat => "btw die het btw-compensatiefonds vergoedt",
    });
    let kinds: Vec<&str> = kinds.collect();
    format!("Van de kosten gaat af: {}", joined(&kinds, "en"))
}

pub(super) fn exclusive_with(rule: &ExclusiveWith) -> String {
    let schemes: Vec<String> = rule.schemes.iter().map(|id| format!("“{id}”")).collect();
    let named = match schemes.as_slice() {
        [] => None,
        [one] => Some(format!("regeling {one}")),
        more => Some(format!("de regelingen {}", joined(more, "en"))),
    };
    let groups = rule.funder_groups.iter().map(|group| match group {
        FunderGroup::Eu => "een andere regeling van de Europese Unie",
        FunderGroup::Rijk => "een andere regeling van het Rijk",
        FunderGroup::Other => "een andere regeling van een andere Nederlandse overheid",
    });
    let from: Vec<String> = named.into_iter().chain(groups.map(str::to_owned)).collect();
    format!(
        "Een boekingsregel die uit deze regeling wordt betaald, mag niet ook worden betaald uit {}",
        joined(&from, "of")
    )
}
