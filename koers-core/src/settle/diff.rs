//! What differs between two settlements, by bucket and by line, each with the reasons on both sides.
//!
//! The two may be of different dossiers: another year, grants that the other doesn't have, lines that were added. Buckets
//! are the same by the ids of grant, tranche and part, lines by their id. Every amount becomes a *cell*, with numbers for
//! what it is about; sorting them brings the two sides together, so the time grows with what there is to compare.

mod places;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::places::Places;
use super::{Fate, Reason, Settlement, closings, fates};
use crate::allocate::YearAllocation;
use crate::money::Money;
use crate::plan::YearPlan;
use crate::scheme::Deduction;
use crate::tables::{DiffRow, SettlementRow};

/// What a cell measures, in the order of rows; those of a bucket come before those of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Room,
    Received,
    Earned,
    Spent,
    Refund,
    CarryOver,
    Pending,
    Retained,
    Receivable,
    Paid,
    Deducted,
    OwnFunds,
}

impl What {
    const fn as_str(self) -> &'static str {
        match self {
            What::Room => "room",
            What::Received => "received",
            What::Earned => "earned",
            What::Spent => "spent",
            What::Refund => "refund",
            What::CarryOver => "carry_over",
            What::Pending => "pending",
            What::Retained => "retained",
            What::Receivable => "receivable",
            What::Paid => "paid",
            What::Deducted => "deducted",
            What::OwnFunds => "own_funds",
        }
    }

    /// The amounts of a bucket, each with the fate whose reasons explain it; what comes in and goes out needs no reason.
    fn of_bucket(row: &SettlementRow) -> [(What, Money, Option<Fate>); 9] {
        [
            (What::Room, row.room, None),
            (What::Received, row.received, None),
            (What::Earned, row.earned, None),
            (What::Spent, row.spent, None),
            (What::Refund, row.refund, Some(Fate::Refund)),
            (What::CarryOver, row.carry_over, Some(Fate::CarryOver)),
            (What::Pending, row.pending, Some(Fate::Pending)),
            (What::Retained, row.retained, Some(Fate::Retained)),
            (What::Receivable, row.receivable, Some(Fate::Receivable)),
        ]
    }
}

/// What a cell is about. Its order is that of the rows: own funds and what is deducted come after all buckets, and of a
/// bucket the bucket as a whole comes before its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    year: i16,
    grant: usize,
    bucket: usize,
    line: Option<usize>,
    what: What,
}

/// No grant, or no bucket.
const NONE: usize = usize::MAX;

/// One amount of one side. Cells of the same key and side are added up.
#[derive(Clone, Copy, Debug)]
struct Cell {
    key: Key,
    after: bool,
    cents: i64,
    /// The place in [`Reasons`].
    reason: Option<usize>,
}

/// The reasons of cells, each text once.
#[derive(Default)]
struct Reasons {
    places: BTreeMap<String, usize>,
    texts: Vec<String>,
}

impl Reasons {
    fn place(&mut self, text: String) -> usize {
        let next = self.texts.len();
        let place = *self.places.entry(text.clone()).or_insert(next);
        if place == next {
            self.texts.push(text);
        }
        place
    }

    /// What counts when reasons are compared: that another method put an amount where it was is no difference.
    fn meant(&self, side: &Side) -> BTreeSet<&str> {
        let texts = side.reasons.iter().map(|&at| self.texts[at].as_str());
        texts.filter(|text| !PLACED.contains(text)).collect()
    }

    fn joined(&self, reasons: &[usize]) -> Option<String> {
        let texts: Vec<&str> = reasons.iter().map(|&at| self.texts[at].as_str()).collect();
        (!texts.is_empty()).then(|| texts.join("; "))
    }
}

/// The reasons that only tell by which method a bucket pays.
const PLACED: [&str; 4] = ["booked", "priority", "pro-rata", "least-refund"];

/// One side of a row.
#[derive(Default)]
struct Side {
    cents: i64,
    reasons: Vec<usize>,
}

impl Side {
    fn add(&mut self, cell: &Cell) {
        self.cents += cell.cents;
        if let Some(reason) = cell.reason
            && !self.reasons.contains(&reason)
        {
            self.reasons.push(reason);
        }
    }
}

impl Settlement {
    /// What differs from another settlement, `before`: by bucket the amounts that changed, and by line what grants pay of
    /// it, what is deducted and what stays on own funds, each with the reasons on both sides.
    ///
    /// A row stands where an amount is another, or where the same amount has another reason; that another method put it
    /// there is none. The settlements may be of different dossiers: what one of them lacks is zero there, without reason.
    /// The amounts of a line at one bucket are added up, and so are those on own funds; their reasons are joined with
    /// `"; "`. A bucket's refund, carry-over and what else stays have the reasons of the table `outcomes`, or where they
    /// are zero the reason for which the bucket closes as it does.
    ///
    /// The order is that of years, grants (own funds last), tranches and parts; of each the bucket before its lines, and
    /// these by date and id. Where the dossiers differ the order of this settlement's holds, and what only the other has
    /// is put in its place by the same rules.
    #[must_use]
    pub fn diff(&self, before: &Settlement) -> Vec<DiffRow> {
        let places = Places::new(before, self);
        let mut reasons = Reasons::default();
        let mut cells = Vec::new();
        for (settlement, after) in [(before, false), (self, true)] {
            let mut taking = Taking {
                settlement,
                after,
                places: &places,
                reasons: &mut reasons,
                cells: &mut cells,
            };
            taking.buckets();
            taking.lines();
        }
        // Stable, so that the reasons of one side stay in the order of its rows.
        cells.sort_by_key(|cell| cell.key);
        cells
            .chunk_by(|a, b| a.key == b.key)
            .filter_map(|cells| row(cells, &places, &reasons))
            .collect()
    }
}

