//! Cost lines (*boekingsregels*) in columns.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::amounts::Amounts;
use super::booking::Booking;
use super::by_id::ById;
use super::chunk::{Chunk, Parts};
use super::column::Column;
use super::columns::TextColumn;
use super::line::LineKind;
use super::origin::Origin;
use crate::calendar::{Date, Period, Unit};
use crate::diag::{Place, nearest};
use crate::money::Money;

/// Of more lines than this none is looked for that has nearly the id that was asked for.
const COMPARED: usize = 500;

/// The cost lines of a dossier, in columns; rows in the order they came in.
///
/// Rows that came in together are a chunk, whose columns may belong to who gave them. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Lines {
    pub(super) parts: Parts,
    pub(super) have: Have,
    /// By row the id of the line that it corrects.
    pub(super) corrects: TextColumn,
    pub(super) booking_values: Arc<Vec<Booking>>,
    pub(super) sources: TextColumn,
    pub(super) dimensions: Arc<Vec<TextColumn>>,
    pub(super) origin: Arc<Origin>,
    pub(super) by_id: Arc<ById>,
    pub(super) refused: Arc<BTreeSet<String>>,
    /// Whether there were others, of which not even the ids are known.
    pub(super) all_refused: bool,
    /// Rows whose booking is a what-if, and stands in no file.
    pub(super) rebooked: BTreeSet<usize>,
}

/// What any line has.
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that have nothing to do with each other"
)]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Have {
    pub(super) vat: bool,
    pub(super) kinds: bool,
    pub(super) fixed: bool,
    pub(super) periods: bool,
}

