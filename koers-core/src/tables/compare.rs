//! Tables of two settlements beside each other.

use std::borrow::Cow;

use super::{Cell, Column, Field, Row};
use crate::money::Money;

table! {
    /// What differs between two settlements: an amount of a bucket, or what became of a line.
    DiffRow "diff" {
        /// The book year.
        year: i16,
        /// The grant; none for own funds.
        grant: Option<String>,
        /// The tranche; none for own funds and for what is deducted.
        tranche: Option<String>,
        /// The part of the tranche.
        part: Option<String>,
        /// The line; none where the row is about the bucket as a whole.
        line: Option<String>,
        /// Of a bucket: `room`, `received`, `earned`, `spent`, `refund`, `carry_over`, `pending`, `retained` or
        /// `receivable`. Of a line: `paid`, `deducted` or `own_funds`.
        measure: String,
        /// The amount in the settlement that is compared with; zero where it has no such bucket or line.
        before: Money,
        /// The amount in this settlement; zero where it has no such bucket or line.
        after: Money,
        /// `after − before`.
        change: Money,
        /// Why it was so. None where it has no reason, or was not there.
        reason_before: Option<String>,
        /// Why it is so. None where it has no reason, or is not there.
        reason_after: Option<String>,
    }
}

table! {
    /// A rebooking that makes a settlement lose less.
    AdviceRow "advice" {
        /// The book year.
        year: i16,
        /// The line.
        line: String,
        /// The grant that pays it now; none for own funds.
        from: Option<String>,
        /// The grant that should pay it.
        to: String,
        /// How much of the line moves, above zero.
        amount: Money,
        /// How much less is lost (own funds, and what goes back) by this rebooking after those of the rows before it. Below
        /// zero where only a later row makes it worth while.
        saves: Money,
        /// The whole booking to enter for the line, with all that moves of it.
        booking: String,
    }
}
