//! Flow networks of the shape that allocation makes, of any size, from a seed.

use super::draw::Draw;
use crate::flow::{Arc, Network, ROOT};

/// Lost, own funds, carry-over of two dates, retained, moved.
const LEVELS: usize = 6;

/// Classes that may each go to a quarter of the buckets, one of them booked, and otherwise to own funds; buckets in
/// slices: refunded, carried to either date, retained, neutral.
#[must_use]
pub(crate) fn transport(classes: usize, buckets: usize, seed: u64) -> Network {
    let mut draw = Draw::new(seed);
    let mut supply = vec![0];
    let mut arcs = Vec::new();
    for class in 1..=classes {
        // Amounts of all sizes: few large ones, many small.
        let size = 10_i64.pow(draw.below(5) + 3);
        supply.push(i64::from(draw.below(1000)) * size / 1000 + 1);
        let booked = draw.below(4);
        let mut eligible = 0;
        for bucket in 0..buckets {
            if draw.below(4) == 0 {
                let cost = if eligible == booked {
                    vec![(5, -1)]
                } else {
                    Vec::new()
                };
                arcs.push(arc(class, classes + 1 + bucket, None, cost));
                eligible += 1;
            }
        }
        arcs.push(arc(class, ROOT, None, vec![(0, 1), (1, 1)]));
    }
    let total: i64 = supply.iter().sum();
    let average = total / i64::try_from(buckets).unwrap_or(i64::MAX).max(1);
    for bucket in 0..buckets {
        let node = classes + 1 + bucket;
        supply.push(0);
        for cost in [
            vec![(0, -1)],
            vec![(2, -1)],
            vec![(3, -1)],
            vec![(4, 1)],
            Vec::new(),
        ] {
            let cents = average / 1000 * i64::from(draw.below(500));
            arcs.push(arc(node, ROOT, Some(cents), cost));
        }
    }
    Network {
        levels: LEVELS,
        supply,
        arcs,
    }
}

fn arc(from: usize, to: usize, capacity: Option<i64>, cost: Vec<(usize, i32)>) -> Arc {
    Arc {
        from,
        to,
        capacity,
        cost: cost.into(),
    }
}
