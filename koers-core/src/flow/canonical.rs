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

use super::cost::Cost;
use super::simplex::{Load, Simplex, short};
use super::tree::NONE;
use crate::progress::Cancelled;

/// How many searches go by between two looks whether the run is cancelled.
const SEARCHES_PER_TICK: u32 = 1024;

/// How many of the arcs into a node are looked at before it is the turn of the next node, at first; then twice as many.
///
/// Nearly always one of the first few leads where the search wants to go, and some nodes have thousands.
const ENTRIES_PER_ROUND: usize = 16;

/// After so many pushes onto one arc it takes all entries at once, which is breadth first: what it then costs is bounded by
/// the size of the network, whatever the amounts are (Edmonds and Karp, Journal of the ACM 19, 1972).
const PUSHES_BEFORE_BREADTH: u32 = 64;

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
    /// By node: open arcs into it that have flow, and some that no longer do.
    into: Vec<Vec<u32>>,
    /// By arc: whether it is in such a list.
    is_listed: Vec<bool>,
    /// By node: whether no tight arc leads into it.
    is_source: Vec<bool>,
    /// By node, sources excepted.
    part: Vec<u32>,
    parts: u32,
    search: Search,
}

/// What the search at hand has found.
struct Search {
    /// Which search it is.
    number: u32,
    /// By node: the last search that reached it, and the arc by which it did.
    seen: Vec<(u32, u32)>,
    /// By node: the last search that wanted to go there, and the arc on which to go back from there, if any.
    goal: Vec<(u32, u32)>,
    /// The nodes that were reached, sources excepted, each with how many of the arcs into it were looked at.
    reached: Vec<(u32, usize)>,
}

