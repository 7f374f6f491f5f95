mod draw;
mod hard;
#[expect(unreachable_pub, reason = "the bench, whose file this is, exports it")]
#[path = "../../../bench/draw.rs"]
mod numbers;
mod slow;
#[path = "../../../bench/transport.rs"]
mod transport;

use proptest::prelude::*;

use super::cost::{Packing, Words};
use super::{Arc, Flaw, Network, Potentials, ROOT, Solved};
use crate::progress::Cancelled;

fn solve(network: &Network) -> Solved {
    network.solve(&mut || Ok(())).expect("not cancelled")
}

/// How many arcs are neither empty nor full.
fn between(network: &Network, solved: &Solved) -> usize {
    network
        .arcs
        .iter()
        .zip(&solved.flow)
        .filter(|&(arc, &cents)| cents > 0 && arc.capacity != Some(cents))
        .count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_answer_is_that_of_the_slow_solver(network in draw::network()) {
        let solved = solve(&network);
        let slow = slow::solve(&network);
        prop_assert_eq!(&solved.flow, &slow);
        prop_assert_eq!(network.objective(&solved.flow), network.objective(&slow));
        for (node, distance) in slow::distances(&network, &slow).iter().enumerate() {
            if let Some(levels) = distance {
                prop_assert_eq!(&solved.potentials[node], levels.as_slice(), "node {}", node);
            }
        }
        prop_assert_eq!(network.verify(&solved), Ok(()));
        prop_assert!(between(&network, &solved) < network.supply.len());
    }

    #[test]
    fn one_word_and_a_word_per_level_give_the_same(network in draw::network()) {
        let tight = network.solve_as::<Words>(&Packing::tight(&network), &mut || Ok(()));
        let loose = network.solve_as::<Words>(&Packing::loose(&network), &mut || Ok(()));
        prop_assert_eq!(&tight, &loose);
        prop_assert_eq!(network.solve(&mut || Ok(())), loose);
    }

    #[test]
    fn nodes_that_carry_nothing_change_nothing(network in draw::network()) {
        let solved = solve(&network);
        // With these there are more nodes than a word has bits.
        let with_idle = with_idle(&network, 70);
        let with_idle = solve(&with_idle);
        prop_assert_eq!(&with_idle.flow[..solved.flow.len()], &solved.flow[..]);
        prop_assert!(with_idle.flow[solved.flow.len()..].iter().all(|&cents| cents == 0));
        for node in 0..network.supply.len() {
            prop_assert_eq!(&with_idle.potentials[node], &solved.potentials[node]);
        }
    }

    #[test]
    fn a_proof_with_one_figure_changed_is_refused(network in draw::network(), up in any::<bool>()) {
        let solved = solve(&network);
        let change = if up { 1 } else { -1 };
        for at in 0..network.arcs.len() {
            let mut other = solved.clone();
            other.flow[at] += change;
            prop_assert!(network.verify(&other).is_err(), "flow of arc {}", at);
        }
        let distances = slow::distances(&network, &solved.flow);
        for (node, distance) in distances.iter().enumerate() {
            for level in 0..network.levels {
                let mut other = solved.clone();
                other.potentials[node][level] += change;
                // The way from a node to the root can be used, so its potential can't be higher. Lower it can be,
                // unless one of the arcs at the node may go both ways.
                let is_held = network.arcs.iter().zip(&solved.flow).any(|(arc, &cents)| {
                    (arc.from == node || arc.to == node) && cents > 0 && arc.capacity != Some(cents)
                });
                if node == ROOT || is_held || (up && distance.is_some()) {
                    prop_assert!(network.verify(&other).is_err(), "potential {} of node {}", level, node);
                }
            }
        }
    }
}

fn arc(from: usize, to: usize, capacity: Option<i64>, cost: &[(usize, i32)]) -> Arc {
    Arc {
        from,
        to,
        capacity,
        cost: cost.into(),
    }
}

/// The network with pairs of nodes of which one leads to the other, and that to the root.
fn with_idle(network: &Network, pairs: usize) -> Network {
    let mut network = network.clone();
    for _ in 0..pairs {
        let node = network.supply.len();
        network.supply.extend([0, 0]);
        network.arcs.push(arc(node, node + 1, None, &[]));
        network.arcs.push(arc(node + 1, ROOT, Some(5), &[]));
    }
    network
}

