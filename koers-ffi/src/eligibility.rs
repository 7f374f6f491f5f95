//! Which buckets may pay a line, whoever it is booked on: a table that is made when it is asked for.

use std::ffi::c_char;

use koers_core::Findings;
use koers_core::diag::{Code, Finding, Place};
use koers_core::tables::{EligibilityRow as CoreRow, Table};

use crate::boundary::{call, read, value};
use crate::dossier::argument;
use crate::error::Error;
use crate::memory::{Name, fits, free, give_handle, give_rows, shared};
use crate::settlement::Settlement;
use crate::status::Status;
use crate::tables::{EligibilityRow, render_table};
use crate::text::{format, give_text};

/// Which buckets may pay a line. It never changes, and any number of threads may use it at once. All texts in its
/// rows are its own, and are there until it is freed.
pub struct Eligibility(Vec<CoreRow>);

impl Eligibility {
    pub(crate) fn table(&self) -> Table {
        Table::of(&self.0)
    }
}

/// Asks for each bucket whether it may pay a line, by state, window, eligibility and part; whoever the line is booked
/// on, and whatever is left to pay from.
///
/// `line`, of `line_length` bytes, is the id of the line. On success `*eligibility` is owned by the caller, who must
/// free it; it doesn't need `settlement` any more.
///
/// Statuses: `OK`, `REFUSED` when there is no such line, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_eligibility(
    settlement: *const Settlement,
    line: *const c_char,
    line_length: usize,
    eligibility: *mut *mut Eligibility,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            let line = argument(line, line_length, "line")?;
            give_handle(eligibility, "eligibility", || {
                let rows = settlement.core().eligibility(line).ok_or_else(|| {
                    let finding = Finding::new(Code::UnknownLine).subject(line);
                    Findings::from(
                        finding
                            .arg("value", line)
                            .at(Place::Path("line".to_owned())),
                    )
                })?;
                Ok(Eligibility(rows))
            })
        })
    }
}

/// How many rows there are.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_eligibility_row_count(
    eligibility: *const Eligibility,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        let eligibility = unsafe { shared(eligibility, "eligibility")? };
        fits(count, Name::of("count"))?;
        // SAFETY: judged above.
        unsafe { count.write(eligibility.0.len()) };
        Ok(())
    })
}

/// Reads the rows: each bucket, in the order of grants, tranches and parts. As `koers_settlement_rows`; texts are
/// there until `eligibility` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_eligibility_rows(
    eligibility: *const Eligibility,
    rows: *mut EligibilityRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let eligibility = shared(eligibility, "eligibility")?;
            let from = eligibility.0.iter().map(EligibilityRow::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Writes the rows as a table in a `koers_format` into a buffer, as `koers_settlement_render` does.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_eligibility_render(
    eligibility: *const Eligibility,
    format: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let eligibility = shared(eligibility, "eligibility")?;
            give_text(data, capacity, length, || {
                Ok(render_table(&eligibility.table(), self::format(format)?))
            })
        }
    })
}

/// Frees it. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_eligibility_free(eligibility: *mut Eligibility) {
    // SAFETY: as above.
    value((), || unsafe { free(eligibility) });
}
