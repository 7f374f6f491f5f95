//! A scheme as data: canonical JSON with the words of scheme files, and a table with a row per rule.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::json::string;
use super::tree::{Json, object, with};
use super::words::{At, Rule, Words};
use crate::calendar::Date;
use crate::money::{Money, Rate};
use crate::scheme::{
    Advance, Base, Basis, Ceiling, Cited, Condition, Day, Deadline, Deduction, Duty, Eligible,
    Excess, ExclusiveWith, FunderGroup, Limit, Price, RefundTerm, Scheme, Share, Shifting, Unit,
    Unspent, Until, Version, Window,
};
use crate::tables::{Cell, Column, Kind, Table};

/// Every rule of every version, in words.
pub(super) fn rules(scheme: &Scheme, words: &dyn Words) -> Table {
    let column = |name, kind| Column {
        name: Cow::Borrowed(name),
        kind,
    };
    let columns = vec![
        column("version", Kind::Date),
        column("rule", Kind::Text),
        column("text", Kind::Text),
        column("article", Kind::Text),
        column("status", Kind::Text),
        column("note", Kind::Text),
    ];
    let text = |text: &Option<String>| text.clone().map_or(Cell::Null, Cell::Text);
    let rows = scheme.versions.iter().flat_map(|version| {
        let at = At { scheme, version };
        Rule::all(version).map(move |(rule, name, citation)| {
            vec![
                Cell::Date(version.from),
                Cell::Text(name),
                Cell::Text(words.sentence(at, &rule)),
                text(&citation.article),
                Cell::Text(citation.status.as_str().to_owned()),
                text(&citation.note),
            ]
        })
    });
    Table {
        name: "rules",
        columns,
        rows: rows.collect(),
    }
}

/// The scheme with the keys and words of its file; amounts with two decimals, `null` for what is absent.
pub(super) fn json(scheme: &Scheme) -> String {
    let basis = &scheme.legal_basis;
    let not_modelled = scheme.not_modelled.iter().map(|missing| {
        object([
            ("rule", Json::text(&missing.rule)),
            ("note", Json::text(&missing.note)),
        ])
    });
    let parts = scheme.parts.iter().map(|part| {
        let fields = [
            ("id", Json::text(&part.id)),
            ("title", Json::text(&part.title)),
            ("group", Json::option(part.group.as_ref(), Json::text)),
        ];
        with(fields, &part.citation)
    });
    let fields = [
        ("id", Json::text(&scheme.id)),
        ("title", Json::text(&scheme.title)),
        (
            "title_en",
            Json::option(scheme.title_en.as_ref(), Json::text),
        ),
        ("funder", Json::text(&scheme.funder)),
        ("funder_group", Json::text(scheme.funder_group.as_str())),
        (
            "legal_basis",
            object([
                ("title", Json::text(&basis.title)),
                (
                    "reference",
                    Json::option(basis.reference.as_ref(), Json::text),
                ),
                ("link", Json::option(basis.link.as_ref(), Json::text)),
            ]),
        ),
        ("draft", Json::Bool(scheme.draft)),
        ("not_modelled", Json::Lines(not_modelled.collect())),
        ("parts", Json::Lines(parts.collect())),
        (
            "versions",
            Json::Lines(scheme.versions.iter().map(version).collect()),
        ),
    ];
    let mut out = String::from("{");
    for (at, (key, value)) in fields.iter().enumerate() {
        out.push_str(if at == 0 { "" } else { ",\n" });
        string(key, &mut out);
        out.push(':');
        value.write(&mut out);
    }
    out.push_str("}\n");
    out
}

