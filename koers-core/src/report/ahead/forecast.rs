//! Forecasts for people, by themselves and beside each other.

use super::{is_of_plan, name, text, told, whose};
use crate::diag::Lang;
use crate::forecast::{Basis, Forecast};
use crate::money::Money;
use crate::report::compare::told_measure;
use crate::report::json::document;
use crate::report::people::severity;
use crate::report::prose::{heading, joined, list, paragraph};
use crate::report::sentence::{date_text, sentence};
use crate::report::sheet::{Head, Sheet, Value, always, head};
use crate::report::year_table::Amounts;
use crate::report::{Format, table_csv, table_json};
use crate::settle::Reason;
use crate::tables::{DiffRow, ForecastRow, ForecastYearRow, HorizonRow, ScenarioRow, Table};

/// Writes a forecast in a form and a language: the years, and what becomes of each bucket. JSON is the tables `forecast` and
/// `forecast_years`, and `horizon` where all years were planned as one; CSV is the first of them. Both are the same in each
/// language.
#[must_use]
pub fn render_forecast(forecast: &Forecast, format: Format, lang: Lang) -> String {
    match format {
        Format::Json => {
            let horizon = forecast.horizon().map(std::slice::from_ref);
            let tables = [Table::of(forecast.rows()), Table::of(forecast.years())];
            let tables = tables.into_iter().chain(horizon.map(Table::of));
            return document(&tables.collect::<Vec<_>>());
        }
        Format::Csv => return table_csv(&Table::of(forecast.rows())),
        _ => {}
    }
    let mut parts = vec![heading(&title(forecast, lang), format, 2)];
    let horizon = forecast.horizon();
    parts.extend(horizon.map(|horizon| paragraph(&together(horizon, lang), format)));
    let findings = planning(forecast, lang);
    if !findings.is_empty() {
        let of_plan = told(lang, "Let op:", "Look at:");
        parts.push(paragraph(of_plan, format));
        parts.push(list(&findings, format));
    }
    parts.push(years(forecast.years(), lang).write(format, lang));
    let moving = |row: &&ForecastRow| row.grant.is_some() && !is_empty(row);
    let rows: Vec<&ForecastRow> = forecast.rows().iter().filter(moving).collect();
    if !rows.is_empty() {
        parts.push(heading(told(lang, "Per subsidie", "By grant"), format, 3));
        parts.push(buckets(forecast, &rows, lang).write(format, lang));
        let reasons = reasons(forecast, lang);
        if !reasons.is_empty() {
            let back = told(lang, "Waarom het terug moet:", "Why it goes back:");
            parts.push(paragraph(back, format));
            parts.push(list(&reasons, format));
        }
    }
    joined(&parts, format)
}

fn title(forecast: &Forecast, lang: Lang) -> String {
    let title = match (lang, forecast.basis()) {
        (Lang::Nl, Basis::Plan) => "Verwachting volgens de begroting",
        (Lang::Nl, Basis::RunRate) => "Verwachting bij gelijk tempo",
        (Lang::En, Basis::Plan) => "Forecast by the budget",
        (Lang::En, Basis::RunRate) => "Forecast at the same rate",
    };
    let whose = whose(forecast.names(), lang);
    match lang {
        Lang::Nl => {
            let day = forecast.as_of().dutch();
            format!("{title}, naar de stand van {day} – {whose}")
        }
        Lang::En => format!("{title}, as of {} – {whose}", forecast.as_of()),
    }
}

/// What all years come to when they are planned as one, in words.
fn together(horizon: &HorizonRow, lang: Lang) -> String {
    let least = horizon.at_least.unwrap_or_default();
    let amounts = [horizon.lost, horizon.saved, least];
    let whole = amounts.iter().all(|amount| amount.cents() % 100 == 0);
    let amounts = Amounts { lang, whole };
    let euros = |amount: Money| format!("€ {}", amounts.show(amount));
    let (lost, saved) = (euros(horizon.lost), euros(horizon.saved));
    let less = match (horizon.saved.is_zero(), lang) {
        (true, Lang::Nl) => "niet minder".to_owned(),
        (true, Lang::En) => "no less".to_owned(),
        (false, Lang::Nl) => format!("{saved} minder"),
        (false, Lang::En) => format!("{saved} less"),
    };
    let all = match lang {
        Lang::Nl => format!(
            "Alle jaren samen gepland, ook die al zijn afgerekend: eigen middelen en terugbetaling zijn samen {lost}. Dat is {less} dan als elk jaar apart zo gunstig mogelijk wordt verdeeld."
        ),
        Lang::En => format!(
            "All years planned together, also those that are settled: own funds and refunds come to {lost}. That is {less} than when each year by itself is divided as favourably as it can be."
        ),
    };
    let least = match (horizon.at_least, lang) {
        (None, _) => return all,
        (Some(least), Lang::Nl) if least == horizon.lost => "Minder kan niet.".to_owned(),
        (Some(least), Lang::En) if least == horizon.lost => "It can't be less.".to_owned(),
        (Some(least), Lang::Nl) => format!("Minder dan {} kan niet.", euros(least)),
        (Some(least), Lang::En) => format!("It can't be less than {}.", euros(least)),
    };
    format!("{all} {least}")
}

