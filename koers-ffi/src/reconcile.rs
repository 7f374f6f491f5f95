//! Declared figures beside a settlement: tables that are made when they are asked for.

use std::ffi::c_char;
use std::sync::{Arc, OnceLock};

use koers_core::reconcile::{Declared, Reconciliation as Found};
use koers_core::report::render_reconciliation;
use koers_core::settle::finding_rows;
use koers_core::tables::{self as core, Table as CoreTable};
use koers_core::{Lang, Settlement as CoreSettlement};

use crate::boundary::{call, read, value};
use crate::dossier::argument;
use crate::error::Error;
use crate::memory::{Name, Output, fits, free, give_handle, give_rows, shared, slice, up_to};
use crate::settlement::Settlement;
use crate::status::Status;
use crate::tables::{
    BridgeRow, FindingRow, FundingRow, GrantBudgetRow, PossibleRow, ReconciliationRow, Table,
    UnconfirmedRow,
};
use crate::text::{format, give_text, lang};

/// Declared figures beside a settlement. It never changes, and any number of threads may use it at once. All texts in its
/// rows are its own, and are there until it is freed.
pub struct Reconciliation {
    settlement: Arc<CoreSettlement>,
    found: Found,
    figures: Vec<core::ReconciliationRow>,
    bridges: Vec<core::BridgeRow>,
    unconfirmed: Vec<core::UnconfirmedRow>,
    funding: Vec<core::FundingRow>,
    possible: Vec<core::PossibleRow>,
    // Made when first asked for, so that texts in the caller's rows have a place to stay.
    nl: OnceLock<Vec<core::FindingRow>>,
    en: OnceLock<Vec<core::FindingRow>>,
}

/// How many rows each table of a reconciliation has.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ReconciliationCounts {
    /// 1 when each figure is what the settlement has, and each sum comes to it; else 0.
    pub agrees: i32,
    /// Declared figures.
    pub figures: usize,
    /// Steps of bridges.
    pub bridges: usize,
    /// Grants, in the years that figures are about.
    pub grants: usize,
    /// Figures that nothing else confirms.
    pub unconfirmed: usize,
    /// Lines of which it isn't stated who pays them.
    pub funding: usize,
    /// Amounts that happen to be what stays unexplained.
    pub possible: usize,
    /// What a person must look at.
    pub findings: usize,
}

impl Output for ReconciliationCounts {
    const SMALLEST: usize = up_to!(ReconciliationCounts, findings: usize);
}

/// Puts figures that others declared beside a settlement: each that differs gets a bridge by cause, and what stays is
/// unexplained.
///
/// `name`, of `name_length` bytes, is what findings call the table; `csv` points to its `csv_length` bytes, whatever they
/// are: a CSV file with the columns `key`, `scope`, `measure`, `amount`, `claim`, `sum_of`, `document` and `source` (FORMAT.md). On
/// success `*reconciliation` is owned by the caller, who must free it; it doesn't need `settlement` any more.
///
/// Statuses: `OK`, `REFUSED` when the table can't be read, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_reconcile(
    settlement: *const Settlement,
    name: *const c_char,
    name_length: usize,
    csv: *const c_char,
    csv_length: usize,
    reconciliation: *mut *mut Reconciliation,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            let name = argument(name, name_length, "name")?;
            fits(csv, Name::of("csv"))?;
            let bytes: &[u8] = slice(csv.cast(), csv_length, Name::of("csv"))?;
            give_handle(reconciliation, "reconciliation", || {
                let declared = Declared::from_csv(name, bytes)?;
                let settlement = Arc::clone(settlement.core());
                let found = settlement.reconcile(&declared);
                Ok(Reconciliation {
                    figures: found.rows(),
                    bridges: found.bridges(),
                    unconfirmed: found.unconfirmed(),
                    funding: found.funding(),
                    possible: found.possible(),
                    settlement,
                    found,
                    nl: OnceLock::new(),
                    en: OnceLock::new(),
                })
            })
        })
    }
}

impl Reconciliation {
    fn counts(&self) -> ReconciliationCounts {
        ReconciliationCounts {
            agrees: i32::from(self.found.agrees()),
            figures: self.figures.len(),
            bridges: self.bridges.len(),
            grants: self.found.grants().len(),
            unconfirmed: self.unconfirmed.len(),
            funding: self.funding.len(),
            possible: self.possible.len(),
            findings: self.found.findings().len(),
        }
    }

