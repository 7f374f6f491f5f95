//! Forecasts: what is expected of the years to come.

use std::ffi::{c_char, c_void};
use std::slice;

use koers_core::forecast::{Basis as CoreBasis, Forecast as CoreForecast, Outlook as CoreOutlook};
use koers_core::report::{render_forecast, render_forecast_diff};
use koers_core::tables::Table as CoreTable;

use crate::boundary::{call, read, value};
use crate::dossier::{broken_off, date, koers_watch, threads, watching, year};
use crate::error::Error;
use crate::memory::{Input, Name, fits, free, give_handle, give_rows, one, shared, up_to};
use crate::settlement::Settlement;
use crate::status::{Failure, Status};
use crate::tables::{ForecastRow, ForecastYearRow, HorizonRow, Table};
use crate::text::{format, give_text, lang, unknown};

/// Where the costs of the years to come are taken from.
#[derive(Clone, Copy, Debug)]
#[repr(i32)]
pub enum Basis {
    /// The budget of those years: what is budgeted for a period comes as a cost of that period.
    Plan = 1,
    /// What was spent a month in the year of the as-of date goes on each month.
    RunRate = 2,
}

/// What a forecast rests on, as of when, and how far it goes.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Outlook {
    /// `sizeof(koers_outlook)`.
    pub struct_size: usize,
    /// A `koers_basis`.
    pub basis: i32,
    /// The day up to which costs are known: not before the last cost line, and in the book years; 0 for the last day of the
    /// book year of the last cost line.
    pub as_of: i32,
    /// The last year, at most 25 after the last book year; 0 for the last book year, that of the budget, or the last in which
    /// money must be spent to lose nothing.
    pub through: i32,
    /// 1 to plan all years as one, so that the least is lost over all of them together; 0 to settle them by the method of the
    /// settlement.
    pub horizon: i32,
    /// With how many threads lines are read, where there are so many that it pays; 0 for one, the caller's. What comes out is
    /// the same.
    pub threads: u32,
    /// Is told how far the run is, and may break it off; NULL for nothing. The years may be settled several times, so that
    /// they come by again.
    pub watch: koers_watch,
    /// What is given to `watch`; it may be NULL.
    pub user: *mut c_void,
}

// SAFETY: `repr(C)`, starts with its size; integers and pointers hold any bytes, and what the caller gives as a function is one.
unsafe impl Input for Outlook {
    const SMALLEST: usize = up_to!(Outlook, through: i32);

    fn struct_size(&self) -> usize {
        self.struct_size
    }
}

/// What is expected of the years to come. It never changes, and any number of threads may use it at once. All texts in
/// its rows are its own, and are there until it is freed.
pub struct Forecast(CoreForecast);

impl Forecast {
    pub(crate) fn core(&self) -> &CoreForecast {
        &self.0
    }

    /// The table of a [`Table`]; `None` where there is none.
    pub(crate) fn table(&self, table: i32) -> Option<CoreTable> {
        const FORECAST: i32 = Table::Forecast as i32;
        const FORECAST_YEARS: i32 = Table::ForecastYears as i32;
        const HORIZON: i32 = Table::Horizon as i32;
        match table {
            FORECAST => Some(CoreTable::of(self.0.rows())),
            FORECAST_YEARS => Some(CoreTable::of(self.0.years())),
            HORIZON => Some(CoreTable::of(
                self.0.horizon().map_or(&[][..], slice::from_ref),
            )),
            _ => None,
        }
    }
}

fn basis(number: i32) -> Result<CoreBasis, Failure> {
    const PLAN: i32 = Basis::Plan as i32;
    const RUN_RATE: i32 = Basis::RunRate as i32;
    match number {
        PLAN => Ok(CoreBasis::Plan),
        RUN_RATE => Ok(CoreBasis::RunRate),
        number => Err(unknown("basis", number)),
    }
}

