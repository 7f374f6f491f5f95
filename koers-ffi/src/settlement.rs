//! The settlement handle: totals, and the settlement written out.

use std::ffi::c_char;
use std::sync::{Arc, OnceLock};

use koers_core::report::render;
use koers_core::settle::{Measure as CoreMeasure, Settlement as CoreSettlement};
use koers_core::tables::{
    AdviceRow, AllocationRow, DeductionRow, FindingRow, OutcomeRow, OwnFundsRow, RestatementRow,
    RollForwardRow, RollForwardTotalRow, SettlementRow, TermRow,
};
use koers_core::{Lang as CoreLang, Money};

use crate::boundary::{read, value};
use crate::certificate::written;
use crate::memory::{Name, fits, free, shared};
use crate::status::{Failure, Status};
use crate::text::{format, give_text, lang, unknown};

/// A dossier settled: what `koers_dossier_settle` makes. It never changes, and any number of threads may use it at
/// once. All texts in its rows are its own, and are there until it is freed.
pub struct Settlement {
    core: Arc<CoreSettlement>,
    // Made when first asked for, so that texts in the caller's rows have a place to stay.
    outcomes: OnceLock<Vec<OutcomeRow>>,
    roll_forward: OnceLock<Vec<RollForwardRow>>,
    roll_forward_totals: OnceLock<Vec<RollForwardTotalRow>>,
    restatement: OnceLock<Vec<RestatementRow>>,
    allocations: OnceLock<Vec<AllocationRow>>,
    deductions: OnceLock<Vec<DeductionRow>>,
    own_funds: OnceLock<Vec<OwnFundsRow>>,
    terms: OnceLock<Vec<TermRow>>,
    advice: OnceLock<Vec<AdviceRow>>,
    findings_nl: OnceLock<Vec<FindingRow>>,
    findings_en: OnceLock<Vec<FindingRow>>,
    // It has a hash of every line, and a caller asks for its length first.
    certificate: OnceLock<String>,
}

impl Settlement {
    pub(crate) fn new(core: CoreSettlement) -> Settlement {
        Settlement {
            core: Arc::new(core),
            outcomes: OnceLock::new(),
            roll_forward: OnceLock::new(),
            roll_forward_totals: OnceLock::new(),
            restatement: OnceLock::new(),
            allocations: OnceLock::new(),
            deductions: OnceLock::new(),
            own_funds: OnceLock::new(),
            terms: OnceLock::new(),
            advice: OnceLock::new(),
            findings_nl: OnceLock::new(),
            findings_en: OnceLock::new(),
            certificate: OnceLock::new(),
        }
    }

    pub(crate) fn core(&self) -> &Arc<CoreSettlement> {
        &self.core
    }

    pub(crate) fn rows(&self) -> &[SettlementRow] {
        self.core.settlement()
    }

    pub(crate) fn outcomes(&self) -> &[OutcomeRow] {
        self.outcomes.get_or_init(|| self.core.outcomes())
    }

    pub(crate) fn roll_forward(&self) -> &[RollForwardRow] {
        self.roll_forward.get_or_init(|| self.core.roll_forward())
    }

    pub(crate) fn roll_forward_totals(&self) -> &[RollForwardTotalRow] {
        let made = &self.roll_forward_totals;
        made.get_or_init(|| self.core.roll_forward_totals())
    }

    pub(crate) fn restatement(&self) -> &[RestatementRow] {
        self.restatement.get_or_init(|| self.core.restatement())
    }

    pub(crate) fn allocations(&self) -> &[AllocationRow] {
        self.allocations.get_or_init(|| self.core.allocations())
    }

    pub(crate) fn deductions(&self) -> &[DeductionRow] {
        self.deductions.get_or_init(|| self.core.deductions())
    }

    pub(crate) fn terms(&self) -> &[TermRow] {
        self.terms.get_or_init(|| self.core.terms())
    }

    pub(crate) fn advice(&self) -> &[AdviceRow] {
        self.advice.get_or_init(|| self.core.advice())
    }

    pub(crate) fn own_funds(&self) -> &[OwnFundsRow] {
        self.own_funds.get_or_init(|| self.core.own_funds())
    }

    pub(crate) fn findings(&self, lang: CoreLang) -> &[FindingRow] {
        match lang {
            CoreLang::Nl => &self.findings_nl,
            CoreLang::En => &self.findings_en,
        }
        .get_or_init(|| self.core.finding_rows(lang))
    }
}

