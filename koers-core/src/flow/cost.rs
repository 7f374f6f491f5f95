//! Costs of several levels, packed into as few whole numbers as a proof allows.
//!
//! The simplex asks one thing of costs: the sign of the sum around a simple cycle. So it is enough that packing keeps
//! that sign, whatever the amounts are. A cycle or path that is simple has at most two arcs at any node, and if both of them
//! lead *into* the node, one is followed and the other gone against, so that their costs are subtracted. Hence no sum of
//! a level exceeds the sum over all nodes of the spread between the least and the most that an arc into the node costs,
//! nothing included. With that bound M a level is one digit of base 2M + 1, between −M and M. Most levels occur only on
//! arcs into the root, where M is 1 or 2.

use super::{Arc, Network};

/// An ordered group: what the simplex needs of costs.
pub(super) trait Cost: Clone + Ord {
    /// From words, the most significant first.
    fn from_words(words: &[i64]) -> Self;
    fn words(&self) -> &[i64];
    fn add(&mut self, other: &Self);
    fn subtract(&mut self, other: &Self);
    fn negate(&mut self);
}

/// All levels in one word.
impl Cost for i64 {
    fn from_words(words: &[i64]) -> Self {
        words.first().copied().unwrap_or(0)
    }

    fn words(&self) -> &[i64] {
        std::slice::from_ref(self)
    }

    #[inline]
    fn add(&mut self, other: &Self) {
        *self += other;
    }

    #[inline]
    fn subtract(&mut self, other: &Self) {
        *self -= other;
    }

    #[inline]
    fn negate(&mut self) {
        *self = -*self;
    }
}

/// Any number of words, compared from the first: for levels that don't fit in one.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Words(Vec<i64>);

impl Clone for Words {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }

    // Derived, this would allocate for every arc that is priced.
    fn clone_from(&mut self, source: &Self) {
        self.0.clone_from(&source.0);
    }
}

impl Cost for Words {
    fn from_words(words: &[i64]) -> Self {
        Self(words.to_vec())
    }

    fn words(&self) -> &[i64] {
        &self.0
    }

    fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine += theirs;
        }
    }

    fn subtract(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine -= theirs;
        }
    }

    fn negate(&mut self) {
        for word in &mut self.0 {
            *word = -*word;
        }
    }
}

/// Where each level is in the words.
pub(super) struct Packing {
    digits: Vec<Digit>,
    words: usize,
}

#[derive(Debug, Clone, Copy)]
struct Digit {
    word: usize,
    weight: i64,
    /// The largest absolute value.
    most: i64,
}

/// A word is less than half of this in absolute value, and a reduced cost adds three of them.
const RANGE: i128 = 1 << 61;

impl Packing {
    /// As many levels in each word as fit.
    pub(super) fn tight(network: &Network) -> Self {
        Self::within(network, RANGE)
    }

    /// A word for each level.
    #[cfg(test)]
    pub(super) fn loose(network: &Network) -> Self {
        Self::within(network, 0)
    }

    fn within(network: &Network, range: i128) -> Self {
        let mut digits: Vec<Digit> = Vec::with_capacity(network.levels);
        let mut used = 1;
        let mut word = 0;
        for most in spreads(network) {
            let base = 2 * i128::from(most) + 1;
            if !digits.is_empty() && used * base > range {
                word += 1;
                used = 1;
            }
            used *= base;
            digits.push(Digit {
                word,
                weight: 1,
                most,
            });
        }
        for at in (1..digits.len()).rev() {
            let next = digits[at];
            if digits[at - 1].word == next.word {
                digits[at - 1].weight = next.weight * (2 * next.most + 1);
            }
        }
        Self {
            digits,
            words: word + 1,
        }
    }

    pub(super) fn words(&self) -> usize {
        self.words
    }

    pub(super) fn pack<C: Cost>(&self, cost: &[(usize, i32)], words: &mut Vec<i64>) -> C {
        words.clear();
        words.resize(self.words, 0);
        for &(level, coefficient) in cost {
            let digit = self.digits[level];
            words[digit.word] += i64::from(coefficient) * digit.weight;
        }
        C::from_words(words)
    }

    /// The levels of a sum along a simple path.
    pub(super) fn unpack<C: Cost>(&self, cost: &C) -> Vec<i64> {
        let mut words = cost.words().to_vec();
        let mut levels = vec![0; self.digits.len()];
        for (level, digit) in levels.iter_mut().zip(&self.digits).rev() {
            let base = 2 * digit.most + 1;
            let word = &mut words[digit.word];
            *level = (*word + digit.most).rem_euclid(base) - digit.most;
            *word = (*word - *level) / base;
        }
        levels
    }
}

/// By level: the most that the coefficients along a simple cycle or path can add up to, in absolute value.
fn spreads(network: &Network) -> Vec<i64> {
    let levels = network.levels;
    let mut entered = vec![usize::MAX; network.supply.len()];
    let mut ranges: Vec<(i64, i64)> = Vec::new();
    for Arc { to, cost, .. } in network.arcs.iter().filter(|arc| !arc.is_closed()) {
        if entered[*to] == usize::MAX {
            entered[*to] = ranges.len();
            ranges.resize(ranges.len() + levels, (0, 0));
        }
        for &(level, coefficient) in cost.iter() {
            let (least, most) = &mut ranges[entered[*to] + level];
            *least = (*least).min(i64::from(coefficient));
            *most = (*most).max(i64::from(coefficient));
        }
    }
    let mut sums = vec![0; levels];
    for range in ranges.chunks_exact(levels.max(1)) {
        for (sum, (least, most)) in sums.iter_mut().zip(range) {
            *sum += most - least;
        }
    }
    sums
}
