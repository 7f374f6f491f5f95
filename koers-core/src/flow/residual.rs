//! Where flow may still go: minimum cuts are read from what can and cannot be reached.

use super::{Network, Solved};

impl Network {
    /// By node: whether it can be reached from one of `from` (`forward`), or can reach one of them (not `forward`), itself included.
    ///
    /// A step follows an arc that has room, or goes against an arc that has flow; `through` says which arcs count.
    pub(crate) fn reached(
        &self,
        solved: &Solved,
        from: &[usize],
        forward: bool,
        through: &dyn Fn(usize) -> bool,
    ) -> Vec<bool> {
        let mut steps = vec![Vec::new(); self.supply.len()];
        for (at, (arc, &cents)) in self.arcs.iter().zip(&solved.flow).enumerate() {
            if !through(at) {
                continue;
            }
            let has_room = arc.capacity.is_none_or(|capacity| cents < capacity);
            let has_flow = cents > 0;
            // Backwards, every step is taken from its end.
            if if forward { has_room } else { has_flow } {
                steps[arc.from].push(arc.to);
            }
            if if forward { has_flow } else { has_room } {
                steps[arc.to].push(arc.from);
            }
        }

        let mut reached = vec![false; self.supply.len()];
        let mut open = from.to_vec();
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut reached[node], true) {
                open.extend(&steps[node]);
            }
        }
        reached
    }
}
