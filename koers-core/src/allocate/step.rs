//! A step of the method, with its grants looked up.

use std::sync::Arc;

use super::run::Run;
use super::{Solved, StepWord, booked, least_refund, priority, pro_rata};
use crate::dossier::Dossier;
use crate::method::{Method, Step, Tranches};
use crate::money::Money;
use crate::plan::Plan;
use crate::progress::Cancelled;

/// A step of a run.
pub(super) struct StepRun<'p> {
    /// Its place in the method; none for the fixed lines, which come before.
    pub(super) at: Option<usize>,
    pub(super) word: StepWord,
    /// The newest tranches first.
    pub(super) newest: bool,
    /// The grants that take part, in order.
    pub(super) grants: Vec<usize>,
    /// By grant the most it pays in the step, in cents; empty where the step limits none.
    pub(super) maxima: Vec<Option<i64>>,
    pub(super) step: Option<&'p Step>,
}

impl StepRun<'_> {
    /// The step of the fixed lines.
    pub(super) fn fixed(dossier: &Dossier) -> Self {
        StepRun {
            at: None,
            word: StepWord::Fixed,
            newest: false,
            grants: (0..dossier.grants().len()).collect(),
            maxima: Vec::new(),
            step: None,
        }
    }

    /// Its number among the steps of the method, from 1; 0 for the fixed lines.
    pub(super) fn number(&self) -> usize {
        self.at.map_or(0, |at| at + 1)
    }

    pub(super) fn is_fixed(&self) -> bool {
        self.word == StepWord::Fixed
    }
}

/// The steps of a method, in order.
pub(super) fn steps<'p>(plan: &'p Plan, method: &'p Method) -> Vec<StepRun<'p>> {
    let all = plan.dossier().grants().len();
    let steps = method.steps.iter().map(|step| &step.value).enumerate();
    let of = |(at, step): (usize, &'p Step)| {
        let places = step.grants().filter_map(|id| plan.grant_place(&id.value));
        let named: Vec<usize> = places.collect();
        let grants = plan.dossier().grants().iter();
        let grants = grants.filter(|_| step.maxima().is_some_and(|maxima| !maxima.is_empty()));
        let maxima = grants.map(|grant| step.maximum(&grant.id.value).map(Money::cents));
        StepRun {
            at: Some(at),
            word: match step {
                Step::Booked(_) => StepWord::Booked,
                Step::Priority(_) => StepWord::Priority,
                Step::ProRata(_) => StepWord::ProRata,
                Step::LeastRefund(_) => StepWord::LeastRefund,
            },
            newest: step.tranches() == Tranches::Newest,
            maxima: maxima.collect(),
            grants: if named.is_empty() {
                (0..all).collect()
            } else {
                named
            },
            step: Some(step),
        }
    };
    steps.map(of).collect()
}

/// Runs the steps; what those by least refund solved. `most` is what each bucket spends at most in one, in cents.
pub(super) fn run_steps(
    run: &mut Run<'_, '_>,
    steps: &[StepRun<'_>],
    (state, most): (&least_refund::State<'_>, Option<&Vec<i64>>),
) -> Result<Vec<Arc<Solved>>, Cancelled> {
    let mut problems = Vec::new();
    for step in steps {
        run.watch.step(step.number())?;
        run.limits.set_maxima(&step.maxima);
        match (step.step, most) {
            (Some(Step::Priority(_)), _) => priority::run(run, step)?,
            (Some(Step::ProRata(how)), _) => pro_rata::run(run, step, how)?,
            (Some(Step::LeastRefund(_)), Some(most)) => {
                least_refund::run_within(run, step, most)?;
            }
            (Some(Step::LeastRefund(_)), None) => {
                problems.extend(least_refund::run(run, step, state)?.map(Arc::new));
            }
            (Some(Step::Booked(_)) | None, _) => booked::run(run, step)?,
        }
    }
    Ok(problems)
}
