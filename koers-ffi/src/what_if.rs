//! What-ifs on a settlement: a changed dossier settled again by the same method, on classes of lines that are kept.

use std::ffi::c_char;
use std::sync::OnceLock;

use koers_core::Money;
use koers_core::diag::{Code, Finding, Findings};
use koers_core::settle::WhatIf as CoreWhatIf;
use koers_core::tables::Table as CoreTable;

use crate::boundary::{call, read, value};
use crate::certificate::written;
use crate::dossier::{Award, Dossier, LineAmount};
use crate::error::Error;
use crate::memory::{Name, fits, free, give_handle, give_rows, one, shared};
use crate::settlement::{Settlement, measure};
use crate::status::{Failure, Status};
use crate::tables::{SettlementRow, Table};
use crate::text::give_text;

/// A settlement by buckets alone: what each grant pays and what becomes of the rest, without which line it pays. It never
/// changes, and any number of threads may use it at once. All texts in its rows are its own, and are there until it is
/// freed.
pub struct WhatIf {
    core: CoreWhatIf,
    // Written when first asked for: a caller asks for its length first.
    certificate: OnceLock<String>,
}

impl WhatIf {
    pub(crate) fn core(&self) -> &CoreWhatIf {
        &self.core
    }

    /// The table of a [`Table`]; `None` where there is none.
    pub(crate) fn table(&self, table: i32) -> Option<CoreTable> {
        const SETTLEMENT: i32 = Table::Settlement as i32;
        const OUTCOMES: i32 = Table::Outcomes as i32;
        const ROLL_FORWARD: i32 = Table::RollForward as i32;
        match table {
            SETTLEMENT => Some(CoreTable::of(self.core.settlement())),
            OUTCOMES => Some(CoreTable::of(&self.core.outcomes())),
            ROLL_FORWARD => Some(CoreTable::of(&self.core.roll_forward())),
            _ => None,
        }
    }
}

/// Settles a changed dossier by the method of a settlement. After the one step `least-refund`, and with a dossier that a
/// what-if such as `koers_dossier_with_award` made from the settled one, the lines are not looked at: it takes the same
/// time however many there are. In any other case it is settled as ever.
///
/// On success `*what_if` is owned by the caller, who must free it; it needs neither of the others any more.
///
/// Statuses: `OK`, `REFUSED`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_what_if(
    settlement: *const Settlement,
    dossier: *const Dossier,
    what_if: *mut *mut WhatIf,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            let dossier = shared(dossier, "dossier")?;
            give_handle(what_if, "what_if", || {
                Ok(WhatIf {
                    core: settlement.core().what_if(dossier.ready()?)?,
                    certificate: OnceLock::new(),
                })
            })
        })
    }
}

/// What it would save of own funds and refunds together, over all years, if an award were `more->amount` cents higher
/// (lower, below 0); below 0 what it would cost.
///
/// Statuses: `OK`, `REFUSED`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_saved_by_award(
    settlement: *const Settlement,
    more: *const Award,
    cents: *mut i64,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            fits(cents, Name::of("cents"))?;
            let (given, name) = (one(more, Name::of("more"))?, Name::of("more"));
            let grant = given.grant.read(name.field("grant"))?.unwrap_or_default();
            let tranche = given.tranche.read(name.field("tranche"))?;
            let part = given.part.read(name.field("part"))?;
            let more = amount(given.amount, grant)?;
            let core = settlement.core();
            let saved = core.saved_by_award(grant, tranche.unwrap_or_default(), part, more)?;
            cents.write(saved.cents());
            Ok(())
        })
    }
}

/// What it would save of own funds and refunds together, over all years, if a line were `more->amount` cents higher
/// (lower, below 0); below 0 what it would cost.
///
/// Statuses: `OK`, `REFUSED`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_saved_by_cost(
    settlement: *const Settlement,
    more: *const LineAmount,
    cents: *mut i64,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            fits(cents, Name::of("cents"))?;
            let given = one(more, Name::of("more"))?;
            let line = given.line.read(Name::of("more").field("line"))?;
            let line = line.unwrap_or_default();
            let saved = settlement
                .core()
                .saved_by_cost(line, amount(given.amount, line)?)?;
            cents.write(saved.cents());
            Ok(())
        })
    }
}

/// An amount within the bound.
fn amount(cents: i64, about: &str) -> Result<Money, Failure> {
    let refused = || Findings::from(Finding::new(Code::SumOutOfBounds).subject(about));
    Ok(Money::from_cents(cents).ok_or_else(refused)?)
}

/// The total of a `koers_measure` over all grants, in cents, as `koers_settlement_total`.
///
/// Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_what_if_total(
    what_if: *const WhatIf,
    measure: i32,
    cents: *mut i64,
) -> Status {
    read(|| {
        // SAFETY: as above.
        let what_if = unsafe { shared(what_if, "what_if")? };
        fits(cents, Name::of("cents"))?;
        let total = what_if.core.total(self::measure(measure)?);
        // SAFETY: judged above.
        unsafe { cents.write(total.cents()) };
        Ok(())
    })
}

/// How many rows there are.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_what_if_row_count(
    what_if: *const WhatIf,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        let what_if = unsafe { shared(what_if, "what_if")? };
        fits(count, Name::of("count"))?;
        // SAFETY: judged above.
        unsafe { count.write(what_if.core.settlement().len()) };
        Ok(())
    })
}

/// Reads each bucket in each year, as `koers_settlement_rows`; texts are there until `what_if` is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_what_if_rows(
    what_if: *const WhatIf,
    rows: *mut SettlementRow,
    row_size: usize,
    capacity: usize,
    count: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let what_if = shared(what_if, "what_if")?;
            let from = what_if.core.settlement().iter().map(SettlementRow::from);
            give_rows(from, rows, row_size, capacity, count)
        }
    })
}

/// Writes the certificate into a buffer, as `koers_settlement_certificate` does.
///
/// Statuses: `OK`, `TOO_SMALL`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_what_if_certificate(
    what_if: *const WhatIf,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let what_if = shared(what_if, "what_if")?;
            give_text(data, capacity, length, || {
                let written = || written(what_if.core.certificate());
                Ok(what_if.certificate.get_or_init(written))
            })
        }
    })
}

/// Frees it. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_what_if_free(what_if: *mut WhatIf) {
    // SAFETY: as above.
    value((), || unsafe { free(what_if) });
}
