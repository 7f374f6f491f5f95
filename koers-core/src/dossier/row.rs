//! One row of a table: what its cells hold.

use std::borrow::Cow;

use super::header::{Column, Columns};
use super::line::LineKind;
use crate::calendar::Period;
use crate::diag::{Code, Finding, Findings, Place};
use crate::money::{Money, NumberFormat, Quantity};
use crate::read::{Cell, Cells, Value, amount, code_of, is_hidden, period, shown};

/// A row, its cells found by column. A method gives `Err` after a finding, and `Ok(None)` for a cell that is empty or in a
/// column that isn't there.
pub(super) struct Row<'r> {
    pub(super) columns: &'r Columns,
    pub(super) cells: &'r dyn Cells,
    pub(super) numbers: NumberFormat,
}

impl<'r> Row<'r> {
    /// The value of a cell that must be filled; `None` after a finding.
    pub(super) fn need<T>(
        &self,
        column: Column,
        value: Result<Option<T>, ()>,
        findings: &mut Findings,
    ) -> Option<T> {
        let value = value.ok()?;
        if value.is_none() {
            findings.push(self.on(Code::EmptyCell, column));
        }
        value
    }

    /// A text.
    pub(super) fn text(
        &self,
        column: Column,
        findings: &mut Findings,
    ) -> Result<Option<String>, ()> {
        let text = self.borrowed(column, findings)?;
        Ok(text.map(Cow::into_owned))
    }

    /// A text that must be there; `None` after a finding.
    pub(super) fn need_text(&self, column: Column, findings: &mut Findings) -> Option<String> {
        self.need(column, self.text(column, findings), findings)
    }

    /// An amount.
    pub(super) fn amount(
        &self,
        column: Column,
        findings: &mut Findings,
    ) -> Result<Option<Money>, ()> {
        self.cell(column, "amount", findings, |cell| match cell {
            Cell::Text(text) => Money::parse_with(text, self.numbers).map_err(code_of),
            Cell::Value(value) => amount(value, self.numbers),
            Cell::Absent => Err(Code::EmptyCell),
        })
    }

    /// The date or period, which every table needs; `None` after a finding.
    pub(super) fn period(&self, findings: &mut Findings) -> Option<Period> {
        let read = self.cell(Column::Period, "period", findings, |cell| match cell {
            Cell::Text(text) => Period::parse(text).map_err(|_| Code::ImpossibleDate),
            Cell::Value(value) => period(value),
            Cell::Absent => Err(Code::EmptyCell),
        });
        self.need(Column::Period, read, findings)
    }

    /// A number of units.
    pub(super) fn quantity(
        &self,
        column: Column,
        findings: &mut Findings,
    ) -> Result<Option<Quantity>, ()> {
        self.cell(column, "decimal", findings, |cell| match cell {
            Cell::Text(text) => {
                Quantity::parse_with(text, self.numbers).map_err(|_| Code::MalformedQuantity)
            }
            Cell::Value(value) => quantity(value),
            Cell::Absent => Err(Code::EmptyCell),
        })
    }

    /// A year.
    pub(super) fn year(&self, column: Column, findings: &mut Findings) -> Result<Option<i16>, ()> {
        let year = |text: &str| match (text.len(), text.parse()) {
            (4, Ok(year @ 1900..=2199)) => Ok(year),
            _ => Err(Code::ImpossibleDate),
        };
        self.cell(column, "integer", findings, |cell| match cell {
            Cell::Text(text) => year(text),
            Cell::Value(Value::Text(text)) => year(text),
            Cell::Value(Value::Int(number)) => year(&number.to_string()),
            Cell::Value(_) => Err(Code::WrongType),
            Cell::Absent => Err(Code::EmptyCell),
        })
    }

    /// `true` or `false`, as text or as a value.
    pub(super) fn flag(&self, column: Column, findings: &mut Findings) -> Result<Option<bool>, ()> {
        let known = [("true", true), ("false", false)];
        let Some(at) = self.columns.at(column) else {
            return Ok(None);
        };
        let word = match self.cells.cell(at) {
            Cell::Absent => return Ok(None),
            Cell::Value(Value::Bool(flag)) => return Ok(Some(*flag)),
            Cell::Text(word) => word,
            Cell::Value(Value::Text(word)) => word.as_str(),
            Cell::Value(_) => {
                let name = column.name();
                let finding = on_cell(Code::WrongType, name, "boolean", self.cells, at);
                findings.push(finding);
                return Err(());
            }
        };
        let flag = known.iter().find(|(name, _)| *name == word);
        flag.map(|(_, flag)| Some(*flag)).ok_or_else(|| {
            let words = known.map(|(name, _)| name).join(", ");
            findings.push(self.on(Code::UnknownValue, column).arg("known", words));
        })
    }

