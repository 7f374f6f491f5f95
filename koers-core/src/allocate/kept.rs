//! What is kept of the lines of a settlement, so that they are settled again under other awards, ceilings, preferences or
//! judgements without looking at them.

mod kinds;

use std::ops::ControlFlow;
use std::sync::Arc;

use self::kinds::Kinds;
use super::by_cell::{Cells, Reader};
use super::{Allocation, Going, Pieces, YearAllocation};
use crate::diag::{Code, Finding, Findings};
use crate::dossier::Dossier;
use crate::method::Step;
use crate::money::Money;
use crate::plan::Plan;

/// What is kept of lines.
#[derive(Debug)]
pub(crate) enum Kept {
    /// Their cells, where they were taken together, and what became of them in each year.
    Cells(Arc<Cells>, Vec<YearAllocation>),
    /// Kinds of pieces, where they were taken one by one.
    Kinds(Kinds),
}

/// A cost that is added to what is kept: the row that it is like, and cents.
pub(crate) type Extra = (usize, i64);

impl Kept {
    /// What an allocation keeps; `None` where each line by itself matters to it.
    pub(crate) fn new(allocation: &Allocation) -> Option<Kept> {
        if allocation.plan().over_all_years() {
            return None;
        }
        let mut years = allocation.years.iter();
        // Those of the last year are cut on all days on which those of others are.
        let last = years.clone().next_back().and_then(|year| year.cells());
        let Some(cells) = last.filter(|_| years.all(|year| year.cells().is_some())) else {
            return Kinds::new(allocation).map(Kept::Kinds);
        };
        Some(Kept::Cells(Arc::clone(cells), allocation.years.clone()))
    }

    /// Settles a dossier with the same lines again, with a cost more if one is given. `None` where what is kept can't tell.
    pub(crate) fn again(
        &self,
        before: &Plan,
        dossier: &Dossier,
        extra: Option<Extra>,
    ) -> Result<Option<Allocation>, Findings> {
        match self {
            Kept::Kinds(kinds) => kinds.again(before, dossier, extra),
            Kept::Cells(cells, years) => {
                let plan = before.again(dossier.clone())?;
                check(&plan, extra)?;
                if extra.is_some_and(|(row, _)| in_order(&plan, row)) {
                    return Ok(None);
                }
                let cells = match extra {
                    None => Arc::clone(cells),
                    Some(extra) => Arc::new(cells.with_cost(dossier.lines(), extra)),
                };
                let mut go_on = |_| ControlFlow::Continue(());
                let mut reader = Reader::of_kept(&plan, cells, extra.is_none());
                let same = years.iter().take(plan.years_as_in(before));
                let day = extra.map(|(row, _)| dossier.lines().period(row).last());
                let same = same.take_while(|of| day.is_none_or(|day| of.year < day.year()));
                reader.years = same.cloned().collect();
                let mut pieces = Pieces::Lines(reader);
                let divided = plan.divide(&mut go_on, &mut pieces, &mut Going::Years);
                let divided = divided.unwrap_or_default();
                let read = matches!(&pieces, Pieces::Lines(reader) if reader.has_read);
                Ok((!read).then(|| Allocation::new(plan, divided)))
            }
        }
    }
}

/// Refuses a cost with which the amounts would be too large.
fn check(plan: &Plan, extra: Option<Extra>) -> Result<(), Findings> {
    if let Some((_, cents)) = extra
        && Money::from_cents(cents.abs()).is_none_or(|more| plan.is_beyond(more))
    {
        let finding = Finding::new(Code::SumOutOfBounds).subject(plan.dossier().id());
        return Err(Findings::from(finding));
    }
    Ok(())
}

/// Whether it may matter in which order the costs of a row are paid with others.
fn in_order(plan: &Plan, row: usize) -> bool {
    let steps = plan.method().steps.iter();
    let mut steps = steps.map(|step| &step.value);
    plan.dossier().lines().is_fixed(row) || steps.any(|step| !matches!(step, Step::LeastRefund(_)))
}
