//! Receipts: what a settlement was made of and what came out, and whether a dossier still gives the same.

use std::ffi::c_char;

use koers_core::receipt::check_file;

use crate::boundary::{call, read};
use crate::check::Checked;
use crate::dossier::{Dossier, argument};
use crate::error::Error;
use crate::memory::{Name, fits, give_handle, shared, slice};
use crate::settlement::Settlement;
use crate::status::Status;
use crate::text::give_text;

/// Writes the receipt of a settlement into a buffer, as `koers_settlement_render` does: canonical JSON with the version of
/// the library, the SHA-256 of schemes, dossier and lines in canonical form, the totals of each year, and the SHA-256 of each
/// result table and of the certificate. The same input gives the same bytes on every machine and in every language. It goes
/// over every line.
///
/// Statuses: `OK`, `TOO_SMALL`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_receipt(
    settlement: *const Settlement,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: the caller keeps to the conventions of the header; so in every function below.
        unsafe {
            let settlement = shared(settlement, "settlement")?;
            give_text(data, capacity, length, || {
                Ok(settlement.core().receipt().to_json())
            })
        }
    })
}

/// Settles a dossier that is ready by the method of a receipt, whoever wrote it, and says what differs: K0801 and K0802 where
/// it is no receipt or was changed, K0803 (a notice) where it is of another version of the library, and a warning for each
/// scheme, table, total and result that is not that of the receipt. Nothing is found where nothing differs.
///
/// `name`, of `name_length` bytes, is what findings call the receipt; `json` points to its `json_length` bytes, whatever they
/// are; there may be none. On success, also when there are findings, `*checked` is owned by the caller, who must free it.
///
/// Statuses: `OK`, `WRONG_ORDER` for a draft, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_receipt_verify(
    name: *const c_char,
    name_length: usize,
    json: *const c_char,
    json_length: usize,
    dossier: *const Dossier,
    checked: *mut *mut Checked,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let name = argument(name, name_length, "name")?;
            fits(json, Name::of("json"))?;
            let bytes: &[u8] = slice(json.cast(), json_length, Name::of("json"))?;
            let dossier = shared(dossier, "dossier")?.ready()?;
            give_handle(checked, "checked", || {
                Ok(Checked::new(check_file(name, bytes, dossier)))
            })
        })
    }
}