/// What a person must know of what is expected, and of how all years were planned as one.
fn planning(forecast: &Forecast, lang: Lang) -> Vec<String> {
    let findings = forecast.settlement().findings().iter();
    let findings = findings.filter(|it| is_of_plan(it.code()));
    findings
        .map(|it| {
            let severity = severity(it.severity(), lang);
            format!("{severity} {}: {}", it.code(), it.message(lang))
        })
        .collect()
}

const YEARS: &[Head] = &[
    always("jaar", "year"),
    always("besteed uit subsidies", "spent from grants"),
    always("eigen middelen", "own funds"),
    always("terug te betalen", "refund"),
    head("waarvan vervallen", "of which lapsed"),
    always("overheveling", "carry-over"),
    head("ruimte nog niet ontvangen", "pending"),
    head("vrij te houden", "retained"),
];

/// The years; where there are several with their sum, of what stays what stays after the last.
fn years(years: &[ForecastYearRow], lang: Lang) -> Sheet<'static> {
    let row = |of: &ForecastYearRow, year: String| {
        let amounts = [
            of.spent,
            of.own_funds,
            of.refund,
            of.lapse,
            of.carry_over,
            of.pending,
            of.retained,
        ];
        let mut row = vec![text(year)];
        row.extend(amounts.map(Value::Money));
        row
    };
    let mut rows: Vec<_> = years
        .iter()
        .map(|of| row(of, of.year.to_string()))
        .collect();
    let mut totals = 0;
    if let [first, .., last] = years {
        let sum = |of: fn(&ForecastYearRow) -> Money| bounded(years.iter().map(of));
        let total = ForecastYearRow {
            year: first.year,
            spent: sum(|it| it.spent),
            own_funds: sum(|it| it.own_funds),
            refund: sum(|it| it.refund),
            lapse: sum(|it| it.lapse),
            carry_over: last.carry_over,
            pending: last.pending,
            retained: sum(|it| it.retained),
        };
        rows.push(row(&total, told(lang, "Samen", "Together").to_owned()));
        totals = 1;
    }
    Sheet {
        heads: YEARS,
        rows,
        totals,
    }
}

/// A sum; what many years move together may be above the bound of amounts.
fn bounded(amounts: impl Iterator<Item = Money>) -> Money {
    let sum: i128 = amounts.map(|amount| i128::from(amount.cents())).sum();
    Money::nearest(sum)
}

/// Whether a bucket has nothing to spend in a year, and nothing becomes of it.
fn is_empty(row: &ForecastRow) -> bool {
    let amounts = [
        row.room,
        row.spent,
        row.refund,
        row.carry_over,
        row.pending,
        row.retained,
        row.receivable,
    ];
    amounts.iter().all(|amount| amount.is_zero())
}

const BUCKETS: &[Head] = &[
    always("jaar", "year"),
    always("subsidie", "grant"),
    always("ruimte", "room"),
    always("besteed", "spent"),
    head("waarvan verwacht", "of which expected"),
    always("terug te betalen", "refund"),
    head("waarvan vervallen", "of which lapsed"),
    head("overheveling", "carry-over"),
    head("t/m", "until"),
    head("ruimte nog niet ontvangen", "pending"),
    head("vrij te houden", "retained"),
    head("nog te ontvangen", "receivable"),
];

fn buckets(forecast: &Forecast, rows: &[&ForecastRow], lang: Lang) -> Sheet<'static> {
    // Where all of it is expected, which it is of whole years, a column that says so is one too many.
    let part = rows.iter().any(|row| row.expected != row.spent);
    let row = |row: &&ForecastRow| {
        let expected = if part { row.expected } else { Money::ZERO };
        let until = row.carry_over_until.map(|date| date_text(date, lang));
        vec![
            text(row.year.to_string()),
            text(bucket(forecast, row, lang)),
            Value::Money(row.room),
            Value::Money(row.spent),
            Value::Money(expected),
            Value::Money(row.refund),
            Value::Money(row.lapse),
            Value::Money(row.carry_over),
            text(until.unwrap_or_default()),
            Value::Money(row.pending),
            Value::Money(row.retained),
            Value::Money(row.receivable),
        ]
    };
    Sheet {
        heads: BUCKETS,
        rows: rows.iter().map(row).collect(),
        totals: 0,
    }
}

fn bucket(forecast: &Forecast, row: &ForecastRow, lang: Lang) -> String {
    let of = (row.tranche.as_deref(), row.part.as_deref());
    let grant = row.grant.as_deref().unwrap_or_default();
    name(forecast.names(), grant, of, lang)
}

