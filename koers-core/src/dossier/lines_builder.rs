//! Cost lines being collected.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::amounts::Amounts;
use super::booking::Booking;
use super::by_id::ById;
use super::chunk::{Part, Parts};
use super::codes::Codes;
use super::column::{Bits, Column};
use super::columns::{TextColumn, TextColumnBuilder, set_dimension};
use super::ids::{Ids, Offsets, Texts};
use super::line::{CostLine, LineKind};
use super::lines::{Have, Lines};
use super::origin::Origin;
use crate::calendar::Unit;
use crate::diag::Findings;

/// Lines being collected.
#[derive(Clone, Debug)]
pub(crate) struct LinesBuilder {
    /// The chunks that are complete.
    pub(super) parts: Vec<Part>,
    /// How many rows they have.
    complete: usize,
    /// The rows after them, one by one.
    rows: Rows,
    booking_codes: BTreeMap<Booking, u32>,
    booking_values: Vec<Booking>,
    pub(super) corrects: TextColumnBuilder,
    pub(super) sources: TextColumnBuilder,
    pub(super) dimensions: Vec<TextColumnBuilder>,
    /// What was wrong in columns.
    pub(super) findings: Findings,
    pub(crate) origin: Origin,
    /// Ids of lines that were refused: known, so that what refers to them is not a second fault.
    pub(crate) refused: BTreeSet<String>,
    /// Whether there were others, of which not even the ids are known.
    pub(crate) all_refused: bool,
}

/// A chunk that rows are added to. Few dossiers have periods, kinds, VAT, fixed lines or no bookings, so their columns
/// end with the last row that has one.
#[derive(Clone, Debug, Default)]
struct Rows {
    id_bytes: Vec<u8>,
    /// Where ids begin, and after them the end of the last.
    id_offsets: Vec<u32>,
    days: Vec<i32>,
    units: Vec<Unit>,
    amounts: Vec<i64>,
    kinds: Vec<LineKind>,
    vat: Vec<i64>,
    fixed: Vec<bool>,
    bookings: Vec<u32>,
}

impl Default for LinesBuilder {
    fn default() -> Self {
        Self {
            parts: Vec::new(),
            complete: 0,
            rows: Rows::default(),
            booking_codes: BTreeMap::new(),
            booking_values: Vec::new(),
            corrects: TextColumnBuilder::new("corrects"),
            sources: TextColumnBuilder::new("source"),
            dimensions: Vec::new(),
            findings: Findings::new(),
            origin: Origin::code("cost_lines"),
            refused: BTreeSet::new(),
            all_refused: false,
        }
    }
}

impl LinesBuilder {
    /// The lines that there are, whose columns are shared, to add others to. Those are told from them as a table of this
    /// name.
    pub(super) fn after(lines: &Lines, table: &'static str) -> LinesBuilder {
        let values = lines.booking_values.to_vec();
        let origin = lines.origin.and(lines.len(), table);
        LinesBuilder {
            parts: lines.parts.iter().map(|(_, part)| part.clone()).collect(),
            complete: lines.len(),
            booking_codes: values.iter().cloned().zip(1..).collect(),
            booking_values: values,
            corrects: lines.corrects.again(),
            sources: lines.sources.again(),
            dimensions: lines.dimensions.iter().map(TextColumn::again).collect(),
            origin,
            refused: lines.refused.as_ref().clone(),
            all_refused: lines.all_refused,
            ..LinesBuilder::default()
        }
    }

