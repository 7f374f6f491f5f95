//! The step `least-refund`: the fewest euros lost, by a flow from classes to buckets, with the proof that it is the least.
//!
//! Levels, one after the other: own funds and what goes back; own funds; what is left to lapse, by date; spending of what
//! the holder could keep; the declared preference of grants; and what is moved from the grant it is booked on. Lines of
//! a class are interchangeable, so the flow is of classes, and its size does not depend on the number of lines.

mod certificate;
mod cuts;
mod divide;
mod fold;
pub(super) mod horizon;
mod left_out;
mod level;
mod limits;
mod network;
mod proof;
mod reached;
mod read;
mod slices;
mod written;

use std::sync::OnceLock;

pub use certificate::{Certificate, Claim, Flaw};
pub(crate) use left_out::{LeftOut, LeftOutKind};
pub(crate) use level::Level;
pub use read::CertificateError;

pub(crate) use self::cuts::{Cut, CutOf};
use self::limits::{Asked, Leading, LimitKind, Where};
pub(super) use self::reached::Reached;
use self::slices::{SliceKind, Slices};
use super::joint::{self, Class, Joint};
use super::place::line_share;
use super::priority;
use super::run::Run;
use super::step::StepRun;
use crate::flow;
use crate::ledger::{Allocated, Carried};
use crate::money::Money;
use crate::plan::place;
use crate::progress::Cancelled;

/// What the closings of the year go by, besides what is spent.
pub(super) struct State<'s> {
    pub(super) carried: &'s [Carried],
    pub(super) allocated: &'s [Allocated],
    pub(super) reserves: &'s [i64],
}

/// A class as the flow saw it.
#[derive(Clone, Debug)]
pub(crate) struct ClassSolved {
    pub(crate) node: usize,
    /// How many lines it has, and the row of the first.
    pub(crate) lines: usize,
    pub(crate) first: usize,
    /// The place of the grant on which it is booked.
    pub(crate) booked: Option<usize>,
    /// The rows of its lines, where advice asks for them and each may be paid as any other; else none.
    pub(crate) alike: Vec<usize>,
}

/// A bucket as the flow saw it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BucketSolved {
    pub(crate) node: usize,
    /// Its place in the plan.
    pub(crate) bucket: usize,
    /// What it could still spend, in cents.
    pub(crate) room: i64,
}

/// A limit in the flow.
#[derive(Clone, Debug)]
pub(crate) struct LimitSolved {
    /// The node at which it begins; the next is where it ends, where it lies before the buckets.
    pub(crate) node: usize,
    /// None for what buckets share of unspent money.
    pub(crate) kind: Option<LimitKind>,
    pub(crate) grant: usize,
    pub(crate) name: Option<String>,
    /// In cents.
    pub(crate) capacity: i64,
    /// Whether it stands after slices: behind buckets, but for what buckets pass before the slices that they share.
    pub(crate) after: bool,
}

/// What the step solved in a year, with the proof.
#[derive(Clone, Debug)]
pub(crate) struct Solved {
    pub(crate) year: i16,
    /// The number of the step, from 1.
    pub(crate) step: usize,
    pub(crate) levels: Vec<Level>,
    /// By level what it is when nothing flows, in cents.
    pub(crate) base: Vec<i64>,
    pub(crate) network: flow::Network,
    pub(crate) flow: flow::Solved,
    pub(crate) classes: Vec<ClassSolved>,
    pub(crate) buckets: Vec<BucketSolved>,
    pub(crate) limits: Vec<LimitSolved>,
    /// The arcs of slices.
    pub(crate) slices: Vec<(SliceKind, usize)>,
    /// Worked out when they are first asked for.
    cuts: OnceLock<Vec<Cut>>,
    pub(crate) left_out: Vec<LeftOut>,
    /// How much less could at most be lost, in cents: 0 where nothing is left out.
    pub(crate) gap: i64,
}

/// Runs the step over one year.
pub(super) fn run(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    state: &State<'_>,
) -> Result<Option<Solved>, Cancelled> {
    let mut joint = joint::classes(run, step)?;
    let Ok(unfolded) = fold::fold(run, step, &mut joint) else {
        return priority::place(run, step, joint).map(|()| None);
    };
    let solved = solve(run, step, state, &mut joint)?;
    run.outside_flow(&solved);
    // The end of the step goes by the classes as they were.
    if let Some(unfolded) = unfolded {
        joint.classes = unfolded;
    }
    joint.end(run);
    Ok(Some(solved))
}

