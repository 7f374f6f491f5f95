//! The proof that a flow is optimal, checked without trusting whoever found it.

use super::{Network, ROOT, Solved};

/// Why a flow with potentials is no proof of an optimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Flaw {
    #[error("not one flow per arc, or not one potential per node and level")]
    Shape,
    #[error("the flow of arc {arc} is below zero or above its capacity")]
    Bounds { arc: usize },
    #[error("what leaves node {node} is not what enters it and its supply")]
    Balance { node: usize },
    #[error("the potential of the root is not zero")]
    Root,
    #[error("arc {arc} has room, and more flow on it would cost less")]
    More { arc: usize },
    #[error("arc {arc} has flow, and less flow on it would cost less")]
    Less { arc: usize },
}

impl Network {
    /// Whether the flow keeps to supplies and capacities, and costs least on the levels in their order.
    ///
    /// The reduced cost of an arc is its cost plus the potential of its end less that of its beginning, level by level.
    /// Where an arc has room it may not be below zero, and where it has flow not above, the first level that isn't zero
    /// deciding. Then no other flow costs less: around any cycle of changes the potentials cancel. What is not
    /// checked is which of several optimal flows this is.
    pub(crate) fn verify(&self, solved: &Solved) -> Result<(), Flaw> {
        let Solved { flow, potentials } = solved;
        let nodes = self.supply.len();
        if flow.len() != self.arcs.len()
            || (potentials.nodes, potentials.levels) != (nodes, self.levels)
        {
            return Err(Flaw::Shape);
        }
        if potentials[ROOT].iter().any(|&level| level != 0) {
            return Err(Flaw::Root);
        }

        let mut kept: Vec<i128> = self.supply.iter().copied().map(i128::from).collect();
        for (at, (arc, &cents)) in self.arcs.iter().zip(flow).enumerate() {
            if cents < 0 || arc.capacity.is_some_and(|capacity| cents > capacity) {
                return Err(Flaw::Bounds { arc: at });
            }
            kept[arc.from] -= i128::from(cents);
            kept[arc.to] += i128::from(cents);
        }
        if let Some(node) = (1..nodes).find(|&node| kept[node] != 0) {
            return Err(Flaw::Balance { node });
        }

        for (at, (arc, &cents)) in self.arcs.iter().zip(flow).enumerate() {
            let ends = potentials[arc.to].iter().zip(&potentials[arc.from]);
            let mut reduced = ends.enumerate().map(|(level, (to, from))| {
                let costs = arc.cost.iter().filter(|(of, _)| *of == level);
                let cost: i128 = costs.map(|(_, each)| i128::from(*each)).sum();
                cost + i128::from(*to) - i128::from(*from)
            });
            // The levels after the first that isn't zero don't count.
            let decides = reduced.find(|sum| *sum != 0).unwrap_or(0);
            if decides < 0 && arc.capacity.is_none_or(|capacity| cents < capacity) {
                return Err(Flaw::More { arc: at });
            }
            if decides > 0 && cents > 0 {
                return Err(Flaw::Less { arc: at });
            }
        }
        Ok(())
    }
}