/// Forecasts the years to come: the costs of the budget, or as much a month as in the year of the as-of date, come into the
/// dossier as cost lines, and it is settled by the method of the settlement. Grants have what the dossier says: an award
/// that is to come must be in it.
///
/// On success `*forecast` is owned by the caller, who must free it; it doesn't need `settlement` any more.
///
/// Statuses: `OK`, `REFUSED` when the day or the year is none of those or the dossier with all that is expected is refused,
/// `CANCELLED` when `watch` broke it off, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_forecast(
    settlement: *const Settlement,
    outlook: *const Outlook,
    forecast: *mut *mut Forecast,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            let given = one(outlook, Name::of("outlook"))?;
            let mut outlook = CoreOutlook::new(basis(given.basis)?);
            give_handle(forecast, "forecast", || {
                if given.as_of != 0 {
                    outlook = outlook.as_of(date(given.as_of, "as_of")?);
                }
                match given.horizon {
                    0 => {}
                    1 => outlook = outlook.horizon(),
                    number => return Err(unknown("horizon", number)),
                }
                if given.through != 0 {
                    outlook = outlook.through(year(given.through, "through")?);
                }
                let mut watch = watching(given.watch, given.user);
                let threads = threads(given.threads);
                let core = settlement
                    .core()
                    .forecast_watched(&outlook, threads, &mut watch);
                Ok(Forecast(core.map_err(broken_off)?))
            })
        })
    }
}

/// How many rows there are, and how many years.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_forecast_row_count(
    forecast: *const Forecast,
    rows: *mut usize,
    years: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        let forecast = unsafe { shared(forecast, "forecast")? };
        fits(rows, Name::of("rows"))?;
        fits(years, Name::of("years"))?;
        // SAFETY: judged above.
        unsafe {
            rows.write(forecast.0.rows().len());
            years.write(forecast.0.years().len());
        }
        Ok(())
    })
}

/// Reads the rows: each bucket in each year that ends after the as-of date, and per year, last, own funds. As
/// `koers_settlement_rows`; texts are there until `forecast` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_forecast_rows(
    forecast: *const Forecast,
    rows: *mut ForecastRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(forecast, "forecast")?.0.rows().iter();
            give_rows(from.map(ForecastRow::from), rows, row_size, capacity, count)
        }
    })
}

/// Reads the sums of each year. As `koers_settlement_rows`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_forecast_years(
    forecast: *const Forecast,
    rows: *mut ForecastYearRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(forecast, "forecast")?.0.years().iter();
            give_rows(
                from.map(ForecastYearRow::from),
                rows,
                row_size,
                capacity,
                count,
            )
        }
    })
}

/// Reads what all years come to when they are planned as one: one row where they were, else none. As
/// `koers_settlement_rows`; texts are there until `forecast` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_forecast_horizon(
    forecast: *const Forecast,
    rows: *mut HorizonRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(forecast, "forecast")?.0.horizon().into_iter();
            give_rows(from.map(HorizonRow::from), rows, row_size, capacity, count)
        }
    })
}

/// Gives the dossier with the expected costs in it, settled: with all tables, of the years before as well.
///
/// On success `*settlement` is owned by the caller, who must free it; it doesn't need `forecast` any more.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_forecast_settlement(
    forecast: *const Forecast,
    settlement: *mut *mut Settlement,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let forecast = shared(forecast, "forecast")?;
            give_handle(settlement, "settlement", || {
                Ok(Settlement::new(forecast.0.settlement().clone()))
            })
        }
    })
}

/// Writes it in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render` does. As JSON it is the rows
/// and the years; as CSV the rows.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_forecast_render(
    forecast: *const Forecast,
    format: i32,
    lang: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let forecast = shared(forecast, "forecast")?;
            give_text(data, capacity, length, || {
                let (format, lang) = (self::format(format)?, self::lang(lang)?);
                Ok(render_forecast(&forecast.0, format, lang))
            })
        }
    })
}

/// Writes what differs from another forecast, `before`, in a `koers_format` and a `koers_lang` into a buffer, as
/// `koers_settlement_render` does. As JSON and CSV it is the rows of `koers_forecast_diff`.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_forecast_render_diff(
    forecast: *const Forecast,
    before: *const Forecast,
    format: i32,
    lang: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let forecast = shared(forecast, "forecast")?;
            let before = shared(before, "before")?;
            give_text(data, capacity, length, || {
                let (format, lang) = (self::format(format)?, self::lang(lang)?);
                Ok(render_forecast_diff(&forecast.0, &before.0, format, lang))
            })
        }
    })
}

/// Frees it. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_forecast_free(forecast: *mut Forecast) {
    // SAFETY: as above.
    value((), || unsafe { free(forecast) });
}
