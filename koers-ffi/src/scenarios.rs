//! Forecasts beside each other.

use std::ffi::c_char;

use koers_core::forecast::{Forecast as CoreForecast, side_by_side};
use koers_core::report::render_scenarios;
use koers_core::tables::{ScenarioRow as CoreRow, Table};

use crate::boundary::{call, read, value};
use crate::error::Error;
use crate::forecast::Forecast;
use crate::memory::{Array, Input, Name, fits, free, give_handle, give_rows, shared, up_to};
use crate::status::Status;
use crate::tables::ScenarioRow;
use crate::text::{Text, format, give_text, lang};

/// A forecast with a name.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Scenario {
    /// `sizeof(koers_scenario)`.
    pub struct_size: usize,
    /// Its name.
    pub name: Text,
    /// The forecast, which stays the caller's.
    pub forecast: *const Forecast,
}

// SAFETY: `repr(C)`, starts with its size; pointers and texts hold any bytes.
unsafe impl Input for Scenario {
    const SMALLEST: usize = up_to!(Scenario, forecast: *const Forecast);

    fn struct_size(&self) -> usize {
        self.struct_size
    }
}

/// Forecasts beside each other. They never change, and any number of threads may use them at once. All texts in their rows
/// are their own, and are there until they are freed.
pub struct Scenarios(Vec<CoreRow>);

impl Scenarios {
    pub(crate) fn table(&self) -> Table {
        Table::of(&self.0)
    }
}

/// Puts forecasts beside each other: by year, and of each year in the order in which they are given; last, all these years
/// together. The years are those that are forecast, the last one that is settled, and those before it that are settled
/// otherwise in any of them. What is lost is compared with the first.
///
/// `scenarios` points to `count` structs; it may be NULL when that is 0. On success `*side_by_side` is owned by the caller,
/// who must free it; it doesn't need the forecasts any more.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_forecast_side_by_side(
    scenarios: *const Scenario,
    count: usize,
    side_by_side: *mut *mut Scenarios,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let given = Array::new(scenarios, count, "scenarios")?;
            let mut named: Vec<(String, &CoreForecast)> = Vec::with_capacity(given.len());
            for (at, scenario) in given.iter() {
                let scenario: Scenario = scenario?;
                let of = Name::of("scenarios").at(at);
                let name = scenario.name.read(of.field("name"))?.unwrap_or_default();
                let forecast = shared(scenario.forecast, "forecast")?;
                named.push((name.to_owned(), forecast.core()));
            }
            give_handle(side_by_side, "side_by_side", || {
                let named: Vec<(&str, &CoreForecast)> = named
                    .iter()
                    .map(|(name, it)| (name.as_str(), *it))
                    .collect();
                Ok(Scenarios(self::side_by_side(&named)))
            })
        })
    }
}

/// How many rows there are.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_scenarios_row_count(
    scenarios: *const Scenarios,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        let scenarios = unsafe { shared(scenarios, "scenarios")? };
        fits(count, Name::of("count"))?;
        // SAFETY: judged above.
        unsafe { count.write(scenarios.0.len()) };
        Ok(())
    })
}

/// Reads the rows: by year, and of each year in the order of the forecasts; those of all years together come last. As `koers_settlement_rows`; texts are there
/// until `scenarios` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_scenarios_rows(
    scenarios: *const Scenarios,
    rows: *mut ScenarioRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(scenarios, "scenarios")?.0.iter();
            give_rows(from.map(ScenarioRow::from), rows, row_size, capacity, count)
        }
    })
}

/// Writes the rows as a table in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render` does.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_scenarios_render(
    scenarios: *const Scenarios,
    format: i32,
    lang: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let scenarios = shared(scenarios, "scenarios")?;
            give_text(data, capacity, length, || {
                let (format, lang) = (self::format(format)?, self::lang(lang)?);
                Ok(render_scenarios(&scenarios.0, format, lang))
            })
        }
    })
}

/// Frees them. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_scenarios_free(scenarios: *mut Scenarios) {
    // SAFETY: as above.
    value((), || unsafe { free(scenarios) });
}
