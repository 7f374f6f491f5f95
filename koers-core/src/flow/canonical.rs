//! From an optimal flow to the canonical one.
//!
//! Among the optimal flows the one is wanted that puts most on arc 0, then on arc 1, and so on. That is again a minimum
//! cost, with one level more per arc: arc *i* costs −ε^i for an ε that is smaller than any number. Those levels are never
//! written out. A cycle has each arc once, so the sign of its cost is that of its arc of lowest number: to push around a cycle
//! of zero cost is better when its lowest arc gains by it, and worse when it loses. So the simplex goes on, letting in
//! only arcs whose reduced cost is zero; costs and potentials stay as they are, and the strongly feasible tree goes on
//! keeping it from cycling. No cycle has zero cost now, so there is only one flow where it can end.

use super::cost::Cost;
use super::simplex::{Simplex, State};
use crate::progress::Cancelled;

impl<C: Cost> Simplex<C> {
    /// Pivots among the optimal flows until it has the canonical one.
    pub(super) fn canonise(
        &mut self,
        tick: &mut dyn FnMut() -> Result<(), Cancelled>,
    ) -> Result<(), Cancelled> {
        let mut cost = self.zero.clone();
        let mut tail = self.zero.clone();
        let block = self.links.len().isqrt().max(20);
        while let Some(entering) = self.price_canonical(block, [&mut cost, &mut tail]) {
            self.pivot(entering, tick)?;
        }
        Ok(())
    }

    /// The arc whose cycle gains on the arc of lowest number, of the first block of arcs in which there is one.
    fn price_canonical(&mut self, block: usize, [cost, tail]: [&mut C; 2]) -> Option<usize> {
        let mut best = None;
        let mut priced = 0;
        for _ in 0..self.groups.len() {
            let (node, arcs) = self.next_group();
            priced += arcs.len();
            self.tree.potential_into(node, &self.links, tail);
            for at in arcs {
                let link = &self.links[at];
                if link.state == State::Tree {
                    continue;
                }
                cost.clone_from(&link.cost);
                cost.add(self.tree.potential(link.to));
                if *cost != *tail {
                    continue;
                }
                if let Some(number) = self.gains(at)
                    && best.is_none_or(|(least, _)| number < least)
                {
                    best = Some((number, at));
                }
            }
            if priced >= block && best.is_some() {
                break;
            }
        }
        best.map(|(_, at)| at)
    }

    /// The arc of lowest number on the cycle that an arc closes, if it gains by a push around it.
    fn gains(&self, entering: usize) -> Option<u32> {
        let number = self.loads[entering].number;
        let (tail, head) = self.ends(entering);
        let from_tail = self.tree.least(tail, &self.loads);
        let from_head = self.tree.least(head, &self.loads);
        let mut least = number;
        let mut gains = self.links[entering].state == State::Empty;

        if from_tail.number != from_head.number {
            // The lower of the two is not on the other's way to the root, so it is on the cycle.
            if from_tail.number < least {
                least = from_tail.number;
                gains = !from_tail.up;
            }
            if from_head.number < least {
                least = from_head.number;
                gains = from_head.up;
            }
        } else if from_head.number < number {
            // It is above the cycle, and says nothing of what is on it.
            let (mut low, mut high) = (tail, head);
            let (mut low_depth, mut high_depth) = (self.tree.depth(tail), self.tree.depth(head));
            while low != high {
                let upward = low_depth < high_depth;
                let (at, depth) = if upward {
                    (&mut high, &mut high_depth)
                } else {
                    (&mut low, &mut low_depth)
                };
                let node = self.tree.node(*at);
                let number = self.loads[node.arc as usize].number;
                if number < least {
                    least = number;
                    gains = node.up == upward;
                }
                *at = node.parent;
                *depth -= 1;
            }
        }
        gains.then_some(least)
    }
}
