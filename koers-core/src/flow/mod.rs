//! Minimum-cost flow to one root, exact, with costs of several levels.
//!
//! Amounts start at the nodes that have a supply and end at node 0, the root. Of all flows [`Network::solve`] finds the
//! one that costs least on the first level, of those the one that costs least on the second, and so on; of the flows
//! that are equal on all levels the *canonical* one, which puts most on arc 0, then most on arc 1, and so on. So the
//! answer is defined by the network alone, not by the way in which it is found.
//!
//! The method is the primal network simplex. `start.rs` makes the first spanning tree, `first.rs` sends on it what goes
//! well at once, `simplex.rs` pivots on the costs, `canonical.rs` goes on among the optimal flows, `tree.rs` keeps the tree,
//! and `cost.rs` packs levels into words. The answer is a tree solution: at most one arc per node, the root excepted, is
//! strictly between its bounds.
//!
//! The node potentials prove the answer. [`Network::verify`] reads them without knowing how they were found.

mod canonical;
mod cost;
mod first;
mod simplex;
mod start;
#[cfg(test)]
mod tests;
mod tree;
mod verify;

use std::ops::{Index, IndexMut};

use crate::progress::Cancelled;

use cost::{Cost, Packing, Words};
use simplex::Simplex;

pub(crate) use verify::Flaw;

/// The node where all flow ends.
pub(crate) const ROOT: usize = 0;

/// What a cent costs, by level.
pub(crate) type Price = std::sync::Arc<[(usize, i32)]>;

/// A way for money to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arc {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// The most that it carries, in cents; `None` is no limit. An arc with capacity 0 is closed: it is as if it weren't there.
    pub(crate) capacity: Option<i64>,
    /// Level and coefficient of each cent, levels ascending, without zeros. Most arcs cost what many others do.
    pub(crate) cost: Price,
}

/// Supplies at nodes, arcs between nodes, and costs of `levels` levels.
///
/// What callers see to: supplies are at least 0 and add up to at most 10^18 − 1 (that of the root counts for nothing),
/// each node with a supply has a way to the root along arcs without limit, no arc leads from a node to itself, and no
/// directed cycle costs less than nothing. Parallel arcs are fine. Nodes without an open way to the root carry no flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Network {
    pub(crate) levels: usize,
    /// By node, in cents.
    pub(crate) supply: Vec<i64>,
    pub(crate) arcs: Vec<Arc>,
}

/// An optimal flow, and the proof that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Solved {
    /// By arc, in cents.
    pub(crate) flow: Vec<i64>,
    /// By node, by level: what it costs to bring one cent more from the node to the root the cheapest way, which may
    /// be to push back what others send. Zero at the root.
    ///
    /// A node without an open way to the root has no such cost. It gets the least potential, not below zero, that
    /// makes every open arc into it too dear to use, so that the conditions of [`Network::verify`] hold everywhere.
    pub(crate) potentials: Potentials,
}

/// By node its potential on each level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Potentials {
    /// Of all nodes, one after the other.
    all: Vec<i64>,
    levels: usize,
    nodes: usize,
}

impl Potentials {
    fn zero(network: &Network) -> Self {
        let (levels, nodes) = (network.levels, network.supply.len());
        Potentials {
            all: vec![0; levels * nodes],
            levels,
            nodes,
        }
    }

    /// Gives a node the potential of another.
    fn repeat(&mut self, of: usize, to: usize) {
        let of = of * self.levels;
        self.all.copy_within(of..of + self.levels, to * self.levels);
    }

    #[cfg(test)]
    fn of(nodes: &[&[i64]]) -> Self {
        Potentials {
            all: nodes.concat(),
            levels: nodes.first().map_or(0, |levels| levels.len()),
            nodes: nodes.len(),
        }
    }

    /// By node.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[i64]> {
        (0..self.nodes).map(|node| &self[node])
    }
}

impl Index<usize> for Potentials {
    type Output = [i64];

    fn index(&self, node: usize) -> &[i64] {
        &self.all[node * self.levels..][..self.levels]
    }
}

impl IndexMut<usize> for Potentials {
    fn index_mut(&mut self, node: usize) -> &mut [i64] {
        &mut self.all[node * self.levels..][..self.levels]
    }
}

impl Network {
    /// The canonical optimal flow.
    ///
    /// `tick` is called now and then; what it refuses ends the search.
    pub(crate) fn solve(
        &self,
        tick: &mut dyn FnMut() -> Result<(), Cancelled>,
    ) -> Result<Solved, Cancelled> {
        let packing = Packing::tight(self);
        if packing.words() == 1 {
            self.solve_as::<i64>(&packing, tick)
        } else {
            self.solve_as::<Words>(&packing, tick)
        }
    }

    fn solve_as<C: Cost>(
        &self,
        packing: &Packing,
        tick: &mut dyn FnMut() -> Result<(), Cancelled>,
    ) -> Result<Solved, Cancelled> {
        let start = start::start(self);
        let mut simplex = Simplex::<C>::new(self, packing, &start);
        simplex.send();
        simplex.minimise(tick)?;
        simplex.canonise(tick)?;
        let mut solved = simplex.solved(self, packing);
        start::raise_unreached(self, &start, &mut solved.potentials);
        Ok(solved)
    }

    /// What a flow costs, by level.
    pub(crate) fn objective(&self, flow: &[i64]) -> Vec<i128> {
        let mut sums = vec![0; self.levels];
        for (arc, &cents) in self.arcs.iter().zip(flow) {
            for &(level, coefficient) in arc.cost.iter() {
                sums[level] += i128::from(coefficient) * i128::from(cents);
            }
        }
        sums
    }
}

impl Arc {
    fn is_closed(&self) -> bool {
        self.capacity == Some(0)
    }
}
