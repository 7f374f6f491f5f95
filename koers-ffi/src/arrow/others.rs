//! The tables of what is made from a settlement, as streams.

use std::sync::Arc;

use koers_arrow::{FFI_ArrowArrayStream as ArrowArrayStream, export};
use koers_core::arrow::Batches;
use koers_core::tables::Table as CoreTable;

use crate::boundary::read;
use crate::by::By;
use crate::check::Checked;
use crate::deadlines::Deadlines;
use crate::diff::Diff;
use crate::eligibility::Eligibility;
use crate::forecast::Forecast;
use crate::memory::{Name, fits, shared};
use crate::reconcile::Reconciliation;
use crate::scenarios::Scenarios;
use crate::schemes::Schemes;
use crate::status::{Failure, Status};
use crate::text::{lang, unknown};
use crate::what_if::WhatIf;

/// Gives the rows of `koers_by` as an Arrow table, as `koers_settlement_table_arrow` does.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_by_arrow(by: *const By, stream: *mut ArrowArrayStream) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe { give((by, "by"), stream, |it| Ok(it.table())) }
}

/// Gives what differs as an Arrow table, as `koers_settlement_table_arrow` does.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_diff_arrow(
    diff: *const Diff,
    stream: *mut ArrowArrayStream,
) -> Status {
    // SAFETY: as above.
    unsafe { give((diff, "diff"), stream, |it| Ok(it.table())) }
}

/// Gives what lines show as an Arrow table, as `koers_settlement_table_arrow` does.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_eligibility_arrow(
    eligibility: *const Eligibility,
    stream: *mut ArrowArrayStream,
) -> Status {
    // SAFETY: as above.
    unsafe { give((eligibility, "eligibility"), stream, |it| Ok(it.table())) }
}

/// Gives forecasts beside each other as an Arrow table, as `koers_settlement_table_arrow` does.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_scenarios_arrow(
    scenarios: *const Scenarios,
    stream: *mut ArrowArrayStream,
) -> Status {
    // SAFETY: as above.
    unsafe { give((scenarios, "scenarios"), stream, |it| Ok(it.table())) }
}

/// Gives schemes as an Arrow table, with titles in a `koers_lang`, as `koers_settlement_table_arrow` does.
///
/// Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_schemes_arrow(
    schemes: *const Schemes,
    lang: i32,
    stream: *mut ArrowArrayStream,
) -> Status {
    // SAFETY: as above.
    unsafe {
        give((schemes, "schemes"), stream, |it| {
            Ok(it.table(self::lang(lang)?))
        })
    }
}

/// Gives what a check found as an Arrow table, with messages in a `koers_lang`, as `koers_settlement_table_arrow` does.
///
/// Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_checked_arrow(
    checked: *const Checked,
    lang: i32,
    stream: *mut ArrowArrayStream,
) -> Status {
    // SAFETY: as above.
    unsafe {
        give((checked, "checked"), stream, |it| {
            Ok(it.table(self::lang(lang)?))
        })
    }
}

/// Gives a `koers_table` of a what-if as an Arrow table, as `koers_settlement_table_arrow` does: `SETTLEMENT`, `OUTCOMES` or `ROLL_FORWARD`.
///
/// Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_what_if_arrow(
    what_if: *const WhatIf,
    table: i32,
    stream: *mut ArrowArrayStream,
) -> Status {
    // SAFETY: as above.
    unsafe {
        give((what_if, "what_if"), stream, |it| {
            it.table(table).ok_or_else(|| unknown("table", table))
        })
    }
}

/// Gives a `koers_table` of deadlines as an Arrow table, as `koers_settlement_table_arrow` does: `DEADLINES` or `DEADLINE_TOTALS`.
///
/// Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_deadlines_arrow(
    deadlines: *const Deadlines,
    table: i32,
    stream: *mut ArrowArrayStream,
) -> Status {
    // SAFETY: as above.
    unsafe {
        give((deadlines, "deadlines"), stream, |it| {
            it.table(table).ok_or_else(|| unknown("table", table))
        })
    }
}

/// Gives a `koers_table` of a forecast as an Arrow table, as `koers_settlement_table_arrow` does: `FORECAST`, `FORECAST_YEARS` or `HORIZON`.
///
/// Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_forecast_arrow(
    forecast: *const Forecast,
    table: i32,
    stream: *mut ArrowArrayStream,
) -> Status {
    // SAFETY: as above.
    unsafe {
        give((forecast, "forecast"), stream, |it| {
            it.table(table).ok_or_else(|| unknown("table", table))
        })
    }
}

/// Gives a `koers_table` of a reconciliation as an Arrow table, as `koers_settlement_table_arrow` does: those from `FIGURES` to
/// `POSSIBLE`, or `FINDINGS`, with messages in a `koers_lang`.
///
/// Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_reconciliation_arrow(
    reconciliation: *const Reconciliation,
    table: i32,
    lang: i32,
    stream: *mut ArrowArrayStream,
) -> Status {
    // SAFETY: as above.
    unsafe {
        give((reconciliation, "reconciliation"), stream, |it| {
            let found = it.table(table, self::lang(lang)?);
            found.ok_or_else(|| unknown("table", table))
        })
    }
}

/// Gives a table of a handle.
unsafe fn give<T>(
    (handle, name): (*const T, &'static str),
    stream: *mut ArrowArrayStream,
    table: impl FnOnce(&T) -> Result<CoreTable, Failure>,
) -> Status {
    read(|| {
        // SAFETY: as above.
        let handle = unsafe { shared(handle, name)? };
        fits(stream, Name::of("stream"))?;
        let table = table(handle)?;
        // SAFETY: judged above.
        unsafe { stream.write(export(Batches::of_table(Arc::new(table)))) };
        Ok(())
    })
}
