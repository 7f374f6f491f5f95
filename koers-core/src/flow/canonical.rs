//! From an optimal flow to the canonical one: the one that puts most on arc 0, then on arc 1, and so on.
//!
//! The optimal flows differ on *tight* arcs only, those whose reduced cost is zero. So arc by arc, in order, as much as
//! possible is pushed onto it around cycles of tight arcs that have not had their turn, and what it then has stays. The
//! potentials don't change: those of one optimal flow prove them all, and being the largest that do (see `simplex.rs`) they are
//! the same for all. What comes out no other optimal flow equals or beats in the order of arcs, so it is a tree solution,
//! although no tree is kept here.
//!
//! A search that fails is not made twice. What was reached from the end of the arc can reach nothing else, now and for
//! ever: flow changes around cycles only, and no cycle leaves such a set. So the nodes are divided in parts, a search that
//! fails divides a part in two, and arcs from one part to another are never searched for. Sources, the nodes into which no
//! tight arc leads, have no part of their own: they are where their money goes. So fewer searches fail than there are nodes
//! with arcs into them, however many classes there are. (A simplex with one level of cost more per arc gives the same
//! answer; for 5,600 × 62 it took over a hundred times as long.)

mod by_bits;
mod in_rounds;
mod search;

use self::search::Search;
use super::cost::Cost;
use super::simplex::{Load, Simplex, short};
use super::tree::NONE;
use crate::progress::Cancelled;

/// How many searches go by between two looks whether the run is cancelled.
const SEARCHES_PER_TICK: u32 = 1024;

impl<C: Cost> Simplex<C> {
    /// Changes an optimal flow into the canonical one. The tree stays as it was, and its potentials still hold.
    pub(super) fn canonise(
        &mut self,
        tick: &mut dyn FnMut() -> Result<(), Cancelled>,
    ) -> Result<(), Cancelled> {
        let mut canonical = Canonical::new(self);
        for at in canonical.order() {
            canonical.raise(at, tick)?;
        }
        Ok(())
    }
}

struct Canonical<'a> {
    loads: &'a mut [Load],
    /// By node, and one more: where its arcs begin.
    begins: Vec<usize>,
    /// By arc.
    ends: Vec<u32>,
    /// By arc: whether it is tight and has not had its turn.
    is_open: Vec<bool>,
    /// By arc: where it leads if it is open and has room, else `NONE`. All that is read of most arcs, so it is kept small.
    leads: Vec<u32>,
    /// By node: the open arcs into it that have flow, each with where it begins.
    into: Vec<Vec<(u32, u32)>>,
    /// By arc its place in such a list, or `NONE`.
    places: Vec<u32>,
    /// By node: whether no tight arc leads into it.
    is_source: Vec<bool>,
    /// By node, sources excepted.
    part: Vec<u32>,
    /// By part the bits of its nodes.
    parts: Vec<u64>,
    /// By node the bits of the nodes to which its open arcs with room lead.
    beyond: Vec<u64>,
    /// By node the bits of the nodes to which one gets from it by taking flow from an arc into it, and of some to which one no
    /// longer does.
    through: Vec<u64>,
    /// By node how many of its open arcs have flow.
    flowing: Vec<u32>,
    search: Search,
}

impl<'a> Canonical<'a> {
    fn new<C: Cost>(simplex: &'a mut Simplex<C>) -> Self {
        let nodes = simplex.tree.len();
        let arcs = simplex.links.len();
        let mut begins = Vec::with_capacity(nodes + 1);
        let mut leads = vec![NONE; arcs];
        let mut is_open = vec![false; arcs];
        let mut places = vec![NONE; arcs];
        let mut is_source = vec![true; nodes];
        let mut into = vec![Vec::new(); nodes];
        let mut flowing = vec![0; nodes];
        let mut cost = simplex.zero.clone();
        let mut tail = simplex.zero.clone();
        let mut begin = 0;
        for &(node, end) in &simplex.groups {
            begins.resize(node as usize + 1, begin);
            simplex.tree.potential_into(node, &simplex.links, &mut tail);
            for at in begin..end {
                let link = &simplex.links[at];
                cost.clone_from(&link.cost);
                cost.add(simplex.tree.potential(link.to));
                if cost != tail {
                    continue;
                }
                let load = &simplex.loads[at];
                is_open[at] = true;
                is_source[link.to as usize] = false;
                if load.flow < load.capacity {
                    leads[at] = link.to;
                }
                if load.flow > 0 {
                    flowing[node as usize] += 1;
                    let into = &mut into[link.to as usize];
                    places[at] = short(into.len());
                    into.push((short(at), node));
                }
            }
            begin = end;
        }
        begins.resize(nodes + 1, begin);
        let search = Search::new(&is_source);
        let beyond = (0..nodes).map(|node| {
            let leads = &leads[begins[node]..begins[node + 1]];
            search.bits_of(leads)
        });
        let beyond = beyond.collect();
        let mut canonical = Self {
            flowing,
            begins,
            ends: simplex.links.iter().map(|link| link.to).collect(),
            is_open,
            leads,
            into,
            places,
            is_source,
            part: vec![0; nodes],
            parts: vec![search.all()],
            beyond,
            through: vec![0; nodes],
            search,
            loads: &mut simplex.loads,
        };
        for node in 0..nodes {
            let tails = canonical.into[node].iter();
            let through = tails.map(|&(_, tail)| canonical.leads_on(tail));
            canonical.through[node] = through.fold(0, |all, bits| all | bits);
        }
        canonical
    }