    /// The table of a [`Table`], findings in a language; `None` where there is none.
    pub(crate) fn table(&self, table: i32, lang: Lang) -> Option<CoreTable> {
        const FIGURES: i32 = Table::Figures as i32;
        const BRIDGES: i32 = Table::Bridges as i32;
        const GRANT_BUDGETS: i32 = Table::GrantBudgets as i32;
        const UNCONFIRMED: i32 = Table::Unconfirmed as i32;
        const FUNDING: i32 = Table::Funding as i32;
        const POSSIBLE: i32 = Table::Possible as i32;
        const FINDINGS: i32 = Table::Findings as i32;
        match table {
            FIGURES => Some(CoreTable::of(&self.figures)),
            BRIDGES => Some(CoreTable::of(&self.bridges)),
            GRANT_BUDGETS => Some(CoreTable::of(self.found.grants())),
            UNCONFIRMED => Some(CoreTable::of(&self.unconfirmed)),
            FUNDING => Some(CoreTable::of(&self.funding)),
            POSSIBLE => Some(CoreTable::of(&self.possible)),
            FINDINGS => Some(CoreTable::of(self.findings(lang))),
            _ => None,
        }
    }

    fn findings(&self, lang: Lang) -> &[core::FindingRow] {
        match lang {
            Lang::Nl => &self.nl,
            Lang::En => &self.en,
        }
        .get_or_init(|| finding_rows(self.found.findings(), lang))
    }
}

/// Counts the rows of each table. `counts` points to a struct of `counts_size` = `sizeof(koers_reconciliation_counts)`
/// bytes.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_reconciliation_count(
    reconciliation: *const Reconciliation,
    counts: *mut ReconciliationCounts,
    counts_size: usize,
) -> Status {
    read(|| {
        let mut written = 0;
        // SAFETY: as above.
        unsafe {
            let row = std::iter::once(shared(reconciliation, "reconciliation")?.counts());
            give_rows(row, counts, counts_size, 1, &raw mut written)
        }
    })
}

/// Reads the declared figures, in the order of the table. As `koers_settlement_rows`; texts
/// are there until `reconciliation` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_reconciliation_figures(
    reconciliation: *const Reconciliation,
    rows: *mut ReconciliationRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(reconciliation, "reconciliation")?;
            let from = from.figures.iter().map(ReconciliationRow::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Reads the steps of all bridges: by figure, cause, grant and line. As `koers_settlement_rows`; texts
/// are there until `reconciliation` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_reconciliation_bridges(
    reconciliation: *const Reconciliation,
    rows: *mut BridgeRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(reconciliation, "reconciliation")?;
            let from = from.bridges.iter().map(BridgeRow::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Reads budget and money of each grant in the years that figures are about. As `koers_settlement_rows`; texts
/// are there until `reconciliation` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_reconciliation_grants(
    reconciliation: *const Reconciliation,
    rows: *mut GrantBudgetRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(reconciliation, "reconciliation")?;
            let from = from.found.grants().iter().map(GrantBudgetRow::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Reads the figures that nothing else confirms, in the order of the table. As `koers_settlement_rows`; texts
/// are there until `reconciliation` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_reconciliation_unconfirmed(
    reconciliation: *const Reconciliation,
    rows: *mut UnconfirmedRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(reconciliation, "reconciliation")?;
            let from = from.unconfirmed.iter().map(UnconfirmedRow::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Reads the lines of which it isn't stated who pays them, by id. As `koers_settlement_rows`; texts
/// are there until `reconciliation` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_reconciliation_funding(
    reconciliation: *const Reconciliation,
    rows: *mut FundingRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(reconciliation, "reconciliation")?;
            let from = from.funding.iter().map(FundingRow::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Reads the amounts that happen to be what stays unexplained, by that rest. As `koers_settlement_rows`; texts
/// are there until `reconciliation` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_reconciliation_possible(
    reconciliation: *const Reconciliation,
    rows: *mut PossibleRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(reconciliation, "reconciliation")?;
            let from = from.possible.iter().map(PossibleRow::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Reads what a person must look at, with messages in a `koers_lang`. As `koers_settlement_rows`; texts are there until
/// `reconciliation` is freed.
///
/// Statuses: also `UNKNOWN_VALUE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_reconciliation_findings(
    reconciliation: *const Reconciliation,
    lang: i32,
    rows: *mut FindingRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(reconciliation, "reconciliation")?;
            let from = from
                .findings(self::lang(lang)?)
                .iter()
                .map(FindingRow::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Writes it in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render` does. As JSON it is all
/// tables; as CSV the figures; else each difference with its bridge.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_reconciliation_render(
    reconciliation: *const Reconciliation,
    format: i32,
    lang: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let from = shared(reconciliation, "reconciliation")?;
            give_text(data, capacity, length, || {
                let (format, lang) = (self::format(format)?, self::lang(lang)?);
                Ok(render_reconciliation(
                    &from.settlement,
                    &from.found,
                    format,
                    lang,
                ))
            })
        }
    })
}

/// Frees it. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_reconciliation_free(reconciliation: *mut Reconciliation) {
    // SAFETY: as above.
    value((), || unsafe { free(reconciliation) });
}
