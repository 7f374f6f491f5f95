//! Minimum cuts: for each part of the order of loss the classes and buckets that say why no more could be saved.
//!
//! Usages of buckets form a polymatroid, so for every prefix of the order in which slices are emptied a cut proves that
//! they could not be emptied further (Edmonds 1970; Ford and Fulkerson 1956).

use std::collections::BTreeMap;

use super::network::{Built, Level};
use super::slices::SliceKind;
use crate::calendar::Date;
use crate::flow;

/// What a cut is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CutOf {
    /// What stays on own funds: its classes go to its buckets only, and each of these is full, or behind a limit that is.
    OwnFunds,
    /// What goes back: costs of its classes only could still be spent on its buckets, and all of those are spent from
    /// slices that would go back; or a limit of it is full.
    Refund,
    /// What goes back or is left to lapse by a day: as with what goes back, for all slices up to that day.
    Lapse(Date),
}

/// A cut, by nodes of the network.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    pub(crate) of: CutOf,
    /// The level that it is about.
    pub(crate) level: usize,
    /// What can't be saved, in cents.
    pub(crate) amount: i64,
    pub(crate) classes: Vec<usize>,
    pub(crate) buckets: Vec<usize>,
    pub(crate) limits: Vec<usize>,
}

/// The cuts that leave something: own funds first, then what goes back, then what lapses by date.
pub(super) fn cuts(built: &Built, solved: &flow::Solved) -> Vec<Cut> {
    let mut cuts = Vec::new();
    cuts.extend(own_funds(built, solved));
    for (level, kind) in built.levels.iter().enumerate() {
        match kind {
            Level::Lost => cuts.extend(up_to(built, solved, (level, SliceKind::Refund))),
            Level::Lapse(date) => {
                cuts.extend(up_to(built, solved, (level, SliceKind::Carry(*date))));
            }
            _ => {}
        }
    }
    cuts
}

/// Whether an arc leads from a class straight to own funds.
fn is_own(arc: &flow::Arc) -> bool {
    arc.to == flow::ROOT && arc.capacity.is_none()
}

fn own_funds(built: &Built, solved: &flow::Solved) -> Option<Cut> {
    let arcs = &built.network.arcs;
    let level = built
        .levels
        .iter()
        .position(|level| *level == Level::OwnFunds)?;
    let on_level = |arc: &flow::Arc| arc.cost.iter().any(|(at, _)| *at == level);
    let own = arcs.iter().zip(&solved.flow);
    let own = own.filter(|(arc, flow)| is_own(arc) && on_level(arc) && **flow > 0);
    let own: Vec<(usize, i64)> = own.map(|(arc, flow)| (arc.from, *flow)).collect();
    let nodes: Vec<usize> = own.iter().map(|(node, _)| *node).collect();
    let inside = |arc: usize| arcs[arc].to != flow::ROOT;
    let reached = built.network.reached(solved, &nodes, true, &inside);
    let amount = own.iter().map(|(_, amount)| amount).sum();
    (!own.is_empty()).then(|| cut(built, (CutOf::OwnFunds, level, amount), &reached))
}

fn up_to(built: &Built, solved: &flow::Solved, (level, last): (usize, SliceKind)) -> Option<Cut> {
    let arcs = &built.network.arcs;
    let (mut amount, mut of_last) = (0, 0);
    let mut open = vec![false; built.network.supply.len()];
    let mut beyond = vec![false; arcs.len()];
    for &(kind, at) in &built.slices {
        let left = arcs[at].capacity.unwrap_or_default() - solved.flow[at];
        if kind > last {
            beyond[at] = true;
        } else if left > 0 {
            amount += left;
            open[arcs[at].from] = true;
            of_last += if kind == last { left } else { 0 };
        }
    }
    if of_last == 0 {
        return None;
    }
    let inside = |arc: usize| !is_own(&arcs[arc]) && !beyond[arc];
    let mut reached = built.network.reached(solved, &[flow::ROOT], false, &inside);
    // What could still be spent and can't get out stands behind a limit that is full.
    for &limit in built.limits.values() {
        let mut out = arcs
            .iter()
            .zip(&solved.flow)
            .filter(|(arc, _)| arc.from == limit);
        let full = out.all(|(arc, flow)| arc.capacity == Some(*flow));
        reached[limit] |= full;
    }
    for (node, open) in open.into_iter().enumerate() {
        reached[node] |= open;
    }
    let of = match last {
        SliceKind::Carry(date) => CutOf::Lapse(date),
        _ => CutOf::Refund,
    };
    Some(cut(built, (of, level, amount), &reached))
}

fn cut(built: &Built, (of, level, amount): (CutOf, usize, i64), reached: &[bool]) -> Cut {
    let of_map = |map: &BTreeMap<usize, usize>| {
        let nodes = map.values().copied();
        nodes
            .filter(|&node| reached.get(node) == Some(&true))
            .collect()
    };
    let mut limits: Vec<usize> = of_map(&built.limits);
    limits.extend(of_map(&built.shared));
    limits.sort_unstable();
    Cut {
        of,
        level,
        amount,
        classes: of_map(&built.classes),
        buckets: of_map(&built.buckets),
        limits,
    }
}
