//! The rows of the tables that are about years.

use koers_core::tables as core;

use crate::memory::{Output, up_to};
use crate::text::Text;

/// The roll-forward added up by funder group and side of the balance, as `koers_roll_forward_row`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct RollForwardTotalRow {
    /// The book year.
    pub year: i32,
    /// `eu`, `rijk` or `other` (BBV art. 49 lid 2).
    pub funder_group: Text,
    /// `liability`: received in advance; `receivable`: spent in advance.
    pub kind: Text,
    /// At the opening, 0 or above.
    pub opening: i64,
    /// Came in.
    pub received: i64,
    /// Spent or retained.
    pub released: i64,
    /// Paid back.
    pub repaid: i64,
    /// Other changes.
    pub other: i64,
    /// At the closing, 0 or above.
    pub closing: i64,
}

impl Output for RollForwardTotalRow {
    const SMALLEST: usize = up_to!(RollForwardTotalRow, closing: i64);
}

impl From<&core::RollForwardTotalRow> for RollForwardTotalRow {
    fn from(row: &core::RollForwardTotalRow) -> Self {
        RollForwardTotalRow {
            year: i32::from(row.year),
            funder_group: Text::of(&row.funder_group),
            kind: Text::of(&row.kind),
            opening: row.opening.cents(),
            received: row.received.cents(),
            released: row.released.cents(),
            repaid: row.repaid.cents(),
            other: row.other.cents(),
            closing: row.closing.cents(),
        }
    }
}

/// What changed in a closed year, to be booked in the first year that is open.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct RestatementRow {
    /// The closed year.
    pub year: i32,
    /// The year in which it is booked: the first that is not closed.
    pub booked: i32,
    /// The grant.
    pub grant: Text,
    /// The tranche.
    pub tranche: Text,
    /// The part of the tranche; may be absent.
    pub part: Text,
    /// `received`, `repaid`, `spent`, `retained`, `refund`, `carry_over`, `pending` or `receivable`.
    pub measure: Text,
    /// What the year was closed with.
    pub before: i64,
    /// What it comes to now.
    pub after: i64,
    /// What is to be booked of it: of what stands at the year's end the difference that the year before did not bring.
    pub amount: i64,
    /// Why it closed so; may be absent.
    pub reason_before: Text,
    /// Why it is so now; may be absent.
    pub reason_after: Text,
    /// What brought it: `earlier` (a year before it), `granted`, `received`, `repaid`, `costs`, `earned`, joined with ` + `; `rule`
    /// where none of these changed.
    pub cause: Text,
}

impl Output for RestatementRow {
    const SMALLEST: usize = up_to!(RestatementRow, reason_after: Text);
}

impl From<&core::RestatementRow> for RestatementRow {
    fn from(row: &core::RestatementRow) -> Self {
        RestatementRow {
            year: i32::from(row.year),
            booked: i32::from(row.booked),
            grant: Text::of(&row.grant),
            tranche: Text::of(&row.tranche),
            part: Text::of_option(row.part.as_ref()),
            measure: Text::of(&row.measure),
            before: row.before.cents(),
            after: row.after.cents(),
            amount: row.amount.cents(),
            reason_before: Text::of_option(row.reason_before.as_ref()),
            reason_after: Text::of_option(row.reason_after.as_ref()),
            cause: Text::of(&row.cause),
        }
    }
}
