//! The columns of `cost_lines` and `budget`: where each stands, and what its cells hold.

use crate::calendar::Period;
use crate::diag::{Code, Finding, Findings, Place};
use crate::money::{Money, NumberFormat};
use crate::read::{Cell, Cells, Value, amount, code_of, is_text, period, shown};

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
pub(super) struct Columns {
    pub(super) line: Option<usize>,
    pub(super) period: Option<usize>,
    pub(super) amount: Option<usize>,
    pub(super) grant: Option<usize>,
    pub(super) source: Option<usize>,
    pub(super) dimensions: Vec<(usize, String)>,
}

impl Columns {
    /// Finds the columns; `None` when one of the needed ones is missing.
    pub(super) fn find(
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

    pub(super) fn amount(
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

    pub(super) fn period(&self, cells: &dyn Cells, findings: &mut Findings) -> Option<Period> {
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
    pub(super) fn text(
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

    pub(super) fn dimensions(
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

pub(super) fn on_cell(
    code: Code,
    expected: &'static str,
    cells: &dyn Cells,
    column: usize,
) -> Finding {
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
