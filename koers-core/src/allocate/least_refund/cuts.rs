//! Minimum cuts: for each part of the order of loss the classes and buckets that say why no more could be saved.
//!
//! Without limits behind the buckets, usages of buckets form a polymatroid, so for every prefix of the order in which
//! slices are emptied a cut proves that they could not be emptied further (Edmonds 1970; Ford and Fulkerson 1956). The
//! nodes of a cut are those whose price is not zero when a euro of the one thing that it is about costs one and all else
//! nothing.
//!
//! Limits behind buckets are a second polymatroid, and of two at once no division need be the best for every prefix: a
//! full limit may make way for carried money at the cost of own funds, which count before it. Then less of that one thing
//! is possible, the cut would not be true, and there is none: [`prices`] finds that.
//!
//! Where there is one, its prices are −1, 0 or 1, and each kind of node has one sign. What passes a node after the slices
//! goes on to the root for nothing, so that node can't save; and it could be on own funds, at the cost of one slice. So
//! the price there is 0, or 1 where the node is full. A node before the slices is one slice away from there, so it saves
//! 1 at most; and what passes it could be on own funds for nothing. So the price is 0 or −1; where nothing passes and all
//! that it leads to is full it is 1, and 0 does as well. When own funds cost 1, every price is 0 or 1 in the same way.

use std::collections::VecDeque;

use super::level::Level;
use super::slices::SliceKind;
use super::{LimitSolved, Solved};
use crate::calendar::Date;
use crate::flow;

/// What a cut is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CutOf {
    /// What stays on own funds: its classes go to its buckets and limits only, and each of those is full, or leads to what
    /// is full.
    OwnFunds,
    /// What goes back: costs of its classes only could still be spent on its buckets, and all of those are spent from
    /// slices that would go back. A limit after the slices is in it where it is full, and so keeps spending out.
    Refund,
    /// What goes back or is left to lapse by a day: as with what goes back, for all slices up to that day.
    Lapse(Date),
}

/// A cut, by nodes of the network.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    pub(crate) of: CutOf,
    /// What can't be saved, in cents.
    pub(crate) amount: i64,
    pub(crate) classes: Vec<usize>,
    pub(crate) buckets: Vec<usize>,
    pub(crate) limits: Vec<usize>,
}

/// The cuts that leave something, and prove that it is the least: own funds first, then what goes back, then what lapses
/// by date.
pub(super) fn cuts(solved: &Solved) -> Vec<Cut> {
    let mut cuts = Vec::new();
    cuts.extend(own_funds(solved));
    for level in &solved.levels {
        match level {
            Level::Lost => cuts.extend(up_to(solved, SliceKind::Refund)),
            Level::Lapse(date) => cuts.extend(up_to(solved, SliceKind::Carry(*date))),
            _ => {}
        }
    }
    cuts
}

/// Classes that have own funds, with the buckets and limits that are full for them.
fn own_funds(solved: &Solved) -> Option<Cut> {
    let arcs = &solved.network.arcs;
    let level = solved
        .levels
        .iter()
        .position(|level| *level == Level::OwnFunds)?;
    let own = |arc: &flow::Arc| arc.cost.iter().any(|(at, _)| *at == level);
    let costs: Vec<i64> = arcs.iter().map(|arc| i64::from(own(arc))).collect();
    let of_own = costs.iter().zip(&solved.flow.flow);
    let amount: i64 = of_own.map(|(cost, flow)| cost * flow).sum();
    if amount == 0 {
        return None;
    }
    let prices = prices(solved, &costs)?;
    let costly = |node: usize| prices[node] == Some(1);
    Some(Cut {
        of: CutOf::OwnFunds,
        amount,
        classes: chosen(solved.classes.iter().map(|of| of.node), costly),
        buckets: chosen(solved.buckets.iter().map(|of| of.node), costly),
        limits: chosen(solved.limits.iter().map(|of| of.node), costly),
    })
}