    /// One of the words that a column may have.
    pub(super) fn word<T: Copy>(
        &self,
        column: Column,
        words: &[(&str, T)],
        findings: &mut Findings,
    ) -> Result<Option<T>, ()> {
        let Some(word) = self.borrowed(column, findings)? else {
            return Ok(None);
        };
        let known = words.iter().find(|(name, _)| *name == word);
        known.map(|(_, value)| Some(*value)).ok_or_else(|| {
            let words: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
            let finding = self.on(Code::UnknownValue, column);
            findings.push(finding.arg("known", words.join(", ")));
        })
    }

    /// Whether the line is a cost, income or a contribution; a cost when the cell is empty.
    pub(super) fn kind(&self, findings: &mut Findings) -> Result<LineKind, ()> {
        let kind = self.word(Column::Kind, &LineKind::WORDS, findings)?;
        Ok(kind.unwrap_or(LineKind::Cost))
    }

    /// The dimensions that have a value.
    pub(super) fn dimensions(&self, findings: &mut Findings) -> Result<Vec<(String, String)>, ()> {
        let mut values = Vec::with_capacity(self.columns.dimensions.len());
        for (at, name) in &self.columns.dimensions {
            if let Some(value) = text(self.cells, *at, name, findings)? {
                values.push((name.clone(), value.into_owned()));
            }
        }
        Ok(values)
    }

    /// A finding about a cell.
    pub(super) fn on(&self, code: Code, column: Column) -> Finding {
        let at = self.columns.at(column).unwrap_or_default();
        on_cell(code, column.name(), "text", self.cells, at)
    }

    /// The place of a cell.
    pub(super) fn place(&self, column: Column) -> Place {
        self.cells
            .place(self.columns.at(column).unwrap_or_default())
    }

    fn borrowed(
        &self,
        column: Column,
        findings: &mut Findings,
    ) -> Result<Option<Cow<'r, str>>, ()> {
        match self.columns.at(column) {
            None => Ok(None),
            Some(at) => text(self.cells, at, column.name(), findings),
        }
    }

    /// The value that `read` makes of a cell that isn't empty; `expected` names the kind in a finding.
    fn cell<T>(
        &self,
        column: Column,
        expected: &'static str,
        findings: &mut Findings,
        read: impl FnOnce(Cell<'_>) -> Result<T, Code>,
    ) -> Result<Option<T>, ()> {
        let Some(at) = self.columns.at(column) else {
            return Ok(None);
        };
        match self.cells.cell(at) {
            Cell::Absent => Ok(None),
            cell => read(cell).map(Some).map_err(|code| {
                findings.push(on_cell(code, column.name(), expected, self.cells, at));
            }),
        }
    }
}

/// The text of a cell; whole numbers in memory count as their digits.
fn text<'r>(
    cells: &'r dyn Cells,
    at: usize,
    name: &str,
    findings: &mut Findings,
) -> Result<Option<Cow<'r, str>>, ()> {
    let text = match cells.cell(at) {
        Cell::Absent => return Ok(None),
        Cell::Text(text) => text,
        Cell::Value(Value::Text(text)) => text.as_str(),
        Cell::Value(Value::Int(number)) => return Ok(Some(Cow::Owned(number.to_string()))),
        Cell::Value(_) => {
            findings.push(on_cell(Code::WrongType, name, "text", cells, at));
            return Err(());
        }
    };
    // A text may have several lines, and no other control characters.
    let control = |sign: char| is_hidden(sign) && !matches!(sign, '\n' | '\r' | '\t');
    if text.chars().any(control) {
        let finding = Finding::new(Code::MalformedText).subject(text);
        findings.push(finding.arg("key", name).at(cells.place(at)));
        return Err(());
    }
    Ok(Some(Cow::Borrowed(text)))
}

/// A value read as a quantity; the code of the finding when it isn't one.
pub(super) fn quantity(value: &Value) -> Result<Quantity, Code> {
    let read = match value {
        Value::Text(text) => Quantity::parse(text).ok(),
        Value::Int(units) => Quantity::from_units(*units),
        Value::Decimal(units) => Quantity::from_decimal(*units).ok(),
        Value::Huge(_) => None,
        Value::Float(_) => return Err(Code::FloatAmount),
        _ => return Err(Code::WrongType),
    };
    read.ok_or(Code::MalformedQuantity)
}

fn on_cell(
    code: Code,
    name: &str,
    expected: &'static str,
    cells: &dyn Cells,
    at: usize,
) -> Finding {
    let (value, kind) = match cells.cell(at) {
        Cell::Absent => (String::new(), "nothing"),
        Cell::Text(text) => (text.to_owned(), "text"),
        Cell::Value(value) => (shown(value), value.kind()),
    };
    let finding = Finding::new(code).subject(&value).at(cells.place(at));
    match code {
        Code::WrongType => finding
            .arg("key", name)
            .arg("expected", expected)
            .arg("found", kind),
        Code::EmptyCell => finding.arg("column", name),
        _ => finding.arg("value", &value),
    }
}