    pub(crate) fn push(&mut self, line: CostLine) {
        if !self.rows.has_place_for(&line.id) {
            self.close();
        }
        let row = self.rows.len();
        if let Some(corrected) = &line.corrects {
            self.corrects.set(row, corrected);
        }
        if let Some(source) = &line.source {
            self.sources.set(row, source);
        }
        for (name, value) in &line.dimensions {
            set_dimension(&mut self.dimensions, name, row, value);
        }
        let id = line.id;
        let booking = line.booking.map_or(0, |booking| self.code(booking));
        let rows = &mut self.rows;
        set(&mut rows.units, row, line.period.unit());
        set(&mut rows.kinds, row, line.kind);
        set(&mut rows.vat, row, line.vat_compensable.cents());
        set(&mut rows.fixed, row, line.fixed);
        set(&mut rows.bookings, row, booking);
        rows.days.push(line.period.last().epoch_days());
        rows.amounts.push(line.amount.cents());
        rows.id_bytes.extend_from_slice(id.as_bytes());
        let end = u32::try_from(rows.id_bytes.len()).unwrap_or(u32::MAX);
        if row == 0 {
            rows.id_offsets.push(0);
        }
        rows.id_offsets.push(end);
    }

    /// The code of a booking, which is added when it is new.
    pub(super) fn code(&mut self, booking: Booking) -> u32 {
        if let Some(&code) = self.booking_codes.get(&booking) {
            return code;
        }
        self.booking_values.push(booking.clone());
        let code = u32::try_from(self.booking_values.len()).unwrap_or(u32::MAX);
        self.booking_codes.insert(booking, code);
        code
    }

    pub(crate) fn len(&self) -> usize {
        self.complete + self.rows.len()
    }

    /// Makes a chunk of the rows that were added one by one.
    pub(super) fn close(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        if rows.len() > 0 {
            let part = rows.finish(self.booking_values.len());
            self.push_part(part);
        }
    }

    /// Adds a chunk, whose texts are in their columns.
    pub(super) fn push_part(&mut self, part: Part) {
        let columns = [&mut self.corrects, &mut self.sources].into_iter();
        for column in columns.chain(&mut self.dimensions) {
            column.close(self.parts.len(), part.rows);
        }
        self.complete += part.rows;
        self.parts.push(part);
    }

    /// The lines, and findings about those that came in columns.
    pub(crate) fn finish(mut self, findings: &mut Findings) -> Lines {
        self.close();
        findings.append(std::mem::take(&mut self.findings));
        let parts = Parts::new(self.parts);
        let finish = |column: TextColumnBuilder| column.finish(parts.starts());
        Lines {
            have: Have::of(&parts),
            corrects: finish(self.corrects),
            booking_values: Arc::new(self.booking_values),
            sources: finish(self.sources),
            dimensions: Arc::new(self.dimensions.into_iter().map(finish).collect()),
            origin: Arc::new(self.origin),
            by_id: Arc::new(ById::new(&parts)),
            refused: Arc::new(self.refused),
            all_refused: self.all_refused,
            rebooked: BTreeSet::new(),
            parts,
        }
    }
}

impl Rows {
    fn len(&self) -> usize {
        self.amounts.len()
    }

    /// Whether the bytes of all ids stay within the offsets. A first id always has its place: what is longer is no id.
    fn has_place_for(&self, id: &str) -> bool {
        let bytes = self.id_bytes.len().saturating_add(id.len());
        self.len() == 0 || u32::try_from(bytes).is_ok()
    }

    /// The chunk; bookings have codes up to `most`.
    fn finish(self, most: usize) -> Part {
        let rows = self.len();
        Part {
            rows,
            ids: Ids::Text(Texts {
                bytes: self.id_bytes.into(),
                offsets: Offsets::U32(self.id_offsets.into()),
            }),
            days: Column::from(self.days).into(),
            units: self.units.into(),
            amounts: Amounts::from(Column::from(self.amounts)),
            kinds: self.kinds.into(),
            vat: self.vat.into(),
            fixed: self.fixed.into_iter().collect::<Bits>(),
            bookings: Codes::of(self.bookings, rows, most),
        }
    }
}

/// Sets row `row`, when it has another value than rows beyond the end have.
fn set<T: Copy + Default + PartialEq>(column: &mut Vec<T>, row: usize, value: T) {
    if value != T::default() {
        column.resize(row, T::default());
        column.push(value);
    }
}
