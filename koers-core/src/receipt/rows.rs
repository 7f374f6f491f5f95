//! The hashes of cost lines, quantities and budget: rows in canonical form, one after the other, in an order of their own.

use std::fmt::{Display, Write as _};

use super::InputTable;
use super::canonical::Sheet;
use crate::dossier::{Booking, Budget, LineKind, Lines, Quantities, TextColumn};
use crate::money::Money;
use crate::report::json_string;

/// One row that is written: values come in the order of their keys.
struct Row<'s> {
    out: &'s mut String,
    first: bool,
}

impl<'s> Row<'s> {
    fn new(out: &'s mut String) -> Self {
        out.push('{');
        Row { out, first: true }
    }

    fn key(&mut self, key: &str) {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
        json_string(key, self.out);
        self.out.push(':');
    }

    fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        json_string(text, self.out);
    }

    fn maybe(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    /// What has no character that JSON escapes: numbers, periods.
    fn plain(&mut self, key: &str, value: impl Display) {
        self.key(key);
        // Writing to a text can't fail.
        let _ = write!(self.out, "\"{value}\"");
    }

    fn end(self) {
        self.out.push_str("}\n");
    }
}

/// A column of cost lines.
#[derive(Clone, Copy)]
enum Column<'d> {
    Line,
    Period,
    Amount,
    Kind,
    Grant,
    Fixed,
    Corrects,
    VatCompensable,
    Source,
    Dimension(&'d TextColumn),
}

impl<'d> Column<'d> {
    const NAMES: [(&'static str, Column<'static>); 9] = [
        ("line", Column::Line),
        ("period", Column::Period),
        ("amount", Column::Amount),
        ("kind", Column::Kind),
        ("grant", Column::Grant),
        ("fixed", Column::Fixed),
        ("corrects", Column::Corrects),
        ("vat_compensable", Column::VatCompensable),
        ("source", Column::Source),
    ];

    /// All columns, by name.
    fn all(lines: &'d Lines) -> Vec<(&'d str, Column<'d>)> {
        let dimensions = lines.dimensions().iter();
        let dimensions = dimensions.map(|it| (it.name(), Column::Dimension(it)));
        let mut columns: Vec<(&str, Column<'_>)> =
            Column::NAMES.into_iter().chain(dimensions).collect();
        columns.sort_by_key(|(name, _)| *name);
        columns
    }

    fn write(self, name: &str, lines: &Lines, bookings: &[String], at: usize, row: &mut Row<'_>) {
        match self {
            Column::Line => row.text(name, &lines.id(at)),
            Column::Period => row.plain(name, lines.period(at)),
            Column::Amount => row.plain(name, lines.amount(at)),
            Column::Kind => {
                let kind = lines.kind(at);
                if kind != LineKind::Cost {
                    row.text(name, kind.as_str());
                }
            }
            Column::Grant => {
                let code = usize::try_from(lines.booking_code(at)).ok();
                let booking = code.and_then(|code| bookings.get(code.checked_sub(1)?));
                row.maybe(name, booking.map(String::as_str));
            }
            Column::Fixed => {
                if lines.is_fixed(at) {
                    row.key(name);
                    row.out.push_str("true");
                }
            }
            Column::Corrects => row.maybe(name, lines.corrects(at)),
            Column::VatCompensable => {
                let vat = lines.vat_compensable(at);
                if !vat.is_zero() {
                    row.plain(name, vat);
                }
            }
            Column::Source => row.maybe(name, lines.source(at)),
            Column::Dimension(column) => row.maybe(name, column.value(at)),
        }
    }
}

/// Cost lines by id, each hashed as it is written: nothing is kept of them but their order, where that isn't the one they
/// have.
pub(super) fn cost_lines(lines: &Lines) -> InputTable {
    let columns = Column::all(lines);
    let bookings: Vec<String> = lines.booking_values().iter().map(canonical).collect();
    let mut sheet = Sheet::default();
    let mut write = |at: usize| {
        let mut row = Row::new(sheet.text());
        for (name, column) in &columns {
            column.write(name, lines, &bookings, at, &mut row);
        }
        row.end();
    };
    let count = lines.len();
    if (1..count).all(|row| lines.order_of_ids(row - 1, row).is_lt()) {
        (0..count).for_each(&mut write);
    } else {
        let mut rows: Vec<u32> = (0..=u32::MAX).take(count).collect();
        lines.sort_by_id(&mut rows, &mut Vec::new());
        for row in rows {
            write(crate::plan::place(row));
        }
    }
    let amounts = (0..count).map(|row| i128::from(lines.amount(row).cents()));
    InputTable {
        rows: count,
        amount: Some(sum(amounts)),
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

pub(super) fn budget(budget: &Budget) -> InputTable {
    let dimensions = budget.dimensions();
    let rows = budget.rows().iter().enumerate().map(|(at, of)| {
        let amount = of.amount.to_string();
        let period = of.period.to_string();
        let own = [
            ("amount", Some(amount.as_str())),
            ("grant", of.grant.as_deref()),
            ("line", of.line.as_deref()),
            ("period", Some(period.as_str())),
            ("source", of.source.as_deref()),
        ];
        let others = dimensions.iter().map(|it| (it.name(), it.value(at)));
        written(own.into_iter().chain(others).collect())
    });
    let amounts = budget.rows().iter();
    InputTable {
        amount: Some(sum(amounts.map(|it| i128::from(it.amount.cents())))),
        ..sorted(rows.collect())
    }
}

pub(super) fn quantities(quantities: &Quantities) -> InputTable {
    let rows = quantities.rows().iter().map(|of| {
        let (period, quantity) = (of.period.to_string(), of.quantity.to_string());
        written(vec![
            ("grant", Some(&of.grant)),
            ("part", of.part.as_deref()),
            ("period", Some(&period)),
            ("quantity", Some(&quantity)),
            ("source", of.source.as_deref()),
            ("tranche", of.tranche.as_deref()),
            ("unit", Some(&of.unit)),
        ])
    });
    sorted(rows.collect())
}

fn written(mut cells: Vec<(&str, Option<&str>)>) -> String {
    cells.sort_by_key(|(name, _)| *name);
    let mut out = String::new();
    let mut row = Row::new(&mut out);
    for (name, value) in cells {
        row.maybe(name, value);
    }
    row.end();
    out
}

/// Rows without an id of their own, in the order of their texts.
fn sorted(mut rows: Vec<String>) -> InputTable {
    rows.sort_unstable();
    let mut sheet = Sheet::default();
    for row in &rows {
        sheet.text().push_str(row);
    }
    InputTable {
        rows: rows.len(),
        amount: None,
        hash: sheet.end(),
    }
}

/// The bound on a dossier keeps it within an amount; of one that is not planned yet it may lie beyond.
fn sum(cents: impl Iterator<Item = i128>) -> Money {
    let sum = i64::try_from(cents.sum::<i128>()).ok();
    sum.and_then(Money::from_cents).unwrap_or(Money::MAX)
}
