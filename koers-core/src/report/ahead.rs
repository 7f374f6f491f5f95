//! What is ahead of a settlement, for people.

use std::borrow::Cow;

use super::compare::told;
use super::json::document;
use super::{Format, table_csv, table_html, table_json, table_markdown, table_text};
use crate::diag::Lang;
use crate::forecast::{Basis, Deadlines, Forecast};
use crate::money::Money;
use crate::tables::{Cell, Column, HorizonRow, ScenarioRow, Table};

/// Writes deadlines in a form and a language: the columns that people want, and the totals. JSON is the tables `deadlines` and
/// `deadline_totals`, CSV the first of them; both are the same in each language.
#[must_use]
pub fn render_deadlines(deadlines: &Deadlines, format: Format, lang: Lang) -> String {
    let rows = Table::of(deadlines.rows());
    let totals = Table::of(deadlines.totals());
    match format {
        Format::Json => return document(&[rows, totals]),
        Format::Csv => return table_csv(&rows),
        _ => {}
    }
    let (title, nothing, together) = match lang {
        Lang::Nl => (
            format!(
                "Wat vóór wanneer moet, naar de stand van {}",
                deadlines.as_of().dutch()
            ),
            "Er is niets te doen.",
            "Samen",
        ),
        Lang::En => (
            format!("What must be done by when, as of {}", deadlines.as_of()),
            "There is nothing to do.",
            "Together",
        ),
    };
    let rows = only(&rows, &DEADLINES, lang);
    let totals = only(&totals, &DEADLINE_TOTALS, lang);
    let mut parts = vec![heading(&title, format, 2)];
    if rows.rows.is_empty() {
        parts.push(paragraph(nothing, format));
    } else {
        parts.push(written(&rows, format));
    }
    if !totals.rows.is_empty() {
        parts.push(heading(together, format, 3));
        parts.push(written(&totals, format));
    }
    joined(&parts, format)
}

/// Writes a forecast in a form and a language: the years, and what becomes of each bucket. JSON is the tables `forecast` and
/// `forecast_years`, and `horizon` where all years were planned as one; CSV is the first of them. Both are the same in each
/// language.
#[must_use]
pub fn render_forecast(forecast: &Forecast, format: Format, lang: Lang) -> String {
    let rows = Table::of(forecast.rows());
    let years = Table::of(forecast.years());
    match format {
        Format::Json => {
            let horizon = forecast.horizon().map(std::slice::from_ref);
            let tables = [rows, years].into_iter().chain(horizon.map(Table::of));
            return document(&tables.collect::<Vec<_>>());
        }
        Format::Csv => return table_csv(&rows),
        _ => {}
    }
    let (title, each) = match (lang, forecast.basis()) {
        (Lang::Nl, Basis::Plan) => ("Verwachting volgens de begroting", "Per subsidie"),
        (Lang::Nl, Basis::RunRate) => ("Verwachting bij gelijk tempo", "Per subsidie"),
        (Lang::En, Basis::Plan) => ("Forecast by the budget", "By grant"),
        (Lang::En, Basis::RunRate) => ("Forecast at the same rate", "By grant"),
    };
    let title = match lang {
        Lang::Nl => format!("{title}, naar de stand van {}", forecast.as_of().dutch()),
        Lang::En => format!("{title}, as of {}", forecast.as_of()),
    };
    let mut parts = vec![heading(&title, format, 2)];
    let horizon = forecast.horizon();
    parts.extend(horizon.map(|horizon| paragraph(&together(horizon, lang), format)));
    parts.extend([
        written(&only(&years, &FORECAST_YEARS, lang), format),
        heading(each, format, 3),
        written(&only(&rows, &FORECAST, lang), format),
    ]);
    joined(&parts, format)
}

