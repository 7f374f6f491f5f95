//! Rules that can never decide on anything. The cause is said in keys of the file, so that it reads alike in each language.

use std::collections::BTreeMap;

use super::on;
use super::parts::Parts;
use super::relations::Context;
use crate::calendar::Date;
use crate::diag::{Code, Findings};
use crate::scheme::{
    Base, CarryOver, Citation, Condition, Eligible, Limit, Matching, Over, RuleName, Shifting,
    Target, Unit, Unspent, Version, Window,
};

/// The whole, in parts per million.
const WHOLE: u32 = 1_000_000;

fn never(
    version: &Version,
    rule: RuleName,
    citation: &Citation,
    cause: impl std::fmt::Display,
    findings: &mut Findings,
) {
    let name = version.name_of(rule);
    findings.push(
        on(Code::RuleNeverApplies, &name, citation)
            .arg("rule", &name)
            .arg("cause", cause),
    );
}

/// Whether money may stay after its unit.
pub(super) fn may_carry(version: &Version) -> bool {
    matches!(
        version.unspent.rule,
        Unspent::CarryOver(_) | Unspent::ByAgreement
    )
}

/// Reports rules between parts where there are none to be between.
pub(super) fn parts(context: &Context<'_>, parts: &Parts<'_>, findings: &mut Findings) {
    let version = context.version;
    if let Some(shifting) = &version.shifting {
        let inside_group = match shifting.rule {
            Shifting::None => None,
            Shifting::UpTo { inside_group, .. } | Shifting::Free { inside_group } => {
                Some(inside_group)
            }
        };
        let cause = match inside_group {
            Some(_) if parts.count() < 2 => Some("parts < 2"),
            Some(true) if !parts.share_a_group() => Some("parts per group < 2"),
            _ => None,
        };
        if let Some(cause) = cause {
            never(
                version,
                RuleName::Shifting,
                &shifting.citation,
                cause,
                findings,
            );
        }
    }
    if let Unspent::CarryOver(carry) = &version.unspent.rule
        && carry.to == Target::AnyPart
        && parts.count() < 2
    {
        let cause = "to = \"any-part\", parts < 2";
        never(
            version,
            RuleName::Unspent,
            &version.unspent.citation,
            cause,
            findings,
        );
    }
}

/// Reports all other rules that never apply, and ceilings above the largest award.
pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let version = context.version;
    let mut report = |rule: RuleName, citation: &Citation, cause: Option<String>| {
        if let Some(cause) = cause {
            never(version, rule, citation, cause, findings);
        }
    };
    if let Eligible::Costs(costs) = &version.eligible.rule {
        report(
            RuleName::Eligible,
            &version.eligible.citation,
            contradiction(costs),
        );
    }
    if let Some(share) = &version.share {
        let cause = (share.rule.rate.ppm() == WHOLE).then(|| "percentage = 100 %".to_owned());
        report(RuleName::Share, &share.citation, cause);
    }
    if let Some(shifting) = &version.shifting
        && let Shifting::UpTo { rate, .. } = shifting.rule
        && rate.ppm() == 0
    {
        let cause = Some("percentage = 0 %".to_owned());
        report(RuleName::Shifting, &shifting.citation, cause);
    }
    for (at, ceiling) in version.ceilings.iter().enumerate() {
        let cause = contradiction(&ceiling.rule.costs).or_else(|| whole(ceiling.rule.limit));
        report(RuleName::Ceiling(at), &ceiling.citation, cause);
    }
    let unspent = match &version.unspent.rule {
        Unspent::Reserve(rate) => (rate.ppm() == 0).then(|| "limit = 0 %".to_owned()),
        Unspent::CarryOver(carry) => carry_over(context, carry),
        _ => None,
    };
    report(RuleName::Unspent, &version.unspent.citation, unspent);
    if let Some(excess) = &version.excess {
        report(
            RuleName::Excess,
            &excess.citation,
            uncut(&version.unspent.rule),
        );
    }
    if let Some(exclusive) = &version.exclusive_with {
        let (own, rule) = (&context.scheme.id, &exclusive.rule);
        let only_itself = !rule.schemes.is_empty()
            && rule.funder_groups.is_empty()
            && rule.schemes.iter().all(|id| id == own);
        let cause = only_itself.then(|| format!("schemes = [\"{own}\"]"));
        report(RuleName::ExclusiveWith, &exclusive.citation, cause);
    }
    prices(context, findings);
    ceilings_above_award(version, findings);
}

/// Why no line can meet a condition: of each dimension that must match, all values are forbidden.
fn contradiction(condition: &Condition) -> Option<String> {
    let forbidden = |(name, values): &(&String, &std::collections::BTreeSet<String>)| {
        let except = condition.except.get(*name);
        except.is_some_and(|except| values.is_subset(except))
    };
    let mut only = condition.only.iter();
    let name = match condition.matching {
        Matching::All => only.find(forbidden)?.0,
        Matching::Any => {
            let first = only.clone().next()?.0;
            only.all(|entry| forbidden(&entry)).then_some(first)?
        }
    };
    Some(format!("only.{name} ⊆ except.{name}"))
}

