//! Rows of the tables `cost_lines` and `budget`, from a file or from memory.

use super::booking::Booking;
use super::budget::{BudgetBuilder, BudgetLine};
use super::lines::{CostLine, LinesBuilder};
use super::origin::Origin;
use crate::calendar::Period;
use crate::diag::{Code, Finding, Findings, Place, Source};
use crate::money::{Money, NumberFormat};
use crate::read::{
    Cell, Cells, Node, RowReader, TableFormat, Value, amount, code_of, is_text, period, read_rows,
    read_table, shown,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a column's name makes of it.
pub(super) enum ColumnUse {
    /// One of the columns with a meaning.
    Known,
    /// One that a later version gives a meaning; taking it for a dimension now would change then what a file means.
    Reserved,
    Dimension,
}

pub(super) fn column_use(name: &str) -> ColumnUse {
    match name {
        "line" | "date" | "period" | "amount" | "grant" | "source" => ColumnUse::Known,
        "kind" | "fixed" | "corrects" | "vat_compensable" => ColumnUse::Reserved,
        _ => ColumnUse::Dimension,
    }
}

/// The most columns that a table may have.
pub(super) const MOST_COLUMNS: usize = 1_000;

/// Where the columns that both tables know stand, and which others are dimensions.
#[derive(Default)]
struct Columns {
    line: Option<usize>,
    period: Option<usize>,
    amount: Option<usize>,
    grant: Option<usize>,
    source: Option<usize>,
    dimensions: Vec<(usize, String)>,
}

impl Columns {
    /// Finds the columns; `None` when one of the needed ones is missing.
    fn find(
        names: &[String],
        needed: &[&'static str],
        place: &dyn Fn(Option<usize>) -> Place,
        findings: &mut Findings,
    ) -> Option<Columns> {
        if names.len() > MOST_COLUMNS {
            findings.push(
                Finding::new(Code::TooMany)
                    .subject("columns")
                    .arg("what", "columns")
                    .arg("limit", MOST_COLUMNS)
                    .at(place(Some(MOST_COLUMNS))),
            );
            return None;
        }
        let before = findings.len();
        let mut columns = Columns::default();
        for (at, name) in names.iter().enumerate() {
            let slot = match (column_use(name), name.as_str()) {
                (ColumnUse::Reserved, name) => {
                    findings.push(on_column(Code::ReservedColumn, name, place(Some(at))));
                    continue;
                }
                (ColumnUse::Dimension, name) => {
                    if !is_text(name) || name.len() > 200 {
                        findings.push(
                            Finding::new(Code::MalformedText)
                                .subject(name)
                                .arg("key", "column")
                                .at(place(Some(at))),
                        );
                    } else if columns.dimensions.iter().any(|(_, known)| known == name) {
                        findings.push(on_column(Code::DuplicateColumn, name, place(Some(at))));
                    } else {
                        columns.dimensions.push((at, name.to_owned()));
                    }
                    continue;
                }
                (ColumnUse::Known, "line") => &mut columns.line,
                (ColumnUse::Known, "amount") => &mut columns.amount,
                (ColumnUse::Known, "grant") => &mut columns.grant,
                (ColumnUse::Known, "source") => &mut columns.source,
                (ColumnUse::Known, _) => &mut columns.period,
            };
            if slot.replace(at).is_some() {
                findings.push(on_column(Code::DuplicateColumn, name, place(Some(at))));
            }
        }
        for &name in needed {
            let found = match name {
                "line" => columns.line,
                "period" => columns.period,
                _ => columns.amount,
            };
            if found.is_none() {
                findings.push(
                    on_column(Code::MissingColumn, name, place(None))
                        .arg("found", names.join(", ")),
                );
            }
        }
        (findings.len() == before).then_some(columns)
    }

    fn amount(
        &self,
        cells: &dyn Cells,
        numbers: NumberFormat,
        findings: &mut Findings,
    ) -> Option<Money> {
        let column = self.amount?;
        let read = match cells.cell(column) {
            Cell::Absent => Err(Code::EmptyCell),
            Cell::Text(text) => Money::parse_with(text, numbers).map_err(code_of),
            Cell::Value(value) => amount(value, numbers),
        };
        read.map_err(|code| findings.push(on_cell(code, "amount", cells, column)))
            .ok()
    }

    fn period(&self, cells: &dyn Cells, findings: &mut Findings) -> Option<Period> {
        let column = self.period?;
        let read = match cells.cell(column) {
            Cell::Absent => Err(Code::EmptyCell),
            Cell::Text(text) => Period::parse(text).map_err(|_| Code::ImpossibleDate),
            Cell::Value(value) => period(value),
        };
        read.map_err(|code| findings.push(on_cell(code, "period", cells, column)))
            .ok()
    }

    /// A text cell; `Err` after a finding.
    fn text(
        column: Option<usize>,
        cells: &dyn Cells,
        findings: &mut Findings,
    ) -> Result<Option<String>, ()> {
        let Some(column) = column else {
            return Ok(None);
        };
        let text = match cells.cell(column) {
            Cell::Text(text) => Some(text),
            Cell::Value(Value::Text(text)) => Some(text.as_str()),
            Cell::Absent | Cell::Value(_) => None,
        };
        // A text may have several lines, and no other control characters.
        let control = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t');
        if let Some(text) = text {
            if text.chars().any(control) {
                let finding = Finding::new(Code::MalformedText).subject(text);
                findings.push(finding.arg("key", "cell").at(cells.place(column)));
                return Err(());
            }
            return Ok(Some(text.to_owned()));
        }
        match cells.cell(column) {
            Cell::Absent | Cell::Text(_) => Ok(None),
            Cell::Value(Value::Int(number)) => Ok(Some(number.to_string())),
            Cell::Value(value) => {
                findings.push(
                    Finding::new(Code::WrongType)
                        .subject(shown(value))
                        .arg("key", "cell")
                        .arg("expected", "text")
                        .arg("found", value.kind())
                        .at(cells.place(column)),
                );
                Err(())
            }
        }
    }

    fn dimensions(
        &self,
        cells: &dyn Cells,
        findings: &mut Findings,
    ) -> Result<Vec<(String, String)>, ()> {
        let mut values = Vec::with_capacity(self.dimensions.len());
        for (column, name) in &self.dimensions {
            if let Some(value) = Self::text(Some(*column), cells, findings)? {
                values.push((name.clone(), value));
            }
        }
        Ok(values)
    }
}

fn on_column(code: Code, name: &str, place: Place) -> Finding {
    Finding::new(code)
        .subject(name)
        .arg("column", name)
        .at(place)
}

fn on_cell(code: Code, expected: &'static str, cells: &dyn Cells, column: usize) -> Finding {
    let (value, kind) = match cells.cell(column) {
        Cell::Absent => (String::new(), "nothing"),
        Cell::Text(text) => (text.to_owned(), "text"),
        Cell::Value(value) => (shown(value), value.kind()),
    };
    let finding = Finding::new(code).subject(&value).at(cells.place(column));
    match code {
        Code::WrongType => finding
            .arg("key", expected)
            .arg("expected", expected)
            .arg("found", kind),
        Code::EmptyCell => finding.arg("column", expected),
        _ => finding.arg("value", &value),
    }
}

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