impl Lines {
    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id of a row.
    #[must_use]
    pub fn id(&self, row: usize) -> Cow<'_, str> {
        self.parts.id(row).text()
    }

    /// Gives the id of a row to `take`, without memory for it.
    pub(crate) fn with_id<R>(&self, row: usize, take: impl FnOnce(&str) -> R) -> R {
        self.parts.id(row).with_text(take)
    }

    /// The order of two rows by id, which needs no text where ids are numbers.
    pub(crate) fn order_of_ids(&self, a: usize, b: usize) -> Ordering {
        self.parts.id(a).order(self.parts.id(b))
    }

    /// Sorts rows by id; `keys` is memory to work in.
    pub(crate) fn sort_by_id(&self, rows: &mut [u32], keys: &mut Vec<u64>) {
        super::sort_ids::sort(&self.parts, rows, keys);
    }

    /// The order of two rows by the day they count as, and then by id.
    pub(crate) fn order(&self, a: usize, b: usize) -> Ordering {
        let days = self.day(a).cmp(&self.day(b));
        days.then_with(|| self.order_of_ids(a, b))
    }

    /// The date or period of a row.
    #[must_use]
    pub fn period(&self, row: usize) -> Period {
        let (part, row) = self.parts.of(row);
        let day = date(part.days.as_slice()[row]);
        Period::around(day, part.units.get(row).unwrap_or_default())
    }

    /// The day that a row counts as, in days since 1970-01-01.
    pub(crate) fn day(&self, row: usize) -> i32 {
        let (part, row) = self.parts.of(row);
        part.days.as_slice()[row]
    }

    /// Whether any row has a period that is no single day.
    pub(crate) fn have_periods(&self) -> bool {
        self.have.periods
    }

    /// The amount of a row.
    #[must_use]
    pub fn amount(&self, row: usize) -> Money {
        let (part, row) = self.parts.of(row);
        money(part.amounts.as_slice()[row])
    }

    /// Whether a row is a cost, income or a contribution.
    #[must_use]
    pub fn kind(&self, row: usize) -> LineKind {
        let (part, row) = self.parts.of(row);
        part.kinds.get(row).unwrap_or_default()
    }

    /// Whether any row is no cost.
    pub(crate) fn have_kinds(&self) -> bool {
        self.have.kinds
    }

    /// The part of a row's amount that the VAT compensation fund pays.
    #[must_use]
    pub fn vat_compensable(&self, row: usize) -> Money {
        let (part, row) = self.parts.of(row);
        money(part.vat.get(row).unwrap_or_default())
    }

    /// Whether any line has VAT that is compensated.
    pub(crate) fn have_vat(&self) -> bool {
        self.have.vat
    }

    /// Whether a row stays where it is booked, whatever the method.
    #[must_use]
    pub fn is_fixed(&self, row: usize) -> bool {
        let (part, row) = self.parts.of(row);
        part.fixed.get(row)
    }

    /// Whether any row is fixed.
    pub(crate) fn have_fixed(&self) -> bool {
        self.have.fixed
    }

    /// The id of the line that a row corrects, which may not be in the dossier.
    #[must_use]
    pub fn corrects(&self, row: usize) -> Option<&str> {
        self.corrects.value(row)
    }

    /// By row the id of the line that it corrects.
    pub(crate) fn corrected(&self) -> &TextColumn {
        &self.corrects
    }

    /// By row where it is written.
    pub(crate) fn sources(&self) -> &TextColumn {
        &self.sources
    }

    /// All rows, by id.
    pub(crate) fn rows_by_id(&self) -> impl Iterator<Item = usize> {
        self.by_id.rows(&self.parts)
    }

    /// Whether any line corrects another.
    pub(crate) fn have_corrections(&self) -> bool {
        self.corrects.count() > 0
    }

    /// The booking of a row, if it has one.
    #[must_use]
    pub fn booking(&self, row: usize) -> Option<&Booking> {
        let at = usize::try_from(self.booking_code(row)).ok()?;
        self.booking_values.get(at.checked_sub(1)?)
    }

    /// Where a row is written.
    #[must_use]
    pub fn source(&self, row: usize) -> Option<&str> {
        self.sources.value(row)
    }

    /// The row of the line with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.find(&self.parts, id)
    }

    /// The id that a mistyped one is nearest to, where lines are few enough to look at each.
    pub(crate) fn nearest(&self, id: &str) -> Option<String> {
        if self.len() > COMPARED {
            return None;
        }
        let ids: Vec<String> = (0..self.len())
            .map(|row| self.id(row).into_owned())
            .collect();
        nearest(id, ids.iter().map(String::as_str)).map(str::to_owned)
    }

    /// The row of the line with this id, where there is no other.
    pub(crate) fn find_only(&self, id: &str) -> Option<usize> {
        self.by_id.find_only(&self.parts, id)
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

    /// The chunks, in the order of the rows.
    pub(crate) fn chunks(&self) -> impl Iterator<Item = Chunk<'_>> {
        let parts = self.parts.iter().enumerate();
        parts.map(|(at, (start, part))| Chunk::new(at, start, part))
    }

    /// The distinct bookings: code `n` of [`Lines::booking_code`] is item `n − 1`.
    pub(crate) fn booking_values(&self) -> &[Booking] {
        &self.booking_values
    }

    /// The code of a row's booking; 0 for none.
    pub(crate) fn booking_code(&self, row: usize) -> u32 {
        let (part, row) = self.parts.of(row);
        part.bookings.code(row)
    }

    /// Whether a line with this id was given, read or refused.
    pub(crate) fn is_known(&self, id: &str) -> bool {
        self.find(id).is_some() || self.refused.contains(id) || self.all_refused
    }

    pub(crate) fn place(&self, row: usize, column: &str) -> Place {
        if column == "grant" && self.rebooked.contains(&row) {
            return rebooked_place(&self.id(row));
        }
        self.origin.place(row, column)
    }

    /// Rows that share their id with another row, all but the first of each id.
    pub(crate) fn duplicates(&self) -> impl Iterator<Item = usize> {
        self.by_id.duplicates(&self.parts)
    }

    /// The sum of all amounts, without sign, in cents.
    pub(crate) fn total(&self) -> i128 {
        self.parts
            .iter()
            .map(|(_, part)| part.amounts.total())
            .sum()
    }

    /// The same lines with other amounts on some rows, which are in order.
    pub(super) fn with_amounts(&self, changes: &[(usize, Money)]) -> Lines {
        let mut lines = self.clone();
        for (start, part) in lines.parts.iter_mut() {
            let changes = within(changes, start, part.rows);
            if changes.is_empty() {
                continue;
            }
            let mut amounts = part.amounts.as_slice().to_vec();
            for (row, amount) in changes {
                amounts[row - start] = amount.cents();
            }
            part.amounts = Amounts::from(Column::from(amounts));
        }
        lines
    }

    /// The same lines with other bookings on some rows, which are in order.
    pub(crate) fn rebooked(&self, changes: &[(usize, Option<Booking>)]) -> Lines {
        let mut lines = self.clone();
        let mut values = self.booking_values.to_vec();
        let mut codes: BTreeMap<Booking, u32> = values.iter().cloned().zip(1..).collect();
        let mut code = |booking: &Booking| {
            *codes.entry(booking.clone()).or_insert_with(|| {
                values.push(booking.clone());
                u32::try_from(values.len()).unwrap_or(u32::MAX)
            })
        };
        let changes: Vec<(usize, u32)> = changes
            .iter()
            .map(|(row, booking)| (*row, booking.as_ref().map_or(0, &mut code)))
            .collect();
        lines.rebooked.extend(changes.iter().map(|(row, _)| *row));
        for (start, part) in lines.parts.iter_mut() {
            let changes = within(&changes, start, part.rows).iter();
            let changes: Vec<_> = changes.map(|(row, code)| (row - start, *code)).collect();
            if !changes.is_empty() {
                part.bookings = part.bookings.with(part.rows, values.len(), &changes);
            }
        }
        lines.booking_values = Arc::new(values);
        lines
    }
}

/// Those of the changes, by row, that are in a chunk.
fn within<T>(changes: &[(usize, T)], start: usize, rows: usize) -> &[(usize, T)] {
    let before = |end: usize| changes.partition_point(|(row, _)| *row < end);
    &changes[before(start)..before(start + rows)]
}

/// The date of a day. One beyond the calendar is refused when lines are checked; until then it is the nearest.
fn date(day: i32) -> Date {
    let nearest = if day < 0 { Date::FIRST } else { Date::LAST };
    Date::from_epoch_days(day).unwrap_or(nearest)
}

/// The amount of so many cents. One beyond the bound is refused when lines are checked; until then it is the nearest.
fn money(cents: i64) -> Money {
    let nearest = if cents < 0 { Money::MIN } else { Money::MAX };
    Money::from_cents(cents).unwrap_or(nearest)
}

/// The place of a booking that a what-if gives.
pub(crate) fn rebooked_place(line: &str) -> Place {
    Place::Path(format!("rebook[{line}]"))
}

impl Have {
    pub(super) fn of(parts: &Parts) -> Have {
        let mut have = Have::default();
        for (_, part) in parts.iter() {
            have.vat |= !part.vat.is_empty();
            have.kinds |= !part.kinds.is_empty();
            have.fixed |= !part.fixed.is_empty();
            have.periods |= part.units.as_slice().iter().any(|&unit| unit != Unit::Day);
        }
        have
    }
}