/// Runs the step over one year of several that were planned together: of each bucket it spends at most so much, in cents.
pub(super) fn run_within(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    most: &[i64],
) -> Result<(), Cancelled> {
    let mut joint = joint::classes(run, step)?;
    let slices = Slices::within(run, most);
    flow_and_place(run, step, &mut joint, &slices)?;
    joint.end(run);
    Ok(())
}

/// Solves the step for classes, and puts them on buckets.
fn solve(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    state: &State<'_>,
    joint: &mut Joint,
) -> Result<Solved, Cancelled> {
    let slices = Slices::new(run, state);
    let Flowed {
        asked,
        built,
        flow,
        left_out,
    } = flow_and_place(run, step, joint, &slices)?;
    let objective = built.network.objective(&flow.flow);
    let claimed = objective.first().copied().unwrap_or_default() + i128::from(built.base[0]);
    let lost = lost(run, state, joint);
    let gap = i64::try_from(i128::from(lost) - claimed).unwrap_or_default();
    let classes = built.classes.iter().map(|(&at, &node)| {
        let class = &joint.classes[at];
        let pieces = class.pieces.iter().map(|&at| &run.pieces[at]);
        ClassSolved {
            node,
            lines: pieces.clone().map(|piece| place(piece.lines)).sum(),
            first: pieces.map(|piece| piece.line).next().unwrap_or_default(),
            booked: class.booked,
            alike: alike(run, class),
        }
    });
    let buckets = built.buckets.iter().map(|(&bucket, &node)| BucketSolved {
        node,
        bucket,
        room: slices.room[bucket],
    });
    let limits = limits_in(run, &built, (&asked, &slices));
    Ok(Solved {
        year: run.year.year,
        step: step.number(),
        classes: classes.collect(),
        buckets: buckets.collect(),
        limits,
        levels: built.levels,
        base: built.base,
        network: built.network,
        flow,
        slices: built.slices,
        cuts: OnceLock::new(),
        left_out,
        gap,
    })
}

/// A flow that was brought back to lines.
struct Flowed {
    asked: Asked,
    built: network::Built,
    flow: flow::Solved,
    left_out: Vec<LeftOut>,
}

/// Solves the flow of classes into slices, and puts what it says on lines.
fn flow_and_place(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    joint: &mut Joint,
    slices: &Slices,
) -> Result<Flowed, Cancelled> {
    let sizes = sizes(run, &joint.classes);
    let shared: Vec<Vec<usize>> = slices.sharing.iter().map(|it| it.buckets.clone()).collect();
    let of_costs = (&sizes[..], &slices.room[..]);
    let asked = Asked::new(run, &joint.classes, of_costs, Leading::Out(&shared))?;
    let asked_for = (&asked, slices, &sizes[..]);
    let built = network::build(run, &joint.classes, asked_for, run.plan.fewest_moves());
    run.watch.begin(built.network.arcs.len())?;
    let watch = &mut *run.watch;
    let flow = built.network.solve(&mut || watch.tick())?;
    let of_class = divide::by_class(&built, &asked, &flow.flow, joint.classes.len());
    let unplaced = divide::place(run, step, (&mut *joint, &asked), &of_class)?;
    let mut left_out = slices.left_out.clone();
    for limit in asked.limits.iter().filter(|limit| limit.at == Where::Out) {
        let name = limit.name.clone();
        left_out.push(LeftOut::new(limit.kind.left_out(), limit.grant, name));
    }
    for grant in unplaced.shares {
        left_out.push(LeftOut::new(LeftOutKind::Share, grant, None));
    }
    for grant in exclusive(run, joint, unplaced.barred) {
        left_out.push(LeftOut::new(LeftOutKind::Exclusive, grant, None));
    }
    left_out.sort();
    left_out.dedup();
    if left_out
        .iter()
        .any(|left_out| left_out.kind != LeftOutKind::Excess)
    {
        divide::offer_again(run, step, (&mut *joint, &asked), slices)?;
    }
    Ok(Flowed {
        asked,
        built,
        flow,
        left_out,
    })
}

