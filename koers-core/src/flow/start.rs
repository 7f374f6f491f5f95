//! The first spanning tree, and the nodes that no tree spans.

use super::{Network, Potentials, ROOT};

/// For each node the arc to its parent, if it has an open way to the root, and the nodes that do from the root outwards.
pub(super) struct Start {
    pub(super) arc: Vec<Option<usize>>,
    pub(super) order: Vec<usize>,
}

/// A tree in which every arc leads towards the root and has room.
///
/// Arcs without limit come first, so that every supply can go all the way along its branch. Such a tree is strongly
/// feasible from the beginning (Cunningham 1976), without the artificial arcs and large costs that a general start needs.
pub(super) fn start(network: &Network) -> Start {
    let nodes = network.supply.len();
    let mut first = vec![0; nodes + 1];
    for arc in &network.arcs {
        first[arc.to + 1] += 1;
    }
    for node in 0..nodes {
        first[node + 1] += first[node];
    }
    let mut into = vec![0; network.arcs.len()];
    let mut place = first.clone();
    for (at, arc) in network.arcs.iter().enumerate() {
        into[place[arc.to]] = at;
        place[arc.to] += 1;
    }

    let mut arc: Vec<Option<usize>> = vec![None; nodes];
    let mut order = vec![ROOT];
    for limits in [false, true] {
        let mut done = 0;
        while let Some(&node) = order.get(done) {
            done += 1;
            for &at in &into[first[node]..first[node + 1]] {
                let found = &network.arcs[at];
                if found.is_closed()
                    || (found.capacity.is_some() && !limits)
                    || found.from == ROOT
                    || arc[found.from].is_some()
                {
                    continue;
                }
                arc[found.from] = Some(at);
                order.push(found.from);
            }
        }
    }
    Start { arc, order }
}

/// Raises the potential of each node without an open way to the root until no open arc into it is worth using.
///
/// Arcs out of such nodes lead to such nodes only, so nothing else changes. One round per node is enough, as no
/// cycle costs less than nothing.
pub(super) fn raise_unreached(network: &Network, start: &Start, potentials: &mut Potentials) {
    if start.order.len() == network.supply.len() {
        return;
    }
    let unreached = |node: usize| node != ROOT && start.arc[node].is_none();
    let into: Vec<_> = network
        .arcs
        .iter()
        .filter(|arc| !arc.is_closed() && unreached(arc.to))
        .collect();
    for _ in 0..network.supply.len() {
        let mut raised = false;
        for arc in &into {
            let mut least = potentials[arc.from].to_vec();
            for &(level, coefficient) in arc.cost.iter() {
                least[level] -= i64::from(coefficient);
            }
            if potentials[arc.to] < least[..] {
                potentials[arc.to].copy_from_slice(&least);
                raised = true;
            }
        }
        if !raised {
            break;
        }
    }
}
