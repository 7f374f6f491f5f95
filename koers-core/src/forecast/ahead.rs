//! A settlement carried on into the years after it, in which nothing more is spent.

use crate::calendar::Date;
use crate::diag::Findings;
use crate::plan::Plan;
use crate::settle::Settlement;

/// The most years after the last book year that are looked at. Money that is still carried then has no last day that
/// matters.
pub(super) const MOST_YEARS: i16 = 25;

/// The same dossier, settled by the same method, with so many more book years that no bucket keeps money at the end.
///
/// # Errors
/// When the plan of the years to come is refused.
pub(super) fn to_the_end(settlement: &Settlement) -> Result<Settlement, Findings> {
    let plan = settlement.allocation().plan();
    let last = last_year(plan);
    let furthest = Date::LAST.year().min(last.saturating_add(MOST_YEARS));
    let begun = begun(plan).clamp(last, furthest);
    let mut more = 2;
    loop {
        let through = begun.max(last.saturating_add(more)).min(furthest);
        let ahead = plan.again(plan.dossier().through(through))?;
        let ahead = ahead.allocate().settle();
        if through == furthest || !keeps(&ahead) {
            return Ok(ahead);
        }
        more = more.saturating_mul(2);
    }
}

/// The last book year.
pub(super) fn last_year(plan: &Plan) -> i16 {
    plan.dossier()
        .years()
        .last()
        .copied()
        .unwrap_or(Date::LAST.year())
}

/// The year by which every bucket has begun, and every grant has come to the state that the dossier gives it.
fn begun(plan: &Plan) -> i16 {
    let buckets = plan.buckets().iter().map(|bucket| bucket.first_year);
    let since = plan.dossier().grants().iter();
    let since = since.filter_map(|grant| Some(grant.since?.year()));
    buckets.chain(since).max().unwrap_or(i16::MIN)
}

/// Whether any bucket keeps money at the end of the last year.
fn keeps(settlement: &Settlement) -> bool {
    let last = settlement.allocation().years.last();
    let mut closings = last.iter().flat_map(|year| year.closings.iter().flatten());
    closings.any(|closing| closing.decision.keep > 0)
}
