//! Columns of whole numbers in any width.

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_schema::DataType;

use super::cells::shared;
use crate::dossier::Column;

/// The numbers of an array, shared where they are in this width already; `None` when it holds something else. `Err`
/// with the first row whose number is larger.
pub(super) fn whole(array: &dyn Array) -> Option<Result<Column<i64>, usize>> {
    Some(match array.data_type() {
        DataType::Int64 => Ok(shared(array.as_primitive_opt::<Int64Type>()?.values())),
        DataType::Int8 => widen::<Int8Type>(array)?,
        DataType::Int16 => widen::<Int16Type>(array)?,
        DataType::Int32 => widen::<Int32Type>(array)?,
        DataType::UInt8 => widen::<UInt8Type>(array)?,
        DataType::UInt16 => widen::<UInt16Type>(array)?,
        DataType::UInt32 => widen::<UInt32Type>(array)?,
        DataType::UInt64 => widen::<UInt64Type>(array)?,
        _ => return None,
    })
}

fn widen<T: ArrowPrimitiveType>(array: &dyn Array) -> Option<Result<Column<i64>, usize>>
where
    i64: TryFrom<T::Native>,
{
    let array = array.as_primitive_opt::<T>()?;
    let mut beyond = None;
    let numbers = array.values().iter().enumerate().map(|(row, number)| {
        i64::try_from(*number).unwrap_or_else(|_| {
            // What stands in a row without a value is no number.
            if array.is_valid(row) && beyond.is_none() {
                beyond = Some(row);
            }
            0
        })
    });
    let numbers: Column<i64> = numbers.collect();
    Some(beyond.map_or(Ok(numbers), Err))
}
