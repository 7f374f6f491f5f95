//! Columns of dates and periods.

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Date64Type};
use arrow_schema::DataType;

use super::cells::{Cells, nulls, shared};
use super::coded::{Coded, coded};
use crate::calendar::Period;
use crate::diag::Code;
use crate::dossier::Column;

/// Milliseconds in a day.
const DAY: i64 = 86_400_000;

/// The days or periods of a column.
pub(super) enum Days {
    /// Days since 1970-01-01.
    Days(Column<i32>),
    Periods(Vec<Period>),
}

/// The days or periods of a column; `None` when a cell was refused.
pub(super) fn days(array: &dyn Array, cells: &mut Cells<'_>) -> Option<Days> {
    match array.data_type() {
        DataType::Date32 => {
            let days = shared(array.as_primitive_opt::<Date32Type>()?.values());
            cells.need_all(array).then_some(Days::Days(days))
        }
        DataType::Date64 => {
            let days = array.as_primitive_opt::<Date64Type>()?.values();
            let sound = cells.need_all(array);
            let nulls = nulls(array);
            let days = days.iter().enumerate().map(|(row, moment)| {
                if nulls.is_some_and(|nulls| nulls.is_null(row)) {
                    return None;
                }
                let day = day_of(*moment);
                if day.is_none() {
                    cells.refuse(Code::ImpossibleDate, row, format_args!("{moment} ms"));
                }
                day
            });
            // All rows are looked at before any is missed.
            let days: Vec<Option<i32>> = days.collect();
            let days: Option<Column<i32>> = days.into_iter().collect();
            days.filter(|_| sound).map(Days::Days)
        }
        _ => periods(&coded(array, cells)?, array.len(), cells),
    }
}

/// The day of a moment in milliseconds; `None` where it is none.
pub(super) fn day_of(moment: i64) -> Option<i32> {
    let day = i32::try_from(moment.div_euclid(DAY)).ok();
    day.filter(|_| moment.rem_euclid(DAY) == 0)
}

/// Each period is read once, however many rows have it.
fn periods(coded: &Coded, rows: usize, cells: &mut Cells<'_>) -> Option<Days> {
    let read: Vec<_> = coded
        .values
        .iter()
        .map(|text| Period::parse(text))
        .collect();
    let mut periods = Vec::with_capacity(rows);
    for row in 0..rows {
        match coded
            .key(row)
            .and_then(|key| Some((coded.values.get(key)?, read.get(key)?)))
        {
            Some((_, Ok(period))) => periods.push(*period),
            Some((text, Err(_))) if !text.is_empty() => {
                cells.refuse(Code::ImpossibleDate, row, text);
            }
            _ => cells.empty(row),
        }
    }
    (periods.len() == rows).then_some(Days::Periods(periods))
}