#[test]
fn a_root_alone_and_costs_without_levels() {
    let network = Network {
        levels: 0,
        supply: vec![7],
        arcs: Vec::new(),
    };
    let solved = solve(&network);
    assert_eq!(
        (solved.flow.as_slice(), solved.potentials.clone()),
        ([].as_slice(), Potentials::of(&[&[]]))
    );
    assert_eq!(network.verify(&solved), Ok(()));

    // Only the order of arcs decides.
    let network = Network {
        levels: 0,
        supply: vec![0, 10],
        arcs: vec![
            arc(1, 0, Some(4), &[]),
            arc(1, 0, None, &[]),
            arc(1, 0, Some(4), &[]),
        ],
    };
    assert_eq!(solve(&network).flow, [4, 6, 0]);
}

#[test]
fn the_first_level_decides_then_the_second_then_the_order() {
    let mut network = Network {
        levels: 2,
        supply: vec![0, 5],
        arcs: vec![
            arc(1, 0, None, &[(0, 1)]),
            arc(1, 0, Some(2), &[(1, 9)]),
            arc(1, 0, Some(1), &[(0, -1), (1, i32::MAX)]),
            arc(1, 0, None, &[(1, 9)]),
        ],
    };
    let solved = solve(&network);
    assert_eq!(solved.flow, [0, 2, 1, 2]);
    assert_eq!(solved.potentials, Potentials::of(&[&[0, 0], &[0, 9]]));
    assert_eq!(
        network.objective(&solved.flow),
        [-1, i128::from(i32::MAX) + 36]
    );
    network.arcs[1].cost = [(0, -3)].into();
    assert_eq!(solve(&network).flow, [0, 2, 1, 2]);
}

/// The way from node 1 leads into node 3 and back out against an arc that earns what the first one costs: two on a level on which
/// no arc costs more than one.
#[test]
fn a_way_may_cost_more_at_a_node_than_any_arc_into_it() {
    let network = Network {
        levels: 2,
        supply: vec![0, 5, 10, 0],
        arcs: vec![
            arc(1, 3, None, &[(1, 1)]),
            arc(1, 0, None, &[(0, 5)]),
            arc(2, 3, None, &[(1, -1)]),
            arc(2, 0, None, &[(0, 1)]),
            arc(3, 0, Some(10), &[]),
        ],
    };
    let solved = solve(&network);
    assert_eq!(solved.flow, [5, 0, 5, 5, 10]);
    let expected = Potentials::of(&[&[0, 0], &[1, 2], &[1, 0], &[1, 1]]);
    assert_eq!(solved.potentials, expected);
    assert_eq!(network.verify(&solved), Ok(()));
}

#[test]
fn nodes_without_a_way_to_the_root_carry_nothing() {
    let network = Network {
        levels: 1,
        supply: vec![0, 5, 0, 0],
        arcs: vec![
            arc(1, 2, Some(3), &[(0, -9)]),
            arc(2, 3, None, &[(0, -9)]),
            arc(3, 0, Some(0), &[(0, -9)]),
            arc(1, 0, None, &[(0, 4)]),
        ],
    };
    let solved = solve(&network);
    assert_eq!(solved.flow, [0, 0, 0, 5]);
    assert_eq!(
        solved.potentials,
        Potentials::of(&[&[0], &[4], &[13], &[22]])
    );
    assert_eq!(network.verify(&solved), Ok(()));
}

#[test]
fn each_flaw_has_a_name() {
    let network = Network {
        levels: 1,
        supply: vec![0, 5],
        arcs: vec![arc(1, 0, Some(3), &[(0, 1)]), arc(1, 0, None, &[(0, 2)])],
    };
    let flaw = |flow: &[i64], potential: i64| {
        network.verify(&Solved {
            flow: flow.to_vec(),
            potentials: Potentials::of(&[&[0], &[potential]]),
        })
    };
    assert_eq!(flaw(&[3, 2], 2), Ok(()));
    assert_eq!(flaw(&[3], 2), Err(Flaw::Shape));
    assert_eq!(flaw(&[4, 1], 2), Err(Flaw::Bounds { arc: 0 }));
    assert_eq!(flaw(&[3, 3], 2), Err(Flaw::Balance { node: 1 }));
    assert_eq!(flaw(&[2, 3], 2), Err(Flaw::More { arc: 0 }));
    assert_eq!(flaw(&[3, 2], 1), Err(Flaw::Less { arc: 1 }));
    assert_eq!(flaw(&[3, 2], 3), Err(Flaw::More { arc: 1 }));
    let lifted = Solved {
        flow: vec![3, 2],
        potentials: Potentials::of(&[&[1], &[3]]),
    };
    assert_eq!(network.verify(&lifted), Err(Flaw::Root));
}

#[test]
fn a_run_can_be_stopped() {
    let network = transport::transport(2_000, 40, 1);
    let mut ticks = 0;
    let stopped = network.solve(&mut || {
        ticks += 1;
        if ticks == 2 { Err(Cancelled) } else { Ok(()) }
    });
    assert_eq!((stopped, ticks), (Err(Cancelled), 2));
}
