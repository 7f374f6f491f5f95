//! Minimum cuts: for each part of the order of loss the classes and buckets that say why no more could be saved.
//!
//! Usages of buckets form a polymatroid, so for every prefix of the order in which slices are emptied a cut proves that
//! they could not be emptied further (Edmonds 1970; Ford and Fulkerson 1956).

use super::network::{Built, Level};
use super::slices::SliceKind;
use crate::flow;

/// What a cut is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CutOf {
    /// What stays on own funds: its classes can go to its buckets only, and these are full.
    OwnFunds,
    /// What goes back: its buckets can take costs of its classes only, and all of those are spent from slices that would go
    /// back.
    Refund,
    /// What is left to lapse by a day: as with what goes back, for all slices up to that day.
    Lapse(crate::calendar::Date),
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

/// The cuts that leave something: own funds first, then what goes back, then what lapses by date.
pub(super) fn cuts(built: &Built, solved: &flow::Solved) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let own = |node: usize| {
        let arcs = built.network.arcs.iter().zip(&solved.flow);
        let mut arcs =
            arcs.filter(|(arc, _)| arc.from == node && arc.to == 0 && arc.capacity.is_none());
        arcs.next().map_or(0, |(_, flow)| *flow)
    };
    let open: Vec<usize> = built
        .classes
        .values()
        .copied()
        .filter(|&node| own(node) > 0)
        .collect();
    if !open.is_empty() {
        let amount = open.iter().map(|&node| own(node)).sum();
        cuts.push(cut(built, solved, (CutOf::OwnFunds, amount), &open));
    }
    for level in prefixes(built) {
        let (of, last) = match level {
            None => (CutOf::Refund, SliceKind::Refund),
            Some(date) => (CutOf::Lapse(date), SliceKind::Carry(date)),
        };
        let (mut amount, mut nodes) = (0, Vec::new());
        for &(kind, at) in &built.slices {
            let arc = &built.network.arcs[at];
            let left = arc.capacity.unwrap_or_default() - solved.flow[at];
            if kind <= last && left > 0 {
                nodes.push(arc.from);
                // Of a prefix only its last kind is its own; what is before it has a cut by itself.
                if kind == last {
                    amount += left;
                }
            }
        }
        nodes.sort_unstable();
        nodes.dedup();
        if amount > 0 {
            cuts.push(cut(built, solved, (of, amount), &nodes));
        }
    }
    cuts
}

/// What goes back, and the dates of what lapses.
fn prefixes(built: &Built) -> Vec<Option<crate::calendar::Date>> {
    let dates = built.levels.iter().filter_map(|level| match level {
        Level::Lapse(date) => Some(Some(*date)),
        _ => None,
    });
    std::iter::once(None).chain(dates).collect()
}

fn cut(built: &Built, solved: &flow::Solved, (of, amount): (CutOf, i64), nodes: &[usize]) -> Cut {
    let arcs = &built.network.arcs;
    // Own funds and spent slices end at the root; nothing goes on from there.
    let inside = |arc: usize| arcs[arc].to != 0;
    let reached = built
        .network
        .reached(solved, nodes, of == CutOf::OwnFunds, &inside);
    let of_map = |map: &std::collections::BTreeMap<usize, usize>| {
        let nodes = map.values().copied();
        nodes
            .filter(|&node| reached.get(node) == Some(&true))
            .collect()
    };
    Cut {
        of,
        amount,
        classes: of_map(&built.classes),
        buckets: of_map(&built.buckets),
        limits: of_map(&built.limits),
    }
}