/// What all years come to when they are planned as one, in words.
fn together(horizon: &HorizonRow, lang: Lang) -> String {
    let euros = |amount: Money| match lang {
        Lang::Nl => format!("€ {}", amount.dutch()),
        Lang::En => format!("€ {}", amount.english()),
    };
    let (lost, saved) = (euros(horizon.lost), euros(horizon.saved));
    let all = match lang {
        Lang::Nl => format!(
            "Alle jaren samen gepland: eigen middelen en terugbetaling zijn samen {lost}, {saved} minder dan jaar voor jaar."
        ),
        Lang::En => format!(
            "All years planned together: own funds and refunds come to {lost}, {saved} less than year by year."
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

/// Writes forecasts that stand beside each other in a form and a language. (JSON and CSV are the table `scenarios`, the same
/// in each.)
#[must_use]
pub fn render_scenarios(rows: &[ScenarioRow], format: Format, lang: Lang) -> String {
    let table = Table::of(rows);
    match format {
        Format::Json => table_json(&table),
        Format::Csv => table_csv(&table),
        _ => written(&only(&table, &SCENARIOS, lang), format),
    }
}

/// Columns that people want, with other names where they mean something else than in other tables.
type Wanted = [(&'static str, &'static str)];

const fn same(name: &'static str) -> (&'static str, &'static str) {
    (name, name)
}

const DEADLINES: [(&str, &str); 11] = [
    same("date"),
    same("kind"),
    same("grant"),
    same("tranche"),
    same("part"),
    same("amount"),
    ("refund", "back"),
    same("needed"),
    same("so_far"),
    same("times"),
    same("reason"),
];

const DEADLINE_TOTALS: [(&str, &str); 7] = [
    same("date"),
    same("kind"),
    same("amount"),
    ("refund", "back"),
    same("needed"),
    same("so_far"),
    same("times"),
];

const FORECAST: [(&str, &str); 11] = [
    same("year"),
    same("grant"),
    same("tranche"),
    same("part"),
    same("room"),
    same("spent"),
    same("expected"),
    same("refund"),
    same("lapse"),
    same("carry_over"),
    same("carry_over_until"),
];

const SCENARIOS: [(&str, &str); 8] = [
    same("year"),
    same("scenario"),
    same("spent"),
    same("own_funds"),
    same("refund"),
    same("lapse"),
    same("lost"),
    same("change"),
];

const FORECAST_YEARS: [(&str, &str); 6] = [
    same("year"),
    same("spent"),
    same("own_funds"),
    same("refund"),
    same("lapse"),
    same("carry_over"),
];

/// These columns of a table, with its words as people read them; those without a value in any row are left out.
fn only(table: &Table, wanted: &Wanted, lang: Lang) -> Table {
    let found = wanted.iter().filter_map(|(name, other)| {
        let at = table.columns.iter().position(|it| it.name == *name)?;
        let filled = table.rows.iter().any(|row| row[at] != Cell::Null);
        filled.then_some((at, *other))
    });
    let found: Vec<(usize, &'static str)> = found.collect();
    let column = |(at, name): &(usize, &'static str)| Column {
        name: Cow::Borrowed(name),
        kind: table.columns[*at].kind,
    };
    let row = |row: &Vec<Cell>| found.iter().map(|(at, _)| row[*at].clone()).collect();
    told(
        &Table {
            name: table.name,
            columns: found.iter().map(column).collect(),
            rows: table.rows.iter().map(row).collect(),
        },
        lang,
    )
}

fn joined(parts: &[String], format: Format) -> String {
    parts.join(if format == Format::Html { "" } else { "\n" })
}

fn written(table: &Table, format: Format) -> String {
    match format {
        Format::Markdown => table_markdown(table),
        Format::Html => table_html(table),
        _ => table_text(table),
    }
}

fn heading(text: &str, format: Format, level: usize) -> String {
    match format {
        Format::Markdown => format!("{} {text}\n", "#".repeat(level)),
        Format::Html => format!("<p><strong>{text}</strong></p>\n"),
        _ => format!("{text}\n"),
    }
}

fn paragraph(text: &str, format: Format) -> String {
    match format {
        Format::Html => format!("<p>{text}</p>\n"),
        _ => format!("{text}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{DeadlineRow, DeadlineTotalRow, ForecastRow, ForecastYearRow, Row};

    #[test]
    fn every_column_that_people_want_is_there_and_has_a_heading() {
        let tables = [
            (DeadlineRow::columns(), &DEADLINES[..]),
            (DeadlineTotalRow::columns(), &DEADLINE_TOTALS[..]),
            (ForecastRow::columns(), &FORECAST[..]),
            (ForecastYearRow::columns(), &FORECAST_YEARS[..]),
            (ScenarioRow::columns(), &SCENARIOS[..]),
        ];
        for (columns, wanted) in tables {
            let row = columns.iter().map(|_| Cell::Bool(true)).collect();
            let table = Table {
                name: "any",
                columns,
                rows: vec![row],
            };
            for lang in [Lang::Nl, Lang::En] {
                let told = only(&table, wanted, lang);
                assert_eq!(told.columns.len(), wanted.len());
                assert!(told.columns.iter().all(|column| !column.name.is_empty()));
            }
        }
    }
}
