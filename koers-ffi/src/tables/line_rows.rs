//! The rows of the result tables that are about lines.

use koers_core::tables as core;

use crate::memory::{Output, up_to};
use crate::text::Text;

/// What a bucket pays of a line.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct AllocationRow {
    /// The line.
    pub line: Text,
    /// The book year.
    pub year: i32,
    /// The grant.
    pub grant: Text,
    /// The tranche.
    pub tranche: Text,
    /// The part of the tranche; may be absent.
    pub part: Text,
    /// The amount; below 0 for a credit note.
    pub amount: i64,
    /// The step of the run.
    pub step: Text,
    /// The rule of eligibility that let it.
    pub rule: Text,
    /// `booked`, or `netted` where a credit note and a cost cancel out.
    pub reason: Text,
}

impl Output for AllocationRow {
    const SMALLEST: usize = up_to!(AllocationRow, reason: Text);
}

impl From<&core::AllocationRow> for AllocationRow {
    fn from(row: &core::AllocationRow) -> Self {
        AllocationRow {
            line: Text::of(&row.line),
            year: i32::from(row.year),
            grant: Text::of(&row.grant),
            tranche: Text::of(&row.tranche),
            part: Text::of_option(row.part.as_ref()),
            amount: row.amount.cents(),
            step: Text::of(&row.step),
            rule: Text::of(&row.rule),
            reason: Text::of(&row.reason),
        }
    }
}

/// A part of a line that was taken off before any grant paid. For income the cost and the income that cancel out each
/// have a row, and the two add up to 0; what the VAT compensation fund pays has one.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct DeductionRow {
    /// The line.
    pub line: Text,
    /// The book year.
    pub year: i32,
    /// The grant whose rules take it off.
    pub grant: Text,
    /// `income`, `contribution` or `vat`.
    pub kind: Text,
    /// Of a cost above 0, of income below.
    pub amount: i64,
    /// The rule that takes it off.
    pub rule: Text,
}

impl Output for DeductionRow {
    const SMALLEST: usize = up_to!(DeductionRow, rule: Text);
}

impl From<&core::DeductionRow> for DeductionRow {
    fn from(row: &core::DeductionRow) -> Self {
        DeductionRow {
            line: Text::of(&row.line),
            year: i32::from(row.year),
            grant: Text::of(&row.grant),
            kind: Text::of(&row.kind),
            amount: row.amount.cents(),
            rule: Text::of(&row.rule),
        }
    }
}

/// What no grant pays of a line.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct OwnFundsRow {
    /// The line.
    pub line: Text,
    /// The book year.
    pub year: i32,
    /// The amount; below 0 where a credit or income has nothing to go against.
    pub amount: i64,
    /// How far it came: `no-booking`, `state`, `window`, `eligible`, `part`, `exclusive`, `share`, `ceiling`, `basis`,
    /// `room`, or of a step of a method `maximum` or `quota`; of credit notes and income also `credit`, `income-left` or
    /// `not-deducted`; `corrected` where credit notes take all of a line.
    pub reason: Text,
}

impl Output for OwnFundsRow {
    const SMALLEST: usize = up_to!(OwnFundsRow, reason: Text);
}

impl From<&core::OwnFundsRow> for OwnFundsRow {
    fn from(row: &core::OwnFundsRow) -> Self {
        OwnFundsRow {
            line: Text::of(&row.line),
            year: i32::from(row.year),
            amount: row.amount.cents(),
            reason: Text::of(&row.reason),
        }
    }
}

/// Whether a bucket may pay a line, by state, window, eligibility and part; what is left to pay from is not asked.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct EligibilityRow {
    /// The line.
    pub line: Text,
    /// The grant.
    pub grant: Text,
    /// The tranche.
    pub tranche: Text,
    /// The part of the tranche; may be absent.
    pub part: Text,
    /// `eligible`, or what keeps it out: `state`, `window`, `not-eligible`, `part`; `goal` where a person must judge
    /// whether the line contributes to the aims of the grant.
    pub verdict: Text,
    /// The rule of eligibility on the line's date.
    pub rule: Text,
}

impl Output for EligibilityRow {
    const SMALLEST: usize = up_to!(EligibilityRow, rule: Text);
}

impl From<&core::EligibilityRow> for EligibilityRow {
    fn from(row: &core::EligibilityRow) -> Self {
        EligibilityRow {
            line: Text::of(&row.line),
            grant: Text::of(&row.grant),
            tranche: Text::of(&row.tranche),
            part: Text::of_option(row.part.as_ref()),
            verdict: Text::of(&row.verdict),
            rule: Text::of(&row.rule),
        }
    }
}
