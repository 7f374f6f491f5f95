//! Years: the roll-forward written out, those that others published, and the dossier of the next year.

use std::ffi::c_char;

use koers_core::report::{Format, render_restatement, render_roll_forward};
use koers_core::roll_forward::check_file;
use koers_core::{Lang, folder};

use crate::boundary::{call, read};
use crate::check::Checked;
use crate::dossier::{Dossier, argument};
use crate::error::Error;
use crate::memory::{Name, fits, give_handle, shared, slice};
use crate::settlement::Settlement;
use crate::status::{Failure, Status};
use crate::text::{format, give_text, lang};

/// Writes the roll-forward (BBV art. 52a) in a `koers_format` and a `koers_lang` into a buffer, as
/// `koers_settlement_render` does: as JSON the tables `roll_forward` and `roll_forward_totals`, as CSV the table
/// `roll_forward`; else a table per year and side of the balance with sums per funder group.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_render_roll_forward(
    settlement: *const Settlement,
    format: i32,
    lang: i32,
    data: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> Status {
    read(|| {
        // SAFETY: the caller keeps to the conventions of the header; so in every function below.
        unsafe {
            let out = (data, capacity, length);
            write(settlement, (format, lang), render_roll_forward, out)
        }
    })
}

/// What both have in common.
///
/// # Safety
/// As the header says.
unsafe fn write(
    settlement: *const Settlement,
    (format, lang): (i32, i32),
    render: fn(&koers_core::Settlement, Format, Lang) -> String,
    (data, capacity, length): (*mut c_char, usize, *mut usize),
) -> Result<(), Failure> {
    // SAFETY: as promised by the caller.
    unsafe {
        let settlement = shared(settlement, "settlement")?;
        give_text(data, capacity, length, || {
            let (format, lang) = (self::format(format)?, self::lang(lang)?);
            Ok(render(settlement.core(), format, lang))
        })
    }
}

/// Writes what changed in closed years in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render`
/// does: as JSON and CSV the table `restatement`, else with the words of people.
///
/// Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_render_restatement(
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
            let out = (data, capacity, length);
            write(settlement, (format, lang), render_restatement, out)
        }
    })
}

/// Checks a published roll-forward in CSV: whether its rows and totals add up, and whether each year opens as the one
/// before it closed; with a settlement also whether the two say the same.
///
/// `name`, of `name_length` bytes, is what findings call the file; `csv` points to its `csv_length` bytes, whatever
/// they are; there may be none. `settlement` may be NULL. On success, also when there are findings, `*checked` is owned
/// by the caller, who must free it.
///
/// Statuses: `OK`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_check_roll_forward(
    name: *const c_char,
    name_length: usize,
    csv: *const c_char,
    csv_length: usize,
    settlement: *const Settlement,
    checked: *mut *mut Checked,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let name = argument(name, name_length, "name")?;
            fits(csv, Name::of("csv"))?;
            let bytes: &[u8] = slice(csv.cast(), csv_length, Name::of("csv"))?;
            let settlement = if settlement.is_null() {
                None
            } else {
                Some(shared(settlement, "settlement")?)
            };
            let against = settlement.map(|settlement| &**settlement.core());
            give_handle(checked, "checked", || {
                Ok(Checked::new(check_file(name, bytes, against)))
            })
        })
    }
}

/// Makes the dossier of the year after a settlement, in which closings are openings: what lapsed is a refund that is still
/// to be paid back, and awards stand as they were last amended. It is a draft with the grants of the settled dossier and
/// what is budgeted for later years, without lines: what the new year brings is added with `koers_dossier_add_lines`, `koers_dossier_add_movements`,
/// `koers_dossier_add_tranches` and so on, and `koers_dossier_build` makes it ready.
///
/// On success `*dossier` is owned by the caller, who must free it; it doesn't need the settlement any more.
///
/// Statuses: `OK`, `REFUSED` when the year after can't be a book year, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_next_year(
    settlement: *const Settlement,
    dossier: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            give_handle(dossier, "dossier", || {
                Ok(Dossier::draft_of(&settlement.core().next_year()?))
            })
        })
    }
}

/// Makes the dossier that was settled with all its book years closed as they are settled: what each tranche came to is
/// stated in it, so that a later change in those years is told (K0509) and is in the table `restatement`. It is a draft, to
/// which a late invoice can be added; `koers_dossier_build` makes it ready.
///
/// On success `*dossier` is owned by the caller, who must free it; it doesn't need the settlement any more.
///
/// Statuses: `OK`, `REFUSED`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_settlement_close(
    settlement: *const Settlement,
    dossier: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let settlement = shared(settlement, "settlement")?;
            give_handle(dossier, "dossier", || {
                Ok(Dossier::draft_of(&settlement.core().close()?))
            })
        })
    }
}

/// Makes a draft of a dossier that is ready, with all that is in it, so that lines, receipts, amendments and tranches can
/// be added: a late invoice, an award that was amended. The dossier itself stays as it is.
///
/// On success `*draft` is owned by the caller, who must free it.
///
/// Statuses: `OK`, `WRONG_ORDER` for a draft, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_edit(
    dossier: *const Dossier,
    draft: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let dossier = shared(dossier, "dossier")?;
            give_handle(draft, "draft", || Ok(Dossier::draft_of(dossier.ready()?)))
        })
    }
}

/// Writes a dossier that is ready as a folder that `koers_dossier_load` reads: `dossier.toml`, its tables in CSV, and the
/// schemes that are not in the catalogue. The folder at `path`, of `path_length` bytes in UTF-8, is made where it isn't
/// there, and must be empty.
///
/// Statuses: `OK`, `REFUSED` when it can't be written or something in the dossier was assumed, `WRONG_ORDER` for a draft,
/// and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_save(
    dossier: *const Dossier,
    path: *const c_char,
    path_length: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let dossier = shared(dossier, "dossier")?;
            let path = argument(path, path_length, "path")?;
            Ok(folder::save(dossier.ready()?, path)?)
        })
    }
}
