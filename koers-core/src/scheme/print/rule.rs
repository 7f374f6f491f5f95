//! The keys of each rule, without its citation.
#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "all printers have one shape"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Result;

use super::toml::Toml;
use crate::scheme::{
    Advance, Base, Basis, CarryOver, Ceiling, Condition, Day, Deadline, Deduction, Duty, Eligible,
    Excess, ExclusiveWith, FunderGroup, Limit, Matching, Over, Price, RefundTerm, Share, Shifting,
    Target, Unit, Unspent, Until, Window,
};

pub(super) fn unit(toml: &mut Toml, unit: &Unit) -> Result {
    match *unit {
        Unit::CalendarYear => toml.text("period", "calendar-year"),
        Unit::Term => toml.text("period", "term"),
        Unit::Years { years, start } => {
            toml.text("period", "years")?;
            toml.int("years", years.into())?;
            toml.int("start", start.into())
        }
    }
}

pub(super) fn window(toml: &mut Toml, window: &Window) -> Result {
    match *window {
        Window::TrancheYear => toml.text("rule", "tranche-year"),
        Window::Tranche => toml.text("rule", "tranche"),
        Window::Unit => toml.text("rule", "unit"),
        Window::Period { from, until } => {
            toml.text("rule", "period")?;
            toml.date("from", from)?;
            toml.date("until", until)
        }
        Window::Until(until) => {
            toml.text("rule", "until")?;
            toml.date("until", until)
        }
    }
}

pub(super) fn eligible(toml: &mut Toml, eligible: &Eligible) -> Result {
    match eligible {
        Eligible::Any => toml.text("rule", "any"),
        Eligible::Goal(goal) => {
            toml.text("rule", "goal")?;
            toml.text("goal", goal)
        }
        Eligible::Costs(costs) => {
            toml.text("rule", "costs")?;
            condition(toml, costs)
        }
    }
}

pub(crate) fn condition(toml: &mut Toml, condition: &Condition) -> Result {
    values(toml, "only", &condition.only)?;
    values(toml, "except", &condition.except)?;
    match condition.matching {
        Matching::All => Ok(()),
        Matching::Any => toml.text("match", Matching::Any.as_str()),
    }
}

fn values(toml: &mut Toml, key: &str, by: &BTreeMap<String, BTreeSet<String>>) -> Result {
    if by.is_empty() {
        return Ok(());
    }
    toml.inline(key, |table| {
        by.iter().try_for_each(|(dimension, values)| {
            table.texts(dimension, values.iter().map(String::as_str))
        })
    })
}

pub(super) fn share(toml: &mut Toml, share: &Share) -> Result {
    toml.rate("percentage", share.rate)?;
    toml.text("of", share.of.as_str())
}

pub(super) fn ceiling(toml: &mut Toml, ceiling: &Ceiling) -> Result {
    toml.text("name", &ceiling.name)?;
    limit(toml, ceiling.limit)?;
    if ceiling.over != Over::Bucket {
        toml.text("over", ceiling.over.as_str())?;
    }
    if !ceiling.parts.is_empty() {
        toml.texts("parts", ceiling.parts.iter().map(String::as_str))?;
    }
    condition(toml, &ceiling.costs)
}

fn limit(toml: &mut Toml, limit: Limit) -> Result {
    match limit {
        Limit::Amount(amount) => toml.amount("limit", amount),
        Limit::Share(rate, base) => {
            toml.rate("limit", rate)?;
            toml.text("of", base.as_str())
        }
    }
}

pub(super) fn shifting(toml: &mut Toml, shifting: &Shifting) -> Result {
    let inside_group = match *shifting {
        Shifting::None => {
            toml.text("rule", "none")?;
            false
        }
        Shifting::UpTo { rate, inside_group } => {
            toml.text("rule", "share")?;
            toml.rate("percentage", rate)?;
            toml.text("of", Base::Award.as_str())?;
            inside_group
        }
        Shifting::Free { inside_group } => {
            toml.text("rule", "free")?;
            inside_group
        }
    };
    if inside_group {
        toml.text("inside", "group")?;
    }
    Ok(())
}