    /// The open arcs by number.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<_> = (0..self.is_open.len())
            .filter(|&at| self.is_open[at])
            .collect();
        order.sort_by_key(|&at| self.loads[at].number);
        order
    }

    /// Pushes as much onto an arc as the arcs after it allow.
    fn raise(
        &mut self,
        at: usize,
        tick: &mut dyn FnMut() -> Result<(), Cancelled>,
    ) -> Result<(), Cancelled> {
        self.close(at);
        let mut pushes = 0;
        while self.loads[at].flow < self.loads[at].capacity && self.set_goals(at) {
            if self.search.number.is_multiple_of(SEARCHES_PER_TICK) {
                tick()?;
            }
            let start = self.ends[at];
            let goal = if self.search.has_bits() {
                self.find_by_bits(start)
            } else {
                self.find_in_rounds(start, pushes)
            };
            let Some(goal) = goal else {
                self.divide();
                break;
            };
            self.push(at, goal);
            pushes += 1;
        }
        Ok(())
    }

    /// From now on an arc keeps what it has.
    fn close(&mut self, at: usize) {
        self.is_open[at] = false;
        self.unlist(at);
        self.lead(at, NONE);
    }

    /// Notes that an open arc has flow.
    fn list(&mut self, at: usize) {
        let from = self.loads[at].from;
        self.flowing[from as usize] += 1;
        let into = &mut self.into[self.ends[at] as usize];
        self.places[at] = short(into.len());
        into.push((short(at), from));
        self.through[self.ends[at] as usize] |= self.leads_on(from);
    }

    /// Notes that an arc has no flow, or is no longer open.
    fn unlist(&mut self, at: usize) {
        let place = std::mem::replace(&mut self.places[at], NONE);
        if place == NONE {
            return;
        }
        self.flowing[self.loads[at].from as usize] -= 1;
        let into = &mut self.into[self.ends[at] as usize];
        into.swap_remove(place as usize);
        if let Some((moved, _)) = into.get(place as usize) {
            self.places[*moved as usize] = place;
        }
    }

    /// Says where an open arc with room leads.
    fn lead(&mut self, at: usize, to: u32) {
        let node = self.loads[at].from as usize;
        let arcs = self.begins[node]..self.begins[node + 1];
        self.leads[at] = to;
        self.beyond[node] = self.search.bits_of(&self.leads[arcs.clone()]);
        if to != NONE && self.is_source[node] {
            for other in arcs.filter(|&other| self.places[other] != NONE) {
                self.through[self.ends[other] as usize] |= self.search.bit(to);
            }
        }
    }

    /// To which nodes taking flow from an arc out of a node leads: of a source all that it leads to.
    fn leads_on(&self, node: u32) -> u64 {
        if self.is_source[node as usize] {
            self.beyond[node as usize]
        } else {
            self.search.bit(node)
        }
    }

    /// Begins a search: marks where a way back from the arc's end to its beginning may arrive. Says whether that is anywhere
    /// in the part that the arc leads to.
    ///
    /// To a source one returns by taking flow from another of its arcs, so it is the ends of those that are wanted.
    fn set_goals(&mut self, at: usize) -> bool {
        self.search.next();
        let from = self.loads[at].from as usize;
        let part = self.part[self.ends[at] as usize];
        if !self.is_source[from] {
            self.search.want(self.loads[at].from, NONE);
            return self.part[from] == part;
        }
        if self.flowing[from] == 0 {
            return false;
        }
        let mut is_any = false;
        for other in self.begins[from]..self.begins[from + 1] {
            let end = self.ends[other] as usize;
            if self.is_open[other] && self.loads[other].flow > 0 && self.part[end] == part {
                self.search.want(self.ends[other], short(other));
                is_any = true;
            }
        }
        is_any
    }

    /// What a search that failed has reached of its part becomes a part.
    fn divide(&mut self) {
        let Some(&(first, _)) = self.search.reached.first() else {
            return;
        };
        let (old, new) = (self.part[first as usize], short(self.parts.len()));
        let mut bits = 0;
        for &(node, _) in &self.search.reached {
            if self.part[node as usize] == old {
                self.part[node as usize] = new;
                bits |= self.search.bit(node);
            }
        }
        self.parts[old as usize] &= !bits;
        self.parts.push(bits);
    }

    /// Pushes what can go along the arc and along the way back that was found.
    fn push(&mut self, at: usize, goal: u32) {
        let start = self.ends[at];
        let last = self.search.back(goal);
        let mut most = self.loads[at].capacity - self.loads[at].flow;
        if last != NONE {
            most = most.min(self.loads[last as usize].flow);
        }
        let mut node = goal;
        while node != start {
            let by = self.search.by(node);
            let load = &self.loads[by];
            if self.ends[by] == node {
                most = most.min(load.capacity - load.flow);
                node = load.from;
            } else {
                most = most.min(load.flow);
                node = self.ends[by];
            }
        }

        self.loads[at].flow += most;
        if last != NONE {
            self.change(last as usize, -most);
        }
        node = goal;
        while node != start {
            let by = self.search.by(node);
            if self.ends[by] == node {
                self.change(by, most);
                node = self.loads[by].from;
            } else {
                self.change(by, -most);
                node = self.ends[by];
            }
        }
    }

    fn change(&mut self, at: usize, cents: i64) {
        let end = self.ends[at];
        let load = &mut self.loads[at];
        load.flow += cents;
        let has_flow = load.flow > 0;
        let to = if load.flow < load.capacity { end } else { NONE };
        if to != self.leads[at] {
            self.lead(at, to);
        }
        if has_flow != (self.places[at] != NONE) {
            if has_flow {
                self.list(at);
            } else {
                self.unlist(at);
            }
        }
    }
}
