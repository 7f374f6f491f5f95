//! Searches where there are more nodes than a word has bits: arc by arc.

use super::{Canonical, NONE, short};

/// How many of the arcs into a node are looked at before it is the turn of the next node, at first; then twice as many.
///
/// Nearly always one of the first few leads where the search wants to go, and some nodes have thousands.
const ENTRIES_PER_ROUND: usize = 16;

/// After so many pushes onto one arc it takes all entries at once, which is breadth first: what it then costs is bounded by
/// the size of the network, whatever the amounts are (Edmonds and Karp, Journal of the ACM 19, 1972).
const PUSHES_BEFORE_BREADTH: u32 = 64;

impl Canonical<'_> {
    /// A goal that can be reached from a node without leaving its part; `pushes` were made onto the arc already.
    pub(super) fn find_in_rounds(&mut self, start: u32, pushes: u32) -> Option<u32> {
        let mut at_once = if pushes < PUSHES_BEFORE_BREADTH {
            ENTRIES_PER_ROUND
        } else {
            usize::MAX
        };
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
            && let Some(goal) = self.follow(node)
        {
            return Some(goal);
        }
        let all = self.into[node as usize].len();
        let end = looked.saturating_add(at_once).min(all);
        for entry in looked..end {
            let (arc, from) = self.into[node as usize][entry];
            if !self.is_source[from as usize] {
                if self.search.reach(from, arc) {
                    return Some(from);
                }
            } else if self.search.is_new(from, arc)
                && let Some(goal) = self.follow(from)
            {
                return Some(goal);
            }
        }
        // What is all looked at is not looked at again.
        self.search.reached[place].1 = if end == all { usize::MAX } else { end };
        *is_live |= end < all;
        None
    }

    /// Follows the arcs out of a node, up to a goal.
    fn follow(&mut self, node: u32) -> Option<u32> {
        for at in self.begins[node as usize]..self.begins[node as usize + 1] {
            let end = self.leads[at];
            if end != NONE && self.search.reach(end, short(at)) {
                return Some(end);
            }
        }
        None
    }
}
