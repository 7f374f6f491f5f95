//! What shares of each line come to over several steps.
//!
//! A share of a class is rounded down once, and a line of it may get the cent that its lines make together. Of lines that
//! stand in other classes in the next step the same fractions would count again, so there the share is also of all of
//! them: costs that stood in one class of which the grant paid, one with the other or through others.

use std::collections::{BTreeMap, BTreeSet};

use super::place::line_share;
use super::run::Run;
use super::totals::part;

/// A share of each line: the grant and the rate in parts per million.
type Share = (usize, u32);

/// What earlier steps leave of shares of each line.
#[derive(Default)]
pub(super) struct OverSteps {
    /// Classes of earlier steps.
    earlier: Vec<Stood>,
    /// By grant and first piece of a class of this step the most that the grant pays of it in all steps together, in cents,
    /// where that is less than the share of the class.
    most: BTreeMap<(usize, usize), i64>,
}

/// A class of an earlier step: its costs, and the shares of them that grants paid of.
struct Stood {
    pieces: Vec<usize>,
    shares: Vec<Share>,
}

/// A class of this step: its ways and all its pieces.
pub(super) type Standing<'c> = (&'c [usize], &'c [usize]);

impl OverSteps {
    /// The most that a grant pays of a class in all steps together, where earlier steps limit it.
    pub(super) fn most(&self, grant: usize, members: &[usize]) -> Option<i64> {
        let first = members.first()?;
        self.most.get(&(grant, *first)).copied()
    }
}

impl Run<'_, '_> {
    /// Works out what earlier steps leave of shares of the classes of a step, the first classes first; `is_last` where no
    /// step comes after it.
    pub(super) fn over_steps(&mut self, classes: &[Standing<'_>], is_last: bool) {
        self.over_steps.most.clear();
        let mut earlier = std::mem::take(&mut self.over_steps.earlier);
        for stood in &mut earlier {
            let Stood { pieces, shares } = stood;
            shares.retain(|(grant, _)| pieces.iter().any(|&at| self.paid_by(at, *grant) > 0));
        }
        earlier.retain(|stood| !stood.shares.is_empty());
        if earlier.is_empty() && is_last {
            return;
        }
        let standing: Vec<Stood> = classes.iter().map(|class| self.standing(*class)).collect();
        let shares: BTreeSet<Share> = earlier.iter().flat_map(|it| &it.shares).copied().collect();
        for share in shares {
            self.most_of_share(share, &earlier, (&standing, classes));
        }
        if !is_last {
            let of_shares = |stood: &Stood| !stood.shares.is_empty();
            earlier.extend(standing.into_iter().filter(of_shares));
            self.over_steps.earlier = earlier;
        }
    }

    fn standing(&self, (ways, members): Standing<'_>) -> Stood {
        let shares = ways.iter().filter_map(|&way| {
            let way = &self.ways.list[way];
            Some((way.grant, line_share(way)?))
        });
        let shares: Vec<Share> = shares.collect();
        let members = members.iter().copied().filter(|_| !shares.is_empty());
        Stood {
            pieces: members
                .filter(|&at| self.pieces[at].is_open_cost())
                .collect(),
            shares,
        }
    }

    fn most_of_share(
        &mut self,
        share: Share,
        earlier: &[Stood],
        (standing, classes): (&[Stood], &[Standing<'_>]),
    ) {
        let (grant, ppm) = share;
        let all: Vec<&Stood> = earlier.iter().chain(standing).collect();
        let under = (0..all.len()).filter(|&at| all[at].shares.contains(&share));
        let under: Vec<usize> = under.collect();
        // By piece the first class in which it stood; by class one that it hangs together with.
        let mut first_of: BTreeMap<usize, usize> = BTreeMap::new();
        let mut joined: Vec<usize> = (0..all.len()).collect();
        for &class in &under {
            for &piece in &all[class].pieces {
                let first = *first_of.entry(piece).or_insert(class);
                let (one, other) = (root(&mut joined, first), root(&mut joined, class));
                joined[one.max(other)] = one.min(other);
            }
        }
        // By the first class of those that hang together: the costs, and what is paid of them.
        let mut sums: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
        for (&piece, &class) in &first_of {
            let paid = self.paid_by(piece, grant);
            let sum = sums.entry(root(&mut joined, class)).or_default();
            sum.0 += self.pieces[piece].whole;
            sum.1 += paid;
        }
        let mut left: BTreeMap<usize, i64> = BTreeMap::new();
        for &class in under.iter().filter(|at| **at >= earlier.len()) {
            let (ways, members) = classes[class - earlier.len()];
            let Some(way) = ways.iter().find(|&&way| self.ways.list[way].grant == grant) else {
                continue;
            };
            let of = root(&mut joined, class);
            let (whole, paid) = sums.get(&of).copied().unwrap_or_default();
            let left = left.entry(of).or_insert_with(|| part(ppm, whole) - paid);
            let claims = self.claims(*way, members).unwrap_or_default();
            let wanted: i64 = claims.iter().sum();
            let most = wanted.min((*left).max(0));
            *left -= most;
            if let Some(first) = members.first().filter(|_| most < wanted) {
                let before: i64 = members.iter().map(|&at| self.paid_by(at, grant)).sum();
                self.over_steps.most.insert((grant, *first), before + most);
            }
        }
    }
}

/// The first class of those that hang together with one.
fn root(joined: &mut [usize], class: usize) -> usize {
    let mut at = class;
    while joined[at] != at {
        joined[at] = joined[joined[at]];
        at = joined[at];
    }
    at
}
