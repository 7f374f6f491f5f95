//! Many plain lines at once: the same division as line by line, worked out on sums.
//!
//! A *cell* is all lines for which the same conditions hold, with one booking, on days between which no window opens or
//! closes and no version changes. Lines are read once, into cells ([`cells`]). A year is run over its cells instead of its lines: the pieces of
//! a run are then sums of lines ([`pieces`]), which the steps divide as any others. Where the order of lines decides, since
//! a limit runs out among them, [`by_day`] finds the day on which that happens, and the lines of that day are taken one by
//! one. What each line got is found when it is asked for ([`rows`]): in their order, the lines of a piece take what the
//! piece got, the first the first.
//!
//! That is so for lines that take part as a whole, and for one step after the fixed lines; [`is_plain`] says when. All
//! else goes line by line. Both give the same, which `tests/properties/together.rs` keeps.

mod by_day;
mod cells;
mod daily;
mod days;
mod folding;
mod keys;
mod numbers;
mod of_chunk;
mod pieces;
mod reading;
mod rows;
mod rows_read;
mod seen;
mod sums_by_day;
mod tables;
#[cfg(test)]
mod tests;

pub(super) use self::cells::Cells;
use self::daily::Daily;
pub(super) use self::pieces::{OfYear, Taken};
pub(super) use self::rows::{Part, Rows};
pub(super) use self::sums_by_day::ByDay;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::YearAllocation;
use super::admit::Gate;
use super::coded::Looked;
use super::conditions::Conditions;
use crate::calendar::Date;
use crate::dossier::Booking;
use crate::method::Step;
use crate::plan::{Plan, Taking};
use crate::progress::{Cancelled, Work};

/// How many lines there are where it pays to take them together.
const MANY: usize = 1_000;

/// The most kinds in columns times grants: what each is to each is kept.
const MOST_SEEN: usize = 1 << 24;

/// The most ways of cells to grants: each cell has one to each, which is looked up.
const MOST_WAYS: usize = 1 << 27;

/// Cells, and what their costs come to by day where that was asked for.
pub(super) type Given = (Arc<Cells>, Option<Arc<Daily>>);

/// What is asked of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AskedFor {
    /// What became of lines, with findings about them.
    Lines,
    /// Only what became of buckets.
    Buckets,
    /// That, and to keep the pieces of its cells for other runs.
    Kept,
}

/// Reads the lines of a plan into cells when a year asks for them.
pub(super) struct Reader {
    /// Whether lines are taken together.
    pub(super) together: bool,
    cells: Option<Arc<Cells>>,
    /// What their costs come to by day, where the order of lines may decide.
    daily: Option<Arc<Daily>>,
    /// Last days of carried money.
    more: BTreeSet<Date>,
    /// Cells of the same lines under another plan.
    kept: Option<Arc<Cells>>,
    /// Whether lines were read.
    pub(super) has_read: bool,
    pub(super) asked: AskedFor,
    /// The first book years, where another run did them and nothing that they rest on differs.
    pub(super) years: Vec<YearAllocation>,
}

impl Reader {
    pub(super) fn new(plan: &Plan) -> Reader {
        let many = match plan.how_taken() {
            Taking::ByNumber => plan.dossier().lines().len() >= MANY,
            Taking::Together => true,
            Taking::OneByOne => false,
        };
        Reader {
            together: many && is_plain(plan),
            ..Reader::one_by_one()
        }
    }

    /// One that takes lines one by one.
    pub(super) fn one_by_one() -> Reader {
        Reader {
            together: false,
            cells: None,
            daily: None,
            more: BTreeSet::new(),
            kept: None,
            has_read: false,
            asked: AskedFor::Lines,
            years: Vec::new(),
        }
    }

