//! Lists of small numbers, each kept once: found by what is in them without comparing it with many others.

use crate::plan::place;

/// No list.
const NONE: u32 = u32::MAX;

/// The golden ratio in 64 bits, of which multiples lie as far apart as can be (Knuth, The Art of Computer Programming, 6.4).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Lists by place, in the order in which they came.
#[derive(Default)]
pub(super) struct Lists {
    /// All lists, one after the other, and where each ends.
    all: Vec<u32>,
    ends: Vec<usize>,
    /// By list its hash.
    hashes: Vec<u64>,
    /// By place in a list by what the number there is multiplied in a hash.
    factors: Vec<u64>,
    /// From the place that its hash says on the place of a list; twice as many as there are lists at least.
    places: Vec<u32>,
}

impl Lists {
    /// The place of a list: that of the next one if it is new.
    pub(super) fn place(&mut self, list: &[u32]) -> u32 {
        while self.factors.len() < list.len() {
            let factor = self.factors.last().copied().unwrap_or(1);
            self.factors.push(factor.wrapping_mul(SPREAD));
        }
        if self.hashes.len() * 2 >= self.places.len() {
            self.grow();
        }
        // Lists that share a hash are compared, so it decides on nothing but time.
        let parts = list.iter().zip(&self.factors);
        let hash = parts.fold(SPREAD, |hash, (number, factor)| {
            hash.wrapping_add(factor.wrapping_mul(u64::from(*number) + 1))
        });
        let at = self.find(hash, |lists, at| {
            lists.hashes[at] == hash && lists.list(at) == list
        });
        if self.places[at] != NONE {
            return self.places[at];
        }
        // There is room in memory for fewer.
        let next = u32::try_from(self.hashes.len()).unwrap_or(NONE);
        self.places[at] = next;
        self.hashes.push(hash);
        self.all.extend_from_slice(list);
        self.ends.push(self.all.len());
        next
    }

    /// A list by its place.
    pub(super) fn list(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..self.ends[at]]
    }

    /// All lists, one after the other.
    pub(super) fn into_all(self) -> Vec<u32> {
        self.all
    }

    /// How many numbers there are in all lists.
    pub(super) fn size(&self) -> usize {
        self.all.len()
    }

    /// Where a list stands among the places, or would.
    fn find(&self, hash: u64, is_it: impl Fn(&Lists, usize) -> bool) -> usize {
        let last = self.places.len() - 1;
        // The high bits are those that all of a factor decides on.
        let mut at = usize::try_from(hash >> 32).unwrap_or_default() & last;
        while self.places[at] != NONE && !is_it(self, place(self.places[at])) {
            at = (at + 1) & last;
        }
        at
    }

    fn grow(&mut self) {
        self.places = vec![NONE; (self.places.len() * 2).max(64)];
        for list in 0..self.hashes.len() {
            let at = self.find(self.hashes[list], |_, _| false);
            self.places[at] = u32::try_from(list).unwrap_or(NONE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_kept_once_and_stays_where_it_is() {
        let lists: Vec<Vec<u32>> = (0..2_000_u32)
            .map(|n| (0..n % 5).map(|at| (n / 7).wrapping_mul(at + 1)).collect())
            .collect();
        let mut kept = Lists::default();
        let places: Vec<u32> = lists.iter().map(|list| kept.place(list)).collect();
        for (list, &at) in lists.iter().zip(&places) {
            assert_eq!(kept.list(place(at)), list);
            assert_eq!(kept.place(list), at);
        }
        let different: std::collections::BTreeSet<&Vec<u32>> = lists.iter().collect();
        assert_eq!(kept.ends.len(), different.len());
        assert_eq!(
            kept.size(),
            different.iter().map(|list| list.len()).sum::<usize>()
        );
    }
}
