//! The result tables as arrays of structs. Texts in them belong to the settlement.
//!
//! A row is written as large as the caller's own version of its struct, so tables can get columns without breaking
//! programs that were compiled before.

mod ahead_rows;
mod compare_rows;
mod line_rows;
mod reconcile_rows;
mod rows;
mod year_rows;

pub use ahead_rows::*;
pub use compare_rows::*;
pub use line_rows::*;
pub use reconcile_rows::*;
pub use rows::*;
pub use year_rows::*;

use koers_core::report::{Format, table_csv, table_html, table_json, table_markdown, table_text};
use koers_core::tables::Table as CoreTable;

use crate::boundary::read;
use crate::memory::{Name, Output, fits, give_rows, shared};
use crate::settlement::Settlement;
use crate::status::{Failure, Status};
use crate::text::{lang, unknown};

/// A result table: those of a settlement, and from 12 on those of what is made from one.
#[derive(Clone, Copy, Debug)]
#[repr(i32)]
pub enum Table {
    /// Read with `koers_settlement_rows`.
    Settlement = 1,
    /// Read with `koers_settlement_outcomes`.
    Outcomes = 2,
    /// Read with `koers_settlement_roll_forward`.
    RollForward = 3,
    /// Read with `koers_settlement_allocations`.
    Allocations = 4,
    /// Read with `koers_settlement_own_funds`.
    OwnFunds = 5,
    /// Read with `koers_settlement_findings` or `koers_reconciliation_findings`.
    Findings = 6,
    /// Read with `koers_settlement_deductions`.
    Deductions = 7,
    /// Read with `koers_settlement_terms`.
    Terms = 8,
    /// Read with `koers_settlement_advice`.
    Advice = 9,
    /// Read with `koers_settlement_roll_forward_totals`.
    RollForwardTotals = 10,
    /// Read with `koers_settlement_restatement`.
    Restatement = 11,
    /// Read with `koers_deadlines_rows`.
    Deadlines = 12,
    /// Read with `koers_deadlines_totals`.
    DeadlineTotals = 13,
    /// Read with `koers_forecast_rows`.
    Forecast = 14,
    /// Read with `koers_forecast_years`.
    ForecastYears = 15,
    /// Read with `koers_forecast_horizon`.
    Horizon = 16,
    /// Read with `koers_reconciliation_figures`.
    Figures = 17,
    /// Read with `koers_reconciliation_bridges`.
    Bridges = 18,
    /// Read with `koers_reconciliation_grants`.
    GrantBudgets = 19,
    /// Read with `koers_reconciliation_unconfirmed`.
    Unconfirmed = 20,
    /// Read with `koers_reconciliation_funding`.
    Funding = 21,
    /// Read with `koers_reconciliation_possible`.
    Possible = 22,
}

/// How many rows a `koers_table` has: how large an array to give to the function that reads it.
///
/// Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_row_count(
    settlement: *const Settlement,
    table: i32,
    count: *mut usize,
) -> Status {
    const SETTLEMENT: i32 = Table::Settlement as i32;
    const OUTCOMES: i32 = Table::Outcomes as i32;
    const ROLL_FORWARD: i32 = Table::RollForward as i32;
    const ALLOCATIONS: i32 = Table::Allocations as i32;
    const OWN_FUNDS: i32 = Table::OwnFunds as i32;
    const FINDINGS: i32 = Table::Findings as i32;
    const DEDUCTIONS: i32 = Table::Deductions as i32;
    const TERMS: i32 = Table::Terms as i32;
    const ADVICE: i32 = Table::Advice as i32;
    const ROLL_FORWARD_TOTALS: i32 = Table::RollForwardTotals as i32;
    const RESTATEMENT: i32 = Table::Restatement as i32;
    read(|| {
        // SAFETY: the caller keeps to the conventions of the header; so in every function below.
        let settlement = unsafe { shared(settlement, "settlement")? };
        fits(count, Name::of("count"))?;
        let rows = match table {
            SETTLEMENT => settlement.rows().len(),
            OUTCOMES => settlement.outcomes().len(),
            ROLL_FORWARD => settlement.roll_forward().len(),
            ALLOCATIONS => settlement.allocations().len(),
            OWN_FUNDS => settlement.own_funds().len(),
            FINDINGS => settlement.core().findings().len(),
            DEDUCTIONS => settlement.deductions().len(),
            TERMS => settlement.terms().len(),
            ADVICE => settlement.advice().len(),
            ROLL_FORWARD_TOTALS => settlement.roll_forward_totals().len(),
            RESTATEMENT => settlement.restatement().len(),
            number => return Err(unknown("table", number)),
        };
        // SAFETY: judged above.
        unsafe { count.write(rows) };
        Ok(())
    })
}

/// Reads the table `settlement`: each bucket in each year, in the order of years, grants, tranches and parts.
///
/// `rows` points to `capacity` structs, each `row_size` = `sizeof(koers_settlement_row)` bytes; `*count` is set to
/// the rows written. Either all rows are written or none: see `koers_settlement_row_count`. Texts in them are the
/// settlement's own, and are there until it is freed.
///
/// Statuses: `OK`, `TOO_SMALL` when there are more rows than `capacity`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_rows(
    settlement: *const Settlement,
    rows: *mut SettlementRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    let array = (rows, row_size, capacity, count);
    // SAFETY: as above.
    unsafe { give(settlement, array, |settlement| Ok(settlement.rows())) }
}