/// Why money goes back, where it does; with the amounts where there are several reasons.
fn reasons(forecast: &Forecast, lang: Lang) -> Vec<String> {
    let rows = || forecast.with_refunds().filter(|(_, back)| !back.is_empty());
    let all = rows().flat_map(|(_, back)| back);
    let whole = { all }.all(|(amount, _)| amount.cents() % 100 == 0);
    let amounts = Amounts { lang, whole };
    let said = rows().map(|(row, back)| {
        let why = |(amount, reason): &(Money, Reason)| match back.len() {
            1 => sentence(reason, true, lang),
            _ => format!("{} {}", amounts.show(*amount), sentence(reason, true, lang)),
        };
        let why: Vec<String> = back.iter().map(why).collect();
        let bucket = bucket(forecast, row, lang);
        format!("{} – {bucket}: {}", row.year, why.join("; "))
    });
    said.collect()
}

const SCENARIOS: &[Head] = &[
    always("jaar", "year"),
    always("scenario", "scenario"),
    always("besteed uit subsidies", "spent from grants"),
    always("eigen middelen", "own funds"),
    always("terug te betalen", "refund"),
    head("waarvan vervallen", "of which lapsed"),
    head("overheveling", "carry-over"),
    head("ruimte nog niet ontvangen", "pending"),
    head("vrij te houden", "retained"),
    always("verloren", "lost"),
    always("verschil", "change"),
];

/// Writes forecasts that stand beside each other in a form and a language. (JSON and CSV are the table `scenarios`, the same
/// in each.)
#[must_use]
pub fn render_scenarios(rows: &[ScenarioRow], format: Format, lang: Lang) -> String {
    match format {
        Format::Json => return table_json(&Table::of(rows)),
        Format::Csv => return table_csv(&Table::of(rows)),
        _ => {}
    }
    let line = |row: &ScenarioRow| {
        let year = match (row.year, row.settled) {
            (None, _) => told(lang, "samen", "together").to_owned(),
            (Some(year), true) => format!("{year} {}", told(lang, "(afgerekend)", "(settled)")),
            (Some(year), false) => year.to_string(),
        };
        let amounts = [
            row.spent,
            row.own_funds,
            row.refund,
            row.lapse,
            row.carry_over,
            row.pending,
            row.retained,
            row.lost,
            row.change,
        ];
        let mut line = vec![text(year), text(row.scenario.clone())];
        line.extend(amounts.map(Value::Money));
        line
    };
    let sheet = Sheet {
        heads: SCENARIOS,
        rows: rows.iter().map(line).collect(),
        totals: rows.iter().filter(|row| row.year.is_none()).count(),
    };
    let title = told(
        lang,
        "Verwachtingen naast elkaar; verloren is eigen middelen en terug te betalen samen",
        "Forecasts side by side; lost is own funds and refund together",
    );
    joined(
        &[heading(title, format, 2), sheet.write(format, lang)],
        format,
    )
}

const DIFF: &[Head] = &[
    always("jaar", "year"),
    always("subsidie", "grant"),
    head("regel", "line"),
    always("wat", "what"),
    always("was", "before"),
    always("wordt", "after"),
    always("verschil", "change"),
];

/// Writes what differs between a forecast and another one in a form and a language. (JSON and CSV are the table `diff`, the
/// same in each.)
#[must_use]
pub fn render_forecast_diff(
    forecast: &Forecast,
    before: &Forecast,
    format: Format,
    lang: Lang,
) -> String {
    let rows = forecast.diff(before);
    match format {
        Format::Json => return table_json(&Table::of(&rows)),
        Format::Csv => return table_csv(&Table::of(&rows)),
        _ => {}
    }
    if rows.is_empty() {
        return paragraph(
            told(lang, "Er is geen verschil.", "Nothing differs."),
            format,
        );
    }
    let of = |row: &DiffRow| {
        (
            row.year,
            row.grant.clone(),
            row.tranche.clone(),
            row.part.clone(),
        )
    };
    let told_as_spent = |row: &DiffRow| {
        let same = |other: &&DiffRow| {
            other.measure == "spent" && of(other) == of(row) && other.change == row.change
        };
        row.measure == "earned" && rows.iter().any(|other| same(&other))
    };
    let lines = rows.iter().filter(|row| !told_as_spent(row)).map(|row| {
        let grant = match &row.grant {
            Some(grant) => {
                let of = (row.tranche.as_deref(), row.part.as_deref());
                let names = [forecast, before].map(Forecast::names);
                let known = names.into_iter().find(|names| names.knows(grant));
                name(known.unwrap_or(forecast.names()), grant, of, lang)
            }
            None => told(lang, "eigen middelen", "own funds").to_owned(),
        };
        let line = row.line.clone().unwrap_or_default();
        vec![
            text(row.year.to_string()),
            text(grant),
            text(line),
            text(told_measure(&row.measure, lang)),
            Value::Money(row.before),
            Value::Money(row.after),
            Value::Money(row.change),
        ]
    });
    let sheet = Sheet {
        heads: DIFF,
        rows: lines.collect(),
        totals: 0,
    };
    let title = told(
        lang,
        "Wat er anders is dan in de verwachting zoals het is",
        "What differs from the forecast as it is",
    );
    joined(
        &[heading(title, format, 2), sheet.write(format, lang)],
        format,
    )
}
