//! What changed in closed years, for people.

use std::fmt::Write;

use super::ahead::ground::ground;
use super::compare::{told, told_cause, told_measure, write_told};
use super::year_table::Amounts;
use super::{Format, table_csv, table_json};
use crate::diag::Lang;
use crate::settle::Settlement;
use crate::tables::{Cell, RestatementRow, Row, Table};

/// Amounts that stand at a year's end, of which a closing has the reason.
const STANDING: [&str; 4] = ["refund", "carry_over", "pending", "receivable"];

/// Writes what changed in closed years ([`Settlement::restatement`]) in a form and a language, with grants by the name that
/// people know and reasons where an amount has one. (JSON and CSV are the table `restatement`, the same in each.)
#[must_use]
pub fn render_restatement(settlement: &Settlement, format: Format, lang: Lang) -> String {
    let rows = settlement.restatement();
    let table = match format {
        Format::Json => return table_json(&Table::of(&rows)),
        Format::Csv => return table_csv(&Table::of(&rows)),
        _ => for_people(settlement, &rows, lang),
    };
    let nothing = match lang {
        Lang::Nl => "In afgesloten jaren is niets anders geworden.",
        Lang::En => "Nothing changed in closed years.",
    };
    write_told(&table, format, nothing)
}

fn for_people(settlement: &Settlement, rows: &[RestatementRow], lang: Lang) -> Table {
    let rows: Vec<RestatementRow> = rows
        .iter()
        .map(|row| RestatementRow {
            grant: name(settlement, row).to_owned(),
            ..row.clone()
        })
        .collect();
    let mut table = told(&Table::of(&rows), lang);
    let same = match lang {
        Lang::Nl => "dezelfde",
        Lang::En => "the same",
    };
    let changed = rows
        .iter()
        .flat_map(|row| [row.before, row.after, row.amount]);
    let whole = { changed }.all(|amount| amount.cents() % 100 == 0);
    let amounts = Amounts { lang, whole };
    let columns = RestatementRow::columns();
    let place = |name: &str| columns.iter().position(|known| known.name == name);
    if let (Some(before), Some(after)) = (place("reason_before"), place("reason_after")) {
        for (cells, row) in table.rows.iter_mut().zip(&rows) {
            if !STANDING.contains(&row.measure.as_str()) {
                (cells[before], cells[after]) = (Cell::Null, Cell::Null);
                continue;
            }
            let why = |reason: &Option<String>| {
                let reason = reason.as_deref().map(|reason| ground(reason, lang));
                reason.map_or(Cell::Null, Cell::Text)
            };
            cells[before] = why(&row.reason_before);
            cells[after] = if row.reason_before == row.reason_after {
                Cell::Text(same.to_owned())
            } else {
                why(&row.reason_after)
            };
        }
    }
    for (at, column) in columns.iter().enumerate() {
        for (cells, row) in table.rows.iter_mut().zip(&rows) {
            match &*column.name {
                "before" => cells[at] = Cell::Text(amounts.show(row.before)),
                "after" => cells[at] = Cell::Text(amounts.show(row.after)),
                "amount" => cells[at] = Cell::Text(amounts.show(row.amount)),
                "cause" if row.amount.is_zero() => {
                    let cause = told_cause(&row.cause, lang);
                    cells[at] = Cell::Text(format!("{cause}; {}", booked_before(lang)));
                }
                _ => {}
            }
        }
    }
    table
}

/// The postings that a year shows, a line for each: the first open year, else the last year.
pub(super) fn postings(settlement: &Settlement, year: i16, amounts: &Amounts) -> Vec<String> {
    let lang = amounts.lang;
    let rows = settlement.restatement();
    let years = settlement.dossier().years();
    let Some(booked) = rows.first().map(|row| row.booked) else {
        return Vec::new();
    };
    let shown = if years.contains(&booked) {
        Some(booked)
    } else {
        years.last().copied()
    };
    if shown != Some(year) {
        return Vec::new();
    }
    let mut lines = vec![match lang {
        Lang::Nl => format!("Uit afgesloten jaren, te boeken in {booked}:"),
        Lang::En => format!("From closed years, to be booked in {booked}:"),
    }];
    for row in rows.iter().filter(|row| !row.amount.is_zero()) {
        let (tranche, part) = match lang {
            Lang::Nl => ("jaarschijf", "onderdeel"),
            Lang::En => ("tranche", "part"),
        };
        let part = row.part.iter().map(|id| format!(", {part} {id}"));
        let part: String = part.collect();
        let mut line = format!(
            "{}, {}, {tranche} {}{part}: {} {} → {}",
            row.year,
            name(settlement, row),
            row.tranche,
            told_measure(&row.measure, lang),
            amounts.show(row.before),
            amounts.show(row.after),
        );
        // Writing to a string can't fail.
        let _ = write!(line, " ({})", told_cause(&row.cause, lang));
        if STANDING.contains(&row.measure.as_str()) && row.reason_before != row.reason_after {
            let reason = |reason: &Option<String>| {
                let reason = reason.as_deref().map(|reason| ground(reason, lang));
                reason.unwrap_or_else(|| "–".to_owned())
            };
            let (was, is) = (reason(&row.reason_before), reason(&row.reason_after));
            let _ = write!(line, "; {was} → {is}");
        }
        lines.push(line);
    }
    lines
}

/// Of a difference that an earlier year brought along, and of which nothing is left to book.
const fn booked_before(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => "al geboekt bij een eerder jaar",
        Lang::En => "booked with an earlier year",
    }
}

/// The name of the grant of a row, for people.
fn name<'s>(settlement: &'s Settlement, row: &'s RestatementRow) -> &'s str {
    let grants = settlement.dossier().grants();
    let grant = grants.iter().find(|grant| grant.id.value == row.grant);
    grant.map_or(&row.grant, |grant| grant.name())
}
