//! The result tables: names, order and types of columns, once, for Rust, C, Python, JSON and CSV.
//! Each table has a row type with public fields; [`Row::columns`] and [`Row::cells`] describe it to
//! everything that does not know the type. Amounts are euros to the cent, dates are days.

use std::borrow::Cow;

use crate::calendar::Date;
use crate::money::{Money, Quantity};

/// One value of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// No value.
    Null,
    /// A whole number: a year.
    Int(i64),
    /// True or false.
    Bool(bool),
    /// Text.
    Text(String),
    /// An amount.
    Money(Money),
    /// A number of units.
    Quantity(Quantity),
    /// A date.
    Date(Date),
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Int,
    /// True or false.
    Bool,
    /// Text.
    Text,
    /// Amounts.
    Money,
    /// Numbers of units.
    Quantity,
    /// Dates.
    Date,
}

impl Kind {
    /// The word for it: `int`, `bool`, `text`, `money`, `quantity`, `date`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Int => "int",
            Kind::Bool => "bool",
            Kind::Text => "text",
            Kind::Money => "money",
            Kind::Quantity => "quantity",
            Kind::Date => "date",
        }
    }
}

/// A column: its name and type. A column may hold no value in any row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name.
    pub name: Cow<'static, str>,
    /// The type.
    pub kind: Kind,
}

/// A table as cells, for whatever does not know its row type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table of typed rows.
    #[must_use]
    pub fn of<R: Row>(rows: &[R]) -> Table {
        Table {
            name: R::TABLE,
            columns: R::columns(),
            rows: rows.iter().map(Row::cells).collect(),
        }
    }
}

/// A row of a result table.
pub trait Row {
    /// The table's name.
    const TABLE: &'static str;
    /// The columns, in order.
    fn columns() -> Vec<Column>;
    /// The values, in the order of the columns.
    fn cells(&self) -> Vec<Cell>;
}

/// A field that can be a cell.
trait Field {
    const KIND: Kind;
    fn cell(&self) -> Cell;
}

impl Field for i16 {
    const KIND: Kind = Kind::Int;
    fn cell(&self) -> Cell {
        Cell::Int(i64::from(*self))
    }
}

impl Field for bool {
    const KIND: Kind = Kind::Bool;
    fn cell(&self) -> Cell {
        Cell::Bool(*self)
    }
}

impl Field for String {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell {
        Cell::Text(self.clone())
    }
}

impl Field for Money {
    const KIND: Kind = Kind::Money;
    fn cell(&self) -> Cell {
        Cell::Money(*self)
    }
}

impl Field for Quantity {
    const KIND: Kind = Kind::Quantity;
    fn cell(&self) -> Cell {
        Cell::Quantity(*self)
    }
}

impl Field for Date {
    const KIND: Kind = Kind::Date;
    fn cell(&self) -> Cell {
        Cell::Date(*self)
    }
}

impl<T: Field> Field for Option<T> {
    const KIND: Kind = T::KIND;
    fn cell(&self) -> Cell {
        self.as_ref().map_or(Cell::Null, T::cell)
    }
}

