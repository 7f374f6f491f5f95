//! What the codes of findings mean, and what the file formats hold.

use std::ffi::c_char;

use koers_core::diag::Code;

use crate::boundary::read;
use crate::dossier::argument;
use crate::status::{Failure, Status};
use crate::text::{give_text, lang};

/// Explains a code of findings in a `koers_lang`: what it is about, how grave it is, and its texts.
///
/// `code`, of `code_length` bytes, is K and four digits, as in `koers_finding_row`. The text goes into a buffer, as
/// `koers_settlement_render` says.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE` also when there is no such code, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_code_explain(
    code: *const c_char,
    code_length: usize,
    lang: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: the caller keeps to the conventions of the header.
        unsafe {
            let word = argument(code, code_length, "code")?;
            give_text(data, capacity, length, || {
                let code = Code::parse(word).ok_or_else(|| {
                    let message = format!("there is no code {word}");
                    Failure::Caller(Status::UnknownValue, message)
                })?;
                Ok(code.explain(self::lang(lang)?))
            })
        }
    })
}

/// The JSON Schema of a file format, with which an editor completes and checks such files.
///
/// `kind`, of `kind_length` bytes, is `scheme`, `dossier` or `method`. The text goes into a buffer, as
/// `koers_settlement_render` says.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE` for another kind, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_json_schema(
    kind: *const c_char,
    kind_length: usize,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: the caller keeps to the conventions of the header.
        unsafe {
            let word = argument(kind, kind_length, "kind")?;
            give_text(data, capacity, length, || match word {
                "scheme" => Ok(koers_core::scheme::JSON_SCHEMA.to_owned()),
                "dossier" => Ok(koers_core::dossier::JSON_SCHEMA.to_owned()),
                "method" => Ok(koers_core::method::JSON_SCHEMA.to_owned()),
                word => {
                    let message = format!("there is no schema of {word}");
                    Err(Failure::Caller(Status::UnknownValue, message))
                }
            })
        }
    })
}
