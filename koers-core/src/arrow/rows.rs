//! Small tables as rows of values: quantities and budgets, which are read as rows in memory are.

use std::fmt::Display;

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
use crate::read::{Node, Value};

/// The rows of a batch of a table, of which `before` came before: by column the value of its cell.
///
/// Texts, whole numbers, decimals, days and booleans are what they are in a row; what is none of these is refused when the row
/// is read, as there.
#[must_use]
pub fn rows(batch: &RecordBatch, table: &str, before: usize) -> Vec<Node> {
    let columns: Vec<(String, Vec<Value>)> = batch
        .schema()
        .fields()
        .iter()
        .zip(batch.columns())
        .map(|(field, array)| (field.name().clone(), values(array)))
        .collect();
    let mut columns: Vec<_> = columns
        .into_iter()
        .map(|(name, values)| (name, values.into_iter()))
        .collect();
    let rows = (1..=batch.num_rows()).map(|row| {
        let path = format!("{table}[{}]", before + row);
        let cells = columns.iter_mut().map(|(name, values)| {
            let place = Place::Path(format!("{path}.{name}"));
            let value = values.next().unwrap_or(Value::Null);
            let key = At::new(name.clone(), place.clone());
            (key, Node { value, place })
        });
        Node {
            value: Value::Table(cells.collect()),
            place: Place::Path(path.clone()),
        }
    });
    rows.collect()
}

/// By row the value.
fn values(array: &dyn Array) -> Vec<Value> {
    let rows = 0..array.len();
    if let Some(keys) = array.as_any_dictionary_opt() {
        let of = values(keys.values().as_ref());
        let Some(Ok(places)) = whole(keys.keys()) else {
            return vec![other(array.data_type()); array.len()];
        };
        let places = places.as_slice().iter().zip(rows);
        let value = |(at, row): (&i64, usize)| {
            if array.is_null(row) {
                return Value::Null;
            }
            let of_key = usize::try_from(*at).ok().and_then(|at| of.get(at));
            let lacking = || Value::Other("a key that its dictionary does not have".to_owned());
            of_key.cloned().unwrap_or_else(lacking)
        };
        return places.map(value).collect();
    }
    let texts = Texts::of(array);
    let numbers = whole(array).and_then(Result::ok);
    let value = |row: usize| {
        if array.is_null(row) {
            return Some(Value::Null);
        }
        if let Some(texts) = &texts {
            return Some(match texts.text(row) {
                (text, true) => Value::Text(text.into_owned()),
                (_, false) => Value::Other("text that is not Unicode".to_owned()),
            });
        }
        if let Some(numbers) = &numbers {
            return numbers.as_slice().get(row).map(|it| Value::Int(*it));
        }
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
    };
    rows.map(|row| value(row).unwrap_or_else(|| other(array.data_type())))
        .collect()
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
