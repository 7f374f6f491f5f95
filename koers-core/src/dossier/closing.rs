//! Years of a tranche as they were closed.

use super::read::read_list;
use crate::calendar::Date;
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
    /// The award as it stood; what it is now where the dossier doesn't say.
    pub granted: Option<Money>,
    /// What could be spent; what it is now where the dossier doesn't say.
    pub room: Option<Money>,
    /// What was earned; what was spent, or is earned now, where the dossier doesn't say.
    pub earned: Option<Money>,
    /// Of `refund` what was owed before; what the closing before leaves where the dossier doesn't say.
    pub owed: Option<Money>,
    /// The last day on which carried money could be spent; that of now where the dossier doesn't say.
    pub carry_over_until: Option<Date>,
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
            granted: None,
            room: None,
            earned: None,
            owed: None,
            carry_over_until: None,
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
            granted: Some(row.granted),
            room: Some(row.room),
            earned: Some(row.earned),
            owed: Some(row.owed),
            carry_over_until: row.carry_over_until,
            reason: Some(row.reason.clone()),
            place: Place::Nowhere,
        }
    }

    /// What stands at its end, in cents: what the roll-forward of the year after opens with.
    pub(crate) fn standing(&self) -> i64 {
        self.refund.cents() + self.carry_over.cents() - self.receivable.cents()
    }

    /// Its amounts that are posted where they change, each with its key.
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

    /// What it says beside those, each with its key.
    pub(crate) fn beside(&self) -> [(&'static str, Option<Money>); 4] {
        [
            ("granted", self.granted),
            ("room", self.room),
            ("earned", self.earned),
            ("owed", self.owed),
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
    let mut stated = |key: &'static str, findings: &mut Findings| {
        let amount = table.get(key)?.amount(findings)?;
        Some(amount.value)
    };
    let granted = stated("granted", findings);
    let room = stated("room", findings);
    let earned = stated("earned", findings);
    let owed = stated("owed", findings);
    let until = table.get("carry_over_until");
    let until = until.and_then(|field| field.date(findings));
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
        granted,
        room,
        earned,
        owed,
        carry_over_until: until.map(|date| date.value),
        reason: reason.map(|text| text.value),
        place: node.place.clone(),
    })
}
