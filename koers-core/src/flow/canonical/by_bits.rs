//! Searches where each node that is no source has a bit of a word.
//!
//! From a node one goes on along its arcs with room, or takes flow from an arc into it: where that comes from a source, the source
//! sends it along another of its arcs. To which nodes all that leads is a word, so a search looks at nodes alone, in
//! breadth; and which arcs it went by is looked up for the way that it found. Taking bits out of such a word at each change would
//! cost more than it saves. So a word may have too many, and when a way can't be found it is made anew. What is
//! reached with too many is left by no arc either.

use super::{Canonical, NONE, short};

impl Canonical<'_> {
    /// A goal that can be reached from a node without leaving its part.
    pub(super) fn find_by_bits(&mut self, start: u32) -> Option<u32> {
        loop {
            let goal = self.spread(start)?;
            if self.name_way(start, goal) {
                return Some(goal);
            }
        }
    }

    /// Goes from node to node up to a goal.
    fn spread(&mut self, start: u32) -> Option<u32> {
        let part = self.part[start as usize] as usize;
        let search = &mut self.search;
        if search.begin_at(start) {
            return Some(start);
        }
        let mut missing = self.parts[part] & !search.bit(start);
        let mut next = 0;
        while let Some(&(node, _)) = search.reached.get(next) {
            next += 1;
            let new = (self.beyond[node as usize] | self.through[node as usize]) & missing;
            missing &= !new;
            if let Some(goal) = search.reach_all(new, node) {
                return Some(goal);
            }
        }
        None
    }

    /// Looks up the arcs of a way. Where there is none, it says so, and where the way was to go on is known better.
    fn name_way(&mut self, start: u32, goal: u32) -> bool {
        let mut node = goal;
        while node != start {
            let from = self.search.from(node);
            if !self.name_arc(from, node) {
                return false;
            }
            node = from;
        }
        true
    }

    fn name_arc(&mut self, from: u32, to: u32) -> bool {
        let bit = self.search.bit(to);
        if self.beyond[from as usize] & bit != 0 {
            self.search.name(to, self.arc_between(from, to));
            return true;
        }
        let mut through = 0;
        for &(arc, tail) in &self.into[from as usize] {
            let leads_on = self.leads_on(tail);
            through |= leads_on;
            if leads_on & bit == 0 {
                continue;
            }
            if self.is_source[tail as usize] {
                self.search.name(tail, arc);
                self.search.name(to, self.arc_between(tail, to));
            } else {
                self.search.name(to, arc);
            }
            return true;
        }
        self.through[from as usize] = through;
        false
    }

    /// The first open arc with room between two nodes.
    fn arc_between(&self, from: u32, to: u32) -> u32 {
        let mut arcs = self.begins[from as usize]..self.begins[from as usize + 1];
        arcs.find(|&at| self.leads[at] == to).map_or(NONE, short)
    }
}
