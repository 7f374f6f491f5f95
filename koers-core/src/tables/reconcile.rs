//! What a reconciliation finds.

use std::borrow::Cow;

use super::{Cell, Column, Field, Row};
use crate::money::Money;

table! {
    /// A declared figure beside what the settlement has.
    ReconciliationRow "reconciliation" {
        /// The key of the figure.
        key: String,
        /// The book year; none for a figure that the dossier can't tell.
        year: Option<i16>,
        /// What it is about.
        scope: Option<String>,
        /// What it says of that.
        measure: Option<String>,
        /// `figure` or `statement`.
        claim: String,
        /// What was declared, or what its sum comes to; of a count the number.
        declared: Money,
        /// What the settlement has; none where the dossier can't tell.
        computed: Option<Money>,
        /// `declared − computed`.
        difference: Option<Money>,
        /// The sum of its bridge: `declared − unexplained + bridged = computed`.
        bridged: Money,
        /// What no structure explains.
        unexplained: Money,
        /// The figures from which it has that, joined by commas.
        unexplained_from: Option<String>,
        /// Other figures of which just as much stays unexplained, joined by commas.
        same_as: Option<String>,
        /// What one of its sums comes to that is something else.
        wrong_sum: Option<Money>,
        /// Where it is written.
        source: Option<String>,
        /// The document it is from, where figures come from several.
        document: Option<String>,
    }
}

table! {
    /// A step of a bridge from a declared figure to what the settlement has.
    BridgeRow "bridge" {
        /// The key of the figure.
        key: String,
        /// Why: a word.
        cause: String,
        /// The grant.
        grant: Option<String>,
        /// The line, where it is one.
        line: Option<String>,
        /// What its lines have in common, where there are several: `theme=Ouderen`.
        lines: Option<String>,
        /// The tranche.
        tranche: Option<String>,
        /// What it adds.
        amount: Money,
    }
}

table! {
    /// Budget and money of a grant in a year.
    GrantBudgetRow "grant_budgets" {
        /// The book year.
        year: i16,
        /// The grant.
        grant: String,
        /// What its lines were budgeted.
        budget: Money,
        /// Money that came in, with what was there, and for which no budget line is.
        unbudgeted: Money,
        /// What it paid.
        spent: Money,
        /// Budget less what it paid.
        underspent: Money,
        /// `unbudgeted + underspent`.
        left: Money,
    }
}

table! {
    /// A declared figure that nothing else confirms.
    UnconfirmedRow "unconfirmed" {
        /// The key of the figure.
        key: String,
        /// What was declared.
        amount: Money,
        /// `nowhere`, `once` or `together-only`.
        confirmed: String,
        /// The equation in which it stands, or the figures with which it always stands together; joined by commas.
        others: Option<String>,
        /// Where it is written.
        source: Option<String>,
    }
}

table! {
    /// A line of which it isn't stated who pays it.
    FundingRow "funding" {
        /// The line.
        line: String,
        /// The grant on which it is booked.
        grant: Option<String>,
        /// `implied`, `assumed` or `none`.
        basis: String,
        /// What it cost.
        amount: Money,
        /// What was budgeted for it.
        budget: Money,
        /// `forced`, `open`, `untestable`, `untried` or `assumed`.
        result: String,
        /// Where it is written.
        source: Option<String>,
    }
}

table! {
    /// Amounts that happen to be what stays unexplained of figures: possible, not derived.
    PossibleRow "possible" {
        /// What stays unexplained, without sign.
        rest: Money,
        /// The figures, joined by commas.
        keys: String,
        /// The name of an amount: a figure, a line, its budget, or a tranche.
        first: String,
        /// The amount.
        first_amount: Money,
        /// The name of another amount, where it takes two.
        second: Option<String>,
        /// That amount, with its sign.
        second_amount: Option<Money>,
    }
}
