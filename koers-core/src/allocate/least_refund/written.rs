//! A certificate as canonical JSON: keys in the order of the fields here, amounts as text with two decimals.

use std::borrow::Cow;

use serde::Serialize;

use super::certificate::grant;
use super::limits::LimitKind;
use super::{BucketSolved, ClassSolved, Cut, CutOf, LeftOut, LimitSolved, Solved};
use crate::flow;
use crate::money::Money;
use crate::plan::Plan;

#[derive(Serialize)]
struct Written<'c> {
    format: u8,
    input: &'c str,
    problems: Vec<Problem<'c>>,
}

/// One step in one year.
#[derive(Serialize)]
pub(super) struct Problem<'c> {
    year: i16,
    step: usize,
    levels: Vec<String>,
    base: Vec<Money>,
    objective: Vec<Money>,
    classes: Vec<Class<'c>>,
    buckets: Vec<Bucket<'c>>,
    limits: Vec<Limit<'c>>,
    arcs: Vec<Arc<'c>>,
    potentials: Vec<&'c [i64]>,
    cuts: Vec<CutShown<'c>>,
    left_out: Vec<LeftOutShown<'c>>,
    gap: Money,
}

#[derive(Serialize)]
struct Class<'c> {
    node: usize,
    amount: Money,
    lines: usize,
    first: Cow<'c, str>,
    booked: Option<&'c str>,
}

#[derive(Serialize)]
struct Bucket<'c> {
    node: usize,
    grant: &'c str,
    tranche: &'c str,
    part: Option<&'c str>,
    room: Money,
}

#[derive(Serialize)]
struct Limit<'c> {
    node: usize,
    kind: &'static str,
    grant: &'c str,
    name: Option<&'c str>,
    capacity: Money,
}

#[derive(Serialize)]
struct Arc<'c> {
    from: usize,
    to: usize,
    capacity: Option<Money>,
    cost: &'c [(usize, i32)],
    flow: Money,
}

#[derive(Serialize)]
struct CutShown<'c> {
    of: String,
    amount: Money,
    classes: &'c [usize],
    buckets: &'c [usize],
    limits: &'c [usize],
}

#[derive(Serialize)]
struct LeftOutShown<'c> {
    kind: &'static str,
    grant: &'c str,
    name: Option<&'c str>,
}

/// All of a certificate, with a line feed at the end.
pub(super) fn written(input: &str, problems: Vec<Problem<'_>>) -> String {
    let written = Written {
        format: 1,
        input,
        problems,
    };
    // Texts and numbers can always be written.
    let mut out = serde_json::to_string(&written).unwrap_or_default();
    out.push('\n');
    out
}

impl<'c> Problem<'c> {
    pub(super) fn of(plan: &'c Plan, solved: &'c Solved) -> Self {
        let classes = solved.classes.iter();
        let buckets = solved.buckets.iter();
        let limits = solved.limits.iter();
        let arcs = solved.network.arcs.iter().zip(&solved.flow.flow);
        Problem {
            year: solved.year,
            step: solved.step,
            levels: solved.levels.iter().map(|level| level.name()).collect(),
            base: solved.base.iter().map(|cents| Money::of(*cents)).collect(),
            objective: solved.objective(),
            classes: classes.map(|it| Class::of(plan, solved, it)).collect(),
            buckets: buckets.map(|it| Bucket::of(plan, it)).collect(),
            limits: limits.map(|it| Limit::of(plan, it)).collect(),
            arcs: arcs.map(|(arc, flow)| Arc::of(arc, *flow)).collect(),
            potentials: solved.flow.potentials.iter().collect(),
            cuts: solved.cuts().iter().map(CutShown::of).collect(),
            left_out: solved
                .left_out
                .iter()
                .map(|it| LeftOutShown::of(plan, it))
                .collect(),
            gap: Money::of(solved.gap),
        }
    }
}

impl<'c> Class<'c> {
    fn of(plan: &'c Plan, solved: &Solved, class: &ClassSolved) -> Self {
        let dossier = plan.dossier();
        let amount = solved.network.supply.get(class.node);
        Class {
            node: class.node,
            amount: Money::of(amount.copied().unwrap_or_default()),
            lines: class.lines,
            first: dossier.lines().id(class.first),
            booked: class.booked.map(|at| grant(dossier, at)),
        }
    }
}

impl<'c> Bucket<'c> {
    fn of(plan: &'c Plan, solved: &BucketSolved) -> Self {
        let (dossier, bucket) = (plan.dossier(), &plan.buckets()[solved.bucket]);
        Bucket {
            node: solved.node,
            grant: &bucket.grant(dossier).id.value,
            tranche: &bucket.tranche(dossier).id.value,
            part: bucket.part(dossier),
            room: Money::of(solved.room),
        }
    }
}

impl<'c> Limit<'c> {
    fn of(plan: &'c Plan, limit: &'c LimitSolved) -> Self {
        Limit {
            node: limit.node,
            kind: limit.kind.map_or("unspent", LimitKind::as_str),
            grant: grant(plan.dossier(), limit.grant),
            name: limit.name.as_deref(),
            capacity: Money::of(limit.capacity),
        }
    }
}

impl<'c> Arc<'c> {
    fn of(arc: &'c flow::Arc, flow: i64) -> Self {
        Arc {
            from: arc.from,
            to: arc.to,
            capacity: arc.capacity.map(Money::of),
            cost: &arc.cost,
            flow: Money::of(flow),
        }
    }
}

impl<'c> CutShown<'c> {
    fn of(cut: &'c Cut) -> Self {
        CutShown {
            of: match cut.of {
                CutOf::OwnFunds => "own_funds".to_owned(),
                CutOf::Refund => "refund".to_owned(),
                CutOf::Lapse(date) => format!("carry_over {date}"),
            },
            amount: Money::of(cut.amount),
            classes: &cut.classes,
            buckets: &cut.buckets,
            limits: &cut.limits,
        }
    }
}

impl<'c> LeftOutShown<'c> {
    fn of(plan: &'c Plan, left_out: &'c LeftOut) -> Self {
        LeftOutShown {
            kind: left_out.kind.as_str(),
            grant: grant(plan.dossier(), left_out.grant),
            name: left_out.name.as_deref(),
        }
    }
}
