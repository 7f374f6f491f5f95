//! What-ifs: a dossier with something else in it, as a dossier of its own.

use std::ffi::c_char;

use koers_core::diag::{Code, Finding, Place};
use koers_core::dossier::Dossier as CoreDossier;
use koers_core::{Findings, Money};

use super::draft::{read_assumption, read_eligible_for};
use super::tree::euros;
use super::{Assumption, Award, Ceiling, Dossier, EligibleFor, LineAmount, Stage, argument};
use crate::boundary::call;
use crate::error::Error;
use crate::memory::{Array, Input, Name, give_handle, one, shared};
use crate::status::{Failure, Status};
use crate::text::unknown;

/// The same dossier in which costs are eligible for a grant, whatever its scheme says: a what-if. All its other rules
/// hold. Nothing is written anywhere, and `dossier` stays as it is.
///
/// On success `*changed` is a ready dossier of its own, which the caller owns and must free; what both have in common
/// takes memory once.
///
/// Statuses: `OK`, `REFUSED`, `WRONG_ORDER` for a draft, and those of wrong arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_assume_eligible(
    dossier: *const Dossier,
    assumption: *const Assumption,
    changed: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: the caller keeps to the conventions of the header; so in every function below.
    unsafe {
        change(
            dossier,
            assumption,
            "assumption",
            changed,
            error,
            |dossier, given| {
                let (grant, costs) = read_assumption(&given, Name::of("assumption"))?;
                Ok(dossier.assume_eligible(grant, costs)?)
            },
        )
    }
}

/// The same dossier with more judgements of what is eligible: a what-if, as `koers_dossier_assume_eligible`.
/// `judgements` points to `count` of them.
///
/// Statuses: as there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_eligible_for(
    dossier: *const Dossier,
    judgements: *const EligibleFor,
    count: usize,
    changed: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        change_all(
            dossier,
            (judgements, count, "judgements"),
            changed,
            error,
            |dossier, given| {
                let judgements = read_eligible_for(given)?;
                let mut changed = dossier.clone();
                for judgement in judgements {
                    changed = changed.judge_eligible(judgement)?;
                }
                Ok(changed)
            },
        )
    }
}

/// The same dossier with another award of a tranche, or of a part of one: a what-if, as
/// `koers_dossier_assume_eligible`. Amendments stay, and what was first granted changes; where an opening says what was
/// left of the award, an amendment in the first book year makes the difference instead.
///
/// Statuses: as there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_with_award(
    dossier: *const Dossier,
    award: *const Award,
    changed: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        change(dossier, award, "award", changed, error, |dossier, given| {
            let name = Name::of("award");
            let grant = given.grant.read(name.field("grant"))?.unwrap_or_default();
            let tranche = given
                .tranche
                .read(name.field("tranche"))?
                .unwrap_or_default();
            let part = given.part.read(name.field("part"))?;
            let amount = money(given.amount, "with_award", grant)?;
            Ok(dossier.with_award(grant, tranche, part, amount)?)
        })
    }
}

/// The same dossier in which a ceiling of a scheme has another amount, in all its versions and for all grants of that
/// scheme: a what-if, as `koers_dossier_assume_eligible`.
///
/// Statuses: as there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_with_ceiling(
    dossier: *const Dossier,
    ceiling: *const Ceiling,
    changed: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        change(
            dossier,
            ceiling,
            "ceiling",
            changed,
            error,
            |dossier, given| {
                let field = Name::of("ceiling");
                let scheme = given
                    .scheme
                    .read(field.field("scheme"))?
                    .unwrap_or_default();
                let name = given.name.read(field.field("name"))?.unwrap_or_default();
                let amount = money(given.amount, "with_ceiling", scheme)?;
                Ok(dossier.with_ceiling(scheme, name, amount)?)
            },
        )
    }
}

