//! A year as it is when nothing is spent in it or before it.

use std::collections::BTreeMap;

use crate::allocate::joint;
use crate::allocate::least_refund::fold::pairs;
use crate::allocate::least_refund::limits::{Asked, Leading};
use crate::allocate::least_refund::sizes;
use crate::allocate::run::Run;
use crate::allocate::step::StepRun;
use crate::plan::Plan;
use crate::progress::Cancelled;

/// A class of costs of a year.
pub(super) struct SeenClass {
    /// What it costs, in cents.
    pub(super) size: i64,
    /// The place of the grant on which it is booked.
    pub(super) booked: Option<usize>,
    pub(super) is_vat: bool,
}

/// What the costs of a year ask when nothing is spent before it.
pub(in crate::allocate) struct SeenYear {
    pub(super) classes: Vec<SeenClass>,
    pub(super) asked: Asked,
    /// By bucket what its classes could have of it, in cents: all but what lines take that stay where they are booked.
    pub(super) room: Vec<i64>,
    /// By grant what it pays of these lines, in cents.
    pub(super) fixed: BTreeMap<usize, i64>,
    /// The ways from classes to buckets.
    pub(in crate::allocate) pairs: usize,
}

impl SeenYear {
    /// A year that is closed: nothing of it is planned.
    pub(in crate::allocate) fn closed(plan: &Plan) -> SeenYear {
        SeenYear {
            classes: Vec::new(),
            asked: Asked::default(),
            room: vec![0; plan.buckets().len()],
            fixed: BTreeMap::new(),
            pairs: 0,
        }
    }

    /// What the classes cost, without VAT that is taken off where no grant pays it, in cents.
    pub(super) fn costs(&self) -> i64 {
        let costs = self.classes.iter().filter(|class| !class.is_vat);
        costs.map(|class| class.size).sum()
    }
}

/// Looks at a year, after the lines that stay where they are booked.
pub(in crate::allocate) fn look(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
) -> Result<SeenYear, Cancelled> {
    let mut fixed: BTreeMap<usize, i64> = BTreeMap::new();
    for (bucket, spent) in run.spent().into_iter().enumerate() {
        *fixed.entry(run.plan.buckets()[bucket].grant).or_default() += spent;
    }
    fixed.retain(|_, paid| *paid > 0);
    run.limits.set_maxima(&step.maxima);
    let mut classes = joint::classes(run, step)?.classes.to_vec();
    let pairs = pairs(run, &classes);
    if pairs > run.plan.most_pairs() {
        // Too many; it is not looked at further.
        classes.clear();
    }
    let sizes = sizes(run, &classes);
    let buckets = 0..run.plan.buckets().len();
    let room: Vec<i64> = buckets.map(|at| run.limits.left_in(at)).collect();
    let asked = Asked::new(run, &classes, (&sizes, &room), Leading::On)?;
    let classes = classes.iter().zip(sizes);
    let classes = classes.map(|(class, size)| SeenClass {
        size,
        booked: class.booked,
        is_vat: class.is_vat,
    });
    Ok(SeenYear {
        classes: classes.collect(),
        asked,
        room,
        fixed,
        pairs,
    })
}
