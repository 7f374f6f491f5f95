//! Cost lines (*boekingsregels*) in columns.

use std::collections::{BTreeMap, BTreeSet};

use super::booking::Booking;
use super::columns::{TextColumn, TextColumnBuilder, set_dimension};
use super::line::{CostLine, LineKind};
use super::origin::Origin;
use crate::calendar::Period;
use crate::diag::Place;
use crate::money::Money;

/// The cost lines of a dossier, in columns; rows in the order they came in.
#[derive(Clone, Debug)]
pub struct Lines {
    ids: Vec<String>,
    periods: Vec<Period>,
    amounts: Vec<Money>,
    /// By row; a row beyond the end is a cost.
    kinds: Vec<LineKind>,
    /// By row; a row beyond the end has none.
    vat: Vec<Money>,
    /// By row; a row beyond the end is not fixed.
    fixed: Vec<bool>,
    /// By row the id of the line that it corrects.
    corrects: TextColumn,
    bookings: Vec<u32>,
    booking_values: Vec<Booking>,
    sources: TextColumn,
    dimensions: Vec<TextColumn>,
    origin: Origin,
    by_id: Vec<usize>,
    refused: BTreeSet<String>,
    /// Rows whose booking is a what-if, and stands in no file.
    rebooked: BTreeSet<usize>,
}

impl Lines {
    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The id of a row.
    #[must_use]
    pub fn id(&self, row: usize) -> &str {
        &self.ids[row]
    }

    /// The date or period of a row.
    #[must_use]
    pub fn period(&self, row: usize) -> Period {
        self.periods[row]
    }

    /// The amount of a row.
    #[must_use]
    pub fn amount(&self, row: usize) -> Money {
        self.amounts[row]
    }

    /// Whether a row is a cost, income or a contribution.
    #[must_use]
    pub fn kind(&self, row: usize) -> LineKind {
        self.kinds.get(row).copied().unwrap_or_default()
    }

    /// The part of a row's amount that the VAT compensation fund pays.
    #[must_use]
    pub fn vat_compensable(&self, row: usize) -> Money {
        self.vat.get(row).copied().unwrap_or_default()
    }

    /// Whether any line has VAT that is compensated.
    pub(crate) fn have_vat(&self) -> bool {
        !self.vat.is_empty()
    }

    /// Whether a row stays where it is booked, whatever the method.
    #[must_use]
    pub fn is_fixed(&self, row: usize) -> bool {
        self.fixed.get(row).copied().unwrap_or_default()
    }

    /// The id of the line that a row corrects, which may not be in the dossier.
    #[must_use]
    pub fn corrects(&self, row: usize) -> Option<&str> {
        self.corrects.value(row)
    }

    /// Whether any line corrects another.
    pub(crate) fn have_corrections(&self) -> bool {
        self.corrects.text(1).is_some()
    }

    /// The booking of a row, if it has one.
    #[must_use]
    pub fn booking(&self, row: usize) -> Option<&Booking> {
        self.booking_value(self.bookings[row])
    }

    /// Where a row is written.
    #[must_use]
    pub fn source(&self, row: usize) -> Option<&str> {
        self.sources.value(row)
    }

    /// The row of the line with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        let at = self
            .by_id
            .binary_search_by(|&row| self.ids[row].as_str().cmp(id))
            .ok()?;
        Some(self.by_id[at])
    }

    /// The row of the line with this id, where there is no other.
    pub(crate) fn find_only(&self, id: &str) -> Option<usize> {
        let start = self.by_id.partition_point(|&row| self.id(row) < id);
        let mut rows = self.by_id.iter().skip(start).copied();
        let mut next = || rows.next().filter(|&row| self.id(row) == id);
        match (next(), next()) {
            (row, None) => row,
            _ => None,
        }
    }

    /// The dimension called `name`.
    #[must_use]
    pub fn dimension(&self, name: &str) -> Option<&TextColumn> {
        self.dimensions.iter().find(|column| column.name() == name)
    }

    /// All dimensions, in the order of the columns.
    #[must_use]
    pub fn dimensions(&self) -> &[TextColumn] {
        &self.dimensions
    }

    /// The distinct bookings: code `n` of [`Lines::booking_code`] is item `n − 1`.
    pub(crate) fn booking_values(&self) -> &[Booking] {
        &self.booking_values
    }

    /// The code of a row's booking; 0 for none.
    pub(crate) fn booking_code(&self, row: usize) -> u32 {
        self.bookings[row]
    }

    fn booking_value(&self, code: u32) -> Option<&Booking> {
        let at = usize::try_from(code).ok()?.checked_sub(1)?;
        self.booking_values.get(at)
    }

    /// Whether a line with this id was given, read or refused.
    pub(crate) fn is_known(&self, id: &str) -> bool {
        self.find(id).is_some() || self.refused.contains(id)
    }

    pub(crate) fn place(&self, row: usize, column: &str) -> Place {
        if column == "grant" && self.rebooked.contains(&row) {
            return rebooked_place(self.id(row));
        }
        self.origin.place(row, column)
    }

    /// Rows that share their id with another row, all but the first of each id.
    pub(crate) fn duplicates(&self) -> impl Iterator<Item = usize> {
        self.by_id
            .windows(2)
            .filter(|pair| self.ids[pair[0]] == self.ids[pair[1]])
            .map(|pair| pair[1])
    }

    /// The same lines with other amounts on some rows.
    pub(super) fn with_amounts(&self, changes: &[(usize, Money)]) -> Lines {
        let mut lines = self.clone();
        for (row, amount) in changes {
            lines.amounts[*row] = *amount;
        }
        lines
    }

    /// The same lines with other bookings on some rows.
    pub(crate) fn rebooked(&self, changes: &[(usize, Option<Booking>)]) -> Lines {
        let mut lines = self.clone();
        let values = lines.booking_values.iter().cloned();
        let mut codes: BTreeMap<Booking, u32> = values.zip(1..).collect();
        for (row, booking) in changes {
            lines.rebooked.insert(*row);
            lines.bookings[*row] = booking.as_ref().map_or(0, |booking| {
                *codes.entry(booking.clone()).or_insert_with(|| {
                    lines.booking_values.push(booking.clone());
                    u32::try_from(lines.booking_values.len()).unwrap_or(u32::MAX)
                })
            });
        }
        lines
    }
}

