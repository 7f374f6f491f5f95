//! The rows of the result tables. They have the columns of the core's tables of the same names, in the same order;
//! amounts are cents, dates yyyymmdd.

use koers_core::Money;
use koers_core::calendar::Date;
use koers_core::tables as core;

use crate::memory::{Output, up_to};
use crate::text::Text;

/// A date in a row: 0 when absent.
pub(crate) fn day(date: Option<Date>) -> i32 {
    date.map_or(0, Date::to_yyyymmdd)
}

/// A bucket (a part of a tranche of a grant) closed for a year by the holder.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct SettlementRow {
    /// The book year.
    pub year: i32,
    /// The grant.
    pub grant: Text,
    /// The tranche.
    pub tranche: Text,
    /// The part of the tranche; may be absent.
    pub part: Text,
    /// The scheme.
    pub scheme: Text,
    /// The body that pays.
    pub funder: Text,
    /// `eu`, `rijk` or `other` (BBV art. 49 lid 2).
    pub funder_group: Text,
    /// Cash at the opening.
    pub opening: i64,
    /// The award as last amended.
    pub granted: i64,
    /// What could be spent in the year, received or not.
    pub room: i64,
    /// Came in.
    pub received: i64,
    /// Paid back.
    pub repaid: i64,
    /// Earned by the scheme's basis; with realised cost what was spent.
    pub earned: i64,
    /// What the bucket pays of the lines.
    pub spent: i64,
    /// opening + received - repaid - spent.
    pub balance: i64,
    /// Earlier refunds that were not paid back yet.
    pub owed: i64,
    /// To pay back to the funder, `owed` included.
    pub refund: i64,
    /// Stays available until `carry_over_until`.
    pub carry_over: i64,
    /// The last day on which carried money may be spent; 0 when none is carried.
    pub carry_over_until: i32,
    /// Room that stays and whose money has not come in.
    pub pending: i64,
    /// Earned, not spent, and the holder's to keep.
    pub retained: i64,
    /// Spent before its money came in.
    pub receivable: i64,
    /// Why: a code, and after a colon the rule or agreement it rests on.
    pub reason: Text,
    /// Where the tranche is written; may be absent.
    pub source: Text,
}

impl Output for SettlementRow {
    const SMALLEST: usize = up_to!(SettlementRow, source: Text);
}

impl From<&core::SettlementRow> for SettlementRow {
    fn from(row: &core::SettlementRow) -> Self {
        SettlementRow {
            year: i32::from(row.year),
            grant: Text::of(&row.grant),
            tranche: Text::of(&row.tranche),
            part: Text::of_option(row.part.as_ref()),
            scheme: Text::of(&row.scheme),
            funder: Text::of(&row.funder),
            funder_group: Text::of(&row.funder_group),
            opening: row.opening.cents(),
            granted: row.granted.cents(),
            room: row.room.cents(),
            received: row.received.cents(),
            repaid: row.repaid.cents(),
            earned: row.earned.cents(),
            spent: row.spent.cents(),
            balance: row.balance.cents(),
            owed: row.owed.cents(),
            refund: row.refund.cents(),
            carry_over: row.carry_over.cents(),
            carry_over_until: day(row.carry_over_until),
            pending: row.pending.cents(),
            retained: row.retained.cents(),
            receivable: row.receivable.cents(),
            reason: Text::of(&row.reason),
            source: Text::of_option(row.source.as_ref()),
        }
    }
}

/// What became of a bucket's balance: one row per cause.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct OutcomeRow {
    /// The book year.
    pub year: i32,
    /// The grant.
    pub grant: Text,
    /// The tranche.
    pub tranche: Text,
    /// The part of the tranche; may be absent.
    pub part: Text,
    /// `refund`, `carry_over`, `retained` or `receivable`.
    pub kind: Text,
    /// The amount, above 0.
    pub amount: i64,
    /// Until when, for carried money; else 0.
    pub until: i32,
    /// Why: a code, and after a colon the rule or agreement it rests on.
    pub reason: Text,
    /// Where the tranche is written; may be absent.
    pub source: Text,
}

