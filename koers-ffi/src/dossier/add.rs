//! The functions that fill a draft. Each adds all that it is given, or nothing.

use std::ffi::c_char;

use super::draft::Draft;
use super::{
    Agreement, BudgetLine, Dossier, EligibleFor, Grant, GrantKey, Line, Movement, QuantityLine,
    Tranche, TrancheBefore, TrancheClosing, TrancheUnits, argument,
};
use crate::boundary::call;
use crate::error::Error;
use crate::memory::{Array, Input, exclusive};
use crate::status::{Failure, Status};

/// Adds a scheme of the user's own to a draft, from the text of a scheme file (TOML). It goes before a scheme of
/// the catalogue with the same id.
///
/// `name` is what findings call the text, such as "schemes/own.toml". Both texts are copied.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_scheme(
    dossier: *mut Dossier,
    name: *const c_char,
    name_length: usize,
    toml: *const c_char,
    toml_length: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        call(error, || {
            let dossier = exclusive(dossier, "dossier")?;
            let name = argument(name, name_length, "name")?;
            let toml = argument(toml, toml_length, "toml")?;
            dossier.change(|draft| draft.add_scheme(name, toml))
        })
    }
}

/// Adds grants to a draft. `grants` points to `count` of them; they and their texts are copied.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, `UNKNOWN_VALUE` for a field that is 0 or 1 and has
/// another value, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_grants(
    dossier: *mut Dossier,
    grants: *const Grant,
    count: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        add(dossier, grants, count, "grants", error, |draft, grants| {
            draft.add_grants(grants)
        })
    }
}

/// Adds numbers to grants of a draft by which a method may divide costs. `keys` points to `count` of them; they and
/// their texts are copied.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_grant_keys(
    dossier: *mut Dossier,
    keys: *const GrantKey,
    count: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        add(dossier, keys, count, "keys", error, |draft, keys| {
            draft.add_grant_keys(keys)
        })
    }
}

/// Adds tranches to grants of a draft. `tranches` points to `count` of them; they and their texts are copied.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, `UNKNOWN_VALUE` for a field that is 0 or 1 and has
/// another value, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_tranches(
    dossier: *mut Dossier,
    tranches: *const Tranche,
    count: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        add(
            dossier,
            tranches,
            count,
            "tranches",
            error,
            |draft, tranches| draft.add_tranches(tranches),
        )
    }
}

/// Limits the units that tranches of a draft are for. `units` points to `count` limits; they and their texts are
/// copied.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_tranche_units(
    dossier: *mut Dossier,
    units: *const TrancheUnits,
    count: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        add(dossier, units, count, "units", error, |draft, units| {
            draft.add_tranche_units(units)
        })
    }
}

/// Says what was paid under ceilings, and earned of units, of tranches of a draft before its first book year, for a dossier
/// that goes on with earlier ones. `before` points to `count` statements; they and their texts are copied. A later one on
/// the same ceiling or unit takes the place of an earlier.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_tranche_before(
    dossier: *mut Dossier,
    before: *const TrancheBefore,
    count: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        add(dossier, before, count, "before", error, |draft, before| {
            draft.add_tranche_before(before)
        })
    }
}

/// Says how years of tranches of a draft were closed. `closings` points to `count` of them; they and their texts are copied.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, `UNKNOWN_VALUE` for a field that is 0 or 1 and has
/// another value, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_tranche_closings(
    dossier: *mut Dossier,
    closings: *const TrancheClosing,
    count: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        add(
            dossier,
            closings,
            count,
            "closings",
            error,
            |draft, closings| draft.add_tranche_closings(closings),
        )
    }
}

/// Adds movements to tranches of a draft: money that came in or was paid back, and amendments of awards.
/// `movements` points to `count` of them; they and their texts are copied.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, `UNKNOWN_VALUE` for a kind, and those of
/// wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_movements(
    dossier: *mut Dossier,
    movements: *const Movement,
    count: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        add(
            dossier,
            movements,
            count,
            "movements",
            error,
            |draft, movements| draft.add_movements(movements),
        )
    }
}

/// Adds agreements to grants of a draft. `agreements` points to `count` of them; they and their texts are copied.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_agreements(
    dossier: *mut Dossier,
    agreements: *const Agreement,
    count: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        add(
            dossier,
            agreements,
            count,
            "agreements",
            error,
            |draft, agreements| draft.add_agreements(agreements),
        )
    }
}

/// Adds judgements to a draft about what is eligible for its grants. `judgements` points to `count` of them; they,
/// their texts and dimensions are copied.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_eligible_for(
    dossier: *mut Dossier,
    judgements: *const EligibleFor,
    count: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        add(
            dossier,
            judgements,
            count,
            "judgements",
            error,
            |draft, judgements| draft.add_eligible_for(judgements),
        )
    }
}

/// Adds cost lines to a draft. `lines` points to `count` of them; they, their texts and dimensions are copied.
/// Lines may come in several calls; findings count their rows from the first, from 1.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, `UNKNOWN_VALUE` for a kind, and those of wrong
/// arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_lines(
    dossier: *mut Dossier,
    lines: *const Line,
    count: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        add(dossier, lines, count, "lines", error, |draft, lines| {
            draft.add_lines(lines)
        })
    }
}

/// Adds quantities to a draft, as `koers_dossier_add_lines` does cost lines. The grants and tranches they name may
/// come later.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_quantities(
    dossier: *mut Dossier,
    quantities: *const QuantityLine,
    count: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        add(
            dossier,
            quantities,
            count,
            "quantities",
            error,
            |draft, quantities| draft.add_quantities(quantities),
        )
    }
}

/// Adds budget lines to a draft, as `koers_dossier_add_lines` does cost lines. The cost lines they name may come
/// later.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_add_budget(
    dossier: *mut Dossier,
    lines: *const BudgetLine,
    count: usize,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        add(dossier, lines, count, "lines", error, |draft, lines| {
            draft.add_budget(lines)
        })
    }
}

/// What all of them have in common.
///
/// # Safety
/// As the header says.
unsafe fn add<T: Input>(
    dossier: *mut Dossier,
    items: *const T,
    count: usize,
    name: &'static str,
    error: *mut Error,
    work: impl FnOnce(&mut Draft, Array<'static, T>) -> Result<(), Failure>,
) -> Status {
    // SAFETY: as promised by the caller.
    unsafe {
        call(error, || {
            let dossier = exclusive(dossier, "dossier")?;
            let items = Array::new(items, count, name)?;
            dossier.change(|draft| work(draft, items))
        })
    }
}
