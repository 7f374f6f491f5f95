//! The primal network simplex (Dantzig 1951; Ahuja, Magnanti and Orlin, Network Flows, 1993, chapter 11).
//!
//! All arcs outside a spanning tree are empty or full. An arc whose reduced cost has the wrong sign enters; flow is pushed
//! around the cycle that it closes until an arc of it can take no more, and that one leaves. Ties among these would let the
//! method go round in circles without pushing anything. Cunningham (A network simplex method, Mathematical
//! Programming 11, 1976) keeps the tree *strongly feasible*: every node can send at least a cent to the root along the
//! tree. The rule is to let the last tied arc leave, going around in the direction of the flow from the node nearest the root.
//!
//! It does more than prevent cycling. Since the tree path of every node can be used, the tree's potentials are the
//! shortest distances to the root in the residual network: they depend on the flow alone, not on the tree.

use std::collections::BTreeMap;

use super::cost::{Cost, Packing};
use super::start::Start;
use super::tree::{NONE, Tree};
use super::{Network, Potentials, ROOT, Solved};
use crate::progress::Cancelled;

/// What pricing reads of an arc.
pub(super) struct Link<C> {
    pub(super) cost: C,
    pub(super) to: u32,
    pub(super) state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Tree,
    Empty,
    Full,
}

/// What only a pivot reads of it.
pub(super) struct Load {
    pub(super) flow: i64,
    pub(super) capacity: i64,
    pub(super) from: u32,
    /// Its place among the arcs of the network, which decides between optimal flows.
    pub(super) number: u32,
}

pub(super) struct Simplex<C> {
    /// The arcs that are open, grouped by the node that they leave.
    pub(super) links: Vec<Link<C>>,
    pub(super) loads: Vec<Load>,
    /// The groups: a node, and where its arcs end, which is where those of the next begin.
    pub(super) groups: Vec<(u32, usize)>,
    pub(super) tree: Tree<C>,
    /// The group to price next.
    next: usize,
    pub(super) zero: C,
    pivots: usize,
}

/// Of how many prices is kept what they are as words.
const MOST_PACKED: usize = 8;

/// How many pivots go by between two looks whether the run is cancelled.
const PIVOTS_PER_TICK: usize = 256;

impl<C: Cost> Simplex<C> {
    pub(super) fn new(network: &Network, packing: &Packing, start: &Start) -> Self {
        let nodes = network.supply.len();
        let mut words = Vec::new();
        let zero: C = packing.pack(&[], &mut words);

        let is_open = |at: usize| {
            let arc = &network.arcs[at];
            !arc.is_closed()
                && arc.from != arc.to
                && (arc.to == ROOT || start.arc[arc.to].is_some())
        };
        let mut order: Vec<usize> = (0..network.arcs.len()).filter(|&at| is_open(at)).collect();
        // Most are in this order already.
        order.sort_by_key(|&at| network.arcs[at].from);

        let mut is_source = vec![true; nodes];
        is_source[ROOT] = false;
        let mut place = vec![NONE; network.arcs.len()];
        let mut links = Vec::with_capacity(order.len());
        let mut loads = Vec::with_capacity(order.len());
        let mut groups: Vec<(u32, usize)> = Vec::with_capacity(nodes);
        // Most arcs cost what those beside them do.
        let mut packed: Vec<(*const (usize, i32), C)> = Vec::new();
        for (here, &at) in order.iter().enumerate() {
            let arc = &network.arcs[at];
            let from = short(arc.from);
            is_source[arc.to] = false;
            place[at] = short(here);
            match groups.last_mut() {
                Some((node, end)) if *node == from => *end = here + 1,
                _ => groups.push((from, here + 1)),
            }
            let price = arc.cost.as_ptr();
            let known = packed.iter().rposition(|(of, _)| *of == price);
            let known = known.unwrap_or_else(|| {
                if packed.len() == MOST_PACKED {
                    packed.clear();
                }
                packed.push((price, packing.pack(&arc.cost, &mut words)));
                packed.len() - 1
            });
            links.push(Link {
                cost: packed[known].1.clone(),
                to: short(arc.to),
                state: State::Empty,
            });
            loads.push(Load {
                flow: 0,
                capacity: arc.capacity.unwrap_or(i64::MAX),
                from,
                number: short(at),
            });
        }

        let mut tree = Tree::new(is_source.into_iter(), &zero);
        let mut carried = network.supply.clone();
        for &node in &start.order {
            if let Some(at) = start.arc[node] {
                let arc = place[at];
                links[arc as usize].state = State::Tree;
                tree.plant(short(node), short(network.arcs[at].to), arc, &links);
            }
        }
        for &node in start.order.iter().rev() {
            if let Some(at) = start.arc[node] {
                loads[place[at] as usize].flow = carried[node];
                carried[network.arcs[at].to] += carried[node];
            }
        }
        Self {
            links,
            loads,
            groups,
            tree,
            next: 0,
            zero,
            pivots: 0,
        }
    }

    /// Pivots until no arc outside the tree has a reduced cost of the wrong sign.
    ///
    /// The nodes are gone through in turn, and the best arc out of each enters. To compare the arcs of several nodes, as a block
    /// search does, costs more than it saves: the cheapest way for a class is found where the class is looked at.
    pub(super) fn minimise(
        &mut self,
        tick: &mut dyn FnMut() -> Result<(), Cancelled>,
    ) -> Result<(), Cancelled> {
        let [mut best, mut cost, mut tail] = [(); 3].map(|()| self.zero.clone());
        let mut fruitless = 0;
        while fruitless < self.groups.len() {
            if let Some(entering) = self.price([&mut best, &mut cost, &mut tail]) {
                self.pivot(entering, tick)?;
                fruitless = 0;
            } else {
                fruitless += 1;
            }
        }
        Ok(())
    }

