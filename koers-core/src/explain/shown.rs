//! Buckets at a year's end as the settlement shows them: a closed year with what it was closed with.

use super::View;
use super::about::Term;
use super::node::Node;
use super::statement::Statement;
use crate::Money;
use crate::allocate::YearAllocation;
use crate::ledger::Closing;
use crate::plan::YearPlan;
use crate::settle::{Fate, Reason};
use crate::tables::SettlementRow;
use crate::years::closed::restated;

/// A bucket at the end of a year, in cents.
pub(super) struct Shown<'s> {
    pub(super) bucket: usize,
    /// The place of its row.
    at: usize,
    closing: &'s Closing,
    pub(super) opening: i64,
    /// What came to it from years that were closed before.
    pub(super) restated: i64,
    pub(super) room: i64,
    pub(super) received: i64,
    pub(super) repaid: i64,
    pub(super) spent: i64,
    pub(super) owed: i64,
    pub(super) refund: i64,
    pub(super) carry_over: i64,
    pub(super) pending: i64,
    pub(super) retained: i64,
    pub(super) receivable: i64,
}

impl<'s> Shown<'s> {
    fn new(bucket: usize, at: usize, closing: &'s Closing, row: &SettlementRow) -> Shown<'s> {
        Shown {
            bucket,
            at,
            closing,
            opening: row.opening.cents(),
            restated: restated(row),
            room: row.room.cents(),
            received: row.received.cents(),
            repaid: row.repaid.cents(),
            spent: row.spent.cents(),
            owed: row.owed.cents(),
            refund: row.refund.cents(),
            carry_over: row.carry_over.cents(),
            pending: row.pending.cents(),
            retained: row.retained.cents(),
            receivable: row.receivable.cents(),
        }
    }
}

/// A figure that is added up over years, of a row, in cents; the year is the first book year.
type Moved = fn(&SettlementRow, Option<i16>) -> i64;

/// What was spent.
pub(super) const SPENT: Moved = |row, _| row.spent.cents();

/// What goes back, each refund in the year in which it arose.
pub(super) const REFUND: Moved = |row, first| {
    let owed = if Some(row.year) == first {
        0
    } else {
        row.owed.cents()
    };
    row.refund.cents() - owed
};

impl<'s> View<'s> {
    /// The buckets of a grant, or of all, that close in a year.
    pub(super) fn closed(
        &self,
        grant: Option<usize>,
        plan: &YearPlan,
        allocated: &'s YearAllocation,
    ) -> Vec<Shown<'s>> {
        let buckets = self.plan.buckets();
        let first = self.starts.get(&plan.year).copied().unwrap_or_default();
        let closings = allocated.closings.iter().enumerate();
        let closings = closings.filter_map(|(bucket, closing)| Some((bucket, closing.as_ref()?)));
        let closings = closings.zip(first..).filter(|((bucket, _), _)| {
            grant.is_none_or(|grant| buckets[*bucket].grant == grant)
                && plan.buckets[*bucket].is_some()
        });
        let rows = self.settlement.settlement();
        closings
            .map(|((bucket, closing), at)| Shown::new(bucket, at, closing, &rows[at]))
            .collect()
    }

    /// The parts of a bucket's money with their fate and the reason of each.
    pub(super) fn fates(&self, plan: &YearPlan, of: &Shown<'_>) -> Vec<(Fate, Money, Reason)> {
        self.settlement.fates(of.at, (plan, of.bucket, of.closing))
    }

    /// What a year brings to a figure over all years beside what is shown of it: what closed years come to otherwise by now
    /// is booked in the year after the last of them, and what was booked before in the last.
    pub(super) fn booked(&self, grant: Option<usize>, year: i16, of: Moved) -> i64 {
        let dossier = self.plan.dossier();
        let Some(last) = dossier.closed().last().copied() else {
            return 0;
        };
        let after = last.checked_add(1);
        if self.year.is_some() || (year != last && Some(year) != after) {
            return 0;
        }
        let id = grant.map(|grant| dossier.grants()[grant].id.value.as_str());
        let first = dossier.years().first().copied();
        let sum = |rows: &[SettlementRow]| -> i64 {
            let closed = rows.iter().filter(|row| row.year <= last);
            let of_grant = closed.filter(|row| id.is_none_or(|id| row.grant == id));
            of_grant.map(|row| of(row, first)).sum()
        };
        let booked = sum(self.settlement.booked());
        if year == last {
            booked - sum(self.settlement.settlement())
        } else {
            sum(self.settlement.now()) - booked
        }
    }

    /// [`View::booked`] as a node.
    pub(super) fn booked_node(&self, grant: Option<usize>, year: i16, of: Moved) -> Node {
        let term = Term::Restated;
        Node::leaf(Statement::Term { term }, self.booked(grant, year, of))
    }
}
