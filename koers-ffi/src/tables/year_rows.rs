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
