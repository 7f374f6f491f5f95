//! The hash of the cost lines: rows in canonical form, each hashed as it is written. What many rows have, the values of
//! dictionaries and days, is written as text once, so that a row is little more than pieces that are copied.

use super::InputTable;
use super::canonical::{Sheet, decimal};
use super::rows::sum;
use crate::calendar::Unit;
use crate::dossier::{Booking, Chunk, CodesRef, LineKind, Lines, TextColumn};
use crate::money::Money;
use crate::plan::place;
use crate::report::json_string;

/// A column of cost lines.
#[derive(Clone, Copy)]
enum Column<'d> {
    Line,
    Period,
    Amount,
    Kind,
    Grant,
    Fixed,
    VatCompensable,
    Text(&'d TextColumn),
}

/// All columns, by name.
fn columns(lines: &Lines) -> Vec<(&str, Column<'_>)> {
    let own = [
        ("line", Column::Line),
        ("period", Column::Period),
        ("amount", Column::Amount),
        ("kind", Column::Kind),
        ("grant", Column::Grant),
        ("fixed", Column::Fixed),
        ("corrects", Column::Text(lines.corrected())),
        ("vat_compensable", Column::VatCompensable),
        ("source", Column::Text(lines.sources())),
    ];
    let dimensions = lines.dimensions().iter();
    let dimensions = dimensions.map(|it| (it.name(), Column::Text(it)));
    let mut columns: Vec<(&str, Column<'_>)> = own.into_iter().chain(dimensions).collect();
    columns.sort_by_key(|(name, _)| *name);
    columns
}

/// What a column writes in each row: its key and its value, with a comma after them; nothing where there is no value.
struct Writer<'d> {
    column: Column<'d>,
    /// The key, its colon, and where values are texts of digits their quotation mark.
    key: String,
    /// By code of a dictionary all of it.
    by_code: Vec<String>,
    /// The first day that any line has, and by day from then on all of it; empty for one that has not come by.
    first_day: i32,
    by_day: Vec<String>,
}