    /// The arc out of the next node that saves most per cent, if any saves.
    fn price(&mut self, [best, cost, tail]: [&mut C; 3]) -> Option<usize> {
        best.clone_from(&self.zero);
        let mut entering = None;
        let (node, arcs) = self.next_group();
        self.tree.potential_into(node, &self.links, tail);
        let begin = arcs.start;
        for (at, link) in self.links[arcs].iter().enumerate() {
            if link.state == State::Tree {
                continue;
            }
            cost.clone_from(&link.cost);
            cost.add(self.tree.potential(link.to));
            cost.subtract(tail);
            if link.state == State::Full {
                cost.negate();
            }
            if *cost < *best {
                std::mem::swap(cost, best);
                entering = Some(begin + at);
            }
        }
        entering
    }

    /// A node and its arcs, all of them in turn.
    fn next_group(&mut self) -> (u32, std::ops::Range<usize>) {
        let (node, end) = self.groups[self.next];
        let begin = match self.next.checked_sub(1) {
            Some(before) => self.groups[before].1,
            None => 0,
        };
        self.next += 1;
        if self.next == self.groups.len() {
            self.next = 0;
        }
        (node, begin..end)
    }

    /// Pushes what it can around the cycle that the arc closes, and gives up the arc that stopped it.
    fn pivot(
        &mut self,
        entering: usize,
        tick: &mut dyn FnMut() -> Result<(), Cancelled>,
    ) -> Result<(), Cancelled> {
        self.pivots += 1;
        if self.pivots.is_multiple_of(PIVOTS_PER_TICK) {
            tick()?;
        }
        let (tail, head) = self.ends(entering);
        let mut most = self.loads[entering].capacity;
        let mut leaving = None;

        // Around the cycle in the direction of the push the order is: from the apex down to the tail, the entering arc, from the
        // head up to the apex. The last arc that stops the push is the one nearest the apex above the head, else the
        // entering arc, else the one nearest the tail.
        let (mut low, mut high) = (tail, head);
        let (mut low_depth, mut high_depth) = (self.tree.depth(tail), self.tree.depth(head));
        while low != high {
            if low_depth >= high_depth {
                let room = self.room(low, false);
                if room < most {
                    most = room;
                    leaving = Some((low, tail, head));
                }
                low = self.tree.node(low).parent;
                low_depth -= 1;
            } else {
                let room = self.room(high, true);
                if room <= most {
                    most = room;
                    leaving = Some((high, head, tail));
                }
                high = self.tree.node(high).parent;
                high_depth -= 1;
            }
        }

        if most > 0 {
            self.push(tail, low, false, most);
            self.push(head, low, true, most);
            let load = &mut self.loads[entering];
            match self.links[entering].state {
                State::Full => load.flow -= most,
                State::Empty | State::Tree => load.flow += most,
            }
        }
        let Some((top, moved, parent)) = leaving else {
            self.links[entering].state = self.bound(entering);
            return Ok(());
        };
        let given_up = self.tree.node(top).arc as usize;
        self.links[given_up].state = self.bound(given_up);
        self.links[entering].state = State::Tree;
        let up = self.loads[entering].from == moved;
        let arc = short(entering);
        self.tree
            .rehang((moved, top), (parent, arc, up), &self.links);
        Ok(())
    }

    /// Where a push along an arc outside the tree begins and ends.
    fn ends(&self, arc: usize) -> (u32, u32) {
        let (from, to) = (self.loads[arc].from, self.links[arc].to);
        match self.links[arc].state {
            State::Full => (to, from),
            State::Empty | State::Tree => (from, to),
        }
    }

    /// How much more can go between a node and its parent, `upward` or down.
    fn room(&self, node: u32, upward: bool) -> i64 {
        let node = self.tree.node(node);
        let load = &self.loads[node.arc as usize];
        if node.up == upward {
            load.capacity - load.flow
        } else {
            load.flow
        }
    }

    fn push(&mut self, from: u32, apex: u32, upward: bool, cents: i64) {
        let mut at = from;
        while at != apex {
            let node = self.tree.node(at);
            let load = &mut self.loads[node.arc as usize];
            if node.up == upward {
                load.flow += cents;
            } else {
                load.flow -= cents;
            }
            at = node.parent;
        }
    }

    fn bound(&self, arc: usize) -> State {
        if self.loads[arc].flow == 0 {
            State::Empty
        } else {
            State::Full
        }
    }

    /// The flow by arc, and the potentials of the nodes in the tree; those of other nodes are zero.
    pub(super) fn solved(&self, network: &Network, packing: &Packing) -> Solved {
        let mut flow = vec![0; network.arcs.len()];
        for load in &self.loads {
            flow[load.number as usize] = load.flow;
        }
        let mut sum = self.zero.clone();
        // Many nodes have the same: the first of them.
        let mut known: BTreeMap<C, usize> = BTreeMap::new();
        let mut potentials = Potentials::zero(network);
        for node in 0..network.supply.len() {
            let short = short(node);
            if self.tree.node(short).parent == NONE {
                continue;
            }
            self.tree.potential_into(short, &self.links, &mut sum);
            if let Some(&known) = known.get(&sum) {
                potentials.repeat(known, node);
            } else {
                potentials[node].copy_from_slice(&packing.unpack(&sum));
                known.insert(sum.clone(), node);
            }
        }
        Solved { flow, potentials }
    }
}

/// Nodes and arcs are counted in 32 bits: half the memory to go through, and a network of 2^32 arcs fits in none.
pub(super) fn short(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}
