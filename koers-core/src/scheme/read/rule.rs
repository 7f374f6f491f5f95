//! The rules of one version, each with its citation.

use std::collections::{BTreeMap, BTreeSet};

use super::items;
use crate::diag::{Code, Finding, Findings};
use crate::read::{Field, Fields, Node, Value};
use crate::scheme::bounds::{UNIT_YEARS, is_dimension};
use crate::scheme::citation::Written;
use crate::scheme::{
    Base, Basis, CarryOver, Ceiling, Citation, Cited, Condition, Eligible, ExclusiveWith,
    FunderGroup, Limit, Matching, Over, Price, Share, ShareOf, Shifting, Status, Target, Unit,
    Unspent, Until, Window,
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

/// The keys `only`, `except` and `match` of a table.
pub(crate) fn read_condition(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Condition> {
    let only = read_values(rule.get("only"), findings);
    let except = read_values(rule.get("except"), findings);
    let words = [Matching::All, Matching::Any].map(|word| (word.as_str(), word));
    let matching = match rule.get("match") {
        None => Some(Matching::All),
        Some(field) => field.one_of(&words, findings),
    };
    Some(Condition {
        only: only?,
        except: except?,
        matching: matching?,
    })
}

/// A table of dimensions, each with the list of its values.
fn read_values(
    field: Option<Field<'_>>,
    findings: &mut Findings,
) -> Option<BTreeMap<String, BTreeSet<String>>> {
    let Some(field) = field else {
        return Some(BTreeMap::new());
    };
    let Value::Table(entries) = &field.node.value else {
        field.wrong("table", findings);
        return None;
    };
    let mut values = BTreeMap::new();
    let mut sound = true;
    for (name, node) in entries {
        if !is_dimension(&name.value) {
            findings.push(
                Finding::new(Code::MalformedText)
                    .subject(&name.value)
                    .arg("key", field.key)
                    .at(name.place.clone()),
            );
            sound = false;
        }
        let list = Field {
            key: field.key,
            node,
        };
        let texts = list.texts(findings);
        if texts.as_ref().is_some_and(Vec::is_empty) {
            // No value at all would mean nothing, or everything.
            findings.push(
                Finding::new(Code::EmptyCondition)
                    .subject(&name.value)
                    .at(node.place.clone()),
            );
            sound = false;
        }
        match texts {
            None => sound = false,
            Some(texts) => {
                let texts = texts.into_iter().map(|text| text.value);
                values.insert(name.value.clone(), texts.collect());
            }
        }
    }
    sound.then_some(values)
}

pub(super) fn read_share(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Share> {
    let rate = rule
        .need("percentage", findings)
        .and_then(|field| field.rate(findings));
    let words = [ShareOf::Line, ShareOf::Total].map(|word| (word.as_str(), word));
    let of = match rule.get("of") {
        Some(field) => field.one_of(&words, findings),
        None => {
            without_base("share", rule, findings);
            None
        }
    };
    Some(Share {
        rate: rate?.value,
        of: of?,
    })
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
        None => false,
        Some(field) => field.one_of(&[("group", true)], findings)?,
    };
    if let Word::Free = word {
        return Some(Shifting::Free { inside_group });
    }
    let rate = rule
        .need("percentage", findings)
        .and_then(|field| field.rate(findings));
    read_base("shifting", rule, &[("award", Base::Award)], findings)?;
    Some(Shifting::UpTo {
        rate: rate?.value,
        inside_group,
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
            let limit = rule
                .need("limit", findings)
                .and_then(|field| field.rate(findings));
            read_base("reserve", rule, &[("award", Base::Award)], findings)?;
            Some(Unspent::Reserve(limit?.value))
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

/// An amount, or a percentage of what the key `of` of the same table names.
fn read_limit(
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
        _ => field
            .amount_not_negative(findings)
            .map(|amount| Limit::Amount(amount.value)),
    }
}

/// The base of a percentage; one without is a finding.
fn read_base(
    subject: &'static str,
    rule: &mut Fields<'_>,
    bases: &[(&'static str, Base)],
    findings: &mut Findings,
) -> Option<Base> {
    match rule.get("of") {
        Some(field) => field.one_of(bases, findings),
        None => {
            without_base(subject, rule, findings);
            None
        }
    }
}

fn without_base(subject: &'static str, rule: &Fields<'_>, findings: &mut Findings) {
    findings.push(
        Finding::new(Code::PercentageWithoutBase)
            .subject(subject)
            .arg("rule", subject)
            .at(rule.place()),
    );
}

fn read_until(field: Field<'_>, findings: &mut Findings) -> Option<Until> {
    match &field.node.value {
        Value::Text(text) if text == "next-year-end" => Some(Until::NextYearEnd),
        Value::Text(text) if text == "next-unit-end" => Some(Until::NextUnitEnd),
        _ => field.date(findings).map(|date| Until::Date(date.value)),
    }
}

pub(super) fn read_exclusive_with(
    rule: &mut Fields<'_>,
    findings: &mut Findings,
) -> Option<ExclusiveWith> {
    let schemes = match rule.get("schemes") {
        None => Some(Vec::new()),
        Some(field) => field.texts(findings),
    };
    let groups = match rule.get("funder_groups") {
        None => Some(BTreeSet::new()),
        Some(field) => field.set_of(&FunderGroup::WORDS, findings),
    };
    let exclusive = ExclusiveWith {
        schemes: schemes?.into_iter().map(|id| id.value).collect(),
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
