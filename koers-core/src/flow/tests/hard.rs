//! Large networks, and those that are known to be hard for a simplex.

use super::super::cost::{Packing, Words};
use super::super::{Network, ROOT};
use super::transport::transport;
use super::{arc, between, solve};

#[test]
fn twenty_thousand_classes_and_sixty_two_buckets() {
    let network = transport(20_000, 62, 7);
    let solved = solve(&network);
    assert_eq!(network.verify(&solved), Ok(()));
    assert!(between(&network, &solved) < network.supply.len());
}

/// A chain as deep as the network is long: nothing here may recurse.
#[test]
fn five_thousand_nodes_one_behind_the_other() {
    let nodes = 5_000;
    let mut supply = vec![0; nodes + 1];
    supply[nodes] = 10_i64.pow(18) - 1;
    let mut arcs: Vec<_> = (1..=nodes)
        .rev()
        .map(|node| arc(node, node - 1, None, &[(0, 1)]))
        .collect();
    arcs.push(arc(nodes, ROOT, None, &[(1, i32::MAX)]));
    let network = Network {
        levels: 2,
        supply,
        arcs,
    };
    let solved = solve(&network);
    assert_eq!(network.verify(&solved), Ok(()));
    assert_eq!(solved.flow[0], 0);
    assert_eq!(solved.potentials[nodes], [0, i64::from(i32::MAX)]);
}

/// Equal supplies and equal capacities everywhere: nearly every pivot moves nothing, which is where a simplex without
/// Cunningham's rule may go round for ever.
#[test]
fn assignments_in_which_everything_is_tied() {
    for size in [2, 5, 12, 30] {
        for levels in 0..3 {
            let mut supply = vec![1; size + 1];
            supply.resize(2 * size + 1, 0);
            let mut arcs = Vec::new();
            for class in 1..=size {
                for bucket in 1..=size {
                    let cost: Vec<_> = (0..levels)
                        .map(|level| {
                            (
                                level,
                                i32::try_from((class * bucket + level) % 3).unwrap_or(0) - 1,
                            )
                        })
                        .filter(|&(_, coefficient)| coefficient != 0)
                        .collect();
                    arcs.push(arc(class, size + bucket, Some(1), &cost));
                }
                arcs.push(arc(class, ROOT, None, &[]));
            }
            for bucket in 1..=size {
                arcs.push(arc(size + bucket, ROOT, Some(1), &[]));
                arcs.push(arc(size + bucket, ROOT, Some(1), &[]));
            }
            let network = Network {
                levels,
                supply,
                arcs,
            };
            let solved = solve(&network);
            assert_eq!(network.verify(&solved), Ok(()));
            if size <= 5 {
                assert_eq!(solved.flow, super::slow::solve(&network));
            }
        }
    }
}

/// Supply comes down a ladder whose rungs are all as wide as its sides.
#[test]
fn ladders() {
    for rungs in [1, 3, 10, 300] {
        let node = |rung: usize, side: usize| 1 + 2 * rung + side;
        let mut supply = vec![0; 2 * rungs + 3];
        supply[node(rungs, 0)] = 1;
        supply[node(rungs, 1)] = 1;
        let mut arcs = Vec::new();
        for side in 0..2 {
            arcs.push(arc(node(rungs, side), ROOT, None, &[(0, 1)]));
            arcs.push(arc(node(0, side), ROOT, Some(1), &[]));
            for rung in 0..rungs {
                arcs.push(arc(node(rung + 1, side), node(rung, side), Some(1), &[]));
                arcs.push(arc(
                    node(rung + 1, side),
                    node(rung, 1 - side),
                    Some(1),
                    &[(1, 1)],
                ));
            }
        }
        let network = Network {
            levels: 2,
            supply,
            arcs,
        };
        let solved = solve(&network);
        assert_eq!(network.verify(&solved), Ok(()));
        assert_eq!(network.objective(&solved.flow), [0, 0]);
        if rungs <= 10 {
            assert_eq!(solved.flow, super::slow::solve(&network));
        }
    }
}

/// More levels than any word holds.
#[test]
fn two_hundred_levels() {
    let levels = 200;
    let mut network = transport(40, 12, 3);
    network.levels = levels;
    for (at, arc) in network.arcs.iter_mut().enumerate() {
        let sign = if at % 2 == 0 { 1 } else { -1 };
        arc.cost = [(at * 7 % 100, sign), (100 + at * 13 % 100, 5 * sign)].into();
    }
    let packing = Packing::tight(&network);
    assert!(packing.words() > 1 && packing.words() < levels / 4);
    let solved = solve(&network);
    assert_eq!(network.verify(&solved), Ok(()));
    let loose = Packing::loose(&network);
    assert_eq!(loose.words(), levels);
    assert_eq!(
        network.solve_as::<Words>(&loose, &mut || Ok(())),
        Ok(solved)
    );
}
