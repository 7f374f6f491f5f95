//! The rules of one version, each with its citation.

use super::{Citation, Cited, Eligible, Limit, Status, Unspent, Until, Window};
use crate::diag::{Code, Finding, Findings};
use crate::read::{Field, Fields, Value};

/// A rule's own keys, read by `read`, with its citation.
pub(super) fn cited<T>(
    field: Field<'_>,
    findings: &mut Findings,
    read: impl FnOnce(&mut Fields<'_>, &mut Findings) -> Option<T>,
) -> Option<Cited<T>> {
    let mut table = field.table(findings)?;
    let rule = read(&mut table, findings);
    let citation = read_citation(&mut table, field.key, findings);
    table.finish(findings);
    Some(Cited {
        rule: rule?,
        citation: citation?,
    })
}

pub(super) fn read_citation(
    table: &mut Fields<'_>,
    rule: &'static str,
    findings: &mut Findings,
) -> Option<Citation> {
    let words = [Status::Text, Status::Secondary, Status::Agreement]
        .map(|status| (status.as_str(), status));
    let status = table
        .need("status", findings)
        .and_then(|field| field.one_of(&words, findings));
    let article = table.get("article").and_then(|field| field.text(findings));
    let note = table.get("note").and_then(|field| field.text(findings));
    let status = status?;
    if article.is_none() && status != Status::Agreement {
        findings.push(
            Finding::new(Code::RuleWithoutArticle)
                .subject(rule)
                .arg("rule", rule)
                .at(table.place()),
        );
    }
    Some(Citation {
        article: article.map(|text| text.value),
        status,
        note: note.map(|text| text.value),
    })
}

pub(super) fn read_window(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Window> {
    #[derive(Clone, Copy)]
    enum Word {
        TrancheYear,
        Tranche,
        Period,
        Until,
    }
    let words = [
        ("tranche-year", Word::TrancheYear),
        ("tranche", Word::Tranche),
        ("period", Word::Period),
        ("until", Word::Until),
    ];
    match Field::rule_word(rule, &words, findings)? {
        Word::TrancheYear => Some(Window::TrancheYear),
        Word::Tranche => Some(Window::Tranche),
        Word::Period => {
            let from = rule
                .need("from", findings)
                .and_then(|field| field.date(findings));
            let until = rule
                .need("until", findings)
                .and_then(|field| field.date(findings));
            let (from, until) = (from?, until?);
            if from.value > until.value {
                findings.push(
                    Finding::new(Code::DatesReversed)
                        .subject("window")
                        .date("from", from.value)
                        .date("until", until.value)
                        .at(until.place),
                );
                return None;
            }
            Some(Window::Period {
                from: from.value,
                until: until.value,
            })
        }
        Word::Until => {
            let until = rule.need("until", findings)?.date(findings)?;
            Some(Window::Until(until.value))
        }
    }
}

pub(super) fn read_eligible(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Eligible> {
    let words = [("any", false), ("goal", true)];
    if Field::rule_word(rule, &words, findings)? {
        let goal = rule.need("goal", findings)?.text(findings)?;
        Some(Eligible::Goal(goal.value))
    } else {
        Some(Eligible::Any)
    }
}

/// Reads the rule for unspent money, in a scheme and in an agreement.
pub(crate) fn read_unspent(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Unspent> {
    #[derive(Clone, Copy)]
    enum Word {
        Refund,
        CarryOver,
        ByAgreement,
    }
    let words = [
        ("refund", Word::Refund),
        ("carry-over", Word::CarryOver),
        ("by-agreement", Word::ByAgreement),
    ];
    match Field::rule_word(rule, &words, findings)? {
        Word::Refund => Some(Unspent::Refund),
        Word::ByAgreement => Some(Unspent::ByAgreement),
        Word::CarryOver => {
            let limit = rule.get("limit").map(|field| read_limit(field, findings));
            let until = rule
                .need("until", findings)
                .and_then(|field| read_until(field, findings));
            let limit = match limit {
                None => None,
                Some(limit) => Some(limit?),
            };
            Some(Unspent::CarryOver {
                limit,
                until: until?,
            })
        }
    }
}

fn read_limit(field: Field<'_>, findings: &mut Findings) -> Option<Limit> {
    match &field.node.value {
        Value::Text(text) if text.trim_end().ends_with('%') => {
            field.rate(findings).map(|rate| Limit::Share(rate.value))
        }
        _ => field
            .amount_not_negative(findings)
            .map(|amount| Limit::Amount(amount.value)),
    }
}

fn read_until(field: Field<'_>, findings: &mut Findings) -> Option<Until> {
    match &field.node.value {
        Value::Text(text) if text == "next-year-end" => Some(Until::NextYearEnd),
        _ => field.date(findings).map(|date| Until::Date(date.value)),
    }
}
