//! What is worked out once for all runs in which the same rules look at the same lines: those of a plan, and of its what-ifs
//! where nothing changes but amounts.
//!
//! Which buckets may pay a line rests on schemes, windows, states and judgements, and on the terms of money that was carried
//! into the year; not on how much there is of anything.

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::admit::Gate;
use super::by_cell::Taken;
use super::conditions::Conditions;
use super::run::Run;
use super::sights::KnownSights;
use super::way::FoundWays;
use crate::calendar::Date;
use crate::ledger::Carried;
use crate::plan::Plan;
use crate::scheme::Target;

/// The most kinds of lines in a year that are kept: beyond that finding them anew is little beside the rest of a run.
const MOST_KINDS: usize = 4_096;

/// The most years that are kept, each with its terms.
const MOST_YEARS: usize = 64;

/// What runs found out about lines.
#[derive(Default)]
pub(crate) struct Looks {
    conditions: OnceLock<Conditions>,
    years: Mutex<Vec<Arc<OfYear>>>,
}

/// What was found out in a year.
pub(super) struct OfYear {
    year: i16,
    terms: Vec<Terms>,
    pub(super) ways: FoundWays,
    pub(super) sights: Arc<KnownSights>,
    /// Its pieces, where they are of cells that are kept.
    pub(super) taken: Option<Taken>,
}

/// Until when and on what money that was carried into a bucket may be spent.
type Terms = Option<(Date, Target)>;

impl fmt::Debug for Looks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Looks").finish_non_exhaustive()
    }
}

impl Looks {
    /// The conditions of the plan's rules.
    pub(super) fn conditions(&self, plan: &Plan) -> &Conditions {
        self.conditions.get_or_init(|| Conditions::new(plan))
    }

    /// What is known of a year into which money is carried on these terms.
    pub(super) fn of_year(&self, gate: Gate<'_>) -> Option<Arc<OfYear>> {
        let years = self.years.lock().unwrap_or_else(PoisonError::into_inner);
        let mut years = years.iter();
        let known = years.find(|of| {
            of.year == gate.year.year && of.terms.iter().copied().eq(gate.carried.iter().map(terms))
        });
        known.map(Arc::clone)
    }

    /// Keeps what a run found out, unless it is known or too much.
    pub(super) fn keep(&self, gate: Gate<'_>, run: &Run<'_, '_>, taken: Option<Taken>) {
        let sights = run.sights.known();
        if sights.len() > MOST_KINDS {
            return;
        }
        let of_year = OfYear {
            year: gate.year.year,
            terms: gate.carried.iter().map(terms).collect(),
            ways: run.ways.found(),
            sights,
            taken,
        };
        let mut years = self.years.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |of: &Arc<OfYear>| of.year == of_year.year && of.terms == of_year.terms;
        match years.iter().position(same) {
            // Pieces of cells are worth keeping, wherever they come later.
            Some(at) if years[at].taken.is_none() && of_year.taken.is_some() => {
                years[at] = Arc::new(of_year);
            }
            None if years.len() < MOST_YEARS => years.push(Arc::new(of_year)),
            _ => {}
        }
    }
}

fn terms(carried: &Carried) -> Terms {
    carried.terms.map(|terms| (terms.until, terms.to))
}