impl Output for OutcomeRow {
    const SMALLEST: usize = up_to!(OutcomeRow, source: Text);
}

impl From<&core::OutcomeRow> for OutcomeRow {
    fn from(row: &core::OutcomeRow) -> Self {
        OutcomeRow {
            year: i32::from(row.year),
            grant: Text::of(&row.grant),
            tranche: Text::of(&row.tranche),
            part: Text::of_option(row.part.as_ref()),
            kind: Text::of(&row.kind),
            amount: row.amount.cents(),
            until: day(row.until),
            reason: Text::of(&row.reason),
            source: Text::of_option(row.source.as_ref()),
        }
    }
}

/// The roll-forward of a bucket in a year (verloopoverzicht, BBV art. 52a).
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct RollForwardRow {
    /// The book year.
    pub year: i32,
    /// The grant.
    pub grant: Text,
    /// The tranche.
    pub tranche: Text,
    /// The part of the tranche; may be absent.
    pub part: Text,
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

impl Output for RollForwardRow {
    const SMALLEST: usize = up_to!(RollForwardRow, closing: i64);
}

impl From<&core::RollForwardRow> for RollForwardRow {
    fn from(row: &core::RollForwardRow) -> Self {
        RollForwardRow {
            year: i32::from(row.year),
            grant: Text::of(&row.grant),
            tranche: Text::of(&row.tranche),
            part: Text::of_option(row.part.as_ref()),
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

/// What the scheme of a grant says beside the amounts of a year: what is paid in advance, what must be done when, and
/// how a refund is claimed. It changes no amount.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct TermRow {
    /// The book year.
    pub year: i32,
    /// The grant.
    pub grant: Text,
    /// `advance`; a duty: `accountability`, `decision`, `approval`; or of a refund: `must`, `may`, `due`,
    /// `limitation`, `set-off`, `interest`.
    pub kind: Text,
    /// The last day for it; of an advance in months the last day of its month; 0 where none is set.
    pub date: i32,
    /// 1 when it is about an amount; else 0.
    pub has_amount: i32,
    /// The advance; under `must` and `may` the refund that arose in the year; 0 without one.
    pub amount: i64,
    /// The number of years after the decision, of a `limitation`; else 0.
    pub years: i32,
    /// What the scheme notes; may be absent.
    pub note: Text,
    /// The rule.
    pub rule: Text,
}

impl Output for TermRow {
    const SMALLEST: usize = up_to!(TermRow, rule: Text);
}

impl From<&core::TermRow> for TermRow {
    fn from(row: &core::TermRow) -> Self {
        TermRow {
            year: i32::from(row.year),
            grant: Text::of(&row.grant),
            kind: Text::of(&row.kind),
            date: day(row.date),
            has_amount: i32::from(row.amount.is_some()),
            amount: row.amount.map_or(0, Money::cents),
            years: row.years.map_or(0, i32::from),
            note: Text::of_option(row.note.as_ref()),
            rule: Text::of(&row.rule),
        }
    }
}

/// What is wrong, or what a person must look at.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct FindingRow {
    /// The code: K and four digits, never reused.
    pub code: Text,
    /// `error`, `warning` or `notice`. Of a settlement there are no errors: they are refused before.
    pub severity: Text,
    /// What it is about.
    pub subject: Text,
    /// 1 when it is about an amount; else 0.
    pub has_amount: i32,
    /// The amount; 0 without one.
    pub amount: i64,
    /// What is found.
    pub message: Text,
    /// What to do.
    pub help: Text,
    /// File, line and column, or the path in memory; may be absent.
    pub source: Text,
}

impl Output for FindingRow {
    const SMALLEST: usize = up_to!(FindingRow, source: Text);
}

impl From<&core::FindingRow> for FindingRow {
    fn from(row: &core::FindingRow) -> Self {
        FindingRow {
            code: Text::of(&row.code),
            severity: Text::of(&row.severity),
            subject: Text::of(&row.subject),
            has_amount: i32::from(row.amount.is_some()),
            amount: row.amount.map_or(0, Money::cents),
            message: Text::of(&row.message),
            help: Text::of(&row.help),
            source: Text::of_option(row.source.as_ref()),
        }
    }
}