/// An amount that has a total: the columns of `koers_settlement_row` with the same names, and own funds.
#[derive(Clone, Copy, Debug)]
#[repr(i32)]
pub enum Measure {
    /// Cash at the opening.
    Opening = 1,
    /// The awards as last amended.
    Granted = 2,
    /// What could be spent.
    Room = 3,
    /// Came in.
    Received = 4,
    /// Paid back.
    Repaid = 5,
    /// Earned by the basis of the scheme.
    Earned = 6,
    /// What grants pay.
    Spent = 7,
    /// Cash at the closing.
    Balance = 8,
    /// Earlier refunds that were not paid back yet.
    Owed = 9,
    /// To pay back.
    Refund = 10,
    /// Stays available.
    CarryOver = 11,
    /// Stays available and has not come in.
    Pending = 12,
    /// Earned, not spent, and the holder's to keep.
    Retained = 13,
    /// Spent before it came in.
    Receivable = 14,
    /// What no grant pays.
    OwnFunds = 15,
}

const MEASURES: [(Measure, CoreMeasure); 15] = [
    (Measure::Opening, CoreMeasure::Opening),
    (Measure::Granted, CoreMeasure::Granted),
    (Measure::Room, CoreMeasure::Room),
    (Measure::Received, CoreMeasure::Received),
    (Measure::Repaid, CoreMeasure::Repaid),
    (Measure::Earned, CoreMeasure::Earned),
    (Measure::Spent, CoreMeasure::Spent),
    (Measure::Balance, CoreMeasure::Balance),
    (Measure::Owed, CoreMeasure::Owed),
    (Measure::Refund, CoreMeasure::Refund),
    (Measure::CarryOver, CoreMeasure::CarryOver),
    (Measure::Pending, CoreMeasure::Pending),
    (Measure::Retained, CoreMeasure::Retained),
    (Measure::Receivable, CoreMeasure::Receivable),
    (Measure::OwnFunds, CoreMeasure::OwnFunds),
];

pub(crate) fn measure(number: i32) -> Result<CoreMeasure, Failure> {
    MEASURES
        .iter()
        .find(|(known, _)| *known as i32 == number)
        .map(|(_, measure)| *measure)
        .ok_or_else(|| unknown("measure", number))
}

/// The total of a `koers_measure` over all grants, in cents. What moves is added up over all book years; of a stock
/// it is the last year's (of the opening the first), but each refund counts once, in the year in which it arose.
///
/// Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_total(
    settlement: *const Settlement,
    measure: i32,
    cents: *mut i64,
) -> Status {
    read(|| {
        // SAFETY: the caller keeps to the conventions of the header; so in every function below.
        let settlement = unsafe { shared(settlement, "settlement")? };
        fits(cents, Name::of("cents"))?;
        let total: Money = settlement.core.total(self::measure(measure)?);
        // SAFETY: judged above.
        unsafe { cents.write(total.cents()) };
        Ok(())
    })
}

/// Writes the settlement in a `koers_format` and a `koers_lang` into a buffer. As JSON it is all tables; as CSV the
/// table of `koers_settlement_rows`; else a table per year with a line per grant, and the findings.
///
/// `data` has room for `capacity` bytes, and may be NULL when that is 0. `*length` is set to the bytes of the whole
/// text, without the NUL that ends it: the buffer must be at least one byte larger. When it isn't, the status is
/// `TOO_SMALL`, `*length` is written all the same, and `data` is not. So call it with capacity 0 to ask for the
/// length.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_render(
    settlement: *const Settlement,
    format: i32,
    lang: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let settlement = shared(settlement, "settlement")?;
            give_text(data, capacity, length, || {
                let (format, lang) = (self::format(format)?, self::lang(lang)?);
                Ok(render(&settlement.core, format, lang))
            })
        }
    })
}

/// Writes the certificate of a settlement into a buffer, as `koers_settlement_render` does: canonical JSON that proves
/// what each step `least-refund` found, without trusting how it was found. An empty text where no such step ran.
///
/// Statuses: `OK`, `TOO_SMALL`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_certificate(
    settlement: *const Settlement,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let settlement = shared(settlement, "settlement")?;
            give_text(data, capacity, length, || {
                let written = || written(settlement.core.certificate());
                Ok(settlement.certificate.get_or_init(written))
            })
        }
    })
}

/// Frees a settlement. NULL is allowed. All texts in rows that came from it are gone then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_free(settlement: *mut Settlement) {
    // SAFETY: as above.
    value((), || unsafe { free(settlement) });
}
