//! The same answer the obvious way: shortest augmenting paths, then arc by arc as much as the optimum allows.

use super::super::{Network, ROOT};

/// A step in the residual network.
struct Step {
    from: usize,
    to: usize,
    arc: usize,
    forward: bool,
    room: i64,
}

pub(super) fn solve(network: &Network) -> Vec<i64> {
    let mut flow = vec![0; network.arcs.len()];
    for (node, &supply) in network.supply.iter().enumerate().skip(1) {
        let mut left = supply;
        while left > 0 {
            let steps = tight(network, &flow);
            let way = walk(&steps, node, ROOT).expect("a way to the root");
            left -= push(&mut flow, way.into_iter(), left);
        }
    }
    for (at, arc) in network.arcs.iter().enumerate() {
        loop {
            let mut steps = tight(network, &flow);
            let Some(this) = steps.iter().position(|step| step.arc == at && step.forward) else {
                break;
            };
            let this = steps.swap_remove(this);
            // Arcs that had their turn stay as they are.
            steps.retain(|step| step.arc > at);
            let Some(way) = walk(&steps, arc.to, arc.from) else {
                break;
            };
            push(&mut flow, way.into_iter().chain([&this]), i64::MAX);
        }
    }
    flow
}

fn steps(network: &Network, flow: &[i64]) -> Vec<Step> {
    let mut steps = Vec::new();
    for (at, arc) in network.arcs.iter().enumerate() {
        let room = arc.capacity.unwrap_or(i64::MAX) - flow[at];
        if room > 0 {
            steps.push(Step {
                from: arc.from,
                to: arc.to,
                arc: at,
                forward: true,
                room,
            });
        }
        if flow[at] > 0 {
            steps.push(Step {
                from: arc.to,
                to: arc.from,
                arc: at,
                forward: false,
                room: flow[at],
            });
        }
    }
    steps
}

/// What it costs to come from `step.from` when the rest of the way costs `rest`.
fn via(network: &Network, step: &Step, rest: &[i64]) -> Vec<i64> {
    let mut sum = rest.to_vec();
    for &(level, coefficient) in network.arcs[step.arc].cost.iter() {
        sum[level] += if step.forward {
            i64::from(coefficient)
        } else {
            -i64::from(coefficient)
        };
    }
    sum
}

/// Bellman and Ford, towards the root; `None` where there is no way.
pub(super) fn distances(network: &Network, flow: &[i64]) -> Vec<Option<Vec<i64>>> {
    let mut distances = vec![None; network.supply.len()];
    distances[ROOT] = Some(vec![0; network.levels]);
    let steps = steps(network, flow);
    for round in 0.. {
        let mut changed = false;
        for step in &steps {
            let Some(rest) = &distances[step.to] else {
                continue;
            };
            let sum = via(network, step, rest);
            if distances[step.from]
                .as_ref()
                .is_none_or(|known| sum < *known)
            {
                distances[step.from] = Some(sum);
                changed = true;
            }
        }
        if !changed {
            break;
        }
        assert!(
            round < network.supply.len(),
            "a cycle that costs less than nothing"
        );
    }
    distances
}

/// The steps that a shortest way to the root may take.
fn tight(network: &Network, flow: &[i64]) -> Vec<Step> {
    let distances = distances(network, flow);
    let mut steps = steps(network, flow);
    steps.retain(|step| match (&distances[step.from], &distances[step.to]) {
        (Some(from), Some(to)) => *from == via(network, step, to),
        _ => false,
    });
    steps
}

/// A way without detours, breadth first.
fn walk(steps: &[Step], from: usize, to: usize) -> Option<Vec<&Step>> {
    let mut ways = vec![(from, Vec::new())];
    let mut at = 0;
    while let Some((node, way)) = ways.get(at).cloned() {
        if node == to {
            return Some(way);
        }
        for step in steps.iter().filter(|step| step.from == node) {
            if ways.iter().all(|&(known, _)| known != step.to) {
                ways.push((step.to, [way.as_slice(), &[step]].concat()));
            }
        }
        at += 1;
    }
    None
}

fn push<'a>(flow: &mut [i64], way: impl Iterator<Item = &'a Step> + Clone, most: i64) -> i64 {
    let most = way.clone().map(|step| step.room).fold(most, i64::min);
    for step in way {
        flow[step.arc] += if step.forward { most } else { -most };
    }
    most
}