/// The same dossier with another place of a grant in the order of grants: a what-if, as
/// `koers_dossier_assume_eligible`.
///
/// `grant`, of `grant_length` bytes, is its id; `preference` counts from 1, and is 0 for none.
///
/// Statuses: as there, and `UNKNOWN_VALUE` for a preference below 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_with_preference(
    dossier: *const Dossier,
    grant: *const c_char,
    grant_length: usize,
    preference: i32,
    changed: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let dossier = shared(dossier, "dossier")?;
            let grant = argument(grant, grant_length, "grant")?;
            give_handle(changed, "changed", || {
                let preference =
                    u32::try_from(preference).map_err(|_| unknown("preference", preference))?;
                let preference = (preference != 0).then_some(preference);
                let changed = dossier.ready()?.with_preference(grant, preference)?;
                Ok(Dossier(Stage::Ready(changed)))
            })
        })
    }
}

/// The same dossier with other amounts on some lines: a what-if, as `koers_dossier_assume_eligible`. `amounts` points to
/// `count` of them, none for the same line. The VAT of a line that is compensated stays as it is.
///
/// Statuses: as there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn koers_dossier_with_amounts(
    dossier: *const Dossier,
    amounts: *const LineAmount,
    count: usize,
    changed: *mut *mut Dossier,
    error: *mut Error,
) -> Status {
    // SAFETY: as above.
    unsafe {
        change_all(
            dossier,
            (amounts, count, "amounts"),
            changed,
            error,
            |dossier, given| {
                let mut findings = Findings::new();
                let mut read = Vec::new();
                for (at, item) in given.iter() {
                    let (item, name) = (item?, Name::of("amounts").at(at));
                    let line = item.line.read(name.field("line"))?.unwrap_or_default();
                    match money(item.amount, "with_amounts", line) {
                        Ok(amount) => read.push((line, amount)),
                        Err(refused) => findings.append(refused),
                    }
                }
                match dossier.with_amounts(read) {
                    Ok(changed) if findings.is_empty() => Ok(changed),
                    other => {
                        findings.append(other.err().unwrap_or_default());
                        findings.sort();
                        Err(findings.into())
                    }
                }
            },
        )
    }
}

/// An amount within the bound.
fn money(cents: i64, what: &str, about: &str) -> Result<Money, Findings> {
    Money::from_cents(cents).ok_or_else(|| {
        let finding = Finding::new(Code::AmountOutOfBounds).subject(about);
        let place = Place::Path(format!("{what}[{about}]"));
        Findings::from(finding.arg("value", euros(cents)).at(place))
    })
}

/// What the what-ifs have in common that take one struct.
///
/// # Safety
/// As the header says.
unsafe fn change<T: Input>(
    dossier: *const Dossier,
    given: *const T,
    name: &'static str,
    changed: *mut *mut Dossier,
    error: *mut Error,
    work: impl FnOnce(&CoreDossier, T) -> Result<CoreDossier, Failure>,
) -> Status {
    // SAFETY: as promised by the caller.
    unsafe {
        call(error, || {
            let dossier = shared(dossier, "dossier")?;
            let given = one(given, Name::of(name))?;
            give_handle(changed, "changed", || {
                Ok(Dossier(Stage::Ready(work(dossier.ready()?, given)?)))
            })
        })
    }
}

/// What those have in common that take an array.
///
/// # Safety
/// As the header says.
unsafe fn change_all<T: Input>(
    dossier: *const Dossier,
    (first, count, name): (*const T, usize, &'static str),
    changed: *mut *mut Dossier,
    error: *mut Error,
    work: impl FnOnce(&CoreDossier, Array<'static, T>) -> Result<CoreDossier, Failure>,
) -> Status {
    // SAFETY: as promised by the caller.
    unsafe {
        call(error, || {
            let dossier = shared(dossier, "dossier")?;
            let given = Array::new(first, count, name)?;
            give_handle(changed, "changed", || {
                Ok(Dossier(Stage::Ready(work(dossier.ready()?, given)?)))
            })
        })
    }
}
