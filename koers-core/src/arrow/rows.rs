//! Small tables as rows of values: quantities and budgets, which are read as rows in memory are.

use std::fmt::Display;
use std::ops::{ControlFlow, Range};

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    Float16Type, Float32Type, Float64Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use rust_decimal::Decimal;

use super::dates::day_of;
use super::texts::Texts;
use super::whole::whole;
use crate::calendar::Date;
use crate::diag::{At, Place};
use crate::dossier::Column;
use crate::read::{Node, Value};

/// A small table as rows, batch by batch: texts, whole numbers, decimals, days and booleans are what they are in a row; what is
/// none of these is refused when the row is read, as there.
///
/// A row has its texts to itself, and a dictionary or a view may give one long text to every row: a table whose rows would take
/// far more memory than its batches do is refused before they are made.
#[derive(Debug)]
pub struct RowReader {
    table: String,
    rows: Vec<Node>,
    /// How many bytes the batches take, and about how many their rows do.
    given: u128,
    taken: u128,
}

/// What rows may take whatever their batches do, in bytes.
const ALWAYS: u128 = 256 << 20;

/// How many times as much as their batches rows may take above that: a cell of a few bytes becomes one with its place.
const TIMES: u128 = 256;

/// What a cell takes beside its texts, in bytes.
const CELL: usize = 160;

/// Rows that are made at once.
const PART: usize = 1 << 12;

impl RowReader {
    /// Begins to read a table, which findings call so.
    #[must_use]
    pub fn new(table: impl Into<String>) -> RowReader {
        RowReader {
            table: table.into(),
            rows: Vec::new(),
            given: 0,
            taken: 0,
        }
    }

