//! A settlement carried on into the years after it, in which nothing more is spent.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use crate::allocate::Allocation;
use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::plan::Plan;
use crate::progress::Progress;
use crate::settle::{SettleError, Settlement};

/// The most years after the last book year that are looked at. Money that is still carried then has no last day that
/// matters.
pub(super) const MOST_YEARS: i16 = 25;

/// How the years to come are settled: with how many threads, and who is told how far it is.
pub(super) struct Run<'r> {
    pub(super) threads: NonZeroUsize,
    pub(super) report: &'r mut dyn FnMut(Progress) -> ControlFlow<()>,
}

impl Run<'_> {
    pub(super) fn settle(&mut self, plan: Plan) -> Result<Settlement, SettleError> {
        Ok(self.allocate(plan)?.settle())
    }

    pub(super) fn allocate(&mut self, plan: Plan) -> Result<Allocation, SettleError> {
        let plan = plan.threads(self.threads);
        Ok(plan.allocate_watched(self.report)?)
    }
}

/// What `work` gives with as many threads as a settlement was made with, when nobody is told how far it is.
pub(super) fn unwatched<T>(
    settlement: &Settlement,
    work: impl FnOnce(&mut Run<'_>) -> Result<T, SettleError>,
) -> Result<T, Findings> {
    let mut report = |_: Progress| ControlFlow::Continue(());
    let threads = settlement.allocation().plan().thread_count();
    let mut run = Run {
        threads,
        report: &mut report,
    };
    work(&mut run).map_err(|error| match error {
        SettleError::Refused(findings) => findings,
        // Nobody breaks it off.
        SettleError::Cancelled(_) => Finding::new(Code::Internal).into(),
    })
}

/// The same dossier, settled by the same method, with so many more book years that no bucket keeps money at the end.
///
/// # Errors
/// When the plan of the years to come is refused, or the run is broken off.
pub(super) fn to_the_end(
    settlement: &Settlement,
    run: &mut Run<'_>,
) -> Result<Settlement, SettleError> {
    let plan = settlement.allocation().plan();
    let last = last_year(plan);
    let furthest = Date::LAST.year().min(last.saturating_add(MOST_YEARS));
    let begun = begun(plan).clamp(last, furthest);
    let mut more = 2;
    loop {
        let through = begun.max(last.saturating_add(more)).min(furthest);
        let ahead = run.settle(plan.again(plan.dossier().through(through))?)?;
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
