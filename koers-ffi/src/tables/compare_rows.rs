//! The rows of the tables that compare two settlements.

use koers_core::tables as core;

use crate::memory::{Output, up_to};
use crate::text::Text;

/// What differs between two settlements: an amount of a bucket, or what became of a line.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct DiffRow {
    /// The book year.
    pub year: i32,
    /// The grant; absent for own funds.
    pub grant: Text,
    /// The tranche; absent for own funds and for what is deducted.
    pub tranche: Text,
    /// The part of the tranche; may be absent.
    pub part: Text,
    /// The line; absent where the row is about the bucket as a whole.
    pub line: Text,
    /// Of a bucket: `room`, `received`, `earned`, `spent`, `refund`, `carry_over`, `pending`, `retained` or `receivable`.
    /// Of a line: `paid`, `deducted` or `own_funds`.
    pub measure: Text,
    /// The amount in the settlement that is compared with; 0 where it has no such bucket or line.
    pub before: i64,
    /// The amount in this settlement; 0 where it has no such bucket or line.
    pub after: i64,
    /// after - before.
    pub change: i64,
    /// Why it was so; absent where it has no reason, or was not there.
    pub reason_before: Text,
    /// Why it is so; absent where it has no reason, or is not there.
    pub reason_after: Text,
}

impl Output for DiffRow {
    const SMALLEST: usize = up_to!(DiffRow, reason_after: Text);
}

impl From<&core::DiffRow> for DiffRow {
    fn from(row: &core::DiffRow) -> Self {
        DiffRow {
            year: i32::from(row.year),
            grant: Text::of_option(row.grant.as_ref()),
            tranche: Text::of_option(row.tranche.as_ref()),
            part: Text::of_option(row.part.as_ref()),
            line: Text::of_option(row.line.as_ref()),
            measure: Text::of(&row.measure),
            before: row.before.cents(),
            after: row.after.cents(),
            change: row.change.cents(),
            reason_before: Text::of_option(row.reason_before.as_ref()),
            reason_after: Text::of_option(row.reason_after.as_ref()),
        }
    }
}

/// A rebooking that makes a settlement lose less.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct AdviceRow {
    /// The book year.
    pub year: i32,
    /// The line.
    pub line: Text,
    /// The grant that pays it now; absent for own funds.
    pub from: Text,
    /// The grant that should pay it.
    pub to: Text,
    /// How much of the line moves, above 0.
    pub amount: i64,
    /// How much less is lost (own funds, and what goes back) by this rebooking after those of the rows before it. Below
    /// 0 where only a later row makes it worth while.
    pub saves: i64,
    /// The whole booking to enter for the line, with all that moves of it: as it goes into `koers_rebooking`.
    pub booking: Text,
}

impl Output for AdviceRow {
    const SMALLEST: usize = up_to!(AdviceRow, booking: Text);
}

impl From<&core::AdviceRow> for AdviceRow {
    fn from(row: &core::AdviceRow) -> Self {
        AdviceRow {
            year: i32::from(row.year),
            line: Text::of(&row.line),
            from: Text::of_option(row.from.as_ref()),
            to: Text::of(&row.to),
            amount: row.amount.cents(),
            saves: row.saves.cents(),
            booking: Text::of(&row.booking),
        }
    }
}
