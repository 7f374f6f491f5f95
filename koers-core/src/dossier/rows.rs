//! Rows of the tables `cost_lines`, `budget` and `quantities`, from a file or from memory.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::booking::Booking;
use super::budget::{BudgetBuilder, BudgetLine};
use super::header::{Column, Columns, Shaped};
use super::line::CostLine;
use super::lines_builder::LinesBuilder;
use super::origin::Origin;
use super::quantities::{Quantities, QuantityLine};
use super::row::Row;
use crate::diag::{Code, Finding, Findings, Place, Source};
use crate::money::{Money, NumberFormat};
use crate::read::{
    Cell, Cells, Node, RowReader, TableFormat, Value, negative, read_rows, read_table, shown,
};
use crate::reconcile::DeclaredFigure;
use crate::roll_forward::{DeclaredRow, Side};
use crate::scheme::FunderGroup;

/// What a row of a table becomes.
pub(super) trait TableRow: Shaped + Sized {
    /// The value of a row; `None` after a finding. All cells are read first, so that all findings come at once.
    fn read(row: &Row<'_>, findings: &mut Findings) -> Option<Self>;
}

impl TableRow for CostLine {
    fn read(row: &Row<'_>, findings: &mut Findings) -> Option<Self> {
        let id = row.need_text(Column::Line, findings);
        let period = row.period(findings);
        let amount = row.amount(Column::Amount, findings);
        let amount = row.need(Column::Amount, amount, findings);
        let kind = row.kind(findings);
        let fixed = row.flag(Column::Fixed, findings);
        let corrects = row.text(Column::Corrects, findings);
        let vat = row.amount(Column::VatCompensable, findings);
        let source = row.text(Column::Source, findings);
        let dimensions = row.dimensions(findings);
        let booking = match row.text(Column::Grant, findings) {
            Err(()) => Err(()),
            Ok(None) => Ok(None),
            Ok(Some(text)) => Booking::parse_with(&text, row.numbers)
                .map(Some)
                .map_err(|_| findings.push(row.on(Code::MalformedBooking, Column::Grant))),
        };
        Some(CostLine {
            id: id?,
            period: period?,
            amount: amount?,
            kind: kind.ok()?,
            vat_compensable: vat.ok()?.unwrap_or(Money::ZERO),
            booking: booking.ok()?,
            fixed: fixed.ok()?.unwrap_or(false),
            corrects: corrects.ok()?,
            source: source.ok()?,
            dimensions: dimensions.ok()?,
        })
    }
}

impl TableRow for BudgetLine {
    fn read(row: &Row<'_>, findings: &mut Findings) -> Option<Self> {
        let line = row.text(Column::Line, findings);
        let period = row.period(findings);
        let amount = row.amount(Column::Amount, findings);
        let amount = row.need(Column::Amount, amount, findings);
        let grant = row.text(Column::Grant, findings);
        let source = row.text(Column::Source, findings);
        let dimensions = row.dimensions(findings);
        Some(BudgetLine {
            line: line.ok()?,
            period: period?,
            amount: amount?,
            grant: grant.ok()?,
            source: source.ok()?,
            dimensions: dimensions.ok()?,
        })
    }
}

impl TableRow for QuantityLine {
    fn read(row: &Row<'_>, findings: &mut Findings) -> Option<Self> {
        let grant = row.need_text(Column::Grant, findings);
        let period = row.period(findings);
        let unit = row.need_text(Column::Unit, findings);
        let quantity = row.quantity(Column::Quantity, findings);
        let quantity = row.need(Column::Quantity, quantity, findings);
        let tranche = row.text(Column::Tranche, findings);
        let part = row.text(Column::Part, findings);
        let source = row.text(Column::Source, findings);
        let year = row.year(Column::Year, findings).ok()?;
        let period = period?;
        // The year only repeats the period, so one that says otherwise is a slip.
        let of_period = period.last().year();
        if let Some(year) = year
            && year != of_period
        {
            let place = row.place(Column::Year);
            findings.push(
                Finding::new(Code::UnknownValue)
                    .subject("year")
                    .arg("value", year)
                    .arg("known", of_period)
                    .at(place),
            );
            return None;
        }
        Some(QuantityLine {
            grant: grant?,
            period,
            unit: unit?,
            quantity: quantity?,
            tranche: tranche.ok()?,
            part: part.ok()?,
            source: source.ok()?,
        })
    }
}

impl TableRow for DeclaredRow {
    fn read(row: &Row<'_>, findings: &mut Findings) -> Option<Self> {
        let holder = row.text(Column::Holder, findings);
        let year = row.year(Column::Year, findings);
        let year = row.need(Column::Year, year, findings);
        let grant = row.need_text(Column::Grant, findings);
        let group = row.word(Column::FunderGroup, &FunderGroup::WORDS, findings);
        let side = row.word(Column::Kind, &Side::WORDS, findings);
        let total = row.flag(Column::Total, findings);
        let opening = row.amount(Column::Opening, findings);
        let received = row.amount(Column::Received, findings);
        let released = row.amount(Column::Released, findings);
        let repaid = row.amount(Column::Repaid, findings);
        let other = row.amount(Column::Other, findings);
        let closing = row.amount(Column::Closing, findings);
        let closing = row.need(Column::Closing, closing, findings);
        let rounding = row.amount(Column::Rounding, findings);
        let source = row.text(Column::Source, findings);
        let rounding = rounding.ok()?.unwrap_or(DeclaredRow::ROUNDING);
        if rounding.is_negative() {
            findings.push(negative("rounding", rounding, row.place(Column::Rounding)));
            return None;
        }
        Some(DeclaredRow {
            holder: holder.ok()?,
            year: year?,
            grant: grant?,
            funder_group: group.ok()?,
            side: side.ok()?.unwrap_or(Side::Liability),
            total: total.ok()?.unwrap_or(false),
            opening: opening.ok()?,
            received: received.ok()?,
            released: released.ok()?,
            repaid: repaid.ok()?,
            other: other.ok()?,
            closing: closing?,
            rounding,
            source: source.ok()?,
        })
    }
}

/// Where the rows of a table are.
#[derive(Clone, Copy)]
pub(crate) enum Input<'i> {
    /// In a file, and how that is written.
    File(&'i Arc<Source>, &'i TableFormat),
    /// In memory.
    Memory(&'i [Node]),
}

/// Reads cost lines.
pub(super) fn read_lines(input: Input<'_>, findings: &mut Findings) -> LinesBuilder {
    let mut lines = LinesBuilder::default();
    let (origin, refused) = read(input, findings, &mut |line| lines.push(line));
    (lines.origin, lines.refused) = (origin, refused);
    lines
}

/// Reads cost lines that come after those that are there.
pub(super) fn add_lines(lines: &mut LinesBuilder, rows: &[Node], findings: &mut Findings) {
    let before = lines.len();
    let (origin, refused) = read(Input::Memory(rows), findings, &mut |line| lines.push(line));
    lines.origin = lines.origin.then(before, origin);
    lines.refused.extend(refused);
}

/// Reads budget lines that come after those that are there.
pub(super) fn add_budget(budget: &mut BudgetBuilder, rows: &[Node], findings: &mut Findings) {
    let before = budget.len();
    let (origin, _) = read(Input::Memory(rows), findings, &mut |line| budget.push(line));
    budget.origin = budget.origin.then(before, origin);
}

/// Reads budget lines.
pub(super) fn read_budget(input: Input<'_>, findings: &mut Findings) -> BudgetBuilder {
    let mut budget = BudgetBuilder::default();
    let (origin, _) = read(input, findings, &mut |line| budget.push(line));
    budget.origin = origin;
    budget
}

/// Reads quantities.
pub(super) fn read_quantities(input: Input<'_>, findings: &mut Findings) -> Quantities {
    let mut rows = Vec::new();
    let (origin, _) = read(input, findings, &mut |row| rows.push(row));
    Quantities { rows, origin }
}

/// Reads a published roll-forward.
pub(crate) fn read_declared(
    input: Input<'_>,
    findings: &mut Findings,
) -> (Vec<DeclaredRow>, Origin) {
    let mut rows = Vec::new();
    let (origin, _) = read(input, findings, &mut |row| rows.push(row));
    (rows, origin)
}

/// Reads declared figures; with the keys of those that were refused.
pub(crate) fn read_figures(
    input: Input<'_>,
    findings: &mut Findings,
) -> (Vec<DeclaredFigure>, Origin, BTreeSet<String>) {
    let mut figures = Vec::new();
    let (origin, refused) = read(input, findings, &mut |figure| figures.push(figure));
    (figures, origin, refused)
}

/// Reads rows, and gives each to `take`; where they came from, and the ids of those that were refused.
fn read<R: TableRow>(
    input: Input<'_>,
    findings: &mut Findings,
    take: &mut dyn FnMut(R),
) -> (Origin, BTreeSet<String>) {
    let table = R::SHAPE.table;
    let mut reader = TableReader {
        take,
        columns: Columns::default(),
        names: Vec::new(),
        starts: Vec::new(),
        refused: BTreeSet::new(),
    };
    match input {
        Input::File(source, format) => read_table(source, format, &mut reader, findings),
        Input::Memory(rows) => read_rows(table, rows, &mut reader, findings),
    }
    let origin = match input {
        Input::File(source, format) => Origin::File {
            source: Arc::clone(source),
            delimiter: format.delimiter,
            names: reader.names,
            starts: reader.starts,
        },
        Input::Memory(_) => Origin::Memory {
            table,
            numbers: reader.starts,
            from: 0,
        },
    };
    (origin, reader.refused)
}

/// Reads rows, and gives each to `take`.
struct TableReader<'t, R> {
    take: &'t mut dyn FnMut(R),
    columns: Columns,
    names: Vec<String>,
    starts: Vec<usize>,
    refused: BTreeSet<String>,
}

