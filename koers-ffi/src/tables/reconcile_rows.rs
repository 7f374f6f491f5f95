//! The rows of the tables of a reconciliation.

use koers_core::Money;
use koers_core::tables as core;

use crate::memory::{Output, up_to};
use crate::text::Text;

/// A declared figure beside what the settlement has: declared - unexplained + bridged = computed.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ReconciliationRow {
    /// The key of the figure.
    pub key: Text,
    /// The book year; 0 for a figure that the dossier can't tell.
    pub year: i32,
    /// What it is about; may be absent.
    pub scope: Text,
    /// What it says of that; may be absent.
    pub measure: Text,
    /// `figure` or `statement`.
    pub claim: Text,
    /// What was declared, or what its sum comes to; of a count a hundred for each.
    pub declared: i64,
    /// 1 when the dossier can tell; else 0, and so are `computed` and `difference`.
    pub has_computed: i32,
    /// What the settlement has.
    pub computed: i64,
    /// declared - computed.
    pub difference: i64,
    /// The sum of its bridge.
    pub bridged: i64,
    /// What no structure explains.
    pub unexplained: i64,
    /// The figures from which it has that, joined by commas; may be absent.
    pub unexplained_from: Text,
    /// Other figures of which just as much stays unexplained, joined by commas; may be absent.
    pub same_as: Text,
    /// 1 when one of its sums comes to something else; else 0, and so is `wrong_sum`.
    pub has_wrong_sum: i32,
    /// What that sum comes to.
    pub wrong_sum: i64,
    /// Where it is written; may be absent.
    pub source: Text,
    /// The document it is from, where figures come from several; may be absent.
    pub document: Text,
}

impl Output for ReconciliationRow {
    const SMALLEST: usize = up_to!(ReconciliationRow, source: Text);
}

impl From<&core::ReconciliationRow> for ReconciliationRow {
    fn from(row: &core::ReconciliationRow) -> Self {
        ReconciliationRow {
            key: Text::of(&row.key),
            year: row.year.map_or(0, i32::from),
            scope: Text::of_option(row.scope.as_ref()),
            measure: Text::of_option(row.measure.as_ref()),
            claim: Text::of(&row.claim),
            declared: row.declared.cents(),
            has_computed: i32::from(row.computed.is_some()),
            computed: row.computed.map_or(0, Money::cents),
            difference: row.difference.map_or(0, Money::cents),
            bridged: row.bridged.cents(),
            unexplained: row.unexplained.cents(),
            unexplained_from: Text::of_option(row.unexplained_from.as_ref()),
            same_as: Text::of_option(row.same_as.as_ref()),
            has_wrong_sum: i32::from(row.wrong_sum.is_some()),
            wrong_sum: row.wrong_sum.map_or(0, Money::cents),
            source: Text::of_option(row.source.as_ref()),
            document: Text::of_option(row.document.as_ref()),
        }
    }
}

/// A step of a bridge from a declared figure to what the settlement has.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct BridgeRow {
    /// The key of the figure.
    pub key: Text,
    /// Why: a word.
    pub cause: Text,
    /// The grant; may be absent.
    pub grant: Text,
    /// The line, where it is one; else absent.
    pub line: Text,
    /// What its lines have in common, as in `theme=Ouderen`; may be absent.
    pub lines: Text,
    /// The tranche; may be absent.
    pub tranche: Text,
    /// What it adds.
    pub amount: i64,
}

impl Output for BridgeRow {
    const SMALLEST: usize = up_to!(BridgeRow, amount: i64);
}

impl From<&core::BridgeRow> for BridgeRow {
    fn from(row: &core::BridgeRow) -> Self {
        BridgeRow {
            key: Text::of(&row.key),
            cause: Text::of(&row.cause),
            grant: Text::of_option(row.grant.as_ref()),
            line: Text::of_option(row.line.as_ref()),
            lines: Text::of_option(row.lines.as_ref()),
            tranche: Text::of_option(row.tranche.as_ref()),
            amount: row.amount.cents(),
        }
    }
}

