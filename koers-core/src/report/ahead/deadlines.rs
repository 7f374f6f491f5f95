//! Deadlines for people: what is to be paid back, what must be spent, and the duties.

use super::ground::ground;
use super::{name, text, told, whose};
use crate::calendar::Date;
use crate::diag::Lang;
use crate::forecast::Deadlines;
use crate::money::Money;
use crate::report::json::document;
use crate::report::prose::{heading, joined, list, paragraph};
use crate::report::sentence::{date_text, sentence};
use crate::report::sheet::{Head, Sheet, Value, always, day_text, head};
use crate::report::{Format, table_csv};
use crate::settle::Reason;
use crate::tables::{DeadlineRow, DeadlineTotalRow, Table};

/// Writes deadlines in a form and a language: what is still to be paid back, what must be spent or earned to lose nothing,
/// and what else must be done. JSON is the tables `deadlines` and `deadline_totals`, CSV the first of them; both are the same
/// in each language.
#[must_use]
pub fn render_deadlines(deadlines: &Deadlines, format: Format, lang: Lang) -> String {
    match format {
        Format::Json => {
            let totals = Table::of(deadlines.totals());
            return document(&[Table::of(deadlines.rows()), totals]);
        }
        Format::Csv => return table_csv(&Table::of(deadlines.rows())),
        _ => {}
    }
    let whose = whose(deadlines.names(), lang);
    let title = match lang {
        Lang::Nl => {
            let day = deadlines.as_of().dutch();
            format!("Wat voor welke dag gedaan moet zijn, naar de stand van {day} – {whose}")
        }
        Lang::En => {
            let day = deadlines.as_of();
            format!("What must be done by when, as of {day} – {whose}")
        }
    };
    let mut parts = vec![heading(&title, format, 2)];
    parts.extend(refunds(deadlines, format, lang));
    parts.extend(spending(deadlines, "spend", format, lang));
    parts.extend(spending(deadlines, "earn", format, lang));
    parts.extend(duties(deadlines, format, lang));
    if parts.len() == 1 {
        let nothing = told(lang, "Er is niets te doen.", "There is nothing to do.");
        parts.push(paragraph(nothing, format));
    }
    joined(&parts, format)
}

const REFUNDS: &[Head] = &[
    always("subsidie", "grant"),
    always("uit", "of"),
    always("bedrag", "amount"),
    always("uiterlijk", "by"),
    head("grondslag", "rests on"),
];

/// What is still to be paid back; last what only will be where nothing more is spent.
fn refunds(deadlines: &Deadlines, format: Format, lang: Lang) -> Vec<String> {
    let day = deadlines.as_of();
    let arose = |row: &&DeadlineRow| Date::last_of_year(row.year).is_some_and(|end| end <= day);
    let due = || deadlines.rows().iter().filter(|row| row.kind == "due");
    let line = |row: &DeadlineRow| {
        let by = match row.date {
            Some(date) => overdue(day_text(date, lang), date <= day, lang),
            None => told(lang, "geen dag genoemd", "no day named").to_owned(),
        };
        vec![
            text(deadlines.names().grant(&row.grant)),
            text(row.year.to_string()),
            Value::money(row.amount),
            text(by),
            text(ground(&row.reason, lang)),
        ]
    };
    let mut parts = Vec::new();
    let mut add = |title: &str, rows: Vec<&DeadlineRow>| {
        if rows.is_empty() {
            return;
        }
        let mut lines: Vec<Vec<Value>> = rows.iter().map(|row| line(row)).collect();
        let totals = usize::from(rows.len() > 1);
        if totals > 0 {
            let sum = rows.iter().filter_map(|row| row.amount);
            let sum: i64 = sum.map(Money::cents).sum();
            let total = text(told(lang, "Samen", "Together"));
            let sum = Value::Money(Money::of(sum));
            lines.push(vec![
                total,
                Value::Nothing,
                sum,
                Value::Nothing,
                Value::Nothing,
            ]);
        }
        parts.push(heading(title, format, 3));
        let sheet = Sheet {
            heads: REFUNDS,
            rows: lines,
            totals,
        };
        parts.push(sheet.write(format, lang));
    };
    add(
        told(lang, "Nog terug te betalen", "Still to be paid back"),
        due().filter(arose).collect(),
    );
    add(
        told(
            lang,
            "Terug te betalen als niets meer wordt besteed",
            "To be paid back where nothing more is spent",
        ),
        due().filter(|row| !arose(row)).collect(),
    );
    parts
}

const SPENDING: &[Head] = &[
    always("subsidie", "grant"),
    always("t/m", "until"),
    always("bedrag", "amount"),
    always("samen met eerdere", "with earlier"),
    always("waarvan terug", "of which back"),
    always("nodig per maand", "needed a month"),
    always("tot nu toe per maand", "so far a month"),
    head("keer", "times"),
];