/// The place of a booking that a what-if gives.
pub(crate) fn rebooked_place(line: &str) -> Place {
    Place::Path(format!("rebook[{line}]"))
}

/// Lines being collected.
#[derive(Clone, Debug)]
pub(crate) struct LinesBuilder {
    ids: Vec<String>,
    periods: Vec<Period>,
    amounts: Vec<Money>,
    kinds: Vec<LineKind>,
    vat: Vec<Money>,
    fixed: Vec<bool>,
    corrects: TextColumnBuilder,
    bookings: Vec<u32>,
    booking_codes: BTreeMap<Booking, u32>,
    booking_values: Vec<Booking>,
    sources: TextColumnBuilder,
    dimensions: Vec<TextColumnBuilder>,
    pub(crate) origin: Origin,
    /// Ids of lines that were refused: known, so that what refers to them is not a second fault.
    pub(crate) refused: BTreeSet<String>,
}

impl Default for LinesBuilder {
    fn default() -> Self {
        Self {
            ids: Vec::new(),
            periods: Vec::new(),
            amounts: Vec::new(),
            kinds: Vec::new(),
            vat: Vec::new(),
            fixed: Vec::new(),
            corrects: TextColumnBuilder::new("corrects"),
            bookings: Vec::new(),
            booking_codes: BTreeMap::new(),
            booking_values: Vec::new(),
            sources: TextColumnBuilder::new("source"),
            dimensions: Vec::new(),
            origin: Origin::code("cost_lines"),
            refused: BTreeSet::new(),
        }
    }
}

impl LinesBuilder {
    pub(crate) fn push(&mut self, line: CostLine) {
        let row = self.ids.len();
        self.ids.push(line.id);
        self.periods.push(line.period);
        self.amounts.push(line.amount);
        // Few dossiers have these, so their columns start with the first row that does.
        if line.kind != LineKind::Cost {
            self.kinds.resize(row, LineKind::Cost);
            self.kinds.push(line.kind);
        }
        if !line.vat_compensable.is_zero() {
            self.vat.resize(row, Money::ZERO);
            self.vat.push(line.vat_compensable);
        }
        if line.fixed {
            self.fixed.resize(row, false);
            self.fixed.push(true);
        }
        if let Some(corrected) = &line.corrects {
            self.corrects.set(row, corrected);
        }
        let code = line.booking.map_or(0, |booking| {
            if let Some(&code) = self.booking_codes.get(&booking) {
                return code;
            }
            self.booking_values.push(booking.clone());
            let code = u32::try_from(self.booking_values.len()).unwrap_or(u32::MAX);
            self.booking_codes.insert(booking, code);
            code
        });
        self.bookings.push(code);
        if let Some(source) = &line.source {
            self.sources.set(row, source);
        }
        for (name, value) in &line.dimensions {
            set_dimension(&mut self.dimensions, name, row, value);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn finish(self) -> Lines {
        let mut by_id: Vec<usize> = (0..self.ids.len()).collect();
        by_id.sort_by(|&a, &b| self.ids[a].cmp(&self.ids[b]).then(a.cmp(&b)));
        Lines {
            ids: self.ids,
            periods: self.periods,
            amounts: self.amounts,
            kinds: self.kinds,
            vat: self.vat,
            fixed: self.fixed,
            corrects: self.corrects.finish(),
            bookings: self.bookings,
            booking_values: self.booking_values,
            sources: self.sources.finish(),
            dimensions: self
                .dimensions
                .into_iter()
                .map(TextColumnBuilder::finish)
                .collect(),
            origin: self.origin,
            by_id,
            refused: self.refused,
            rebooked: BTreeSet::new(),
        }
    }
}