/// Why a limit never limits: no more is ever paid of an award than the whole.
fn whole(limit: Limit) -> Option<String> {
    match limit {
        Limit::Share(rate, Base::Award) if rate.ppm() == WHOLE => Some("limit = 100 %".to_owned()),
        _ => None,
    }
}

/// Why a rule for unspent money never leaves an excess. An agreement may set a limit of its own.
fn uncut(unspent: &Unspent) -> Option<String> {
    match unspent {
        Unspent::Refund => Some("unspent.rule = \"refund\"".to_owned()),
        Unspent::Retain => Some("unspent.rule = \"retain\"".to_owned()),
        Unspent::CarryOver(carry) => match carry.limit {
            None => Some("unspent.limit = none".to_owned()),
            Some(limit) => whole(limit).map(|cause| format!("unspent.{cause}")),
        },
        Unspent::ByAgreement | Unspent::Reserve(_) => None,
    }
}

/// Why nothing is ever carried over.
fn carry_over(context: &Context<'_>, carry: &CarryOver) -> Option<String> {
    match carry.limit {
        Some(Limit::Amount(amount)) if amount.is_zero() => {
            return Some(format!("limit = {amount}"));
        }
        Some(Limit::Share(rate, _)) if rate.ppm() == 0 => return Some("limit = 0 %".to_owned()),
        Some(Limit::Share(_, Base::LastYear))
            if !matches!(context.version.unit.rule, Unit::Years { .. }) =>
        {
            return Some("of = \"last-year\", unit.period ≠ \"years\"".to_owned());
        }
        _ => {}
    }
    out_of_days(context, carry)
}

/// The years for which money is carried over and whose tranches never close under this version: the next one has begun
/// when their unit ends, or the unit ended before it began and nothing was left to it. (A version that has ended goes on to
/// close units until the next one begins.)
fn out_of_days(context: &Context<'_>, carry: &CarryOver) -> Option<String> {
    let (version, years) = (context.version, carry.tranche_years.as_ref()?);
    let days = context.days?;
    // Under another window the days of a tranche don't depend on its year.
    if !matches!(version.window.rule, Window::TrancheYear | Window::Unit) {
        return None;
    }
    let outside: Vec<String> = years
        .iter()
        .filter(|year| {
            let last = version.unit.rule.last_year(**year).unwrap_or(**year);
            let Some(end) = Date::last_of_year(last) else {
                return false;
            };
            // What was left before the first version comes in by the opening of a dossier.
            let first = context.scheme.versions.first().map(|first| first.from);
            let closed = end < days.from && first.is_some_and(|first| first <= end);
            let after = days.next.is_some_and(|next| next <= end);
            after || (closed && !context.carried_before)
        })
        .map(i16::to_string)
        .collect();
    if outside.is_empty() {
        return None;
    }
    let next = days.next.map_or(String::new(), |next| format!(" < {next}"));
    let outside = outside.join(", ");
    Some(format!(
        "tranche_years = [{outside}], from {}{next}",
        days.from
    ))
}

/// Reports prices that begin after the version has ended, and those that are replaced on its first day already.
fn prices(context: &Context<'_>, findings: &mut Findings) {
    let version = context.version;
    let prices = version.basis.as_ref().map(|basis| basis.rule.prices());
    let prices = prices.unwrap_or_default();
    // By unit the price that holds on the version's first day.
    let mut first: BTreeMap<&str, Date> = BTreeMap::new();
    for price in prices {
        let from = price.rule.first_day(version);
        if from <= version.from {
            let holds = first.entry(&price.rule.unit).or_insert(from);
            *holds = from.max(*holds);
        }
    }
    for (at, price) in prices.iter().enumerate() {
        let from = price.rule.first_day(version);
        let until = context.days.and_then(|days| days.until);
        let holds = first.get(price.rule.unit.as_str());
        let cause = if let Some(until) = until.filter(|until| from > *until) {
            format!("from {from} > until {until}")
        } else if let Some(holds) = holds.filter(|holds| from < **holds) {
            format!("from {from} < {holds} ≤ {}", version.from)
        } else {
            continue;
        };
        never(
            version,
            RuleName::Price(at),
            &price.citation,
            cause,
            findings,
        );
    }
}

/// Reports ceilings of an amount that no tranche can be awarded.
fn ceilings_above_award(version: &Version, findings: &mut Findings) {
    let Some(maximum) = &version.maximum else {
        return;
    };
    for ceiling in &version.ceilings {
        // Of a grant there may be more tranches than one.
        if let Limit::Amount(limit) = ceiling.rule.limit
            && limit > maximum.rule
            && ceiling.rule.over != Over::Grant
        {
            let name = ceiling.rule.name.as_str();
            findings.push(
                on(Code::CeilingAboveAward, name, &ceiling.citation)
                    .arg("ceiling", name)
                    .money("limit", limit)
                    .amount(maximum.rule),
            );
        }
    }
}
