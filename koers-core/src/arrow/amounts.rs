//! Columns of amounts: decimals of any scale, whole cents, and texts, all to cents.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, DecimalType,
};
use arrow_array::types::{Float16Type, Float32Type, Float64Type, UInt64Type};
use arrow_array::{Array, ArrowPrimitiveType};
use arrow_buffer::i256;
use arrow_schema::DataType;

use super::cells::{Cells, nulls, shared};
use super::texts::Texts;
use super::types::Read;
use super::whole::whole;
use crate::diag::Code;
use crate::dossier::Column;
use crate::money::{Money, NumberFormat};
use crate::read::code_of;

/// Decimals of a cent in an amount.
const CENTS: i8 = 2;

/// The amounts of a column in cents, 0 where there is none; `None` when a cell was refused. What lies beyond the bound of
/// an amount is found later where it fits in an `i64`.
pub(super) fn cents(array: &dyn Array, cells: &mut Cells<'_>) -> Option<Column<i64>> {
    match array.data_type() {
        DataType::Null => Some(vec![0; array.len()].into()),
        DataType::Decimal32(_, scale) => decimals::<Decimal32Type>(array, *scale, cells),
        DataType::Decimal64(_, CENTS) => {
            let values = array.as_primitive_opt::<Decimal64Type>()?.values();
            Some(zeroed(array, shared(values)))
        }
        DataType::Decimal64(_, scale) => decimals::<Decimal64Type>(array, *scale, cells),
        DataType::Decimal128(_, CENTS) => {
            let values = array.as_primitive_opt::<Decimal128Type>()?.values();
            narrowed(values)
                .or_else(|| decimals::<Decimal128Type>(array, CENTS, cells))
                .map(|cents| zeroed(array, cents))
        }
        DataType::Decimal128(_, scale) => decimals::<Decimal128Type>(array, *scale, cells),
        DataType::Decimal256(_, scale) => decimals::<Decimal256Type>(array, *scale, cells),
        DataType::Float16 => floats::<Float16Type>(array, cells),
        DataType::Float32 => floats::<Float32Type>(array, cells),
        DataType::Float64 => floats::<Float64Type>(array, cells),
        data_type if data_type.is_integer() => match whole(array)? {
            Ok(cents) => Some(zeroed(array, cents)),
            Err(row) => {
                let number = array.as_primitive_opt::<UInt64Type>()?.value(row);
                cells.refuse(Code::AmountOutOfBounds, row, number);
                None
            }
        },
        _ => texts(array, cells),
    }
}

/// Cents that all fit.
fn narrowed(values: &[i128]) -> Option<Column<i64>> {
    let mut fit = true;
    let cents = values.iter().map(|value| {
        i64::try_from(*value).unwrap_or_else(|_| {
            fit = false;
            0
        })
    });
    let cents: Column<i64> = cents.collect();
    fit.then_some(cents)
}

/// The same with 0 in rows without a value: what stands there means nothing.
fn zeroed(array: &dyn Array, cents: Column<i64>) -> Column<i64> {
    let Some(nulls) = nulls(array) else {
        return cents;
    };
    let cents = cents.as_slice().iter().enumerate();
    cents
        .map(|(row, cents)| if nulls.is_null(row) { 0 } else { *cents })
        .collect()
}

