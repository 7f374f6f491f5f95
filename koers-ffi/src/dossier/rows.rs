//! Cost lines, quantities and budget lines of the caller, straight into the core's own rows: there may be millions,
//! too many for trees of values. The refusals are those of a file, with places such as `cost_lines[3].amount`.

use koers_core::calendar::Date;
use koers_core::diag::{Code, Finding, Place};
use koers_core::dossier::{
    Booking, BudgetLine as CoreBudgetLine, CostLine, LineKind as CoreLineKind,
    QuantityLine as CoreQuantityLine,
};
use koers_core::money::Quantity;
use koers_core::{Findings, Money, Period};

use super::tree::euros;
use super::{BudgetLine, Dimension, Line, LineKind, QuantityLine};
use crate::memory::{Name, slice};
use crate::status::Failure;
use crate::text::{Text, unknown};

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
        let (kind, fixed) = (kind(line.kind)?, flag("fixed", line.fixed)?);
        // SAFETY: as promised by the caller; so in every block below.
        let (id, period, booking, corrects, source, dimensions) = unsafe {
            (
                line.line.read(name.field("line"))?.unwrap_or_default(),
                line.period.read(name.field("period"))?,
                line.grant.read(name.field("grant"))?,
                line.corrects.read(name.field("corrects"))?,
                line.source.read(name.field("source"))?,
                self.dimensions(line.dimensions, line.dimension_count, name)?,
            )
        };
        let period = self.period(line.date, period);
        let amount = self.amount("amount", line.amount);
        let vat = self.amount("vat_compensable", line.vat_compensable);
        let source = self.text("source", source);
        let corrects = self.text("corrects", corrects);
        let booking = match booking.map(str::parse::<Booking>).transpose() {
            Ok(booking) => booking,
            Err(_) => self.refuse(Code::MalformedBooking, "grant", booking.unwrap_or_default()),
        };
        let (Some(period), Some(amount), Some(vat)) = (period, amount, vat) else {
            return Ok(None);
        };
        let mut read = CostLine::new(id, period, amount);
        (read.kind, read.vat_compensable) = (kind, vat);
        (read.fixed, read.corrects) = (fixed, corrects);
        read.booking = booking;
        read.source = source;
        read.dimensions = dimensions;
        Ok(Some(read))
    }

    /// The next quantity; nothing when it is refused.
    pub(super) unsafe fn quantity(
        &mut self,
        line: &QuantityLine,
        name: Name<'_>,
    ) -> Result<Option<CoreQuantityLine>, Failure> {
        self.row += 1;
        // SAFETY: as above.
        let (grant, period, unit, quantity, tranche, part, source) = unsafe {
            (
                line.grant.read(name.field("grant"))?,
                line.period.read(name.field("period"))?,
                line.unit.read(name.field("unit"))?,
                line.quantity.read(name.field("quantity"))?,
                line.tranche.read(name.field("tranche"))?,
                line.part.read(name.field("part"))?,
                line.source.read(name.field("source"))?,
            )
        };
        let (grant, period) = (self.need("grant", grant), self.period(line.date, period));
        let (unit, text) = (self.need("unit", unit), self.need("quantity", quantity));
        let source = self.text("source", source);
        let quantity = text.and_then(|text| {
            let read = Quantity::parse(text).ok();
            read.or_else(|| self.refuse(Code::MalformedQuantity, "quantity", text))
        });
        let (Some(grant), Some(period), Some(unit), Some(quantity)) =
            (grant, period, unit, quantity)
        else {
            return Ok(None);
        };
        let mut read = CoreQuantityLine::new(grant, period, unit, quantity);
        read.tranche = tranche.map(str::to_owned);
        read.part = part.map(str::to_owned);
        read.source = source;
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
        let period = self.period(line.date, period);
        let amount = self.amount("amount", line.amount);
        let source = self.text("source", source);
        let (Some(period), Some(amount)) = (period, amount) else {
            return Ok(None);
        };
        let mut read = CoreBudgetLine::new(period, amount);
        read.line = id.map(str::to_owned);
        read.grant = grant.map(str::to_owned);
        read.source = source;
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

    fn amount(&mut self, column: &str, cents: i64) -> Option<Money> {
        Money::from_cents(cents)
            .or_else(|| self.refuse(Code::AmountOutOfBounds, column, &euros(cents)))
    }

    /// A text as a cell of a file may have it: several lines, and no other control characters.
    fn text(&mut self, column: &str, text: Option<&str>) -> Option<String> {
        let control = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t');
        let text = text?;
        if text.contains(control) {
            let finding = Finding::new(Code::MalformedText).subject(text);
            let finding = finding.arg("key", column).at(self.place(column));
            self.findings.push(finding);
            return None;
        }
        Some(text.to_owned())
    }

    /// A text that must be there.
    fn need<'t>(&mut self, column: &str, text: Option<&'t str>) -> Option<&'t str> {
        text.or_else(|| self.refuse_column(Code::EmptyCell, column))
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
            } else if let Some(value) = self.text(key, value) {
                read.push((key.to_owned(), value));
            }
        }
        Ok(read)
    }
}

/// What is 1 for yes and 0 for no.
fn flag(what: &str, number: i32) -> Result<bool, Failure> {
    match number {
        0 => Ok(false),
        1 => Ok(true),
        number => Err(unknown(what, number)),
    }
}

/// The kind of a line.
fn kind(number: i32) -> Result<CoreLineKind, Failure> {
    const COST: i32 = LineKind::Cost as i32;
    const INCOME: i32 = LineKind::Income as i32;
    const CONTRIBUTION: i32 = LineKind::Contribution as i32;
    match number {
        COST => Ok(CoreLineKind::Cost),
        INCOME => Ok(CoreLineKind::Income),
        CONTRIBUTION => Ok(CoreLineKind::Contribution),
        number => Err(unknown("kind", number)),
    }
}
