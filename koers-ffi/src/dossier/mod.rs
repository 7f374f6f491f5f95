//! The dossier handle: loaded from a folder, or a draft that becomes ready when it is built.

mod add;
mod change_input;
mod draft;
mod input;
mod row_input;
mod rows;
mod settle;
mod tree;
mod what_if;

pub use add::*;
pub use change_input::*;
pub use input::*;
pub use row_input::*;
pub use settle::*;
pub(crate) use settle::{broken_off, threads, watching};
pub use what_if::*;

use std::ffi::c_char;

use koers_core::calendar::Date;
use koers_core::diag::{Code, Finding, Place};
use koers_core::dossier::{Booking, Dossier as CoreDossier};
use koers_core::{Findings, folder};

use crate::boundary::{call, value};
use crate::error::Error;
use crate::memory::{Array, Name, exclusive, free, give_handle, one, shared};
use crate::settlement::Settlement;
use crate::status::{Failure, Status};
use crate::text::Text;

use draft::Draft;

/// Grants, cost lines and budget of one holder. A draft (`koers_dossier_new`) collects them; once built, or loaded
/// from a folder, the dossier is ready: it never changes again, and any number of threads may use it at once.
pub struct Dossier(Stage);

enum Stage {
    Draft(Box<Draft>),
    Ready(CoreDossier),
    /// A change was broken off by a fault in the library.
    Broken,
}

fn order(what: &str) -> Failure {
    Failure::Caller(Status::WrongOrder, what.to_owned())
}

const BROKEN: &str =
    "a fault in the library broke off a change of this dossier; it can only be freed";

impl Dossier {
    pub(crate) fn ready(&self) -> Result<&CoreDossier, Failure> {
        match &self.0 {
            Stage::Ready(dossier) => Ok(dossier),
            Stage::Draft(_) => Err(order(
                "the dossier is a draft: call koers_dossier_build first",
            )),
            Stage::Broken => Err(order(BROKEN)),
        }
    }

    /// A draft with all that is in a dossier.
    pub(crate) fn draft_of(dossier: &CoreDossier) -> Dossier {
        Dossier(Stage::Draft(Box::new(Draft::of(dossier))))
    }

    /// Works on the draft. Were it to panic, nobody would see a draft that is half changed.
    pub(crate) fn change(
        &mut self,
        work: impl FnOnce(&mut Draft) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        match std::mem::replace(&mut self.0, Stage::Broken) {
            Stage::Draft(mut draft) => {
                let outcome = work(&mut draft);
                self.0 = Stage::Draft(draft);
                outcome
            }
            Stage::Ready(dossier) => {
                self.0 = Stage::Ready(dossier);
                Err(order("the dossier is ready: nothing can be added to it"))
            }
            Stage::Broken => Err(order(BROKEN)),
        }
    }
}

#[cfg(feature = "panic-for-tests")]
impl Dossier {
    /// Breaks off a change.
    pub(crate) fn panic(&mut self) -> Result<(), Failure> {
        self.change(|_| panic!("on purpose"))
    }
}

/// Loads and checks the dossier in a folder: `dossier.toml`, `cost_lines.csv`, and where they exist `quantities.csv`,
/// `budget.csv` and the files of the folder schemes. Only files in that folder are opened, and only during this call.
///
/// `path`, of `path_length` bytes, is the folder in UTF-8. On success `*dossier` is a ready dossier that the caller
/// owns and must free.
///
/// Statuses: `OK`, `REFUSED`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_load(
    path: *const c_char,
    path_length: usize,
    dossier: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let path = argument(path, path_length, "path")?;
            give_handle(dossier, "dossier", || {
                Ok(Dossier(Stage::Ready(folder::load(path)?)))
            })
        })
    }
}

/// Starts a dossier from memory: an empty draft, to be filled with the functions `koers_dossier_add_...` and then
/// built.
///
/// On success `*dossier` is a draft that the caller owns and must free. `info` and its texts are copied.
///
/// Statuses: `OK`, `REFUSED`, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_new(
    info: *const DossierInfo,
    dossier: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: as in `koers_dossier_load`.
    unsafe {
        call(error, || {
            let info = one(info, Name::of("info"))?;
            give_handle(dossier, "dossier", || {
                Ok(Dossier(Stage::Draft(Box::new(Draft::new(&info)?))))
            })
        })
    }
}

/// Checks a draft as a whole and makes it ready. When it is refused it stays the draft that it was.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when it is ready already, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_build(dossier: *mut Dossier, error: *mut Error) -> Status {
    // SAFETY: as in `koers_dossier_load`.
    unsafe {
        call(error, || {
            let dossier = exclusive(dossier, "dossier")?;
            let mut ready = None;
            dossier.change(|draft| {
                ready = Some(draft.build()?);
                Ok(())
            })?;
            if let Some(ready) = ready {
                dossier.0 = Stage::Ready(ready);
            }
            Ok(())
        })
    }
}