/// Decimals that may be finer than cents, or too large.
fn decimals<T>(array: &dyn Array, scale: i8, cells: &mut Cells<'_>) -> Option<Column<i64>>
where
    T: ArrowPrimitiveType + DecimalType,
    T::Native: Into<Wide>,
{
    let array = array.as_primitive_opt::<T>()?;
    let places = u32::from(scale.abs_diff(CENTS));
    let (short, long) = (
        10_i64.checked_pow(places),
        i256::from_i128(10).checked_pow(places),
    );
    let mut sound = true;
    let mut cents = Vec::with_capacity(array.len());
    for (row, value) in array.values().iter().enumerate() {
        let value: Wide = (*value).into();
        let read = if array.is_null(row) {
            Ok(0)
        } else if let (Wide::Short(value), Some(unit)) = (value, short) {
            exact(value, unit, scale)
        } else {
            long.ok_or(Code::AmountOutOfBounds)
                .and_then(|unit| exact_wide(value.long(), unit, scale))
        };
        cents.push(read.unwrap_or_else(|code| {
            sound = false;
            cells.refuse(
                code,
                row,
                T::format_decimal(array.value(row), array.precision(), scale),
            );
            0
        }));
    }
    sound.then(|| cents.into())
}

/// A decimal's digits, in 64 bits where they fit: most do, and those are divided quickly.
#[derive(Clone, Copy)]
enum Wide {
    Short(i64),
    Long(i256),
}

impl Wide {
    fn long(self) -> i256 {
        match self {
            Wide::Short(value) => i256::from_i128(value.into()),
            Wide::Long(value) => value,
        }
    }
}

impl From<i32> for Wide {
    fn from(value: i32) -> Wide {
        Wide::Short(value.into())
    }
}

impl From<i64> for Wide {
    fn from(value: i64) -> Wide {
        Wide::Short(value)
    }
}

impl From<i128> for Wide {
    fn from(value: i128) -> Wide {
        i64::try_from(value).map_or_else(|_| Wide::Long(i256::from_i128(value)), Wide::Short)
    }
}

impl From<i256> for Wide {
    fn from(value: i256) -> Wide {
        let short = value.to_i128().and_then(|value| i64::try_from(value).ok());
        short.map_or(Wide::Long(value), Wide::Short)
    }
}

/// Cents of digits that are finer than cents, or coarser, by `unit`.
fn exact(digits: i64, unit: i64, scale: i8) -> Result<i64, Code> {
    if scale <= CENTS {
        return digits.checked_mul(unit).ok_or(Code::AmountOutOfBounds);
    }
    let cents = digits / unit;
    (cents * unit == digits)
        .then_some(cents)
        .ok_or(Code::TooManyDecimals)
}

fn exact_wide(digits: i256, unit: i256, scale: i8) -> Result<i64, Code> {
    let cents = if scale <= CENTS {
        digits.checked_mul(unit)
    } else if digits.checked_rem(unit) == Some(i256::ZERO) {
        digits.checked_div(unit)
    } else {
        return Err(Code::TooManyDecimals);
    };
    let cents = cents.and_then(i256::to_i128);
    cents
        .and_then(|cents| i64::try_from(cents).ok())
        .ok_or(Code::AmountOutOfBounds)
}

/// Refuses every row.
fn floats<T: ArrowPrimitiveType>(array: &dyn Array, cells: &mut Cells<'_>) -> Option<Column<i64>>
where
    T::Native: std::fmt::Display,
{
    let array = array.as_primitive_opt::<T>()?;
    let mut any = false;
    for row in (0..array.len()).filter(|row| array.is_valid(*row)) {
        any = true;
        cells.float(row, array.value(row), Read::Amount.known());
    }
    (!any).then(|| vec![0; array.len()].into())
}

fn texts(array: &dyn Array, cells: &mut Cells<'_>) -> Option<Column<i64>> {
    let (texts, nulls) = (Texts::of(array)?, nulls(array));
    let mut sound = true;
    let mut cents = Vec::with_capacity(array.len());
    for row in 0..array.len() {
        let text = texts.get(row);
        if text.is_empty() || nulls.is_some_and(|nulls| nulls.is_null(row)) {
            cents.push(0);
            continue;
        }
        let (text, _) = texts.text(row);
        match Money::parse_with(&text, NumberFormat::POINT) {
            Ok(amount) => cents.push(amount.cents()),
            Err(error) => {
                sound = false;
                cells.refuse(code_of(error), row, &text);
            }
        }
    }
    sound.then(|| cents.into())
}
