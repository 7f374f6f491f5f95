//! What the rules that decide on amounts say, in English.

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
        Unit::CalendarYear => "Each calendar year is settled".to_owned(),
        Unit::Term => {
            "There is one settlement, after the last day of the spending window".to_owned()
        }
        Unit::Years { years, start } => {
            let last = |first: i16| first.saturating_add(i16::from(years).max(1) - 1);
            let next = last(start).saturating_add(1);
            format!(
                "Every {years} years are settled together: {start} to {}, {next} to {}, and so on",
                last(start),
                last(next)
            )
        }
    }
}

pub(super) fn window(rule: Window) -> String {
    let when = match rule {
        Window::TrancheYear => "in the calendar year of the tranche".to_owned(),
        Window::Period { from, until } => format!("from {} until {}", day(from), day(until)),
        Window::Until(until) => format!("until {}", day(until)),
        Window::Tranche => "in the period that the award decision states for the tranche".to_owned(),
        Window::Unit => "from 1 January of the tranche's year until the last day of the years that are settled together".to_owned(),
    };
    format!("The money may be spent {when}")
}

pub(super) fn eligible(rule: &Eligible) -> String {
    match rule {
        Eligible::Any => "All costs are eligible".to_owned(),
        Eligible::Goal(goal) => {
            format!("Costs for this aim are eligible: “{goal}”; a person must judge that")
        }
        Eligible::Costs(condition) if condition.only.is_empty() => {
            format!("All costs are eligible{}", except(condition))
        }
        Eligible::Costs(condition) => format!("Eligible are only {}", costs(condition)),
    }
}

/// The costs that meet a condition.
fn costs(condition: &Condition) -> String {
    let only = match condition.matching {
        Matching::All => in_columns(&condition.only, ", and with "),
        Matching::Any => in_columns(&condition.only, ", or with "),
    };
    match only.as_str() {
        "" => format!("all costs{}", except(condition)),
        only => format!("costs with {only}{}", except(condition)),
    }
}

fn except(condition: &Condition) -> String {
    match in_columns(&condition.except, ", or with ").as_str() {
        "" => String::new(),
        except => format!(", except those with {except}"),
    }
}

/// “a” or “b” in column x.
fn in_columns(columns: &BTreeMap<String, BTreeSet<String>>, between: &str) -> String {
    let columns = columns.iter().map(|(column, values)| {
        let values: Vec<String> = values.iter().map(|value| format!("“{value}”")).collect();
        format!("{} in column “{column}”", joined(&values, "or"))
    });
    columns.collect::<Vec<_>>().join(between)
}

pub(super) fn share(rule: Share) -> String {
    let of = match rule.of {
        ShareOf::Line => "each cost line",
        ShareOf::Total => "all costs of the year together",
    };
    format!("The grant pays at most {} of {of}", rule.rate)
}

pub(super) fn ceiling(at: At<'_>, rule: &Ceiling) -> String {
    let limit = match rule.limit {
        Limit::Amount(amount) => euros(amount),
        Limit::Share(rate, base) => format!("{rate} of {}", award(base)),
    };
    let over = match rule.over {
        Over::Bucket if at.has_parts() => "Per part of a tranche",
        Over::Bucket | Over::Tranche => "Per tranche",
        Over::Grant => "For the whole grant",
    };
    let parts: Vec<String> = rule.parts.iter().map(|id| part(at, id)).collect();
    let of_parts = match parts.as_slice() {
        [] => String::new(),
        parts => format!(" for {}", joined(parts, "and")),
    };
    format!(
        "{over} there is a ceiling{of_parts} of {limit} on {}",
        costs(&rule.costs)
    )
}

fn part(at: At<'_>, id: &str) -> String {
    match at.part(id) {
        Some(title) => format!("part {id} ({title})"),
        None => format!("part {id}"),
    }
}

fn award(base: Base) -> &'static str {
    match base {
        Base::Award => "the award",
        Base::LastYear => "the award for the last of the years that are settled together",
    }
}

pub(super) fn shifting(rule: Shifting) -> String {
    let inside = |group: bool| if group { " in the same group" } else { "" };
    match rule {
        Shifting::None => "Money for one part may not go to another part".to_owned(),
        Shifting::UpTo { rate, inside_group } => format!(
            "At most {rate} of the award for a part may pay costs of another part{} in the year",
            inside(inside_group)
        ),
        Shifting::Free { inside_group } => format!(
            "Money for one part may pay costs of another part{} in the year, without a limit",
            inside(inside_group)
        ),
    }
}

