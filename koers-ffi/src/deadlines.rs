//! What must be done before when: tables that are made when they are asked for.

use std::ffi::{c_char, c_void};

use koers_core::Date;
use koers_core::forecast::Deadlines as CoreDeadlines;
use koers_core::report::render_deadlines;
use koers_core::tables::Table as CoreTable;

use crate::boundary::{call, read, value};
use crate::dossier::{broken_off, date, koers_watch, threads, watching};
use crate::error::Error;
use crate::memory::{Input, Name, fits, free, give_handle, give_rows, one, shared, up_to};
use crate::settlement::Settlement;
use crate::status::{Failure, Status};
use crate::tables::{DeadlineRow, DeadlineTotalRow, Table};
use crate::text::{format, give_text, lang};

/// What must be done before when. It never changes, and any number of threads may use it at once. All texts in its rows
/// are its own, and are there until it is freed.
pub struct Deadlines {
    core: CoreDeadlines,
    /// By row the number in it that comes out as text.
    times: Vec<Option<String>>,
    total_times: Vec<Option<String>>,
}

/// As of when deadlines are worked out, and how.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct DeadlineOptions {
    /// `sizeof(koers_deadline_options)`.
    pub struct_size: usize,
    /// The day up to which costs are known, as for `koers_settlement_deadlines`; 0 for the last day of the book year of the
    /// last cost line.
    pub as_of: i32,
    /// With how many threads lines are read, where there are so many that it pays; 0 for one, the caller's. What comes out is
    /// the same.
    pub threads: u32,
    /// Is told how far the run is, and may break it off; NULL for nothing. The years are settled once or several times, so
    /// that they come by again.
    pub watch: koers_watch,
    /// What is given to `watch`; it may be NULL.
    pub user: *mut c_void,
}

// SAFETY: `repr(C)`, starts with its size; integers and pointers hold any bytes, and what the caller gives as a function is one.
unsafe impl Input for DeadlineOptions {
    const SMALLEST: usize = up_to!(DeadlineOptions, user: *mut c_void);

    fn struct_size(&self) -> usize {
        self.struct_size
    }
}

/// Works out what must be spent before when to lose nothing, at what rate, and what the schemes ask of each grant by when.
///
/// `as_of` is the day up to which costs are known: not before the last cost line, and in the book years. 0 is the last day
/// of the book year of the last cost line. Amounts are what grants must pay, and what is lost if nothing more is spent; at
/// most 25 years after the last book year are looked at.
///
/// On success `*deadlines` is owned by the caller, who must free it; it doesn't need `settlement` any more.
///
/// Statuses: `OK`, `REFUSED` when the day is none of those or the rules of the years to come are refused, and those of wrong
/// arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_deadlines(
    settlement: *const Settlement,
    as_of: i32,
    deadlines: *mut *mut Deadlines,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            give_handle(deadlines, "deadlines", || {
                let core = settlement.core().deadlines(day(as_of)?)?;
                Ok(Deadlines::new(core))
            })
        })
    }
}

/// As `koers_settlement_deadlines`, with several threads, or watched by the caller.
///
/// With `options` NULL, or with nothing in them, it does what `koers_settlement_deadlines` does with 0.
///
/// Statuses: those of `koers_settlement_deadlines`, and `CANCELLED` when `watch` broke it off.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_deadlines_with(
    settlement: *const Settlement,
    options: *const DeadlineOptions,
    deadlines: *mut *mut Deadlines,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            let options = if options.is_null() {
                None
            } else {
                Some(one(options, Name::of("options"))?)
            };
            give_handle(deadlines, "deadlines", || {
                let Some(given) = options else {
                    return Ok(Deadlines::new(settlement.core().deadlines(None)?));
                };
                let mut watch = watching(given.watch, given.user);
                let (day, threads) = (day(given.as_of)?, threads(given.threads));
                let core = settlement
                    .core()
                    .deadlines_watched(day, threads, &mut watch);
                Ok(Deadlines::new(core.map_err(broken_off)?))
            })
        })
    }
}

impl Deadlines {
    /// The table of a [`Table`]; `None` where there is none.
    pub(crate) fn table(&self, table: i32) -> Option<CoreTable> {
        const DEADLINES: i32 = Table::Deadlines as i32;
        const DEADLINE_TOTALS: i32 = Table::DeadlineTotals as i32;
        match table {
            DEADLINES => Some(CoreTable::of(self.core.rows())),
            DEADLINE_TOTALS => Some(CoreTable::of(self.core.totals())),
            _ => None,
        }
    }

    fn new(core: CoreDeadlines) -> Deadlines {
        let text = |times: Option<koers_core::Quantity>| times.map(|it| it.to_string());
        Deadlines {
            times: core.rows().iter().map(|row| text(row.times)).collect(),
            total_times: core.totals().iter().map(|row| text(row.times)).collect(),
            core,
        }
    }
}

/// An as-of date; none for 0.
fn day(number: i32) -> Result<Option<Date>, Failure> {
    match number {
        0 => Ok(None),
        number => Ok(Some(date(number, "as_of")?)),
    }
}

/// How many rows there are, and how many totals.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_deadlines_row_count(
    deadlines: *const Deadlines,
    rows: *mut usize,
    totals: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        let deadlines = unsafe { shared(deadlines, "deadlines")? };
        fits(rows, Name::of("rows"))?;
        fits(totals, Name::of("totals"))?;
        // SAFETY: judged above.
        unsafe {
            rows.write(deadlines.core.rows().len());
            totals.write(deadlines.core.totals().len());
        }
        Ok(())
    })
}

/// Reads the rows: by last day, kind, grant, tranche and part. As `koers_settlement_rows`; texts are there until
/// `deadlines` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_deadlines_rows(
    deadlines: *const Deadlines,
    rows: *mut DeadlineRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(deadlines, "deadlines")?;
            let from = from.core.rows().iter().zip(&from.times);
            let from = from.map(|(row, times)| DeadlineRow::of(row, times.as_ref()));
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Reads the totals: by last day what all buckets together must have spent or earned. As `koers_settlement_rows`; texts
/// are there until `deadlines` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_deadlines_totals(
    deadlines: *const Deadlines,
    rows: *mut DeadlineTotalRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(deadlines, "deadlines")?;
            let from = from.core.totals().iter().zip(&from.total_times);
            let from = from.map(|(row, times)| DeadlineTotalRow::of(row, times.as_ref()));
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Writes them in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render` does. As JSON it is the
/// rows and the totals; as CSV the rows.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_deadlines_render(
    deadlines: *const Deadlines,
    format: i32,
    lang: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let deadlines = shared(deadlines, "deadlines")?;
            give_text(data, capacity, length, || {
                let (format, lang) = (self::format(format)?, self::lang(lang)?);
                Ok(render_deadlines(&deadlines.core, format, lang))
            })
        }
    })
}

/// Frees them. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_deadlines_free(deadlines: *mut Deadlines) {
    // SAFETY: as above.
    value((), || unsafe { free(deadlines) });
}