type Fields = Vec<(&'static str, Json)>;

fn version(version: &Version) -> Json {
    fn one<T>(rule: &Cited<T>, fields: impl FnOnce(&T) -> Fields) -> Json {
        with(fields(&rule.rule), &rule.citation)
    }
    fn option<T>(rule: Option<&Cited<T>>, fields: impl FnOnce(&T) -> Fields) -> Json {
        Json::option(rule, |rule| one(rule, fields))
    }
    fn list<T>(rules: &[Cited<T>], fields: impl Fn(&T) -> Fields) -> Json {
        Json::List(rules.iter().map(|rule| one(rule, &fields)).collect())
    }
    object([
        ("from", Json::text(version.from)),
        ("until", Json::option(version.until, Json::text)),
        ("published", Json::option(version.published, Json::text)),
        ("text", Json::option(version.text.as_ref(), Json::text)),
        ("unit", one(&version.unit, |rule| unit(*rule))),
        ("window", one(&version.window, |rule| window(*rule))),
        ("eligible", one(&version.eligible, eligible)),
        ("share", option(version.share.as_ref(), |rule| share(*rule))),
        ("ceilings", list(&version.ceilings, ceiling)),
        (
            "shifting",
            option(version.shifting.as_ref(), |rule| shifting(*rule)),
        ),
        ("basis", option(version.basis.as_ref(), basis)),
        ("advance", option(version.advance.as_ref(), advance)),
        ("unspent", one(&version.unspent, unspent)),
        (
            "excess",
            option(version.excess.as_ref(), |rule| excess(*rule)),
        ),
        (
            "deductions",
            option(version.deductions.as_ref(), deductions),
        ),
        (
            "refund_terms",
            list(&version.refund_terms, |rule| refund_term(*rule)),
        ),
        ("duties", list(&version.duties, |rule| duty(*rule))),
        (
            "exclusive_with",
            option(version.exclusive_with.as_ref(), exclusive_with),
        ),
        (
            "maximum",
            option(version.maximum.as_ref(), |rule: &Money| {
                vec![("amount", Json::text(rule))]
            }),
        ),
    ])
}

fn rule(word: &str) -> (&'static str, Json) {
    ("rule", Json::text(word))
}

fn date(key: &'static str, date: Date) -> (&'static str, Json) {
    (key, Json::text(date))
}

fn percentage(rate: Rate) -> (&'static str, Json) {
    ("percentage", Json::text(rate))
}

fn unit(unit: Unit) -> Fields {
    let period = |word: &str| ("period", Json::text(word));
    match unit {
        Unit::CalendarYear => vec![period("calendar-year")],
        Unit::Term => vec![period("term")],
        Unit::Years { years, start } => vec![
            period("years"),
            ("years", Json::Int(years.into())),
            ("start", Json::Int(start.into())),
        ],
    }
}

fn window(window: Window) -> Fields {
    match window {
        Window::TrancheYear => vec![rule("tranche-year")],
        Window::Period { from, until } => {
            vec![rule("period"), date("from", from), date("until", until)]
        }
        Window::Until(until) => vec![rule("until"), date("until", until)],
        Window::Tranche => vec![rule("tranche")],
        Window::Unit => vec![rule("unit")],
    }
}

fn eligible(eligible: &Eligible) -> Fields {
    match eligible {
        Eligible::Any => vec![rule("any")],
        Eligible::Goal(goal) => vec![rule("goal"), ("goal", Json::text(goal))],
        Eligible::Costs(costs) => [rule("costs")]
            .into_iter()
            .chain(condition(costs))
            .collect(),
    }
}

fn condition(condition: &Condition) -> [(&'static str, Json); 3] {
    let columns = |columns: &BTreeMap<String, BTreeSet<String>>| {
        let columns = columns
            .iter()
            .map(|(name, values)| (name.clone(), Json::texts(values)));
        Json::Object(columns.collect())
    };
    [
        ("only", columns(&condition.only)),
        ("except", columns(&condition.except)),
        ("match", Json::text(condition.matching.as_str())),
    ]
}

fn share(share: Share) -> Fields {
    vec![
        percentage(share.rate),
        ("of", Json::text(share.of.as_str())),
    ]
}

/// The keys `limit` and `of`.
fn limit(limit: Option<Limit>) -> [(&'static str, Json); 2] {
    let (limit, of) = match limit {
        None => (Json::Null, Json::Null),
        Some(Limit::Amount(amount)) => (Json::text(amount), Json::Null),
        Some(Limit::Share(rate, base)) => (Json::text(rate), Json::text(base.as_str())),
    };
    [("limit", limit), ("of", of)]
}

fn ceiling(ceiling: &Ceiling) -> Fields {
    let [most, of] = limit(Some(ceiling.limit));
    let mut fields = vec![
        ("name", Json::text(&ceiling.name)),
        most,
        of,
        ("over", Json::text(ceiling.over.as_str())),
        ("parts", Json::texts(&ceiling.parts)),
    ];
    fields.extend(condition(&ceiling.costs));
    fields
}

fn shifting(shifting: Shifting) -> Fields {
    let of_award = || ("of", Json::text(Base::Award.as_str()));
    let inside = |group: bool| {
        (
            "inside",
            if group {
                Json::text("group")
            } else {
                Json::Null
            },
        )
    };
    match shifting {
        Shifting::None => vec![rule("none")],
        Shifting::UpTo { rate, inside_group } => {
            vec![
                rule("share"),
                percentage(rate),
                of_award(),
                inside(inside_group),
            ]
        }
        Shifting::Free { inside_group } => vec![rule("free"), inside(inside_group)],
    }
}

fn basis(basis: &Basis) -> Fields {
    let price = |price: &Cited<Price>| {
        let of = &price.rule;
        let fields = [
            ("unit", Json::text(&of.unit)),
            ("price", Json::text(of.price)),
            ("from", Json::option(of.from, Json::text)),
        ];
        with(fields, &price.citation)
    };
    let word = match basis {
        Basis::Realised => return vec![rule("realised")],
        Basis::PriceQuantity(_) => "price-quantity",
        Basis::FixedSum(_) => "fixed-sum",
    };
    let prices = basis.prices().iter().map(price);
    vec![rule(word), ("prices", Json::List(prices.collect()))]
}

fn advance(advance: &Advance) -> Fields {
    match advance {
        Advance::Share(rate) => vec![percentage(*rate)],
        Advance::Months(rates) => vec![("months", Json::texts(rates))],
    }
}

fn unspent(unspent: &Unspent) -> Fields {
    match unspent {
        Unspent::Refund => vec![rule("refund")],
        Unspent::ByAgreement => vec![rule("by-agreement")],
        Unspent::Retain => vec![rule("retain")],
        Unspent::Reserve(rate) => vec![
            rule("reserve"),
            ("limit", Json::text(rate)),
            ("of", Json::text(Base::Award.as_str())),
        ],
        Unspent::CarryOver(carry) => {
            let [most, of] = limit(carry.limit);
            let until = match carry.until {
                Until::Date(date) => Json::text(date),
                Until::NextYearEnd => Json::text("next-year-end"),
                Until::NextUnitEnd => Json::text("next-unit-end"),
            };
            let years = |years: &BTreeSet<i16>| {
                Json::List(years.iter().map(|year| Json::Int((*year).into())).collect())
            };
            vec![
                rule("carry-over"),
                most,
                of,
                ("until", until),
                ("to", Json::text(carry.to.as_str())),
                (
                    "tranche_years",
                    Json::option(carry.tranche_years.as_ref(), years),
                ),
            ]
        }
    }
}

fn excess(excess: Excess) -> Fields {
    vec![rule(match excess {
        Excess::Refund => "refund",
        Excess::Retain => "retain",
    })]
}

fn deductions(kinds: &BTreeSet<Deduction>) -> Fields {
    vec![("kinds", Json::texts(kinds.iter().map(|kind| kind.as_str())))]
}

fn exclusive_with(rule: &ExclusiveWith) -> Fields {
    let groups = rule.funder_groups.iter().copied().map(FunderGroup::as_str);
    vec![
        ("schemes", Json::texts(&rule.schemes)),
        ("funder_groups", Json::texts(groups)),
    ]
}

/// The keys `on` and `weeks`.
fn deadline(deadline: Option<Deadline>) -> [(&'static str, Json); 2] {
    let on = |deadline: Deadline| match deadline.on {
        Day::Date(date) => Json::text(date),
        Day::NextYear { month, day } => Json::text(format!("{month:02}-{day:02}")),
    };
    let weeks = deadline
        .map(|deadline| deadline.weeks)
        .filter(|weeks| *weeks > 0);
    [
        ("on", Json::option(deadline, on)),
        (
            "weeks",
            Json::option(weeks, |weeks| Json::Int(weeks.into())),
        ),
    ]
}

fn refund_term(term: RefundTerm) -> Fields {
    let mut fields = vec![("kind", Json::text(term.kind.as_str()))];
    fields.extend(deadline(term.deadline));
    fields.push((
        "years",
        Json::option(term.years, |years| Json::Int(years.into())),
    ));
    fields
}

fn duty(duty: Duty) -> Fields {
    let mut fields = vec![("kind", Json::text(duty.kind.as_str()))];
    fields.extend(deadline(duty.deadline));
    fields
}