macro_rules! table {
    ($(#[$about:meta])* $row:ident $name:literal { $($(#[$doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $row { $($(#[$doc])* pub $field: $type,)* }

        impl Row for $row {
            const TABLE: &'static str = $name;

            fn columns() -> Vec<Column> {
                vec![$(Column {
                    name: Cow::Borrowed(stringify!($field)),
                    kind: <$type as Field>::KIND,
                },)*]
            }

            fn cells(&self) -> Vec<Cell> {
                vec![$(self.$field.cell(),)*]
            }
        }
    };
}

mod ahead;
mod compare;
mod facts;
mod input;
mod reconcile;
mod roll_forward;
pub use ahead::*;
pub use compare::{AdviceRow, DiffRow};
pub use facts::{SchemeRow, TermRow};
pub use input::{BudgetTableRow, CostLineRow, QuantityRow};
pub use reconcile::*;
pub use roll_forward::{DeclaredRollForwardRow, RestatementRow, RollForwardTotalRow};

table! {
    /// A bucket closed for a year by the holder.
    SettlementRow "settlement" {
        /// The book year.
        year: i16,
        /// The grant.
        grant: String,
        /// The tranche.
        tranche: String,
        /// The part of the tranche.
        part: Option<String>,
        /// The scheme.
        scheme: String,
        /// The body that pays.
        funder: String,
        /// `eu`, `rijk` or `other` (BBV art. 49 lid 2).
        funder_group: String,
        /// Cash at the opening.
        opening: Money,
        /// The award as last amended.
        granted: Money,
        /// What could be spent in the year, received or not.
        room: Money,
        /// Came in.
        received: Money,
        /// Paid back.
        repaid: Money,
        /// Earned by the scheme's basis; with realised cost what was spent.
        earned: Money,
        /// What the bucket pays of the lines.
        spent: Money,
        /// `opening + received − repaid − spent`.
        balance: Money,
        /// Earlier refunds not yet paid back.
        owed: Money,
        /// To pay back to the funder, `owed` included.
        refund: Money,
        /// Stays available until `carry_over_until`.
        carry_over: Money,
        /// The last day on which carried money may be spent.
        carry_over_until: Option<Date>,
        /// Room that stays and whose money has not come in.
        pending: Money,
        /// Earned, not spent, and the holder's to keep.
        retained: Money,
        /// Spent before its money came in.
        receivable: Money,
        /// Why: a code, and after a colon the rule or agreement it rests on.
        reason: String,
        /// Where the tranche is written.
        source: Option<String>,
    }
}

table! {
    /// What became of a bucket's balance: one row per cause.
    OutcomeRow "outcomes" {
        /// The book year.
        year: i16,
        /// The grant.
        grant: String,
        /// The tranche.
        tranche: String,
        /// The part of the tranche.
        part: Option<String>,
        /// `refund`, `carry_over`, `retained` or `receivable`.
        kind: String,
        /// The amount, above zero.
        amount: Money,
        /// Until when, for carried money.
        until: Option<Date>,
        /// Why: a code, and after a colon the rule or agreement it rests on.
        reason: String,
        /// Where the tranche is written.
        source: Option<String>,
    }
}

table! {
    /// The roll-forward of a bucket (*verloopoverzicht*, BBV art. 52a). A liability closes at
    /// `opening + received − released − repaid + other`, a receivable at
    /// `opening − received + released + repaid + other`.
    RollForwardRow "roll_forward" {
        /// The book year.
        year: i16,
        /// The grant.
        grant: String,
        /// The tranche.
        tranche: String,
        /// The part of the tranche.
        part: Option<String>,
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
    /// What a bucket pays of a line.
    AllocationRow "allocations" {
        /// The line.
        line: String,
        /// The book year.
        year: i16,
        /// The grant.
        grant: String,
        /// The tranche.
        tranche: String,
        /// The part of the tranche.
        part: Option<String>,
        /// The amount; below zero for a credit note.
        amount: Money,
        /// The step of the run.
        step: String,
        /// The rule of eligibility that let it.
        rule: String,
        /// `booked`, or `netted` where a credit note and a cost cancel out.
        reason: String,
    }
}

table! {
    /// A part of a line that was taken off before any grant paid. For income the cost and the income that cancel out each
    /// have a row, and the two add up to zero; what the VAT compensation fund pays has one.
    DeductionRow "deductions" {
        /// The line.
        line: String,
        /// The book year.
        year: i16,
        /// The grant whose rules take it off.
        grant: String,
        /// `income`, `contribution` or `vat`.
        kind: String,
        /// Of a cost above zero, of income below.
        amount: Money,
        /// The rule that takes it off.
        rule: String,
    }
}

table! {
    /// Whether a bucket may pay a line, by state, window, eligibility and part; what is left to pay from is not asked.
    EligibilityRow "eligibility" {
        /// The line.
        line: String,
        /// The grant.
        grant: String,
        /// The tranche.
        tranche: String,
        /// The part of the tranche.
        part: Option<String>,
        /// `eligible`, or what keeps it out: `state`, `window`, `not-eligible`, `part`; `goal` where a person must judge
        /// whether the line contributes to the aims of the grant.
        verdict: String,
        /// The rule of eligibility on the line's date.
        rule: String,
    }
}

table! {
    /// What no grant pays of a line.
    OwnFundsRow "own_funds" {
        /// The line.
        line: String,
        /// The book year.
        year: i16,
        /// The amount; below zero where a credit has nothing to go back to.
        amount: Money,
        /// What keeps the grants from paying it: `no-booking`, `not-deducted`, `state`, `window`, `eligible`, `part`,
        /// `exclusive`, `share`, `ceiling`, `basis`, `room`, `credit` or `income-left`.
        reason: String,
    }
}

table! {
    /// What is wrong, or what a person must look at.
    FindingRow "findings" {
        /// The code: K and four digits.
        code: String,
        /// `error`, `warning` or `notice`.
        severity: String,
        /// What it is about.
        subject: String,
        /// The amount it is about.
        amount: Option<Money>,
        /// What is found.
        message: String,
        /// What to do.
        help: String,
        /// File, line and column, or the path in memory.
        source: Option<String>,
    }
}