/// Budget and money of a grant in a year.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct GrantBudgetRow {
    /// The book year.
    pub year: i32,
    /// The grant.
    pub grant: Text,
    /// What its lines were budgeted.
    pub budget: i64,
    /// Money that came in, with what was there, and for which no budget line is.
    pub unbudgeted: i64,
    /// What it paid.
    pub spent: i64,
    /// budget - spent.
    pub underspent: i64,
    /// unbudgeted + underspent.
    pub left: i64,
}

impl Output for GrantBudgetRow {
    const SMALLEST: usize = up_to!(GrantBudgetRow, left: i64);
}

impl From<&core::GrantBudgetRow> for GrantBudgetRow {
    fn from(row: &core::GrantBudgetRow) -> Self {
        GrantBudgetRow {
            year: i32::from(row.year),
            grant: Text::of(&row.grant),
            budget: row.budget.cents(),
            unbudgeted: row.unbudgeted.cents(),
            spent: row.spent.cents(),
            underspent: row.underspent.cents(),
            left: row.left.cents(),
        }
    }
}

/// A declared figure that nothing else confirms.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct UnconfirmedRow {
    /// The key of the figure.
    pub key: Text,
    /// What was declared.
    pub amount: i64,
    /// `nowhere`, `once` or `together-only`.
    pub confirmed: Text,
    /// The equation in which it stands, or the figures with which it always stands, joined by commas; may be absent.
    pub others: Text,
    /// Where it is written; may be absent.
    pub source: Text,
}

impl Output for UnconfirmedRow {
    const SMALLEST: usize = up_to!(UnconfirmedRow, source: Text);
}

impl From<&core::UnconfirmedRow> for UnconfirmedRow {
    fn from(row: &core::UnconfirmedRow) -> Self {
        UnconfirmedRow {
            key: Text::of(&row.key),
            amount: row.amount.cents(),
            confirmed: Text::of(&row.confirmed),
            others: Text::of_option(row.others.as_ref()),
            source: Text::of_option(row.source.as_ref()),
        }
    }
}

/// A line of which it isn't stated who pays it.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct FundingRow {
    /// The line.
    pub line: Text,
    /// The grant on which it is booked; may be absent.
    pub grant: Text,
    /// `implied`, `assumed` or `none`.
    pub basis: Text,
    /// What it cost.
    pub amount: i64,
    /// What was budgeted for it.
    pub budget: i64,
    /// `forced`, `open`, `untestable`, `untried` or `assumed`.
    pub result: Text,
    /// Where it is written; may be absent.
    pub source: Text,
}

impl Output for FundingRow {
    const SMALLEST: usize = up_to!(FundingRow, source: Text);
}

impl From<&core::FundingRow> for FundingRow {
    fn from(row: &core::FundingRow) -> Self {
        FundingRow {
            line: Text::of(&row.line),
            grant: Text::of_option(row.grant.as_ref()),
            basis: Text::of(&row.basis),
            amount: row.amount.cents(),
            budget: row.budget.cents(),
            result: Text::of(&row.result),
            source: Text::of_option(row.source.as_ref()),
        }
    }
}

/// Amounts that happen to be what stays unexplained of figures: possible, not derived.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct PossibleRow {
    /// What stays unexplained, without sign.
    pub rest: i64,
    /// The figures, joined by commas.
    pub keys: Text,
    /// The name of an amount.
    pub first: Text,
    /// The amount.
    pub first_amount: i64,
    /// The name of another, where it takes two; else absent.
    pub second: Text,
    /// That amount, with its sign; 0 where there is none.
    pub second_amount: i64,
}

impl Output for PossibleRow {
    const SMALLEST: usize = up_to!(PossibleRow, second_amount: i64);
}

impl From<&core::PossibleRow> for PossibleRow {
    fn from(row: &core::PossibleRow) -> Self {
        PossibleRow {
            rest: row.rest.cents(),
            keys: Text::of(&row.keys),
            first: Text::of(&row.first),
            first_amount: row.first_amount.cents(),
            second: Text::of_option(row.second.as_ref()),
            second_amount: row.second_amount.map_or(0, Money::cents),
        }
    }
}