impl<R: TableRow> TableReader<'_, R> {
    /// Notes the id of a row that is refused, so that what refers to it is not a second fault.
    fn refuse(&mut self, cells: &dyn Cells) {
        let at = R::SHAPE.id.and_then(|column| self.columns.at(column));
        match at.map(|at| cells.cell(at)) {
            Some(Cell::Text(id)) => self.refused.insert(id.to_owned()),
            Some(Cell::Value(id @ (Value::Text(_) | Value::Int(_)))) => {
                self.refused.insert(shown(id))
            }
            _ => false,
        };
    }
}

impl<R: TableRow> RowReader for TableReader<'_, R> {
    fn header(
        &mut self,
        names: &[String],
        place: &dyn Fn(Option<usize>) -> Place,
        findings: &mut Findings,
    ) -> bool {
        self.names = names.to_vec();
        let found = R::SHAPE.find(names, place, findings);
        found.map(|columns| self.columns = columns).is_some()
    }

    fn uneven(&mut self, cells: &dyn Cells) {
        self.refuse(cells);
    }

    fn row(&mut self, cells: &dyn Cells, numbers: NumberFormat, findings: &mut Findings) {
        let row = Row {
            columns: &self.columns,
            cells,
            numbers,
        };
        match R::read(&row, findings) {
            Some(row) => {
                self.starts.push(cells.start());
                (self.take)(row);
            }
            None => self.refuse(cells),
        }
    }
}
