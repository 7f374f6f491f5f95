//! Tables of what schemes say beside the amounts, and of the schemes themselves.

use std::borrow::Cow;

use super::{Cell, Column, Field, Row};
use crate::calendar::Date;
use crate::money::Money;

table! {
    /// What the scheme of a grant says beside the amounts of a year: what is paid in advance, what must be done when, and how
    /// a refund is claimed. It changes no amount.
    TermRow "terms" {
        /// The book year.
        year: i16,
        /// The grant.
        grant: String,
        /// `advance`; a duty: `accountability`, `decision`, `approval`; or of a refund: `must`, `may`, `due`, `limitation`,
        /// `set-off`, `interest`.
        kind: String,
        /// The last day for it, where one is set; of an advance in months the last day of its month.
        date: Option<Date>,
        /// The advance; under `must` and `may` the refund that arose in the year.
        amount: Option<Money>,
        /// The number of years after the decision, of a `limitation`.
        years: Option<i16>,
        /// What the scheme notes.
        note: Option<String>,
        /// The rule.
        rule: String,
    }
}

table! {
    /// A scheme.
    SchemeRow "schemes" {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
        /// The body that pays.
        funder: String,
        /// `eu`, `rijk` or `other` (BBV art. 49 lid 2).
        funder_group: String,
        /// `yes` when rules are missing that a settlement may need, else `no`.
        draft: String,
        /// The first day on which it decides; none without versions.
        since: Option<Date>,
        /// How many versions of its rules there are.
        versions: i16,
    }
}
