//! The day up to which the costs of a dossier are known. It is given, or follows from the data: there is no clock.

use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings, Place};
use crate::dossier::Dossier;

/// The day up to which costs are known: `given`, else the last day of the book year of the last cost line, and without
/// lines the day before the first book year. What a closed year cost is known, so it is never before the end of one.
///
/// # Errors
/// When the given day lies before the last line or the end of a closed year, or after the book years.
pub(super) fn as_of(dossier: &Dossier, given: Option<Date>) -> Result<Date, Findings> {
    let (earliest, usual) = known(dossier);
    let closed = dossier.closed().last().copied();
    let closed = closed.and_then(Date::last_of_year).unwrap_or(earliest);
    let (earliest, usual) = (earliest.max(closed), usual.max(closed));
    let Some(given) = given else {
        return Ok(usual);
    };
    let latest = dossier.years().last().copied().and_then(Date::last_of_year);
    let latest = latest.unwrap_or(usual);
    if (earliest..=latest).contains(&given) {
        return Ok(given);
    }
    let finding = Finding::new(Code::AsOfOutside)
        .subject("as_of")
        .date("date", given)
        .date("from", earliest)
        .date("until", latest);
    Err(finding.at(Place::Path("as_of".to_owned())).into())
}

/// The first day that it may be, and what it is when none is given.
fn known(dossier: &Dossier) -> (Date, Date) {
    let days = dossier
        .lines()
        .chunks()
        .flat_map(|chunk| chunk.days.iter().copied());
    if let Some(last) = days.max().and_then(Date::from_epoch_days) {
        return (last, Date::last_of_year(last.year()).unwrap_or(last));
    }
    let first = dossier.years().first().copied();
    let first = first.and_then(Date::first_of_year).unwrap_or(Date::FIRST);
    let before = first.previous_day().unwrap_or(first);
    (before, before)
}
