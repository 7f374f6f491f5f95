//! The structs that a caller fills for the rows of a dossier: cost lines, quantities and budget.

use super::input::input;
use crate::memory::{Input, up_to};
use crate::text::Text;

/// One further column of a cost line or budget line: a theme, project, account and so on. This struct never grows.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Dimension {
    /// The name of the column; none of those that the tables of a dossier have.
    pub name: Text,
    /// The value; a line without one has no such dimension.
    pub value: Text,
}

/// What a `koers_line` is.
#[derive(Clone, Copy, Debug)]
#[repr(i32)]
pub enum LineKind {
    /// A cost; below 0 for a credit note or correction.
    Cost = 0,
    /// Income of the holder; below 0 for a correction of it.
    Income = 1,
    /// A contribution of a third party; below 0 for a correction of it.
    Contribution = 2,
}

/// A cost line: one realised cost, or income that goes with costs. Give either `date` or `period`; a period counts as
/// its last day.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Line {
    /// `sizeof(koers_line)`.
    pub struct_size: usize,
    /// Its id, unique in the dossier: 1 to 200 characters.
    pub line: Text,
    /// Its date; 0 when `period` says it.
    pub date: i32,
    /// Its period: "2024", "2024-Q1" or "2024-03".
    pub period: Text,
    /// The amount, in cents; of income what came in.
    pub amount: i64,
    /// The booking: a grant "iza", shares "iza:60%;gala15:40%", or amounts with one rest "iza:4161;gala15:rest";
    /// absent when it is booked on no grant.
    pub grant: Text,
    /// Where it is written; may be absent.
    pub source: Text,
    /// Its dimensions.
    pub dimensions: *const Dimension,
    /// How many those are.
    pub dimension_count: usize,
    /// A `koers_line_kind`.
    pub kind: i32,
    /// Of a cost the part that the VAT compensation fund pays, in cents; with the sign of the amount and within it.
    pub vat_compensable: i64,
    /// 1 when it stays where it is booked, whatever the method; else 0.
    pub fixed: i32,
    /// The line that it corrects, which is of the same kind and has an amount of the other sign; absent for none.
    pub corrects: Text,
}
input!(Line, dimension_count: usize);

/// A number of units in a period, for which a grant pays a price. Give either `date` or `period`; a period counts as
/// its last day.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct QuantityLine {
    /// `sizeof(koers_quantity)`.
    pub struct_size: usize,
    /// The grant that pays.
    pub grant: Text,
    /// Its date; 0 when `period` says it.
    pub date: i32,
    /// Its period: "2024", "2024-Q1" or "2024-03".
    pub period: Text,
    /// The unit, as the prices of the scheme name it.
    pub unit: Text,
    /// How many: "31500" or "12.5", with at most six decimals, below 10^12; below 0 for a correction.
    pub quantity: Text,
    /// The tranche that it is for, if only one may pay; else absent.
    pub tranche: Text,
    /// The part that it is for, if only one may pay; else absent.
    pub part: Text,
    /// Where it is written; may be absent.
    pub source: Text,
}
input!(QuantityLine, source: Text);

/// A budget line. It never limits anything. Give either `date` or `period`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct BudgetLine {
    /// `sizeof(koers_budget_line)`.
    pub struct_size: usize,
    /// The cost line it is for, whose dimensions it then has; else absent.
    pub line: Text,
    /// Its date; 0 when `period` says it.
    pub date: i32,
    /// Its period: "2024", "2024-Q1" or "2024-03".
    pub period: Text,
    /// The amount, in cents.
    pub amount: i64,
    /// The grant it is for; when absent that of its cost line, where that is booked on one.
    pub grant: Text,
    /// Where it is written; may be absent.
    pub source: Text,
    /// Its dimensions.
    pub dimensions: *const Dimension,
    /// How many those are.
    pub dimension_count: usize,
}
input!(BudgetLine, dimension_count: usize);

/// Another booking for a line.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Rebooking {
    /// `sizeof(koers_rebooking)`.
    pub struct_size: usize,
    /// The line.
    pub line: Text,
    /// The booking, as in `koers_line.grant`; absent to take the booking away.
    pub booking: Text,
}
input!(Rebooking, booking: Text);
