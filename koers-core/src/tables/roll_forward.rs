//! Roll-forwards added up, and as others published them.

use std::borrow::Cow;

use super::{Cell, Column, Field, Row};
use crate::money::Money;

table! {
    /// The roll-forward added up by funder group and side of the balance, as [`super::RollForwardRow`].
    RollForwardTotalRow "roll_forward_totals" {
        /// The book year.
        year: i16,
        /// `eu`, `rijk` or `other` (BBV art. 49 lid 2).
        funder_group: String,
        /// `liability`: received in advance; `receivable`: spent in advance.
        kind: String,
        /// At the opening, zero or above.
        opening: Money,
        /// Came in.
        received: Money,
        /// Spent or retained.
        released: Money,
        /// Paid back.
        repaid: Money,
        /// Other changes.
        other: Money,
        /// At the closing, zero or above.
        closing: Money,
    }
}

table! {
    /// A row of a published roll-forward, as it was read, with what its amounts come to.
    DeclaredRollForwardRow "declared_roll_forward" {
        /// Whose accounts it is from.
        holder: Option<String>,
        /// The book year.
        year: i16,
        /// What the row is called.
        grant: String,
        /// `eu`, `rijk` or `other`.
        funder_group: Option<String>,
        /// `liability` or `receivable`.
        kind: String,
        /// Whether it adds up other rows.
        total: bool,
        /// At the opening.
        opening: Option<Money>,
        /// Came in.
        received: Option<Money>,
        /// Spent, or released otherwise.
        released: Option<Money>,
        /// Paid back.
        repaid: Option<Money>,
        /// Other changes.
        other: Option<Money>,
        /// At the closing, as printed.
        closing: Money,
        /// The closing that the other amounts come to; none where none is stated.
        computed: Option<Money>,
        /// `closing − computed`.
        difference: Option<Money>,
        /// Where it is written.
        source: Option<String>,
    }
}

table! {
    /// What changed in a closed year, to be booked in the first year that is open.
    RestatementRow "restatement" {
        /// The closed year.
        year: i16,
        /// The year in which it is booked: the first that is not closed.
        booked: i16,
        /// The grant.
        grant: String,
        /// The tranche.
        tranche: String,
        /// The part of the tranche.
        part: Option<String>,
        /// `received`, `repaid`, `spent`, `retained`, `refund`, `carry_over`, `pending` or `receivable`.
        measure: String,
        /// What the year was closed with.
        before: Money,
        /// What it comes to now.
        after: Money,
        /// What is to be booked of it: of what stands at the year's end the difference that the year before did not bring.
        amount: Money,
        /// Why it closed so.
        reason_before: Option<String>,
        /// Why it is so now.
        reason_after: Option<String>,
        /// What brought it: `earlier` (a year before it), `granted`, `received`, `repaid`, `costs` (what is paid of them),
        /// `earned`, joined with ` + `; `rule` where none of these changed.
        cause: String,
    }
}
