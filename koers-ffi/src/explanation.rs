//! Explanations: trees of reasons that add up, written out in a form and a language.

use std::ffi::c_char;

use koers_core::explain::{ExplainError, Explanation as CoreExplanation, Subject};
use koers_core::report::render_explanation;
use koers_core::settle::Settlement as CoreSettlement;

use crate::boundary::{call, read, value};
use crate::dossier::argument;
use crate::error::Error;
use crate::memory::{free, give_handle, shared};
use crate::settlement::Settlement;
use crate::status::{Failure, Status};
use crate::text::{format, give_text, lang};

/// Why a figure is what it is, or why something was not paid. It never changes, and any number of threads may use it
/// at once.
pub struct Explanation(CoreExplanation);

/// Explains a figure as trees of reasons, in each of which every amount is the sum of those below it.
///
/// `subject`, of `subject_length` bytes, says what: the id of a grant or a line; `refund`, `carry_over` or `own_funds`; or
/// `key=value`, where the key is `grant`, `line`, `refund`, `carry_over` or a dimension, as in `refund=iza` and
/// `theme=Ouderen`. `year` is a book year, or 0 for all of them. On success `*explanation` is owned by the caller, who must
/// free it; it doesn't need `settlement` any more.
///
/// Statuses: `OK`, `UNKNOWN_SUBJECT`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_explain(
    settlement: *const Settlement,
    subject: *const c_char,
    subject_length: usize,
    year: i32,
    explanation: *mut *mut Explanation,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            let subject = argument(subject, subject_length, "subject")?;
            give_handle(explanation, "explanation", || {
                asked(settlement.core(), subject, year, CoreSettlement::explain)
            })
        })
    }
}

/// Says of a line, or of `own_funds`, what keeps each bucket from paying; of a grant, or of `refund`, which costs could have
/// been booked there and what that saves, or what proves that nothing could. All else as `koers_settlement_explain`. It settles
/// the dossier again, once or more.
///
/// Statuses: `OK`, `UNKNOWN_SUBJECT`, also for a carry-over or a dimension, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_why_not(
    settlement: *const Settlement,
    subject: *const c_char,
    subject_length: usize,
    year: i32,
    explanation: *mut *mut Explanation,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            let subject = argument(subject, subject_length, "subject")?;
            give_handle(explanation, "explanation", || {
                asked(settlement.core(), subject, year, CoreSettlement::why_not)
            })
        })
    }
}

fn asked(
    settlement: &CoreSettlement,
    subject: &str,
    year: i32,
    ask: fn(&CoreSettlement, &Subject, Option<i16>) -> Result<CoreExplanation, ExplainError>,
) -> Result<Explanation, Failure> {
    let unknown = |error: ExplainError| Failure::Caller(Status::UnknownSubject, error.to_string());
    let subject = Subject::parse(subject, settlement.dossier()).map_err(unknown)?;
    let given = (year != 0).then(|| {
        let unknown = |_| ExplainError::unknown_year(i64::from(year), settlement.dossier());
        i16::try_from(year).map_err(unknown)
    });
    let year = given.transpose().map_err(unknown)?;
    ask(settlement, &subject, year)
        .map(Explanation)
        .map_err(unknown)
}

/// Writes it in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render` does. JSON is canonical; CSV has
/// a row for each node, with its depth.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_explanation_render(
    explanation: *const Explanation,
    format: i32,
    lang: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: as above.
        unsafe {
            let explanation = shared(explanation, "explanation")?;
            give_text(data, capacity, length, || {
                let (format, lang) = (self::format(format)?, self::lang(lang)?);
                Ok(render_explanation(&explanation.0, format, lang))
            })
        }
    })
}

/// Frees it. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_explanation_free(explanation: *mut Explanation) {
    // SAFETY: as above.
    value((), || unsafe { free(explanation) });
}
