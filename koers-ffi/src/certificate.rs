//! Certificates that come from elsewhere.

use std::ffi::c_char;

use koers_core::allocate::Certificate;

use crate::boundary::call;
use crate::dossier::argument;
use crate::error::Error;
use crate::status::{Failure, Status};

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
            let unproved = |what: String| Failure::Caller(Status::Unproved, what);
            let read = Certificate::from_json(json).map_err(|why| unproved(why.to_string()))?;
            read.verify().map_err(|flaw| unproved(flaw.to_string()))
        })
    }
}
