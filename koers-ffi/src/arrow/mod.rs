//! Arrow's C stream interface: cost lines in, result tables out.

mod others;

pub use others::*;

use koers_arrow::{FFI_ArrowArrayStream as ArrowArrayStream, Stream, export};
use koers_core::arrow::{broken, result};

use crate::boundary::{call, read};
use crate::dossier::Dossier;
use crate::error::Error;
use crate::memory::{Name, exclusive, fits, shared};
use crate::settlement::Settlement;
use crate::status::{Failure, Status};
use crate::tables::Table;
use crate::text::{lang, unknown};

/// Adds the cost lines of an Arrow table to a draft, all of them or, when any is refused, none.
///
/// `stream` is Arrow's C stream interface: a table in batches, with the columns of `cost_lines` in any order. `line` is
/// text or whole numbers; without it the id of a line is the number of its row in the draft, from 1. `date` or
/// `period` is date32, or text as in files. `amount` and `vat_compensable` are decimals of any scale that are whole
/// cents, or text; or `amount_cents` and `vat_compensable_cents` are whole numbers of cents. `fixed` is boolean.
/// `grant`, `kind`, `corrects`, `source` and dimensions are text, dictionaries, whole numbers or booleans. Text is utf8,
/// large utf8 or a view. A null is no value.
///
/// The stream is taken over, and its `release` is NULL when the call returns, unless a pointer was wrong or the dossier was
/// ready. Batches are not copied where they are laid out as the library has them: their memory is released when the
/// dossier and all that came of it are freed, by whatever thread does that.
///
/// Statuses: `OK`, `REFUSED` also for a stream that fails or is no table, `WRONG_ORDER` when the dossier is ready, and
/// those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_lines_arrow(
    dossier: *mut Dossier,
    stream: *mut ArrowArrayStream,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let dossier = exclusive(dossier, "dossier")?;
            fits(stream, Name::of("stream"))?;
            dossier.change(|draft| {
                // The caller's struct is a stream, or was released, by the header.
                let stream = Stream::open(ArrowArrayStream::from_raw(stream));
                draft.add_lines_arrow(&mut stream.map_err(refused)?)
            })
        })
    }
}

fn refused(cause: String) -> Failure {
    Failure::Refused(broken(cause))
}

/// Gives a `koers_table` as an Arrow table, through Arrow's C stream interface; findings in a `koers_lang`.
///
/// Columns have the names of the structs of rows. Amounts are decimal128(18, 2), dates date32, years int64. Texts are
/// utf8; in `ALLOCATIONS` and `OWN_FUNDS`, but for the line, dictionaries of int32. Those two tables are made batch by batch while they
/// are read, in batches of at most 65,536 rows.
///
/// `*stream` is written whole, and what was in it is not released. It is the caller's to release, and doesn't depend on
/// the settlement: that may be freed before.
///
/// Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_table_arrow(
    settlement: *const Settlement,
    table: i32,
    lang: i32,
    stream: *mut ArrowArrayStream,
) -> Status {
    read(|| {
        // SAFETY: as above.
        let settlement = unsafe { shared(settlement, "settlement")? };
        fits(stream, Name::of("stream"))?;
        let lang = self::lang(lang)?;
        let known = TABLES.iter().find(|(known, _)| *known as i32 == table);
        let batches = known.and_then(|(_, name)| result(settlement.core(), name, lang));
        let batches = batches.ok_or_else(|| unknown("table", table))?;
        // SAFETY: judged above.
        unsafe { stream.write(export(batches)) };
        Ok(())
    })
}

const TABLES: [(Table, &str); 11] = [
    (Table::Settlement, "settlement"),
    (Table::Outcomes, "outcomes"),
    (Table::RollForward, "roll_forward"),
    (Table::Allocations, "allocations"),
    (Table::OwnFunds, "own_funds"),
    (Table::Findings, "findings"),
    (Table::Deductions, "deductions"),
    (Table::Terms, "terms"),
    (Table::Advice, "advice"),
    (Table::RollForwardTotals, "roll_forward_totals"),
    (Table::Restatement, "restatement"),
];
