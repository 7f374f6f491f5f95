//! The rules of one version, each with its citation.

use std::collections::BTreeSet;

use super::condition::read_condition;
use super::items;
use super::unspent::{read_limit, read_rate};
use crate::diag::{Code, Finding, Findings};
use crate::read::{Field, Fields, Node, check_id, is_id};
use crate::scheme::bounds::UNIT_YEARS;
use crate::scheme::citation::Written;
use crate::scheme::{
    Base, Basis, Ceiling, Citation, Cited, Eligible, ExclusiveWith, FunderGroup, Over, Price,
    Share, ShareOf, Shifting, Status, Unit, Window,
};

/// A rule's own keys, read by `read`, with its citation.
pub(super) fn cited<T>(
    field: Field<'_>,
    findings: &mut Findings,
    read: impl FnOnce(&mut Fields<'_>, &mut Findings) -> Option<T>,
) -> Option<Cited<T>> {
    cited_item(field.node, field.key, findings, read)
}

/// As [`cited`], for an item of the list `key`.
pub(super) fn cited_item<T>(
    node: &Node,
    key: &'static str,
    findings: &mut Findings,
    read: impl FnOnce(&mut Fields<'_>, &mut Findings) -> Option<T>,
) -> Option<Cited<T>> {
    let mut table = Fields::of(node, key, findings)?;
    let rule = read(&mut table, findings);
    let citation = read_citation(&mut table, key, findings);
    table.finish(findings);
    Some(Cited {
        rule: rule?,
        citation: citation?,
    })
}

/// What the rule `rule` rests on.
pub(super) fn read_citation(
    table: &mut Fields<'_>,
    rule: &'static str,
    findings: &mut Findings,
) -> Option<Citation> {
    let status = table
        .need("status", findings)
        .and_then(|field| field.one_of(&Status::WORDS, findings));
    let field = table.get("article");
    let article = field.and_then(|field| field.text(findings));
    let note = table.get("note").and_then(|field| field.text(findings));
    let status = status?;
    if field.is_none() && status != Status::Agreement {
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
        written: Written(table.place()),
    })
}

pub(super) fn read_unit(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Unit> {
    #[derive(Clone, Copy)]
    enum Word {
        CalendarYear,
        Term,
        Years,
    }
    let words = [
        ("calendar-year", Word::CalendarYear),
        ("term", Word::Term),
        ("years", Word::Years),
    ];
    match Field::deciding_word("period", rule, &words, findings)? {
        Word::CalendarYear => Some(Unit::CalendarYear),
        Word::Term => Some(Unit::Term),
        Word::Years => {
            let years = rule
                .need("years", findings)
                .and_then(|field| field.int(UNIT_YEARS, findings));
            let start = rule
                .need("start", findings)
                .and_then(|field| field.year(findings));
            Some(Unit::Years {
                years: u8::try_from(years?).ok()?,
                start: start?,
            })
        }
    }
}

pub(super) fn read_window(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Window> {
    #[derive(Clone, Copy)]
    enum Word {
        TrancheYear,
        Tranche,
        Period,
        Until,
        Unit,
    }
    let words = [
        ("tranche-year", Word::TrancheYear),
        ("tranche", Word::Tranche),
        ("period", Word::Period),
        ("until", Word::Until),
        ("unit", Word::Unit),
    ];
    match Field::rule_word(rule, &words, findings)? {
        Word::TrancheYear => Some(Window::TrancheYear),
        Word::Tranche => Some(Window::Tranche),
        Word::Unit => Some(Window::Unit),
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
    #[derive(Clone, Copy)]
    enum Word {
        Any,
        Goal,
        Costs,
    }
    let words = [
        ("any", Word::Any),
        ("goal", Word::Goal),
        ("costs", Word::Costs),
    ];
    match Field::rule_word(rule, &words, findings)? {
        Word::Any => Some(Eligible::Any),
        Word::Goal => {
            let goal = rule.need("goal", findings)?.text(findings)?;
            Some(Eligible::Goal(goal.value))
        }
        Word::Costs => {
            let condition = read_condition(rule, findings)?;
            if condition.is_empty() {
                findings.push(
                    Finding::new(Code::EmptyCondition)
                        .subject("eligible")
                        .at(rule.place()),
                );
                return None;
            }
            Some(Eligible::Costs(condition))
        }
    }
}

pub(super) fn read_share(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Share> {
    let words = [ShareOf::Line, ShareOf::Total].map(|word| (word.as_str(), word));
    let (rate, of) = read_rate("share", "percentage", rule, &words, findings)?;
    Some(Share { rate, of })
}

pub(super) fn read_ceiling(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Ceiling> {
    let name = rule
        .need("name", findings)
        .and_then(|field| field.text(findings));
    let limit = rule.need("limit", findings);
    let limit =
        limit.and_then(|field| read_limit(field, rule, &[("award", Base::Award)], findings));
    let over = match rule.get("over") {
        None => Some(Over::Bucket),
        Some(field) => field.one_of(&Over::WORDS, findings),
    };
    let parts = match rule.get("parts") {
        None => Some(Vec::new()),
        Some(field) if field.is_empty_list() => {
            // No part at all would mean nothing, or everything.
            findings.push(
                Finding::new(Code::EmptyCondition)
                    .subject("parts")
                    .at(field.node.place.clone()),
            );
            None
        }
        Some(field) => field.texts(findings),
    };
    let costs = read_condition(rule, findings);
    Some(Ceiling {
        name: name?.value,
        limit: limit?,
        over: over?,
        parts: parts?.into_iter().map(|part| part.value).collect(),
        costs: costs?,
    })
}

pub(super) fn read_shifting(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Shifting> {
    #[derive(Clone, Copy)]
    enum Word {
        None,
        Share,
        Free,
    }
    let words = [
        ("none", Word::None),
        ("share", Word::Share),
        ("free", Word::Free),
    ];
    let word = Field::rule_word(rule, &words, findings)?;
    if let Word::None = word {
        return Some(Shifting::None);
    }
    let inside_group = match rule.get("inside") {
        None => Some(false),
        Some(field) => field.one_of(&[("group", true)], findings),
    };
    if let Word::Free = word {
        return inside_group.map(|inside_group| Shifting::Free { inside_group });
    }
    let rate = read_rate(
        "shifting",
        "percentage",
        rule,
        &[("award", Base::Award)],
        findings,
    );
    Some(Shifting::UpTo {
        rate: rate?.0,
        inside_group: inside_group?,
    })
}

pub(super) fn read_basis(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Basis> {
    #[derive(Clone, Copy)]
    enum Word {
        Realised,
        PriceQuantity,
        FixedSum,
    }
    let words = [
        ("realised", Word::Realised),
        ("price-quantity", Word::PriceQuantity),
        ("fixed-sum", Word::FixedSum),
    ];
    let word = Field::rule_word(rule, &words, findings)?;
    if let Word::Realised = word {
        return Some(Basis::Realised);
    }
    let field = rule.need("prices", findings)?;
    if field.is_empty_list() {
        findings.push(
            Finding::new(Code::EmptyCondition)
                .subject("prices")
                .at(field.node.place.clone()),
        );
        return None;
    }
    let prices = items(Some(field), findings, |node, findings| {
        cited_item(node, "prices", findings, read_price)
    });
    if !prices.whole {
        return None;
    }
    Some(match word {
        Word::FixedSum => Basis::FixedSum(prices.list),
        _ => Basis::PriceQuantity(prices.list),
    })
}

fn read_price(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Price> {
    let unit = rule
        .need("unit", findings)
        .and_then(|field| field.text(findings));
    let price = rule
        .need("price", findings)
        .and_then(|field| field.amount_not_negative(findings));
    let from = match rule.get("from") {
        None => None,
        Some(field) => Some(field.date(findings)?.value),
    };
    Some(Price {
        unit: unit?.value,
        price: price?.value,
        from,
    })
}

pub(super) fn read_exclusive_with(
    rule: &mut Fields<'_>,
    findings: &mut Findings,
) -> Option<ExclusiveWith> {
    let schemes = match rule.get("schemes") {
        None => Some(Vec::new()),
        Some(field) => read_ids(field, findings),
    };
    let groups = match rule.get("funder_groups") {
        None => Some(BTreeSet::new()),
        Some(field) => field.set_of(&FunderGroup::WORDS, findings),
    };
    let exclusive = ExclusiveWith {
        schemes: schemes?.into_iter().collect(),
        funder_groups: groups?,
    };
    if exclusive == ExclusiveWith::default() {
        findings.push(
            Finding::new(Code::EmptyCondition)
                .subject("exclusive_with")
                .at(rule.place()),
        );
        return None;
    }
    Some(exclusive)
}

/// A list of ids; `None` when one of them is refused.
fn read_ids(field: Field<'_>, findings: &mut Findings) -> Option<Vec<String>> {
    let ids = field.texts(findings)?;
    for id in &ids {
        check_id(id, findings);
    }
    let sound = ids.iter().all(|id| is_id(&id.value));
    sound.then(|| ids.into_iter().map(|id| id.value).collect())
}