/// What must be spent, or earned, with the sums of each day and why it would be lost.
fn spending(deadlines: &Deadlines, kind: &str, format: Format, lang: Lang) -> Vec<String> {
    let of_kind = || {
        let rows = deadlines.with_reasons();
        rows.filter(move |(row, _)| row.kind == kind)
    };
    let mut rows: Vec<Vec<Value>> = of_kind()
        .map(|(row, _)| spending_row(deadlines, row, lang))
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let totals = deadlines.totals().iter().filter(|row| row.kind == kind);
    let totals: Vec<Vec<Value>> = totals.map(|row| total_row(row, lang)).collect();
    let shown = if rows.len() > 1 { totals.len() } else { 0 };
    rows.extend(totals.into_iter().take(shown));
    let title = match kind {
        "earn" => told(
            lang,
            "Te verdienen om niets te verliezen",
            "To be earned to lose nothing",
        ),
        _ => told(
            lang,
            "Te besteden om niets te verliezen",
            "To be spent to lose nothing",
        ),
    };
    let sheet = Sheet {
        heads: SPENDING,
        rows,
        totals: shown,
    };
    let mut reasons: Vec<String> = Vec::new();
    for (row, reason) in of_kind() {
        if let Some(reason) = reason {
            let said = why(deadlines, row, reason, lang);
            if !reasons.contains(&said) {
                reasons.push(said);
            }
        }
    }
    let otherwise = match kind {
        "earn" => told(lang, "Wat niet wordt verdiend:", "What is not earned:"),
        _ => told(lang, "Wat niet wordt besteed:", "What is not spent:"),
    };
    vec![
        heading(title, format, 3),
        sheet.write(format, lang),
        paragraph(otherwise, format),
        list(&reasons, format),
    ]
}

fn spending_row(deadlines: &Deadlines, row: &DeadlineRow, lang: Lang) -> Vec<Value> {
    let of = (row.tranche.as_deref(), row.part.as_deref());
    let until = row.date.map(|date| date_text(date, lang));
    vec![
        text(name(deadlines.names(), &row.grant, of, lang)),
        text(overdue(until.unwrap_or_default(), row.from.is_none(), lang)),
        Value::money(row.amount),
        Value::money(row.by_then),
        Value::money(row.refund),
        Value::money(row.needed),
        Value::money(row.so_far),
        row.times.map_or(Value::Nothing, Value::Times),
    ]
}

fn total_row(row: &DeadlineTotalRow, lang: Lang) -> Vec<Value> {
    vec![
        text(told(lang, "Samen", "Together")),
        text(date_text(row.date, lang)),
        Value::Money(row.amount),
        Value::Money(row.by_then),
        Value::Money(row.refund),
        Value::Money(row.needed),
        Value::Money(row.so_far),
        row.times.map_or(Value::Nothing, Value::Times),
    ]
}

/// Why the money of a row would be lost.
fn why(deadlines: &Deadlines, row: &DeadlineRow, reason: &Reason, lang: Lang) -> String {
    let of = (row.tranche.as_deref(), row.part.as_deref());
    let name = name(deadlines.names(), &row.grant, of, lang);
    let until = row.date.map(|date| date_text(date, lang));
    let until = until.unwrap_or_default();
    let said = if row.refund.is_some_and(Money::is_zero) {
        told(
            lang,
            "is nog niet ontvangen, en wordt dan ook niet meer betaald",
            "has not come in, and then will not be paid any more",
        )
        .to_owned()
    } else {
        sentence(reason, true, lang)
    };
    match lang {
        Lang::Nl => format!("{name}, t/m {until}: {said}"),
        Lang::En => format!("{name}, until {until}: {said}"),
    }
}

const DUTIES: &[Head] = &[
    always("uiterlijk", "by"),
    always("wat", "what"),
    always("subsidie", "grant"),
    always("over", "about"),
    head("grondslag", "rests on"),
];

/// What else must be done.
fn duties(deadlines: &Deadlines, format: Format, lang: Lang) -> Vec<String> {
    let rows = deadlines.rows().iter().filter_map(|row| {
        let what = match row.kind.as_str() {
            "accountability" => told(lang, "verantwoorden", "account for it"),
            "decision" => told(lang, "vaststelling", "decision"),
            "approval" => told(lang, "goedkeuring", "approval"),
            _ => return None,
        };
        let date = row.date?;
        Some(vec![
            text(overdue(
                day_text(date, lang),
                date <= deadlines.as_of(),
                lang,
            )),
            text(what),
            text(deadlines.names().grant(&row.grant)),
            text(row.year.to_string()),
            text(ground(&row.reason, lang)),
        ])
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let title = told(
        lang,
        "Verantwoording en vaststelling",
        "Accountability and decisions",
    );
    let sheet = Sheet {
        heads: DUTIES,
        rows,
        totals: 0,
    };
    vec![heading(title, format, 3), sheet.write(format, lang)]
}

/// A day, with a word where it is too late.
fn overdue(day: String, overdue: bool, lang: Lang) -> String {
    if overdue {
        format!("{day} {}", told(lang, "(te laat)", "(overdue)"))
    } else {
        day
    }
}
