//! What differs between two settlements: a table that is made when it is asked for.

use std::ffi::c_char;

use koers_core::tables::{DiffRow as CoreRow, Table};

use crate::boundary::{call, read, value};
use crate::error::Error;
use crate::forecast::Forecast;
use crate::memory::{Name, fits, free, give_handle, give_rows, shared};
use crate::settlement::Settlement;
use crate::status::Status;
use crate::tables::{DiffRow, render_table};
use crate::text::{format, give_text};

/// What differs between two settlements. It never changes, and any number of threads may use it at once. All texts in
/// its rows are its own, and are there until it is freed.
pub struct Diff(Vec<CoreRow>);

impl Diff {
    pub(crate) fn table(&self) -> Table {
        Table::of(&self.0)
    }
}

/// Compares a settlement with another, `before`: by bucket the amounts that changed, and by line what grants pay of it,
/// what is deducted and what stays on own funds, each with the reasons on both sides. They may be of different dossiers.
///
/// On success `*diff` is owned by the caller, who must free it; it needs neither settlement any more.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_diff(
    settlement: *const Settlement,
    before: *const Settlement,
    diff: *mut *mut Diff,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            let before = shared(before, "before")?;
            give_handle(diff, "diff", || {
                Ok(Diff(settlement.core().diff(before.core())))
            })
        })
    }
}

/// Compares a forecast with another, `before`: as `koers_settlement_diff` of their settlements, but that costs that are
/// expected are told together. What each grant pays of them is in what it spends, and a row without grant and line is what
/// no grant pays of them.
///
/// On success `*diff` is owned by the caller, who must free it; it needs neither forecast any more.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_forecast_diff(
    forecast: *const Forecast,
    before: *const Forecast,
    diff: *mut *mut Diff,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let forecast = shared(forecast, "forecast")?;
            let before = shared(before, "before")?;
            give_handle(diff, "diff", || {
                Ok(Diff(forecast.core().diff(before.core())))
            })
        })
    }
}

/// How many rows there are.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_diff_row_count(diff: *const Diff, count: *mut usize) -> Status {
    read(|| {
        // SAFETY: as above.
        let diff = unsafe { shared(diff, "diff")? };
        fits(count, Name::of("count"))?;
        // SAFETY: judged above.
        unsafe { count.write(diff.0.len()) };
        Ok(())
    })
}

/// Reads the rows: by year, grant (own funds last), tranche and part, of each the bucket as a whole before its lines, and
/// these by date and id. As `koers_settlement_rows`; texts are there until `diff` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_diff_rows(
    diff: *const Diff,
    rows: *mut DiffRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(diff, "diff")?.0.iter().map(DiffRow::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Writes the rows as a table in a `koers_format` into a buffer, as `koers_settlement_render` does.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_diff_render(
    diff: *const Diff,
    format: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let diff = shared(diff, "diff")?;
            give_text(data, capacity, length, || {
                Ok(render_table(&diff.table(), self::format(format)?))
            })
        }
    })
}

/// Frees it. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_diff_free(diff: *mut Diff) {
    // SAFETY: as above.
    value((), || unsafe { free(diff) });
}