pub(super) fn basis(rule: &Basis) -> &'static str {
    match rule {
        Basis::Realised => "Earned is what was really spent",
        Basis::PriceQuantity(_) => {
            "Earned is price times quantity, at most the award; what is earned and not spent is the holder's to keep"
        }
        Basis::FixedSum(_) => {
            "Earned is a fixed sum per object, at most the award; what is earned and not spent is the holder's to keep"
        }
    }
}

pub(super) fn price(rule: &Price) -> String {
    let from = rule.from.map(|date| format!(" from {}", day(date)));
    format!(
        "{} per {}{}",
        euros(rule.price),
        rule.unit,
        from.unwrap_or_default()
    )
}

pub(super) fn unspent(at: At<'_>, rule: &Unspent) -> String {
    let rest = if at.version.excess.is_none() {
        "; what is above that goes back"
    } else {
        ""
    };
    let left = if at.earns() {
        "What is not earned"
    } else {
        "What is not spent"
    };
    let fate = match rule {
        Unspent::Refund => " goes back to the funder".to_owned(),
        Unspent::ByAgreement => {
            " goes back to the funder, unless an agreement says otherwise".to_owned()
        }
        Unspent::Retain => " is the holder's to keep".to_owned(),
        Unspent::Reserve(rate) => {
            format!(" goes to a reserve of at most {rate} of the award{rest}")
        }
        Unspent::CarryOver(rule) => carry_over(at, rule, rest),
    };
    format!("{left}{fate}")
}

fn carry_over(at: At<'_>, rule: &CarryOver, rest: &str) -> String {
    let (most, rest) = match rule.limit {
        None => (String::new(), ""),
        Some(Limit::Amount(amount)) => (format!(", up to {},", euros(amount)), rest),
        Some(Limit::Share(rate, base)) => {
            let together = match base {
                Base::Award => "",
                Base::LastYear => " (one limit for all tranches together)",
            };
            (
                format!(", up to {rate} of {}{together},", award(base)),
                rest,
            )
        }
    };
    let until = match rule.until {
        Until::Date(date) => day(date),
        Until::NextYearEnd => "31 December of the year after".to_owned(),
        Until::NextUnitEnd => "the last day of the next years that are settled together".to_owned(),
    };
    let to = match rule.to {
        _ if !at.has_parts() => "",
        Target::SamePart => " on the same part",
        Target::AnyPart => " on any part",
    };
    let years = rule.tranche_years.as_ref().map(|years| {
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        let (word, years) = (
            if years.len() == 1 {
                "tranche"
            } else {
                "tranches"
            },
            joined(&years, "and"),
        );
        format!(". That holds for {word} {years}; of other years all goes back")
    });
    format!(
        "{most} may still be spent until {until}{to}{rest}{}",
        years.unwrap_or_default()
    )
}

pub(super) fn excess(rule: Excess) -> &'static str {
    match rule {
        Excess::Refund => "What is above that limit goes back to the funder",
        Excess::Retain => "What is above that limit is the holder's to keep",
    }
}

pub(super) fn deductions(rule: &BTreeSet<Deduction>) -> String {
    let kinds = rule.iter().map(|kind| match kind {
        Deduction::Income => "income of the holder",
        Deduction::Contribution => "contributions of third parties",
        Deduction::Vat => "VAT that the VAT compensation fund pays",
    });
    let kinds: Vec<&str> = kinds.collect();
    format!("Taken off the costs: {}", joined(&kinds, "and"))
}

pub(super) fn exclusive_with(rule: &ExclusiveWith) -> String {
    let schemes: Vec<String> = rule.schemes.iter().map(|id| format!("“{id}”")).collect();
    let named = match schemes.as_slice() {
        [] => None,
        [one] => Some(format!("scheme {one}")),
        more => Some(format!("the schemes {}", joined(more, "and"))),
    };
    let groups = rule.funder_groups.iter().map(|group| match group {
        FunderGroup::Eu => "another scheme of the European Union",
        FunderGroup::Rijk => "another scheme of the Dutch state",
        FunderGroup::Other => "another scheme of another Dutch public body",
    });
    let from: Vec<String> = named.into_iter().chain(groups.map(str::to_owned)).collect();
    format!(
        "A cost line that this scheme pays may not also be paid by {}",
        joined(&from, "or")
    )
}
