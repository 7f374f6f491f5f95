//! Random small networks, full of ties.

use proptest::prelude::*;

use super::super::{Arc, Network, ROOT};
/// Where the networks of the bench look for their numbers.
pub(super) use super::numbers::Draw;

/// Up to seven nodes beside the root, with parallel arcs, closed arcs, nodes without a way out, and amounts up to the largest.
pub(super) fn network() -> impl Strategy<Value = Network> {
    (
        1..8_usize,
        0..4_usize,
        any::<bool>(),
        prop::sample::select(vec![1, 1, 1_000, 10_i64.pow(17)]),
    )
        .prop_flat_map(|(nodes, levels, is_layered, unit)| {
            (
                Just((nodes, levels, is_layered, unit)),
                prop::collection::vec((0..4_i64, any::<bool>()), nodes),
                prop::collection::vec(arc(nodes, levels), 0..18),
                prop::collection::vec(coefficients(levels), nodes),
                any::<prop::sample::Index>(),
            )
        })
        .prop_map(
            |((nodes, levels, is_layered, unit), supplies, arcs, owns, place)| {
                let mut left = 10_i64.pow(18) - 1;
                let mut supply = vec![0];
                for (units, is_odd) in supplies {
                    let cents = (units * unit + i64::from(is_odd && units > 0)).min(left);
                    left -= cents;
                    supply.push(cents);
                }
                let mut arcs: Vec<_> = arcs
                    .into_iter()
                    .filter_map(|drawn| drawn.arc(levels, is_layered, unit))
                    .collect();
                // The arcs to the root stand somewhere among the others, as the order of arcs decides between optima.
                let at = place.index(arcs.len() + 1);
                for (from, mut cost) in (1..=nodes).zip(owns) {
                    if supply[from] > 0 {
                        if !is_layered {
                            cost_something(&mut cost);
                        }
                        arcs.insert(
                            at,
                            Arc {
                                from,
                                to: ROOT,
                                capacity: None,
                                cost: sparse(cost).into(),
                            },
                        );
                    }
                }
                Network {
                    levels,
                    supply,
                    arcs,
                }
            },
        )
}

#[derive(Debug, Clone)]
struct Drawn {
    ends: (usize, usize),
    /// No limit, or so many units and cents.
    capacity: Option<(i64, i64)>,
    cost: Vec<i32>,
}

fn arc(nodes: usize, levels: usize) -> impl Strategy<Value = Drawn> {
    (
        (0..=nodes, 0..=nodes),
        prop_oneof![
            2 => Just(None),
            1 => Just(Some((0, 0))),
            5 => (0..4_i64, 0..2_i64).prop_map(Some),
        ],
        coefficients(levels),
    )
        .prop_map(|(ends, capacity, cost)| Drawn {
            ends,
            capacity,
            cost,
        })
}

fn coefficients(levels: usize) -> impl Strategy<Value = Vec<i32>> {
    prop::collection::vec(
        prop_oneof![4 => Just(0), 4 => -1..=1, 1 => -3..=3, 1 => Just(i32::MIN), 1 => Just(i32::MAX)],
        levels,
    )
}

fn cost_something(cost: &mut [i32]) {
    if let Some(first) = cost.first_mut() {
        *first = first.saturating_abs().max(1);
    }
}

fn sparse(cost: Vec<i32>) -> Vec<(usize, i32)> {
    cost.into_iter()
        .enumerate()
        .filter(|&(_, coefficient)| coefficient != 0)
        .collect()
}

impl Drawn {
    /// Layered networks have arcs from higher nodes to lower ones only, with any cost. In others, arcs go anywhere, and all of them
    /// cost something, so that no cycle costs nothing.
    fn arc(mut self, levels: usize, is_layered: bool, unit: i64) -> Option<Arc> {
        let (mut from, mut to) = self.ends;
        if is_layered && from < to {
            (from, to) = (to, from);
        }
        if !is_layered {
            cost_something(&mut self.cost);
        }
        if from == to || (!is_layered && levels == 0 && from < to) {
            return None;
        }
        Some(Arc {
            from,
            to,
            capacity: self.capacity.map(|(units, cents)| units * unit + cents),
            cost: sparse(self.cost).into(),
        })
    }
}
