//! Trees that stay small: of many the largest, and the rest as one that still adds up.

use std::cmp::Reverse;

use super::about::Many;
use super::node::Node;
use super::statement::Statement;

/// The most children of a node. A council member reads no more, and a tree of the deepest kind has a few thousand nodes.
pub(super) const MOST: usize = 24;

/// The children of a node: all of them where there are few, else the largest in their order, and the rest together.
pub(super) fn bounded(mut nodes: Vec<Node>, what: Many) -> Vec<Node> {
    nodes.retain(|node| node.cents() != 0 || node.amount.is_none());
    if nodes.len() <= MOST {
        return nodes;
    }
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|&at| (Reverse(nodes[at].cents().abs()), at));
    let mut kept: Vec<usize> = order.drain(..MOST - 1).collect();
    kept.sort_unstable();
    let rest: i64 = order.iter().map(|&at| nodes[at].cents()).sum();
    let said = Statement::Others {
        what,
        count: order.len(),
    };
    let rest = match nodes[0].amount {
        Some(_) => Node::leaf(said, rest),
        None => Node::said(said),
    };
    let mut at = 0;
    nodes.retain(|_| {
        at += 1;
        kept.binary_search(&(at - 1)).is_ok()
    });
    nodes.push(rest);
    nodes
}

/// The largest of many lines, as they come by, with the sum of all.
#[derive(Clone, Debug, Default)]
pub(super) struct Largest {
    /// Cents and line.
    top: Vec<(i64, usize)>,
    pub(super) count: usize,
    pub(super) sum: i64,
}

impl Largest {
    /// Adds an amount of a line. The amounts of a line come one after the other.
    pub(super) fn add(&mut self, line: usize, cents: i64) {
        self.sum += cents;
        match self.top.last_mut() {
            Some((amount, last)) if *last == line => *amount += cents,
            _ => {
                self.trim();
                self.top.push((cents, line));
                self.count += 1;
            }
        }
    }

    /// Keeps no more than twice what is shown. The last one may still grow, and stays out of it.
    fn trim(&mut self) {
        if self.top.len() >= 2 * MOST {
            self.top.sort_by_key(|&(cents, _)| Reverse(cents.abs()));
            self.top.truncate(MOST);
        }
    }

    /// The lines with their cents, the largest first, with how many others there are and what those come to. Of equal
    /// amounts those that came first.
    pub(super) fn shown(mut self) -> (Vec<(usize, i64)>, usize, i64) {
        self.top.sort_by_key(|&(cents, _)| Reverse(cents.abs()));
        let most = if self.count > MOST { MOST - 1 } else { MOST };
        self.top.truncate(most);
        let shown: i64 = self.top.iter().map(|(cents, _)| cents).sum();
        let lines = self.top.into_iter().map(|(cents, line)| (line, cents));
        let lines: Vec<(usize, i64)> = lines.collect();
        let others = self.count - lines.len();
        (lines, others, self.sum - shown)
    }
}
