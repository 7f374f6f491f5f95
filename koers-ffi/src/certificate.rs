//! Certificates: those of settlements, and those that come from elsewhere.

use std::ffi::c_char;

use koers_core::allocate::Certificate;

use crate::boundary::call;
use crate::dossier::argument;
use crate::error::Error;
use crate::memory::shared;
use crate::settlement::Settlement;
use crate::status::{Failure, Status};
use crate::what_if::WhatIf;

/// A certificate as JSON; an empty text for none.
pub(crate) fn written(certificate: Option<Certificate>) -> String {
    certificate.map_or_else(String::new, |it| it.to_json())
}

fn unproved(what: &impl ToString) -> Failure {
    Failure::Caller(Status::Unproved, what.to_string())
}

fn verify(certificate: Option<&Certificate>) -> Result<(), Failure> {
    certificate.map_or(Ok(()), |it| it.verify().map_err(|flaw| unproved(&flaw)))
}

/// Checks a certificate, whoever wrote it, without the dossier and without the solver: that its flow fits, that no other
/// is better on any level, and that its tables, its objective and its cuts follow. It says nothing of what the
/// certificate leaves out, nor whether its classes follow from rules and lines.
///
/// `json`, of `json_length` bytes, is what `koers_settlement_certificate` or another language wrote.
///
/// Statuses: `OK` when everything holds that it states; `UNPROVED` when it is no certificate, or doesn't prove it; and those
/// of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_certificate_verify(
    json: *const c_char,
    json_length: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header.
    unsafe {
        call(error, || {
            let json = argument(json, json_length, "json")?;
            let read = Certificate::from_json(json).map_err(|why| unproved(&why))?;
            verify(Some(&read))
        })
    }
}

/// Checks the certificate of a settlement as the settlement holds it, without the solver: that its flow fits, and that no other
/// is better on any level. It takes microseconds, writes nothing and looks at no line. `koers_certificate_verify` checks
/// what is written, with its tables and cuts.
///
/// Statuses: `OK` when everything holds, also where no step `least-refund` ran, so that there is nothing to prove; `UNPROVED`; and
/// those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_certificate_verify(
    settlement: *const Settlement,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            verify(settlement.core().certificate().as_ref())
        })
    }
}

/// Checks the certificate of a what-if, as `koers_settlement_certificate_verify` does that of a settlement.
///
/// Statuses: as there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_what_if_certificate_verify(
    what_if: *const WhatIf,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let what_if = shared(what_if, "what_if")?;
            verify(what_if.core().certificate().as_ref())
        })
    }
}
