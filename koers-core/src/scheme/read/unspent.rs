//! The rule for unspent money, and limits.

use std::collections::BTreeSet;

use crate::diag::{Code, Finding, Findings};
use crate::money::Rate;
use crate::read::{Field, Fields, Value};
use crate::scheme::{Base, CarryOver, Limit, Target, Unspent, Until};

/// Reads the rule for unspent money, in a scheme and in an agreement.
pub(crate) fn read_unspent(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Unspent> {
    #[derive(Clone, Copy)]
    enum Word {
        Refund,
        CarryOver,
        ByAgreement,
        Retain,
        Reserve,
    }
    let words = [
        ("refund", Word::Refund),
        ("carry-over", Word::CarryOver),
        ("by-agreement", Word::ByAgreement),
        ("retain", Word::Retain),
        ("reserve", Word::Reserve),
    ];
    match Field::rule_word(rule, &words, findings)? {
        Word::Refund => Some(Unspent::Refund),
        Word::ByAgreement => Some(Unspent::ByAgreement),
        Word::Retain => Some(Unspent::Retain),
        Word::Reserve => {
            let bases = [("award", Base::Award)];
            let (rate, _) = read_rate("reserve", "limit", rule, &bases, findings)?;
            Some(Unspent::Reserve(rate))
        }
        Word::CarryOver => read_carry_over(rule, findings).map(Unspent::CarryOver),
    }
}

fn read_carry_over(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<CarryOver> {
    let limit = rule
        .get("limit")
        .map(|field| read_limit(field, rule, &Base::WORDS, findings));
    let until = rule
        .need("until", findings)
        .and_then(|field| read_until(field, findings));
    let to = match rule.get("to") {
        None => Some(Target::SamePart),
        Some(field) => field.one_of(&Target::WORDS, findings),
    };
    let tranche_years = match rule.get("tranche_years") {
        None => None,
        Some(field) => {
            if field.is_empty_list() {
                findings.push(
                    Finding::new(Code::EmptyCondition)
                        .subject("tranche_years")
                        .at(field.node.place.clone()),
                );
            }
            let years: Vec<_> = field
                .list(findings)
                .iter()
                .map(|node| Field { node, ..field }.year(findings))
                .collect();
            let years: Option<BTreeSet<_>> = years.into_iter().collect();
            Some(years.filter(|years| !years.is_empty())?)
        }
    };
    Some(CarryOver {
        limit: match limit {
            None => None,
            Some(limit) => Some(limit?),
        },
        until: until?,
        to: to?,
        tranche_years,
    })
}

fn read_until(field: Field<'_>, findings: &mut Findings) -> Option<Until> {
    match &field.node.value {
        Value::Text(text) if text == "next-year-end" => Some(Until::NextYearEnd),
        Value::Text(text) if text == "next-unit-end" => Some(Until::NextUnitEnd),
        _ => field.date(findings).map(|date| Until::Date(date.value)),
    }
}

/// An amount, or a percentage of what the key `of` of the same table names.
pub(super) fn read_limit(
    field: Field<'_>,
    rule: &mut Fields<'_>,
    bases: &[(&'static str, Base)],
    findings: &mut Findings,
) -> Option<Limit> {
    match &field.node.value {
        Value::Text(text) if text.trim_end().ends_with('%') => {
            let rate = field.rate(findings);
            let base = read_base(field.key, rule, bases, findings);
            Some(Limit::Share(rate?.value, base?))
        }
        _ => {
            let amount = field.amount_not_negative(findings);
            if amount.is_none() {
                // It may have been meant as a percentage.
                rule.get("of");
            }
            amount.map(|amount| Limit::Amount(amount.value))
        }
    }
}

/// The percentage under `key`, and what it is taken of. Without the percentage nothing is asked of its base.
pub(super) fn read_rate<T: Copy>(
    subject: &'static str,
    key: &'static str,
    rule: &mut Fields<'_>,
    bases: &[(&'static str, T)],
    findings: &mut Findings,
) -> Option<(Rate, T)> {
    let Some(field) = rule.need(key, findings) else {
        let of = rule.get("of");
        of.and_then(|of| of.one_of(bases, findings));
        return None;
    };
    let rate = field.rate(findings);
    let base = read_base(subject, rule, bases, findings);
    Some((rate?.value, base?))
}

/// What a percentage is taken of; one that doesn't say so is a finding.
fn read_base<T: Copy>(
    subject: &'static str,
    rule: &mut Fields<'_>,
    bases: &[(&'static str, T)],
    findings: &mut Findings,
) -> Option<T> {
    if let Some(field) = rule.get("of") {
        return field.one_of(bases, findings);
    }
    findings.push(
        Finding::new(Code::PercentageWithoutBase)
            .subject(subject)
            .arg("rule", subject)
            .at(rule.place()),
    );
    None
}