/// The same dossier with other bookings on some lines: a what-if. Nothing is written anywhere, and `dossier` stays
/// as it is.
///
/// `rebookings` points to `count` of them, none for the same line. On success `*rebooked` is a ready dossier of its
/// own, which the caller owns and must free; what both have in common takes memory once.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` for a draft, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_rebook(
    dossier: *const Dossier,
    rebookings: *const Rebooking,
    count: usize,
    rebooked: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: as in `koers_dossier_load`.
    unsafe {
        call(error, || {
            let dossier = shared(dossier, "dossier")?;
            let rebookings = Array::new(rebookings, count, "rebookings")?;
            give_handle(rebooked, "rebooked", || {
                let changed = rebook(dossier.ready()?, rebookings)?;
                Ok(Dossier(Stage::Ready(changed)))
            })
        })
    }
}

/// # Safety
/// As for [`Array::new`].
unsafe fn rebook(
    dossier: &CoreDossier,
    rebookings: Array<'_, Rebooking>,
) -> Result<CoreDossier, Failure> {
    let mut findings = Findings::new();
    let mut changes = Vec::new();
    // SAFETY: as promised by the caller; the texts stay where they are during the call.
    for (at, item) in unsafe { rebookings.iter() } {
        let (item, name) = (item?, Name::of("rebookings").at(at));
        // SAFETY: as above.
        let (line, text) = unsafe {
            (
                item.line.read(name.field("line"))?.unwrap_or_default(),
                item.booking.read(name.field("booking"))?,
            )
        };
        match text.map(str::parse::<Booking>).transpose() {
            Ok(booking) => changes.push((line, booking)),
            Err(_) => findings.push(
                Finding::new(Code::MalformedBooking)
                    .subject(line)
                    .arg("value", text.unwrap_or_default())
                    .at(Place::Path(format!("rebook[{line}]"))),
            ),
        }
    }
    match dossier.rebook(changes) {
        Ok(rebooked) if findings.is_empty() => Ok(rebooked),
        other => {
            findings.append(other.err().unwrap_or_default());
            findings.sort();
            Err(findings.into())
        }
    }
}

/// The same dossier with the rules as they were known on a day: a what-if. Nothing is written anywhere, and `dossier`
/// stays as it is.
///
/// `as_of` is that day, or 0 for all rules, as in `koers_dossier_info`. On success `*changed` is a ready dossier of
/// its own, which the caller owns and must free; what both have in common takes memory once.
///
/// Statuses: `OK`, `REFUSED` when it is no date, `WRONG_ORDER` for a draft, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_with_as_of(
    dossier: *const Dossier,
    as_of: i32,
    changed: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: as in `koers_dossier_load`.
    unsafe {
        call(error, || {
            let dossier = shared(dossier, "dossier")?;
            give_handle(changed, "changed", || {
                let date = match as_of {
                    0 => None,
                    number => Some(date(number, "as_of")?),
                };
                let changed = dossier.ready()?.with_as_of(date);
                Ok(Dossier(Stage::Ready(changed)))
            })
        })
    }
}

/// A year that is an argument of its own.
pub(crate) fn year(number: i32, name: &str) -> Result<i16, Findings> {
    let year = i16::try_from(number).ok();
    year.filter(|year| Date::first_of_year(*year).is_some())
        .ok_or_else(|| impossible(number, name))
}

/// A date that is an argument of its own.
pub(crate) fn date(number: i32, name: &str) -> Result<Date, Findings> {
    Date::from_yyyymmdd(number).ok_or_else(|| impossible(number, name))
}

fn impossible(number: i32, name: &str) -> Findings {
    Findings::from(
        Finding::new(Code::ImpossibleDate)
            .subject(name)
            .arg("value", number)
            .at(Place::Path(name.to_owned())),
    )
}

/// Settles a dossier: each line on the grants it is booked on, as far as the rules allow, and every grant closed
/// for each book year.
///
/// On success `*settlement` is owned by the caller, who must free it; it doesn't need `dossier` any more.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` for a draft, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_settle(
    dossier: *const Dossier,
    settlement: *mut *mut Settlement,
    error: *mut Error,
) -> Status {
    // SAFETY: as in `koers_dossier_load`.
    unsafe {
        call(error, || {
            let dossier = shared(dossier, "dossier")?;
            give_handle(settlement, "settlement", || {
                Ok(Settlement::new(dossier.ready()?.settle()?))
            })
        })
    }
}

/// Frees a dossier in any stage. NULL is allowed. Settlements and dossiers made from it stay as they are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_free(dossier: *mut Dossier) {
    // SAFETY: as in `koers_dossier_load`.
    value((), || unsafe { free(dossier) });
}

/// A text that must be there, given as two arguments.
///
/// # Safety
/// As for [`Text::read`].
pub(crate) unsafe fn argument<'a>(
    data: *const c_char,
    length: usize,
    name: &str,
) -> Result<&'a str, Failure> {
    crate::memory::fits(data, Name::of(name))?;
    // SAFETY: as promised by the caller.
    let text = unsafe { Text { data, length }.read(Name::of(name))? };
    text.ok_or_else(|| Failure::Caller(Status::WrongLength, format!("`{name}` is empty")))
}
