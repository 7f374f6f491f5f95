//! The tables that go in, as they were read.

use std::borrow::Cow;

use super::{Cell, Column, Field, Row};
use crate::money::{Money, Quantity};

table! {
    /// A cost line as it was read.
    CostLineRow "cost_lines" {
        /// The line.
        line: String,
        /// Its date or period.
        period: String,
        /// Its amount.
        amount: Money,
        /// `cost`, `income` or `contribution`.
        kind: String,
        /// The grants it is booked on.
        grant: Option<String>,
        /// Whether it stays where it is booked.
        fixed: bool,
        /// The line that it corrects.
        corrects: Option<String>,
        /// The part of it that the VAT compensation fund pays.
        vat_compensable: Money,
        /// Where it is written.
        source: Option<String>,
    }
}

table! {
    /// A number of units, for which a price is paid, as it was read.
    QuantityRow "quantities" {
        /// The grant that pays.
        grant: String,
        /// Its date or period.
        period: String,
        /// The unit.
        unit: String,
        /// How many.
        quantity: Quantity,
        /// The tranche that it is for.
        tranche: Option<String>,
        /// The part that it is for.
        part: Option<String>,
        /// Where it is written.
        source: Option<String>,
    }
}

table! {
    /// A budget line as it was read.
    BudgetTableRow "budget" {
        /// The cost line it is for.
        line: Option<String>,
        /// Its date or period.
        period: String,
        /// The grant it is for.
        grant: Option<String>,
        /// The amount.
        amount: Money,
        /// Where it is written.
        source: Option<String>,
    }
}
