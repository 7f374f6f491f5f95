//! Budget, realised cost and balance by dimension: a table whose columns the caller chooses.

use std::ffi::c_char;

use koers_core::tables::{Cell, Table};

use crate::boundary::{call, read, value};
use crate::error::Error;
use crate::memory::{Name, Output, fits, free, give_handle, give_rows, shared, slice, up_to};
use crate::settlement::Settlement;
use crate::status::{Failure, Status};
use crate::tables::render_table;
use crate::text::{Text, format, give_text};

/// Budget, realised cost and balance by dimensions and by the grant that pays. It never changes, and any number of
/// threads may use it at once. All texts in its rows are its own, and are there until it is freed.
pub struct By {
    table: Table,
    /// The values of the dimensions, row after row; they point into the table.
    values: Vec<Text>,
    dimensions: usize,
}

// SAFETY: the pointers in `values` lead to texts that `table` owns, and nothing of a `By` ever changes.
unsafe impl Send for By {}
// SAFETY: as above.
unsafe impl Sync for By {}

/// A row of `koers_by`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ByRow {
    /// The values of the dimensions, in the order asked for; each may be absent. NULL when there are none.
    pub values: *const Text,
    /// How many dimensions there are.
    pub value_count: usize,
    /// The grant that pays; absent for own funds.
    pub grant: Text,
    /// What was budgeted.
    pub budget: i64,
    /// What was realised.
    pub realised: i64,
    /// budget - realised.
    pub balance: i64,
}

impl Output for ByRow {
    const SMALLEST: usize = up_to!(ByRow, balance: i64);
}

impl By {
    fn new(table: Table, dimensions: usize) -> By {
        let values = table.rows.iter().flat_map(|row| &row[..dimensions]);
        let values = values.map(text).collect();
        By {
            table,
            values,
            dimensions,
        }
    }

    pub(crate) fn table(&self) -> Table {
        self.table.clone()
    }

    fn row(&self, at: usize) -> ByRow {
        let cells = &self.table.rows[at][self.dimensions..];
        let cents = |column: usize| match cells.get(column) {
            Some(Cell::Money(amount)) => amount.cents(),
            _ => 0,
        };
        let values = match self.dimensions {
            0 => std::ptr::null(),
            count => self.values[at * count..][..count].as_ptr(),
        };
        ByRow {
            values,
            value_count: self.dimensions,
            grant: cells.first().map_or(Text::NONE, text),
            budget: cents(1),
            realised: cents(2),
            balance: cents(3),
        }
    }
}

fn text(cell: &Cell) -> Text {
    match cell {
        Cell::Text(text) => Text::of(text),
        _ => Text::NONE,
    }
}

/// Breaks budget and realised cost down by dimensions of the lines and by the grant that pays, over all book years.
/// `line` and `period` count as dimensions.
///
/// `dimensions` points to `count` names; with none the rows are per grant. On success `*by` is owned by the caller,
/// who must free it; it doesn't need `settlement` any more.
///
/// Statuses: `OK`, `UNKNOWN_DIMENSION`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_by(
    settlement: *const Settlement,
    dimensions: *const Text,
    count: usize,
    by: *mut *mut By,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            let name = Name::of("dimensions");
            let names = slice(dimensions, count, name)?.iter().enumerate();
            let names: Vec<&str> = names
                .map(|(at, text)| Ok(text.read(name.at(at))?.unwrap_or_default()))
                .collect::<Result<_, Failure>>()?;
            give_handle(by, "by", || match settlement.core().by(&names) {
                Ok(table) => Ok(By::new(table, names.len())),
                Err(unknown) => {
                    let message = unknown.to_string();
                    Err(Failure::Caller(Status::UnknownDimension, message))
                }
            })
        })
    }
}

/// How many rows there are.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_by_row_count(by: *const By, count: *mut usize) -> Status {
    read(|| {
        // SAFETY: as above.
        let by = unsafe { shared(by, "by")? };
        fits(count, Name::of("count"))?;
        // SAFETY: judged above.
        unsafe { count.write(by.table.rows.len()) };
        Ok(())
    })
}

/// Reads the rows: by dimension in byte order, then in the order of grants, own funds last. As
/// `koers_settlement_rows`; texts and values are there until `by` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_by_rows(
    by: *const By,
    rows: *mut ByRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let by = shared(by, "by")?;
            let from = (0..by.table.rows.len()).map(|at| by.row(at));
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Writes the rows as a table in a `koers_format` into a buffer, as `koers_settlement_render` does.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_by_render(
    by: *const By,
    format: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let by = shared(by, "by")?;
            give_text(data, capacity, length, || {
                Ok(render_table(&by.table, self::format(format)?))
            })
        }
    })
}

/// Frees it. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_by_free(by: *mut By) {
    // SAFETY: as above.
    value((), || unsafe { free(by) });
}