    /// Reads a batch; `between` is asked every few thousand rows whether to go on.
    ///
    /// # Errors
    /// When its rows would take too much memory. Then no more should be read.
    pub fn read(
        &mut self,
        batch: &RecordBatch,
        between: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, String> {
        self.given += batch.get_array_memory_size() as u128;
        let most = ALWAYS + TIMES * self.given;
        let names = batch.schema();
        let names: Vec<&str> = names.fields().iter().map(|it| it.name().as_str()).collect();
        let of_names: usize = names.iter().map(|name| 2 * name.len()).sum();
        let of_row = CELL + (CELL + self.table.len()) * names.len() + of_names;
        // As many rows as there are may be said without a byte behind them, so that is looked at first.
        self.taken += (of_row as u128) * (batch.num_rows() as u128);
        let columns: Vec<Values<'_>> = batch.columns().iter().map(|it| Values::of(it)).collect();
        let parts = |rows: usize| {
            let starts = (0..rows).step_by(PART);
            starts.map(move |start| start..rows.min(start + PART))
        };
        // Nothing is copied before all that will be is counted.
        let over = |taken: u128| {
            let (rows, mib) = (batch.num_rows(), taken >> 20);
            Err(format!("{rows} rows would take {mib} MiB or more"))
        };
        for part in parts(batch.num_rows()) {
            if self.taken > most {
                return over(self.taken);
            }
            if between().is_break() {
                return Ok(ControlFlow::Break(()));
            }
            for column in &columns {
                let lengths = part.clone().map(|row| column.length(row) as u128);
                self.taken += lengths.sum::<u128>();
            }
        }
        if self.taken > most {
            return over(self.taken);
        }
        for part in parts(batch.num_rows()) {
            if between().is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.add(&names, &columns, part);
        }
        Ok(ControlFlow::Continue(()))
    }

    fn add(&mut self, names: &[&str], columns: &[Values<'_>], rows: Range<usize>) {
        for row in rows {
            let path = format!("{}[{}]", self.table, self.rows.len() + 1);
            let cells = names.iter().zip(columns).map(|(name, column)| {
                let place = Place::Path(format!("{path}.{name}"));
                let key = At::new((*name).to_owned(), place.clone());
                let value = column.get(row);
                (key, Node { value, place })
            });
            let value = Value::Table(cells.collect());
            let place = Place::Path(path.clone());
            self.rows.push(Node { value, place });
        }
    }

    /// The rows of all batches.
    #[must_use]
    pub fn finish(self) -> Vec<Node> {
        self.rows
    }
}

/// A column whose values are asked for by row.
struct Values<'a> {
    array: &'a dyn Array,
    texts: Option<Texts<'a>>,
    numbers: Option<Column<i64>>,
    /// What the keys of a dictionary stand for; the keys are in `numbers`.
    dictionary: Option<Box<Values<'a>>>,
}

impl<'a> Values<'a> {
    fn of(array: &'a dyn Array) -> Values<'a> {
        let keyed = array.as_any_dictionary_opt();
        let numbers = match keyed {
            Some(keyed) => whole(keyed.keys()),
            None => whole(array),
        };
        Values {
            array,
            texts: Texts::of(array),
            numbers: numbers.and_then(Result::ok),
            dictionary: keyed.map(|keyed| Box::new(Values::of(keyed.values().as_ref()))),
        }
    }

    /// The row of the dictionary for a row; none where it doesn't have the key.
    fn key(&self, values: &Values<'_>, row: usize) -> Option<usize> {
        let key = self.numbers.as_ref()?.as_slice().get(row)?;
        let key = usize::try_from(*key).ok()?;
        (key < values.array.len()).then_some(key)
    }

    /// How many bytes the text of a row takes; 0 for what is none.
    fn length(&self, row: usize) -> usize {
        if let Some(values) = &self.dictionary {
            let key = self.key(values, row);
            return key.map_or(0, |key| values.length(key));
        }
        let text = self.texts.as_ref().filter(|_| !self.array.is_null(row));
        text.map_or(0, |texts| texts.get(row).len())
    }

    /// The value of a row.
    fn get(&self, row: usize) -> Value {
        if self.array.is_null(row) {
            return Value::Null;
        }
        if let Some(values) = &self.dictionary {
            let lacking = || Value::Other("a key that its dictionary does not have".to_owned());
            return match (&self.numbers, self.key(values, row)) {
                (None, _) => other(self.array.data_type()),
                (_, key) => key.map_or_else(lacking, |key| values.get(key)),
            };
        }
        if let Some(texts) = &self.texts {
            return match texts.text(row) {
                (text, true) => Value::Text(text.into_owned()),
                (_, false) => Value::Other("text that is not Unicode".to_owned()),
            };
        }
        if let Some(numbers) = &self.numbers {
            let number = numbers.as_slice().get(row).map(|it| Value::Int(*it));
            return number.unwrap_or_else(|| other(self.array.data_type()));
        }
        plain(self.array, row).unwrap_or_else(|| other(self.array.data_type()))
    }
}

/// The value of a row of a column that is neither text nor whole numbers.
fn plain(array: &dyn Array, row: usize) -> Option<Value> {
    Some(match array.data_type() {
        DataType::Null => Value::Null,
        DataType::Boolean => Value::Bool(array.as_boolean_opt()?.value(row)),
        DataType::UInt64 => {
            let number = array.as_primitive_opt::<UInt64Type>()?.value(row);
            i64::try_from(number).map_or_else(|_| Value::Huge(number.to_string()), Value::Int)
        }
        DataType::Decimal32(..) => decimal(
            array
                .as_primitive_opt::<Decimal32Type>()?
                .value_as_string(row),
        ),
        DataType::Decimal64(..) => decimal(
            array
                .as_primitive_opt::<Decimal64Type>()?
                .value_as_string(row),
        ),
        DataType::Decimal128(..) => decimal(
            array
                .as_primitive_opt::<Decimal128Type>()?
                .value_as_string(row),
        ),
        DataType::Decimal256(..) => decimal(
            array
                .as_primitive_opt::<Decimal256Type>()?
                .value_as_string(row),
        ),
        DataType::Float16 => float(array.as_primitive_opt::<Float16Type>()?.value(row)),
        DataType::Float32 => float(array.as_primitive_opt::<Float32Type>()?.value(row)),
        DataType::Float64 => float(array.as_primitive_opt::<Float64Type>()?.value(row)),
        DataType::Date32 => day(Some(array.as_primitive_opt::<Date32Type>()?.value(row))),
        DataType::Date64 => day(day_of(array.as_primitive_opt::<Date64Type>()?.value(row))),
        _ => return None,
    })
}

/// A kind that no field takes.
fn other(data_type: &DataType) -> Value {
    Value::Other(data_type.to_string())
}

/// A decimal exactly; one with more digits than are read is refused where it is read.
fn decimal(written: String) -> Value {
    Decimal::from_str_exact(&written).map_or(Value::Text(written), Value::Decimal)
}

/// What is no number is no value, as data frames write it.
fn float(number: impl Display) -> Value {
    match number.to_string() {
        nan if nan == "NaN" => Value::Null,
        written => Value::Float(written),
    }
}

fn day(days: Option<i32>) -> Value {
    let date = days.and_then(Date::from_epoch_days);
    date.map_or_else(|| Value::Other("datetime".to_owned()), Value::Date)
}
