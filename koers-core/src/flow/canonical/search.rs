//! What the search at hand has found.

use super::{NONE, short};

pub(super) struct Search {
    /// Which search it is.
    pub(super) number: u32,
    /// By node: the last search that reached it, and the arc by which it did.
    seen: Vec<(u32, u32)>,
    /// By node, sources excepted, the one from which a search by bits last came there.
    from: Vec<u32>,
    /// By node: the last search that wanted to go there, and the arc on which to go back from there, if any.
    goal: Vec<(u32, u32)>,
    /// The nodes that were reached, sources excepted, each with how many of the arcs into it were looked at.
    pub(super) reached: Vec<(u32, usize)>,
    /// By node its bit, sources excepted; zeros where there are more nodes than a word has bits.
    bits: Vec<u64>,
    /// By bit its node.
    nodes: Vec<u32>,
    /// The bits of the nodes where the search wants to go.
    wanted: u64,
}

impl Search {
    /// `is_source` says which nodes have no part of their own.
    pub(super) fn new(is_source: &[bool]) -> Self {
        let others = (0..is_source.len()).filter(|&node| !is_source[node]);
        let mut nodes: Vec<u32> = others.map(short).collect();
        if nodes.len() > 64 {
            nodes.clear();
        }
        let mut bits = vec![0; is_source.len()];
        for (bit, &node) in nodes.iter().enumerate() {
            bits[node as usize] = 1 << bit;
        }
        Self {
            number: 0,
            seen: vec![(0, NONE); is_source.len()],
            from: vec![NONE; is_source.len()],
            goal: vec![(0, NONE); is_source.len()],
            reached: Vec::new(),
            bits,
            nodes,
            wanted: 0,
        }
    }

    pub(super) fn has_bits(&self) -> bool {
        !self.nodes.is_empty()
    }

    /// The bit of a node.
    pub(super) fn bit(&self, node: u32) -> u64 {
        self.bits[node as usize]
    }

    /// Those of all nodes.
    pub(super) fn all(&self) -> u64 {
        self.bits.iter().fold(0, |all, bit| all | bit)
    }

    /// Those of the nodes that arcs lead to.
    pub(super) fn bits_of(&self, leads: &[u32]) -> u64 {
        let ends = leads.iter().filter(|&&end| end != NONE);
        ends.fold(0, |bits, &end| bits | self.bit(end))
    }

    /// Goes on to the next search, without goals.
    pub(super) fn next(&mut self) {
        self.number += 1;
        self.wanted = 0;
    }

    /// Wants to go to a node, and back from there on an arc, if any.
    pub(super) fn want(&mut self, node: u32, back: u32) {
        self.goal[node as usize] = (self.number, back);
        self.wanted |= self.bit(node);
    }

    /// The arc on which to go back from a goal.
    pub(super) fn back(&self, goal: u32) -> u32 {
        self.goal[goal as usize].1
    }

    /// The arc by which a node on the way was reached.
    pub(super) fn by(&self, node: u32) -> usize {
        self.seen[node as usize].1 as usize
    }

    /// Says by which arc a node is reached.
    pub(super) fn name(&mut self, node: u32, by: u32) {
        self.seen[node as usize] = (self.number, by);
    }

    pub(super) fn is_new(&mut self, node: u32, by: u32) -> bool {
        let is_new = self.seen[node as usize].0 != self.number;
        if is_new {
            self.name(node, by);
        }
        is_new
    }

    /// Notes a node that is no source, and says whether it is a goal.
    pub(super) fn reach(&mut self, node: u32, by: u32) -> bool {
        if !self.is_new(node, by) {
            return false;
        }
        self.reached.push((node, 0));
        self.goal[node as usize].0 == self.number
    }

    /// Begins by bits at a node, and says whether it is a goal.
    pub(super) fn begin_at(&mut self, node: u32) -> bool {
        self.reached.clear();
        self.reached.push((node, 0));
        self.bit(node) & self.wanted != 0
    }

    /// Notes nodes by their bits, all reached from one, and says whether one is a goal.
    pub(super) fn reach_all(&mut self, mut new: u64, from: u32) -> Option<u32> {
        let goals = new & self.wanted;
        if goals != 0 {
            new = goals;
        }
        while new != 0 {
            let node = self.nodes[new.trailing_zeros() as usize];
            self.from[node as usize] = from;
            if goals != 0 {
                return Some(node);
            }
            self.reached.push((node, 0));
            new &= new - 1;
        }
        None
    }

    /// The node from which a search by bits came to a node.
    pub(super) fn from(&self, node: u32) -> u32 {
        self.from[node as usize]
    }
}