pub(super) fn basis(toml: &mut Toml, basis: &Basis) -> Result {
    let word = match basis {
        Basis::Realised => "realised",
        Basis::PriceQuantity(_) => "price-quantity",
        Basis::FixedSum(_) => "fixed-sum",
    };
    toml.text("rule", word)
}

pub(super) fn price(toml: &mut Toml, price: &Price) -> Result {
    toml.text("unit", &price.unit)?;
    toml.amount("price", price.price)?;
    toml.maybe_date("from", price.from)
}

pub(super) fn advance(toml: &mut Toml, advance: &Advance) -> Result {
    match advance {
        Advance::Share(rate) => toml.rate("percentage", *rate),
        Advance::Months(rates) => {
            let rates = rates.map(|rate| rate.to_string());
            toml.texts("months", rates.iter().map(String::as_str))
        }
    }
}

pub(crate) fn unspent(toml: &mut Toml, unspent: &Unspent) -> Result {
    match unspent {
        Unspent::Refund => toml.text("rule", "refund"),
        Unspent::ByAgreement => toml.text("rule", "by-agreement"),
        Unspent::Retain => toml.text("rule", "retain"),
        Unspent::Reserve(rate) => {
            toml.text("rule", "reserve")?;
            limit(toml, Limit::Share(*rate, Base::Award))
        }
        Unspent::CarryOver(carry) => carry_over(toml, carry),
    }
}

fn carry_over(toml: &mut Toml, carry: &CarryOver) -> Result {
    toml.text("rule", "carry-over")?;
    if let Some(most) = carry.limit {
        limit(toml, most)?;
    }
    match carry.until {
        Until::Date(date) => toml.date("until", date)?,
        Until::NextYearEnd => toml.text("until", "next-year-end")?,
        Until::NextUnitEnd => toml.text("until", "next-unit-end")?,
    }
    if carry.to != Target::SamePart {
        toml.text("to", carry.to.as_str())?;
    }
    match &carry.tranche_years {
        None => Ok(()),
        Some(years) => toml.ints("tranche_years", years.iter().map(|year| (*year).into())),
    }
}

pub(super) fn excess(toml: &mut Toml, excess: &Excess) -> Result {
    let word = match excess {
        Excess::Refund => "refund",
        Excess::Retain => "retain",
    };
    toml.text("rule", word)
}

pub(super) fn deductions(toml: &mut Toml, kinds: &BTreeSet<Deduction>) -> Result {
    toml.texts("kinds", kinds.iter().map(|kind| kind.as_str()))
}

pub(super) fn exclusive_with(toml: &mut Toml, rule: &ExclusiveWith) -> Result {
    if !rule.schemes.is_empty() {
        toml.texts("schemes", rule.schemes.iter().map(String::as_str))?;
    }
    if !rule.funder_groups.is_empty() {
        let groups = rule.funder_groups.iter().copied().map(FunderGroup::as_str);
        toml.texts("funder_groups", groups)?;
    }
    Ok(())
}

pub(super) fn refund_term(toml: &mut Toml, term: &RefundTerm) -> Result {
    toml.text("kind", term.kind.as_str())?;
    deadline(toml, term.deadline)?;
    match term.years {
        None => Ok(()),
        Some(years) => toml.int("years", years.into()),
    }
}

pub(super) fn duty(toml: &mut Toml, duty: &Duty) -> Result {
    toml.text("kind", duty.kind.as_str())?;
    deadline(toml, duty.deadline)
}

fn deadline(toml: &mut Toml, deadline: Option<Deadline>) -> Result {
    let Some(deadline) = deadline else {
        return Ok(());
    };
    match deadline.on {
        Day::Date(date) => toml.date("on", date)?,
        Day::NextYear { month, day } => toml.text("on", &format!("{month:02}-{day:02}"))?,
    }
    if deadline.weeks > 0 {
        toml.int("weeks", deadline.weeks.into())?;
    }
    Ok(())
}
