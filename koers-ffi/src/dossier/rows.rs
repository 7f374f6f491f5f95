//! Cost lines and budget lines of the caller, straight into the core's own rows: there may be millions, too many for
//! trees of values. The refusals are those of a file, with places such as `cost_lines[3].amount`.

use koers_core::calendar::Date;
use koers_core::diag::{Code, Finding, Place};
use koers_core::dossier::{Booking, BudgetLine as CoreBudgetLine, CostLine};
use koers_core::{Findings, Money, Period};

use super::tree::euros;
use super::{BudgetLine, Dimension, Line};
use crate::memory::{Name, slice};
use crate::status::Failure;
use crate::text::Text;

/// Reads rows of one table and collects what is wrong with them.
pub(super) struct RowReader {
    table: &'static str,
    /// The number of the row, from 1, also over several calls.
    row: usize,
    findings: Findings,
}

impl RowReader {
    pub(super) fn new(table: &'static str, rows_before: usize) -> RowReader {
        RowReader {
            table,
            row: rows_before,
            findings: Findings::new(),
        }
    }

    /// The next cost line; nothing when it is refused.
    ///
    /// # Safety
    /// Its texts and dimensions are there, as the header asks; so below.
    pub(super) unsafe fn line(
        &mut self,
        line: &Line,
        name: Name<'_>,
    ) -> Result<Option<CostLine>, Failure> {
        self.row += 1;
        // SAFETY: as promised by the caller; so in every block below.
        let (id, period, booking, source, dimensions) = unsafe {
            (
                line.line.read(name.field("line"))?.unwrap_or_default(),
                line.period.read(name.field("period"))?,
                line.grant.read(name.field("grant"))?,
                line.source.read(name.field("source"))?,
                self.dimensions(line.dimensions, line.dimension_count, name)?,
            )
        };
        let (period, amount) = (self.period(line.date, period), self.amount(line.amount));
        let booking = match booking.map(str::parse::<Booking>).transpose() {
            Ok(booking) => booking,
            Err(_) => self.refuse(Code::MalformedBooking, "grant", booking.unwrap_or_default()),
        };
        let (Some(period), Some(amount)) = (period, amount) else {
            return Ok(None);
        };
        let mut read = CostLine::new(id, period, amount);
        read.booking = booking;
        read.source = source.map(str::to_owned);
        read.dimensions = dimensions;
        Ok(Some(read))
    }

    /// The next budget line; nothing when it is refused.
    pub(super) unsafe fn budget_line(
        &mut self,
        line: &BudgetLine,
        name: Name<'_>,
    ) -> Result<Option<CoreBudgetLine>, Failure> {
        self.row += 1;
        // SAFETY: as above.
        let (id, period, grant, source, dimensions) = unsafe {
            (
                line.line.read(name.field("line"))?,
                line.period.read(name.field("period"))?,
                line.grant.read(name.field("grant"))?,
                line.source.read(name.field("source"))?,
                self.dimensions(line.dimensions, line.dimension_count, name)?,
            )
        };
        let (period, amount) = (self.period(line.date, period), self.amount(line.amount));
        let (Some(period), Some(amount)) = (period, amount) else {
            return Ok(None);
        };
        let mut read = CoreBudgetLine::new(period, amount);
        read.line = id.map(str::to_owned);
        read.grant = grant.map(str::to_owned);
        read.source = source.map(str::to_owned);
        read.dimensions = dimensions;
        Ok(Some(read))
    }

    /// Refuses when anything was wrong.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        if self.findings.is_empty() {
            return Ok(());
        }
        self.findings.sort();
        Err(self.findings.into())
    }

    fn place(&self, column: &str) -> Place {
        Place::Cell {
            table: self.table,
            row: self.row,
            column: column.to_owned(),
        }
    }

    fn refuse<T>(&mut self, code: Code, column: &str, value: &str) -> Option<T> {
        let finding = Finding::new(code)
            .subject(value)
            .arg("value", value)
            .at(self.place(column));
        self.findings.push(finding);
        None
    }

    fn amount(&mut self, cents: i64) -> Option<Money> {
        Money::from_cents(cents)
            .or_else(|| self.refuse(Code::AmountOutOfBounds, "amount", &euros(cents)))
    }

    fn period(&mut self, date: i32, period: Option<&str>) -> Option<Period> {
        match (date, period) {
            (0, None) => self.refuse_column(Code::EmptyCell, "period"),
            (0, Some(text)) => Period::parse(text)
                .ok()
                .or_else(|| self.refuse(Code::ImpossibleDate, "period", text)),
            (date, None) => Date::from_yyyymmdd(date)
                .map(Period::day)
                .or_else(|| self.refuse(Code::ImpossibleDate, "date", &date.to_string())),
            (_, Some(_)) => self.refuse_column(Code::DuplicateColumn, "period"),
        }
    }

    fn refuse_column<T>(&mut self, code: Code, column: &str) -> Option<T> {
        let finding = Finding::new(code)
            .subject(column)
            .arg("column", column)
            .at(self.place(column));
        self.findings.push(finding);
        None
    }

    unsafe fn dimensions(
        &mut self,
        first: *const Dimension,
        count: usize,
        name: Name<'_>,
    ) -> Result<Vec<(String, String)>, Failure> {
        let mut read: Vec<(String, String)> = Vec::with_capacity(count.min(64));
        // SAFETY: as above.
        let given = unsafe { slice(first, count, name.field("dimensions"))? };
        for dimension in given {
            let text = |text: Text| {
                // SAFETY: as above.
                unsafe { text.read(name.field("dimensions")) }
            };
            let (key, value) = (
                text(dimension.name)?.unwrap_or_default(),
                text(dimension.value)?,
            );
            if read.iter().any(|(known, _)| known == key) {
                self.refuse_column::<()>(Code::DuplicateColumn, key);
            } else if let Some(value) = value {
                read.push((key.to_owned(), value.to_owned()));
            }
        }
        Ok(read)
    }
}