/// Reads the table `outcomes`: what became of each balance, one row per cause. As `koers_settlement_rows`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_outcomes(
    settlement: *const Settlement,
    rows: *mut OutcomeRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    let array = (rows, row_size, capacity, count);
    // SAFETY: as above.
    unsafe { give(settlement, array, |settlement| Ok(settlement.outcomes())) }
}

/// Reads the table `roll_forward`: the roll-forward of each bucket in each year. As `koers_settlement_rows`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_roll_forward(
    settlement: *const Settlement,
    rows: *mut RollForwardRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    let array = (rows, row_size, capacity, count);
    // SAFETY: as above.
    unsafe {
        give(
            settlement,
            array,
            |settlement| Ok(settlement.roll_forward()),
        )
    }
}

/// Reads the table `roll_forward_totals`: the roll-forward added up by funder group and side of the balance. As
/// `koers_settlement_rows`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_roll_forward_totals(
    settlement: *const Settlement,
    rows: *mut RollForwardTotalRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    let array = (rows, row_size, capacity, count);
    // SAFETY: as above.
    unsafe {
        give(settlement, array, |settlement| {
            Ok(settlement.roll_forward_totals())
        })
    }
}

/// Reads the table `restatement`: what changed in closed years, as postings with the reason then and now. As
/// `koers_settlement_rows`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_restatement(
    settlement: *const Settlement,
    rows: *mut RestatementRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    let array = (rows, row_size, capacity, count);
    // SAFETY: as above.
    unsafe { give(settlement, array, |settlement| Ok(settlement.restatement())) }
}

/// Reads the table `allocations`: which bucket pays how much of which line. As `koers_settlement_rows`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_allocations(
    settlement: *const Settlement,
    rows: *mut AllocationRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    let array = (rows, row_size, capacity, count);
    // SAFETY: as above.
    unsafe { give(settlement, array, |settlement| Ok(settlement.allocations())) }
}

/// Reads the table `deductions`: what was taken off the costs before any grant paid. As `koers_settlement_rows`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_deductions(
    settlement: *const Settlement,
    rows: *mut DeductionRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    let array = (rows, row_size, capacity, count);
    // SAFETY: as above.
    unsafe { give(settlement, array, |settlement| Ok(settlement.deductions())) }
}

/// Reads the table `own_funds`: what no grant pays, and why. As `koers_settlement_rows`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_own_funds(
    settlement: *const Settlement,
    rows: *mut OwnFundsRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    let array = (rows, row_size, capacity, count);
    // SAFETY: as above.
    unsafe { give(settlement, array, |settlement| Ok(settlement.own_funds())) }
}

/// Reads the table `terms`: what the schemes say beside the amounts, on advances, duties and refunds. As
/// `koers_settlement_rows`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_terms(
    settlement: *const Settlement,
    rows: *mut TermRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    let array = (rows, row_size, capacity, count);
    // SAFETY: as above.
    unsafe { give(settlement, array, |settlement| Ok(settlement.terms())) }
}

/// Makes and reads the table `advice`: the rebookings by which the dossier, settled as it is booked, would lose the
/// least, with what each saves given those before it; the largest amounts first. As `koers_settlement_rows`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_advice(
    settlement: *const Settlement,
    rows: *mut AdviceRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    let array = (rows, row_size, capacity, count);
    // SAFETY: as above.
    unsafe { give(settlement, array, |settlement| Ok(settlement.advice())) }
}

/// Reads the table `findings`: what a person must look at, with messages in a `koers_lang`. As
/// `koers_settlement_rows`.
///
/// Statuses: also `UNKNOWN_VALUE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_findings(
    settlement: *const Settlement,
    lang: i32,
    rows: *mut FindingRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    let array = (rows, row_size, capacity, count);
    // SAFETY: as above.
    unsafe {
        give(settlement, array, |settlement| {
            Ok(settlement.findings(self::lang(lang)?))
        })
    }
}

/// What all of them have in common: runs in the boundary.
///
/// # Safety
/// As the header says.
unsafe fn give<'s, C: 's, T: Output + From<&'s C>>(
    settlement: *const Settlement,
    (rows, row_size, capacity, count): (*mut T, usize, usize, *mut usize),
    table: impl FnOnce(&'s Settlement) -> Result<&'s [C], Failure>,
) -> Status {
    read(|| {
        // SAFETY: as promised by the caller.
        unsafe {
            let settlement = shared(settlement, "settlement")?;
            let from = table(settlement)?.iter().map(T::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// A table in a format.
pub(crate) fn render_table(table: &CoreTable, format: Format) -> String {
    match format {
        Format::Text => table_text(table),
        Format::Json => table_json(table),
        Format::Csv => table_csv(table),
        Format::Markdown => table_markdown(table),
        Format::Html => table_html(table),
    }
}