/// Unspent money of all slices up to a kind, where that kind leaves some.
fn up_to(solved: &Solved, last: SliceKind) -> Option<Cut> {
    let arcs = &solved.network.arcs;
    let (mut amount, mut of_last) = (0, 0);
    let mut costs = vec![0; arcs.len()];
    for &(kind, at) in solved.slices.iter().filter(|(kind, _)| *kind <= last) {
        let left = arcs[at].capacity.unwrap_or_default() - solved.flow.flow[at];
        costs[at] = -1;
        amount += left;
        of_last += if kind == last { left } else { 0 };
    }
    if of_last == 0 {
        return None;
    }
    let prices = prices(solved, &costs)?;
    let saves = |node: usize| prices[node] == Some(-1);
    let full = |node: usize| prices[node].is_some_and(|price| price > 0);
    let holds = |of: &&LimitSolved| {
        if of.after {
            full(of.node)
        } else {
            saves(of.node)
        }
    };
    let limits = solved.limits.iter().filter(holds).map(|of| of.node);
    Some(Cut {
        of: match last {
            SliceKind::Carry(date) => CutOf::Lapse(date),
            _ => CutOf::Refund,
        },
        amount,
        classes: chosen(solved.classes.iter().map(|of| of.node), saves),
        buckets: chosen(solved.buckets.iter().map(|of| of.node), saves),
        limits: chosen(limits, |_| true),
    })
}

fn chosen(nodes: impl Iterator<Item = usize>, which: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut nodes: Vec<usize> = nodes.filter(|&node| which(node)).collect();
    nodes.sort_unstable();
    nodes
}

/// By node the cost of the best way to the root along which more could flow, or less where it came from; none where there
/// is no such way. `None` at all where the flow is not the best for these costs, for which a way round is that makes it
/// less.
///
/// Each price on the way is the cost of some way to the root. Where no way round makes it less, no node is below −1, nor
/// the root below 0, so one that is tells that there is such a way, and else nothing is left to improve after as many
/// rounds as there are nodes (Bellman 1958).
fn prices(solved: &Solved, costs: &[i64]) -> Option<Vec<Option<i64>>> {
    let nodes = solved.network.supply.len();
    let arcs = &solved.network.arcs;
    let may_grow = |at: usize| {
        let (capacity, flow) = (arcs[at].capacity, solved.flow.flow[at]);
        capacity.is_none_or(|capacity| flow < capacity)
    };
    // By node the ways into it along which flow may change, from where and at what cost; and by node where they begin.
    let mut begins = vec![0_usize; nodes + 1];
    for (at, arc) in arcs.iter().enumerate() {
        begins[arc.to + 1] += usize::from(may_grow(at));
        begins[arc.from + 1] += usize::from(solved.flow.flow[at] > 0);
    }
    for node in 0..nodes {
        begins[node + 1] += begins[node];
    }
    let mut into = vec![(0, 0); begins[nodes]];
    let mut next = begins.clone();
    let mut add = |node: usize, way: (usize, i64)| {
        into[next[node]] = way;
        next[node] += 1;
    };
    for (at, (arc, &cost)) in arcs.iter().zip(costs).enumerate() {
        if may_grow(at) {
            add(arc.to, (arc.from, cost));
        }
        if solved.flow.flow[at] > 0 {
            add(arc.from, (arc.to, -cost));
        }
    }
    let mut prices: Vec<Option<i64>> = vec![None; nodes];
    let mut waiting = vec![false; nodes];
    prices[flow::ROOT] = Some(0);
    let mut queue = VecDeque::from([flow::ROOT]);
    while let Some(node) = queue.pop_front() {
        waiting[node] = false;
        let Some(price) = prices[node] else {
            continue;
        };
        for &(from, cost) in &into[begins[node]..begins[node + 1]] {
            if prices[from].is_none_or(|known| price + cost < known) {
                let least = if from == flow::ROOT { 0 } else { -1 };
                if price + cost < least {
                    return None;
                }
                prices[from] = Some(price + cost);
                if !waiting[from] {
                    waiting[from] = true;
                    queue.push_back(from);
                }
            }
        }
    }
    Some(prices)
}