impl<'a> Canonical<'a> {
    fn new<C: Cost>(simplex: &'a mut Simplex<C>) -> Self {
        let nodes = simplex.tree.len();
        let arcs = simplex.links.len();
        let mut begins = Vec::with_capacity(nodes + 1);
        let mut leads = vec![NONE; arcs];
        let mut is_open = vec![false; arcs];
        let mut is_listed = vec![false; arcs];
        let mut is_source = vec![true; nodes];
        let mut into = vec![Vec::new(); nodes];
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
                    is_listed[at] = true;
                    into[link.to as usize].push(short(at));
                }
            }
            begin = end;
        }
        begins.resize(nodes + 1, begin);
        Self {
            begins,
            ends: simplex.links.iter().map(|link| link.to).collect(),
            is_open,
            leads,
            into,
            is_listed,
            is_source,
            part: vec![0; nodes],
            parts: 1,
            search: Search {
                number: 0,
                seen: vec![(0, NONE); nodes],
                goal: vec![(0, NONE); nodes],
                reached: Vec::new(),
            },
            loads: &mut simplex.loads,
        }
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
        self.is_open[at] = false;
        self.leads[at] = NONE;
        let mut pushes = 0;
        while self.loads[at].flow < self.loads[at].capacity && self.set_goals(at) {
            if self.search.number.is_multiple_of(SEARCHES_PER_TICK) {
                tick()?;
            }
            let at_once = if pushes < PUSHES_BEFORE_BREADTH {
                ENTRIES_PER_ROUND
            } else {
                usize::MAX
            };
            let Some(goal) = self.find(self.ends[at], at_once) else {
                self.divide();
                break;
            };
            self.push(at, goal);
            pushes += 1;
        }
        Ok(())
    }

    /// Begins a search: marks where a way back from the arc's end to its beginning may arrive. Says whether that is anywhere
    /// in the part that the arc leads to.
    ///
    /// To a source one returns by taking flow from another of its arcs, so it is the ends of those that are wanted.
    fn set_goals(&mut self, at: usize) -> bool {
        self.search.number += 1;
        let search = self.search.number;
        let from = self.loads[at].from as usize;
        let part = self.part[self.ends[at] as usize];
        if !self.is_source[from] {
            self.search.goal[from] = (search, NONE);
            return self.part[from] == part;
        }
        let mut is_any = false;
        for other in self.begins[from]..self.begins[from + 1] {
            let end = self.ends[other] as usize;
            if self.is_open[other] && self.loads[other].flow > 0 && self.part[end] == part {
                self.search.goal[end] = (search, short(other));
                is_any = true;
            }
        }
        is_any
    }

    /// A goal that can be reached from a node without leaving its part.
    fn find(&mut self, start: u32, mut at_once: usize) -> Option<u32> {
        let part = self.part[start as usize];
        self.search.reached.clear();
        if self.search.reach(start, NONE) {
            return Some(start);
        }
        let mut is_live = true;
        while is_live {
            is_live = false;
            let mut next = 0;
            while let Some(&(node, looked)) = self.search.reached.get(next) {
                if self.part[node as usize] == part
                    && let Some(goal) = self.look(node, looked, at_once, next, &mut is_live)
                {
                    return Some(goal);
                }
                next += 1;
            }
            at_once = at_once.saturating_mul(2);
        }
        None
    }

    /// Looks at more of the arcs into a node that was reached, and at first at those out of it.
    fn look(
        &mut self,
        node: u32,
        looked: usize,
        at_once: usize,
        place: usize,
        is_live: &mut bool,
    ) -> Option<u32> {
        if looked == 0
            && let Some(goal) = self.search.follow(&self.leads, &self.begins, node)
        {
            return Some(goal);
        }
        let end = looked.saturating_add(at_once);
        let mut entry = looked;
        while entry < end {
            let Some(&arc) = self.into[node as usize].get(entry) else {
                // Nothing is left to look at, in any round.
                entry = usize::MAX;
                break;
            };
            let at = arc as usize;
            if !self.is_open[at] || self.loads[at].flow == 0 {
                self.into[node as usize].swap_remove(entry);
                self.is_listed[at] = false;
                continue;
            }
            entry += 1;
            let from = self.loads[at].from;
            if !self.is_source[from as usize] {
                if self.search.reach(from, arc) {
                    return Some(from);
                }
            } else if self.search.is_new(from, arc)
                && let Some(goal) = self.search.follow(&self.leads, &self.begins, from)
            {
                return Some(goal);
            }
        }
        self.search.reached[place].1 = entry;
        *is_live |= entry != usize::MAX;
        None
    }

    /// What a search that failed has reached of its part becomes a part.
    fn divide(&mut self) {
        let part = self
            .search
            .reached
            .first()
            .map(|&(node, _)| self.part[node as usize]);
        for &(node, _) in &self.search.reached {
            if Some(self.part[node as usize]) == part {
                self.part[node as usize] = self.parts;
            }
        }
        self.parts += 1;
    }

    /// Pushes what can go along the arc and along the way back that was found.
    fn push(&mut self, at: usize, goal: u32) {
        let start = self.ends[at];
        let last = self.search.goal[goal as usize].1;
        let mut most = self.loads[at].capacity - self.loads[at].flow;
        if last != NONE {
            most = most.min(self.loads[last as usize].flow);
        }
        let mut node = goal;
        while node != start {
            let by = self.search.seen[node as usize].1 as usize;
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
            let by = self.search.seen[node as usize].1 as usize;
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
        let load = &mut self.loads[at];
        load.flow += cents;
        let end = self.ends[at];
        self.leads[at] = if load.flow < load.capacity { end } else { NONE };
        if load.flow > 0 && !std::mem::replace(&mut self.is_listed[at], true) {
            self.into[end as usize].push(short(at));
        }
    }
}

impl Search {
    fn is_new(&mut self, node: u32, by: u32) -> bool {
        let seen = &mut self.seen[node as usize];
        let is_new = seen.0 != self.number;
        if is_new {
            *seen = (self.number, by);
        }
        is_new
    }

    /// Notes a node that is no source, and says whether it is a goal.
    fn reach(&mut self, node: u32, by: u32) -> bool {
        if !self.is_new(node, by) {
            return false;
        }
        self.reached.push((node, 0));
        self.goal[node as usize].0 == self.number
    }

    /// Follows the arcs out of a node, up to a goal.
    fn follow(&mut self, leads: &[u32], begins: &[usize], node: u32) -> Option<u32> {
        let begin = begins[node as usize];
        let leads = &leads[begin..begins[node as usize + 1]];
        for (at, &end) in (begin..).zip(leads) {
            if end != NONE && self.reach(end, short(at)) {
                return Some(end);
            }
        }
        None
    }
}
