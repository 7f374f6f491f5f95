//! What is ahead of a settlement, for people.

use super::compare::told;
use super::json::document;
use super::{Format, table_csv, table_html, table_markdown, table_text};
use crate::diag::Lang;
use crate::forecast::Deadlines;
use crate::tables::{Cell, Table};

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
    let as_of = deadlines.as_of();
    let (title, nothing, together) = match lang {
        Lang::Nl => (
            format!("Wat vóór wanneer moet, naar de stand van {}", as_of.dutch()),
            "Er is niets te doen.",
            "Samen",
        ),
        Lang::En => (
            format!("What must be done by when, as of {as_of}"),
            "There is nothing to do.",
            "Together",
        ),
    };
    let (rows, totals) = (
        only(&rows, &DEADLINES, lang),
        only(&totals, &DEADLINE_TOTALS, lang),
    );
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
    parts.join(if format == Format::Html { "" } else { "\n" })
}

const DEADLINES: [&str; 11] = [
    "date", "kind", "grant", "tranche", "part", "amount", "refund", "needed", "so_far", "times",
    "reason",
];

const DEADLINE_TOTALS: [&str; 7] = [
    "date", "kind", "amount", "refund", "needed", "so_far", "times",
];

/// These columns of a table, with its words as people read them; those without a value in any row are left out.
fn only(table: &Table, columns: &[&str], lang: Lang) -> Table {
    let filled = |at: usize| {
        let mut rows = table.rows.iter();
        rows.any(|row| row[at] != Cell::Null)
    };
    let places: Vec<usize> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(at, column)| columns.contains(&&*column.name) && filled(*at))
        .map(|(at, _)| at)
        .collect();
    let picked = Table {
        name: table.name,
        columns: places.iter().map(|&at| table.columns[at].clone()).collect(),
        rows: table
            .rows
            .iter()
            .map(|row| places.iter().map(|&at| row[at].clone()).collect())
            .collect(),
    };
    told(&picked, lang)
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
