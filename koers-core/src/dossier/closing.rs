//! Years of a tranche as they were closed.

use super::read::read_list;
use crate::diag::{Findings, Place};
use crate::money::Money;
use crate::read::{Field, Fields, Node};
use crate::tables::SettlementRow;

/// A book year of a tranche as it was closed, which a later settlement is held against. Amounts as in the table
/// `settlement`, in euros.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StatedClosing {
    /// The year.
    pub year: i16,
    /// Came in.
    pub received: Money,
    /// Paid back.
    pub repaid: Money,
    /// Spent.
    pub spent: Money,
    /// Earned or left to the holder, and not spent.
    pub retained: Money,
    /// To pay back, with what was owed before.
    pub refund: Money,
    /// Stays available.
    pub carry_over: Money,
    /// Stays available and has not come in.
    pub pending: Money,
    /// Spent before it came in.
    pub receivable: Money,
    /// Why it closed so.
    pub reason: Option<String>,
    /// Where the dossier states it.
    pub place: Place,
}

impl StatedClosing {
    /// A year that closed with nothing.
    #[must_use]
    pub fn new(year: i16) -> StatedClosing {
        StatedClosing {
            year,
            received: Money::ZERO,
            repaid: Money::ZERO,
            spent: Money::ZERO,
            retained: Money::ZERO,
            refund: Money::ZERO,
            carry_over: Money::ZERO,
            pending: Money::ZERO,
            receivable: Money::ZERO,
            reason: None,
            place: Place::Nowhere,
        }
    }

    /// A year as a settlement closes it.
    #[must_use]
    pub fn of(row: &SettlementRow) -> StatedClosing {
        StatedClosing {
            year: row.year,
            received: row.received,
            repaid: row.repaid,
            spent: row.spent,
            retained: row.retained,
            refund: row.refund,
            carry_over: row.carry_over,
            pending: row.pending,
            receivable: row.receivable,
            reason: Some(row.reason.clone()),
            place: Place::Nowhere,
        }
    }

    /// Its amounts, each with its key.
    pub(crate) fn amounts(&self) -> [(&'static str, Money); 8] {
        [
            ("received", self.received),
            ("repaid", self.repaid),
            ("spent", self.spent),
            ("retained", self.retained),
            ("refund", self.refund),
            ("carry_over", self.carry_over),
            ("pending", self.pending),
            ("receivable", self.receivable),
        ]
    }
}

/// The closings of a tranche.
pub(super) fn read_closings(
    field: Option<Field<'_>>,
    findings: &mut Findings,
) -> Vec<StatedClosing> {
    read_list(field, findings, read_closing)
}

fn read_closing(node: &Node, findings: &mut Findings) -> Option<StatedClosing> {
    let mut table = Fields::of(node, "closings", findings)?;
    let year = table.need("year", findings);
    let year = year.and_then(|field| field.year(findings));
    let mut amount = |key: &'static str, findings: &mut Findings| match table.get(key) {
        None => Some(Money::ZERO),
        Some(field) => field.amount(findings).map(|amount| amount.value),
    };
    let received = amount("received", findings);
    let repaid = amount("repaid", findings);
    let spent = amount("spent", findings);
    let retained = amount("retained", findings);
    let refund = amount("refund", findings);
    let carry_over = amount("carry_over", findings);
    let pending = amount("pending", findings);
    let receivable = amount("receivable", findings);
    let reason = table.get("reason").and_then(|field| field.text(findings));
    table.finish(findings);
    Some(StatedClosing {
        year: year?,
        received: received?,
        repaid: repaid?,
        spent: spent?,
        retained: retained?,
        refund: refund?,
        carry_over: carry_over?,
        pending: pending?,
        receivable: receivable?,
        reason: reason.map(|text| text.value),
        place: node.place.clone(),
    })
}