/// By class what is open of it, in cents.
fn sizes(run: &Run<'_, '_>, classes: &[Class]) -> Vec<i64> {
    let of_class = |class: &Class| -> i64 {
        let open = class.open(&run.pieces);
        open.map(|at| run.pieces[at].left).sum()
    };
    classes.iter().map(of_class).collect()
}

/// The limits in the flow, by their nodes.
fn limits_in(
    run: &Run<'_, '_>,
    built: &network::Built,
    (asked, slices): (&Asked, &Slices),
) -> Vec<LimitSolved> {
    let limits = built.limits.iter().map(|(&at, &node)| {
        let limit = &asked.limits[at];
        LimitSolved {
            node,
            kind: Some(limit.kind),
            grant: limit.grant,
            name: limit.name.clone(),
            capacity: limit.capacity,
            after: built.after.contains(&node),
        }
    });
    let shared = built.shared.iter().map(|(&at, &node)| {
        let sharing = &slices.sharing[at];
        let bucket = sharing.buckets.first().copied().unwrap_or_default();
        LimitSolved {
            node,
            kind: None,
            grant: run.plan.buckets()[bucket].grant,
            name: None,
            capacity: sharing.slices.iter().map(|slice| slice.size).sum(),
            after: false,
        }
    });
    let mut limits: Vec<LimitSolved> = limits.chain(shared).collect();
    limits.sort_by_key(|limit| limit.node);
    limits
}

/// The rows of the lines of a class, where the plan looks for the fewest moves, all are booked alike, and no grant pays a share
/// of each line.
fn alike(run: &Run<'_, '_>, class: &Class) -> Vec<usize> {
    let booked = |at: usize| run.pieces[at].grant;
    let mut pairs = class.pieces.windows(2);
    if pairs.any(|pair| booked(pair[0]) != booked(pair[1])) {
        return Vec::new();
    }
    let mut ways = class.ways.iter().map(|&way| &run.ways.list[way]);
    if !run.plan.fewest_moves() || ways.any(|way| line_share(way).is_some()) {
        return Vec::new();
    }
    let pieces = class.pieces.iter();
    pieces.map(|&at| run.pieces[at].line).collect()
}

/// The grants of which a line was kept out since another pays it.
fn exclusive(run: &mut Run<'_, '_>, joint: &Joint, barred: bool) -> Vec<usize> {
    if !barred {
        return Vec::new();
    }
    let mut grants = Vec::new();
    for class in joint.classes.iter() {
        let pieces: Vec<usize> = class.open(&run.pieces).collect();
        for at in pieces {
            let line = run.pieces[at].line;
            for &way in class.ways.iter() {
                let grant = run.ways.list[way].grant;
                if !grants.contains(&grant) && joint.barred(run, line, grant) {
                    grants.push(grant);
                }
            }
        }
    }
    grants
}

/// What is lost with all that is paid now: the costs of the step that are on own funds, and what goes back at the closing
/// and is not owed from before.
fn lost(run: &Run<'_, '_>, state: &State<'_>, joint: &Joint) -> i64 {
    // VAT that no grant pays is taken off.
    let classes = joint.classes.iter().filter(|class| !class.is_vat);
    let own = classes.flat_map(|class| class.open(&run.pieces));
    let own: i64 = own.map(|at| run.pieces[at].left).sum();
    let closings = slices::closings(run, state, &run.spent());
    let back = closings.iter().flatten();
    own + back
        .map(|closing| closing.refund - closing.owed)
        .sum::<i64>()
}

impl Solved {
    /// The cuts that say why no more could be saved.
    pub(crate) fn cuts(&self) -> &[Cut] {
        self.cuts.get_or_init(|| cuts::cuts(self))
    }

    /// By level what is achieved in the flow.
    pub(crate) fn objective(&self) -> Vec<Money> {
        let flow = self.network.objective(&self.flow.flow);
        let of = |(base, flow): (&i64, i128)| {
            let cents = i64::try_from(i128::from(*base) + flow).unwrap_or_default();
            Money::from_cents(cents).unwrap_or_default()
        };
        self.base.iter().zip(flow).map(of).collect()
    }
}