    /// One that takes cells of the same lines that were kept, where they are also those of the plan. No line is looked at to
    /// tell of it. `keeps` says whether its pieces are kept for others.
    pub(super) fn of_kept(plan: &Plan, kept: Arc<Cells>, keeps: bool) -> Reader {
        Reader {
            kept: Some(kept),
            asked: if keeps {
                AskedFor::Kept
            } else {
                AskedFor::Buckets
            },
            ..Reader::new(plan)
        }
    }

    /// Whether pieces are of the cells that were given.
    pub(super) fn has(&self, taken: &Taken) -> bool {
        let given = self.kept.as_ref().or(self.cells.as_ref());
        let keeps = self.asked == AskedFor::Kept && self.together;
        keeps && given.is_some_and(|given| Arc::ptr_eq(given, &taken.cells))
    }

    /// The cells of the lines, cut where money that is carried into a year may no longer be spent; `None` where lines are
    /// taken one by one.
    pub(super) fn cells(
        &mut self,
        gate: Gate<'_>,
        conditions: &Conditions,
        watch: &mut dyn Work,
    ) -> Result<Option<Given>, Cancelled> {
        if !self.together {
            self.has_read = true;
            return Ok(None);
        }
        let fits = |kept: &Arc<Cells>| kept.fit(gate.plan, conditions);
        if let Some(kept) = self.kept.take().filter(fits) {
            self.more.clone_from(&kept.days.more);
            self.cells = Some(kept);
        }
        for terms in gate.carried.iter().filter_map(|carried| carried.terms) {
            let cut = |cells: &Arc<Cells>| cells.days.ends_on(terms.until);
            if !self.cells.as_ref().is_some_and(cut) {
                self.more.insert(terms.until);
                (self.cells, self.daily) = (None, None);
            }
        }
        if self.cells.is_none() {
            self.has_read = true;
            let kinds = conditions
                .columns()
                .iter()
                .map(Looked::kinds)
                .sum::<usize>();
            let grants = gate.plan.dossier().grants().len();
            self.together = kinds.saturating_mul(grants) <= MOST_SEEN;
            if !self.together {
                return Ok(None);
            }
            let asked = (&self.more, is_in_order(gate.plan));
            let read = Cells::read((gate.plan, conditions), asked, watch)?;
            let few = |cells: &Cells| cells.list.len().saturating_mul(grants) <= MOST_WAYS;
            let read = read.filter(|(cells, _)| few(cells));
            self.together = read.is_some();
            if let Some((cells, daily)) = read {
                (self.cells, self.daily) = (Some(Arc::new(cells)), daily.map(Arc::new));
            }
        }
        let cells = self.cells.clone();
        Ok(cells.map(|cells| (cells, self.daily.clone())))
    }
}

/// Whether the lines of a plan can be divided by sums: each has one day, is a cost with one grant at most, and has no
/// compensable VAT or correction; there is one step, over all lines; no grant pays a share or excludes another.
fn is_plain(plan: &Plan) -> bool {
    let lines = plan.dossier().lines();
    let single = |booking: &Booking| matches!(booking, Booking::Grant(_));
    let [step] = plan.method().steps.as_slice() else {
        return false;
    };
    !lines.have_vat()
        && !lines.have_kinds()
        && !lines.have_corrections()
        && !lines.have_periods()
        && lines.booking_values().iter().all(single)
        && step.value.costs().is_empty()
        && !plan.fewest_moves()
        && !plan.excludes()
        && !shares(plan)
}

/// Whether the order of lines mostly decides on some.
fn is_in_order(plan: &Plan) -> bool {
    let mut steps = plan.method().steps.iter();
    steps.any(|step| matches!(step.value, Step::Priority(_)))
}

/// Whether a grant pays only a share of its costs.
fn shares(plan: &Plan) -> bool {
    (0..plan.dossier().grants().len()).any(|grant| {
        let versions = &plan.dossier().scheme_of(grant).versions;
        let mut deciding = plan.deciding_versions(grant);
        deciding.any(|at| versions[at].share.is_some())
    })
}
