//! From text and from values in memory to one tree, and from that tree to typed fields.
//!
//! TOML files, Python dictionaries and the examples in a scheme all become a [`Node`]: a value with
//! the [`Place`] it came from. One set of readers ([`fields`]) turns nodes into amounts, dates and
//! names, so that every door refuses the same things with the same finding.

mod decode;
mod fields;
mod names;
mod notation;
mod quotes;
mod table;
mod toml;
mod words;

pub use decode::{Encoding, decode};
pub(crate) use fields::{Field, Fields, amount, code_of, negative, period, shown};
pub use names::is_id;
pub(crate) use names::{check_id, check_text, is_hidden, is_text};
pub(crate) use notation::{other_separator, tell_dutch_amounts};
pub use table::TableFormat;
pub(crate) use table::{Cell, Cells, RowReader, field_span, read_rows, read_table};
pub(crate) use toml::{TOML_LIMIT, read_toml};

use std::ops::RangeInclusive;

use crate::calendar::Date;
use crate::diag::{At, Findings, Place};
use crate::money::Money;
use rust_decimal::Decimal;

/// A value as it came in, with the place to point at when it is refused.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value, not yet judged.
    pub value: Value,
    /// Where it stands: a span of a file, or a path such as `grants[0].tranches[1].granted`.
    pub place: Place,
}

impl Node {
    /// The amount in euros that it holds: text, a whole number or an exact decimal, never a float. `key` is what findings
    /// call it.
    ///
    /// # Errors
    /// One finding, when it holds none.
    pub fn amount(&self, key: &'static str) -> Result<Money, Findings> {
        let mut findings = Findings::new();
        let amount = Field { key, node: self }.amount(&mut findings);
        amount.map(|amount| amount.value).ok_or(findings)
    }

    /// The whole number between the bounds that it holds; `key` is what findings call it.
    ///
    /// # Errors
    /// One finding, when it holds none.
    pub fn int(&self, key: &'static str, bounds: RangeInclusive<i64>) -> Result<i64, Findings> {
        let mut findings = Findings::new();
        let number = Field { key, node: self }.int(bounds, &mut findings);
        number.ok_or(findings)
    }
}

/// What a [`Node`] can hold: the kinds of TOML and of Python together.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text.
    Text(String),
    /// A whole number; in an amount it counts euros.
    Int(i64),
    /// An exact decimal number (Python's `Decimal`); in an amount it counts euros.
    Decimal(Decimal),
    /// A floating-point number, as written. It is never read as money.
    Float(String),
    /// A whole number beyond 64 bits, as written.
    Huge(String),
    /// True or false.
    Bool(bool),
    /// A date.
    Date(Date),
    /// Absent on purpose (Python's `None`); read as if the key was not there.
    Null,
    /// A list.
    List(Vec<Node>),
    /// Keys with values, in the order written.
    Table(Vec<(At<String>, Node)>),
    /// A kind that no field takes, by its name (a TOML time of day, a Python object).
    Other(String),
}

impl Value {
    /// The name of the kind, as it stands in findings.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Value::Text(_) => "text",
            Value::Int(_) | Value::Huge(_) => "integer",
            Value::Decimal(_) => "decimal",
            Value::Float(_) => "float",
            Value::Bool(_) => "boolean",
            Value::Date(_) => "date",
            Value::Null => "nothing",
            Value::List(_) => "list",
            Value::Table(_) => "table",
            Value::Other(name) => name,
        }
    }
}