impl<'d> Writer<'d> {
    fn new(name: &str, column: Column<'d>, lines: &Lines) -> Writer<'d> {
        let mut key = String::new();
        json_string(name, &mut key);
        key.push(':');
        if let Column::Amount | Column::VatCompensable = column {
            key.push('"');
        }
        let mut writer = Writer {
            column,
            key,
            by_code: Vec::new(),
            first_day: 0,
            by_day: Vec::new(),
        };
        match column {
            Column::Text(column) => {
                let texts = (1..).map_while(|code| column.text(code));
                writer.by_code = writer.texts(texts);
            }
            Column::Grant => {
                let bookings: Vec<String> = lines.booking_values().iter().map(canonical).collect();
                writer.by_code = writer.texts(bookings.iter().map(String::as_str));
            }
            Column::Period => {
                let days = lines.chunks().flat_map(|chunk| chunk.days);
                let ends = days.fold(None, |ends, &day| {
                    let (first, last) = ends.unwrap_or((day, day));
                    Some((day.min(first), day.max(last)))
                });
                let (first, last) = ends.unwrap_or_default();
                let days = usize::try_from(i64::from(last) - i64::from(first)).unwrap_or(MOST_DAYS);
                writer.first_day = first;
                writer.by_day = vec![String::new(); MOST_DAYS.min(days.saturating_add(1))];
            }
            _ => {}
        }
        writer
    }

    /// By code what is written of it; nothing for 0.
    fn texts<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<String> {
        let all = texts.map(|text| {
            let mut out = self.key.clone();
            json_string(text, &mut out);
            out.push(',');
            out
        });
        std::iter::once(String::new()).chain(all).collect()
    }

    /// Writes the period of a row; days are written once.
    fn period(&mut self, lines: &Lines, row: usize, (day, unit): (i32, Unit), out: &mut String) {
        let write = |key: &str| format!("{key}\"{}\",", lines.period(row));
        let at = day
            .checked_sub(self.first_day)
            .and_then(|at| usize::try_from(at).ok());
        let known = at.filter(|_| unit == Unit::Day);
        let Some(text) = known.and_then(|at| self.by_day.get_mut(at)) else {
            out.push_str(&write(&self.key));
            return;
        };
        if text.is_empty() {
            *text = write(&self.key);
        }
        out.push_str(text);
    }

    fn amount(&self, amount: Money, out: &mut String) {
        out.push_str(&self.key);
        decimal(amount, out);
        out.push_str("\",");
    }
}

/// More days than this are not kept as texts: those of three centuries.
const MOST_DAYS: usize = 110_000;

/// The codes of the columns of a chunk that have any, in the order of columns.
fn codes<'l>(chunk: &Chunk<'l>, writers: &[Writer<'l>]) -> Vec<CodesRef<'l>> {
    let codes = writers.iter().map(|writer| match writer.column {
        Column::Text(column) => chunk.codes(column),
        Column::Grant => chunk.bookings(),
        _ => CodesRef::None,
    });
    codes.collect()
}

/// Cost lines by id, each hashed as it is written: nothing is kept of them but their order, where that isn't the one they
/// have.
pub(super) fn cost_lines(lines: &Lines) -> InputTable {
    let all = columns(lines).into_iter();
    let mut writers: Vec<Writer<'_>> = all
        .map(|(name, column)| Writer::new(name, column, lines))
        .collect();
    let chunks: Vec<(Chunk<'_>, Vec<CodesRef<'_>>)> = lines
        .chunks()
        .map(|chunk| (chunk, codes(&chunk, &writers)))
        .collect();
    let mut sheet = Sheet::default();
    let mut write = |row: usize| {
        let chunk = chunks.partition_point(|(chunk, _)| chunk.start <= row);
        let Some((chunk, codes)) = chunk.checked_sub(1).and_then(|at| chunks.get(at)) else {
            return;
        };
        let (at, out) = (row - chunk.start, sheet.text());
        out.push('{');
        for (writer, codes) in writers.iter_mut().zip(codes) {
            match writer.column {
                Column::Line => {
                    out.push_str(&writer.key);
                    lines.with_id(row, |id| json_string(id, out));
                    out.push(',');
                }
                Column::Period => {
                    writer.period(lines, row, (chunk.days[at], chunk.unit(at)), out);
                }
                Column::Amount => writer.amount(Money::nearest(chunk.amounts[at].into()), out),
                Column::Kind => {
                    let kind = lines.kind(row);
                    if kind != LineKind::Cost {
                        out.push_str(&writer.key);
                        json_string(kind.as_str(), out);
                        out.push(',');
                    }
                }
                Column::Fixed => {
                    if chunk.fixed().get(at) {
                        out.push_str(&writer.key);
                        out.push_str("true,");
                    }
                }
                Column::VatCompensable => {
                    let vat = lines.vat_compensable(row);
                    if !vat.is_zero() {
                        writer.amount(vat, out);
                    }
                }
                Column::Grant | Column::Text(_) => {
                    let text = writer.by_code.get(place(codes.code(at)));
                    out.push_str(text.map_or("", String::as_str));
                }
            }
        }
        // A line always has an amount, so the last sign is a comma.
        out.pop();
        out.push_str("}\n");
    };
    lines.rows_by_id().for_each(&mut write);
    let amounts = lines.chunks().flat_map(|chunk| chunk.amounts);
    InputTable {
        rows: lines.len(),
        amount: Some(sum(amounts.map(|cents| i128::from(*cents)))),
        hash: sheet.end(),
    }
}

/// A booking with its grants in the order of their ids, the rest last: in which order they are written says nothing.
fn canonical(booking: &Booking) -> String {
    let mut booking = booking.clone();
    match &mut booking {
        Booking::Grant(_) => {}
        Booking::Shares(shares) => shares.sort(),
        Booking::Amounts { parts, .. } => parts.sort(),
    }
    booking.to_string()
}
