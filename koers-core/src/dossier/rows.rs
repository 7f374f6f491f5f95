//! Rows of the tables `cost_lines` and `budget`, from a file or from memory.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::booking::Booking;
use super::budget::{BudgetBuilder, BudgetLine};
use super::header::{Columns, on_cell};
use super::lines::{CostLine, LinesBuilder};
use super::origin::Origin;
use crate::diag::{Code, Findings, Place, Source};
use crate::money::NumberFormat;
use crate::read::{Cell, Cells, Node, RowReader, TableFormat, read_rows, read_table};

/// Reads cost lines, and gives each to `take` with the byte at which its row starts.
struct CostLineReader<F> {
    take: F,
    /// Ids of lines of which another cell was refused.
    refused: BTreeSet<String>,
    names: Vec<String>,
    columns: Columns,
}

impl<F: FnMut(CostLine, usize)> RowReader for CostLineReader<F> {
    fn header(
        &mut self,
        names: &[String],
        place: &dyn Fn(Option<usize>) -> Place,
        findings: &mut Findings,
    ) -> bool {
        let found = Columns::find(names, &["line", "period", "amount"], place, findings);
        self.names = names.to_vec();
        found.map(|columns| self.columns = columns).is_some()
    }

    fn uneven(&mut self, cells: &dyn Cells) {
        if let Some(Cell::Text(id)) = self.columns.line.map(|column| cells.cell(column)) {
            self.refused.insert(id.to_owned());
        }
    }

    fn row(&mut self, cells: &dyn Cells, numbers: NumberFormat, findings: &mut Findings) {
        let columns = &self.columns;
        let id = Columns::text(columns.line, cells, findings).and_then(|id| {
            id.ok_or_else(|| {
                findings.push(on_cell(
                    Code::EmptyCell,
                    "line",
                    cells,
                    columns.line.unwrap_or(0),
                ));
            })
        });
        let known_id = id.clone().ok();
        let period = columns.period(cells, findings);
        let amount = columns.amount(cells, numbers, findings);
        let source = Columns::text(columns.source, cells, findings);
        let dimensions = columns.dimensions(cells, findings);
        let booking = match Columns::text(columns.grant, cells, findings) {
            Err(()) => Err(()),
            Ok(None) => Ok(None),
            Ok(Some(text)) => Booking::parse_with(&text, numbers).map(Some).map_err(|_| {
                let column = columns.grant.unwrap_or(0);
                findings.push(on_cell(Code::MalformedBooking, "grant", cells, column));
            }),
        };
        let (Ok(id), Some(period), Some(amount), Ok(source), Ok(dimensions), Ok(booking)) =
            (id, period, amount, source, dimensions, booking)
        else {
            self.refused.extend(known_id);
            return;
        };
        let line = CostLine {
            id,
            period,
            amount,
            booking,
            source,
            dimensions,
        };
        (self.take)(line, cells.start());
    }
}

/// Reads budget lines, and gives each to `take` with the byte at which its row starts.
struct BudgetReader<F> {
    take: F,
    names: Vec<String>,
    columns: Columns,
}

impl<F: FnMut(BudgetLine, usize)> RowReader for BudgetReader<F> {
    fn header(
        &mut self,
        names: &[String],
        place: &dyn Fn(Option<usize>) -> Place,
        findings: &mut Findings,
    ) -> bool {
        let found = Columns::find(names, &["period", "amount"], place, findings);
        self.names = names.to_vec();
        found.map(|columns| self.columns = columns).is_some()
    }

    fn uneven(&mut self, _: &dyn Cells) {}

    fn row(&mut self, cells: &dyn Cells, numbers: NumberFormat, findings: &mut Findings) {
        let columns = &self.columns;
        let line = Columns::text(columns.line, cells, findings);
        let period = columns.period(cells, findings);
        let amount = columns.amount(cells, numbers, findings);
        let grant = Columns::text(columns.grant, cells, findings);
        let source = Columns::text(columns.source, cells, findings);
        let dimensions = columns.dimensions(cells, findings);
        let (Ok(line), Some(period), Some(amount), Ok(grant), Ok(source), Ok(dimensions)) =
            (line, period, amount, grant, source, dimensions)
        else {
            return;
        };
        let line = BudgetLine {
            line,
            period,
            amount,
            grant,
            source,
            dimensions,
        };
        (self.take)(line, cells.start());
    }
}

/// The origin of rows of a file, once their places are known.
fn file_origin(
    source: &Arc<Source>,
    format: &TableFormat,
    names: Vec<String>,
    starts: Vec<usize>,
) -> Origin {
    Origin::File {
        source: Arc::clone(source),
        delimiter: format.delimiter,
        names,
        starts,
    }
}

pub(crate) fn read_line_file(
    source: &Arc<Source>,
    format: &TableFormat,
    findings: &mut Findings,
) -> LinesBuilder {
    let (mut lines, mut starts) = (LinesBuilder::default(), Vec::new());
    let take = |line, start| {
        lines.push(line);
        starts.push(start);
    };
    let mut reader = CostLineReader {
        take,
        refused: BTreeSet::new(),
        names: Vec::new(),
        columns: Columns::default(),
    };
    read_table(source, format, &mut reader, findings);
    let (names, refused) = (reader.names, reader.refused);
    lines.origin = file_origin(source, format, names, starts);
    lines.refused = refused;
    lines
}

pub(crate) fn read_budget_file(
    source: &Arc<Source>,
    format: &TableFormat,
    findings: &mut Findings,
) -> BudgetBuilder {
    let (mut budget, mut starts) = (BudgetBuilder::default(), Vec::new());
    let take = |line, start| {
        budget.push(line);
        starts.push(start);
    };
    let mut reader = BudgetReader {
        take,
        names: Vec::new(),
        columns: Columns::default(),
    };
    read_table(source, format, &mut reader, findings);
    let names = reader.names;
    budget.origin = file_origin(source, format, names, starts);
    budget
}

/// The lines in rows of memory, and the ids of those that were refused.
pub(crate) fn read_line_rows(
    rows: &[Node],
    findings: &mut Findings,
) -> (Vec<CostLine>, BTreeSet<String>) {
    let mut lines = Vec::with_capacity(rows.len());
    let take = |line, _| lines.push(line);
    let mut reader = CostLineReader {
        take,
        refused: BTreeSet::new(),
        names: Vec::new(),
        columns: Columns::default(),
    };
    read_rows("cost_lines", rows, &mut reader, findings);
    let refused = reader.refused;
    (lines, refused)
}

pub(crate) fn read_budget_rows(rows: &[Node], findings: &mut Findings) -> Vec<BudgetLine> {
    let mut lines = Vec::with_capacity(rows.len());
    let take = |line, _| lines.push(line);
    let mut reader = BudgetReader {
        take,
        names: Vec::new(),
        columns: Columns::default(),
    };
    read_rows("budget", rows, &mut reader, findings);
    lines
}
