//! A first flow that is nearly as good as the best, before any pivot.
//!
//! From the start every source sends all it has straight to the root. Most do better at a node from which money goes nowhere
//! but to the root, as buckets are: each goes in turn to the one where its next cent costs least, if all of it fits there.
//! What such a node sends fills its arcs from the cheapest; all but one of them are full or empty, and that one has room, so
//! that the tree stays strongly feasible. (Of 5,600 × 62 it saves half of the pivots.)

use super::ROOT;
use super::cost::Cost;
use super::simplex::{Simplex, State, short};

/// A node all of whose arcs lead to the root.
struct End {
    /// Its arcs from the cheapest, and which of them is in the tree.
    arcs: Vec<usize>,
    next: usize,
    /// What they can still take, in cents.
    room: i64,
}

impl<C: Cost> Simplex<C> {
    /// Sends what sources have where it costs less than straight to the root.
    pub(super) fn send(&mut self) {
        let mut ends = self.ends_at_root();
        let mut begin = 0;
        for at in 0..self.groups.len() {
            let (node, end) = self.groups[at];
            if self.tree.is_source(node) {
                self.send_from(node, begin..end, &mut ends);
            }
            begin = end;
        }
    }

    /// By node the arcs of those that lead to the root alone, and carry nothing.
    fn ends_at_root(&mut self) -> Vec<Option<End>> {
        let mut ends: Vec<Option<End>> = (0..self.tree.len()).map(|_| None).collect();
        let mut begin = 0;
        for at in 0..self.groups.len() {
            let (node, end) = self.groups[at];
            let arcs = begin..end;
            begin = end;
            let to_root =
                |at: usize| self.links[at].to as usize == ROOT && self.loads[at].flow == 0;
            if self.tree.is_source(node) || !arcs.clone().all(to_root) {
                continue;
            }
            let capacities = arcs.clone().map(|at| self.loads[at].capacity);
            let room = capacities.fold(0, i64::saturating_add);
            let mut arcs: Vec<usize> = arcs.collect();
            arcs.sort_by(|&a, &b| self.links[a].cost.cmp(&self.links[b].cost));
            self.hang(node, arcs[0]);
            ends[node as usize] = Some(End {
                arcs,
                next: 0,
                room,
            });
        }
        ends
    }

    /// Sends all that a source has to the end where that is cheapest, if it is anywhere.
    fn send_from(&mut self, node: u32, arcs: std::ops::Range<usize>, ends: &mut [Option<End>]) {
        let direct = self.tree.node(node).arc as usize;
        let cents = self.loads[direct].flow;
        if cents == 0 || self.links[direct].to as usize != ROOT {
            return;
        }
        let mut least = self.links[direct].cost.clone();
        let mut cost = self.zero.clone();
        let mut best = None;
        for at in arcs {
            let Some(end) = &ends[self.links[at].to as usize] else {
                continue;
            };
            if cents >= end.room || cents >= self.loads[at].capacity {
                continue;
            }
            cost.clone_from(&self.links[at].cost);
            cost.add(&self.links[end.arcs[end.next]].cost);
            if cost < least {
                std::mem::swap(&mut cost, &mut least);
                best = Some(at);
            }
        }
        let Some(best) = best else {
            return;
        };
        self.hang(node, best);
        self.loads[direct].flow = 0;
        self.loads[best].flow = cents;
        let through = self.links[best].to;
        if let Some(end) = &mut ends[through as usize] {
            end.room -= cents;
            self.fill(through, end, cents);
        }
    }

    /// Sends cents along the arcs of an end, which has room for more than these.
    fn fill(&mut self, node: u32, end: &mut End, mut cents: i64) {
        loop {
            let at = end.arcs[end.next];
            let load = &mut self.loads[at];
            let room = load.capacity - load.flow;
            if cents < room {
                load.flow += cents;
                return;
            }
            load.flow = load.capacity;
            cents -= room;
            end.next += 1;
            self.hang(node, end.arcs[end.next]);
            self.links[at].state = State::Full;
        }
    }

    /// Makes an arc out of a node the one in the tree, instead of that which is.
    fn hang(&mut self, node: u32, arc: usize) {
        let before = self.tree.node(node).arc as usize;
        self.links[before].state = State::Empty;
        self.links[arc].state = State::Tree;
        let to = self.links[arc].to;
        self.tree
            .rehang((node, node), (to, short(arc), true), &self.links);
    }
}