/// The row of all cells with the same key, if the sides differ.
fn row(cells: &[Cell], places: &Places<'_>, reasons: &Reasons) -> Option<DiffRow> {
    let key = cells.first()?.key;
    let (mut before, mut after) = (Side::default(), Side::default());
    for cell in cells {
        if cell.after { &mut after } else { &mut before }.add(cell);
    }
    let alike = || reasons.meant(&before) == reasons.meant(&after);
    if before.cents == after.cents && (before.cents == 0 || alike()) {
        return None;
    }
    let bucket = places.buckets.get(key.bucket);
    Some(DiffRow {
        year: key.year,
        grant: places.grants.get(key.grant).map(|&id| id.to_owned()),
        tranche: bucket.map(|bucket| bucket.tranche.to_owned()),
        part: bucket.and_then(|bucket| bucket.part).map(str::to_owned),
        line: key.line.map(|line| places.lines[line].to_string()),
        measure: key.what.as_str().to_owned(),
        before: Money::of(before.cents),
        after: Money::of(after.cents),
        change: change(before.cents, after.cents),
        reason_before: reasons.joined(&before.reasons),
        reason_after: reasons.joined(&after.reasons),
    })
}

/// What is added to one amount to get the other. Each is within the bound of its own plan; where their difference is not,
/// which takes two dossiers near the bound on both sides of zero, it is as much as an amount can be.
fn change(before: i64, after: i64) -> Money {
    let cents = after - before;
    let bound = if cents < 0 { Money::MIN } else { Money::MAX };
    Money::from_cents(cents).unwrap_or(bound)
}

/// One side being cut into cells.
struct Taking<'s, 'r> {
    settlement: &'s Settlement,
    after: bool,
    places: &'r Places<'s>,
    reasons: &'r mut Reasons,
    cells: &'r mut Vec<Cell>,
}

impl Taking<'_, '_> {
    fn push(&mut self, key: Key, cents: i64, reason: Option<usize>) {
        self.cells.push(Cell {
            key,
            after: self.after,
            cents,
            reason,
        });
    }

    fn buckets(&mut self) {
        let plan = self.settlement.allocation.plan();
        let rows = closings(&self.settlement.allocation).zip(self.settlement.now());
        for ((year, bucket, closing), row) in rows {
            let fates = fates(plan, year, bucket, closing);
            let closes = Reason::of(plan, year, bucket, closing).to_string();
            let at = self.places.bucket(self.after, bucket);
            for (what, amount, fate) in What::of_bucket(row) {
                let key = Key {
                    year: row.year,
                    grant: self.places.buckets[at].grant,
                    bucket: at,
                    line: None,
                    what,
                };
                let mut left = amount.cents();
                for (_, part, reason) in fates.iter().filter(|(of, ..)| Some(*of) == fate) {
                    let reason = self.reasons.place(reason.to_string());
                    self.push(key, part.cents(), Some(reason));
                    left -= part.cents();
                }
                if left != 0 || amount.is_zero() {
                    let reason = fate.map(|_| self.reasons.place(closes.clone()));
                    self.push(key, left, reason);
                }
            }
        }
    }

    fn lines(&mut self) {
        let allocation = &self.settlement.allocation;
        let mut rules = BTreeMap::new();
        for (plan, year) in allocation.plan().years().iter().zip(&allocation.years) {
            self.paid(plan, year);
            self.deducted(plan, year, &mut rules);
            for open in year.open(allocation.plan()) {
                let key = self.of_line(plan, open.line, NONE, What::OwnFunds);
                let reason = self.reasons.place(open.block.as_str().to_owned());
                self.push(key, open.amount, Some(reason));
            }
        }
    }

    fn paid(&mut self, plan: &YearPlan, year: &YearAllocation) {
        for paid in year.paid(self.settlement.allocation.plan()) {
            let bucket = self.places.bucket(self.after, paid.bucket);
            let grant = self.places.buckets[bucket].grant;
            let mut key = self.of_line(plan, paid.line, grant, What::Paid);
            key.bucket = bucket;
            let reason = self.reasons.place(paid.reason().to_owned());
            self.push(key, paid.amount, Some(reason));
        }
    }

    /// `rules` has the reasons there are, by grant, version of its scheme and kind.
    fn deducted(
        &mut self,
        year_plan: &YearPlan,
        year: &YearAllocation,
        rules: &mut BTreeMap<(usize, Option<usize>, Deduction), usize>,
    ) {
        let plan = self.settlement.allocation.plan();
        for part in year.deducted() {
            let date = plan.dossier().lines().period(part.line).last();
            let rule = (part.grant, plan.version_at(part.grant, date), part.kind);
            let reason = *rules.entry(rule).or_insert_with(|| {
                let cited = plan.cite(part.grant, date, |version| {
                    Some(&version.deductions.as_ref()?.citation)
                });
                self.reasons
                    .place(format!("{}: {cited}", part.kind.as_str()))
            });
            let grant = self.places.grant(self.after, part.grant);
            let key = self.of_line(year_plan, part.line, grant, What::Deducted);
            self.push(key, part.amount, Some(reason));
        }
    }

    fn of_line(&self, plan: &YearPlan, line: usize, grant: usize, what: What) -> Key {
        Key {
            year: plan.year,
            grant,
            bucket: NONE,
            line: Some(self.places.line(self.after, line)),
            what,
        }
    }
}
